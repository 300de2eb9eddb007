"""What an error says on a screen: no place of the server, no command, and what to do there."""

from pathlib import Path

from weerklank.model.errors import WeerklankError
from weerklank.model.text import Text
from weerklank.web import site

AWAY = Text("Het archief is nu niet te bereiken.", "The archive can't be reached now.")
#: Said instead of the sentence of the catalogue, which tells where the archive should lie, or
#: names what a command takes.
_MESSAGES = {
    "ARCHIVE-001": AWAY,
    "MEASURE-002": Text(
        "Dit minimum past niet bij de eenheid, of vraagt meer dan volledig.",
        "This minimum does not fit the unit, or asks more than full.",
    ),
    "MEASURE-003": Text(
        "Er wordt minder gevraagd dan in de meetlat: dat geldt tot en met een dag na vandaag.",
        "Less is asked than in the yardstick: that holds until a day after today.",
    ),
    "MEASURE-004": Text(
        "Er wordt niet minder gevraagd dan in de meetlat: een laatste dag hoort er niet bij.",
        "No less is asked than in the yardstick: it has no last day.",
    ),
    "MEASURE-009": Text(
        "Dit past niet bij de eenheid van de controle.", "This does not fit the unit of the check."
    ),
    "POLICY-001": Text("Dat is geen aantal maanden.", "That is no number of months."),
    "POLICY-005": Text(
        "Deze keuze kan niet voor deze soort gegevens.",
        "This can't be chosen for this class of fields.",
    ),
}

_DAMAGE = Text(
    "Verander niets. Laat de technisch beheerder het archief controleren en het bestand "
    "terugzetten uit een kopie. De rest van het archief is te gebruiken.",
    "Change nothing. Have the operator check the archive and put the file back from a copy. The "
    "rest of the archive can be used.",
)
_KEYS = Text(
    "Er is niets gedaan. Laat de technisch beheerder nakijken of de goede sleutelmap er is.",
    "Nothing was done. Have the operator look whether the right key folder is there.",
)
_TOKEN = Text(
    "Er is niets gedaan. Geef deze code aan de technisch beheerder: het token dat de sleutels "
    "sluit, opent ze niet.",
    "Nothing was done. Give this code to the operator: the token that closes the keys does not "
    "open them.",
)
_LATER = Text(
    "Er is niets gedaan. Probeer het over een paar minuten opnieuw.",
    "Nothing was done. Try again in a few minutes.",
)
_REGISTER = Text(
    "Zet het account eerst in het accountoverzicht, of leg daar vast dat het vroeger zo heette.",
    "First enter the account in the register, or record there that it had this name before.",
)
_ITS_ADDRESS = Text(
    "Open het profiel in de browser en neem het adres over dat dan boven in beeld staat.",
    "Open the profile in the browser and copy the address that it shows then.",
)
_LAST_HARVEST = Text(
    "Laat eerst nog één keer oogsten, met de knop op de pagina van het account, of lees een "
    "nieuwe export in. Kan dat niet meer, leg dan hieronder vast waarom.",
    "First have it harvested once more, by the button on the page of the account, or take in a "
    "new export. Where that can't be done any more, record below why.",
)
_BY_ITSELF = Text(
    "De aanvraag blijft staan. De planning kijkt vanzelf weer.",
    "The request stands. The schedule looks again by itself.",
)
_ASKED_ANEW = Text(
    "De planning vraagt na een week vanzelf een nieuw archief. Eerder kan: laat de technisch "
    "beheerder het aanvragen.",
    "The schedule asks for a new archive by itself after a week. Earlier is possible: have the "
    "operator ask for it.",
)
_ARCHIVES_AGAIN = Text(
    "Geef bij Koppelen opnieuw toestemming voor archieven. Een aanvraag die loopt gaat daarna "
    "verder.",
    "Give permission for archives again at Connect. A request that is open goes on after that.",
)
#: What to do where the hint of the catalogue names commands, which no screen has.
_NEXT = {
    "ARCHIVE-001": Text(
        "Er is niets verloren. Vraag de technisch beheerder of de schijf met het archief er is, "
        "en probeer het daarna opnieuw.",
        "Nothing is lost. Ask the operator whether the disk with the archive is there, and then "
        "try again.",
    ),
    "CONNECT-002": Text(
        "Vraag de beheerder van de server of apps er mogen lezen. Anders maakt de technisch "
        "beheerder daar een token en koppelt daarmee.",
        "Ask whoever runs the server whether apps may read there. Else the operator makes a token "
        "there and connects with that.",
    ),
    "CONNECT-022": Text(
        "Laat de technisch beheerder nakijken of de app nog bestaat, en haar opnieuw in Weerklank "
        "zetten.",
        "Let the operator look whether the app still exists, and set it in Weerklank again.",
    ),
    "CONNECT-023": Text(
        "Laat de technisch beheerder een app aanmaken bij het platform en haar in Weerklank "
        "zetten. Exports inlezen kan intussen.",
        "Let the operator make an app at the platform and set it in Weerklank. Exports can be "
        "taken in meanwhile.",
    ),
    "MEASURE-003": Text("Kies die dag.", "Choose that day."),
    "MEASURE-004": Text("Laat de dag leeg.", "Leave the day empty."),
    "MEASURE-005": Text("Zeg waarom.", "Say why."),
    "PLAN-003": Text("Kies een dag vanaf vandaag.", "Choose a day from today on."),
    "PLAN-004": Text("Kies volledig als doel.", "Choose full as the aim."),
    "PLAN-005": Text(
        "Kies een andere controle, of volledig als doel.",
        "Choose another check, or full as the aim.",
    ),
    "PLAN-006": Text(
        "Vul in wat het intussen minder erg maakt.", "Fill in what makes it less bad meanwhile."
    ),
    "PLAN-009": Text("Wijzig ten minste één veld.", "Change one field at least."),
    "PLAN-010": Text("Wijzig die maatregel.", "Change that measure."),
    "DESTROY-003": Text(
        "Laat een ander die de rol heeft deze stap zetten.",
        "Let someone else who holds the role take this step.",
    ),
    "DESTROY-006": Text(
        "Maak er meer lijsten van, bijvoorbeeld per account of per rij.",
        "Make several lists of them, such as one an account or one a row.",
    ),
    "DESTROY-007": Text(
        "Wie haar voorstelde, haalt er stukken uit of niet, en stelt haar opnieuw voor.",
        "Who proposed it takes items off or does not, and proposes it once more.",
    ),
    "DESTROY-008": Text(
        "De lijst is intussen veranderd: open haar opnieuw.",
        "The list changed meanwhile: open it again.",
    ),
    "DESTROY-011": Text(
        "Er is niets te beantwoorden: de lijst zegt wie aan zet is.",
        "There is nothing to answer: the list says whose turn it is.",
    ),
    "DESTROY-013": Text(
        "De lijst is intussen veranderd. Bekijk haar opnieuw en besluit dan.",
        "The list changed meanwhile. Look at it again and then decide.",
    ),
    "DESTROY-016": Text(
        "Wat nog een termijn heeft, komt vanzelf aan de beurt.",
        "What still has a term comes up by itself.",
    ),
    "DOSSIER-020": Text(
        "Lak die plaats ook, maak de lakking ongedaan, of zeg bij de lakking waarom die woorden "
        "elders mogen blijven staan.",
        "Redact that place too, undo the redaction, or say at the redaction why those words may "
        "stay elsewhere.",
    ),
    "HOLD-004": Text(
        "Haal deze stukken uit de lijst. Een bewaarplicht (s…) houdt alles tegen, een "
        "vastgestelde hotspot (h…) wat volgens de selectielijst weg mocht, en een Woo-verzoek "
        "(w…) zijn stukken tot acht weken na het besluit.",
        "Take these items off the list. A legal hold (s…) stops everything, an adopted hotspot "
        "(h…) what the selection list would let go, and a Woo request (w…) its documents until "
        "eight weeks after it was decided on.",
    ),
    "MARK-008": Text(
        "Er wordt niets vernietigd. Kijk bij het bericht of het verzoek wat nu geldt.",
        "Nothing is destroyed. See at the post or the request what holds now.",
    ),
    "REPLICA-010": Text(
        "Laat de technisch beheerder de schijf met de kopie aansluiten.",
        "Have the operator mount the disk with the copy.",
    ),
    "SEARCH-001": Text(
        "Controleer het adres: open het bericht en kopieer het adres uit de browser.",
        "Check the address: open the post and copy the address from the browser.",
    ),
    "SELECT-015": Text(
        "Haal deze stukken uit de lijst, of laat de archivaris er een rij voor vaststellen.",
        "Take these items off the list, or have the archivist decide on a row for them.",
    ),
    "HARVEST-212": _ARCHIVES_AGAIN,
    "HARVEST-215": Text(
        "Er is niets aangevraagd. Ontbreekt er een toestemming, geef die dan opnieuw bij "
        "Koppelen. De planning vraagt na een week vanzelf opnieuw.",
        "Nothing was asked for. If a permission is missing, give it again at Connect. The "
        "schedule asks again by itself after a week.",
    ),
    "HARVEST-220": _ARCHIVES_AGAIN,
    "HARVEST-040": Text(
        "Wat er al was, is opgenomen en niets geldt als verwijderd. Koppel het account opnieuw en "
        "oogst daarna nog eens.",
        "What had come was taken in and nothing counts as deleted. Connect the account again and "
        "then harvest once more.",
    ),
    "HARVEST-860": Text(
        "Lees exports in, of laat besluiten of de API mag worden gevraagd. Wie het "
        "accountoverzicht beheert, legt dat besluit vast bij het platform.",
        "Take in exports, or have it decided whether the API may be asked. Who keeps the register "
        "records that decision with the platform.",
    ),
    "IMPORT-004": _REGISTER,
    "IMPORT-005": Text(
        "Kies het goede account, of vraag de export van dit account aan.",
        "Choose the right account, or ask for the export of this account.",
    ),
    "IMPORT-006": Text(
        "Lever alleen de berichten aan die overheidsinformatie zijn.",
        "Hand in only the posts that are government information.",
    ),
    "IMPORT-009": _REGISTER,
    "IMPORT-034": Text(
        "Is het toch van u, dan wijst wie het accountoverzicht beheert de melding af. Is het van "
        "een ander, leg dan vast dat het uwe is gesloten.",
        "If it is yours after all, the owner of the register rejects the report. If it is "
        "somebody else's, record that yours is closed.",
    ),
    "NAMED-001": Text(
        "Controleer de eerste en de laatste dag.", "Check the first and the last day."
    ),
    "NAMED-006": Text(
        "Vul naam en reden in; laat het id leeg als u het niet weet.",
        "Fill in name and reason; leave the id empty where you don't know it.",
    ),
    "POLICY-002": Text(
        "Laat de privacy officer kiezen wat er met originelen gebeurt.",
        "Let the privacy officer choose what happens to originals.",
    ),
    "POLICY-006": Text(
        "Kies iets anders dan wat nu geldt.", "Choose something else than what goes now."
    ),
    "REGISTER-015": _ITS_ADDRESS,
    "REGISTER-016": Text(
        "Zoek dat account op in het accountoverzicht en wijzig het daar.",
        "Look that account up in the register and edit it there.",
    ),
    "REGISTER-018": _ITS_ADDRESS,
    "REGISTER-037": _LAST_HARVEST,
    "REGISTER-080": _LAST_HARVEST,
    "REGISTER-152": _LAST_HARVEST,
    "SEARCH-002": _DAMAGE,
    "TRANSFER-002": Text(
        "Controleer de eerste en de laatste dag.", "Check the first and the last day."
    ),
    "TRANSFER-003": Text(
        "Laat archivaris en privacy officer hetzelfde kiezen.",
        "Let archivist and privacy officer choose the same.",
    ),
    "TRANSFER-004": Text("Kies andere accounts of dagen.", "Choose other accounts or days."),
    "TRANSFER-007": Text(
        "Kijk in de lijst welke overbrenging op een bevestiging wacht.",
        "See in the list which transfer waits for a receipt.",
    ),
    "TRANSFER-009": Text(
        "De map van de SIP is hier niet gevonden. Laat de technisch beheerder de bevestiging "
        "inlezen, of haar terugzetten.",
        "The folder of the SIP was not found here. Have the operator read the receipt, or put it "
        "back.",
    ),
    "VAULT-012": _DAMAGE,
    "VAULT-013": _DAMAGE,
    "VAULT-015": _DAMAGE,
    "VAULT-016": Text(
        "Kies het bestand met de regel die begint met AGE-SECRET-KEY-1, zoals die bij het maken "
        "van het archief is gegeven. Er is niets geopend; uw goedkeuring blijft gelden.",
        "Choose the file with the line that begins with AGE-SECRET-KEY-1, as it was given when "
        "the archive was made. Nothing was opened; your approval still holds.",
    ),
    "KEYS-006": _DAMAGE,
    "VAULT-019": _DAMAGE,
    "STORE-001": _LATER,
    "STORE-003": _DAMAGE,
    "SIGNIN-002": Text(
        "Geef deze code aan de technisch beheerder; tot dan kan niemand zich aanmelden.",
        "Give this code to the operator; until then nobody can sign in.",
    ),
}
_BY_EXPORT = Text(
    "Vraag de export van het account aan en lees die in.",
    "Ask for the export of the account and take it in.",
)
#: Said on a screen whatever the hint says: there nobody gives a command again.
_INSTEAD = {
    **{f"KEYS-{number:03d}": _TOKEN for number in range(7, 18)},
    "BROWSER-001": Text(
        "Laat de technisch beheerder Chromium installeren op de machine die oogst, en vraag de "
        "pagina's daarna nog eens.",
        "Have the operator install Chromium on the machine that harvests, and then ask for the "
        "pages once more.",
    ),
    "HARVEST-214": Text(
        "Er wordt niet meteen nog eens gevraagd, omdat dat kan meetellen. De planning vraagt het "
        "na een dag opnieuw.",
        "It is not asked again at once, as that may count. The schedule asks anew after a day.",
    ),
    "HARVEST-216": _BY_ITSELF,
    "HARVEST-217": _ASKED_ANEW,
    "HARVEST-218": _ASKED_ANEW,
    "HARVEST-219": _BY_ITSELF,
    "HARVEST-003": Text(
        "Koppel het account, of vraag er een export van aan en lees die in.",
        "Connect the account, or ask for an export of it and take that in.",
    ),
    "HARVEST-004": Text(
        "Controleer het adres in het accountoverzicht en wijzig het als het account nu anders "
        "heet of elders staat.",
        "Check the address in the register, and edit it if the account has another name or place "
        "by now.",
    ),
    "HARVEST-006": Text(
        "Het wordt vanzelf opnieuw geprobeerd; wat er al is, komt niet dubbel.",
        "It is tried again by itself; nothing comes in twice.",
    ),
    "HARVEST-007": _BY_EXPORT,
    "POLICY-001": Text("Geef een getal van 1 tot en met 1200.", "Give a number from 1 to 1200."),
    "POLICY-005": Text(
        "Verzegelen kan alleen waar originelen worden bewaard, en vondsten alleen met de tekst "
        "waarin zij staan.",
        "Sealing needs a term for sealed originals, and finds are sealed only with the text that "
        "they stand in.",
    ),
}
_SIGN_IN = Text(
    "Probeer het over enkele minuten opnieuw. Blijft het, geef deze code dan aan de technisch "
    "beheerder.",
    "Try again in some minutes. If it stays, give this code to the operator.",
)
_AREAS = {"ARCHIVE": _DAMAGE, "LOG": _DAMAGE, "KEYS": _KEYS, "SIGNIN": _SIGN_IN}


def message_of(error: WeerklankError) -> Text:
    """Say what is wrong, without a place of the server: below its archive, or the name alone."""
    known = _MESSAGES.get(error.code)
    if known is not None:
        return known
    error.values.update({name: _shown(value) for name, value in error.values.items()})
    return Text(error.message("nl"), error.message("en"))


def next_of(error: WeerklankError) -> Text | None:
    """Say what to do now; None where nothing can be said that is of use on a screen."""
    return next_told(error.code, Text(error.hint("nl"), error.hint("en")))


def next_told(code: str, hint: Text) -> Text | None:
    """Say what to do now by the hint of an error, for a screen; None where nothing is of use."""
    if code in _INSTEAD:
        return _INSTEAD[code]
    if code in _NEXT:
        return _NEXT[code]
    if not any("--" in said or "'weerklank" in said for said in (hint.nl, hint.en)):
        return hint
    return _AREAS.get(code.partition("-")[0])


def damage_of(error: WeerklankError) -> dict[str, object]:
    """Give what a page says in the place of something that can't be read."""
    return {"code": error.code, "next": next_of(error), "what": message_of(error)}


def _shown(value: object) -> object:
    """Give a value of a sentence as a screen may show it."""
    if not isinstance(value, Path):
        return value
    if not value.is_absolute():
        return value.as_posix()
    root = site.current().archive
    return value.relative_to(root).as_posix() if value.is_relative_to(root) else value.name

"""Answer letter: what a person who asked is told, in Dutch, for a human to check and send (D5).

It is made each time anew from what is held and decided, and kept nowhere. Whom it is to and the
address stand in the case file of the organisation. The words are for citizens: no codes, no law
but where it is the ground.
"""

from datetime import date
from pathlib import Path

from weerklank.model.clock import civil_day, from_iso
from weerklank.model.day_words import day as said_day
from weerklank.model.errors import WrongUse, fault
from weerklank.model.item import NO_MOMENT, ItemState
from weerklank.model.named_party import NAMED_AS
from weerklank.model.person import Role
from weerklank.model.person_request import (
    KINDS,
    OUTCOMES,
    TERM,
    PersonRequest,
    RequestKind,
    RequestOutcome,
)
from weerklank.model.platform import TITLES
from weerklank.model.request_grounds import GROUNDS, NOTHING_HELD
from weerklank.model.text import Text
from weerklank.services.people.access import note_asked
from weerklank.services.register.write_file import write_plain
from weerklank.services.requests.held_about import HeldAbout, HeldItem, WhoAsks, held_about
from weerklank.services.requests.letter_forms import Block, Letter, letter_html, letter_text
from weerklank.services.requests.take_request import find_request
from weerklank.services.workplace import Workplace

NO_FORM = fault(
    "PERSON-018",
    Text(
        nl="Een brief wordt geschreven als .html of .txt.",
        en="A letter is written as .html or .txt.",
    ),
    Text(
        nl="Geef het bestand een van die namen; .html is om af te drukken.",
        en="Give the file one of those names; .html is for printing.",
    ),
)
_EVERYTHING = 1_000_000
_KINDS = {
    "post": "bericht",
    "reply": "reactie",
    "boost": "gedeeld bericht",
    "story": "verhaal",
    "profile": "profiel",
    "medium": "bestand",
}
_TECHNIQUES = {
    "api": "de koppeling (API) van het platform",
    "export": "een export die het platform aan de organisatie gaf",
    "portability": "een archief dat het platform aan de organisatie gaf",
    "browser": "de openbare pagina van het bericht",
}
_STATES = {
    ItemState.EDITED: "later gewijzigd",
    ItemState.DELETED: "op het platform verwijderd",
    ItemState.RESTRICTED: "apart gehouden",
}
_RIGHTS = (
    "Bent u het er niet mee eens, dan kunt u binnen zes weken na deze datum bezwaar maken.",
    "U kunt ook een klacht indienen bij de Autoriteit Persoonsgegevens, of naar de rechter gaan.",
)
_WHY = (
    "Waarom: de organisatie moet kunnen verantwoorden wat zij op sociale media zei en wat daarop "
    "werd geantwoord. Dat vraagt de Archiefwet."
)
_HOW_LONG = (
    "Hoe lang: zolang de selectielijst van de organisatie zegt. [Vul de categorie en de termijn "
    "aan: het archief kent haar nog niet.]"
)
_WHO = (
    "Wie het kreeg: medewerkers met een rol in het archief. Aan wie gegevens buiten het archief "
    "zijn gegeven, houdt het archief zelf niet bij. [Vul aan wat u daarvan weet.]"
)
_NO_COMPUTER = "Er worden geen besluiten over u genomen door een computer alleen."


def write_letter(workplace: Workplace, name: str, path: Path) -> Letter:
    """Write the letter where the user wants it: `.html` to print, or `.txt`; never in an archive.

    WrongUse for another kind of file.
    """
    ending = path.suffix.lower()
    if ending not in {".html", ".txt"}:
        raise WrongUse(NO_FORM)
    letter = answer_letter(workplace, name)
    written = letter_html(letter) if ending == ".html" else letter_text(letter)
    write_plain(workplace, path, written.encode())
    return letter


def answer_letter(workplace: Workplace, name: str) -> Letter:
    """Make the letter on a request: a draft as long as it was not decided on.

    What was written stands in it only where access was given, to who was seen to be the person.
    """
    workplace.require(Role.PRIVACY)
    request = find_request(workplace, name)
    for shown in request.shown:
        note_asked(workplace, shown)
    blocks = [_opening(request), _decision(request)]
    # To nobody else than whose account it is: not even how much there is.
    if request.persons and request.identified:
        held = held_about(workplace, WhoAsks(request.shown, request.persons), limit=_EVERYTHING)
        blocks += _what_is_held(workplace, request, held)
    blocks.append(Block("Uw rechten", _RIGHTS))
    return Letter(
        organisation=workplace.organisation.name,
        date=_day(workplace.today()),
        case=request.case,
        number=request.id,
        subject=f"Antwoord op uw verzoek om {_kind(request)}",
        is_draft=request.answered is None,
        blocks=tuple(blocks),
        signed=request.answered.by if request.answered else "",
    )


def _opening(request: PersonRequest) -> Block:
    about = f"Op {_day(request.received)} ontvingen wij uw verzoek om {_kind(request)}. Het gaat "
    about += f"over uw account op {TITLES[request.platform]} en wat daarvan in ons archief voor "
    about += "sociale media staat."
    said = [about]
    if request.extended:
        said.append(
            f"Wij hadden {TERM.extension} maanden meer nodig om te antwoorden. De reden: "
            f"{request.extended}"
        )
    return Block("Uw verzoek", tuple(said))


def _decision(request: PersonRequest) -> Block:
    answered = request.answered
    if answered is None:
        said = f"Over dit verzoek is nog niet besloten. Uiterlijk op {_day(request.due)} hoort u "
        return Block("Ons besluit", (f"{said}het besluit.",))
    ground = GROUNDS[answered.ground]
    lines = [f"Uw verzoek is {OUTCOMES[answered.outcome].nl}.", answered.motivation]
    if answered.ground != NOTHING_HELD:
        lines.append(f"Grond: {ground.text.nl} ({ground.source}).")
    lines += _effects(request)
    return Block("Ons besluit", tuple(lines))


def _effects(request: PersonRequest) -> list[str]:
    """Tell what the decision does, as far as it holds still."""
    answered = request.answered
    said: list[str] = []
    if answered is None or not request.is_granted:
        return said
    if answered.list is not None:
        said.append(
            "Uw gegevens zijn voorgedragen voor vernietiging. Twee anderen beoordelen dat nog."
        )
    if request.keeps_apart and answered.items:
        said.append(
            "Tot nader besluit worden zij apart gehouden: zij gaan niet mee bij zoeken, uitvoer "
            "en openbaar maken. Enkele medewerkers kunnen ze nog zien, en dat wordt vastgelegd."
        )
    if request.lifted is not None:
        said.append(f"Het apart houden is opgeheven. De reden: {request.lifted.reason}")
    if answered.note:
        said.append(f"Naast het bericht staat voortaan uw lezing: '{answered.note}'")
    return said


def _what_is_held(workplace: Workplace, request: PersonRequest, held: HeldAbout) -> list[Block]:
    count = f"Het archief bevat van u: {held.written} "
    count += "bericht of reactie." if held.written == 1 else "berichten en reacties."
    lines = [count]
    if held.named:
        lines.append(
            f"Daarnaast noemen {held.named} andere berichten u. Wat anderen schreven, is van hen "
            "en krijgt u niet; van berichten van de organisatie krijgt u de tekst wel."
        )
    lines += _under_which_name(request, held)
    if held.unreadable:
        lines.append("Een deel is nu niet te lezen; dat wordt hersteld en u hoort het nog.")
    given = _given(request, held)
    listed = sum(not one.is_theirs for one in given)
    if listed and listed < held.named:
        lines.append(f"Van de berichten die u noemen, staan hieronder de nieuwste {listed}.")
    accounts = workplace.register().accounts.values()
    handles = {str(one.id): f"@{one.handle.lstrip('@')}" for one in accounts}
    return [
        Block(
            "Wat het archief over u bevat",
            tuple(lines),
            tuple(_entry(one, handles.get(one.account, one.account)) for one in given),
        ),
        _sealed(held),
        _purposes(held),
    ]


def _under_which_name(request: PersonRequest, held: HeldAbout) -> list[str]:
    under = f"U staat in het archief onder pseudoniem: {', '.join(request.shown)}. "
    if not held.by_name:
        under += "Uw naam, accountnaam, profielfoto en profieltekst staan er niet leesbaar in."
        return [under]
    said = [under + "Uw profielfoto en profieltekst staan er niet leesbaar in."]
    for one in held.by_name:
        until = f"tot en met {_day(one.until)}" if one.until else "tot nu toe"
        said.append(
            f"Met uw naam en accountnaam staat u in wat van {_day(one.start)} {until} is "
            f"gepubliceerd, als {NAMED_AS[one.kind].nl}: zo besloot de organisatie op "
            f"{_day(civil_day(one.added.at))}. Uw naam kan op die dagen ook in berichten staan "
            "die hierboven niet zijn geteld."
        )
    return said


def _given(request: PersonRequest, held: HeldAbout) -> list[HeldItem]:
    """Give what the person is given: all, or where it was partly granted what was chosen."""
    answered = request.answered
    if answered is None or request.kind is not RequestKind.ACCESS or not request.is_granted:
        return []
    if answered.outcome is RequestOutcome.GRANTED and not answered.items:
        return list(held.items)
    keys = {key for chosen in answered.items.values() for key in chosen}
    return [one for one in held.items if one.is_theirs and one.key in keys]


def _entry(held: HeldItem, account: str) -> tuple[str, str]:
    """Give an item as the letter has it: what it is, and its words."""
    when = (
        "zonder datum"
        if held.created_at == NO_MOMENT
        else _day(civil_day(from_iso(held.created_at)))
    )
    what = _KINDS.get(held.kind, "bericht")
    whose = "van u" if held.is_theirs else "waarin u genoemd wordt"
    head = f"{when}: {what} {whose}, bij account {account} ({held.id})"
    if held.state in _STATES:
        head += f"; {_STATES[held.state]}"
    if held.versions > 1 and held.is_theirs:
        head += f"; {held.versions} versies bewaard, dit is de laatste"
    if held.media and held.is_theirs:
        head += f"; met {held.media} foto's, films of geluiden"
    if held.text is None:
        return head, "(De tekst is van een ander en staat hier niet.)"
    return head, held.text or "(zonder tekst)"


def _sealed(held: HeldAbout) -> Block:
    sealed = [one for one in held.items if one.is_sealed]
    if not sealed:
        return Block(
            "Verzegelde originelen",
            ("Van uw oorspronkelijke naam en tekst is niets versleuteld bewaard.",),
        )
    until = max((one.sealed_until for one in sealed if one.sealed_until), default=None)
    line = f"Bij {len(sealed)} daarvan is wat vervangen werd (zoals uw naam) versleuteld bewaard. "
    line += "Dat openen kan alleen met twee personen samen, met een reden, en wordt vastgelegd."
    end = (
        f"Dat is bestemd om te worden vernietigd vanaf {_day(date.fromisoformat(until))}."
        if until
        else "Er is nu geen termijn voor vastgesteld."
    )
    return Block("Verzegelde originelen", (line, end))


def _purposes(held: HeldAbout) -> Block:
    came = dict.fromkeys(
        _TECHNIQUES.get(one.technique, "het platform") for one in held.items if one.is_theirs
    )
    whence = f"Vanwaar: {'; '.join(came) or 'het platform'}."
    return Block("Waarom, hoe lang en voor wie", (_WHY, _HOW_LONG, whence, _WHO, _NO_COMPUTER))


def _kind(request: PersonRequest) -> str:
    return KINDS[request.kind].nl


def _day(day: date) -> str:
    return said_day(day, "nl")

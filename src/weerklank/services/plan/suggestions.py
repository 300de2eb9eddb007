"""What helps where a check falls short: a first wording of a measure, to be made one's own."""

from collections.abc import Mapping

from weerklank.model.text import Text

SUGGESTIONS: Mapping[str, Text] = {
    "register": Text(
        "Vul in het accountoverzicht aan wat ontbreekt: beheerder, werkproces, bedoeling.",
        "Complete the register: manager, work process, intention.",
    ),
    "core": Text(
        "Lees de berichten zonder tijd, tekst of nummer opnieuw met een andere techniek.",
        "Read the posts without time, text or number again by another technique.",
    ),
    "address": Text(
        "Koppel het account, zodat elk bericht zijn adres krijgt.",
        "Connect the account, so that every post gets its address.",
    ),
    "indexed": Text("Maak de catalogus opnieuw.", "Make the catalogue anew."),
    "descriptions": Text(
        "Spreek af dat elk beeld een beschrijving krijgt voordat het wordt geplaatst.",
        "Agree that every picture gets a description before it is posted.",
    ),
    "captions": Text(
        "Spreek af dat elke film ondertitels krijgt voordat hij wordt geplaatst.",
        "Agree that every film gets captions before it is posted.",
    ),
    "last_harvest": Text(
        "Koppel het account, of lever de export op een vaste dag in.",
        "Connect the account, or hand in the export on a fixed day.",
    ),
    "profile": Text("Oogst het profiel.", "Harvest the profile."),
    "posts": Text(
        "Vraag de export van het platform op en lees hem in naast de API.",
        "Ask the platform for its export and take it in besides the API.",
    ),
    "replies": Text(
        "Koppel het account met toestemming voor reacties, en oogst opnieuw.",
        "Connect the account with permission for replies, and harvest again.",
    ),
    "media": Text(
        "Haal ontbrekende bestanden op uit een export of bij de maker.",
        "Get missing files from an export or from their maker.",
    ),
    "data_and_page": Text(
        "Leg de pagina's van de berichten vast in de browser.",
        "Capture the pages of the posts in the browser.",
    ),
    "edits": Text(
        "Oogst vaker, zodat een wijziging niet tussen twee oogsten valt.",
        "Harvest more often, so that no edit falls between two harvests.",
    ),
    "deletions": Text(
        "Oogst vaker, en meld een verwijdering zelf.",
        "Harvest more often, and report a deletion yourself.",
    ),
    "copies": Text(
        "Zet een replica op een tweede schijf of plaats, en werk haar bij.",
        "Put a replica on a second disk or place, and bring it up to date.",
    ),
    "restore": Text(
        "Oefen het terugzetten van de replica.", "Rehearse the restore of the replica."
    ),
    "formats": Text(
        "Bekijk de bestanden waarvan het formaat niet is herkend.",
        "Look at the files of which the format was not recognised.",
    ),
    "opens": Text(
        "Vervang bestanden die niet openen door het origineel van de maker.",
        "Replace files that don't open by the original of their maker.",
    ),
    "shown": Text(
        "Leg van nieuwe berichten een beeld van de pagina vast.",
        "Capture a picture of the page of new posts.",
    ),
    "replay": Text(
        "Leg de pagina's opnieuw vast met de browser.", "Capture the pages again by the browser."
    ),
    "threads": Text(
        "Oogst hele draden, of lees een export in waarin staat waarop is gereageerd.",
        "Harvest whole threads, or take in an export that says what was replied to.",
    ),
    "language": Text(
        "Stel bij het platform de taal van de berichten in.",
        "Set the language of posts at the platform.",
    ),
    "counters": Text(
        "Koppel het account, zodat het bereik bij elke oogst meekomt.",
        "Connect the account, so that reach comes along with each harvest.",
    ),
    "fields": Text(
        "Bekijk welke velden het platform niet meer geeft, en meld het aan de beheerder.",
        "Look which fields the platform no longer gives, and report it to the operator.",
    ),
    "gaps": Text(
        "Loop de open gaten na: oogst opnieuw, of lees een export in.",
        "Go through the open gaps: harvest again, or take in an export.",
    ),
    "compared": Text(
        "Lees naast de eerste een tweede techniek in, zoals de export.",
        "Take in a second technique besides the first, such as the export.",
    ),
    "agreement": Text(
        "Zoek uit waarom de ene techniek berichten heeft die de andere niet heeft.",
        "Find out why one technique has posts that the other has not.",
    ),
    "same": Text(
        "Bekijk de berichten waarvan twee technieken iets anders zeggen.",
        "Look at the posts of which two techniques say something else.",
    ),
    "files": Text(
        "Herstel wat ontbreekt uit een replica.", "Mend what is missing from a replica."
    ),
    "checked": Text(
        "Laat de dagelijkse controle alle pakketten langsgaan.",
        "Let the daily check go round all packages.",
    ),
    "proofs": Text(
        "Neem op in het logboek wat er nog niet in staat.",
        "Take into the log what is not in it yet.",
    ),
    "stamped": Text("Stel een tijdstempeldienst in.", "Set a time-stamp authority."),
    "roles": Text(
        "Verdeel de rollen over verschillende personen.",
        "Divide the roles over different persons.",
    ),
    "appraised": Text(
        "Laad een selectielijst en wijs rijen aan waar zij niets zegt.",
        "Load a selection list, and point at rows where it says nothing.",
    ),
    "preferred": Text(
        "Spreek af in welke formaten beeld en film worden aangeleverd.",
        "Agree in which formats pictures and films are delivered.",
    ),
    "transferred": Text(
        "Maak een proefoverbrenging en laat een archief haar bevestigen.",
        "Make a trial transfer and let an archive confirm it.",
    ),
    "rights": Text(
        "Leg vast van wie de rechten op teksten en media zijn, te beginnen met een regel per "
        "account.",
        "Record whose the rights of texts and media are, beginning with a rule for each account.",
    ),
}

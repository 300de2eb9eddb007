"""What the LinkedIn connector offers, and what the API and the export can never give."""

from weerklank.connectors.linkedin.dma import VERSION, VERSION_MAY_END
from weerklank.harvest.port import Manifest
from weerklank.model.platform import Platform
from weerklank.model.run import Technique
from weerklank.model.text import Text

#: Origin of LinkedIn's API.
ORIGIN = "https://api.linkedin.com"

_OF_API = {
    "authors_withheld": Text(
        "wie een reactie schreef die met zijn gegevens niet akkoord ging, houdt LinkedIn achter; "
        "of twee zulke reacties van één persoon zijn, is niet te zien",
        "LinkedIn keeps back who wrote a comment and did not agree to share that; whether two "
        "such comments are of one person can't be seen",
    ),
    "names_not_given": Text(
        "LinkedIn noemt wie reageert alleen met een nummer, en naar namen wordt niet gevraagd: "
        "een naam in een tekst is alleen te herkennen als hij als vermelding of adres staat",
        "LinkedIn names who comments by a number alone, and names are not asked for: a name in a "
        "text is known only where it is written as a mention or an address",
    ),
    "edits_in_api": Text(
        "de API zegt dat een bericht is bewerkt, niet wat er stond",
        "the API says that a post was edited, not what it said before",
    ),
    "deletions_not_in_api": Text(
        "de API zegt niet wanneer een bericht is verwijderd, alleen dat het er niet is",
        "the API does not say when a post was deleted, only that it is not there",
    ),
    "replies_elsewhere": Text(
        "wat de pagina onder berichten van anderen schrijft, staat in geen lijst",
        "what the page writes below posts of others stands in no list",
    ),
    "articles_not_read": Text(
        "nieuwsbrieven, artikelen en evenementen van de pagina worden langs de API niet gelezen",
        "newsletters, articles and events of the page are not read by the API",
    ),
    "reposts_not_read": Text(
        "wat de pagina zonder eigen woorden deelt, wordt langs de API geteld en niet gelezen",
        "what the page shares without words of its own is counted and not read by the API",
    ),
    "members_not_in_api": Text(
        "langs de API zijn er alleen pagina's van organisaties, geen profielen van leden",
        "by the API there are pages of organisations alone, no profiles of members",
    ),
}
_OF_EXPORT = {
    "pages_not_in_export": Text(
        "LinkedIn geeft een export van een lid; van een pagina van een organisatie geeft het "
        "alleen statistieken, met titels en aantallen",
        "LinkedIn gives an export of a member; of a page of an organisation it gives statistics "
        "alone, with titles and numbers",
    ),
    "replies_not_in_export": Text(
        "de export bevat geen reacties van anderen", "the export holds no replies by others"
    ),
    "edits_not_in_export": Text(
        "de export bevat alleen de laatste versie", "the export holds the last version only"
    ),
    "deletions_not_in_export": Text(
        "de export noemt geen verwijderde berichten", "the export names no deleted posts"
    ),
    "mentions_not_marked": Text(
        "wie in een bericht wordt genoemd, staat er als gewone tekst: een naam is niet van andere "
        "woorden te onderscheiden",
        "whom a post mentions stands in it as plain text: a name can't be told from other words",
    ),
    "visibility_in_part": Text(
        "van wat leden zien, zegt de export niet of ook anderen het zien; het geldt als niet in "
        "lijsten getoond",
        "of what members see, the export does not say whether others see it too; it counts as "
        "unlisted",
    ),
    "media_incomplete": Text(
        "de export noemt van een deel van de berichten het beeld, met links die verlopen",
        "the export names the media of some posts only, by links that expire",
    ),
    "reposts_without_id": Text(
        "van wat zonder tekst is gedeeld, staat alleen in de export wat het was en wanneer",
        "of what was shared without words, the export tells only what it was and when",
    ),
    "counts_not_in_export": Text(
        "de export van een lid zegt niet hoe vaak een bericht is gewaardeerd of gedeeld",
        "the export of a member does not say how often a post was liked or shared",
    ),
}

MANIFEST = Manifest(
    platform=Platform.LINKEDIN,
    title="LinkedIn",
    techniques=(Technique.API, Technique.EXPORT),
    counts_replies=(Technique.API,),
    api=ORIGIN,
    needs_app=True,
    why_no_jobs=Text(
        "LinkedIn antwoordt langs zijn Pages Data Portability API meteen, en dat is de API "
        "waarlangs een pagina al geoogst wordt: er is geen archief waarop te wachten valt.",
        "LinkedIn answers at once by its Pages Data Portability API, and that is the API by which "
        "a page is harvested already: there is no archive to wait for.",
    ),
    announced=(
        (
            VERSION_MAY_END,
            Text(
                f"LinkedIn houdt een versie van zijn API ten minste een jaar: {VERSION} kan vanaf "
                "deze dag stoppen, en daarvoor is een nieuwere Weerklank nodig",
                f"LinkedIn keeps a version of its API for a year at least: {VERSION} may end from "
                "this day on, for which a newer Weerklank is needed",
            ),
        ),
    ),
    limits=(
        *((Technique.API, kind, reason) for kind, reason in _OF_API.items()),
        *((Technique.EXPORT, kind, reason) for kind, reason in _OF_EXPORT.items()),
    ),
)

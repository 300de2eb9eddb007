"""What the LinkedIn connector offers, and what the export can never give."""

from weerklank.harvest.port import Manifest
from weerklank.model.platform import Platform
from weerklank.model.run import Technique
from weerklank.model.text import Text

_LIMITS = {
    "pages_not_in_export": Text(
        "LinkedIn geeft een export van een lid, niet van een pagina van een organisatie",
        "LinkedIn gives an export of a member, not of a page of an organisation",
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
        "de export zegt niet hoe vaak een bericht is gewaardeerd of gedeeld",
        "the export does not say how often a post was liked or shared",
    ),
}

MANIFEST = Manifest(
    platform=Platform.LINKEDIN,
    title="LinkedIn",
    techniques=(Technique.EXPORT,),
    counts_replies=(),
    limits=tuple((Technique.EXPORT, kind, reason) for kind, reason in _LIMITS.items()),
)

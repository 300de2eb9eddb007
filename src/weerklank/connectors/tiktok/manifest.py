"""What the TikTok connector offers, and what the export can never give."""

from weerklank.harvest.port import Manifest
from weerklank.model.platform import Platform
from weerklank.model.run import Technique
from weerklank.model.text import Text

_LIMITS = {
    "replies_not_in_export": Text(
        "de export bevat geen reacties van anderen", "the export holds no replies by others"
    ),
    "edits_not_in_export": Text(
        "de export bevat alleen de laatste versie", "the export holds the last version only"
    ),
    "deletions_recent_only": Text(
        "de export noemt alleen berichten die kort geleden zijn verwijderd, niet wat eerder "
        "verdween",
        "the export names posts only that were deleted of late, not what went before",
    ),
    "visibility_of_deleted_not_in_export": Text(
        "wie een verwijderd bericht kon zien, staat niet in de export; het is afgeschermd "
        "opgenomen",
        "who could see a deleted post is not in the export; it was taken in as shielded",
    ),
    "links_expire": Text(
        "de export bevat geen beeld, alleen links die na enkele dagen verlopen; wat dan niet is "
        "opgehaald, is er niet meer mee te krijgen",
        "the export holds no films or pictures, only links that expire after some days; what was "
        "not fetched by then can't be had with it any more",
    ),
    "post_ids_not_in_export": Text(
        "de export noemt van de meeste berichten geen nummer; zij heten naar hun moment en zijn "
        "niet aan hun adres te herkennen",
        "the export gives no number of most posts; they are called by their moment and can't be "
        "told by their address",
    ),
    "captions_not_in_export": Text(
        "ondertitels en beschrijvingen van beeld staan niet in de export",
        "captions and descriptions of films and pictures are not in the export",
    ),
    "live_not_in_export": Text(
        "livestreams staan niet in de export, alleen dat zij er waren",
        "live streams are not in the export, only that there were any",
    ),
}

MANIFEST = Manifest(
    platform=Platform.TIKTOK,
    title="TikTok",
    techniques=(Technique.EXPORT,),
    counts_replies=(),
    limits=tuple((Technique.EXPORT, kind, reason) for kind, reason in _LIMITS.items()),
)

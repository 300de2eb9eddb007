"""What the Snapchat connector offers, and what the download can never give."""

from weerklank.harvest.port import Manifest
from weerklank.model.platform import Platform
from weerklank.model.run import Technique
from weerklank.model.text import Text

_LIMITS = {
    "public_parts_only": Text(
        "van een download van Snapchat wordt alleen gelezen wat openbaar is gedeeld; de inhoud "
        "van een openbaar profiel staat er meestal niet in",
        "of a download of Snapchat only what was shared with everyone is read; what stands on a "
        "public profile is mostly not in it",
    ),
    "api_for_partners_only": Text(
        "wat op een openbaar profiel staat geeft Snapchat langs een API alleen aan partners die "
        "het toelaat; Weerklank leest die API niet, dus bewaar wat u plaatst ook zelf",
        "what stands on a public profile Snapchat gives by an API to partners alone that it "
        "admits; Weerklank does not read that API, so keep what you publish yourself too",
    ),
    "stories_expire": Text(
        "een verhaal verdwijnt na een dag; de download zegt alleen dat het er was",
        "a story goes after a day; the download only says that it was there",
    ),
    "visibility_not_in_export": Text(
        "de download zegt niet met wie een verhaal is gedeeld; het is afgeschermd opgenomen",
        "the download does not say with whom a story was shared; it was taken in as shielded",
    ),
    "replies_not_in_export": Text(
        "de download bevat geen reacties van anderen", "the download holds no replies by others"
    ),
    "words_not_in_export": Text(
        "de download bevat geen onderschriften", "the download holds no captions"
    ),
    "media_not_matched": Text(
        "de namen van de bestanden zeggen niet bij welk verhaal zij horen",
        "the names of the files do not tell to which story they belong",
    ),
}

MANIFEST = Manifest(
    platform=Platform.SNAPCHAT,
    title="Snapchat",
    techniques=(Technique.EXPORT,),
    counts_replies=(),
    limits=tuple((Technique.EXPORT, kind, reason) for kind, reason in _LIMITS.items()),
)

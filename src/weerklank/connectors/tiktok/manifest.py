"""What the TikTok connector offers, and what each technique can never give."""

from weerklank.harvest.port import Manifest
from weerklank.model.platform import Platform
from weerklank.model.run import Technique
from weerklank.model.text import Text

#: Origin of the Display API.
API = "https://open.tiktokapis.com"

_LIMITS_OF_API = {
    "films_not_in_api": Text(
        "de API geeft van een film alleen de omslag en de woorden; vraag voor de films zelf de "
        "export van het account aan",
        "of a film the API gives the cover and the words alone; ask for the export of the account "
        "to have the films themselves",
    ),
    "replies_not_in_api": Text(
        "deze API geeft geen reacties, alleen hoeveel het er zijn; die van de TikTok API for "
        "Business, die ze wel geeft, wordt niet gevraagd",
        "this API gives no replies, only how many there are; the TikTok API for Business, which "
        "does give them, is not asked",
    ),
    "public_only_in_api": Text(
        "de API geeft alleen openbare films; wat voor vrienden of volgers is, staat in de export",
        "the API gives public films alone; what is for friends or followers is in the export",
    ),
    "deletions_not_in_api": Text(
        "de API zegt van een film die er niet meer is niet of die is verwijderd of niet meer "
        "openbaar; wat kort geleden is verwijderd, noemt de export",
        "the API does not say of a film that is not there any more whether it was deleted or is "
        "no longer public; the export names what was deleted of late",
    ),
    "edits_not_in_api": Text(
        "de API geeft alleen de versie van nu", "the API gives the version of now only"
    ),
    "caption_cut_in_api": Text(
        "de API geeft volgens TikTok hoogstens 150 tekens van een bijschrift; het hele bijschrift "
        "staat in de export",
        "the API gives 150 characters of a caption at most, as TikTok says; the whole caption is "
        "in the export",
    ),
    "subtitles_not_in_api": Text("de API geeft geen ondertitels", "the API gives no subtitles"),
    "stories_and_live_not_in_api": Text(
        "de API geeft geen verhalen en geen livestreams",
        "the API gives no stories and no live streams",
    ),
}

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
    techniques=(Technique.API, Technique.EXPORT, Technique.PORTABILITY),
    counts_replies=(),
    limits=(
        *((Technique.API, kind, reason) for kind, reason in _LIMITS_OF_API.items()),
        *((Technique.EXPORT, kind, reason) for kind, reason in _LIMITS.items()),
        *((Technique.PORTABILITY, kind, reason) for kind, reason in _LIMITS.items()),
    ),
    api=API,
    needs_app=True,
)

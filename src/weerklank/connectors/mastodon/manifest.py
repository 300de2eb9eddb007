"""What the Mastodon connector offers, and what each technique can never give."""

from weerklank.harvest.port import Manifest
from weerklank.harvest.usual_limits import LAST_VERSION, NO_REPLIES
from weerklank.model.platform import Platform
from weerklank.model.run import Technique
from weerklank.model.text import Text

MANIFEST = Manifest(
    platform=Platform.MASTODON,
    title="Mastodon",
    techniques=(Technique.API, Technique.EXPORT, Technique.BROWSER),
    counts_replies=(Technique.API,),
    limits=(
        (
            Technique.API,
            "deletions_not_in_api",
            Text(
                "de API zegt niet wanneer een bericht is verwijderd, alleen dat het er niet is",
                "the API does not say when a post was deleted, only that it is not there",
            ),
        ),
        (
            Technique.API,
            "replies_below_deleted",
            Text(
                "of reacties onder een verwijderd bericht er nog zijn, is niet te zien",
                "whether replies below a deleted post are still there can't be seen",
            ),
        ),
        (
            Technique.API,
            "edits_of_replies",
            Text(
                "van reacties van anderen komt alleen de versie van nu binnen, ook van bewerkte",
                "of replies by others the version of now alone comes in, of edited ones too",
            ),
        ),
        (
            Technique.API,
            "pictures_of_previews",
            Text(
                "van een linkvoorbeeld komt het plaatje niet binnen: het is van een ander",
                "of a link preview the picture does not come in: it is somebody else's",
            ),
        ),
        (
            Technique.BROWSER,
            "deletions_not_on_pages",
            Text(
                "dat een pagina een bericht niet toont, bewijst niet dat het is verwijderd",
                "that a page does not show a post is no proof that it was deleted",
            ),
        ),
        (
            Technique.BROWSER,
            "earlier_versions_not_on_pages",
            Text(
                "van een bewerkt bericht toont de pagina alleen de versie van nu",
                "of an edited post the page shows the version of now alone",
            ),
        ),
        NO_REPLIES,
        LAST_VERSION,
        (
            Technique.EXPORT,
            "deletions_not_in_export",
            Text(
                "de export noemt geen verwijderde berichten", "the export names no deleted posts"
            ),
        ),
    ),
)

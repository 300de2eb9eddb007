"""What the Threads connector offers, and what its export can never give."""

from weerklank.harvest.port import Manifest
from weerklank.harvest.usual_limits import LAST_VERSION, NO_REPLIES
from weerklank.model.platform import Platform
from weerklank.model.run import Technique
from weerklank.model.text import Text

MANIFEST = Manifest(
    platform=Platform.THREADS,
    title="Threads",
    techniques=(Technique.EXPORT,),
    counts_replies=(),
    limits=(
        NO_REPLIES,
        (
            Technique.EXPORT,
            "answered_not_in_export",
            Text(
                "de export zegt niet wat een eigen reactie is, noch waarop",
                "the export does not say what is an own reply, nor to what",
            ),
        ),
        LAST_VERSION,
        (
            Technique.EXPORT,
            "deletions_not_in_export",
            Text(
                "de export noemt geen verwijderde berichten", "the export names no deleted posts"
            ),
        ),
        (
            Technique.EXPORT,
            "addresses_not_in_export",
            Text(
                "de export noemt van geen bericht het adres of het nummer",
                "the export names the address or number of no post",
            ),
        ),
        (
            Technique.EXPORT,
            "counts_not_in_export",
            Text(
                "aantallen weergaven, likes en reacties staan niet bij de berichten",
                "numbers of views, likes and replies do not stand with the posts",
            ),
        ),
    ),
)

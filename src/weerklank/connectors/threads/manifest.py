"""What the Threads connector offers, and what each technique can never give."""

from weerklank.harvest.meta_limits import (
    ADDRESSES_NOT_IN_EXPORT,
    COUNTS_NOT_IN_EXPORT,
    EDITS_NOT_IN_API,
)
from weerklank.harvest.port import Manifest
from weerklank.harvest.usual_limits import LAST_VERSION, NO_REPLIES
from weerklank.model.platform import Platform
from weerklank.model.run import Technique
from weerklank.model.text import Text

#: Origin of the API.
API = "https://graph.threads.net"

MANIFEST = Manifest(
    platform=Platform.THREADS,
    title="Threads",
    techniques=(Technique.API, Technique.EXPORT),
    counts_replies=(),
    api=API,
    needs_app=True,
    limits=(
        (
            Technique.API,
            "posts_not_in_api",
            Text(
                "de API zegt niet hoeveel berichten een account heeft, noch hoeveel reacties een "
                "bericht heeft; wat ontbreekt, is daaraan niet te zien",
                "the API does not say how many posts an account has, nor how many replies a post "
                "has; what is missing can't be seen by that",
            ),
        ),
        EDITS_NOT_IN_API,
        (
            Technique.API,
            "deletions_not_in_api",
            Text(
                "de API zegt niet wanneer een bericht is verwijderd, alleen dat het er niet is; "
                "verwijderde reacties van anderen zijn niet te zien",
                "the API does not say when a post was deleted, only that it is not there; deleted "
                "replies by others can't be seen",
            ),
        ),
        (
            Technique.API,
            "counts_not_in_api",
            Text(
                "aantallen weergaven, likes en herplaatsingen geeft de API niet zonder een "
                "ruimere toestemming",
                "the API does not give numbers of views, likes and reposts without a wider "
                "permission",
            ),
        ),
        (
            Technique.API,
            "authors_withheld",
            Text(
                "van reacties van besloten accounts zegt de API niet wie ze schreef; elk heeft "
                "dan een pseudoniem voor zich alleen",
                "of replies of private accounts the API does not say who wrote them; each then "
                "has a pseudonym of its own",
            ),
        ),
        (
            Technique.API,
            "not_joined_with_export",
            Text(
                "een bericht uit een export en uit de API is één record waar het bestand in de "
                "export hetzelfde nummer heeft, en anders, zoals zonder bestand, zijn het er twee",
                "a post of an export and of the API is one record where the file in the export "
                "has the same number, and else, such as without a file, there are two",
            ),
        ),
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
        ADDRESSES_NOT_IN_EXPORT,
        COUNTS_NOT_IN_EXPORT,
    ),
)

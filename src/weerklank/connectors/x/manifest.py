"""What the X connector offers, and what the archive of X can never give."""

from weerklank.harvest.port import Manifest
from weerklank.harvest.usual_limits import NO_REPLIES
from weerklank.model.platform import Platform
from weerklank.model.run import Technique
from weerklank.model.text import Text

MANIFEST = Manifest(
    platform=Platform.X,
    title="X",
    techniques=(Technique.EXPORT,),
    counts_replies=(),
    needs_decision=Text(
        "De voorwaarden van X staan gebruik van de API door en voor een overheid niet toe zonder "
        "een Enterprise-abonnement en een melding vooraf.",
        "The terms of X do not allow use of its API by and for a government without an Enterprise "
        "plan and notice beforehand.",
    ),
    limits=(
        NO_REPLIES,
        (
            Technique.EXPORT,
            "deletions_of_weeks_only",
            Text(
                "de export noemt alleen berichten die in de laatste weken zijn verwijderd",
                "the export names only posts that were deleted in the last weeks",
            ),
        ),
        (
            Technique.EXPORT,
            "shared_posts_by_author_only",
            Text(
                "van een gedeeld bericht zegt de export wie het schreef, en meestal niet welk het "
                "is",
                "of a post that was shared the export says who wrote it, and mostly not which it "
                "is",
            ),
        ),
        (
            Technique.EXPORT,
            "polls_not_in_export",
            Text(
                "peilingen en voorvertoningen van links staan niet in de export",
                "polls and previews of links are not in the export",
            ),
        ),
        (
            Technique.EXPORT,
            "protection_not_in_export",
            Text(
                "de export zegt niet van een bericht of het account toen was afgeschermd",
                "the export does not say of a post whether the account was protected then",
            ),
        ),
    ),
)

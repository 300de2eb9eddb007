"""What waits of disclosure: replies that look formal, and Woo requests."""

from collections.abc import Iterator

from weerklank.model.clock import civil_day
from weerklank.model.dossier import DossierState
from weerklank.model.errors import BrokenInput, NotNow
from weerklank.model.person import Role
from weerklank.model.question import Sight
from weerklank.services.appraise.formal_replies import formal_replies
from weerklank.services.seal.read_dossiers import read_dossiers
from weerklank.services.waits.task import ASKED, Ask, Task
from weerklank.services.workplace import Workplace


def of_formal(workplace: Workplace, roles: set[Role], sight: Sight) -> Iterator[Task]:
    """Tell once how many replies look formal, since the oldest was taken in.

    Of what was restricted nobody is told: who marked it knows it, and the archivist decided on it.
    """
    if roles.isdisjoint(ASKED[Ask.FORMAL_WAITS]):
        return
    try:
        total = formal_replies(workplace, limit=1, sight=sight).total
        last = formal_replies(workplace, limit=1, offset=max(total - 1, 0), sight=sight)
        oldest = last.replies if total else ()
    except (NotNow, BrokenInput):
        return  # the page itself says that the catalogue can't be asked now
    if total:
        day = civil_day(oldest[0].item.captured_at) if oldest else None
        yield Task(ask=Ask.FORMAL_WAITS, day=day, count=total)


def of_dossiers(workplace: Workplace) -> Iterator[Task]:
    """Tell of each Woo request whose documents are not frozen yet."""
    today = workplace.today()
    for dossier in read_dossiers(workplace).values():
        if dossier.state is not DossierState.FROZEN:
            yield Task(
                ask=Ask.DOSSIER_WAITS,
                subject=dossier.id,
                day=dossier.due(today),
                count=len(dossier.documents),
            )

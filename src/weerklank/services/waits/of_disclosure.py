"""What waits of disclosure: replies that look formal, and Woo requests."""

from collections.abc import Iterator

from weerklank.model.clock import civil_day
from weerklank.model.disagreement import DisagreementState
from weerklank.model.dossier import Dossier, DossierState
from weerklank.model.errors import BrokenInput, NotNow, WeerklankError
from weerklank.model.person import Actor, Role
from weerklank.model.question import Sight
from weerklank.services.appraise.formal_replies import formal_replies
from weerklank.services.disclose.mail_tasks import tasks_waiting
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


def of_task_mail(workplace: Workplace, roles: set[Role]) -> Iterator[Task]:
    """Tell of how many people the mail about Woo requests could not be sent."""
    if roles.isdisjoint(ASKED[Ask.TASK_MAIL_WAITS]):
        return
    try:
        waiting = tasks_waiting(workplace)
    except WeerklankError:
        return  # what is damaged is told by what looks for damage
    if waiting is not None:
        yield Task(ask=Ask.TASK_MAIL_WAITS, day=civil_day(waiting[1]), count=waiting[0])


def of_dossiers(workplace: Workplace) -> Iterator[Task]:
    """Tell of each Woo request whose documents are not frozen yet, and what it waits for."""
    today = workplace.today()
    for dossier in read_dossiers(workplace).values():
        if dossier.state is not DossierState.FROZEN:
            ask, count = _of_dossier(workplace.actor, dossier)
            yield Task(ask=ask, subject=dossier.id, day=dossier.due(today), count=count)


def _of_dossier(actor: Actor, dossier: Dossier) -> tuple[Ask, int]:
    """Give what a request asks of somebody, and of how many documents.

    Who did not agree does not answer that; who worked on it does not read it as second reader.
    """
    name = actor.known_as
    open_ = {
        one.id
        for one in dossier.standing
        if one.state is DisagreementState.OPEN and one.by != name
    }
    if open_ and Role.WOO in actor.roles:
        return Ask.DOSSIER_DISAGREED, len(open_)
    answered = {one.id for one in dossier.standing if one.state is DisagreementState.ANSWERED}
    if answered and name not in dossier.workers:
        return Ask.DOSSIER_ANSWERED, len(answered)
    return Ask.DOSSIER_WAITS, len(dossier.documents)

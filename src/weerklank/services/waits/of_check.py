"""What waits of checks: damage, a check that is due, and what lacks in completeness."""

from collections.abc import Iterator, Set
from datetime import date, datetime, timedelta

from weerklank.model.clock import civil_day
from weerklank.model.completeness import Verdict
from weerklank.model.ids import AccountId
from weerklank.model.plan import PlanState
from weerklank.services.plan.propose_lines import OF_ARCHIVE
from weerklank.services.runs.read_audits import read_audits
from weerklank.services.runs.read_measurements import last_whole
from weerklank.services.runs.read_plan import plan_standing
from weerklank.services.runs.read_runs import PastCheck
from weerklank.services.waits.task import Ask, Task
from weerklank.services.workplace import Workplace

#: A check that is older says too little of the archive as it is now.
_CHECK_LASTS = timedelta(days=31)


def of_check(workplace: Workplace, check: PastCheck | None) -> Iterator[Task]:
    """Tell of a check that found damage, is long ago, or was never made."""
    if check is None:
        yield Task(ask=Ask.NEVER_CHECKED)
    elif not check.ok:
        found = sum(check.findings.values())
        yield Task(ask=Ask.DAMAGE, day=civil_day(check.at), count=found)
    elif workplace.clock.now() - check.at > _CHECK_LASTS:
        yield Task(ask=Ask.CHECK_OLD, day=civil_day(check.at))


def of_audit(workplace: Workplace, check: PastCheck | None) -> Iterator[Task]:
    """Tell of damage that the last audit found, unless a whole check looked since, or says so."""
    audits = read_audits(workplace)
    if audits.last is None or not audits.found:
        return
    if check is None or (check.ok and check.at < audits.last):
        yield Task(ask=Ask.DAMAGE, day=civil_day(audits.last), count=audits.found)


def of_plan(workplace: Workplace) -> Iterator[Task]:
    """Tell of measures past their day or whose owner left, and once what is below with no measure.

    Of what somebody called a limit of the platform nobody is told here.
    """
    lines = [one for one in plan_standing(workplace, ()) if one.state is not PlanState.CLOSED]
    for one in lines:
        if not one.waits or one.line.limit is not None:
            continue
        is_late = one.state is PlanState.OVERDUE
        if is_late or one.owner_left:
            yield Task(
                ask=Ask.PLAN_OVERDUE if is_late else Ask.PLAN_UNOWNED,
                subject=one.line.id,
                account=one.line.account,
                day=one.line.due if is_late else _left(workplace, one.line.owner),
            )
    below = _unanswered(workplace, {(one.line.account, one.line.check) for one in lines})
    if below:
        checks = {check for _, check in below}
        yield Task(ask=Ask.BELOW_MINIMUM, day=civil_day(max(below.values())), count=len(checks))


def _left(workplace: Workplace, name: str) -> date | None:
    """Give the first day on which somebody held no role any more."""
    person = workplace.register().persons.get(name)
    last = max(person.until.values(), default=None) if person else None
    return last + timedelta(days=1) if last else None


def _unanswered(
    workplace: Workplace, answered: Set[tuple[AccountId | None, str]]
) -> dict[tuple[AccountId | None, str], datetime]:
    """Give what is below its minimum with no line, and when that was measured.

    A line of one account answers nothing of another; one of the organisation answers all.
    """
    found = {}
    for account in (None, *workplace.register().accounts):
        measured = last_whole(workplace, account)
        for check, result in measured.results.items() if measured else ():
            is_here = (check in OF_ARCHIVE) is (account is None)
            has_line = not answered.isdisjoint({(account, check), (None, check)})
            if measured and is_here and result.verdict is Verdict.BELOW and not has_line:
                found[account, check] = measured.at
    return found

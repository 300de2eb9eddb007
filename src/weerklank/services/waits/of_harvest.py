"""What waits of harvests: runs that are not whole, and platforms that give something else."""

from collections.abc import Iterator

from weerklank.model.account import Account, AccountStatus, Scenario
from weerklank.model.clock import civil_day
from weerklank.model.drift import DriftKind
from weerklank.model.ids import AccountId
from weerklank.services.runs.open_runs import open_runs
from weerklank.services.runs.read_drift import read_drift
from weerklank.services.runs.read_runs import PastRun
from weerklank.services.waits.task import Ask, Task
from weerklank.services.workplace import Workplace


def of_runs(
    workplace: Workplace, runs: list[PastRun], accounts: dict[AccountId, Account]
) -> Iterator[Task]:
    """Tell of the newest run of each account; an older one was made good by it.

    Of one that still goes on there is nothing to do yet.
    """
    open_ = open_runs(workplace, runs)
    newest: dict[AccountId, PastRun] = {}
    for run in runs:
        newest.setdefault(run.account, run)
    for account in accounts.values():
        last = newest.get(account.id)
        if last is None:
            is_kept = account.status is not AccountStatus.CLOSED
            if is_kept and account.scenario_on(account.registered) is not Scenario.C:
                yield Task(ask=Ask.NEVER_HARVESTED, subject=account.id, account=account.id)
        elif account.id in open_:
            if open_[account.id].goes_on or last.is_stopped:
                continue
            yield Task(
                ask=Ask.RUN_BROKEN_OFF,
                subject=last.id,
                account=account.id,
                day=None if last.is_ahead else civil_day(last.started),
            )
        elif last.gaps:
            yield Task(
                ask=Ask.GAPS,
                subject=last.id,
                account=account.id,
                day=None if last.is_ahead else civil_day(last.started),
                count=len(last.gaps),
            )


def of_drift(workplace: Workplace, accounts: dict[AccountId, Account]) -> Iterator[Task]:
    """Tell once an account what its platform gives otherwise, by the run that saw it last."""
    waiting = [one for one in read_drift(workplace).waiting() if one.account in accounts]
    unknown = [one for one in waiting if one.finding.drift.kind is DriftKind.UNKNOWN]
    reported = [one for one in waiting if one.reported_at is not None]
    for ask, found in (
        (Ask.DRIFT_WAITS, waiting),
        (Ask.FIELDS_UNKNOWN, unknown),
        (Ask.DRIFT_REPORTED, reported),
    ):
        for account in dict.fromkeys(one.account for one in found):
            of_it = [one for one in found if one.account == account]
            last = max(of_it, key=lambda one: one.last)
            first = min(one.first for one in of_it)
            yield Task(
                ask=ask,
                subject=last.last_run,
                account=account,
                day=civil_day(first),
                count=len(of_it),
            )

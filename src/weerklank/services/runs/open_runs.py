"""Open runs: of a run without an end, whether it still goes on, and what it closed until now.

The journal tells both apart by nothing: a process that died could write nothing more. But whoever
runs holds the lock of the account, which the system drops with the process.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from weerklank.model.ids import AccountId
from weerklank.services.runs.read_runs import PastRun
from weerklank.services.workplace import Workplace
from weerklank.store.lock import is_held


@dataclass(frozen=True, slots=True)
class OpenRun:
    """The newest run of an account, where it has no end."""

    run: PastRun
    #: Whether it still goes on; else it was broken off.
    goes_on: bool


def open_runs(workplace: Workplace, runs: Iterable[PastRun]) -> dict[AccountId, OpenRun]:
    """Give the open run of each account that has one; `runs` are all of them, newest first.

    An older run without an end was made good by the next, which began with clearing up.
    """
    newest: dict[AccountId, PastRun] = {}
    for run in runs:
        newest.setdefault(run.account, run)
    return {
        account: OpenRun(run, is_held(workplace.layout.lock(f"account-{account}")))
        for account, run in newest.items()
        if run.ended is None
    }


def kept_of(workplace: Workplace, run: str) -> int:
    """Count the records that a run closed, by what the log says: posts, replies and profiles."""
    found = 0
    for _, statement in workplace.log.statements():
        if (statement.get("kind"), statement.get("run")) == ("package", run):
            records = statement.get("records")
            found += records if isinstance(records, int) else 0
    return found

"""What waits of keeping: marks, lists, transfers, hotspots, and the selection list."""

from collections.abc import Iterator

from weerklank.model.account import Account, AccountStatus
from weerklank.model.clock import civil_day
from weerklank.model.destruction import ListState
from weerklank.model.hotspot import HotspotState
from weerklank.model.ids import AccountId
from weerklank.model.person import Role
from weerklank.model.transfer import TransferState
from weerklank.services.appraise.mark_item import list_marks, recurring_marks
from weerklank.services.appraise.selection_findings import selection_findings
from weerklank.services.find.read_hotspots import read_hotspots
from weerklank.services.find.read_marks import withdrawn_lists
from weerklank.services.seal.read_destructions import read_lists
from weerklank.services.seal.read_selection import read_selection
from weerklank.services.transfer.read_transfers import (
    open_choices,
    read_transfers,
    standing_choice,
)
from weerklank.services.waits.task import Ask, Task
from weerklank.services.workplace import Workplace


def of_marks(workplace: Workplace, accounts: dict[AccountId, Account]) -> Iterator[Task]:
    """Tell of marks that wait for another than who made them, and of accounts with many."""
    for mark in list_marks(workplace, waiting=True):
        if workplace.actor.name not in mark.markers:
            day = civil_day(mark.marked.at)
            yield Task(ask=Ask.MARK_WAITS, subject=mark.id, account=mark.account, day=day)
    for account, count in recurring_marks(workplace).items():
        if accounts[account].status is not AccountStatus.CLOSED:
            yield Task(ask=Ask.MARKS_RECUR, subject=account, account=account, count=count)


def of_lists(workplace: Workplace) -> Iterator[Task]:
    """Tell of each destruction list that is not certified, nor taken back."""
    withdrawn = withdrawn_lists(workplace)
    for found in read_lists(workplace).values():
        if found.state is not ListState.CERTIFIED and found.id not in withdrawn:
            waits = found.not_before if found.state is ListState.APPROVED else None
            count = len(found.items)
            yield Task(ask=Ask.LIST_WAITS, subject=found.id, count=count, day=waits)


def of_transfers(workplace: Workplace) -> Iterator[Task]:
    """Tell of decisions that take another person, and of SIPs that no depot confirmed."""
    both, mine = {Role.ARCHIVIST, Role.PRIVACY}, {*workplace.actor.roles}
    since = [
        civil_day(votes[-1].at)
        for _, votes in open_choices(workplace)
        # Where both decided they differ, and either may decide anew.
        if standing_choice(votes) is None
        and mine & (both.difference(*(vote.roles for vote in votes)) or both)
    ]
    if since:
        yield Task(ask=Ask.TRANSFER_UNDECIDED, day=min(since), count=len(since))
    for found in read_transfers(workplace).values():
        if found.state is TransferState.MADE:
            day = civil_day(found.begun)
            yield Task(ask=Ask.TRANSFER_WAITS, subject=found.id, day=day, count=found.objects)


def of_hotspots(workplace: Workplace) -> Iterator[Task]:
    """Tell of each hotspot that was proposed and not adopted."""
    for found in read_hotspots(workplace).values():
        if found.state is HotspotState.CANDIDATE:
            day = civil_day(found.proposed_at)
            yield Task(ask=Ask.HOTSPOT_WAITS, subject=found.id, day=day)


def of_selection(workplace: Workplace, accounts: dict[AccountId, Account]) -> Iterator[Task]:
    """Tell once what is still to be decided before content can be appraised."""
    open_ = selection_findings(read_selection(workplace), workplace.today()) if accounts else []
    if open_:
        yield Task(ask=Ask.SELECTION_OPEN, count=len(open_))

"""What waits of the first hour: the steps that were skipped and not done since."""

from collections.abc import Iterator

from weerklank.model.account import Account
from weerklank.model.ids import AccountId
from weerklank.services.guide.first_hour import HourStep, first_hour
from weerklank.services.waits.task import Ask, Task
from weerklank.services.workplace import Workplace

_ASKS = {
    HourStep.ORGANISATION: Ask.HOUR_ORGANISATION,
    HourStep.KEYS: Ask.HOUR_KEYS,
    HourStep.ACCOUNT: Ask.HOUR_ACCOUNT,
    HourStep.POLICY: Ask.HOUR_POLICY,
    HourStep.HARVEST: Ask.HOUR_HARVEST,
    HourStep.REPORT: Ask.HOUR_REPORT,
}
#: Of these a task of its own waits as soon as there is an account.
_TOLD_ELSEWHERE = frozenset({HourStep.POLICY, HourStep.HARVEST})


def of_first_hour(workplace: Workplace, accounts: dict[AccountId, Account]) -> Iterator[Task]:
    """Tell of each step that was skipped."""
    for step in HourStep:
        is_told = bool(accounts) and step in _TOLD_ELSEWHERE
        if step in first_hour(workplace).skipped and not is_told:
            yield Task(ask=_ASKS[step])

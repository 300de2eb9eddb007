"""How often each account is harvested: as decided, else once a day."""

from dataclasses import dataclass, field
from datetime import timedelta

from weerklank.model.event import Event
from weerklank.model.ids import AccountId

#: Event of the decisions: subject an account or `ALL`, `hours`, null to go by what holds for all.
INTERVAL, ALL = "harvest.interval", "harvest"
USUAL_HOURS = 24
LONGEST_HOURS = 24 * 366


@dataclass(frozen=True, slots=True)
class Intervals:
    """Hours between the beginnings of two harvests."""

    usual: int = USUAL_HOURS
    #: Of accounts for which something else was decided.
    own: dict[AccountId, int] = field(default_factory=dict)

    def hours(self, account: AccountId) -> int:
        """Give the hours for an account."""
        return self.own.get(account, self.usual)

    def of(self, account: AccountId) -> timedelta:
        """Give the time between two harvests of an account."""
        return timedelta(hours=self.hours(account))


class IntervalFold:
    """The intervals, as the decisions so far tell them."""

    def __init__(self) -> None:
        self._usual = USUAL_HOURS
        self._own: dict[AccountId, int] = {}

    def take(self, event: Event) -> None:
        """Take one decision into account."""
        if event.kind != INTERVAL:
            return
        hours = event.data.get("hours")
        known = hours if isinstance(hours, int) else None
        if event.subject == ALL:
            self._usual = USUAL_HOURS if known is None else known
        elif known is None:
            self._own.pop(AccountId(event.subject), None)
        else:
            self._own[AccountId(event.subject)] = known

    def result(self) -> Intervals:
        """Give the intervals that hold."""
        return Intervals(self._usual, {**self._own})

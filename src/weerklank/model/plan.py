"""The improvement plan (verbeterplan): what is done where full is not reached, by whom, by when.

A line is closed by a measurement, never by hand, and never by a bar that was lowered: what counts
is the bar of the day on which the line was made. Whitepaper 4.4 and 5; requirement I2.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from weerklank.model.completeness import Better, KeptMeasurement, KeptResult, Verdict
from weerklank.model.ids import AccountId
from weerklank.model.text import Text


class Aim(StrEnum):
    """What a line of the plan works towards."""

    MINIMUM = "minimum"
    FULL = "full"


class PlanState(StrEnum):
    """How a line of the plan stands on a day."""

    OVERDUE = "overdue"
    OPEN = "open"
    #: The platform can't give it, as its connector says, and somebody said that this is why; or
    #: nothing comes of the account any more, as the register says.
    LIMIT = "limit"
    CLOSED = "closed"


PLAN_STATES: dict[PlanState, Text] = {
    PlanState.OVERDUE: Text("over tijd", "overdue"),
    PlanState.OPEN: Text("loopt", "open"),
    PlanState.LIMIT: Text("grens", "limit"),
    PlanState.CLOSED: Text("gesloten door een meting", "closed by a measurement"),
}
#: Of the owner of a line.
OWNER_LEFT = Text("heeft geen rol meer", "has no role any more")
AIMS: dict[Aim, Text] = {
    Aim.MINIMUM: Text("ten minste het minimum", "the minimum at least"),
    Aim.FULL: Text("volledig", "full"),
}
#: Verdicts by which an aim is met.
_MEETS: dict[Aim, frozenset[Verdict]] = {
    Aim.MINIMUM: frozenset((Verdict.IN_BAND, Verdict.FULL)),
    Aim.FULL: frozenset((Verdict.FULL,)),
}


def meets(result: KeptResult, aim: Aim, bar: float, better: Better) -> bool:
    """Tell whether a result meets an aim: by the bars of its own day, and by one set before."""
    if result.value is None or result.verdict not in _MEETS[aim]:
        return False
    return result.value >= bar if better is Better.MORE else result.value <= bar


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanChange:
    """One decision on a line after it was made: by whom, when and why."""

    at: datetime
    by: str
    reason: str
    #: What it changed: field, from and to, as text.
    changes: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLimit:
    """Why a line can't be met: a limit of the platform, by its word in the connector."""

    word: str
    at: datetime
    by: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanLine:
    """One measure of the plan, and the check that it is to answer."""

    id: str
    #: None: of the whole organisation.
    account: AccountId | None
    #: Id of the check of completeness.
    check: str
    aim: Aim
    #: What is done.
    measure: str
    #: Who sees to it.
    owner: str
    #: Last day on which it is to be met.
    due: date
    #: What makes it less bad as long as it is not.
    mitigation: str = ""
    added: datetime
    by: str
    #: What was measured when it was made, where anything was, and the bar to be reached.
    start: float | None = None
    bar: float
    better: Better
    #: Whether it takes a measurement that read every byte, as it was such a one that found this.
    deep: bool = False
    #: Moments of measurements that were there already, noted by a clock that ran ahead.
    ahead: frozenset[datetime] = frozenset()
    changes: tuple[PlanChange, ...] = ()
    limit: PlanLimit | None = None

    def is_met_by(self, found: KeptMeasurement) -> bool:
        """Tell whether a measurement closes the line: made since, of no period, and good enough.

        By the bars of its own day too: a bar that was raised since asks more. What was found by
        reading every byte is not undone by a measurement that did not.
        """
        if found.account != self.account or found.at <= self.added or found.at in self.ahead:
            return False
        if not found.is_whole or (self.deep and not found.deep):
            return False
        result = found.results.get(self.check)
        return result is not None and meets(result, self.aim, self.bar, self.better)

    def closed_by(self, measured: Iterable[KeptMeasurement]) -> KeptMeasurement | None:
        """Give the first measurement that closes the line; None while there is none."""
        return min(filter(self.is_met_by, measured), key=lambda one: one.at, default=None)

    def state(
        self,
        closed: KeptMeasurement | None,
        *,
        is_limited: bool,
        is_asked: bool = True,
        today: date,
    ) -> PlanState:
        """Tell how it stands on a day.

        `is_limited` says whether the platform still has its limit, `is_asked` whether its check
        still asks anything of the account.
        """
        if closed is not None:
            return PlanState.CLOSED
        if not is_asked or (self.limit is not None and is_limited):
            return PlanState.LIMIT
        return PlanState.OVERDUE if today > self.due else PlanState.OPEN

"""A line of the plan is closed by a measurement made since, by the bar of its own day."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from weerklank.model.completeness import Band, Better, KeptMeasurement, KeptResult, Verdict
from weerklank.model.ids import AccountId
from weerklank.model.plan import Aim, PlanLimit, PlanLine, PlanState

MADE = datetime(2026, 11, 1, 12, tzinfo=UTC)
LINE = PlanLine(
    id="b0001",
    account=AccountId("a0001"),
    check="posts",
    aim=Aim.MINIMUM,
    measure="Export inlezen.",
    owner="Anna",
    due=date(2026, 12, 1),
    added=MADE,
    by="Anna",
    start=40.0,
    bar=80.0,
    better=Better.MORE,
)


def measured(
    value: float | None, verdict: Verdict, days: int = 1, *, minimum: float | None = 80.0
) -> KeptMeasurement:
    return KeptMeasurement(
        account=AccountId("a0001"),
        first=None,
        last=None,
        at=MADE + timedelta(days=days),
        by="Anna",
        yardstick="Weerklank",
        version=0,
        deep=False,
        band=Band(counts=dict.fromkeys(Verdict, 0), empty=0, weakest=verdict),
        results={"posts": KeptResult(value=value, minimum=minimum, full=100.0, verdict=verdict)},
    )


GOOD = measured(85.0, Verdict.IN_BAND)


def test_the_first_measurement_that_reaches_the_bar_closes_it() -> None:
    later = measured(100.0, Verdict.FULL, days=9)
    assert LINE.closed_by([later, GOOD, measured(60.0, Verdict.BELOW)]) is GOOD
    # It stays closed by that one, whatever is measured after: what falls again is a new gap.
    assert LINE.closed_by([measured(10.0, Verdict.BELOW, days=20), GOOD]) is GOOD
    assert LINE.closed_by([]) is None


@pytest.mark.parametrize(
    "other",
    [
        measured(60.0, Verdict.BELOW),
        measured(None, Verdict.NOT_CHECKED),
        # Before the line was made, or at that very moment.
        measured(85.0, Verdict.IN_BAND, days=0),
        measured(85.0, Verdict.IN_BAND, days=-3),
        # A minimum that was lowered since: in the band by it, and no better than asked.
        measured(60.0, Verdict.IN_BAND, minimum=50.0),
        # A minimum that was raised since.
        measured(85.0, Verdict.BELOW, minimum=90.0),
        replace(GOOD, account=AccountId("a0002")),
        replace(GOOD, account=None),
        # Of a part of the time alone.
        replace(GOOD, first=date(2026, 11, 1)),
        replace(GOOD, last=date(2026, 11, 1)),
        # By a clock that ran ahead.
        replace(GOOD, is_ahead=True),
        replace(GOOD, results={}),
    ],
)
def test_others_do_not(other: KeptMeasurement) -> None:
    assert LINE.closed_by([other]) is None


def test_full_asks_for_full_and_less_may_be_better() -> None:
    full = replace(LINE, aim=Aim.FULL, bar=100.0)
    assert full.closed_by([GOOD]) is None
    assert full.closed_by([measured(100.0, Verdict.FULL)]) is not None
    days = replace(LINE, bar=3.0, better=Better.LESS)
    assert days.closed_by([measured(2.0, Verdict.IN_BAND)]) is not None
    assert days.closed_by([measured(4.0, Verdict.IN_BAND)]) is None


def test_the_last_day_is_in_time_and_a_limit_holds_as_long_as_the_platform_has_it() -> None:
    def state(line: PlanLine, day: date, *, limited: bool = False) -> PlanState:
        return line.state(None, is_limited=limited, today=day)

    assert state(LINE, LINE.due) is PlanState.OPEN
    assert state(LINE, LINE.due + timedelta(days=1)) is PlanState.OVERDUE
    assert state(LINE, LINE.due, limited=True) is PlanState.OPEN  # nobody said so of this line
    limit = PlanLimit(word="posts_not_in_export", at=MADE, by="Anna")
    late = LINE.due + timedelta(days=9)
    assert state(replace(LINE, limit=limit), late, limited=True) is PlanState.LIMIT
    assert state(replace(LINE, limit=limit), late) is PlanState.OVERDUE
    closed = replace(LINE, limit=limit).state(GOOD, is_limited=True, today=late)
    assert closed is PlanState.CLOSED


def test_what_was_found_by_reading_every_byte_is_closed_by_reading_every_byte() -> None:
    line = replace(LINE, deep=True)
    assert line.closed_by([GOOD]) is None
    deep = replace(GOOD, deep=True)
    assert line.closed_by([GOOD, deep]) is deep


def test_a_measurement_that_was_there_with_a_later_date_closes_nothing() -> None:
    line = replace(LINE, ahead=frozenset({GOOD.at}))
    assert line.closed_by([GOOD]) is None
    assert line.closed_by([GOOD, measured(85.0, Verdict.IN_BAND, days=2)]) is not None

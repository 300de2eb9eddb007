"""The due calendar: every item in one bar of the months and one of the years, or in none."""

from datetime import date
from typing import cast

import pytest

from weerklank.appraise.law import REGIMES
from weerklank.catalogue.held_items import HeldItem
from weerklank.model.selection import Appraisal, Outcome, Trigger
from weerklank.model.text import Text
from weerklank.services.appraise.appraise_items import Appraiser
from weerklank.services.appraise.due_calendar import DueCalendar
from weerklank.services.find.protection import Protection

TODAY = date(2026, 11, 27)


def appraised(outcome: Outcome, until: date | None) -> Appraisal:
    return Appraisal(
        outcome=outcome, row_outcome=outcome, row="1.2", list="lijst-v1", process="Voorlichten",
        result="Overig", trigger=Trigger.NONE, start=None, begun=None, process_term=None,
        term=None, until=until, transfer_by=None, lifted=(), held=(), reason=Text("", ""),
    )  # fmt: skip


class Judge:
    """Says of each item what its number stands for."""

    regime = REGIMES[0]
    protection = Protection(
        {"h0001": frozenset({"hot", "both"})}, {"s0001": frozenset({"held", "both"})}
    )

    def __init__(self, outcome: Outcome, until: date | None) -> None:
        self._found = appraised(outcome, until)

    def by_row(self, item: HeldItem) -> Appraisal:
        return self._found


def taken(*items: tuple[str, Outcome, date | None], on: date = TODAY) -> DueCalendar:
    made = DueCalendar(on, TODAY)
    for name, outcome, until in items:
        made.take(cast("Appraiser", Judge(outcome, until)), HeldItem(name, b"", "a0001", 0, 0))
    return made


@pytest.mark.parametrize(
    ("until", "month", "year"),
    [
        (date(2026, 11, 27), 0, 0),  # its last day is today: free tomorrow, in this month
        (date(2026, 11, 30), 1, 0),  # free on the first of December
        (date(2026, 12, 31), 2, 1),
        (date(2027, 10, 30), 11, 1),
        (date(2027, 10, 31), None, 1),
        (date(2035, 12, 30), None, 9),
        (date(2035, 12, 31), None, None),
        (date.max, None, None),
    ],
)
def test_a_term_ends_in_the_month_in_which_it_may_be_destroyed(
    until: date, month: int | None, year: int | None
) -> None:
    found = taken(("a", Outcome.DESTROY, until))
    assert [bar.due for bar in found.months].count(1) == (month is not None)
    assert month is None or found.months[month].due == 1
    assert year is None or found.years[year].due == 1
    assert found.later.due == (year is None)
    assert found.over.total == 0


def test_what_is_kept_is_told_by_what_keeps_it() -> None:
    until, past = date(2027, 1, 1), date(2026, 11, 26)
    found = taken(
        ("hot", Outcome.DESTROY, until), ("both", Outcome.DESTROY, until),
        ("held", Outcome.DESTROY, until), ("a", Outcome.DESTROY, past),
        ("b", Outcome.DESTROY, None), ("c", Outcome.KEEP, None), ("hot", Outcome.UNDECIDED, None),
    )  # fmt: skip
    bar = found.months[2]
    assert (bar.due, bar.hotspot, bar.hold, bar.total) == (0, 2, 1, 3)
    assert (found.over.due, found.without_start, found.items) == (1, 1, 7)
    assert found.outcomes == {Outcome.KEEP: 4, Outcome.DESTROY: 3, Outcome.UNDECIDED: 0}
    goes, open_, stays = found.lines
    assert (goes.items, goes.hotspot, goes.hold) == (5, 2, 1)
    assert (goes.first, goes.last) == (past, until)
    assert (open_.hotspot, stays.items) == (1, 1)


def test_on_a_later_day_more_is_over_and_nothing_is_counted_twice() -> None:
    found = taken(("a", Outcome.DESTROY, date(2027, 1, 1)), on=date(2027, 1, 2))
    assert found.over.due == 1
    assert sum(bar.total for bar in (*found.months, *found.years, found.later)) == 0

"""Terms on the calendar, by a table of cases, and the law by date."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weerklank.appraise.calendar_terms import (
    ASKS_A_DAY,
    BY_DECISION,
    BY_MONTH,
    BY_PUBLICATION,
    BY_THREAD,
    LATER_THAN_DECISION,
    UNDATED,
    UNDATED_THREAD,
    add_term,
    counted_from,
    kept_until,
    month_end,
    thread_over,
)
from weerklank.appraise.law import REGIMES, regime_on
from weerklank.model.clock import civil_day
from weerklank.model.selection import Outcome, Row, Term, Trigger

CASES = [
    # start, term, last day
    ("2026-01-15", "P5Y", "2031-01-15"),
    ("2026-01-31", "P1M", "2026-02-28"),
    ("2024-01-31", "P1M", "2024-02-29"),
    ("2026-03-31", "P1M", "2026-04-30"),
    ("2026-12-31", "P2M", "2027-02-28"),
    ("2024-02-29", "P1Y", "2025-02-28"),
    ("2024-02-29", "P4Y", "2028-02-29"),
    ("2024-02-29", "P10Y", "2034-02-28"),
    ("2023-02-28", "P1Y", "2024-02-28"),
    # Years and months are one step: by way of 28 February 2025 it would be 28 August.
    ("2024-02-29", "P1Y6M", "2025-08-29"),
    ("2023-08-31", "P1Y6M", "2025-02-28"),
    # Months first, then days.
    ("2026-01-31", "P1M1D", "2026-03-01"),
    ("2026-11-20", "P42D", "2027-01-01"),
    ("2024-01-19", "P42D", "2024-03-01"),
    # Both nights of the year on which the clock is changed lie in these terms.
    ("2026-03-28", "P1D", "2026-03-29"),
    ("2026-03-28", "P42D", "2026-05-09"),
    ("2026-10-24", "P1D", "2026-10-25"),
    ("2026-01-15", "P0D", "2026-01-15"),
    ("1900-02-28", "P110Y", "2010-02-28"),
    ("2026-01-15", "P6W", "2026-02-26"),
    ("2026-01-15", "5 jaar", "2031-01-15"),
    ("9990-01-01", "P20Y", "9999-12-31"),
    ("9999-12-01", "P42D", "9999-12-31"),
]


@pytest.mark.parametrize(("start", "term", "end"), CASES)
def test_a_term_ends_on_its_day(start: str, term: str, end: str) -> None:
    assert add_term(date.fromisoformat(start), Term.read(term)) == date.fromisoformat(end)


@given(st.dates(max_value=date(2500, 1, 1)), st.integers(0, 60), st.integers(0, 400))
def test_a_longer_term_never_ends_earlier(day: date, months: int, days: int) -> None:
    term = Term(months=months, days=days)
    end = add_term(day, term)
    assert add_term(day, Term(months=months + 1, days=days)) > end - timedelta(days=1)
    assert add_term(day + timedelta(days=1), term) >= end
    assert Term.read(str(term)) == term


@pytest.mark.parametrize(
    "text", ["", "P", "5", "PT5H", "P5Y6", "-P5Y", "P501Y", "vijf jaar", "P1.5Y"]
)
def test_what_is_no_term_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"^$"):
        Term.read(text)


def row(term: str | None, trigger: Trigger, process: str | None = None) -> Row:
    return Row(
        code="1",
        process="P",
        result="R",
        outcome=Outcome.DESTROY if term else Outcome.KEEP,
        term=Term.read(term) if term else None,
        trigger=trigger,
        process_term=Term.read(process) if process else None,
    )


@pytest.mark.parametrize(
    ("one", "set_day", "until"),
    [
        (row("P5Y", Trigger.NONE), None, "2031-01-31"),
        (row("P5Y", Trigger.COVERED), None, "2031-01-31"),
        (row("P5Y", Trigger.NONE, "P1M"), None, "2031-02-28"),
        # Without a day that a decision sets nobody knows when it ends.
        (row("P5Y", Trigger.OBJECT), None, None),
        (row("P5Y", Trigger.OBJECT_EXPECTED), None, None),
        (row("P5Y", Trigger.DAY_SET), None, None),
        (row("P5Y", Trigger.OBJECT), "2030-06-01", "2035-06-01"),
        (row("P5Y", Trigger.NONE), "2020-06-01", "2025-06-01"),
        (row(None, Trigger.NONE), None, None),
    ],
)
def test_start_process_term_and_term_make_the_last_day(
    one: Row, set_day: str | None, until: str | None
) -> None:
    day = date.fromisoformat(set_day) if set_day else None
    found = kept_until(one, counted_from(one, date(2026, 1, 31), set_day=day).day)
    assert (found.isoformat() if found else None) == until


P5Y, P3M_SILENT = row("P5Y", Trigger.NONE), row("P1Y", Trigger.THREAD, "P3M")
STARTS = [
    # row, published, last said, day of a decision, whether on this item, start, why, last day
    (P5Y, "2026-01-15", None, None, False, "2026-01-15", BY_PUBLICATION, "2031-01-15"),
    # A thread closes by the last word of anybody, and three months of silence.
    (P3M_SILENT, "2026-01-15", "2026-01-15", None, False, "2026-01-15", BY_THREAD, "2027-04-15"),
    (P3M_SILENT, "2026-01-15", "2026-11-30", None, False, "2026-11-30", BY_THREAD, "2028-02-28"),
    (P3M_SILENT, "2024-01-01", "2024-11-29", None, False, "2024-11-29", BY_THREAD, "2026-02-28"),
    # What is said to be last before the post itself makes no term begin earlier.
    (P3M_SILENT, "2026-01-15", "2019-05-01", None, False, "2026-01-15", BY_THREAD, "2027-04-15"),
    (P3M_SILENT, "2026-01-15", None, None, False, None, UNDATED_THREAD, None),
    (P3M_SILENT, None, "2026-01-15", None, False, None, UNDATED, None),
    # A decision on this item goes first; one on more ends no thread that goes on.
    (P3M_SILENT, "2026-01-15", "2026-11-30", "2026-02-01", True, "2026-02-01", BY_DECISION,
     "2027-05-01"),
    (P3M_SILENT, "2026-01-15", "2026-11-30", "2026-02-01", False, "2026-11-30",
     LATER_THAN_DECISION, "2028-02-28"),
    (P3M_SILENT, "2026-01-15", "2026-11-30", "2026-12-05", False, "2026-12-05", BY_DECISION,
     "2028-03-05"),
    (P3M_SILENT, "2026-01-15", None, "2026-12-05", False, None, UNDATED_THREAD, None),
    # By month: all of February on one day, in a leap year too.
    (row("P1Y", Trigger.MONTH), "2026-02-01", None, None, False, "2026-02-28", BY_MONTH,
     "2027-02-28"),
    (row("P1Y", Trigger.MONTH), "2024-02-29", None, None, False, "2024-02-29", BY_MONTH,
     "2025-02-28"),
    (row("P6M", Trigger.MONTH), "2026-12-31", None, None, False, "2026-12-31", BY_MONTH,
     "2027-06-30"),
    (row("P6M", Trigger.MONTH), "2026-12-05", None, "2026-12-10", False, "2026-12-31",
     LATER_THAN_DECISION, "2027-06-30"),
    (row("P1Y", Trigger.MONTH), None, None, None, False, None, UNDATED, None),
    # What asks for a day waits for it.
    (row("P1Y", Trigger.DAY_SET), "2026-01-15", "2026-01-15", None, False, None, ASKS_A_DAY, None),
    (row("P1Y", Trigger.OBJECT), "2026-01-15", None, "2026-03-01", False, "2026-03-01",
     BY_DECISION, "2027-03-01"),
    (row("P1Y", Trigger.OBJECT), "2026-04-15", None, "2026-03-01", False, "2026-04-15",
     LATER_THAN_DECISION, "2027-04-15"),
    (row("P1Y", Trigger.OBJECT), None, None, "2026-03-01", True, "2026-03-01", BY_DECISION,
     "2027-03-01"),
]  # fmt: skip


def day_of(text: str | None) -> date | None:
    return date.fromisoformat(text) if text else None


@pytest.mark.parametrize(
    ("one", "published", "said", "set_day", "of_this", "start", "why", "until"), STARTS
)
def test_a_term_begins_as_its_row_says(one, published, said, set_day, of_this, start, why, until):
    begun = counted_from(
        one,
        day_of(published),
        set_day=day_of(set_day),
        of_this=of_this,
        last_said=day_of(said),
    )
    assert (begun.day, begun.why) == (day_of(start), why)
    assert kept_until(one, begun.day) == day_of(until)


@given(st.dates(max_value=date(2500, 1, 1)), st.dates(max_value=date(2500, 1, 1)))
def test_neither_a_thread_nor_a_month_ends_a_term_earlier_than_publication(
    published: date, said: date
) -> None:
    over = thread_over(published, said)
    assert over is not None
    assert over >= published
    assert published <= month_end(published) < published + timedelta(days=31)
    assert (month_end(published) + timedelta(days=1)).day == 1


def test_without_a_day_of_publication_no_term_ends() -> None:
    assert kept_until(row("P5Y", Trigger.NONE), None) is None


@pytest.mark.parametrize(
    ("moment", "day"),
    [
        ("2026-12-31T23:30:00Z", "2027-01-01"),
        ("2026-06-30T22:30:00Z", "2026-07-01"),
        ("2026-03-29T00:30:00Z", "2026-03-29"),
        ("2026-10-25T00:30:00Z", "2026-10-25"),
    ],
)
def test_days_are_those_of_amsterdam(moment: str, day: str) -> None:
    assert civil_day(moment) == date.fromisoformat(day)


def test_the_law_follows_from_the_day() -> None:
    old, new = REGIMES
    assert (old.transfer_after, new.transfer_after) == (Term(years=20), Term(years=10))
    assert new.begins is None
    assert regime_on(date(2050, 1, 1), {}) is old
    begins = {new.id: date(2027, 1, 1)}
    assert regime_on(date(2026, 12, 31), begins) is old
    assert regime_on(date(2027, 1, 1), begins) is new
    assert regime_on(date(1990, 1, 1), begins) is old

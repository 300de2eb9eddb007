"""When a term of a Dutch law ends that would end on a day on which nobody works."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from weerklank.model.dossier import Dossier, Suspension
from weerklank.model.holidays import easter, is_holiday, working_day


@pytest.mark.parametrize(
    ("year", "month", "day"),
    [(2024, 3, 31), (2025, 4, 20), (2026, 4, 5), (2027, 3, 28), (2038, 4, 25), (2000, 4, 23)],
)
def test_easter(year: int, month: int, day: int) -> None:
    assert easter(year) == date(year, month, day)


def test_the_holidays_of_a_year() -> None:
    first = date(2026, 1, 1)
    found = [day for at in range(365) if is_holiday(day := first + timedelta(days=at))]
    assert [one.isoformat()[5:] for one in found] == [
        "01-01", "04-03", "04-06", "04-27", "05-05", "05-14", "05-25", "12-25", "12-26",
    ]  # fmt: skip
    assert is_holiday(date(2031, 4, 26))  # the 27th is a Sunday
    assert not is_holiday(date(2031, 4, 27))


@pytest.mark.parametrize(
    ("last", "ends"),
    [
        ("2026-03-12", "2026-03-12"),
        ("2026-03-14", "2026-03-16"),
        ("2026-04-03", "2026-04-07"),  # Good Friday to Easter Monday
        ("2026-04-25", "2026-04-28"),  # a Saturday before King's day
        ("2026-12-25", "2026-12-28"),
        ("2026-05-14", "2026-05-15"),
    ],
)
def test_a_last_day_moves_to_the_next_one_on_which_people_work(last: str, ends: str) -> None:
    assert working_day(date.fromisoformat(last)) == date.fromisoformat(ends)


def test_a_request_is_decided_on_by_a_working_day() -> None:
    """The days that are added are counted from the last day, and only the end moves."""
    made = Dossier(
        id="w0001",
        request="Alles",
        received=date(2026, 3, 14),  # a Saturday, and so is the day four weeks later
        case="",
        by="Wout",
        at=datetime(2026, 3, 14, tzinfo=UTC),
    )
    today = date(2026, 3, 20)
    assert made.due(today) == date(2026, 4, 13)
    longer = replace(made, extended="Veel.")
    assert longer.due(today) == date(2026, 4, 28)  # the 25th, then a Sunday and King's day
    still = Suspension(since=date(2026, 3, 16), until=date(2026, 3, 18), reason="Gevraagd.")
    assert replace(made, suspensions=(still,)).due(today) == date(2026, 4, 13)

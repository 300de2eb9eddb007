"""Which parts an audit looks at: everything in its days, and what was damaged each time."""

from datetime import UTC, date, datetime, timedelta

import pytest

from weerklank.jobs.audit import Look, parts_due

FIRST = date(2026, 3, 1)


def at(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, 12, tzinfo=UTC)


@pytest.mark.parametrize(
    ("count", "days", "gap"), [(100, 30, 1), (7, 30, 1), (100, 30, 4), (5, 1, 1)]
)
def test_in_its_days_everything_is_looked_at(count: int, days: int, gap: int) -> None:
    parts: dict[str, Look | None] = {f"p{number:03d}": None for number in range(count)}
    last: date | None = None
    for day in range(0, days + gap, gap):
        today = FIRST + timedelta(days=day)
        for name in parts_due(parts, last, today, days):
            parts[name] = Look(at(today), ok=True)
        last = today
    assert None not in parts.values()
    # From then on nothing is older than its days, however the runs fall.
    for day in range(days + gap, 3 * days, gap):
        today = FIRST + timedelta(days=day)
        for name in parts_due(parts, last, today, days):
            parts[name] = Look(at(today), ok=True)
        last = today
        oldest = min(look.at.date() for look in parts.values() if look is not None)
        assert (today - oldest).days < days + gap


def test_what_comes_first() -> None:
    parts = {
        "new": None,
        "old": Look(at(FIRST - timedelta(days=5)), ok=True),
        "older": Look(at(FIRST - timedelta(days=9)), ok=True),
        "damaged": Look(at(FIRST - timedelta(days=1)), ok=False),
    }
    assert parts_due(parts, FIRST - timedelta(days=1), FIRST, 100) == ["damaged", "new"]
    assert parts_due(parts, FIRST - timedelta(days=1), FIRST, 2) == ["damaged", "new", "older"]
    # Of what a clock noted that ran ahead nobody knows when it was looked at.
    ahead = {**parts, "ahead": Look(at(FIRST + timedelta(days=700)), ok=True)}
    assert parts_due(ahead, FIRST - timedelta(days=1), FIRST, 3) == ["damaged", "ahead", "new"]
    # After a pause there is a share for each day that was passed over, and no more than there is.
    assert len(parts_due(parts, FIRST - timedelta(days=50), FIRST, 4)) == 4
    assert parts_due({}, None, FIRST, 90) == []

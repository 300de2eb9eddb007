"""What events of deletions come to."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from weerklank.model.deletion import (
    CONFIRMED,
    SEEN,
    WITHDRAWN,
    Deletion,
    apply_deletion,
    deletion_json,
)
from weerklank.model.event import Book, Event
from weerklank.model.person import Actor

FIRST, LATER = "2026-11-01T12:00:00Z", "2026-11-03T12:00:00Z"
ONCE = Deletion(last_seen="2026-10-31T12:00:00Z", missed=FIRST)


@pytest.mark.parametrize(
    ("mark", "day", "is_refuted"),
    [
        (ONCE, date(2026, 11, 2), True),
        (ONCE, date(2026, 11, 1), False),  # which came first is not known
        (replace(ONCE, confirmed=LATER), date(2026, 11, 3), False),
        (replace(ONCE, confirmed=LATER), date(2026, 11, 4), True),
        # Late in the evening of UTC it is the next day here.
        (replace(ONCE, missed="2026-11-01T23:30:00Z"), date(2026, 11, 2), False),
        # What a platform states may stand in its exports all the same.
        (Deletion(last_seen=FIRST, missed=FIRST, confirmed=FIRST), date(2026, 12, 1), False),
        (replace(ONCE, confirmed="2026-10-20T12:00:00Z"), date(2026, 12, 1), False),
    ],
)
def test_an_export_of_a_later_day_that_has_it_refutes_what_looks_missed(mark, day, is_refuted):
    assert mark.is_refuted_by(day) is is_refuted


def told(kind: str, at: str, posts: Any) -> Event:
    return Event(
        book=Book.JOURNAL,
        kind=kind,
        at=datetime(2026, 11, 1, tzinfo=UTC),
        actor=Actor(system_user="x"),
        subject="a0001",
        data={"at": at, "posts": posts},
    )


SEEN_ONCE = told(SEEN, FIRST, {"k": ONCE.last_seen})


@pytest.mark.parametrize(
    ("events", "mark"),
    [
        ([SEEN_ONCE], ONCE),
        # A run that died may have written it: the first counts.
        ([SEEN_ONCE, told(SEEN, LATER, {"k": FIRST})], ONCE),
        ([SEEN_ONCE, told(CONFIRMED, LATER, ["k"])], ("confirmed", LATER)),
        ([SEEN_ONCE, told(CONFIRMED, LATER, ["k"]), told(CONFIRMED, "x", ["k"])], (LATER,)),
        # Of a clock that ran ahead: the earlier moment counts.
        ([told(SEEN, LATER, {"k": FIRST}), SEEN_ONCE], ONCE),
        ([SEEN_ONCE, told(CONFIRMED, "9", ["k"]), told(CONFIRMED, LATER, ["k"])], (LATER,)),
        ([SEEN_ONCE, told(WITHDRAWN, LATER, ["k"])], None),
        ([told(CONFIRMED, LATER, ["k"])], None),
        ([SEEN_ONCE, told(WITHDRAWN, LATER, ["k"]), told(SEEN, LATER, {"k": FIRST})], (FIRST,)),
        (
            [told(SEEN, FIRST, ["k"]), told(CONFIRMED, FIRST, "k"), told(WITHDRAWN, FIRST, None)],
            None,
        ),
    ],
)
def test_marks_follow_from_events_in_order(events, mark):
    marks: dict[str, Deletion] = {}
    for event in events:
        apply_deletion(marks, event)
    found = marks.get("k")
    if isinstance(mark, tuple):
        assert found is not None
        assert mark[-1] in {found.confirmed, found.last_seen}
    else:
        assert found == mark


@pytest.mark.parametrize(("hours", "may"), [(0, False), (23, False), (24, True), (900, True)])
def test_a_day_lies_between_the_first_look_and_the_one_that_confirms(hours, may):
    moment = datetime(2026, 11, 1, 12, tzinfo=UTC) + timedelta(hours=hours)
    assert ONCE.may_be_confirmed(moment) is may
    sure = Deletion(last_seen=FIRST, missed=FIRST, confirmed=FIRST)
    assert not sure.may_be_confirmed(moment)


def test_what_a_clock_that_ran_ahead_noted_is_told_again():
    now = datetime(2026, 11, 4, 12, tzinfo=UTC)
    ahead = "2027-12-31T12:00:00Z"
    assert Deletion(last_seen=FIRST, missed=ahead).is_from_ahead(now)
    assert not ONCE.is_from_ahead(now)
    assert not Deletion(last_seen=FIRST, missed=ahead).may_be_confirmed(now)
    assert Deletion(last_seen=FIRST, missed=FIRST, confirmed=ahead).may_be_confirmed(now)


def test_the_contract_has_when_it_was_seen_and_missed_and_whether_that_is_confirmed():
    assert deletion_json(None) is None
    assert deletion_json(ONCE) == {
        "confirmed": False,
        "confirmed_at": None,
        "first_missed": FIRST,
        "last_seen": "2026-10-31T12:00:00Z",
    }

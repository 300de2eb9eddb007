"""Which posts are due, how far a list is read, and when a post was last seen: tables of cases."""

from datetime import UTC, datetime, timedelta
from itertools import pairwise

import pytest

from weerklank.model.reread import Look, due_spans, is_due, last_seen, read_since

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
H, D = timedelta(hours=1), timedelta(days=1)
SECOND = timedelta(seconds=1)


def look(before: timedelta, since: timedelta | None = None, *unlooked: str) -> Look:
    return Look(
        at=NOW - before,
        since=None if since is None else NOW - since,
        unlooked=frozenset(unlooked),
    )


@pytest.mark.parametrize(
    ("age", "last", "due"),
    [
        # An hour after publication, whenever the look before was.
        (1 * H, 1 * H, True),
        (1 * H - SECOND, 1 * H, False),
        (2 * H, 1 * H, False),
        (2 * H - SECOND, 1 * H, True),
        # A day, a week, a month and a year.
        (1 * D, 1 * H, True),
        (1 * D + H, 1 * H, False),
        (7 * D, 1 * H, True),
        (7 * D - SECOND, 1 * H, False),
        (7 * D + 5 * H, 6 * H, True),
        (30 * D, 1 * D, True),
        (31 * D, 1 * D, False),
        (365 * D, 1 * D, True),
        (366 * D, 1 * D, False),
        (366 * D, 2 * D, True),
        (400 * D, 10 * D, False),
        # Who did not look for long has several ages to make up for, and the post is due once.
        (20 * D, 30 * D, True),
        (0 * H, 10 * D, False),
        (-1 * D, 10 * D, False),
    ],
)
def test_a_post_is_due_when_it_came_to_an_age_since_the_last_look(age, last, due):
    published, before = NOW - age, NOW - last
    assert is_due(published, before, NOW) is due
    assert any(after < published <= until for after, until in due_spans(before, NOW)) is due


def test_without_a_look_everything_is_due():
    assert is_due(NOW - 1000 * D, None, NOW)


def test_each_age_is_met_once_however_often_one_looks():
    published = NOW - 400 * D
    moments = [published + timedelta(hours=7 * n) for n in range(2, 1400)]
    due = [now for before, now in pairwise(moments) if is_due(published, before, now)]
    assert [(now - published).days for now in due] == [1, 7, 30, 365]


@pytest.mark.parametrize(
    ("looks", "asked", "since"),
    [
        ([], None, None),
        ([], 3 * D, None),
        # Down to a day before the last look, since everything before was read.
        ([look(2 * H)], None, 1 * D + 2 * H),
        ([look(9 * D), look(2 * H, 3 * D)], None, 1 * D + 2 * H),
        # What never was read to its end is, and what was so long ago.
        ([look(2 * H, 3 * D)], None, None),
        ([look(30 * D), look(2 * H, 3 * D)], None, None),
        ([look(30 * D - SECOND), look(2 * H, 3 * D)], None, 1 * D + 2 * H),
        # Further back when somebody asks.
        ([look(2 * H)], 20 * D, 20 * D),
        ([look(2 * H)], 1 * H, 1 * D + 2 * H),
    ],
)
def test_the_list_is_read_down_to_the_last_look(looks, asked, since):
    told = read_since(looks, NOW, None if asked is None else NOW - asked)
    assert told == (None if since is None else NOW - since)


@pytest.mark.parametrize(
    ("age", "looks", "seen"),
    [
        (10 * D, [], 10 * D),
        (10 * D, [look(5 * D)], 5 * D),
        # A look that did not go so far down did not see it, unless it was due then.
        (10 * D, [look(5 * D), look(4 * D, 6 * D)], 5 * D),
        (10 * D, [look(5 * D), look(2 * D, 3 * D)], 2 * D),
        # What could not be looked at was not seen, and was looked at the next time.
        (10 * D, [look(5 * D), look(2 * D, 3 * D, "k")], 5 * D),
        (10 * D, [look(5 * D), look(2 * D, 3 * D, "k"), look(1 * D, 2 * D)], 1 * D),
        # A look before it was there tells nothing.
        (1 * D, [look(5 * D)], 1 * D),
    ],
)
def test_a_post_was_last_seen_by_the_last_look_that_was_given_it(age, looks, seen):
    assert last_seen("k", NOW - age, NOW - age, looks) == NOW - seen

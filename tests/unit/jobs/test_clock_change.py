"""The two nights on which clocks here are put on or back: nothing is done twice, or not at all.

What is due goes by hours that passed, so a daily harvest moves an hour on the clock; days and what
people read go by the clock of Europe/Amsterdam.
"""

import itertools
from datetime import UTC, date, datetime, timedelta

import pytest

from weerklank.jobs.audit import Look as AuditLook
from weerklank.jobs.audit import parts_due
from weerklank.jobs.due import FIRST_BACK_OFF, Known, Why, back_off, standings
from weerklank.jobs.interval import Intervals
from weerklank.jobs.past import Failure, Past
from weerklank.model.account import Account, AccountKind
from weerklank.model.clock import HERE, begin_of, civil_day, civil_time, which_hour
from weerklank.model.ids import AccountId
from weerklank.model.platform import Platform
from weerklank.model.reread import WINDOWS, Look, due_spans, is_due, last_seen, read_since
from weerklank.model.text import Text

HOUR, MINUTE = timedelta(hours=1), timedelta(minutes=1)
#: With how many hours each has.
NIGHTS = [(date(2026, 10, 25), 25), (date(2027, 3, 28), 23)]
nights = pytest.mark.parametrize(("day", "hours"), NIGHTS)
OURS = Account(
    id=AccountId("a0001"),
    platform=Platform.MASTODON,
    handle="gemeente",
    url="https://social.voorbeelddam.nl/@gemeente",
    kind=AccountKind.CORPORATE,
    registered=date(2026, 1, 1),
)


def known(now: datetime, past: Past, hours: int) -> Known:
    return Known(
        now=now,
        today=civil_day(now),
        pasts={OURS.id: past},
        intervals=Intervals(hours),
        platforms=frozenset({Platform.MASTODON}),
        is_chosen=True,
    )


def ticks(day: date, step: timedelta, days: int = 3) -> list[datetime]:
    """Give moments from well before a night until well after it."""
    start = begin_of(day - timedelta(days=1)).astimezone(UTC)
    return [start + step * number for number in range(int(timedelta(days=days) / step))]


@nights
def test_the_days_here_follow_on_each_other_and_are_as_long_as_they_are(day, hours):
    begins = [begin_of(day + timedelta(days=one)).astimezone(UTC) for one in range(-1, 3)]
    assert [after - before for before, after in itertools.pairwise(begins)] == [
        24 * HOUR,
        hours * HOUR,
        24 * HOUR,
    ]
    assert [civil_day(one) for one in begins] == [
        day + timedelta(days=one) for one in range(-1, 3)
    ]
    assert [civil_day(one - MINUTE) for one in begins[1:]] == [
        day + timedelta(days=one) for one in range(-1, 2)
    ]


@nights
def test_only_the_hour_that_is_shown_twice_is_told_apart(day, hours):
    told = [
        (civil_time(one).hour, which.nl)
        for one in ticks(day, HOUR)
        if (which := which_hour(civil_time(one)))
    ]
    assert told == ([(2, "zomertijd"), (2, "wintertijd")] if hours == 25 else [])


@nights
@pytest.mark.parametrize("every", [1, 6, 24])
def test_each_harvest_is_due_once_in_each_interval(day, hours, every):
    looked = begin_of(day - timedelta(days=2)).astimezone(UTC) + 150 * MINUTE
    runs = []
    for now in ticks(day, 10 * MINUTE):
        (one,) = standings([OURS], known(now, Past(started=looked, looked=looked), every))
        assert one.at == looked + every * HOUR
        if one.why is Why.INTERVAL:
            looked = now
            runs.append(now)
    assert len(runs) == 72 // every
    assert {b - a for a, b in itertools.pairwise(runs)} == {every * HOUR}


@nights
def test_what_failed_waits_as_long_as_it_would_in_any_other_night(day, hours):
    failed = datetime(day.year, day.month, day.day, 1, 55, tzinfo=HERE).astimezone(UTC)
    for failures in range(1, 9):
        failure = Failure(
            at=failed, code="HARVEST-006", message=Text("a", "a"), hint=Text("b", "b")
        )
        past = Past(started=failed, failure=failure, failures=failures)
        wait = back_off(failures, 24 * HOUR)
        assert wait == min(FIRST_BACK_OFF * 2 ** (failures - 1), 24 * HOUR)
        (before,) = standings([OURS], known(failed + wait - MINUTE, past, 24))
        (then,) = standings([OURS], known(failed + wait, past, 24))
        assert (before.is_due, then.is_due, then.why) == (False, True, Why.FAILED)


@nights
@pytest.mark.parametrize("age", WINDOWS)
def test_each_post_is_looked_at_again_once_at_each_age(day, hours, age):
    looks = ticks(day, HOUR)
    for published in (one - age + 20 * MINUTE for one in looks[:-1]):
        due = [
            now
            for before, now in itertools.pairwise(looks)
            if any(
                after < published <= until
                for (after, until), window in zip(due_spans(before, now), WINDOWS, strict=True)
                if window == age
            )
        ]
        assert due == [published + age + 40 * MINUTE]
        assert is_due(published, due[0] - HOUR, due[0])


@nights
def test_a_list_is_read_down_to_the_day_before_the_look_before(day, hours):
    before = datetime(day.year, day.month, day.day, 1, 30, tzinfo=HERE).astimezone(UTC)
    looks = (Look(at=before, since=None),)
    assert read_since(looks, before + 2 * HOUR) == before - 24 * HOUR
    asked = begin_of(day)
    assert read_since(looks, before + 2 * HOUR, asked) == before - 24 * HOUR
    earlier = begin_of(day - timedelta(days=3))
    assert read_since(looks, before + 2 * HOUR, earlier) == earlier
    twice = before + HOUR  # on 25 October the clock shows the same
    assert last_seen(
        "k", before - HOUR, before - HOUR, (*looks, Look(at=twice, since=before))
    ) == (before)


@nights
def test_what_was_audited_just_after_midnight_here_was_so_that_day(day, hours):
    late = begin_of(day).astimezone(UTC) + 5 * MINUTE  # in UTC still the day before
    looked = {"a": AuditLook(late, ok=True), "b": AuditLook(late, ok=True)}
    assert len(parts_due(looked, day, day + timedelta(days=6), 7)) == 1 * 2
    assert parts_due(looked, day + timedelta(days=5), day + timedelta(days=6), 7) == ["a"]
    assert parts_due(looked, day + timedelta(days=6), day + timedelta(days=7), 7) == ["a", "b"]

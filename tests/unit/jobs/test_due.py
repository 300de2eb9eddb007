"""What is due: a table of cases, and what holds whatever the journal says."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from weerklank.jobs.due import (
    FIRST_BACK_OFF,
    STANDING,
    Known,
    Standing,
    Why,
    WhyNot,
    back_off,
    standings,
)
from weerklank.jobs.interval import ALL, INTERVAL, IntervalFold, Intervals
from weerklank.jobs.past import (
    ASKED,
    FAILED,
    STOPPED,
    PastFold,
    failure_json,
    pasts_until,
)
from weerklank.model.account import (
    Account,
    AccountKind,
    AccountStatus,
    DatedKind,
    DatedReplies,
    Replies,
)
from weerklank.model.clock import iso
from weerklank.model.event import Book, Event
from weerklank.model.ids import AccountId
from weerklank.model.person import Actor
from weerklank.model.platform import Platform
from weerklank.model.text import Text

START = datetime(2026, 11, 26, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)
OURS = Account(
    id=AccountId("a0001"),
    platform=Platform.MASTODON,
    handle="gemeente",
    url="https://social.voorbeelddam.nl/@gemeente",
    kind=AccountKind.CORPORATE,
    registered=date(2026, 1, 1),
)
FAULT = failure_json("HARVEST-006", Text("brak af", "broke off"), Text("later", "later"), "r1")


def happened(kind: str, at: datetime, subject: str = "a0001", **data: object) -> Event:
    actor = Actor(system_user="dienst", name="Bente")
    return Event(book=Book.JOURNAL, kind=kind, at=at, actor=actor, subject=subject, data=data)


def began(at: datetime, run: str = "r1", **more: object) -> Event:
    told = {"account": "a0001", "posts": 0, "technique": "api", **more}
    return happened("run.started", at, run, **told)


def ended(at: datetime, run: str = "r1") -> Event:
    return happened("run.finished", at, run, account="a0001", complete=True)


def failed(at: datetime, run: str | None = "r1") -> Event:
    return happened(FAILED, at, **{**FAULT, "run": run})


def known(now: datetime, *events: Event, **more: object) -> Known:
    fold = PastFold()
    for event in events:
        fold.take(event)
    given = {
        "now": now,
        "today": now.date(),
        "pasts": fold.result(),
        "intervals": Intervals(),
        "platforms": frozenset({Platform.MASTODON}),
        "is_chosen": True,
    }
    return Known(**{**given, **more})


def stands(now: datetime, *events: Event, account: Account = OURS, **more: object) -> Standing:
    (found,) = standings([account], known(now, *events, **more))
    return found


LOOKED = (began(START), ended(START + HOUR))
FAILED_ONCE = (began(START), failed(START + HOUR))
STOPPED_ONCE = (began(START), happened(STOPPED, START + HOUR))
BROKEN = (began(START, "r1"), began(START + HOUR, "r2"))


@pytest.mark.parametrize(
    ("after", "events", "why", "at"),
    [
        (HOUR, (), Why.NEVER, None),
        (23 * HOUR, LOOKED, WhyNot.LATER, START + DAY),
        (DAY, LOOKED, Why.INTERVAL, START + DAY),
        (2 * HOUR, (*LOOKED, happened(ASKED, START + HOUR)), Why.ASKED, START + HOUR),
        # What was asked for before the run began is answered by it.
        (3 * HOUR, (happened(ASKED, START - HOUR), *LOOKED), WhyNot.LATER, START + DAY),
        (HOUR, (began(START),), Why.BROKEN_OFF, START),
        # A second one in a row waits.
        (HOUR, BROKEN, WhyNot.LATER, START + HOUR + FIRST_BACK_OFF),
        (2 * HOUR, BROKEN, Why.BROKEN_OFF, START + HOUR + FIRST_BACK_OFF),
        (HOUR, FAILED_ONCE, WhyNot.LATER, START + HOUR + FIRST_BACK_OFF),
        (2 * HOUR, FAILED_ONCE, Why.FAILED, START + HOUR + FIRST_BACK_OFF),
        # The list broke off: the run has an end, and failed all the same.
        (2 * HOUR, (*LOOKED, failed(START + HOUR)), Why.FAILED, START + HOUR + FIRST_BACK_OFF),
        # A later run that ends well makes it good.
        (3 * HOUR, (began(START), failed(START), began(START + HOUR, "r2"),
                    ended(START + 2 * HOUR, "r2")), WhyNot.LATER, START + HOUR + DAY),
        (2 * HOUR, STOPPED_ONCE, WhyNot.LATER, START + HOUR + DAY),
        # Single posts and exports say nothing of the account as a whole.
        (HOUR, (began(START, posts=2),), Why.NEVER, None),
        (HOUR, (began(START, technique="export"), ended(START)), Why.NEVER, None),
    ],
)  # fmt: skip
def test_when_an_account_is_due(after, events, why, at):
    found = stands(START + after, *events)
    assert (found.why, found.at) == (why, at)


AHEAD = START + 400 * DAY


def at_that_time(event: Event, at: datetime = START) -> Event:
    """Let an event tell when it was by the clock of then."""
    return replace(event, data={**event.data, "at": iso(at)})


@pytest.mark.parametrize(
    ("events", "why", "at"),
    [
        ((began(AHEAD), ended(AHEAD)), Why.NEVER, None),
        ((*LOOKED, began(AHEAD, "r2"), ended(AHEAD, "r2")), WhyNot.LATER, START + DAY),
        ((*LOOKED, began(AHEAD, "r2")), WhyNot.LATER, START + DAY),
        ((*LOOKED, began(AHEAD, "r2"), failed(AHEAD, "r2")), WhyNot.LATER, START + DAY),
        # What came after, in the book dated after that and by a clock that was right.
        (
            (began(AHEAD), ended(AHEAD), at_that_time(began(AHEAD, "r2")), ended(AHEAD, "r2")),
            WhyNot.LATER,
            START + DAY,
        ),
    ],
)
def test_what_was_noted_by_a_clock_that_ran_ahead_is_not_known(events, why, at):
    now = START + timedelta(minutes=1)
    found = stands(now, pasts=pasts_until(events, now))
    assert (found.why, found.at) == (why, at)


REPLIES_OFF = (DatedReplies(value=Replies.CLOSED, start=date(2026, 1, 1)),)
PERSONAL = AccountKind.PERSONAL


@pytest.mark.parametrize(
    ("changed", "more", "why"),
    [
        ({"status": AccountStatus.CLOSED}, {}, WhyNot.CLOSED),
        ({"kind": PERSONAL}, {}, WhyNot.SINGLE_POSTS),
        # It was corporate before: those days may come in, as `harvest` does.
        (
            {"kind": PERSONAL, "kinds": (DatedKind(value=AccountKind.CORPORATE,
             start=date(2025, 1, 1)), DatedKind(value=PERSONAL, start=date(2026, 6, 1)))},
            {}, Why.ASKED,
        ),
        ({}, {"is_chosen": False}, WhyNot.NO_CHOICE),
        ({}, {"platforms": frozenset()}, WhyNot.NO_API),
        ({}, {"unconnected": frozenset({"a0001"})}, WhyNot.NOT_CONNECTED),
        ({"platform": Platform.X, "replies": REPLIES_OFF}, {"is_chosen": False,
         "platforms": frozenset({Platform.X})}, Why.ASKED),
        ({"url": "https://social.voorbeelddam.example/@gemeente"}, {}, WhyNot.NO_SERVER),
        ({"url": "https://EXAMPLE.com/@gemeente"}, {}, WhyNot.NO_SERVER),
        ({"url": "https://noexample.com/@gemeente"}, {}, Why.ASKED),
        ({"url": "http://127.0.0.1:3000/@gemeente"}, {}, Why.ASKED),
        ({"status": AccountStatus.UNUSED}, {}, Why.ASKED),
        ({}, {"running": frozenset({"a0001"})}, WhyNot.RUNNING),
    ],
)  # fmt: skip
def test_a_button_moves_what_may_be_harvested_and_nothing_else(changed, more, why):
    asked = happened(ASKED, START)
    found = stands(START + HOUR, asked, account=replace(OURS, **changed), **more)
    assert found.why is why
    assert found.may_be_asked is (why not in STANDING)


def test_failures_in_a_row_wait_longer_and_the_list_that_breaks_off_counts_too():
    events: list[Event] = []
    waits = []
    for n in range(4):
        at = START + n * DAY
        run = f"r{n}"
        events += [began(at, run), ended(at, run), failed(at, run)]
        found = stands(at, *events)
        waits.append(found.at - at)
    assert waits == [FIRST_BACK_OFF * 2**n for n in range(4)]


def test_a_failure_is_told_until_it_is_made_good():
    found = stands(START, began(START), failed(START))
    assert found.is_failing
    assert found.past.failure.message == Text("brak af", "broke off")
    good = stands(START, began(START), failed(START), began(START, "r2"), ended(START, "r2"))
    assert not good.is_failing
    assert stands(START, began(START)).is_failing, "broken off"
    assert not stands(START, began(START), running=frozenset({"a0001"})).is_failing


def test_what_was_asked_for_goes_first_and_then_what_waits_longest():
    accounts = [replace(OURS, id=AccountId(f"a000{n}")) for n in range(1, 6)]

    def of(event: Event, account: str) -> Event:
        return replace(event, subject=account)

    events = [
        began(START, "r2", account="a0002"), ended(START, "r2"),
        began(START - HOUR, "r3", account="a0003"), ended(START, "r3"),
        of(happened(ASKED, START + 3 * HOUR), "a0004"),
        of(happened(ASKED, START + 2 * HOUR), "a0005"),
    ]  # fmt: skip
    found = standings(accounts, known(START + 2 * DAY, *events))
    assert [one.account for one in found] == ["a0005", "a0004", "a0001", "a0003", "a0002"]


def test_intervals_are_as_decided_last():
    fold = IntervalFold()
    for subject, hours in ((ALL, 48), ("a0001", 6), ("a0002", 1), ("a0002", None)):
        fold.take(happened(INTERVAL, START, subject, hours=hours))
    found = fold.result()
    assert [found.hours(AccountId(name)) for name in ("a0001", "a0002", "a0003")] == [6, 48, 48]
    assert stands(START + 6 * HOUR, *LOOKED, intervals=found).why is Why.INTERVAL


# --- whatever happens -------------------------------------------------------------------------

STEPS = st.lists(
    st.tuples(
        st.sampled_from(["begin", "end", "fail", "ask", "stop"]), st.integers(0, 3 * 24 * 60)
    ),
    max_size=30,
)


def history(steps: list[tuple[str, int]]) -> tuple[list[Event], datetime]:
    """Give a journal of one account: each run begins anew, whatever became of the one before."""
    events, now, number = [], START, 0
    for what, minutes in steps:
        now += timedelta(minutes=minutes)
        run = f"r{number}"
        if what == "begin":
            number += 1
            events.append(began(now, f"r{number}"))
        else:
            kinds = {"fail": failed(now, run), "ask": happened(ASKED, now), "end": ended(now, run),
                     "stop": happened(STOPPED, now)}  # fmt: skip
            events.append(kinds[what])
    return events, now


@given(STEPS)
def test_every_account_comes_up_again_within_its_interval(steps):
    events, now = history(steps)
    assert stands(now + DAY, *events).is_due


@given(STEPS)
def test_no_failure_is_tried_again_at_once(steps):
    events, now = history(steps)
    assert stands(now, *events, began(now, "last"), failed(now, "last")).why is WhyNot.LATER


@given(STEPS)
def test_a_run_that_ends_well_leaves_nothing_due(steps):
    events, now = history(steps)
    found = stands(now, *events, began(now, "last"), ended(now, "last"))
    assert (found.why, found.is_failing) == (WhyNot.LATER, False)


@given(STEPS)
def test_what_is_due_at_a_moment_stays_due_until_something_happens(steps):
    events, now = history(steps)
    turns = [stands(now + n * HOUR, *events).is_due for n in range(30)]
    assert turns == sorted(turns)


@given(st.integers(1, 10**6), st.integers(1, 10_000))
def test_waiting_grows_and_is_never_longer_than_the_interval(failures, hours):
    interval = timedelta(hours=hours)
    wait = back_off(failures, interval)
    assert FIRST_BACK_OFF <= wait <= max(interval, FIRST_BACK_OFF)
    assert wait <= back_off(failures + 1, interval)

"""Periods, terms and reminders of hand-ins, day by day."""

from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from weerklank.model.account import Account, AccountKind, AccountStatus, DatedKind
from weerklank.model.hand_in import (
    USUAL_TERM,
    HandIn,
    HandInState,
    add_months,
    period_of,
    reminder_of,
)
from weerklank.model.ids import AccountId
from weerklank.model.platform import Platform

HYBRID, CORPORATE = AccountKind.HYBRID, AccountKind.CORPORATE


def day(text: str) -> date:
    return date.fromisoformat(text)


@pytest.mark.parametrize(
    ("text", "name", "first", "last"),
    [
        ("2026-10", "2026-10", "2026-10-01", "2026-10-31"),
        ("2026-12", "2026-12", "2026-12-01", "2026-12-31"),
        ("2028-02", "2028-02", "2028-02-01", "2028-02-29"),
        ("2026-Q1", "2026-Q1", "2026-01-01", "2026-03-31"),
        (" 2026-q4 ", "2026-Q4", "2026-10-01", "2026-12-31"),
        ("2026", "2026", "2026-01-01", "2026-12-31"),
    ],
)
def test_a_period_is_a_month_a_quarter_or_a_year(text, name, first, last):
    period = period_of(text)
    assert (period.name, period.first, period.last) == (name, day(first), day(last))


@pytest.mark.parametrize("text", ["", "2026-13", "2026-00", "2026-Q5", "2026-Q0", "26-10", "okt"])
def test_anything_else_is_no_period(text):
    with pytest.raises(ValueError, match=r".*"):
        period_of(text)


@pytest.mark.parametrize(
    ("start", "months", "end"),
    [
        ("2026-01-31", 1, "2026-02-28"),
        ("2026-11-30", 3, "2027-02-28"),
        ("2026-12-15", 1, "2027-01-15"),
        ("2026-03-31", 12, "2027-03-31"),
        ("9999-12-15", 1, "9999-12-31"),
    ],
)
def test_months_later_is_the_same_day_or_the_last_of_a_shorter_month(start, months, end):
    assert add_months(day(start), months) == day(end)


# --- what is due --------------------------------------------------------------------------------


def account(**more: Any) -> Account:
    facts: dict[str, Any] = {
        "id": AccountId("a0001"),
        "platform": Platform.MASTODON,
        "handle": "wethouder@voorbeeld.example",
        "url": "https://voorbeeld.example/@wethouder",
        "kind": HYBRID,
        "kinds": (DatedKind(value=HYBRID, start=day("2026-01-10")),),
        "registered": day("2026-01-10"),
    }
    return Account(**{**facts, **more})


def hand_in(state: HandInState, on: str, period: str | None = None, of: str = "a0001") -> HandIn:
    return HandIn(
        id="h0001",
        account=AccountId(of),
        state=state,
        at=datetime.combine(day(on), datetime.min.time(), UTC),
        period=period_of(period) if period else None,
        by={},
        system_users={},
    )


CONFIRMED, NOTHING = HandInState.CONFIRMED, HandInState.NOTHING


def due(*hand_ins: HandIn, today: str = "2026-01-10", **more: Any) -> tuple[str, bool, bool]:
    reminder = reminder_of(account(**more), hand_ins, day(today))
    assert reminder is not None
    return str(reminder.due), reminder.overdue, reminder.missed


@pytest.mark.parametrize(
    ("today", "overdue", "missed"),
    [
        ("2026-01-10", False, False),
        ("2026-04-10", False, False),  # the last day of the term
        ("2026-04-11", True, False),
        ("2026-07-10", True, False),
        ("2026-07-11", True, True),  # two terms without a word
        ("2028-01-01", True, True),
    ],
)
def test_the_first_term_begins_with_the_registration(today, overdue, missed):
    assert due(today=today) == ("2026-04-10", overdue, missed)
    assert USUAL_TERM == 3


def test_the_term_of_the_account_goes_before_the_usual_one():
    assert due(today="2026-02-11", handin_term=1) == ("2026-02-10", True, False)
    assert due(today="2026-03-11", handin_term=1) == ("2026-02-10", True, True)


def test_a_confirmed_hand_in_begins_a_new_term():
    given = hand_in(CONFIRMED, "2026-03-01")
    assert due(given, today="2026-04-11") == ("2026-06-01", False, False)
    assert due(given, today="2026-09-02") == ("2026-06-01", True, True)


def test_the_last_word_counts_in_whatever_order():
    given = [hand_in(CONFIRMED, "2026-06-01"), hand_in(CONFIRMED, "2026-03-01")]
    assert due(*given, today="2026-06-02")[0] == "2026-09-01"


def test_nothing_counts_up_to_the_end_of_its_period_and_not_beyond_the_day_it_was_said():
    over = hand_in(NOTHING, "2026-05-20", "2026-Q1")
    assert due(over, today="2026-05-20")[0] == "2026-06-30"
    running = hand_in(NOTHING, "2026-05-20", "2026-Q2")
    assert due(running, today="2026-05-20")[0] == "2026-08-20"


@pytest.mark.parametrize("state", [HandInState.PROPOSED, HandInState.UNDONE])
def test_what_waits_or_was_taken_back_says_nothing(state):
    given = hand_in(state, "2026-04-01", "2026-03")
    assert due(given, today="2026-07-11") == ("2026-04-10", True, True)


def test_only_what_waits_is_waiting():
    waiting = replace(hand_in(HandInState.PROPOSED, "2026-04-01"), id="h0007")
    others = [hand_in(state, "2026-04-01", "2026-03") for state in (CONFIRMED, NOTHING)]
    others.append(replace(waiting, account=AccountId("a0002")))
    reminder = reminder_of(account(), [waiting, *others], day("2026-04-02"))
    assert reminder is not None
    assert reminder.waiting == ("h0007",)


def test_a_hand_in_of_another_account_says_nothing():
    given = hand_in(CONFIRMED, "2026-03-01", of="a0002")
    assert due(given, today="2026-04-11") == ("2026-04-10", True, False)


def test_an_account_that_is_archived_as_a_whole_has_no_reminder():
    kinds = (DatedKind(value=CORPORATE, start=day("2026-01-10")),)
    made = account(kind=CORPORATE, kinds=kinds)
    assert reminder_of(made, [], day("2028-01-01")) is None


def test_a_term_begins_when_the_account_becomes_hybrid():
    kinds = (
        DatedKind(value=CORPORATE, start=day("2026-01-10")),
        DatedKind(value=HYBRID, start=day("2026-05-01")),
        DatedKind(value=AccountKind.PERSONAL, start=day("2026-06-15")),
    )
    assert due(today="2026-07-11", kinds=kinds) == ("2026-08-01", False, False)
    early = (*kinds[:1], replace(kinds[1], start=day("2025-01-01")))
    early = tuple(sorted(early, key=lambda kind: kind.start))
    assert reminder_of(account(kinds=early), [], day("2026-02-01")) is None


def test_a_kind_that_was_stated_of_earlier_days_asks_nothing_of_before_the_registration():
    kinds = (DatedKind(value=HYBRID, start=day("2020-01-01")),)
    assert due(today="2026-01-11", kinds=kinds) == ("2026-04-10", False, False)
    kinds = (DatedKind(value=CORPORATE, start=day("2019-01-01")), *kinds)
    assert due(today="2026-01-11", kinds=kinds) == ("2026-04-10", False, False)


def test_of_a_closed_account_nothing_is_due():
    made = account(status=AccountStatus.CLOSED)
    reminder = reminder_of(made, [], day("2028-01-01"))
    assert reminder is not None
    assert (reminder.due, reminder.overdue, reminder.missed) == (None, False, False)

"""Reviews, agreements and reports on the days at which something begins or ends (A3, A6)."""

from dataclasses import replace
from datetime import UTC, date, datetime
from types import SimpleNamespace
from typing import Any, cast

import pytest

from weerklank.model.account import Account, AccountKind, AccountStatus, DatedKind, ReportedHandle
from weerklank.model.agreement import Agreement, AgreementKind, AgreementState
from weerklank.model.change_report import ChangeReport, Reported, ReportState
from weerklank.model.ids import AccountId
from weerklank.model.platform import Platform
from weerklank.model.review import Review, review_due
from weerklank.register.book import Register
from weerklank.services.register import notify_owner
from weerklank.services.register.agreements import api_decision, in_force
from weerklank.services.workplace import Workplace

DAY = date(2026, 3, 10)
AGREED = Agreement(
    id="o0001",
    platform=Platform.X,
    kind=AgreementKind.NONE,
    scope="alles",
    valid_from=date(2026, 3, 1),
    valid_until=DAY,
    covers_api=True,
)


def account(**more: Any) -> Account:
    return Account(
        id=AccountId("a0001"),
        platform=Platform.X,
        handle="voorbeelddam",
        url="https://x.com/voorbeelddam",
        kind=AccountKind.CORPORATE,
        kinds=(DatedKind(value=AccountKind.CORPORATE, start=date(2025, 8, 31)),),
        registered=date(2025, 8, 31),
        **more,
    )


@pytest.mark.parametrize(
    ("today", "is_overdue"),
    [(date(2026, 2, 27), False), (date(2026, 2, 28), False), (date(2026, 3, 1), True)],
)
def test_a_review_may_be_done_on_its_last_day(today: date, *, is_overdue: bool) -> None:
    due = review_due(account(), None, 6, today)
    assert (due.due, due.overdue) == (date(2026, 2, 28), is_overdue)


def test_a_review_begins_a_new_term_and_a_closed_account_has_none() -> None:
    done = Review(day=DAY, by="Sanne de Wit")
    assert review_due(account(), done, 1, date(2026, 4, 10)).overdue is False
    assert review_due(account(), done, 1, date(2026, 4, 11)).overdue is True
    closed = account(status=AccountStatus.CLOSED)
    assert review_due(closed, done, 1, date(2027, 1, 1)).due is None


@pytest.mark.parametrize(
    ("day", "withdrawn", "state"),
    [
        (date(2026, 2, 28), None, AgreementState.COMING),
        (date(2026, 3, 1), None, AgreementState.IN_FORCE),
        (DAY, None, AgreementState.IN_FORCE),
        (date(2026, 3, 11), None, AgreementState.EXPIRED),
        (date(2026, 3, 4), date(2026, 3, 5), AgreementState.IN_FORCE),
        (date(2026, 3, 5), date(2026, 3, 5), AgreementState.WITHDRAWN),
        (date(2026, 3, 20), date(2026, 3, 5), AgreementState.WITHDRAWN),
        (date(2026, 2, 28), date(2026, 2, 20), AgreementState.WITHDRAWN),  # before it began
    ],
)
def test_an_agreement_holds_from_its_first_day_to_its_last_or_until_it_is_withdrawn(
    day: date, withdrawn: date | None, state: AgreementState
) -> None:
    assert replace(AGREED, withdrawn=withdrawn).state_on(day) is state


def test_of_two_at_once_the_last_holds_and_the_other_when_that_is_withdrawn() -> None:
    later = replace(AGREED, id="o0002", covers_api=False)
    register = Register(agreements={"o0001": AGREED, "o0002": later})
    assert in_force(register, Platform.X, DAY) is later
    assert api_decision(register, Platform.X, DAY) is AGREED
    register.agreements["o0002"] = replace(later, withdrawn=DAY)
    assert in_force(register, Platform.X, DAY) is AGREED
    register.agreements["o0001"] = replace(AGREED, withdrawn=DAY)
    assert in_force(register, Platform.X, DAY) is api_decision(register, Platform.X, DAY) is None


def test_a_report_ages_by_days_here_until_it_is_settled() -> None:
    # A quarter past midnight here is the day before in UTC.
    told = ChangeReport(
        id="m0001", account=None, what=Reported.OTHER, since=None, by="Sanne de Wit",
        reported=datetime(2026, 7, 9, 22, 15, tzinfo=UTC),
    )  # fmt: skip
    assert told.age(date(2026, 7, 10)) == 0
    assert told.age(date(2026, 7, 11)) == 1
    settled = datetime(2026, 7, 12, 22, 15, tzinfo=UTC)
    assert replace(told, settled=settled, state=ReportState.DONE).age(date(2027, 1, 1)) == 3


def test_the_mail_counts_what_runs_found_too_as_the_screen_does() -> None:
    found = ReportedHandle(handle="andere", run="r1", reported=date(2026, 3, 9))
    register = Register(accounts={AccountId("a0001"): account(reported_handles=(found,))})
    workplace = cast("Workplace", SimpleNamespace(today=lambda: DAY))
    assert notify_owner._waiting(workplace, register, "nl") == [
        "", "Meldingen die op u wachten: 1; de oudste 1 dag.",
    ]  # fmt: skip

"""Whether the register is right: changes, reports and reviews, and the register as a file."""

from datetime import date
from http import HTTPStatus
from typing import Annotated, Literal

import msgspec
from django.http import HttpResponse

from weerklank.model.account import (
    Account,
    AccountKind,
    AccountStatus,
    Intention,
    NamedAfter,
    Openness,
    Replies,
)
from weerklank.model.change_report import ChangeReport, Reported, ReportState
from weerklank.model.errors import Refused
from weerklank.model.review import LONGEST_REVIEW_TERM
from weerklank.model.text import Text
from weerklank.services.register.account_facts import Facts
from weerklank.services.register.edit_account import edit
from weerklank.services.register.exchange_register import register_bytes
from weerklank.services.register.report_change import (
    report_change,
    report_json,
    reports,
    settle_report,
)
from weerklank.services.register.review_account import (
    CHANGED_MEANWHILE,
    review_account,
    review_json,
    reviews,
    set_review_term,
)
from weerklank.services.schedule.finish_change import finish_change
from weerklank.web.account_facts import mark_of
from weerklank.web.api import shapes_of_register as shapes
from weerklank.web.api.asked import Line, Lines, Long, SeenStand, WaitingQuery, Word
from weerklank.web.api.operation import NO_NUL, Call, Listed, NotThere, Paging, paged
from weerklank.web.api.read_register import REGISTER, told_account
from weerklank.web.api.shapes import Moment, Shape


class ChangedAccount(SeenStand, frozen=True, kw_only=True):
    """What becomes otherwise of an account; what is not stated stays as it is."""

    url: Annotated[str, msgspec.Meta(min_length=1, max_length=2000, pattern=NO_NUL)] | None = None
    kind: AccountKind | None = None
    status: AccountStatus | None = None
    unit: Line | None = None
    named_after: NamedAfter | None = None
    openness: Openness | None = None
    replies: Replies | None = None
    intention: Intention | None = None
    managers: Lines = ()
    without_managers: Lines = ()
    processes: Lines = ()
    without_processes: Lines = ()
    since: date | None = None
    without_harvest: Line | None = None


class NewReport(msgspec.Struct, frozen=True, kw_only=True):
    """What is no longer right, of an account or of one that is missing."""

    what: Reported
    account: Word | None = None
    since: date | None = None
    note: Long | None = None


class Settled(msgspec.Struct, frozen=True, kw_only=True):
    """Done, or rejected with the reason."""

    state: Literal["done", "rejected"]
    reason: Line | None = None


class Term(msgspec.Struct, frozen=True, kw_only=True):
    """Within how many months each account is looked at; `seen` what it was until now."""

    months: Annotated[int, msgspec.Meta(ge=1, le=LONGEST_REVIEW_TERM)]
    seen: int | None = None


class Report(Shape, frozen=True, kw_only=True):
    """A report of change."""

    report: str
    account: str | None
    what: str
    text: str
    note: str | None
    since: date | None
    by: str | None
    source: str
    reported: Moment
    age_days: int
    state: str
    reason: str | None
    settled: Moment | None
    settled_by: str | None


class Review(Shape, frozen=True, kw_only=True):
    """When an account was looked at, and when it is to be."""

    account: str
    last: date | None
    by: str | None
    due: date | None
    overdue: bool


class Months(Shape, frozen=True, kw_only=True):
    """A number of months."""

    months: int


def change(call: Call) -> object:
    """Change what is known of an account."""
    given, account = call.body, _seen(call)
    facts = Facts(
        kind=given.kind,
        status=given.status,
        unit=given.unit,
        named_after=given.named_after,
        openness=given.openness,
        replies=given.replies,
        intention=given.intention,
        managers=given.managers,
        without_managers=given.without_managers,
        processes=given.processes,
        without_processes=given.without_processes,
        since=given.since,
    )
    edited = edit(
        call.visit.workplace,
        account.id,
        facts,
        url=given.url,
        without_harvest=given.without_harvest,
        seen=account,
    )
    finish_change(call.visit.workplace)
    return told_account(edited.account, call.visit)


def _seen(call: Call) -> Account:
    """Give the account of a path; Refused when it is another than was read."""
    account = call.visit.account(call.path["account"])
    if call.body.seen != mark_of(account):
        raise Refused(CHANGED_MEANWHILE)
    return account


def all_reports(call: Call) -> Listed:
    """List what was reported and waits; where asked what was settled too."""
    waiting = not (isinstance(call.query, WaitingQuery) and call.query.settled)
    found = reports(call.visit.workplace, waiting=waiting)
    return paged(found, call.query, lambda one: _report(one, call))


def new_report(call: Call) -> object:
    """Report that the register is no longer right."""
    given, workplace = call.body, call.visit.workplace
    account = call.visit.account(given.account).id if given.account else None
    made = report_change(
        workplace, given.what, account=account, since=given.since, note=given.note
    )
    finish_change(workplace)
    return _report(made, call)


def settle(call: Call) -> object:
    """Settle a report."""
    given, workplace, name = call.body, call.visit.workplace, call.path["report"]
    if all(one.id != name for one in reports(workplace)):
        raise NotThere
    made = settle_report(workplace, name, ReportState(given.state), given.reason)
    finish_change(workplace)
    return _report(made, call)


def due(call: Call) -> Listed:
    """List the accounts by when they are to be looked at."""
    found = [one for one in reviews(call.visit.workplace) if one.due is not None]
    return paged(found, call.query, review_json)


def look(call: Call) -> object:
    """Record that an account was looked at, unless it is another since it was read."""
    account = _seen(call)
    made = review_account(call.visit.workplace, account.id, seen=account)
    finish_change(call.visit.workplace)
    return review_json(made)


def term(call: Call) -> dict[str, int]:
    """Set within how many months each account is looked at."""
    given = call.body
    months = set_review_term(call.visit.workplace, given.months, given.seen)
    finish_change(call.visit.workplace)
    return {"months": months}


def file(call: Call) -> HttpResponse:
    """Give the whole register as a file."""
    content = register_bytes(call.visit.workplace, "csv", call.visit.language)
    return HttpResponse(content, content_type="text/csv; charset=utf-8")


def _report(one: ChangeReport, call: Call) -> object:
    return report_json(one, call.visit.workplace.today(), call.visit.language)


ROWS = (
    REGISTER.do(
        "changeAccount",
        "/accounts/{account}/wijzigingen",
        "account-edit",
        Text("Wijzig wat van een account bekend is", "Change what is known of an account"),
        change,
        shapes.Account,
        ChangedAccount,
    ),
    REGISTER.read(
        "listReports",
        "/meldingen",
        "reports",
        Text("Meldingen dat het register niet klopt", "Reports that the register is not right"),
        all_reports,
        Report,
        WaitingQuery,
    ),
    REGISTER.do(
        "reportChange",
        "/meldingen",
        "report-other",
        Text("Meld dat het register niet klopt", "Report that the register is not right"),
        new_report,
        Report,
        NewReport,
        status=HTTPStatus.CREATED,
    ),
    REGISTER.do(
        "settleReport",
        "/meldingen/{report}/afhandelingen",
        "report-settle",
        Text("Handel een melding af", "Settle a report"),
        settle,
        Report,
        Settled,
    ),
    REGISTER.read(
        "listReviews",
        "/nalopen",
        "reviews",
        Text("Wanneer elk account wordt nagelopen", "When each account is looked at"),
        due,
        Review,
        Paging,
    ),
    REGISTER.do(
        "reviewAccount",
        "/accounts/{account}/nalopen",
        "account-review",
        Text("Leg vast dat een account is nagelopen", "Record that an account was looked at"),
        look,
        Review,
        SeenStand,
    ),
    REGISTER.do(
        "setReviewTerm",
        "/nalopen/termijnen",
        "review-term",
        Text("Stel de termijn van nalopen in", "Set the term of reviews"),
        term,
        Months,
        Term,
    ),
    REGISTER.file(
        "getRegisterFile",
        "/accounts-bestand",
        "register-export",
        Text("Het hele register als CSV", "The whole register as CSV"),
        file,
        "text/csv",
    ),
)

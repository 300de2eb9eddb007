"""Whether the register is still right: reviews that are due, and what anyone reported."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from weerklank.model.account import Account
from weerklank.model.change_report import ChangeReport, ReportState
from weerklank.model.errors import Refused, WrongUse
from weerklank.model.person import Role
from weerklank.model.platform import TITLES
from weerklank.model.register_words import REPORT_STATES, REPORTED
from weerklank.model.review import LONGEST_REVIEW_TERM, ReviewDue
from weerklank.model.text import Text
from weerklank.services.register.report_change import reports as all_reports
from weerklank.services.register.report_change import settle_report
from weerklank.services.register.review_account import (
    CHANGED_MEANWHILE,
    review_account,
    set_review_term,
)
from weerklank.services.register.review_account import reviews as all_reviews
from weerklank.services.schedule.finish_change import finish_change
from weerklank.web.account_facts import mark_of, name_of
from weerklank.web.shell import page
from weerklank.web.visit import Visit, the_visit

if TYPE_CHECKING:
    from django.core.paginator import Page

_A_PAGE = 50
WHY = Text("Zeg waarom u de melding afwijst.", "Say why you reject the report.")
CHOOSE = Text("Kies hoe de melding is afgehandeld.", "Choose how the report was settled.")


@dataclass(frozen=True, slots=True)
class Due:
    """An account with when it is to be looked at again."""

    account: Account
    name: str
    platform: str
    review: ReviewDue
    #: What was seen of the account, given back with the review.
    seen: str


def reviews(request: HttpRequest) -> HttpResponse:
    """List the accounts by when they are to be reviewed: the longest overdue first."""
    visit = the_visit(request)
    found = [one for one in all_reviews(visit.workplace) if one.due is not None]
    overdue = sum(one.overdue for one in found)
    only_due = request.GET.get("alles") != "ja"
    shown = [one for one in found if one.overdue or not only_due]
    pages: Page[ReviewDue] = Paginator(shown, _A_PAGE).get_page(request.GET.get("blad"))
    return page(
        request,
        "upkeep/reviews.html",
        {
            "rows": [_due(visit, one) for one in pages.object_list],
            "pages": pages,
            "query_before": "" if only_due else "alles=ja",
            "overdue": overdue,
            "all": len(found),
            "next": next((one.due for one in found if not one.overdue), None),
            "only_due": only_due,
            "term": visit.workplace.register().review_term,
            "terms": TERMS,
            "is_set": "termijn" in request.GET,
            "is_done": visit.accounts.get(request.GET.get("nagelopen", "")),  # type: ignore[call-overload] # any text may be no account's
            "is_other": visit.accounts.get(request.GET.get("intussen", "")),  # type: ignore[call-overload] # the same
            "tab": "reviews",
        },
    )


#: Months that can be chosen; the command line takes any number of them.
TERMS = (1, 2, 3, 4, 6, 9, 12, 18, 24)


_ANY = range(1, LONGEST_REVIEW_TERM + 1)


@require_POST
def term(request: HttpRequest) -> HttpResponse:
    """Set within how many months each account is to be looked at, unless it was set meanwhile."""
    visit = the_visit(request)
    months = next((one for one in TERMS if str(one) == request.POST.get("months")), None)
    seen = next((one for one in _ANY if str(one) == request.POST.get("seen")), None)
    if months and seen is not None and months != seen:
        with suppress(Refused):  # the page says what the term is by now
            set_review_term(visit.workplace, months, seen)
            finish_change(visit.workplace)
    return redirect(f"{reverse('reviews')}?termijn=ja")


def _due(visit: Visit, one: ReviewDue) -> Due:
    account = visit.accounts[one.account]
    return Due(
        account,
        name_of(account, visit.workplace.organisation.name),
        TITLES.get(account.platform, account.platform),
        one,
        mark_of(account),
    )


@require_POST
def review(request: HttpRequest, number: str) -> HttpResponse:
    """Record that an account was looked at, unless it is another since it was shown."""
    visit = the_visit(request)
    account = visit.account(number)
    back = reverse("reviews") if "lijst" in request.POST else reverse("account", args=[number])
    other = redirect(f"{back}?intussen={account.id}")
    if request.POST.get("seen") != mark_of(account):
        return other
    try:
        review_account(visit.workplace, account.id, seen=account)
    except Refused as error:
        if error.code != CHANGED_MEANWHILE:
            raise
        return other
    finish_change(visit.workplace)
    return redirect(f"{back}?nagelopen={account.id}")


def reports(request: HttpRequest) -> HttpResponse:
    """List what was reported: what waits first, with its age."""
    visit = the_visit(request)
    with_settled = request.GET.get("alles") == "ja"
    return _reports(request, visit, with_settled=with_settled)


@require_POST
def settle(request: HttpRequest, name: str) -> HttpResponse:
    """Settle a report as done or rejected; who rejects says why."""
    visit = the_visit(request)
    state = next((one for one in ReportState if one == request.POST.get("state")), None)
    reason = request.POST.get("reason", "").strip()
    if state not in {ReportState.DONE, ReportState.REJECTED}:
        return _reports(request, visit, problem=CHOOSE, about=name)
    if state is ReportState.REJECTED and not reason:
        return _reports(request, visit, problem=WHY, about=name)
    try:
        settle_report(visit.workplace, name, state, reason or None)
    except (WrongUse, Refused) as error:
        return _reports(request, visit, problem=error.message(visit.language), about=name)
    finish_change(visit.workplace)
    return redirect(f"{reverse('reports')}?afgehandeld={name}")


@dataclass(frozen=True, slots=True)
class Told:
    """A report as its list tells it."""

    report: ChangeReport
    what: Text
    state: Text
    age: int
    account: Account | None
    name: str
    platform: str
    is_waiting: bool


def _reports(
    request: HttpRequest,
    visit: Visit,
    *,
    with_settled: bool = False,
    problem: Text | str = "",
    about: str = "",
) -> HttpResponse:
    today = visit.workplace.today()
    found = all_reports(visit.workplace)
    waiting = [one for one in found if one.state is ReportState.WAITING]
    settled = [one for one in found if one.state is not ReportState.WAITING]
    shown = [*waiting, *(settled[::-1] if with_settled else [])]
    pages: Page[ChangeReport] = Paginator(shown, _A_PAGE).get_page(request.GET.get("blad"))
    return page(
        request,
        "upkeep/reports.html",
        {
            "rows": [_told(visit, one, today) for one in pages.object_list],
            "pages": pages,
            "query_before": "alles=ja" if with_settled else "",
            "waiting": len(waiting),
            "settled": len(settled),
            "with_settled": with_settled,
            "problem": problem,
            "about": about,
            "is_settled": request.GET.get("afgehandeld", ""),
            "can_settle": Role.REGISTER_OWNER in visit.roles,
            "tab": "reports",
        },
        status=422 if problem else 200,
    )


def _told(visit: Visit, one: ChangeReport, today: date) -> Told:
    account = visit.accounts.get(one.account) if one.account else None
    return Told(
        one,
        REPORTED[one.what],
        REPORT_STATES[one.state],
        one.age(today),
        account,
        name_of(account, visit.workplace.organisation.name) if account else "",
        TITLES.get(account.platform, account.platform) if account else "",
        one.state is ReportState.WAITING,
    )

"""*Oogsten*, what goes on: at work now, due, failed; and the buttons that ask and stop."""

from contextlib import suppress
from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST

from weerklank.model.account import Account
from weerklank.model.errors import NotNow, Refused
from weerklank.model.ids import AccountId
from weerklank.model.person import Role
from weerklank.model.text import Text
from weerklank.services.harvest.stop_harvest import ask_stop
from weerklank.services.runs.live_progress import Live, live_of
from weerklank.services.runs.read_runs import PastRun
from weerklank.services.schedule.ask_harvest import ask_harvest
from weerklank.services.schedule.ask_pages import AskedPages, asked_pages
from weerklank.services.schedule.at_work import is_at_work
from weerklank.services.schedule.set_interval import set_interval
from weerklank.services.schedule.whats_due import Standing, intervals_of, whats_due
from weerklank.web.account_facts import Row, row_of
from weerklank.web.error_words import next_told
from weerklank.web.harvest_said import said_of
from weerklank.web.harvestable import platforms, records_pages, want_pages
from weerklank.web.permissions import may
from weerklank.web.visit import Visit, language_of, the_visit
from weerklank.web.words import ROLES

#: Accounts that each list names; the command `status` names all.
_MOST = 100


@dataclass(frozen=True, slots=True)
class Shown:
    """One account in a list of what goes on."""

    row: Row
    stands: Standing
    #: How far its harvest is, while one goes on that tells of itself.
    live: Live | None = None
    #: What to do about a failure.
    next: Text | None = None


def now(request: HttpRequest) -> HttpResponse:
    """Give the changing part of *Oogsten* alone, for a script that asks every few seconds."""
    visit = the_visit(request)
    if "gezegd" in request.GET:
        return _said(request, visit)
    shell = {"language": language_of(request), "now": visit.workplace.clock.now(), "visit": visit}
    allowed = {one: may(visit.roles, one.replace("_", "-")) for one in _ACTS}
    part = render(request, "harvests/now.html", {**going_on(visit), **shell, "may": allowed})
    part["Cache-Control"] = "no-store"
    return part


def _said(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Give what is to be announced; nothing where that was announced already."""
    number = request.GET.get("account", "")
    said = said_of(visit, visit.account(number).id if number else None)
    if said.mark == request.GET["gezegd"]:
        return HttpResponse(status=204, headers={"Cache-Control": "no-store"})
    told = {"said": said, "language": language_of(request)}
    part = render(request, "harvests/said.html", told)
    part["Cache-Control"] = "no-store"
    return part


_ACTS = ("harvest_ask", "harvest_stop", "account", "pages_ask", "run")


def going_on(visit: Visit) -> dict[str, object]:
    """Give what is at work, what is due, what failed and when the others are due."""
    stands = whats_due(visit.workplace, platforms())
    running = [one for one in stands if one.why == "running"]
    due = [one for one in stands if one.is_due]
    failing = [one for one in stands if one.is_failing]
    others = [one for one in stands if not one.is_due and one not in running]
    return {
        **_pages(visit, {one.account for one in running}),
        "running": [_shown(visit, one, with_live=True) for one in running],
        "due": [_shown(visit, one) for one in due[:_MOST]],
        "due_count": len(due),
        "failing": [_shown(visit, one) for one in failing[:_MOST]],
        "failing_count": len(failing),
        "others": [_shown(visit, one) for one in others[:_MOST]],
        "others_count": len(others),
        "is_scheduled": is_at_work(visit.workplace),
        "is_operator": Role.OPERATOR in visit.roles,
        # Whoever looks need not ask again as long as nothing goes on by itself.
        "is_live": bool(running) or (bool(due) and is_at_work(visit.workplace)),
    }


@dataclass(frozen=True, slots=True)
class ShownPages:
    """One account of which the pages wait, or could not be had."""

    row: Row
    asked: AskedPages
    #: What to do about a failure.
    next: Text | None


def _pages(visit: Visit, running: set[AccountId]) -> dict[str, object]:
    """Give the accounts whose pages were asked for, and those of which they can be."""
    workplace = visit.workplace
    known = asked_pages(workplace)
    organisation, today = workplace.organisation.name, workplace.today()
    accounts = [one for one in visit.accounts.values() if one.id not in running]
    shown = [
        ShownPages(
            row_of(account, organisation, (), today),
            asked,
            next_told(asked.failure.code, asked.failure.hint) if asked.failure else None,
        )
        for account in accounts
        if (asked := known.get(account.id)) is not None
    ]
    free = [
        row_of(one, organisation, (), today)
        for one in accounts
        if known.get(one.id, AskedPages()).asked is None and records_pages(workplace, one)
    ]
    return {"asked_pages": shown[:_MOST], "can_record": free[:_MOST]}


def _shown(visit: Visit, stands: Standing, *, with_live: bool = False) -> Shown:
    account = visit.accounts[stands.account]
    row = row_of(account, visit.workplace.organisation.name, (), visit.workplace.today())
    live = live_of(visit.workplace, account.id) if with_live else None
    return Shown(row, stands, live, _next_step(visit, stands))


def _next_step(visit: Visit, stands: Standing) -> Text | None:
    """Say what to do about a failure; whom others are sent to reads the hint, commands and all."""
    failure = stands.past.failure
    if failure is None:
        return None
    told = next_told(failure.code, failure.hint)
    is_sent_to = told is None or ROLES[Role.OPERATOR].nl in told.nl
    return failure.hint if is_sent_to and Role.OPERATOR in visit.roles else told


def live_part(
    request: HttpRequest, visit: Visit, run: PastRun, account: Account | None
) -> HttpResponse:
    """Give how far a run is, for a script; the whole page is asked anew once it goes on no more.

    `account` is None then.
    """
    if account is None:
        return HttpResponse(headers={"HX-Refresh": "true", "Vary": "HX-Request"})
    row = row_of(account, visit.workplace.organisation.name, (), visit.workplace.today())
    told = {
        "account": account,
        "language": language_of(request),
        "live": live_of(visit.workplace, account.id),
        "may": {"harvest_stop": may(visit.roles, "harvest-stop")},
        "now": visit.workplace.clock.now(),
        "row": row,
        "run": run,
    }
    part = render(request, "harvests/run_live.html", told)
    part["Vary"] = "HX-Request"
    return part


@require_POST
def ask(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for a harvest of an account; the page then shows that it waits, or why it may not."""
    visit = the_visit(request)
    account = visit.account(number)
    with suppress(Refused):
        ask_harvest(visit.workplace, platforms(), account.id)
    return redirect(_back(request, number))


@require_POST
def ask_for_pages(request: HttpRequest, number: str) -> HttpResponse:
    """Ask for the pages of an account; the page then shows that they wait, or may not be."""
    visit = the_visit(request)
    account = visit.account(number)
    with suppress(Refused):
        want_pages(visit.workplace, account.id)
    return redirect(_back(request, number))


@require_POST
def ask_for_pages_of(request: HttpRequest) -> HttpResponse:
    """Ask for the pages of the account that was chosen in *Oogsten*."""
    visit = the_visit(request)
    account = visit.account(request.POST.get("account", ""))
    with suppress(Refused):
        want_pages(visit.workplace, account.id)
    return redirect(reverse("runs"))


@require_POST
def stop(request: HttpRequest, number: str) -> HttpResponse:
    """Stop the harvest of an account; what it closed stays. One that ended meanwhile did so."""
    visit = the_visit(request)
    account = visit.account(number)
    with suppress(NotNow):
        ask_stop(visit.workplace, account.id)
    return redirect(_back(request, number))


#: Hours that can be chosen; the command line takes any number of them.
HOURS = (1, 3, 6, 12, 24, 48, 168)


@require_POST
def interval(request: HttpRequest) -> HttpResponse:
    """Decide how often an account is harvested, or all for which nothing else was decided."""
    visit = the_visit(request)
    number = request.POST.get("account", "")
    account = visit.account(number) if number else None
    hours = next((one for one in HOURS if str(one) == request.POST.get("hours")), None)
    if hours is not None or request.POST.get("hours") == "":
        set_interval(visit.workplace, hours, account.id if account else None)
    return redirect(reverse("account-runs", args=[number]) if account else reverse("runs"))


def intervals(visit: Visit, account: Account | None = None) -> dict[str, object]:
    """Give how often is harvested, and what can be chosen."""
    decided = intervals_of(visit.workplace)
    holds = decided.hours(account.id) if account else decided.usual
    return {
        "hours": holds,
        "usual_hours": decided.usual,
        "is_own": account is not None and account.id in decided.own,
        "hours_choices": sorted({*HOURS, holds}),
    }


def _back(request: HttpRequest, number: str) -> str:
    return reverse("runs") if "lijst" in request.POST else reverse("account", args=[number])

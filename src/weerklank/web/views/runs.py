"""*Oogsten*: every harvest and import, and one of them with what it missed."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from weerklank import bootstrap
from weerklank.model.errors import WrongUse
from weerklank.model.ids import AccountId
from weerklank.model.text import Text
from weerklank.services.runs.acknowledge_drift import acknowledge_drift
from weerklank.services.runs.live_progress import live_of
from weerklank.services.runs.mapped_runs import is_outdated, read_mapped
from weerklank.services.runs.open_runs import OpenRun, kept_of, open_runs
from weerklank.services.runs.read_drift import read_drift
from weerklank.services.runs.read_runs import PastRun, read_runs
from weerklank.services.runs.report_drift import report_drift
from weerklank.services.seal.seal_events import seal_events
from weerklank.web import site
from weerklank.web.account_facts import row_of
from weerklank.web.drift_rows import drift_picture, drift_rows
from weerklank.web.error_words import next_told
from weerklank.web.harvest_said import said_of
from weerklank.web.permissions import may
from weerklank.web.shell import Crumb, page
from weerklank.web.views.harvests import going_on, intervals, live_part
from weerklank.web.visit import Visit, the_visit
from weerklank.web.work import WORKS, Work

_A_PAGE = 50
_RUNS = Text("Oogsten", "Harvests")


def runs(request: HttpRequest) -> HttpResponse:
    """List what is at work and what was done, newest first."""
    visit = the_visit(request)
    found = read_runs(visit.workplace)
    today = visit.workplace.today()
    organisation = visit.workplace.organisation.name
    shown = Paginator(found, _A_PAGE).get_page(request.GET.get("blad"))
    open_ = open_runs(visit.workplace, found)
    rows = {one.id: row_of(one, organisation, (), today) for one in visit.accounts.values()}
    return page(
        request,
        "runs.html",
        {
            "runs": [
                (run, rows.get(run.account), open_.get(run.account)) for run in shown.object_list
            ],
            "pages": shown,
            "query_before": "",
            "working": [one for one in WORKS.running() if one.kind == "import"],
            "lead": _lead(found, open_),
            **going_on(visit),
            "said": said_of(visit),
            **intervals(visit),
        },
    )


def _lead(runs: list[PastRun], open_: dict[AccountId, OpenRun]) -> list[Text]:
    """Say how the runs ended; of one that goes on nothing is known yet."""
    going = {one.run.id for one in open_.values() if one.goes_on}
    without_end = [one for one in runs if one.ended is None and one.id not in going]
    failed = sum(1 for one in runs if one.failure)
    broken = sum(1 for one in without_end if not one.failure and not one.is_stopped)
    incomplete = sum(1 for one in runs if one.ended and not one.complete)
    said = [
        text.filled(n=number)
        for number, text in (
            (len(going), _GO_ON),
            (failed, _FAILED),
            (broken, _BROKEN),
            (incomplete, _INCOMPLETE),
        )
        if number
    ]
    if not runs:
        return [Text("Er is nog niets geoogst.", "Nothing was harvested yet.")]
    if without_end or failed or incomplete:
        return said
    if len(going) == len(runs):
        return said
    return [*said, _ALL_DONE if going else _ALL_COMPLETE]


_GO_ON = Text("{n} {n:run loopt|runs lopen} nog.", "{n} {n:run goes|runs go} on.")
_FAILED = Text("{n} {n:run is|runs zijn} mislukt.", "{n} {n:run|runs} failed.")
_BROKEN = Text("{n} {n:run is|runs zijn} afgebroken.", "{n} {n:run was|runs were} broken off.")
_INCOMPLETE = Text(
    "{n} {n:run was|runs waren} niet compleet.", "{n} {n:run was|runs were} not complete."
)
_ALL_COMPLETE = Text("Elke run was compleet.", "Every run was complete.")
_ALL_DONE = Text("Elke run die klaar is, was compleet.", "Every run that is done was complete.")


def run(request: HttpRequest, name: str) -> HttpResponse:
    """Show one run: what came, what did not and why."""
    return _run(request, name)


@require_POST
def acknowledge(request: HttpRequest, name: str, finding: str) -> HttpResponse:
    """Record that somebody looked at what a platform gives otherwise than before, and why."""
    visit = the_visit(request)
    try:
        acknowledge_drift(visit.workplace, finding, request.POST.get("reason", ""))
    except WrongUse as error:
        return _run(request, name, problem=error.message(visit.language), about=finding)
    seal_events(visit.workplace)
    return redirect(f"{reverse('run', args=[name])}#platform-gewijzigd")


@require_POST
def report(request: HttpRequest, name: str, finding: str) -> HttpResponse:
    """Tell the operator of what a platform gives otherwise than before."""
    visit = the_visit(request)
    try:
        report_drift(visit.workplace, finding)
    except WrongUse as error:
        return _run(request, name, problem=error.message(visit.language), about=finding)
    seal_events(visit.workplace)
    return redirect(f"{reverse('run', args=[name])}#platform-gewijzigd")


@require_POST
def remap(request: HttpRequest) -> HttpResponse:
    """Begin to read what is held of an account again by the mappings of now; one at a time."""
    visit = the_visit(request)
    account = visit.accounts.get(AccountId(request.POST.get("account", "")))
    if account is None:
        raise Http404
    running = [one for one in WORKS.running() if one.kind == "remap"]
    if running:
        return redirect("work", running[0].id)
    work = Work(
        id=visit.workplace.new_run(),
        kind="remap",
        by=visit.name,
        started=visit.workplace.clock.now(),
        account=account.id,
    )
    WORKS.start(site.current(), work, ["--account", account.id])
    return redirect("work", work.id)


def _mapped(request: HttpRequest, visit: Visit, name: str) -> HttpResponse:
    """Show a time that an account was read again: versions that it wrote name it as their run."""
    found = read_mapped(visit.workplace).again.get(name)
    if found is None:
        raise Http404
    account = visit.accounts.get(AccountId(found.account))
    organisation, today = visit.workplace.organisation.name, visit.workplace.today()
    return page(
        request,
        "mapped.html",
        {
            "run": found,
            "account": account,
            "row": row_of(account, organisation, (), today) if account else None,
            "lacking": sorted(found.not_in_source.items()),
        },
        crumbs=(Crumb(_RUNS, "/oogsten/"), Crumb(found.id)),
    )


def _run(
    request: HttpRequest, name: str, *, problem: Text | str = "", about: str = ""
) -> HttpResponse:
    visit = the_visit(request)
    runs = read_runs(visit.workplace)
    found = next((one for one in runs if one.id == name), None)
    if found is None:
        return _mapped(request, visit, name)
    newest = open_runs(visit.workplace, runs).get(found.account)
    is_newest = newest is not None and newest.run.id == found.id
    account = visit.accounts.get(found.account)
    goes_on = is_newest and newest is not None and newest.goes_on
    if request.headers.get("HX-Request"):
        return live_part(request, visit, found, account if goes_on else None)
    today = visit.workplace.today()
    row = row_of(account, visit.workplace.organisation.name, (), today) if account else None
    drift = drift_rows(found.findings, read_drift(visit.workplace).found)
    return page(
        request,
        "run.html",
        {
            "run": found,
            "row": row,
            "account": account,
            "open": newest if is_newest else None,
            "is_newest": is_newest,
            "live": live_of(visit.workplace, found.account) if goes_on else None,
            "said": said_of(visit, found.account) if account and goes_on else None,
            "next": next_told("", found.next) if found.next else None,
            "kept": 0 if found.ended else kept_of(visit.workplace, found.id),
            "drift": drift,
            "drift_picture": drift_picture(drift, visit.language),
            "drift_problem": problem,
            "drift_about": about,
            "can_acknowledge": may(visit.roles, "drift-acknowledge"),
            "can_report": may(visit.roles, "drift-report"),
            "can_remap": may(visit.roles, "remap")
            and account is not None
            and is_outdated(visit.workplace, bootstrap.connectors(), found),
        },
        crumbs=(Crumb(_RUNS, "/oogsten/"), Crumb(found.id)),
        status=422 if problem else 200,
    )

"""*Oogsten*: every harvest and import, and one of them with what it missed."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse

from weerklank.model.text import Text
from weerklank.services.read_runs import read_runs
from weerklank.web.account_facts import row_of
from weerklank.web.shell import Crumb, page
from weerklank.web.visit import the_visit
from weerklank.web.work import WORKS

_A_PAGE = 50
_RUNS = Text("Oogsten", "Harvests")


def runs(request: HttpRequest) -> HttpResponse:
    """List what is at work and what was done, newest first."""
    visit = the_visit(request)
    found = read_runs(visit.workplace)
    today = visit.workplace.today()
    organisation = visit.workplace.organisation.name
    shown = Paginator(found, _A_PAGE).get_page(request.GET.get("blad"))
    rows = {one.id: row_of(one, organisation, (), today) for one in visit.accounts.values()}
    return page(
        request,
        "runs.html",
        {
            "runs": [(run, rows.get(run.account)) for run in shown.object_list],
            "pages": shown,
            "query_before": "",
            "working": [one for one in WORKS.running() if one.kind == "import"],
            "incomplete": sum(1 for run in found if run.ended and not run.complete),
        },
    )


def run(request: HttpRequest, name: str) -> HttpResponse:
    """Show one run: what came, what did not and why."""
    visit = the_visit(request)
    found = next((one for one in read_runs(visit.workplace) if one.id == name), None)
    if found is None:
        raise Http404
    account = visit.accounts.get(found.account)
    today = visit.workplace.today()
    row = row_of(account, visit.workplace.organisation.name, (), today) if account else None
    return page(
        request,
        "run.html",
        {"run": found, "row": row, "account": account},
        crumbs=(Crumb(_RUNS, "/oogsten/"), Crumb(found.id)),
    )

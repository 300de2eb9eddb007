"""*Export inlezen*: take in an official export that someone sends with the browser."""

import os

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods

from weerklank.model.account import Scenario
from weerklank.model.text import Text
from weerklank.web import site
from weerklank.web.account_facts import row_of
from weerklank.web.asking import asking_of
from weerklank.web.shell import Crumb, page
from weerklank.web.upload import TOO_LARGE, MemoryUpload, largest_upload
from weerklank.web.visit import the_visit
from weerklank.web.work import WORKS, Work

_TITLE = Text("Export inlezen", "Take in an export")
_HARVESTS = Crumb(Text("Oogsten", "Harvests"), "/oogsten/")
NO_FILE = Text("Kies een bestand.", "Choose a file.")
_TOO_MUCH = Text(
    "Dit bestand is te groot om met de browser te sturen. Er is niets van bewaard. Vraag de "
    "technisch beheerder het in te lezen met de opdracht 'weerklank import'.",
    "This file is too large to send with the browser. Nothing of it was kept. Ask the operator to "
    "take it in with the command 'weerklank import'.",
)


@require_http_methods(["GET", "HEAD", "POST"])
def importing(request: HttpRequest) -> HttpResponse:
    """Receive an export into memory and start taking it in; follow the work from its page."""
    visit = the_visit(request)
    chosen = request.GET.get("account", "")
    problem: Text | None = None
    if request.method == "POST":
        chosen = request.POST.get("account", "")
        file = request.FILES.get("file")
        if isinstance(file, MemoryUpload) and file.size:
            work = Work(
                id=visit.workplace.new_run(),
                kind="import",
                by=visit.name,
                started=visit.workplace.clock.now(),
                account=chosen,
            )
            _start(work, file, chosen)
            return redirect("work", work.id)
        problem = _TOO_MUCH if TOO_LARGE in request.META else NO_FILE
    today = visit.workplace.today()
    organisation = visit.workplace.organisation.name
    accounts = visit.accounts.values()
    rows = [row_of(one, organisation, (), today) for one in accounts]
    return page(
        request,
        "import.html",
        {
            "rows": [row for row in rows if row.scenario is not Scenario.C],
            "chosen": chosen,
            "problem": problem,
            "most": largest_upload(),
            "asking": asking_of(
                next((one.platform for one in accounts if one.id == chosen), None)
            ),
        },
        crumbs=(_HARVESTS, Crumb(_TITLE)),
        status=422 if problem else 200,
    )


def _start(work: Work, file: MemoryUpload, account: str) -> None:
    """Give the file to the process of the work, and let go of it here."""
    descriptor = os.dup(file.descriptor)  # without the flag that would close it at the start
    try:
        arguments = ["--file", str(descriptor)]
        arguments += ["--account", account] if account else []
        WORKS.start(site.current(), work, arguments, descriptor)
    finally:
        os.close(descriptor)
        file.close()

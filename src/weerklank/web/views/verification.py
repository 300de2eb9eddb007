"""*Echtheid en controle*: is all as it was, and can that be shown."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_POST

from weerklank.services.runs.read_runs import read_checks
from weerklank.services.verify.verify_archive import sentence_of
from weerklank.web import site
from weerklank.web.left_out import LEFT_OUT
from weerklank.web.shell import page
from weerklank.web.visit import the_visit
from weerklank.web.work import WORKS, Work

#: Earlier checks that are listed.
_MOST = 50


def verification(request: HttpRequest) -> HttpResponse:
    """Show the last check, what it did not look at, and the earlier ones."""
    visit = the_visit(request)
    checks = read_checks(visit.workplace)
    last = next((one for one in checks if not one.accounts), None)
    return page(
        request,
        "verification.html",
        {
            "last": last,
            "found_count": sum(last.findings.values()) if last else 0,
            "findings": [(code, count, sentence_of(code)) for code, count in last.findings.items()]
            if last
            else [],
            "left_out": [LEFT_OUT.get(one, one) for one in last.not_checked] if last else [],
            "checks": checks[:_MOST],
            "working": [one for one in WORKS.running() if one.kind == "verify"],
        },
    )


@require_POST
def verify(request: HttpRequest) -> HttpResponse:
    """Start a check of the whole archive; one at a time."""
    visit = the_visit(request)
    running = [one for one in WORKS.running() if one.kind == "verify"]
    if running:
        return redirect("work", running[0].id)
    work = Work(
        id=visit.workplace.new_run(),
        kind="verify",
        by=visit.name,
        started=visit.workplace.clock.now(),
    )
    deep = ["--deep"] if request.POST.get("deep") else []
    WORKS.start(site.current(), work, deep)
    return redirect("work", work.id)

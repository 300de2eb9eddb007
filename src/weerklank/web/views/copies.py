"""*Kopieën*: where copies of the archive lie, what audits found, and repair (screens.md 5.20)."""

from urllib.parse import urlsplit

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from weerklank.model.replica import Replica
from weerklank.model.text import Text
from weerklank.services.keep.audit import audit_report
from weerklank.services.runs.read_audits import read_audits
from weerklank.services.seal.read_replicas import listed, still_there
from weerklank.web import site
from weerklank.web.shell import Crumb, page
from weerklank.web.visit import Visit, the_visit
from weerklank.web.work import WORKS, Kind, Work

_COPIES = Text("Kopieën", "Copies")
_KINDS: tuple[Kind, ...] = ("replicate", "repair")


def copies(request: HttpRequest) -> HttpResponse:
    """Show the copies, and when each part of the archive was last looked at."""
    visit = the_visit(request)
    report, audits = audit_report(visit.workplace), read_audits(visit.workplace)
    looks = report.looks.values()
    return page(
        request,
        "copies.html",
        {
            "rows": [_row(visit, one) for one in listed(visit.workplace)],
            "report": report,
            "found": audits.found,
            "all": len(report.looks),
            "never": sum(one is None for one in looks),
            "damaged": [name for name, one in report.looks.items() if one and not one.ok],
            "oldest": min((one.at for one in looks if one), default=None),
            "working": [one for one in WORKS.running() if one.kind in _KINDS],
        },
        crumbs=(
            Crumb(Text("Echtheid en controle", "Authenticity"), reverse("verification")),
            Crumb(_COPIES),
        ),
    )


def _row(visit: Visit, one: Replica) -> dict[str, object]:
    """Tell of a copy; of where it lies the last name alone."""
    return {
        "replica": one,
        "place": urlsplit(one.url).path.rstrip("/").rpartition("/")[2] or one.id,
        "left": len(still_there(visit.workplace, one)),
    }


@require_POST
def refresh(request: HttpRequest) -> HttpResponse:
    """Bring all copies up to date, in a process of its own."""
    return _start(the_visit(request), "replicate")


@require_POST
def mend(request: HttpRequest) -> HttpResponse:
    """Mend from the copies what a check finds damaged, in a process of its own."""
    return _start(the_visit(request), "repair")


def _start(visit: Visit, kind: Kind) -> HttpResponse:
    running = next((one for one in WORKS.running() if one.kind in _KINDS), None)
    if running is not None:
        return redirect("work", running.id)
    work = Work(
        id=visit.workplace.new_run(),
        kind=kind,
        by=visit.name,
        started=visit.workplace.clock.now(),
        onward=reverse("copies"),
    )
    WORKS.start(site.current(), work, [])
    return redirect("work", work.id)

"""*Lekscan*: whether the archive shows somebody it should not; where, and never whom."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from weerklank.model.errors import Refused
from weerklank.model.person import Role
from weerklank.model.text import Text
from weerklank.services.runs.live_progress import is_scanning, live_scan
from weerklank.services.scan.ask_scan import ask_scan, asked_scan
from weerklank.services.scan.found import REASONS, SENTENCES
from weerklank.services.scan.places import read_places
from weerklank.services.scan.read_scans import PastScan, find_scan, read_scans, unresolved_scan
from weerklank.services.schedule.at_work import is_at_work
from weerklank.web.error_words import message_of, next_told
from weerklank.web.shell import Crumb, page
from weerklank.web.visit import Visit, language_of, the_visit

SCAN = Text("Lekscan", "Leak scan")
_START = Text("Lekscan starten", "Start a leak scan")
_A_PAGE, _FINDINGS = 20, 50


@require_safe
def scan(request: HttpRequest) -> HttpResponse:
    """Show how it stands, and the scans that there were."""
    visit = the_visit(request)
    if "HX-Request" in request.headers:
        return _live_part(request, visit)
    workplace = visit.workplace
    pages = Paginator(read_scans(workplace), _A_PAGE).get_page(request.GET.get("blad"))
    return page(
        request,
        "scan/list.html",
        {
            **_standing(visit),
            "rows": [_row(one) for one in pages.object_list],
            "pages": pages,
            "unresolved": unresolved_scan(workplace),
            "last": next(iter(read_scans(workplace)), None),
            "is_asked": "gevraagd" in request.GET,
        },
    )


@require_POST
def ask(request: HttpRequest) -> HttpResponse:
    """Ask for a scan of the whole archive."""
    try:
        ask_scan(the_visit(request).workplace)
    except Refused as error:
        told = {"title": _START, "what": message_of(error), "next": "", "code": error.code}
        return page(request, "error/error.html", told, status=422)
    return redirect(f"{reverse('scan')}?gevraagd=ja")


@require_safe
def one(request: HttpRequest, name: str) -> HttpResponse:
    """Show one scan: what was read, what was found where, what was not read and why."""
    visit = the_visit(request)
    found = find_scan(visit.workplace, name)
    if found is None:
        raise Http404
    places = read_places(visit.workplace.keys, found.name)
    pages = Paginator(places.findings if places else (), _FINDINGS)
    shown = pages.get_page(request.GET.get("blad"))
    first = {one.what: one.where for one in places.not_checked} if places else {}
    return page(
        request,
        "scan/one.html",
        {
            "row": _row(found),
            "has_places": places is not None,
            "findings": [(SENTENCES[one.code], one) for one in shown.object_list],
            "codes": [
                (code, SENTENCES[code], count)
                for code, count in found.findings.items()
                if code in SENTENCES
            ],
            "pages": shown,
            "kept": pages.count,
            "left": [
                (REASONS[what], count, first.get(what, ""))
                for what, count in found.not_checked.items()
                if what in REASONS
            ],
        },
        crumbs=(Crumb(SCAN, reverse("scan")), Crumb(found.name)),
    )


def _standing(visit: Visit) -> dict[str, object]:
    """Give whether a scan waits, goes on, was broken off or failed."""
    workplace = visit.workplace
    state, goes_on = asked_scan(workplace), is_scanning(workplace)
    failure = state.failure
    return {
        "asked": state,
        "goes_on": goes_on,
        "live": live_scan(workplace) if goes_on else None,
        "is_broken_off": state.begun is not None and not goes_on,
        "next": next_told(failure.code, failure.hint) if failure else None,
        "can_ask": state.waiting is None and not goes_on,
        "is_scheduled": is_at_work(workplace),
        "is_operator": Role.OPERATOR in visit.roles,
        "is_live": goes_on or state.waiting is not None,
    }


def _live_part(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Give how it stands, for a script; the whole page is asked anew once nothing goes on."""
    told = _standing(visit)
    if not told["is_live"]:
        return HttpResponse(headers={"HX-Refresh": "true", "Vary": "HX-Request"})
    shell = {"language": language_of(request), "now": visit.workplace.clock.now()}
    part = render(request, "scan/now.html", {**told, **shell})
    part["Vary"] = "HX-Request"
    part["Cache-Control"] = "no-store"
    return part


def _row(found: PastScan) -> dict[str, object]:
    return {
        "scan": found,
        "accounts": ", ".join(found.accounts),
        "not_checked": sum(found.not_checked.values()),
    }

"""Documents of a dossier that say the same: which, and leave the later ones out (5.18)."""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from weerklank.model.dossier import DISCLOSURES, DossierState
from weerklank.model.errors import Refused, WrongUse
from weerklank.model.text import Text
from weerklank.services.disclose.list_dossiers import show_dossier
from weerklank.services.disclose.twins import Twin, find_twins, judge_twins
from weerklank.services.seal.seal_events import seal_events
from weerklank.web.error_words import message_of, next_of
from weerklank.web.permissions import may
from weerklank.web.shell import Crumb, page
from weerklank.web.views.dossiers import DOSSIERS
from weerklank.web.visit import Visit, the_visit

_A_PAGE = 100
_TWINS = Text("Dubbele stukken", "Documents that say the same")


@require_safe
def twins(request: HttpRequest, number: str) -> HttpResponse:
    """Show which documents say the same."""
    return _page(request, the_visit(request), number)


@require_POST
def judge(request: HttpRequest, number: str) -> HttpResponse:
    """Leave the later ones out."""
    visit = the_visit(request)
    try:
        judge_twins(visit.workplace, number)
    except (WrongUse, Refused) as error:
        return _page(request, visit, number, error)
    seal_events(visit.workplace)
    return redirect("dossier-twins", number=number)


def _page(
    request: HttpRequest, visit: Visit, number: str, problem: WrongUse | Refused | None = None
) -> HttpResponse:
    try:
        dossier = show_dossier(visit.workplace, number)
    except WrongUse as error:
        raise Http404 from error
    found: tuple[Twin, ...] = ()
    try:
        found = find_twins(visit.workplace, number)
    except (WrongUse, Refused) as error:  # one was destroyed or corrected since
        problem = error
    waits = [one for one, _ in found if not one.is_decided]
    pages = Paginator(found, _A_PAGE).get_page(request.GET.get("blad"))
    return page(
        request,
        "dossier/twins.html",
        {
            "dossier": dossier,
            "rows": [
                (one, first, DISCLOSURES[one.judgement] if one.is_decided else None)
                for one, first in pages.object_list
            ],
            "total": len(found),
            "pages": pages,
            "waits": len(waits),
            "may_work": dossier.state is not DossierState.FROZEN
            and may(visit.roles, "dossier-twins-judge"),
            "problem": message_of(problem) if problem else None,
            "next": (next_of(problem) or "") if problem else "",
            "code": problem.code if problem else "",
        },
        crumbs=(
            Crumb(DOSSIERS, reverse("dossiers")),
            Crumb(dossier.id, reverse("dossier", args=[dossier.id])),
            Crumb(_TWINS),
        ),
        status=422 if problem else 200,
    )

"""Where what is kept back of a dossier can still be read: all places at once (5.18)."""

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from weerklank.model.dossier import Dossier
from weerklank.model.errors import Refused, WrongUse
from weerklank.model.text import Text
from weerklank.services.disclose.look_for_leaks import find_leaks
from weerklank.services.disclose.same_pictures import Leak
from weerklank.web.error_words import message_of, next_of
from weerklank.web.shell import Crumb, page
from weerklank.web.views.dossiers import DOSSIERS, find
from weerklank.web.visit import the_visit

_TITLE = Text("Nog te lezen", "Can still be read")
_A_PAGE = 100


@require_safe
def leaks(request: HttpRequest, number: str) -> HttpResponse:
    """Show each redaction, and each document that is not public, that another document tells."""
    visit = the_visit(request)
    dossier = find(visit, number)
    found: list[Leak] = []
    problem = None
    try:
        found = find_leaks(visit.workplace, dossier.id)
    except (WrongUse, Refused) as error:  # one was destroyed or corrected since
        problem = error
    pages = Paginator(found, _A_PAGE).get_page(request.GET.get("blad"))
    return page(
        request,
        "dossier/leaks.html",
        {
            "title": _TITLE,
            "dossier": dossier,
            "rows": _rows(dossier, [*pages.object_list]),
            "total": len(found),
            "pages": pages,
            "problem": message_of(problem) if problem else None,
            "next": (next_of(problem) or "") if problem else "",
            "code": problem.code if problem else "",
        },
        crumbs=(
            Crumb(DOSSIERS, reverse("dossiers")),
            Crumb(dossier.id, reverse("dossier", args=[dossier.id])),
            Crumb(_TITLE),
        ),
        status=422 if problem else 200,
    )


def _rows(dossier: Dossier, found: list[Leak]) -> list[dict[str, object]]:
    """Give of each what is kept back, in which document that is, and where it can be read."""
    marked = {one.number: one.id for one in dossier.redactions}
    by_number = {one.number: one.id for one in dossier.documents.values()}
    return [
        {
            "leak": one,
            "kept": (by_number if one.is_whole else marked).get(one.number),
            # None for the number of the case, which stands in all of them.
            "there": by_number.get(int(one.where)) if one.where.isdecimal() else None,
        }
        for one in found
    ]

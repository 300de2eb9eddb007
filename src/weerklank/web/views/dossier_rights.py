"""What of the rights is missing of documents that go out, before they do (E4)."""

from itertools import islice

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from weerklank.model.errors import Refused, WrongUse
from weerklank.model.rights_words import part_words
from weerklank.model.text import Text
from weerklank.services.disclose.list_dossiers import show_dossier
from weerklank.services.disclose.missing_rights import MissingRight, missing_rights
from weerklank.web.error_words import message_of, next_of
from weerklank.web.permissions import may
from weerklank.web.shell import Crumb, page
from weerklank.web.views.dossiers import DOSSIERS
from weerklank.web.visit import the_visit

_TITLE = Text("Rechten die ontbreken", "Rights that are missing")
_SHOWN = 200


@require_safe
def missing(request: HttpRequest, number: str) -> HttpResponse:
    """Show each text and medium of which nobody recorded the rights."""
    visit = the_visit(request)
    try:
        dossier = show_dossier(visit.workplace, number)
    except WrongUse as error:
        raise Http404 from error
    shown: list[MissingRight] = []
    total, problem = 0, None
    try:
        every = missing_rights(visit.workplace, number)
        shown = [*islice(every, _SHOWN)]
        total = len(shown) + sum(1 for _ in every)
    except (WrongUse, Refused) as error:  # one was destroyed or corrected since
        problem = error
    return page(
        request,
        "dossier/rights.html",
        {
            "title": _TITLE,
            "dossier": dossier,
            "rows": [(one.document, one.number, part_words(one.part)) for one in shown],
            "total": total,
            "is_more": total > len(shown),
            "may_see_rights": may(visit.roles, "rights"),
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

"""With which documents a second reader does not agree, why, and what was answered (5.18)."""

from collections.abc import Callable, Iterable

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from weerklank.model.disagreement import DISAGREEMENT_STATES, Disagreement, DisagreementState
from weerklank.model.dossier import Dossier, DossierState
from weerklank.model.errors import Refused, WeerklankError, WrongUse
from weerklank.model.span import OF_FILES, PLACES, RUNNING, overlap, read_span
from weerklank.model.text import Text
from weerklank.services.disclose.disagree import agree, answer, disagree
from weerklank.services.seal.seal_events import seal_events
from weerklank.web.error_words import message_of, next_of
from weerklank.web.permissions import may
from weerklank.web.seen_acts import seen_of
from weerklank.web.shell import Crumb, page
from weerklank.web.views.dossiers import DOSSIERS, dossier_page, find
from weerklank.web.visit import Visit, the_visit

_TITLE = Text("Niet akkoord", "Not agreed")
_NOTHING = Text("Vink stukken aan en zeg waarom.", "Tick documents and say why.")
_NO_PLACE = Text("Die plaats is er niet.", "There is no such place.")
_A_PAGE = 50
#: Of the number of a disagreement, fewer than these.
_DIGITS = 10


@require_safe
def disagreements(request: HttpRequest, number: str) -> HttpResponse:
    """Show what second readers did not agree with: what stands first, then what was settled."""
    return _page(request, the_visit(request), number)


def _page(
    request: HttpRequest, visit: Visit, number: str, problem: WeerklankError | None = None
) -> HttpResponse:
    dossier = find(visit, number)
    every = [*dossier.standing, *(one for one in dossier.disagreements if not one.stands)]
    pages = Paginator(every, _A_PAGE).get_page(request.GET.get("blad"))
    return page(
        request,
        "dossier/disagreements.html",
        {
            "title": _TITLE,
            "dossier": dossier,
            "rows": disagreement_rows(visit, dossier, [*pages.object_list]),
            "standing": len(dossier.standing),
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


def disagreement_rows(
    visit: Visit, dossier: Dossier, some: Iterable[Disagreement]
) -> list[dict[str, object]]:
    """Give disagreements as a template draws them, with what who looks may do with each."""
    is_open = dossier.state is not DossierState.FROZEN
    return [
        {
            "one": one,
            "state": DISAGREEMENT_STATES[one.state],
            "place": _place(dossier, one),
            "is_there": one.id in dossier.documents,
            "is_changed": one.answered_by is not None and not one.answer,
            "may_answer": is_open
            and one.state is DisagreementState.OPEN
            and one.by != visit.name
            and may(visit.roles, "dossier-answer"),
            "may_agree": one.stands and is_second(visit, dossier),
        }
        for one in some
    ]


def _place(dossier: Dossier, one: Disagreement) -> Text | None:
    """Tell at which place, without its words, and what is redacted there now."""
    if one.span is None:
        return None
    place, start, end = one.span
    nl, en = PLACES[place].nl, PLACES[place].en
    if place in OF_FILES:
        nl, en = f"{nl} {start + 1}", f"{en} {start + 1}"
    elif place in RUNNING:
        nl, en = (
            f"{nl}, letter {start + 1} tot en met {end}",
            f"{en}, letter {start + 1} to {end}",
        )
    document = dossier.documents.get(one.id)
    is_same = document is not None and document.number == one.document
    for mark in document.redactions if document and is_same else ():
        if overlap(one.span, (mark.place, mark.start, mark.end)):
            nl += f"; lakking {mark.number} ({mark.ground})"
            en += f"; redaction {mark.number} ({mark.ground})"
    return Text(nl, en)


def is_second(visit: Visit, dossier: Dossier) -> bool:
    """Tell whether who looks may be the second reader of what is not frozen yet."""
    return dossier.state is not DossierState.FROZEN and visit.name not in dossier.workers


@require_POST
def say(request: HttpRequest, number: str) -> HttpResponse:
    """Record with which documents the second reader does not agree."""
    visit = the_visit(request)
    found = find(visit, number)
    items, reason = request.POST.getlist("item"), request.POST.get("reason", "")
    if not items or not reason.strip():
        return dossier_page(request, visit, number, _NOTHING)
    given = [one for one in request.POST.getlist("span") if one]
    # What was selected in the text stands behind what was chosen from the list.
    span = read_span(given[-1]) if given else None
    if given and (span is None or len(items) > 1):
        return dossier_page(request, visit, number, _NO_PLACE)
    seen = seen_of(request.POST.getlist("seen"))
    try:
        disagree(visit.workplace, found.id, items, reason, span=span, seen=seen)
    except (WrongUse, Refused) as error:
        return dossier_page(request, visit, number, error)
    return _back(request, visit, found)


@require_POST
def explain(request: HttpRequest, number: str) -> HttpResponse:
    """Explain why a document stays as it is."""
    reason = request.POST.get("reason", "")
    return _act(request, number, lambda visit, found, n: answer(visit.workplace, found, n, reason))


@require_POST
def settle(request: HttpRequest, number: str) -> HttpResponse:
    """Agree after all."""
    return _act(request, number, lambda visit, found, n: agree(visit.workplace, found, n))


def _act(
    request: HttpRequest, number: str, act: Callable[[Visit, str, int], Dossier]
) -> HttpResponse:
    visit = the_visit(request)
    found = find(visit, number)
    given = request.POST.get("number", "")
    is_number = given.isascii() and given.isdecimal() and len(given) < _DIGITS
    try:
        act(visit, found.id, int(given) if is_number else 0)
    except (WrongUse, Refused) as error:
        return _page(request, visit, number, error)
    return _back(request, visit, found)


def _back(request: HttpRequest, visit: Visit, found: Dossier) -> HttpResponse:
    """Go back to the document that was looked at, or else to the list."""
    seal_events(visit.workplace)
    post = request.POST.get("post", "")
    if post in found.documents:
        return redirect("dossier-document", number=found.id, post=post)
    return redirect("dossier-disagreements", number=found.id)

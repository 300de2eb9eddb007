"""One document of a dossier: read it, keep passages back with their ground, judge it (5.18)."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from weerklank.disclose.passages import Bar, Piece
from weerklank.model.dossier import DISCLOSURES, PLACES, Disclosure, DossierState, Place
from weerklank.model.errors import Refused, WeerklankError, WrongUse
from weerklank.model.item_words import KINDS
from weerklank.model.platform import TITLES
from weerklank.model.text import Text
from weerklank.model.woo_grounds import WOO_GROUNDS
from weerklank.services.disclose.gather import remove_document
from weerklank.services.disclose.judge import judge
from weerklank.services.disclose.look_at_document import LookedAt, look_at_document
from weerklank.services.disclose.redact import (
    allow_elsewhere,
    redact,
    redact_whole,
    undo_redaction,
)
from weerklank.services.find.item_json import author_name
from weerklank.services.seal.seal_events import seal_events
from weerklank.web.account_form import day
from weerklank.web.error_words import message_of, next_of
from weerklank.web.permissions import may
from weerklank.web.shell import Crumb, page
from weerklank.web.views.dossiers import DOSSIERS
from weerklank.web.visit import Visit, the_visit

_NOTHING = Text(
    "Kies zinnen, geef een passage of kies alle tekst.",
    "Choose sentences, give a passage or choose all text.",
)
_NO_JUDGEMENT = Text("Kies een beoordeling.", "Choose a judgement.")
#: The ground that fits most of what citizens say of themselves.
_USUAL = "5.1.2e"


@require_safe
def document(request: HttpRequest, number: str, post: str) -> HttpResponse:
    """Show one document with what is kept back of it."""
    return _page(request, the_visit(request), number, post)


def _page(
    request: HttpRequest,
    visit: Visit,
    number: str,
    post: str,
    error: WeerklankError | Text | None = None,
) -> HttpResponse:
    found = _find(visit, number, post)
    one, item = found.document, found.item
    told = error if isinstance(error, Text) else message_of(error) if error else None
    is_open = found.dossier.state is not DossierState.FROZEN
    return page(
        request,
        "dossier/document.html",
        {
            "dossier": found.dossier,
            "document": one,
            "item": item,
            "author": author_name(item.author) if item else "",
            "kind": KINDS[item.kind] if item else "",
            "platform": TITLES.get(item.platform, item.platform) if item else "",
            "why": message_of(found.why) if found.why else None,
            "words": [
                (
                    PLACES[place],
                    [
                        (isinstance(p, Bar), p.said if isinstance(p, Bar) else p.text)
                        for p in parts
                    ],
                )
                for place, parts in found.words.items()
            ],
            "sentences": found.sentences,
            "judgement": DISCLOSURES[one.judgement],
            "judgements": [
                (value.value, text, value is one.judgement) for value, text in DISCLOSURES.items()
            ],
            "grounds": [(code, ground.text) for code, ground in WOO_GROUNDS.items()],
            "usual": _USUAL,
            "marks": [
                {"mark": mark, "place": PLACES[mark.place], "ground": WOO_GROUNDS[mark.ground]}
                for mark in one.redactions
            ],
            "before": found.before,
            "after": found.after,
            "may_work": is_open and may(visit.roles, "dossier-redact"),
            "problem": told,
            "next": (next_of(error) or "") if isinstance(error, WeerklankError) else "",
            "code": error.code if isinstance(error, WeerklankError) else "",
        },
        crumbs=(
            Crumb(DOSSIERS, reverse("dossiers")),
            Crumb(found.dossier.id, reverse("dossier", args=[found.dossier.id])),
            Crumb(f"{one.number:04d}"),
        ),
        status=422 if told else 200,
    )


def _piece(one: Piece) -> tuple[bool, str]:
    """Give a piece as a template draws it: whether it is a bar, and what stands there."""
    return (True, one.said) if isinstance(one, Bar) else (False, one.text)


def _find(visit: Visit, number: str, post: str) -> LookedAt:
    try:
        return look_at_document(visit.workplace, number, post)
    except WrongUse as error:
        raise Http404 from error


@require_POST
def mark(request: HttpRequest, number: str, post: str) -> HttpResponse:
    """Keep back the sentences that were chosen, a passage that was typed, or all of a place."""
    visit = the_visit(request)
    found = _find(visit, number, post)
    ground = request.POST.get("ground", "")
    typed = request.POST.get("passage", "").strip()
    chosen = request.POST.getlist("sentence")
    passages = [one.text for at, one in enumerate(found.sentences) if str(at) in chosen]
    passages += [typed] if typed else []
    whole = [place for place in Place if place.value == request.POST.get("whole")]
    if not passages and not whole:
        return _page(request, visit, number, post, _NOTHING)
    try:
        for place in whole:
            redact_whole(visit.workplace, number, post, place, ground)
        for passage in passages:
            redact(visit.workplace, number, post, passage, ground)
    except (WrongUse, Refused) as error:
        return _page(request, visit, number, post, error)
    return _done(visit, number, post)


@require_POST
def undo(request: HttpRequest, number: str, post: str) -> HttpResponse:
    """Take a mark away again."""
    visit = the_visit(request)
    _find(visit, number, post)
    given = request.POST.get("number", "")
    try:
        undo_redaction(visit.workplace, number, int(given) if given.isdecimal() else 0)
    except (WrongUse, Refused) as error:
        return _page(request, visit, number, post, error)
    return _done(visit, number, post)


@require_POST
def allow(request: HttpRequest, number: str, post: str) -> HttpResponse:
    """Let the words of a mark stay readable elsewhere, with the reason."""
    visit = the_visit(request)
    _find(visit, number, post)
    given, reason = request.POST.get("number", ""), request.POST.get("reason", "")
    try:
        of = int(given) if given.isdecimal() else 0
        allow_elsewhere(visit.workplace, number, of, reason)
    except (WrongUse, Refused) as error:
        return _page(request, visit, number, post, error)
    return _done(visit, number, post)


@require_POST
def judged(request: HttpRequest, number: str, post: str) -> HttpResponse:
    """Judge the whole document."""
    visit = the_visit(request)
    _find(visit, number, post)
    value = next((one for one in Disclosure if one == request.POST.get("judgement")), None)
    if value is None:
        return _page(request, visit, number, post, _NO_JUDGEMENT)
    ground = request.POST.get("ground", "")
    looked = day(request.POST.get("looked", ""))
    needs = value in (Disclosure.REFUSED, Disclosure.PARTLY)
    try:
        judge(
            visit.workplace,
            number,
            post,
            value,
            grounds=(ground,) if needs and ground else (),
            looked=looked if value is Disclosure.ALREADY_PUBLIC else None,
        )
    except (WrongUse, Refused) as error:
        return _page(request, visit, number, post, error)
    return _done(visit, number, post)


@require_POST
def remove(request: HttpRequest, number: str, post: str) -> HttpResponse:
    """Take the document out of the dossier, with the reason."""
    visit = the_visit(request)
    _find(visit, number, post)
    try:
        remove_document(visit.workplace, number, post, request.POST.get("reason", ""))
    except (WrongUse, Refused) as error:
        return _page(request, visit, number, post, error)
    seal_events(visit.workplace)
    return redirect("dossier", number=number)


def _done(visit: Visit, number: str, post: str) -> HttpResponse:
    seal_events(visit.workplace)
    return redirect("dossier-document", number=number, post=post)

"""A picture of a document in a Woo dossier: keep parts of it back, and take that away again."""

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST, require_safe

from weerklank.model.area import area_of
from weerklank.model.dossier import DISCLOSURES, OPEN, DossierDocument, DossierState
from weerklank.model.errors import Refused, WeerklankError, WrongUse
from weerklank.model.part_of_picture import NOT_IN_PART, NotInPart
from weerklank.model.text import Text
from weerklank.model.woo_grounds import WOO_GROUNDS
from weerklank.services.disclose.covered_picture import picture_facts
from weerklank.services.disclose.hide_part import hide_part, see_picture
from weerklank.services.disclose.look_at_document import LookedAt, look_at_document
from weerklank.services.seal.seal_events import seal_events
from weerklank.web.error_words import message_of, next_of
from weerklank.web.grounds_offered import RARE, USUAL
from weerklank.web.permissions import may
from weerklank.web.picture_sent import sent_picture
from weerklank.web.seen_acts import seen
from weerklank.web.shell import Crumb, page
from weerklank.web.views.dossiers import DOSSIERS
from weerklank.web.visit import Visit, the_visit

_NO_AREA = Text(
    "Teken een deel, of geef links, boven, breedte en hoogte in procenten: binnen het beeld en "
    "groter dan nul.",
    "Draw a part, or give left, top, width and height in per cent: within the picture and larger "
    "than nought.",
)
_FIELDS = ("left", "top", "width", "height")


@require_safe
def picture(request: HttpRequest, number: str, post: str, file: int) -> HttpResponse:
    """Show a picture with what is kept back of it, and a form to keep more back."""
    return _page(request, the_visit(request), number, post, file)


def bars_of(document: DossierDocument, at: int) -> list[dict[str, object]]:
    """Give the bars over a picture as a template draws them, in per cent."""
    return [
        {"mark": one, "x": x, "y": y, "w": w, "h": h, "where": one.area.said()}
        for one in document.parts_of(at)
        if one.area is not None
        for x, y, w, h in (one.area.percents,)
    ]


def _page(
    request: HttpRequest,
    visit: Visit,
    number: str,
    post: str,
    file: int,
    error: WeerklankError | Text | None = None,
) -> HttpResponse:
    found = _find(visit, number, post, file)
    one, path = found.document, found.media[file - 1].path
    facts = picture_facts(path) if path else NotInPart.GONE
    why = NOT_IN_PART[facts] if isinstance(facts, NotInPart) else None
    told = error if isinstance(error, Text) else message_of(error) if error else None
    is_open = found.dossier.state is not DossierState.FROZEN
    is_kept_back = file - 1 in one.media_kept_back
    given = request.POST if request.method == "POST" else request.GET
    ground = given.get("ground", "")
    return page(
        request,
        "dossier/picture.html",
        {
            "dossier": found.dossier,
            "document": one,
            "file": file,
            "alt": str(found.media[file - 1].medium.alt or ""),
            "why": why,
            "facts": None if why else facts,
            "is_kept_back": is_kept_back,
            "bars": [
                {**bar, "ground": WOO_GROUNDS[mark.ground].text}
                for bar, mark in zip(bars_of(one, file - 1), one.parts_of(file - 1), strict=True)
            ],
            "usual": USUAL,
            "rare": RARE,
            "ground": ground if ground in WOO_GROUNDS else USUAL[0][0],
            "given": [(name, given.get(name, "")) for name in _FIELDS],
            "would_lapse": one.judged if one.judged and one.judgement in OPEN else None,
            "judgement": DISCLOSURES[one.judgement],
            "may_work": is_open
            and may(visit.roles, "dossier-hide")
            and why is None
            and not is_kept_back,
            "may_undo": is_open and may(visit.roles, "dossier-undo"),
            "problem": told,
            "next": (next_of(error) or "") if isinstance(error, WeerklankError) else "",
            "code": error.code if isinstance(error, WeerklankError) else "",
        },
        crumbs=(
            Crumb(DOSSIERS, reverse("dossiers")),
            Crumb(found.dossier.id, reverse("dossier", args=[found.dossier.id])),
            Crumb(
                f"{one.number:04d}", reverse("dossier-document", args=[found.dossier.id, one.id])
            ),
            Crumb(Text(f"Beeld {file}", f"Picture {file}")),
        ),
        status=422 if told else 200,
    )


@require_safe
def shown(request: HttpRequest, number: str, post: str, file: int) -> HttpResponse:
    """Send a picture upright, as parts of it are told; without the bars over it."""
    visit = the_visit(request)
    try:
        return sent_picture(see_picture(_find(visit, number, post, file), file))
    except Refused as error:
        raise Http404 from error


@require_POST
def hide(request: HttpRequest, number: str, post: str, file: int) -> HttpResponse:
    """Keep a part of a picture back."""
    visit = the_visit(request)
    _find(visit, number, post, file)
    area = area_of(*(request.POST.get(name, "") for name in _FIELDS))
    if area is None:
        return _page(request, visit, number, post, file, _NO_AREA)
    ground = request.POST.get("ground", "")
    try:
        hide_part(visit.workplace, number, post, file, [area], ground, seen=seen(request))
    except (WrongUse, Refused) as error:
        return _page(request, visit, number, post, file, error)
    seal_events(visit.workplace)
    return redirect(f"{reverse('dossier-picture', args=[number, post, file])}?ground={ground}")


def _find(visit: Visit, number: str, post: str, file: int) -> LookedAt:
    try:
        found = look_at_document(visit.workplace, number, post)
    except WrongUse as error:
        raise Http404 from error
    if not 1 <= file <= len(found.media):
        raise Http404
    return found

"""Several documents of a dossier judged at once, ticked in its list (5.18)."""

from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from weerklank.model.dossier import Disclosure
from weerklank.model.errors import Refused, WrongUse
from weerklank.model.text import Text
from weerklank.services.disclose.judge import judge_several
from weerklank.services.seal.seal_events import seal_events
from weerklank.web.account_form import day
from weerklank.web.dossier_rows import GROUPS
from weerklank.web.seen_acts import seen_of
from weerklank.web.views.dossiers import dossier_page, find
from weerklank.web.visit import the_visit

_NOTHING = Text(
    "Vink stukken aan en kies een beoordeling.", "Tick documents and choose a judgement."
)


@require_POST
def judge(request: HttpRequest, number: str) -> HttpResponse:
    """Judge what was ticked, and go back to where the list was."""
    visit = the_visit(request)
    found = find(visit, number)
    items = request.POST.getlist("item")
    value = next((one for one in Disclosure if one == request.POST.get("judgement")), None)
    if not items or value is None:
        return dossier_page(request, visit, number, _NOTHING)
    ground = request.POST.get("ground", "")
    needs = value in (Disclosure.REFUSED, Disclosure.PARTLY)
    is_there = value is Disclosure.ALREADY_PUBLIC
    try:
        judge_several(
            visit.workplace,
            found.id,
            items,
            value,
            grounds=(ground,) if needs and ground else (),
            looked=day(request.POST.get("looked", "")) if is_there else None,
            seen=seen_of(request.POST.getlist("seen")),
        )
    except (WrongUse, Refused) as error:
        return dossier_page(request, visit, number, error)
    seal_events(visit.workplace)
    asked = {name: request.GET.get(name, "") for name in ("toon", "blad")}
    if asked["toon"] not in GROUPS:
        del asked["toon"]
    if not asked["blad"].isdecimal():
        del asked["blad"]
    place = f"?{urlencode(asked)}" if asked else ""
    return redirect(f"{reverse('dossier', args=[found.id])}{place}#documents")

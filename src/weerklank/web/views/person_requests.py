"""*Verzoeken*: a person asks, what is held, the decision, and the letter (D5).

What is typed to find somebody comes by POST and stands in no address; nothing of it is kept.
"""

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from weerklank.model.errors import Refused, WrongUse
from weerklank.model.person_request import (
    KINDS,
    OUTCOMES,
    PersonRequest,
    RequestKind,
    RequestOutcome,
)
from weerklank.model.platform import TITLES, Platform
from weerklank.model.request_grounds import GROUNDS, Checked, grounds_of
from weerklank.model.text import Text
from weerklank.services.requests.answer_letter import answer_letter
from weerklank.services.requests.decide_request import (
    MOST_MOTIVATION,
    MOST_NOTE,
    Decision,
    decide_request,
    lift,
)
from weerklank.services.requests.held_about import HeldItem
from weerklank.services.requests.letter_forms import letter_html
from weerklank.services.requests.show_request import show_request
from weerklank.services.requests.take_request import (
    MOST,
    MOST_CASE,
    NAMES_WHO_ASKS,
    NO_CASE,
    NOT_THAT_DAY,
    extend,
    find_request,
    identify,
    list_requests,
    take_request,
)
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace
from weerklank.web.asked_days import no_day, typed_day
from weerklank.web.error_words import message_of
from weerklank.web.foreign import shown
from weerklank.web.shell import Crumb, page
from weerklank.web.visit import the_visit

_TITLE = Text("Verzoeken van personen", "Requests of persons")
_NO_DAY = Text("Geef een dag als 2026-11-27.", "Give a day such as 2026-11-27.")
_CHOOSE = Text("Kies een uitkomst en een grond.", "Choose an outcome and a ground.")
_A_PAGE = 50


@require_http_methods(["GET", "HEAD", "POST"])
def requests(request: HttpRequest) -> HttpResponse:
    """List the requests, and take a new one in."""
    workplace = the_visit(request).workplace
    problem: Text | str = ""
    field = ""
    if request.method == "POST":
        made, problem, field = _taken(request, workplace)
        if made is not None:
            return redirect("person-request", made.id)
    found = list_requests(workplace)
    pages = Paginator(found, _A_PAGE).get_page(request.GET.get("blad"))
    given = request.POST
    return page(
        request,
        "privacy/requests.html",
        {
            "title": _TITLE,
            "rows": [_row(workplace, one) for one in pages.object_list],
            "pages": pages,
            "kinds": [(str(kind), KINDS[kind]) for kind in RequestKind],
            "platforms": [(str(one), TITLES[one]) for one in Platform],
            "given": {name: given.get(name, "") for name in _FIELDS},
            "problem": problem,
            "field": field,
            "today": workplace.today().isoformat(),
            "most_case": MOST_CASE,
            "most": MOST,
        },
        status=422 if problem else 200,
    )


#: What may stay in the form after a mistake: not the handle.
_FIELDS = ("kind", "platform", "case", "received", "how")


#: What is refused of one field; the rest is about whose account it is.
_FIELD_OF = {NOT_THAT_DAY: "received", NO_CASE: "case", NAMES_WHO_ASKS: "case"}


def _taken(
    request: HttpRequest, workplace: Workplace
) -> tuple[PersonRequest | None, Text | str, str]:
    """Take a request in; else say what is wrong with it and at which field."""
    given = request.POST
    try:
        kind, platform = RequestKind(given.get("kind", "")), Platform(given.get("platform", ""))
    except ValueError:
        raise Http404 from None  # not from our form
    typed = given.get("received", "").strip()
    day = typed_day(typed) if typed else None
    if typed and day is None:
        return None, no_day(typed), "received"
    try:
        made, _ = take_request(
            workplace,
            kind,
            platform,
            given.get("handle", ""),
            case=given.get("case", ""),
            received=day,
            how=given.get("how", ""),
        )
    except (WrongUse, Refused) as error:
        return None, message_of(error), _FIELD_OF.get(error.code, "handle")
    seal_events(workplace)
    return made, "", ""


@require_http_methods(["GET", "HEAD", "POST"])
def person_request(request: HttpRequest, name: str) -> HttpResponse:
    """Show a request with what is held, and do what is asked with it."""
    workplace = the_visit(request).workplace
    try:
        known = find_request(workplace, name)
    except WrongUse as error:
        raise Http404 from error
    problem: Text | str = ""
    if request.method == "POST":
        problem = _done(request, workplace, known)
        if not problem:
            seal_events(workplace)
            return redirect(f"{reverse('person-request', args=[known.id])}?vastgelegd=ja")
    number = request.GET.get("blad", "1")
    at = max(int(number) - 1, 0) if number.isdecimal() and len(number) < _DIGITS else 0
    found, held = show_request(workplace, name, limit=_A_PAGE, offset=at * _A_PAGE)
    seal_events(workplace)
    pages = Paginator(range(held.total), _A_PAGE).get_page(at + 1)
    grounds = grounds_of(found.kind, nothing_held=not found.persons)
    chosen = request.POST.get("ground") or request.GET.get("grond", "")
    proposal = GROUNDS[chosen].proposal if chosen in GROUNDS else ""
    return page(
        request,
        "privacy/request.html",
        {
            **_row(workplace, found),
            "held": held,
            "items": [_item(one) for one in held.items],
            "pages": pages,
            "grounds": [(one, one.checked is Checked.UNCHECKED) for one in grounds],
            "chosen": chosen,
            "outcomes": [(str(one), OUTCOMES[one]) for one in RequestOutcome],
            "outcome_given": request.POST.get("outcome", ""),
            "motivation": request.POST.get("motivation", proposal),
            "note": request.POST.get("note", ""),
            "wants_note": found.kind is RequestKind.RECTIFICATION,
            "problem": problem,
            "is_settled": "vastgelegd" in request.GET,
            "can_extend": not found.extended and workplace.today() <= found.first_due,
            "most": MOST,
            "most_motivation": MOST_MOTIVATION,
            "most_note": MOST_NOTE,
        },
        crumbs=(Crumb(_TITLE, reverse("person-requests")), Crumb(found.id)),
        status=422 if problem else 200,
    )


_DIGITS = 7


def _done(request: HttpRequest, workplace: Workplace, known: PersonRequest) -> Text | str:
    """Do what a form asks; give what is wrong with it, nothing when it was done."""
    given, act = request.POST, request.POST.get("doen")
    try:
        if act == "identify":
            identify(workplace, known.id, given.get("how", ""))
        elif act == "extend":
            extend(workplace, known.id, given.get("reason", ""))
        elif act == "lift":
            lift(workplace, known.id, given.get("reason", ""))
        elif act == "decide":
            outcome = next((one for one in RequestOutcome if one == given.get("outcome")), None)
            if outcome is None or given.get("ground") not in GROUNDS:
                return _CHOOSE
            decision = Decision(
                outcome=outcome,
                ground=given["ground"],
                motivation=given.get("motivation", ""),
                items=tuple(given.getlist("item")),
                note=given.get("note", ""),
            )
            decide_request(workplace, known.id, decision)
        else:
            raise Http404
    except (WrongUse, Refused) as error:
        return message_of(error)
    return ""


@require_safe
def letter(request: HttpRequest, name: str) -> HttpResponse:
    """Give the answer letter as a page to print; nothing of it is kept."""
    workplace = the_visit(request).workplace
    try:
        made = answer_letter(workplace, name)
    except WrongUse as error:
        raise Http404 from error
    seal_events(workplace)
    answer = HttpResponse(letter_html(made), content_type="text/html; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="brief-{made.number}.html"'
    return answer


def _row(workplace: Workplace, one: PersonRequest) -> dict[str, object]:
    answered = one.answered
    return {
        "one": one,
        "kind": KINDS[one.kind],
        "platform": TITLES[one.platform],
        "days": (one.due - workplace.today()).days,
        "outcome": OUTCOMES[answered.outcome] if answered else None,
        "ground": GROUNDS[answered.ground].text if answered else None,
    }


def _item(one: HeldItem) -> dict[str, object]:
    return {"item": one, "text": None if one.text is None else shown(one.text)}

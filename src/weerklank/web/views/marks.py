"""*Geen overheidsinformatie*: mark a post or reply, and decide on a mark (requirement D6)."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from weerklank.model.access import Looked
from weerklank.model.errors import Refused, WrongUse
from weerklank.model.item import ItemKind
from weerklank.model.mark import BROUGHT, WORDS, Judgement, Mark, MarkState
from weerklank.model.text import Text
from weerklank.services.appraise.mark_item import (
    MOST,
    decide_mark,
    find_mark,
    list_marks,
    mark_item,
)
from weerklank.services.find.show_item import ShownItem, show_item
from weerklank.services.people.access import note_seen, why_apart
from weerklank.services.seal.seal_events import seal_events
from weerklank.web.error_words import message_of
from weerklank.web.foreign import shown
from weerklank.web.permissions import SEE_MARKS, may, sight_of
from weerklank.web.shell import Crumb, page
from weerklank.web.visit import Visit, the_visit

MARK = Text("Dit is geen overheidsinformatie", "This is not government information")
_DECIDE = Text("Besluit over een markering", "Decide on a mark")
_POST = Text("Bericht", "Post")
WHY = Text(
    "Zeg waarom, in hooguit {most} tekens.", "Say why, in {most} characters at most."
).filled(most=MOST)
CHOOSE = Text("Kies wat ermee gebeurt.", "Choose what becomes of it.")
#: What each choice comes to.
CHOICES: dict[Judgement, tuple[Text, Text]] = {
    Judgement.KEEP: (
        Text("Houden", "Keep"),
        Text(
            "Het is overheidsinformatie. De markering vervalt, en ook een eerdere beperking.",
            "It is government information. The mark is lifted, and so is an earlier restriction.",
        ),
    ),
    Judgement.RESTRICT: (
        Text("Beperken", "Restrict"),
        Text(
            "Het blijft in het archief. Alleen archivaris, privacy officer en inspecteur zien "
            "het nog; wie het opent, wordt vastgelegd.",
            "It stays in the archive. Only archivist, privacy officer and inspector still see "
            "it; who opens it is recorded.",
        ),
    ),
    Judgement.REMOVE: (
        Text("Verwijderen", "Remove"),
        Text(
            "Er komt een vernietigingslijst, die een beoordelaar en een andere archivaris nog "
            "moeten goedkeuren. Tot dan is het beperkt.",
            "A destruction list is made, which a reviewer and another archivist must still "
            "approve. Until then it is restricted.",
        ),
    ),
}


@dataclass(frozen=True, slots=True)
class ShownMark:
    """A mark as the page of its item tells it."""

    mark: Mark
    state: Text
    #: Newest first: what was done, with the list that came of it.
    steps: tuple[tuple[Text | str, object], ...]
    is_waiting: bool
    can_decide: bool


@dataclass(frozen=True, slots=True)
class Marking:
    """What somebody may do and see of marks on the page of an item."""

    mark: ShownMark | None
    can_mark: bool


def marking_of(visit: Visit, found: ShownItem) -> Marking:
    """Give what whoever looks may do and see of the mark of an item."""
    mark = next((one for one in list_marks(visit.workplace) if one.id == found.item.id), None)
    waits = mark is not None and mark.state is MarkState.WAITING
    kinds = (ItemKind.PROFILE, ItemKind.PAGE)
    is_fit = found.item.kind not in kinds and found.item.scenario != "C"
    can_mark = is_fit and not waits and may(visit.roles, "mark")
    if mark is None or SEE_MARKS.isdisjoint(visit.roles):
        return Marking(None, can_mark)
    steps = tuple(
        (WORDS[BROUGHT[step.judgement]] if step.judgement else step.reason, step)
        for step in reversed(mark.steps)
    )
    can_decide = may(visit.roles, "mark-decide") and visit.name not in mark.markers
    return Marking(ShownMark(mark, WORDS[mark.state], steps, waits, can_decide), can_mark)


@require_http_methods(["GET", "HEAD", "POST"])
def mark(request: HttpRequest, name: str) -> HttpResponse:
    """Mark an item, with the reason."""
    visit = the_visit(request)
    found = _item(visit, name)
    reason = request.POST.get("reason", "")
    problem: Text | str = ""
    if request.method == "POST":
        try:
            mark_item(visit.workplace, found.item.id, reason)
        except WrongUse:
            problem = WHY
        except Refused as error:
            problem = message_of(error)
        else:
            seal_events(visit.workplace)
            return redirect(f"{reverse('post', args=[found.item.id])}?markering=ja#marking")
    return _form(request, found, "marks/mark.html", MARK, {"reason": reason, "problem": problem})


@require_http_methods(["GET", "HEAD", "POST"])
def decide(request: HttpRequest, name: str) -> HttpResponse:
    """Decide on the mark of an item."""
    visit = the_visit(request)
    found = _item(visit, name)
    try:
        known = find_mark(visit.workplace, found.item.id)
    except WrongUse as error:
        raise Http404 from error
    chosen = next((one for one in Judgement if one == request.POST.get("judgement")), None)
    problem: Text | str = ""
    if request.method == "POST":
        problem = CHOOSE
        if chosen is not None:
            try:
                decide_mark(visit.workplace, known.id, chosen)
            except Refused as error:
                problem = message_of(error)
            else:
                seal_events(visit.workplace)
                return redirect(f"{reverse('post', args=[known.id])}?markering=ja#marking")
    more = {
        "mark": known,
        "state": WORDS[known.state],
        "choices": [(one.value, *CHOICES[one]) for one in Judgement],
        "chosen": chosen.value if chosen else "",
        "problem": problem,
    }
    return _form(request, found, "marks/decide.html", _DECIDE, more)


def _item(visit: Visit, name: str) -> ShownItem:
    """Give the item; Http404 for what is not there, or not for who asks. Opening is recorded."""
    try:
        found = show_item(visit.workplace, name, sight_of(visit.roles))
    except (WrongUse, Refused) as error:
        raise Http404 from error
    why = why_apart(found.state, shielded=found.shielded, special=found.special)
    if why is not None:
        note_seen(visit.workplace, Looked.POST, found.item.id, why)
    return found


def _form(
    request: HttpRequest,
    found: ShownItem,
    template: str,
    title: Text,
    more: dict[str, object],
) -> HttpResponse:
    return page(
        request,
        template,
        {
            **more,
            "item": found.item,
            "text": shown(found.item.text or ""),
            "title": title,
            "most": MOST,
        },
        crumbs=(Crumb(_POST, reverse("post", args=[found.item.id])), Crumb(title)),
        status=422 if more["problem"] else 200,
    )

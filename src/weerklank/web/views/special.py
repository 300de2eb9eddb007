"""*Bijzonder*: what probably holds special, criminal or children's data; a person decides (D7)."""

from typing import TYPE_CHECKING

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from weerklank.model.access import Apart, Looked
from weerklank.model.errors import Refused, WrongUse
from weerklank.model.ids import AccountId
from weerklank.model.item import AuthorRole, ItemKind
from weerklank.model.mark import Judgement
from weerklank.model.special import KINDS, STATES, SpecialState
from weerklank.model.text import Text
from weerklank.services.appraise.mark_item import MOST
from weerklank.services.appraise.mark_special import (
    BROUGHT,
    SpecialItem,
    decide_special,
    mark_special,
    special_item,
    special_items,
)
from weerklank.services.find.show_item import ShownItem, show_item
from weerklank.services.people.access import note_seen, why_apart
from weerklank.services.seal.seal_events import seal_events
from weerklank.web.account_facts import name_of
from weerklank.web.error_words import message_of
from weerklank.web.foreign import shown
from weerklank.web.permissions import may, sight_of
from weerklank.web.shell import Crumb, page
from weerklank.web.visit import Visit, the_visit

if TYPE_CHECKING:
    from django.core.paginator import Page

SPECIAL = Text("Bijzonder", "Special")
_MARK = Text("Als bijzonder markeren", "Mark as special")
_WHY = Text("Zeg waarom, in hooguit {most} tekens.", "Say why, in {most} characters at most.")
_CHOOSE = Text("Kies wat het is.", "Choose what it is.")
_NOT_THERE = Text(
    "Dit bericht is er niet. Neem het adres van zijn pagina over, zoals vbd-2026-11-20-k7c2x.",
    "This post is not there. Copy the address of its page, such as vbd-2026-11-20-k7c2x.",
)
#: What a decision comes to: title and consequence.
_CHOICES: dict[Judgement, tuple[Text, Text]] = {
    Judgement.RESTRICT: (
        Text("Ja, bijzonder", "Yes, special"),
        Text(
            "Het blijft in het archief. Alleen archivaris en privacy officer zien het; het gaat "
            "niet mee in een export.",
            "It stays in the archive. Archivist and privacy officer alone see it; it goes along "
            "in no export.",
        ),
    ),
    Judgement.KEEP: (
        Text("Nee, niet bijzonder", "No, not special"),
        Text(
            "Het wordt weer getoond als elke reactie. Verandert de tekst later, dan wordt er "
            "opnieuw naar gekeken.",
            "It is shown again as any reply. If its text changes later, it is looked at anew.",
        ),
    ),
}
_A_PAGE = 20


@require_safe
def special(request: HttpRequest) -> HttpResponse:
    """List what waits for a decision, without its text; or lead to what somebody wants to mark."""
    visit = the_visit(request)
    asked = request.GET.get("bericht", "").strip().rstrip("/").rpartition("/")[2].lower()
    if asked:
        if _is_there(visit, asked):
            return redirect("special-mark", asked)
        return _list(request, visit, asked, _NOT_THERE)
    return _list(request, visit, "", None)


def _list(request: HttpRequest, visit: Visit, asked: str, problem: Text | None) -> HttpResponse:
    with_decided = request.GET.get("alles") == "ja"
    waiting = special_items(visit.workplace, limit=1).total
    total = (
        special_items(visit.workplace, with_decided=True, limit=1).total
        if with_decided
        else waiting
    )
    pages: Page[int] = Paginator(range(total), _A_PAGE).get_page(request.GET.get("blad"))
    found = special_items(
        visit.workplace,
        with_decided=with_decided,
        limit=_A_PAGE,
        offset=max(pages.start_index() - 1, 0),
    )
    return page(
        request,
        "special/list.html",
        {
            "rows": [_told(visit, one) for one in found.items],
            "pages": pages,
            "query_before": "alles=ja" if with_decided else "",
            "waiting": waiting,
            "with_decided": with_decided,
            "is_settled": "vastgelegd" in request.GET,
            "given": asked,
            "problem": problem,
        },
        status=422 if problem else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def one(request: HttpRequest, name: str) -> HttpResponse:
    """Show one item with what rules say of it, and decide. Opening it is recorded."""
    visit = the_visit(request)
    opened = _open(visit, name)
    found = special_item(visit.workplace, opened.item.id)
    if found is None:
        raise Http404
    chosen = next((one for one in _CHOICES if one == request.POST.get("judgement")), None)
    problem: Text | str = ""
    if request.method == "POST":
        problem = _CHOOSE
        if chosen is not None:
            try:
                decide_special(visit.workplace, found.item.id, chosen)
            except (Refused, WrongUse) as error:
                problem = message_of(error)
            else:
                seal_events(visit.workplace)
                return redirect(f"{reverse('special')}?vastgelegd=ja")
    row = _told(visit, found)
    return page(
        request,
        "special/one.html",
        {
            "row": row,
            "item": opened.item,
            "text": shown(opened.item.text or ""),
            "choices": [
                (judgement.value, *texts)
                for judgement, texts in _CHOICES.items()
                if BROUGHT[judgement] is not found.state
            ],
            "chosen": chosen.value if chosen else "",
            "problem": problem,
        },
        crumbs=(Crumb(SPECIAL, reverse("special")), Crumb(opened.item.id)),
        status=422 if problem else 200,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def mark(request: HttpRequest, name: str) -> HttpResponse:
    """Mark an item that no rule found, with the reason: from then on few see it."""
    visit = the_visit(request)
    opened = _open(visit, name)
    reason = request.POST.get("reason", "")
    problem: Text | str = ""
    if request.method == "POST":
        try:
            mark_special(visit.workplace, opened.item.id, reason)
        except WrongUse:
            problem = _WHY.filled(most=MOST)
        except Refused as error:
            problem = message_of(error)
        else:
            seal_events(visit.workplace)
            if may(visit.roles, "special"):
                return redirect(f"{reverse('special')}?vastgelegd=ja")
            return redirect("post", opened.item.id)  # which says why it shows it no more
    more = {
        "item": opened.item,
        "text": shown(opened.item.text or ""),
        "title": _MARK,
        "reason": reason,
        "problem": problem,
        "most": MOST,
    }
    crumbs = (
        Crumb(Text("Bericht", "Post"), reverse("post", args=[opened.item.id])),
        Crumb(_MARK),
    )
    return page(request, "special/mark.html", more, crumbs=crumbs, status=422 if problem else 200)


def standing_of(visit: Visit, found: ShownItem) -> dict[str, bool] | None:
    """Give what whoever looks at the page of an item may do about its being special."""
    never = (ItemKind.PROFILE, ItemKind.PAGE)
    if found.item.kind in never or found.item.author.role is AuthorRole.OWN:
        return None
    is_special = found.special and may(visit.roles, "special")
    can_mark = not found.special and may(visit.roles, "special-mark")
    return {"is_special": is_special, "can_mark": can_mark} if is_special or can_mark else None


def _open(visit: Visit, name: str) -> ShownItem:
    """Give the item; Http404 for what is not there, or not for who asks. Opening is recorded."""
    try:
        found = show_item(visit.workplace, name, sight_of(visit.roles))
    except (WrongUse, Refused) as error:
        raise Http404 from error
    why = why_apart(found.state, shielded=found.shielded, special=found.special)
    if why is None and special_item(visit.workplace, found.item.id) is not None:
        why = Apart.SPECIAL  # a person said that it is none: who looks again does so at that too
    if why is not None:
        note_seen(visit.workplace, Looked.POST, found.item.id, why)
    return found


def _is_there(visit: Visit, name: str) -> bool:
    try:
        show_item(visit.workplace, name, sight_of(visit.roles))
    except (WrongUse, Refused):
        return False
    return True


def _told(visit: Visit, one: SpecialItem) -> dict[str, object]:
    account = visit.accounts.get(AccountId(one.item.account))
    organisation = visit.workplace.organisation.name
    markers = one.mark.markers if one.mark else frozenset()
    return {
        "one": one,
        "name": name_of(account, organisation) if account else one.item.account,
        "finds": [(KINDS[find.kind], find, round(find.confidence * 100)) for find in one.finds],
        "state": STATES[one.state],
        "is_waiting": one.state is SpecialState.WAITING,
        "steps": [
            (step.reason or STATES[step.state], step)
            for step in reversed(one.mark.steps if one.mark else ())
        ],
        "can_decide": visit.name not in markers,
    }

"""*Kluis*: two persons open one sealed original for a quarter of an hour (screens.md 5.17)."""

from datetime import datetime

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from weerklank.model.access import Looked
from weerklank.model.clock import civil_time
from weerklank.model.errors import WeerklankError, WrongUse
from weerklank.model.person import Role
from weerklank.model.text import Text
from weerklank.model.vault import (
    ACTS,
    ENDS,
    GROUNDS,
    LONGEST_CASE,
    WORDS,
    VaultGround,
    VaultRequest,
    VaultState,
)
from weerklank.services.change.epoch_words import back_ups_of, state_of
from weerklank.services.change.turn_epochs import epochs_held
from weerklank.services.find.show_item import ShownItem, show_item
from weerklank.services.people.access import note_seen, why_apart
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.vault.identity import identity_of
from weerklank.services.vault.open_original import Opened, open_original
from weerklank.services.vault.read_requests import find_request, read_requests
from weerklank.services.vault.request_opening import (
    MOST,
    approve_request,
    end_request,
    extend_view,
    refuse_request,
    request_opening,
)
from weerklank.services.vault.true_time import shown_time
from weerklank.web.error_words import message_of, next_of
from weerklank.web.foreign import shown
from weerklank.web.open_views import VIEWS
from weerklank.web.permissions import may, sight_of
from weerklank.web.shell import Crumb, page
from weerklank.web.upload import MemoryUpload
from weerklank.web.visit import Visit, the_visit
from weerklank.web.words import clock

VAULT = Text("Kluis", "Vault")
_REQUEST = Text("Verzegeld origineel aanvragen", "Request the sealed original")
_CHOOSE = Text("Kies een grond.", "Choose a ground.")
_NO_FILE = Text(
    "Kies het bestand met de sleutel van de kluis.", "Choose the file with the key of the vault."
)
_A_PAGE = 50
#: Who sees what others asked: who decides, and who supervises. Others see their own.
_SEE_ALL = frozenset({Role.PRIVACY, Role.INSPECTOR})
_LIVE = (VaultState.REQUESTED, VaultState.APPROVED, VaultState.OPEN)


def vault(request: HttpRequest) -> HttpResponse:
    """Show what waits, and below it the log."""
    visit = the_visit(request)
    now = shown_time(visit.workplace)
    found = [one for one in read_requests(visit.workplace).values() if sees(visit, one)]
    found.reverse()
    pages = Paginator(found, _A_PAGE).get_page(request.GET.get("blad"))
    return page(
        request,
        "vault/list.html",
        {
            "live": [_row(visit, one, now) for one in found if one.state_at(now) in _LIVE],
            "log": [_row(visit, one, now) for one in pages.object_list],
            "pages": pages,
            "sees_all": not _SEE_ALL.isdisjoint(visit.roles),
            **(_epochs(visit) if not _SEE_ALL.isdisjoint(visit.roles) else {}),
        },
    )


def _epochs(visit: Visit) -> dict[str, object]:
    """Give the epochs of pseudonyms, the newest first; or why that can't be told."""
    try:
        found = epochs_held(visit.workplace, counts_now=False)
    except WeerklankError as error:
        return {"epochs_problem": message_of(error)}
    rows = [
        {
            "begun": one.epoch.begun,
            "back_ups": back_ups_of(one.epoch),
            "ending": one.epoch.ending,
            "held": one,
            "is_past": one.epoch.is_open and not one.is_now,
            "number": one.epoch.number,
            "state": state_of(one),
        }
        for one in reversed(found)
    ]
    return {"epochs": rows}


@require_http_methods(["GET", "HEAD", "POST"])
def ask(request: HttpRequest, name: str) -> HttpResponse:
    """Ask to open what was sealed of a version of an item."""
    visit = the_visit(request)
    found = _item(visit, name)
    version = _version(found, request.GET.get("versie"))
    given = {"ground": request.POST.get("ground", ""), "case": request.POST.get("case", "")}
    ground = next((one for one in VaultGround if one == given["ground"]), None)
    problem: Text | None = None
    wrong, code = "", ""
    if request.method == "POST" and ground is None:
        problem, wrong = _CHOOSE, "ground"
    elif request.method == "POST" and ground is not None:
        try:
            made = request_opening(visit.workplace, found.item.id, ground, given["case"], version)
        except WeerklankError as error:
            problem, code = message_of(error), error.code
            wrong = "case" if isinstance(error, WrongUse) else "all"
        else:
            seal_events(visit.workplace)
            return redirect(f"{reverse('vault-one', args=[made.id])}?vastgelegd=ja")
    grounds = [(str(one), words.text, words.source) for one, words in GROUNDS.items()]
    return page(
        request,
        "vault/request.html",
        {
            "item": found.item,
            "version": version,
            "versions": len(found.versions),
            "grounds": grounds,
            "given": given,
            "problem": problem,
            "wrong": wrong,
            "code": code,
            "most": LONGEST_CASE,
        },
        crumbs=(Crumb(VAULT, reverse("vault")), Crumb(_REQUEST)),
        status=422 if problem else 200,
    )


def one(request: HttpRequest, number: str) -> HttpResponse:
    """Show one request; to its reader also what is open of it."""
    return _page(request, _find(the_visit(request), number))


@require_POST
def decide(request: HttpRequest, number: str) -> HttpResponse:
    """Approve or refuse a request."""
    visit = the_visit(request)
    found = _find(visit, number)
    try:
        if request.POST.get("besluit") == "goedkeuren":
            approve_request(visit.workplace, found.id)
        else:
            refuse_request(visit.workplace, found.id, request.POST.get("reason", ""))
    except WeerklankError as error:
        return _page(request, found, error)
    return _on(visit, found)


@require_POST
def open_(request: HttpRequest, number: str) -> HttpResponse:
    """Open what was approved, with the key that is handed in for this one opening."""
    visit = the_visit(request)
    found = _find(visit, number)
    sent = request.FILES.get("identity")
    if not isinstance(sent, MemoryUpload):
        return _page(request, found, problem=_NO_FILE)
    try:
        with sent:
            key = identity_of(sent.read(), visit.say(Text("Dit bestand", "This file")))
        opened = open_original(visit.workplace, found.id, key)
        seal_events(visit.workplace)
    except WeerklankError as error:
        return _page(request, found, error)
    VIEWS.hold(opened, _session(request), visit.workplace)
    return redirect(f"{reverse('vault-one', args=[found.id])}#inzage")


@require_POST
def extend(request: HttpRequest, number: str) -> HttpResponse:
    """Show what is open for as long again."""
    visit = the_visit(request)
    found = _find(visit, number)
    try:
        extend_view(visit.workplace, found.id)
    except WeerklankError as error:
        return _page(request, found, error)
    VIEWS.extend(found.id)
    seal_events(visit.workplace)
    return redirect(f"{reverse('vault-one', args=[found.id])}#inzage")


@require_POST
def end(request: HttpRequest, number: str) -> HttpResponse:
    """Close what is open, or take a request or approval back."""
    visit = the_visit(request)
    found = _find(visit, number)
    if _is_own(visit, found) or Role.PRIVACY in visit.roles:
        VIEWS.drop(found.id)
    try:
        end_request(visit.workplace, found.id)
    except WeerklankError as error:
        return _page(request, found, error)
    return _on(visit, found)


def _on(visit: Visit, found: VaultRequest) -> HttpResponse:
    seal_events(visit.workplace)
    return redirect(f"{reverse('vault-one', args=[found.id])}?vastgelegd=ja")


def _page(
    request: HttpRequest,
    found: VaultRequest,
    error: WeerklankError | None = None,
    *,
    problem: Text | None = None,
) -> HttpResponse:
    """Show a request, with what went wrong."""
    visit = the_visit(request)
    found = find_request(visit.workplace, found.id)
    now = shown_time(visit.workplace)
    is_open = found.state_at(now) is VaultState.OPEN
    held = VIEWS.find(found.id, _session(request)) if is_open and _is_own(visit, found) else None
    row = _row(visit, found, now)
    told = message_of(error) if error else problem
    answer = page(
        request,
        "vault/one.html",
        {
            "row": row,
            "request": found,
            "problem": told,
            "next": (next_of(error) or "") if error else "",
            "code": error.code if error else "",
            "is_settled": "vastgelegd" in request.GET,
            "is_elsewhere": is_open and held is None and _is_own(visit, found),
            "shown": _opened(held[0]) if held else None,
            "left": int(held[1]) if held else 0,
            "until": _clock(visit, found) if held else "",
            "most": MOST,
        },
        crumbs=(Crumb(VAULT, reverse("vault")), Crumb(found.id)),
        status=422 if told else 200,
    )
    if held:
        # Without a script too the page is gone when its time is over.
        answer["Refresh"] = f"{int(held[1]) + 1}; url={reverse('vault-one', args=[found.id])}"
    return answer


def _opened(opened: Opened) -> dict[str, object]:
    return {
        "text": shown(opened.item.text or ""),
        "language": opened.item.language,
        "fields": opened.fields,
    }


def _row(visit: Visit, found: VaultRequest, now: datetime) -> dict[str, object]:
    """Give what the screens tell of a request, and what whoever looks may do with it."""
    state = found.state_at(now)
    is_own = _is_own(visit, found)
    return {
        "request": found,
        "state": state,
        "words": WORDS[state],
        "ground": GROUNDS[found.ground],
        "steps": [
            (ACTS[step.act], ENDS[step.end] if step.end else None, step) for step in found.steps
        ],
        "is_own": is_own,
        "can_decide": state is VaultState.REQUESTED
        and not is_own
        and may(visit.roles, "vault-decide"),
        "can_open": state is VaultState.APPROVED and is_own,
        "can_end": state in _LIVE and (is_own or Role.PRIVACY in visit.roles),
    }


def _is_own(visit: Visit, found: VaultRequest) -> bool:
    return found.requested.by == visit.name


def sees(visit: Visit, found: VaultRequest) -> bool:
    """Tell whether somebody may know of a request: their own, or all that are made."""
    return _is_own(visit, found) or not _SEE_ALL.isdisjoint(visit.roles)


def _find(visit: Visit, number: str) -> VaultRequest:
    """Give a request; Http404 for one that is not there, or another's."""
    try:
        found = find_request(visit.workplace, number)
    except WrongUse as error:
        raise Http404 from error
    if not sees(visit, found):
        raise Http404
    return found


def _session(request: HttpRequest) -> str:
    return request.session.session_key or ""


def _clock(visit: Visit, found: VaultRequest) -> str:
    return clock(civil_time(found.shown_until), visit.language) if found.shown_until else ""


def _item(visit: Visit, name: str) -> ShownItem:
    """Give the item; Http404 for what is not there, or not for who asks. Opening is recorded."""
    try:
        found = show_item(visit.workplace, name, sight_of(visit.roles))
    except WrongUse as error:
        raise Http404 from error
    why = why_apart(found.state, shielded=found.shielded, special=found.special)
    if why is not None:
        note_seen(visit.workplace, Looked.POST, found.item.id, why)
    return found


def _version(found: ShownItem, asked: str | None) -> int:
    if asked is None:
        return found.item.version
    for one in found.versions:
        if str(one.item.version) == asked:
            return one.item.version
    raise Http404

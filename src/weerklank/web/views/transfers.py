"""*Overbrengen*: choose, check, decide by two, make a SIP, read the receipt (screens.md 5.16)."""

from pathlib import Path
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_POST

from weerklank.model.account import Account
from weerklank.model.errors import WeerklankError, WrongUse
from weerklank.model.person import Role
from weerklank.model.platform import TITLES
from weerklank.model.text import Text
from weerklank.model.transfer import (
    SEALED,
    TRANSFER_STATES,
    SealedChoice,
    Transfer,
    TransferScope,
    TransferState,
)
from weerklank.services.transfer.check_before import check_before
from weerklank.services.transfer.check_files import check_files
from weerklank.services.transfer.decide_sealed import decide_sealed, scope_of
from weerklank.services.transfer.find_sip import find_sip
from weerklank.services.transfer.read_transfers import (
    find_transfer,
    open_choices,
    read_transfers,
    standing_choice,
)
from weerklank.services.transfer.take_receipt import DIFFERENCES, Taken, hold_receipt
from weerklank.web import site
from weerklank.web.account_facts import name_of
from weerklank.web.account_form import day
from weerklank.web.act_form import NO_DAY
from weerklank.web.asked_days import wrong_days
from weerklank.web.error_words import message_of, next_of
from weerklank.web.permissions import may
from weerklank.web.shell import Crumb, page
from weerklank.web.transfer_checks import checks_of
from weerklank.web.upload import TOO_LARGE, MemoryUpload
from weerklank.web.visit import Visit, the_visit
from weerklank.web.work import WORKS, Work

TRANSFERS = Text("Overbrengen", "Transfer")
_NEW = Text("Overbrenging voorbereiden", "Prepare a transfer")
_CHOOSE = Text("Kies wat er met de originelen gebeurt.", "Choose what becomes of the originals.")
_NO_FILE = Text("Kies het bestand van het depot.", "Choose the file of the depot.")
_TOO_MUCH = Text(
    "Dit bestand is groter dan een bevestiging kan zijn. Er is niets vastgelegd.",
    "This file is larger than a receipt can be. Nothing was recorded.",
)
_ALL = Text("alle accounts", "all accounts")
_A_PAGE = 20


def transfers(request: HttpRequest) -> HttpResponse:
    """List what is being prepared, what waits for a receipt, and what was received."""
    visit = the_visit(request)
    every = [*read_transfers(visit.workplace).values()][::-1]
    pages = Paginator(every, _A_PAGE).get_page(request.GET.get("blad"))
    prepared = [
        {
            "said": _said(visit, scope),
            "scope": scope,
            "address": _address(scope),
            "by": [vote.by for vote in votes],
            "choice": SEALED[choice] if (choice := standing_choice(votes)) else None,
        }
        for scope, votes in open_choices(visit.workplace)
    ]
    return page(
        request,
        "transfer/list.html",
        {
            "prepared": prepared,
            "rows": [_row(visit, one) for one in pages.object_list],
            "pages": pages,
            "working": _working(),
            "waiting": sum(one.state is TransferState.MADE for one in every),
            "can_make": may(visit.roles, "transfer-make"),
        },
    )


def _row(visit: Visit, one: Transfer) -> dict[str, object]:
    return {
        "transfer": one,
        "said": _said(visit, one.scope),
        "state": TRANSFER_STATES[one.state],
        "sealed": SEALED[one.sealed],
    }


def _said(visit: Visit, scope: TransferScope) -> Text | str:
    """Name the accounts of a choice."""
    found = [visit.accounts[one] for one in scope.accounts if one in visit.accounts]
    return ", ".join(_name(visit, one) for one in found) if found else _ALL


def _name(visit: Visit, account: Account) -> str:
    name = name_of(account, visit.workplace.organisation.name)
    return f"{name}, {TITLES.get(account.platform, account.platform)}"


def _address(scope: TransferScope) -> str:
    given = [("account", str(one)) for one in scope.accounts]
    given += [("van", str(scope.since))] if scope.since else []
    given += [("tot", str(scope.until))] if scope.until else []
    return f"{reverse('transfer-new')}?{urlencode([*given, ('kijk', 'ja')])}"


def _working() -> Work | None:
    return next((one for one in WORKS.running() if one.kind == "transfer"), None)


def new(request: HttpRequest) -> HttpResponse:
    """Choose accounts and days; with a choice, show what stands in its way."""
    return _new_page(request, the_visit(request), request.GET)


def _new_page(
    request: HttpRequest,
    visit: Visit,
    given: QueryDict,
    error: WeerklankError | Text | None = None,
) -> HttpResponse:
    scope: TransferScope | None = None
    chosen = [one for one in given.getlist("account") if one in visit.accounts]
    wrong = (
        wrong_days({one: given.get(one, "") for one in ("van", "tot")}) if "kijk" in given else {}
    )
    if "kijk" in given and not wrong:
        try:
            scope = _scope(visit, given)
        except WeerklankError as refusal:
            error = refusal
    told = error if isinstance(error, Text) else message_of(error) if error else None
    return page(
        request,
        "transfer/new.html",
        {
            "accounts": [
                (one.id, _name(visit, one), one.id in chosen) for one in visit.accounts.values()
            ],
            "since": given.get("van", ""),
            "until": given.get("tot", ""),
            "problem": told,
            "wrong": wrong,
            "next": (next_of(error) or "") if isinstance(error, WeerklankError) else "",
            "code": error.code if isinstance(error, WeerklankError) else "",
            "is_settled": "vastgelegd" in given,
            **(_checked(visit, scope, counts="tel" in given) if scope else {}),
        },
        crumbs=(Crumb(TRANSFERS, reverse("transfer")), Crumb(_NEW)),
        status=422 if told or wrong else 200,
    )


def _no_day(given: QueryDict) -> bool:
    """Tell whether something that is no day was typed: it would mean every day."""
    typed = (given.get(one, "").strip() for one in ("van", "tot"))
    return any(one and day(one) is None for one in typed)


def _scope(visit: Visit, given: QueryDict) -> TransferScope:
    """Give what is chosen; WrongUse for an account that is not there: none would mean all."""
    chosen = tuple(one for one in given.getlist("account") if one)
    since, until = (day(given.get(one, "").strip()) for one in ("van", "tot"))
    return scope_of(visit.workplace, chosen, since, until)


def _checked(visit: Visit, scope: TransferScope, *, counts: bool) -> dict[str, object]:
    found = check_before(visit.workplace, scope)
    files = check_files(visit.workplace, scope) if counts else None
    mine = next((one for one in reversed(found.votes) if one.by == visit.name), None)
    has_folder = site.current().sips is not None
    is_ready = found.choice in {SealedChoice.KEEP, SealedChoice.DESTROY} and found.counted.posts
    return {
        "scope": scope,
        "said": _said(visit, scope),
        "checks": checks_of(found, files),
        "count_address": "" if files else f"{_address(scope)}&tel=ja",
        "counted": found.counted,
        "votes": [(SEALED[vote.choice], vote) for vote in found.votes],
        "choice": SEALED[found.choice] if found.choice else None,
        "is_handover": found.choice is SealedChoice.HANDOVER,
        "choices": [(one.value, SEALED[one]) for one in SealedChoice],
        "mine": mine.choice.value if mine else "",
        "can_decide": may(visit.roles, "transfer-decide"),
        "can_make": may(visit.roles, "transfer-make") and bool(is_ready) and has_folder,
        "has_folder": has_folder,
        "working": _working(),
    }


@require_POST
def decide(request: HttpRequest) -> HttpResponse:
    """Decide on sealed originals, as archivist or as privacy officer."""
    visit = the_visit(request)
    chosen = next((one for one in SealedChoice if one == request.POST.get("sealed")), None)
    if chosen is None:
        return _new_page(request, visit, request.POST, _CHOOSE)
    if _no_day(request.POST):
        return _new_page(request, visit, request.POST, NO_DAY)
    try:
        scope = _scope(visit, request.POST)
        decide_sealed(visit.workplace, scope, chosen)
    except WeerklankError as error:
        return _new_page(request, visit, request.POST, error)
    return redirect(f"{_address(scope)}&vastgelegd=ja")


@require_POST
def make(request: HttpRequest) -> HttpResponse:
    """Make a SIP in the folder of the server, in a process of its own; one at a time."""
    visit = the_visit(request)
    running = _working()
    if running is not None:
        return redirect("work", running.id)
    folder = site.current().sips
    if folder is None:
        raise Http404
    if _no_day(request.POST):
        return _new_page(request, visit, request.POST, NO_DAY)
    try:
        scope = _scope(visit, request.POST)
    except WeerklankError as error:
        return _new_page(request, visit, request.POST, error)
    run = visit.workplace.new_run()
    work = Work(
        id=run,
        kind="transfer",
        by=visit.name,
        started=visit.workplace.clock.now(),
        onward=reverse("transfer"),
    )
    told = {
        "accounts": [*scope.accounts],
        "contact": request.POST.get("contact", "").strip()[:200],
        "since": scope.since.isoformat() if scope.since else None,
        "target": request.POST.get("target", "").strip()[:200],
        "until": scope.until.isoformat() if scope.until else None,
    }
    WORKS.start(site.current(), work, ["--out", str(folder / f"sip-{run}")], told=told)
    return redirect("work", work.id)


def transfer(request: HttpRequest, number: str) -> HttpResponse:
    """Show one transfer, where its SIP lies, and take its receipt in."""
    visit = the_visit(request)
    return _one(request, visit, _find(visit, number))


def _find(visit: Visit, number: str) -> Transfer:
    try:
        return find_transfer(visit.workplace, number)
    except WrongUse as error:
        raise Http404 from error


def _one(
    request: HttpRequest,
    visit: Visit,
    found: Transfer,
    error: WeerklankError | Text | None = None,
    taken: Taken | None = None,
) -> HttpResponse:
    told = error if isinstance(error, Text) else message_of(error) if error else None
    folder = find_sip(visit.workplace, found)
    differs = taken is not None and taken.total
    return page(
        request,
        "transfer/one.html",
        {
            **_row(visit, found),
            "folder": folder.name if folder else "",
            "is_made": found.state is TransferState.MADE,
            "can_receive": may(visit.roles, "transfer-receipt")
            and (found.state is TransferState.MADE or found.is_to_end),
            "differences": [(DIFFERENCES[one.kind], one.name) for one in taken.differences]
            if taken
            else [],
            "total": taken.total if taken else 0,
            "is_settled": "vastgelegd" in request.GET,
            "problem": told,
            "next": (next_of(error) or "") if isinstance(error, WeerklankError) else "",
            "code": error.code if isinstance(error, WeerklankError) else "",
            "is_keeper": Role.ARCHIVIST in visit.roles,
        },
        crumbs=(Crumb(TRANSFERS, reverse("transfer")), Crumb(found.id)),
        status=422 if told or differs else 200,
    )


@require_POST
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """Hold the receipt of a depot against what was made; what differs is named."""
    visit = the_visit(request)
    found = _find(visit, number)
    sent = request.FILES.get("receipt")
    if not isinstance(sent, MemoryUpload) or not sent.size:
        return _one(request, visit, found, _TOO_MUCH if TOO_LARGE in request.META else _NO_FILE)
    name = visit.say(Text("Dit bestand", "This file"))
    folder: Path | None = find_sip(visit.workplace, found)
    try:
        with sent:
            content = sent.read()
        taken = hold_receipt(visit.workplace, content, name, folder, found.id)
    except WeerklankError as error:
        return _one(request, visit, _find(visit, number), error)
    if taken.total:
        return _one(request, visit, taken.transfer, None, taken)
    return redirect(f"{reverse('transfer-one', args=[found.id])}?vastgelegd=ja")

"""*Aanleveren*: what the maker of a hybrid or personal account gives to the archive, and when."""

import os
from collections.abc import Iterator
from datetime import date, timedelta

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from weerklank.model.account import PROCESSES, Account, Scenario
from weerklank.model.errors import WrongUse
from weerklank.model.hand_in import WORDS as STATES
from weerklank.model.hand_in import HandIn, HandInState, Reminder, period_of, reminder_of
from weerklank.model.json_value import JsonObject
from weerklank.model.text import Text
from weerklank.services.intake.hand_in import say_nothing
from weerklank.services.intake.list_hand_ins import hand_ins_json
from weerklank.services.register.read_hand_ins import find_hand_in, read_hand_ins
from weerklank.services.register.record_hand_in import require_judge
from weerklank.services.register.record_hand_in import undo as take_back
from weerklank.services.schedule.finish_change import finish_change
from weerklank.web import site
from weerklank.web.asked_days import wrong_days
from weerklank.web.held_exports import EXPORTS, HeldExport
from weerklank.web.permissions import may
from weerklank.web.shell import page
from weerklank.web.upload import TOO_LARGE, MemoryUpload, largest_upload
from weerklank.web.views.account import about, crumbs
from weerklank.web.visit import Visit, the_visit
from weerklank.web.words import MONTHS, WORDS, day
from weerklank.web.work import WORKS, Work

HANDING_IN = Text("Aanleveren", "Handing in")
_FILE = Text("Export kiezen", "Choose the export")
_PICK = Text("Berichten kiezen", "Choose posts")
NO_FILE = Text("Kies een bestand.", "Choose a file.")
_TOO_MUCH = Text(
    "Dit bestand is te groot om met de browser te sturen. Er is niets van bewaard. Vraag bij het "
    "platform een export over een kortere tijd.",
    "This file is too large to send with the browser. Nothing of it was kept. Ask the platform "
    "for an export of a shorter time.",
)
NO_POSTS = Text("Kies een of meer berichten.", "Choose one or more posts.")
NO_PROCESS = Text(
    "Kies het werkproces dat met de berichten is gediend.",
    "Choose the work process that the posts serve.",
)
#: Hand-ins on a page, and posts of each that are shown before one asks for the rest.
_A_PAGE = 20
_FIRST = 50


def overview(request: HttpRequest, number: str) -> HttpResponse:
    """Show what is still asked, what waits for confirmation, and what was handed in."""
    visit = the_visit(request)
    account = handed_in_by(visit, number)
    mine = [one for one in read_hand_ins(visit.workplace).values() if one.account == account.id]
    waiting = [one for one in mine if one.state is HandInState.PROPOSED]
    told = [one for one in reversed(mine) if one.state is not HandInState.PROPOSED]
    pages = Paginator(told, _A_PAGE)
    shown = pages.get_page(request.GET.get("blad"))
    listed = list(shown.object_list)
    today = visit.workplace.today()
    reminder = reminder_of(account, mine, today)
    known = about(visit, number, "handin")
    return page(
        request,
        "account/handin.html",
        {
            **known,
            "reminder": reminder,
            "due_told": _day_told(reminder.due) if reminder and reminder.due else "",
            "waiting": [_waiting(one) for one in waiting],
            "handed_in": [
                _row(one, posts)
                for one, posts in zip(
                    listed, hand_ins_json(visit.workplace, listed, texts=True), strict=True
                )
            ],
            "count": len(told),
            "posts": len({key for one in mine if one.state is _DONE for key in one.posts}),
            "pages": shown,
            "periods": _periods(account, reminder, today),
            "done": next((one for one in mine if one.id == request.GET.get("gedaan")), None),
        },
        crumbs=crumbs(known, HANDING_IN),
    )


_DONE = HandInState.CONFIRMED


def _day_told(value: date) -> Text:
    return Text(day(value, "nl"), day(value, "en"))


def handed_in_by(visit: Visit, number: str) -> Account:
    """Give an account of which posts may be handed in; Http404 for one that never was C.

    Refused for a maker of other accounts, unless another role reads what it holds.
    """
    account = visit.account(number)
    if Scenario.C not in account.scenarios_until(visit.workplace.today()):
        raise Http404
    if not may(visit.roles, "account-posts"):
        require_judge(visit.workplace, account)
    return account


def _waiting(found: HandIn) -> dict[str, object]:
    return {
        "id": found.id,
        "at": found.at,
        "by": found.by.get(HandInState.PROPOSED, ""),
        "count": len(found.posts),
        "process": found.process,
    }


def _row(found: HandIn, told: JsonObject) -> dict[str, object]:
    posts = told["posts"]
    posts = posts if isinstance(posts, list) else []
    return {
        "id": found.id,
        "at": found.at,
        "state": STATES[found.state],
        "is_undone": found.state is HandInState.UNDONE,
        "is_nothing": found.state is HandInState.NOTHING,
        "period": in_words(found.period.name) if found.period else None,
        "process": found.process,
        "by": found.by.get(found.state, ""),
        "posts": posts[:_FIRST],
        "count": len(posts),
        "more": max(len(posts) - _FIRST, 0),
        "run": found.run,
    }


_QUARTER = Text("{number}e kwartaal {year}", "quarter {number} of {year}")
_YEAR_END = 12


def in_words(period: str) -> Text:
    """Say a month, quarter or year as people do."""
    year, _, part = period.partition("-")
    if not part:
        return Text(year, year)
    if part.startswith("Q"):
        return _QUARTER.filled(number=part[1:], year=year)
    month = MONTHS[int(part) - 1]
    return Text(f"{month.nl} {year}", f"{month.en} {year}")


def _periods(account: Account, reminder: Reminder | None, today: date) -> list[dict[str, object]]:
    """Give the periods of which one may say that there was nothing, the most likely first.

    None for an account that is no longer handed in of.
    """
    if reminder is None:
        return []
    names: dict[str, None] = {}
    begin = max(reminder.last or account.registered, account.registered)
    month = today.replace(day=1)
    while month >= begin.replace(day=1) and len(names) < _YEAR_END:
        names[f"{month:%Y-%m}"] = None
        month = (month - timedelta(days=1)).replace(day=1)
    for year in range(today.year, begin.year - 1, -1)[:2]:
        for quarter in range(4, 0, -1):
            one = period_of(f"{year}-Q{quarter}")
            if one.first <= today and one.last >= begin:
                names[one.name] = None
        names[str(year)] = None
    return [{"name": name, "text": in_words(name)} for name in names]


@require_POST
def nothing(request: HttpRequest, number: str) -> HttpResponse:
    """Record that there was nothing to hand in of a period."""
    visit = the_visit(request)
    account = handed_in_by(visit, number)
    found = say_nothing(visit.workplace, account.id, request.POST.get("periode", ""))
    finish_change(visit.workplace)
    return _back(account, found)


@require_POST
def undo(request: HttpRequest, number: str) -> HttpResponse:
    """Take back what was a mistake."""
    visit = the_visit(request)
    account = handed_in_by(visit, number)
    found = _hand_in(visit, account, request.POST.get("aanlevering", ""))
    taken = take_back(visit.workplace, found.id)
    finish_change(visit.workplace)
    return _back(account, taken)


def _back(account: Account, done: HandIn) -> HttpResponse:
    return redirect(f"{reverse('handin', args=[account.id])}?gedaan={done.id}")


def _hand_in(visit: Visit, account: Account, name: str) -> HandIn:
    try:
        found = find_hand_in(visit.workplace, name)
    except WrongUse as error:
        raise Http404 from error
    if found.account != account.id:
        raise Http404
    return found


# --- the export that is picked from --------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def file(request: HttpRequest, number: str) -> HttpResponse:
    """Receive an export into memory, and begin to list what can be picked from it."""
    visit = the_visit(request)
    account = handed_in_by(visit, number)
    require_judge(visit.workplace, account)
    given = request.POST if request.method == "POST" else request.GET
    hand_in = given.get("aanlevering", "")
    if hand_in:
        hand_in = _hand_in(visit, account, hand_in).id
    since, until = _days(visit, account, given.get("van", ""), given.get("tot", ""))
    problems: dict[str, Text] = {}
    if request.method == "POST":
        problems = wrong_days({"van": since, "tot": until})
        descriptor = None if problems else _descriptor(request, visit, account)
        if descriptor is None:
            lacking = _TOO_MUCH if TOO_LARGE in request.META else NO_FILE
            problems = problems or {"file": lacking}
        else:
            work = _list(visit, account, hand_in, (since, until), descriptor)
            return redirect("work", work.id)
    known = about(visit, number, "handin")
    return page(
        request,
        "account/handin_file.html",
        {
            **known,
            "problems": problems,
            "hand_in": hand_in,
            "since": since,
            "until": until,
            "most": largest_upload(),
        },
        crumbs=crumbs(known, _FILE),
        status=422 if problems else 200,
    )


def _descriptor(request: HttpRequest, visit: Visit, account: Account) -> int | None:
    """Give a descriptor of our own of what was sent, or of what is held when nothing was."""
    sent = request.FILES.get("file")
    if isinstance(sent, MemoryUpload) and sent.size:
        own = os.dup(sent.descriptor)  # without the flag that would close it at the start
        sent.close()
        return own
    held = EXPORTS.find(visit.name, account.id)
    return held.descriptor if held is not None and "opnieuw" in request.POST else None


def _list(
    visit: Visit, account: Account, hand_in: str, days: tuple[str, str], descriptor: int
) -> Work:
    since, until = days
    work = Work(
        id=visit.workplace.new_run(),
        kind="choices",
        by=visit.name,
        started=visit.workplace.clock.now(),
        account=account.id,
        onward=reverse("handin-pick", args=[account.id]),
    )
    EXPORTS.hold(
        visit.name,
        HeldExport(
            account=account.id,
            hand_in=hand_in,
            since=since,
            until=until,
            work=work.id,
            descriptor=descriptor,
        ),
    )
    asked = {"handin": hand_in, "since": since, "until": until}
    arguments = ["--file", str(descriptor), "--account", account.id]
    WORKS.start(site.current(), work, arguments, descriptor, asked)
    return work


def _days(visit: Visit, account: Account, since: str, until: str) -> tuple[str, str]:
    """Give the days to list: as asked, else from where the maker spoke last until today."""
    today = visit.workplace.today()
    hand_ins = read_hand_ins(visit.workplace).values()
    reminder = reminder_of(account, hand_ins, today)
    begin = reminder.last if reminder and reminder.last else account.registered
    return since.strip() or begin.isoformat(), until.strip() or today.isoformat()


# --- picking -------------------------------------------------------------------------------------


@require_http_methods(["GET", "HEAD", "POST"])
def pick(request: HttpRequest, number: str) -> HttpResponse:
    """Let someone pick posts from an export, or judge what another proposed."""
    visit = the_visit(request)
    account = handed_in_by(visit, number)
    require_judge(visit.workplace, account)
    held = EXPORTS.find(visit.name, account.id)
    listed = WORKS.find(held.work) if held else None
    if held is None or listed is None or not listed.result.get("ok"):
        return redirect("handin-file", number)
    proposed = _hand_in(visit, account, held.hand_in) if held.hand_in else None
    chosen = set(request.POST.getlist("bericht"))
    today = visit.workplace.today()
    usual = proposed.process if proposed else account.process_on(today)
    process = request.POST.get("proces", usual or "")
    problems: dict[str, Text] = {}
    if request.method == "POST":
        if not (proposed or chosen):
            problems["berichten"] = NO_POSTS
        if process not in PROCESSES:
            problems["proces"] = NO_PROCESS
        if not problems:
            act = "confirm" if proposed else request.POST.get("doen", "add")
            return redirect("work", _hand_over(visit, account, held, act, process, chosen).id)
    known = about(visit, number, "handin")
    return page(
        request,
        "account/handin_pick.html",
        {
            **known,
            "held": held,
            "proposed": _waiting(proposed) if proposed else None,
            "choices": list(_choices(listed.result["choices"], chosen)),
            "told": listed.result,
            "gaps": [Text(one["nl"], one["en"]) for one in listed.result["gaps"]],
            "hidden": listed.result["count"] - len(listed.result["choices"]),
            "missing": len(proposed.posts) - listed.result["count"] if proposed else 0,
            "processes": [(code, WORDS[code]) for code in PROCESSES],
            "process": process,
            "problems": problems,
        },
        crumbs=crumbs(known, _PICK),
        status=422 if problems else 200,
    )


_BECAME = {
    "proposed": Text("wacht al op bevestiging", "waits for confirmation already"),
    "confirmed": Text("al aangeleverd", "handed in already"),
    "destroyed": Text("vernietigd", "destroyed"),
}


def _choices(listed: list[dict[str, str]], chosen: set[str]) -> Iterator[dict[str, object]]:
    for one in listed:
        yield {
            **one,
            "became": _BECAME.get(one["state"]),
            "is_chosen": one["url"] in chosen,
            "is_for_followers": one["visibility"] == "followers",
        }


def _hand_over(
    visit: Visit, account: Account, held: HeldExport, act: str, process: str, chosen: set[str]
) -> Work:
    """Start taking in what was picked; which posts that are shows in no list of processes."""
    if act not in {"add", "propose", "confirm"}:
        raise Http404
    work = Work(
        id=visit.workplace.new_run(),
        kind="handin",
        by=visit.name,
        started=visit.workplace.clock.now(),
        account=account.id,
        onward=reverse("handin", args=[account.id]),
    )
    asked = {"act": act, "handin": held.hand_in, "posts": sorted(chosen), "process": process}
    arguments = ["--file", str(held.descriptor), "--account", account.id]
    WORKS.start(site.current(), work, arguments, held.descriptor, asked)
    return work

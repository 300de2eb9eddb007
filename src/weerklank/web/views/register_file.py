"""The register as a file: download it, and take one in after a look at what would come of it."""

import os
from dataclasses import dataclass
from typing import Any

from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods

from weerklank.model.account_words import CHANGED, fact_in_words
from weerklank.model.errors import Refused, WeerklankError
from weerklank.model.platform import TITLES
from weerklank.model.text import Text
from weerklank.services.register.exchange_register import (
    HEADINGS,
    LARGEST,
    LONGEST,
    STYLES,
    Exchange,
    changes_of,
    import_sheet,
    mark_of,
    preview_sheet,
    read_sent,
    register_bytes,
    require_seen,
)
from weerklank.services.register.plan_exchange import RowResult, RowState
from weerklank.services.schedule.finish_change import finish_change
from weerklank.web import site
from weerklank.web.account_facts import name_of
from weerklank.web.held_file import HELD
from weerklank.web.shell import Crumb, page
from weerklank.web.upload import TOO_LARGE, MemoryUpload
from weerklank.web.views.account import ACCOUNTS
from weerklank.web.views.errors import hint_for_screen
from weerklank.web.visit import Visit, the_visit
from weerklank.web.words import number
from weerklank.web.work import WORKS, Work

_TITLE = Text("Accounts inlezen", "Take in accounts")
_PREVIEW = Text("Voorbeeld", "Preview")
_TAKEN = Text("Ingelezen", "Taken in")
_NAMED = Text("accountoverzicht-{day}.{style}", "register-{day}.{style}")
NO_FILE = Text("Kies een bestand.", "Choose a file.")
_TOO_MUCH = Text(
    "Dit bestand is groter dan een accountoverzicht kan zijn. Er is niets van bewaard.",
    "This file is larger than a register can be. Nothing of it was kept.",
)
GONE = Text(
    "Dit voorbeeld is er niet meer: het is al ingelezen, u koos een ander bestand, of het is meer "
    "dan een half uur geleden. Van het bestand is niets bewaard. Kies het opnieuw.",
    "This preview is not there any more: it was taken in already, you chose another file, or it "
    "is over half an hour ago. Nothing of the file was kept. Choose it again.",
)
MEND = Text(
    "Verbeter deze rij in uw bestand en lees het opnieuw in.",
    "Mend this row in your file and take it in again.",
)
STATES: dict[RowState, Text] = {
    RowState.ERROR: Text("fout", "wrong"),
    RowState.NEW: Text("nieuw", "new"),
    RowState.CHANGED: Text("gewijzigd", "changed"),
    RowState.SAME: Text("gelijk", "unchanged"),
}
_MEDIA = {
    "csv": "text/csv; charset=utf-8",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    "json": "application/json",
}
_A_PAGE = 50
#: Rows that are taken in while the page waits; a row costs about five milliseconds, most of it
#: the disk, which must hold each event before the next.
_AT_ONCE = 100


def export(request: HttpRequest) -> HttpResponse:
    """Give the whole register as a file in one of three forms."""
    visit = the_visit(request)
    style = request.GET.get("vorm", "csv")
    if style not in STYLES:
        raise Http404
    day = visit.workplace.today().isoformat()
    name = visit.say(_NAMED, day=day, style=style)
    answer = HttpResponse(
        register_bytes(visit.workplace, style, visit.language), content_type=_MEDIA[style]
    )
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


@require_http_methods(["GET", "HEAD", "POST"])
def choose(request: HttpRequest) -> HttpResponse:
    """Receive a file into memory and go on to its preview; a file that can't be read is told."""
    visit = the_visit(request)
    problem: Text | str = ""
    hint, code = "", ""
    if request.method == "POST":
        file = request.FILES.get("file")
        if isinstance(file, MemoryUpload) and file.size:
            content = file.read()
            file.close()
            try:
                read_sent(content)
                return redirect("register-preview", HELD.hold(visit.name, content))
            except WeerklankError as error:
                problem, code = error.message(visit.language), error.code
                hint = hint_for_screen(request, error)
        else:
            problem = _TOO_MUCH if TOO_LARGE in request.META else NO_FILE
    status = 422 if request.method == "POST" else 200
    return _chooser(request, visit, problem, hint, code, status=status)


def _gone(request: HttpRequest, visit: Visit) -> HttpResponse:
    """Ask for the file again: what was held of it is gone."""
    return _chooser(request, visit, GONE, status=404)


def _chooser(
    request: HttpRequest,
    visit: Visit,
    problem: Text | str,
    hint: str = "",
    code: str = "",
    *,
    status: int,
) -> HttpResponse:
    return page(
        request,
        "register/choose.html",
        {
            "problem": problem,
            "hint": hint,
            "code": code,
            "most": LARGEST,
            "most_rows": number(LONGEST, visit.language),
            "columns": HEADINGS,
        },
        crumbs=(ACCOUNTS, Crumb(_TITLE)),
        status=status,
    )


@require_http_methods(["GET", "HEAD", "POST"])
def preview(request: HttpRequest, name: str) -> HttpResponse:
    """Show what would come of each row; take the sound ones in, or let the file go."""
    visit = the_visit(request)
    if request.method == "POST" and "drop" in request.POST:
        HELD.take(name, visit.name)
        return redirect("accounts")
    content = HELD.see(name, visit.name)
    if content is None:
        return _gone(request, visit)
    if request.method == "POST":
        return _take_in(request, visit, name)
    try:
        sheet = read_sent(content)
    except WeerklankError:  # held for another page
        return _gone(request, visit)
    return _shown(request, visit, preview_sheet(visit.workplace, sheet))


def _take_in(request: HttpRequest, visit: Visit, name: str) -> HttpResponse:
    """Take in what the preview showed; what changed meanwhile is shown again first."""
    content = HELD.take(name, visit.name)  # taken, so that a second click takes nothing in
    if content is None:
        return _gone(request, visit)
    sheet, seen = read_sent(content), request.POST.get("seen", "")
    try:
        if len(sheet.rows) > _AT_ONCE:
            require_seen(visit.workplace, sheet, seen)
            return redirect("work", _start(visit, content, seen).id)
        done = import_sheet(visit.workplace, sheet, seen)
    except Refused:
        again = reverse("register-preview", args=[HELD.hold(visit.name, content)])
        return redirect(f"{again}?intussen=ja")
    notices = finish_change(visit.workplace)
    wrong = [_told(request, visit, row) for row in done.rows if row.state is RowState.ERROR]
    return page(
        request,
        "register/taken.html",
        {
            "counts": _counts(done),
            "wrong": wrong,
            "added": done.count(RowState.NEW),
            "changed": done.count(RowState.CHANGED),
            "notices": [one.said() for one in notices],
        },
        crumbs=(ACCOUNTS, Crumb(_TITLE, reverse("register-import")), Crumb(_TAKEN)),
    )


def _start(visit: Visit, content: bytes, seen: str) -> Work:
    """Have a long file taken in by a process of its own, which reads it from memory."""
    work = Work(
        id=visit.workplace.new_run(),
        kind="register",
        by=visit.name,
        started=visit.workplace.clock.now(),
        onward=reverse("accounts"),
    )
    descriptor = os.memfd_create("register")
    with open(descriptor, "wb") as file:
        file.write(content)
        file.flush()
        arguments = ["--file", str(descriptor)]
        WORKS.start(site.current(), work, arguments, descriptor, {"seen": seen})
    return work


def register_outcome(result: dict[str, Any]) -> dict[str, object] | None:
    """Give what the end of taking in a long file says; None of another work, or an error."""
    if "counts" not in result:
        return None
    wrong = [
        {
            **one,
            "account": None,
            "state": RowState.ERROR.value,
            "text": STATES[RowState.ERROR],
            "error": Text(one["nl"], one["en"]),
            "hint": Text(**one["next"]) if "next" in one else MEND,
        }
        for one in result["wrong"]
    ]
    return {
        "counts": [
            {"state": state.value, "text": text, "count": result["counts"][state.value]}
            for state, text in STATES.items()
        ],
        "hidden": result["counts"][RowState.ERROR.value] - len(wrong),
        "notices": [Text(**one) for one in result["notices"]],
        "wrong": wrong,
    }


def _shown(request: HttpRequest, visit: Visit, found: Exchange) -> HttpResponse:
    chosen = next((one for one in RowState if one == request.GET.get("rijen")), None)
    rows = [row for row in found.rows if chosen is None or row.state is chosen]
    order = list(STATES)
    rows.sort(key=lambda row: (order.index(row.state), row.row))
    shown: Page[RowResult] = Paginator(rows, _A_PAGE).get_page(request.GET.get("blad"))
    news = found.count(RowState.NEW) + found.count(RowState.CHANGED)
    return page(
        request,
        "register/preview.html",
        {
            "counts": _counts(found),
            "chosen": chosen or "",
            "rows": [_told(request, visit, row) for row in shown.object_list],
            "pages": shown,
            "query_before": f"rijen={chosen}" if chosen else "",
            "all": len(found.rows),
            "news": news,
            "news_told": number(news, visit.language),
            "wrong": found.count(RowState.ERROR),
            "wrong_told": number(found.count(RowState.ERROR), visit.language),
            "notices": [one.said() for one in found.notices],
            "seen": mark_of(found.rows),
            "is_other": "intussen" in request.GET,
        },
        crumbs=(ACCOUNTS, Crumb(_TITLE, reverse("register-import")), Crumb(_PREVIEW)),
    )


def _counts(found: Exchange) -> list[dict[str, object]]:
    return [
        {"state": state.value, "text": text, "count": found.count(state)}
        for state, text in STATES.items()
    ]


@dataclass(frozen=True, slots=True)
class Fact:
    """A fact of an account that a row states: as it was, and as it will be."""

    name: Text | str
    before: str | None
    after: str


def _told(request: HttpRequest, visit: Visit, row: RowResult) -> dict[str, object]:
    """Give a row for people: what of which account, what changes, or what is wrong and then."""
    account = row.account or row.before
    organisation = visit.workplace.organisation.name
    return {
        "row": row.row,
        "state": row.state.value,
        "text": STATES[row.state],
        "account": account,
        "name": name_of(account, organisation) if account else "",
        "platform": TITLES.get(account.platform, account.platform) if account else "",
        "is_known": row.before is not None,
        "facts": _facts(visit, row),
        "error": row.error.message(visit.language) if row.error else "",
        "code": row.error.code if row.error else "",
        "hint": (hint_for_screen(request, row.error) if row.error else "") or MEND,
        "column": row.column or "",
        "value": row.value or "",
    }


def _facts(visit: Visit, row: RowResult) -> list[Fact]:
    found = []
    for name, change in changes_of(row).items():
        if isinstance(change, dict) and name != "kind":  # `kinds` tells it with its dates
            found.append(
                Fact(
                    CHANGED.get(name, name),
                    fact_in_words(name, change["from"], visit.language),
                    fact_in_words(name, change["to"], visit.language),
                )
            )
    return found

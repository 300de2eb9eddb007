"""*Selectielijsten*: what is in force, its rows, what was decided, and what is still open (G1)."""

from collections import Counter
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from weerklank.appraise.choose_row import Decided
from weerklank.appraise.write_list import write_list
from weerklank.model.errors import WrongUse
from weerklank.model.selection import (
    DIRECTIONS,
    KEY_FUNCTION_ADVICE,
    OUTCOMES,
    SERVES,
    SHARES,
    TRIGGERS,
    Assignment,
    ListKind,
    Row,
    SelectionList,
    Target,
)
from weerklank.model.text import Text
from weerklank.services.appraise.draft_list import draft_rows
from weerklank.services.appraise.selection_findings import selection_findings
from weerklank.services.seal.read_selection import bytes_of, find_list, read_selection
from weerklank.web.account_names import names_of
from weerklank.web.permissions import may
from weerklank.web.shell import Crumb, page
from weerklank.web.visit import Visit, the_visit

SELECTION = Text("Selectielijsten", "Selection lists")
_ROWS, _DECISIONS = 100, 50
_SCENARIO = Text("scenario {scenario}", "scenario {scenario}")
#: What to do about what is open, on a screen.
_NEXT = {
    "no-list": Text(
        "Laad de lijst van uw organisatie, of die van de whitepaper.",
        "Load the list of your organisation, or that of the whitepaper.",
    ),
    "no-dialogue": Text(
        "Download het ontwerp met deze rij, laat het vaststellen en laad het; of wijs een rij "
        "toe aan tweerichtingsinhoud.",
        "Download the draft with this row, have it adopted and load it; or assign a row to "
        "two-way content.",
    ),
    "dialogue-undecided": Text(
        "Laat de rij waarderen en laad de lijst opnieuw; of wijs een rij toe aan "
        "tweerichtingsinhoud.",
        "Have the row appraised and load the list again; or assign a row to two-way content.",
    ),
    "no-one-way": Text(
        "Wijs een rij toe aan eenrichtingsinhoud.", "Assign a row to one-way content."
    ),
}


@require_safe
def selection(request: HttpRequest) -> HttpResponse:
    """Show what is open, which lists there are, and what was decided beside them."""
    visit = the_visit(request)
    decided = read_selection(visit.workplace)
    today = visit.workplace.today()
    in_force = decided.in_force(today)
    made = sorted(decided.assignments.values(), key=lambda one: one.at, reverse=True)
    pages = Paginator(made, _DECISIONS).get_page(request.GET.get("blad"))
    return page(
        request,
        "selection/list.html",
        {
            "title": SELECTION,
            "findings": [
                {"message": one.message, "next": _NEXT[one.code], "draft": one.draft}
                for one in selection_findings(decided, today)
            ],
            "in_force": in_force,
            "lists": [_list(one, in_force) for one in reversed(decided.lists)],
            "decisions": [_decision(visit, decided, one) for one in pages.object_list],
            "pages": pages,
            "may_load": may(visit.roles, "selection-load"),
            "is_settled": "vastgelegd" in request.GET,
        },
    )


@require_safe
def one(request: HttpRequest, name: str) -> HttpResponse:
    """Show the rows of one version of a list, those in which some words stand where asked."""
    visit = the_visit(request)
    found = _found(read_selection(visit.workplace), name)
    words = request.GET.get("woorden", "").strip()
    rows = [row for row in found.rows if _fits(row, words)]
    pages = Paginator(rows, _ROWS).get_page(request.GET.get("blad"))
    return page(
        request,
        "selection/one.html",
        {
            "title": found.name,
            "list": found,
            "counts": _counts(found),
            "rows": [row_shown(row) for row in pages.object_list],
            "found": len(rows),
            "pages": pages,
            "words": words,
            "query_before": urlencode({"woorden": words}) if words else "",
            "advice": KEY_FUNCTION_ADVICE if found.kind is ListKind.KEY_FUNCTION else None,
            "may_load": may(visit.roles, "selection-load"),
        },
        crumbs=(Crumb(SELECTION, reverse("selection")), Crumb(found.ref)),
    )


@require_safe
def file(request: HttpRequest, name: str) -> HttpResponse:
    """Give the file that a list was loaded from, byte for byte."""
    workplace = the_visit(request).workplace
    found = _found(read_selection(workplace), name)
    content = bytes_of(workplace, found)
    ending = "json" if content.lstrip()[:1] in (b"[", b"{") else "csv"
    return _given(content, f"{found.ref}.{ending}")


@require_safe
def draft(request: HttpRequest) -> HttpResponse:
    """Give the list in force as a file to change, with a draft of the row of the dialogue."""
    rows = draft_rows(the_visit(request).workplace, None)
    return _given(write_list(rows), "selectielijst-ontwerp.csv")


def _given(content: bytes, name: str) -> HttpResponse:
    """Let a browser keep a file; what somebody loaded is never shown as a page."""
    answer = HttpResponse(content, content_type="application/octet-stream")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def _found(decided: Decided, name: str) -> SelectionList:
    try:
        found = find_list(decided, name)
    except WrongUse as error:
        raise Http404 from error
    if found.ref != name:
        raise Http404  # an address is of one version
    return found


def _fits(row: Row, words: str) -> bool:
    told = " ".join((row.code, row.process, row.result, row.explanation)).casefold()
    return words.casefold() in told


def row_shown(row: Row) -> dict[str, object]:
    """Give a row of a list with its words."""
    return {
        "row": row,
        "outcome": OUTCOMES[row.outcome],
        "trigger": TRIGGERS[row.trigger],
        "term": row.term.words() if row.term else None,
        "serves": SERVES[row.serves] if row.serves else None,
    }


def _counts(found: SelectionList) -> list[tuple[str, Text, int]]:
    counted = Counter(row.outcome for row in found.rows if not row.is_withdrawn)
    return [(one.value, text, counted[one]) for one, text in OUTCOMES.items()]


def _list(found: SelectionList, in_force: SelectionList | None) -> dict[str, object]:
    return {
        "list": found,
        "counts": _counts(found),
        "is_in_force": in_force is not None and found.ref == in_force.ref,
    }


def _decision(visit: Visit, decided: Decided, made: Assignment) -> dict[str, object]:
    known = decided.version_for(made.list, visit.workplace.today())
    row = known.row(made.row) if known else None
    return {
        "decision": made,
        "target": target_said(visit, made.target),
        "row": row,
        "outcome": OUTCOMES[row.outcome] if row else None,
    }


def target_said(visit: Visit, target: Target) -> str:
    """Say what a decision is about."""
    if target.item:
        return target.item
    said = []
    if target.account:
        said.append(names_of(visit).get(target.account, target.account))
    if target.direction:
        said.append(visit.say(DIRECTIONS[target.direction]))
    if target.scenario:
        said.append(visit.say(_SCENARIO, scenario=target.scenario))
    if target.share:
        said.append(visit.say(SHARES[target.share]))
    return ", ".join(said)

"""Selection lists, loaded after a look at them, and which row some content goes by."""

from collections import Counter
from datetime import date
from http import HTTPStatus
from typing import Any

import msgspec
from django.http import HttpResponse

from weerklank.appraise.write_list import write_list
from weerklank.model.account import Scenario
from weerklank.model.errors import WrongUse
from weerklank.model.selection import (
    KEY_FUNCTION_ADVICE,
    OUTCOMES,
    Direction,
    ListKind,
    SelectionList,
    Share,
)
from weerklank.model.selection import Target as About
from weerklank.model.text import Text
from weerklank.services.appraise.assign_row import (
    NewAssignment,
    assign_row,
    end_assignment,
    target_of,
)
from weerklank.services.appraise.draft_list import draft_rows
from weerklank.services.appraise.due_calendar import Supposed, due_calendar
from weerklank.services.appraise.load_list import NewList, load_sent, preview_list
from weerklank.services.appraise.selection_findings import finding_json, selection_findings
from weerklank.services.appraise.tell_selection import assignment_told, list_told, row_told
from weerklank.services.seal.read_selection import bytes_of, find_list, read_selection
from weerklank.web.api.asked import Line, Word
from weerklank.web.api.files import FILE, as_sent, sent_file
from weerklank.web.api.operation import Call, Listed, NotThere, Paging, Query, paged
from weerklank.web.api.rows import Rows
from weerklank.web.api.shapes_of_selection import (
    AssignmentShape,
    Effect,
    FindingShape,
    ListRow,
    ListShape,
    LoadedList,
)

#: Bytes of a selection list, as on the screen.
_MOST = 1 << 20


class LoadQuery(Query, frozen=True, kw_only=True):
    """What a list is called, by whom it was adopted, and when it holds."""

    name: Line
    body: Line
    decided: date
    kind: ListKind = ListKind.PROCESS
    valid_from: date | None = None
    valid_until: date | None = None


class NewRow(msgspec.Struct, frozen=True, kw_only=True):
    """By which row goes: a post, or a kind of content, of an account or of all."""

    row: Line
    reason: Line
    list: Line | None = None
    item: Line | None = None
    account: Word | None = None
    direction: Direction | None = None
    scenario: Scenario | None = None
    share: Share | None = None
    starts: date | None = None
    body: Line | None = None
    decided: date | None = None


class EndRow(msgspec.Struct, frozen=True, kw_only=True):
    """Of what a decision ends, and why."""

    reason: Line
    item: Line | None = None
    account: Word | None = None
    direction: Direction | None = None
    scenario: Scenario | None = None
    share: Share | None = None


def lists(call: Call) -> Listed:
    """List the versions of selection lists, the newest first."""
    decided = read_selection(call.visit.workplace)
    return paged([*reversed(decided.lists)], call.query, lambda one: _told(one, call))


def one(call: Call) -> dict[str, Any]:
    """Give one version."""
    return _told(_found(call), call)


def rows(call: Call) -> Listed:
    """List the rows of a version."""
    return paged([*_found(call).rows], call.query, lambda row: row_told(row, call.visit.language))


def file(call: Call) -> HttpResponse:
    """Give the file that a version was loaded from, byte for byte."""
    return HttpResponse(bytes_of(call.visit.workplace, _found(call)), content_type=FILE)


def draft(call: Call) -> HttpResponse:
    """Give the list in force as a file to change, with a row for the dialogue."""
    return HttpResponse(write_list(draft_rows(call.visit.workplace, None)), content_type=FILE)


def findings(call: Call) -> Listed:
    """List what is still to be decided."""
    workplace = call.visit.workplace
    found = selection_findings(read_selection(workplace), workplace.today())
    return paged([*found], call.query, lambda one: finding_json(one, call.visit.language))


def preview(call: Call) -> dict[str, Any]:
    """Tell what a list would do; nothing of it is kept."""
    workplace = call.visit.workplace
    content = sent_file(call, _MOST)
    with as_sent(call):
        shown = preview_list(workplace, content)
    found = shown.list
    now, then = due_calendar(workplace, Supposed(list=found))
    counted = Counter(row.outcome for row in found.rows if not row.is_withdrawn)
    return {
        "rows": len(found.rows),
        "passed": [*shown.passed],
        "outcomes": [
            {
                "outcome": one.value,
                "rows": counted[one],
                "now": now.outcomes[one],
                "then": then.outcomes[one],
            }
            for one in OUTCOMES
        ],
    }


def load(call: Call) -> dict[str, Any]:
    """Load a list: from then on it holds."""
    asked = call.query
    if not isinstance(asked, LoadQuery):
        raise TypeError(type(asked))
    new = NewList(
        name=asked.name,
        kind=asked.kind,
        valid_from=asked.valid_from,
        valid_until=asked.valid_until,
        body=asked.body,
        decided=asked.decided,
    )
    content = sent_file(call, _MOST)
    with as_sent(call):
        made = load_sent(call.visit.workplace, content, new)
    return {**_told(made.list, call), "passed": [*made.passed]}


def assignments(call: Call) -> Listed:
    """List the decisions, the newest first."""
    made = read_selection(call.visit.workplace).assignments.values()
    newest = sorted(made, key=lambda one: one.at, reverse=True)
    return paged(newest, call.query, lambda one: {**assignment_told(one), "advice": None})


def assign(call: Call) -> dict[str, Any]:
    """Decide by which row something goes."""
    given = call.body
    new = NewAssignment(
        target=_target(call),
        row=given.row,
        reason=given.reason,
        list=given.list,
        starts=given.starts,
        body=given.body,
        decided=given.decided,
    )
    made, found = assign_row(call.visit.workplace, new)
    is_by_function = found.kind is ListKind.KEY_FUNCTION
    advice = KEY_FUNCTION_ADVICE.say(call.visit.language) if is_by_function else None
    return {**assignment_told(made), "advice": advice}


def end(call: Call) -> dict[str, Any]:
    """End a decision: what it is about goes by wider decisions or the list again."""
    made = end_assignment(call.visit.workplace, _target(call), call.body.reason)
    return {**assignment_told(made), "advice": None}


def _target(call: Call) -> About:
    given = call.body
    return target_of(
        call.visit.workplace,
        item=given.item,
        account=given.account,
        direction=given.direction,
        scenario=given.scenario,
        share=given.share,
    )


def _found(call: Call) -> SelectionList:
    try:
        found = find_list(read_selection(call.visit.workplace), call.path["list"])
    except WrongUse as error:
        raise NotThere from error
    if found.ref != call.path["list"]:
        raise NotThere  # an address is of one version
    return found


def _told(found: SelectionList, call: Call) -> dict[str, Any]:
    workplace = call.visit.workplace
    in_force = read_selection(workplace).in_force(workplace.today())
    return {
        **list_told(found),
        "in_force": in_force is not None and in_force.ref == found.ref,
        "_links": {"self": {"href": f"/api/v1/selectielijsten/{found.ref}"}},
    }


_SELECTION = Rows(Text("Selecteren", "Selection"))
ROWS = (
    _SELECTION.read(
        "listSelectionLists",
        "/selectielijsten",
        "selection",
        Text("De selectielijsten, de nieuwste eerst", "Selection lists, newest first"),
        lists,
        ListShape,
        Paging,
    ),
    _SELECTION.read(
        "getSelectionList",
        "/selectielijsten/{list}",
        "selection-one",
        Text("Eén versie van een selectielijst", "One version of a selection list"),
        one,
        ListShape,
    ),
    _SELECTION.read(
        "listSelectionRows",
        "/selectielijsten/{list}/rijen",
        "selection-one",
        Text("De rijen van een selectielijst", "The rows of a selection list"),
        rows,
        ListRow,
        Paging,
    ),
    _SELECTION.file(
        "getSelectionFile",
        "/selectielijsten/{list}/bestand",
        "selection-file",
        Text("Het bestand waaruit de lijst is geladen", "The file that it was loaded from"),
        file,
        FILE,
    ),
    _SELECTION.file(
        "getSelectionDraft",
        "/selectielijst-ontwerp",
        "selection-draft",
        Text("De lijst die geldt, om te wijzigen", "The list in force, to be changed"),
        draft,
        FILE,
    ),
    _SELECTION.read(
        "listSelectionFindings",
        "/selectiebevindingen",
        "selection",
        Text("Wat over selectie nog te besluiten is", "What is still to be decided on selection"),
        findings,
        FindingShape,
        Paging,
    ),
    _SELECTION.send(
        "previewSelectionList",
        "/selectielijsten/voorbeelden",
        "selection-preview",
        Text(
            "Wat een lijst zou doen; er wordt niets bewaard",
            "What a list would do; nothing is kept",
        ),
        preview,
        Effect,
        FILE,
        status=HTTPStatus.OK,
    ),
    _SELECTION.send(
        "loadSelectionList",
        "/selectielijsten",
        "selection-load",
        Text("Laad een selectielijst", "Load a selection list"),
        load,
        LoadedList,
        FILE,
        LoadQuery,
    ),
    _SELECTION.read(
        "listAssignments",
        "/selectiebesluiten",
        "selection",
        Text(
            "Welke inhoud op welke rij gaat, het nieuwste besluit eerst",
            "Which content goes by which row",
        ),
        assignments,
        AssignmentShape,
        Paging,
    ),
    _SELECTION.do(
        "assignRow",
        "/selectiebesluiten",
        "selection-assign",
        Text("Wijs een rij toe", "Assign a row"),
        assign,
        AssignmentShape,
        NewRow,
        status=HTTPStatus.CREATED,
    ),
    _SELECTION.do(
        "endAssignment",
        "/selectiebesluiten/beeindigingen",
        "selection-end",
        Text("Beëindig een toewijzing", "End an assignment"),
        end,
        AssignmentShape,
        EndRow,
    ),
)

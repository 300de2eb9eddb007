"""Who stays recognisable besides the accounts of the register."""

from datetime import date
from http import HTTPStatus
from typing import Annotated, Any

import msgspec

from weerklank.model.errors import WrongUse
from weerklank.model.named_party import NamedAs, NamedParty
from weerklank.model.text import Text
from weerklank.services.change.keep_named import (
    NewParty,
    Undone,
    add_named,
    end_named,
    find_named,
    named_json,
    preview_named,
    withdraw_named,
)
from weerklank.services.seal.read_named import read_named
from weerklank.web.api.asked import Line, Reason
from weerklank.web.api.operation import NO_NUL, Call, Listed, NotThere, Paging, paged
from weerklank.web.api.rows import Rows
from weerklank.web.api.shapes import Moment, Shape


class NewNamed(msgspec.Struct, frozen=True, kw_only=True, rename={"start": "from"}):
    """Who, as what, from when until when, and why."""

    url: Annotated[str, msgspec.Meta(min_length=1, max_length=2000, pattern=NO_NUL)]
    kind: NamedAs
    name: Line
    start: date
    reason: Line
    until: date | None = None
    user_id: Line | None = None


class EndNamed(msgspec.Struct, frozen=True, kw_only=True):
    """The last day, and why."""

    on: date
    reason: Line


class NamedShape(Shape, frozen=True, kw_only=True, rename={"start": "from"}):
    """One of the list; without name once it was taken back."""

    named: str
    kind: str
    platform: str
    name: str | None
    handle: str | None
    url: str | None
    start: date
    until: date | None
    reason: str
    added: Moment
    added_by: str
    ended: Moment | None
    ended_by: str | None
    ended_reason: str | None
    withdrawn: Moment | None
    withdrawn_by: str | None
    withdrawn_reason: str | None


class NamedUndone(NamedShape, frozen=True, kw_only=True, rename={"start": "from"}):
    """The same, with how many records were corrected and where that waits."""

    corrected: int
    waiting: list[str]
    left: int


class HeldShown(Shape, frozen=True, kw_only=True):
    """How many posts that are held they wrote, and how many show them; those stay as they are."""

    written: int
    shown: int


def named(call: Call) -> Listed:
    """List who is, or was, recognisable."""
    return paged(read_named(call.visit.workplace)[::-1], call.query, named_json)


def look(call: Call) -> dict[str, int]:
    """Count what is held of somebody under a pseudonym; nothing is recorded."""
    held = preview_named(call.visit.workplace, _new(call))
    return {"written": held.written, "shown": held.shown}


def add(call: Call) -> object:
    """Let somebody stay recognisable, for what comes in from now on."""
    return named_json(add_named(call.visit.workplace, _new(call)))


def end(call: Call) -> dict[str, Any]:
    """Set the last day; what is held of later is corrected."""
    given, name = call.body, _found(call).id
    return _undone(end_named(call.visit.workplace, name, given.on, given.reason))


def take_back(call: Call) -> dict[str, Any]:
    """Take back one that should never have been on the list."""
    return _undone(withdraw_named(call.visit.workplace, _found(call).id, call.body.reason))


def _new(call: Call) -> NewParty:
    given = call.body
    return NewParty(
        url=given.url,
        kind=given.kind,
        name=given.name,
        start=given.start,
        until=given.until,
        reason=given.reason,
        user_id=given.user_id,
    )


def _found(call: Call) -> NamedParty:
    try:
        found = find_named(call.visit.workplace, call.path["named"])
    except WrongUse as error:
        raise NotThere from error
    if found.facts is None:
        raise NotThere
    return found


def _undone(done: Undone) -> dict[str, Any]:
    told = named_json(done.party)
    return {
        **told,
        "corrected": done.corrected,
        "waiting": [*done.waiting],
        "left": len(done.left),
    }


_NAMED = Rows(Text("Herkenbaar", "Recognisable"))
ROWS = (
    _NAMED.read(
        "listNamed",
        "/herkenbaar",
        "named",
        Text("Wie herkenbaar blijft, ook wie dat was", "Who stays recognisable, or was"),
        named,
        NamedShape,
        Paging,
    ),
    _NAMED.do(
        "addNamed",
        "/herkenbaar",
        "named-add",
        Text("Laat iemand herkenbaar", "Let somebody stay recognisable"),
        add,
        NamedShape,
        NewNamed,
        status=HTTPStatus.CREATED,
    ),
    _NAMED.do(
        "previewNamed",
        "/herkenbaar/voorbeelden",
        "named-add",
        Text(
            "Wat van iemand al onder een pseudoniem is bewaard", "What is held under a pseudonym"
        ),
        look,
        HeldShown,
        NewNamed,
    ),
    _NAMED.do(
        "endNamed",
        "/herkenbaar/{named}/beeindigingen",
        "named-end",
        Text("Stel de laatste dag in", "Set the last day"),
        end,
        NamedUndone,
        EndNamed,
    ),
    _NAMED.do(
        "withdrawNamed",
        "/herkenbaar/{named}/intrekkingen",
        "named-withdraw",
        Text("Neem een vergissing terug", "Take back what was a mistake"),
        take_back,
        NamedUndone,
        Reason,
    ),
)

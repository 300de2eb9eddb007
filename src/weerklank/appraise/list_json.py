"""Selection lists as JSON: as a decision keeps them, and as commands tell them."""

from collections.abc import Mapping
from datetime import date, datetime

from weerklank.model.json_value import Json, JsonObject
from weerklank.model.selection import (
    Assignment,
    Direction,
    ListFile,
    ListKind,
    Outcome,
    Row,
    SelectionList,
    Serves,
    Share,
    Target,
    Term,
    Trigger,
)


def row_json(row: Row) -> JsonObject:
    """Write a row; `row_from` gives it back."""
    return {
        "basis": row.basis,
        "code": row.code,
        "explanation": row.explanation,
        "outcome": row.outcome.value,
        "process": row.process,
        "process_term": _written(row.process_term),
        "result": row.result,
        "serves": row.serves.value if row.serves else None,
        "term": _written(row.term),
        "trigger": row.trigger.value,
        "withdrawn": row.is_withdrawn,
    }


def row_from(data: Json) -> Row:
    """Read a row of a decision."""
    if not isinstance(data, dict):
        raise TypeError
    serves = data["serves"]
    return Row(
        code=str(data["code"]),
        process=str(data["process"]),
        result=str(data["result"]),
        outcome=Outcome(str(data["outcome"])),
        term=_term(data["term"]),
        trigger=Trigger(str(data["trigger"])),
        process_term=_term(data["process_term"]),
        basis=str(data["basis"]),
        explanation=str(data["explanation"]),
        serves=Serves(str(serves)) if serves else None,
        is_withdrawn=data["withdrawn"] is True,
    )


def list_json(found: SelectionList) -> JsonObject:
    """Write a list without its rows: what a decision has besides them, and what commands tell."""
    return {
        "adopted_by": found.adopted_by,
        "adopted_on": found.adopted_on.isoformat(),
        "file": {
            "encoding": found.file.encoding,
            "name": found.file.name,
            "sha256": found.file.sha256,
            "size": found.file.size,
        },
        "kind": found.kind.value,
        "list": found.id,
        "name": found.name,
        "valid_from": _written(found.valid_from),
        "valid_until": _written(found.valid_until),
        "version": found.version,
    }


def list_from(data: JsonObject, at: datetime, by: str) -> SelectionList:
    """Read a list of a decision."""
    file, rows, version = data["file"], data["rows"], data["version"]
    if not isinstance(file, dict) or not isinstance(rows, list) or not isinstance(version, int):
        raise TypeError
    size = file["size"]
    return SelectionList(
        id=str(data["list"]),
        name=str(data["name"]),
        version=version,
        kind=ListKind(str(data["kind"])),
        valid_from=_day(data["valid_from"]),
        valid_until=_day(data["valid_until"]),
        adopted_by=str(data["adopted_by"]),
        adopted_on=date.fromisoformat(str(data["adopted_on"])),
        loaded_at=at,
        loaded_by=by,
        rows=tuple(map(row_from, rows)),
        file=ListFile(
            name=str(file["name"]),
            size=size if isinstance(size, int) else 0,
            sha256=str(file["sha256"]),
            encoding=str(file["encoding"]),
        ),
    )


def assignment_json(found: Assignment) -> JsonObject:
    """Write a selection decision."""
    return {
        "body": found.body,
        "decided": found.decided_on.isoformat(),
        "list": found.list,
        "reason": found.reason,
        "row": found.row,
        "starts": _written(found.starts),
        "target": target_json(found.target),
        "version": found.version,
    }


def assignment_from(data: JsonObject, at: datetime, by: str) -> Assignment:
    """Read a selection decision."""
    target, version = data["target"], data["version"]
    if not isinstance(target, dict) or not isinstance(version, int):
        raise TypeError
    return Assignment(
        target=target_from(target),
        list=str(data["list"]),
        version=version,
        row=str(data["row"]),
        starts=_day(data["starts"]),
        reason=str(data["reason"]),
        body=str(data["body"]),
        decided_on=date.fromisoformat(str(data["decided"])),
        by=by,
        at=at,
    )


def target_json(target: Target) -> JsonObject:
    """Write what a decision is about."""
    return {
        "account": target.account,
        "direction": target.direction.value if target.direction else None,
        "item": target.item,
        "scenario": target.scenario,
        "share": target.share.value if target.share else None,
    }


def target_from(data: Mapping[str, Json]) -> Target:
    """Read what a decision is about."""
    direction, share = data["direction"], data["share"]
    return Target(
        item=_text(data["item"]),
        account=_text(data["account"]),
        direction=Direction(str(direction)) if direction else None,
        scenario=_text(data["scenario"]),
        share=Share(str(share)) if share else None,
    )


def _written(value: Term | date | None) -> str | None:
    return None if value is None else str(value)


def _term(value: Json) -> Term | None:
    return None if value is None else Term.read(str(value))


def _day(value: Json) -> date | None:
    return None if value is None else date.fromisoformat(str(value))


def _text(value: Json) -> str | None:
    return None if value is None else str(value)

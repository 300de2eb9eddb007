"""Destruction lists as JSON: what commands tell of one."""

from itertools import islice

from weerklank.model.clock import iso
from weerklank.model.destruction import DestructionList
from weerklank.model.json_value import JsonObject


def list_json(found: DestructionList, most: int | None = None) -> JsonObject:
    """Write a list as JSON, with its first items where `most` says how many."""
    return {
        "before": [{"id": one.id, "list": one.list} for one in found.before],
        "by": {str(state): name for state, name in found.by.items()},
        "changes": [
            {"answer": one.answer, "at": iso(one.at), "by": one.by, "reason": one.reason}
            for one in found.changes
        ],
        "excepted": [
            {"at": iso(one.at), "by": one.by, "id": one.id, "reason": one.reason}
            for one in found.excepted
        ],
        "ground": str(found.ground),
        "items": [*islice(found.items, most)],
        "list": found.id,
        "not_before": found.not_before.isoformat() if found.not_before else None,
        "not_due": found.not_due,
        "pages": [one.id for one in found.pages],
        "reason": found.reason,
        "round": found.round,
        "rows": [
            {
                "items": len(one.keys),
                "list": one.list,
                "row": one.row,
                "until_first": one.until_first.isoformat(),
                "until_last": one.until_last.isoformat(),
            }
            for one in found.rows
        ],
        "signed_in": False,
        "state": str(found.state),
        "stated_only": found.is_stated_only,
    }

"""Tell selection: lists, rows and decisions with the names of the command line."""

from collections import Counter

from weerklank.appraise.list_json import assignment_json, list_json, row_json
from weerklank.model.clock import iso
from weerklank.model.json_value import JsonObject
from weerklank.model.selection import OUTCOMES, TRIGGERS, Assignment, Row, SelectionList
from weerklank.model.text import Language


def list_told(found: SelectionList) -> JsonObject:
    """Write a list without its rows."""
    count = Counter(row.outcome.value for row in found.rows if not row.is_withdrawn)
    return list_json(found) | {
        "counts": {outcome.value: count[outcome.value] for outcome in OUTCOMES},
        "loaded": iso(found.loaded_at),
        "loaded_by": found.loaded_by,
        "ref": found.ref,
    }


def row_told(row: Row, language: Language) -> JsonObject:
    """Write a row; what its outcome and trigger mean, in words too."""
    return row_json(row) | {
        "outcome_means": OUTCOMES[row.outcome].say(language),
        "trigger_means": TRIGGERS[row.trigger].say(language),
    }


def assignment_told(found: Assignment) -> JsonObject:
    """Write a decision."""
    return assignment_json(found) | {"at": iso(found.at), "by": found.by}

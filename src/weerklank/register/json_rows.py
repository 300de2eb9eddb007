"""Rows of a register that is kept as JSON: what each states, and what in it means nothing here."""

import json
from collections import Counter

import orjson

from weerklank.model.json_value import JsonObject
from weerklank.model.text import Text
from weerklank.register.columns import column_of
from weerklank.register.file_row import FileRow
from weerklank.register.stated import CellError, wrong

_ONCE = Text("elke naam één keer", "each name once")
#: Bytes that are kept of what stands in the place of an account.
_MOST_FOREIGN = 400
#: Keys of `account list --json` that follow from others, or that only runs and reviews write.
_FOLLOWS = frozenset(
    (
        "scenario one_way handin reported_handles review reports platform_state marks_recur "
        "warnings"
    ).split()
)


def json_row(number: int, raw: bytes) -> tuple[FileRow, list[str]]:
    """Give one row, and its keys that mean nothing here."""
    try:
        facts = orjson.loads(raw)
        twice = _keys_twice(raw) if isinstance(facts, dict) else None
    except (orjson.JSONDecodeError, RecursionError):
        facts = twice = None
    if not isinstance(facts, dict):
        shown = raw[:_MOST_FOREIGN].decode("utf-8", "replace")
        return FileRow(number, {}, foreign=shown), []
    known, keys, unknown = _json_facts(facts)
    fault = CellError(twice, wrong(twice, _ONCE)) if twice else None
    return FileRow(number, {}, known, keys, wrong=fault), unknown


def _keys_twice(raw: bytes) -> str | None:
    """Give a key that stands twice in an object, or in one within it."""
    found: list[str] = []

    def pairs(given: list[tuple[str, object]]) -> None:
        keys = Counter(key for key, _ in given)
        found.extend(key for key, times in keys.items() if times > 1)

    # Whatever numbers there are were read before.
    json.loads(raw, object_pairs_hook=pairs, parse_int=str, parse_float=str)
    return found[0] if found else None


def _json_facts(facts: JsonObject) -> tuple[JsonObject, dict[str, str], list[str]]:
    known: JsonObject = {}
    keys: dict[str, str] = {}
    unknown = []
    for key, value in facts.items():
        column = column_of(key)
        if key in _FOLLOWS:
            continue
        if key == "kind":
            known.setdefault("kinds", value)
            keys.setdefault("kinds", key)
        elif column is None or column.derived or keys.get(column.code, "kind") != "kind":
            unknown.append(key)  # of two with one meaning the first is read
        else:
            known[column.code] = value
            keys[column.code] = key
    return known, keys, unknown

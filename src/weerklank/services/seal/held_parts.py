"""Held parts: each package in its generation, with what is sealed of it, and what it lacks."""

from collections.abc import Iterable, Iterator, Mapping

from weerklank.integrity.verify.findings import Finding
from weerklank.model.json_value import Json
from weerklank.services.seal.held_at import HeldObject, held_objects
from weerklank.services.workplace import Workplace


def held_parts(workplace: Workplace) -> dict[str, list[HeldObject]]:
    """Give what there is by the log: each package with what is sealed of it."""
    latest = workplace.log.latest()
    parts: dict[str, list[HeldObject]] = {}
    for one in held_objects(workplace, latest.size if latest else 0):
        parts.setdefault(f"{one.package}-g{one.generation}", []).append(one)
    return parts


def damaged_parts(
    held: Mapping[str, Iterable[HeldObject]], findings: Iterable[Finding]
) -> dict[str, Json]:
    """Give the codes of what was found of each part that something was found of, as events do."""
    codes: dict[str, set[str]] = {}
    named = {one.path or one.closed: name for name, some in held.items() for one in some}
    for finding in findings:
        part = next((named[one] for one in _upwards(finding.path) if one in named), None)
        if part is not None:
            codes.setdefault(part, set()).add(finding.code)
    return {name: [*sorted(codes[name])] for name in held if name in codes}


def _upwards(path: str) -> Iterator[str]:
    """Give a path and each folder that it lies in, the nearest first."""
    while path:
        yield path
        path = path.rpartition("/")[0]

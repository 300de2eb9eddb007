"""File formats: what identification told of a file, as its package holds it."""

from functools import lru_cache
from pathlib import Path

import orjson

from weerklank.model.file_format import FileFormat
from weerklank.model.json_value import JsonObject
from weerklank.package.names import FORMATS, MEDIA

ABSENT = FileFormat(why="absent")


def format_of(path: Path) -> FileFormat:
    """Give what a package tells of a file in its `media/`."""
    return _formats_of(path.parent.with_name(FORMATS)).get(f"{MEDIA}/{path.name}", ABSENT)


@lru_cache(maxsize=8)
def _formats_of(path: Path) -> dict[str, FileFormat]:
    """Read what a package tells of its files, for the few packages that are in use.

    Nothing of a file that is damaged: `verify` says so.
    """
    try:
        lines: list[JsonObject] = [orjson.loads(line) for line in path.read_bytes().splitlines()]
        return {str(told["file"]): _format(told) for told in lines}
    except (OSError, ValueError, LookupError, TypeError):
        return {}


def _format(told: JsonObject) -> FileFormat:
    matches = told.get("matches")
    first = matches[0] if isinstance(matches, list) and matches else None
    by, signatures = str(told.get("by", "")), str(told.get("signatures", ""))
    if not isinstance(first, dict) or not first.get("puid"):
        return FileFormat(why=str(told.get("why", "unknown")), by=by, signatures=signatures)
    return FileFormat(
        puid=str(first["puid"]),
        name=str(first.get("format", "")),
        version=str(first.get("version", "")),
        mime=str(first.get("mime", "")),
        warning=str(first.get("warning", "")),
        by=by,
        signatures=signatures,
    )

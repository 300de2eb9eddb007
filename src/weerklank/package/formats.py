"""Formats of media files: which PRONOM entry each is of, as siegfried sees it.

Media are foreign bytes. They are identified in a process of its own, which may crash, hang or want
more memory than there is: then the file is said not to be identified, and nothing else is lost.
"""

import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from weerklank.model.canonical import canonical
from weerklank.model.json_value import Json, JsonObject
from weerklank.package.names import MEDIA

#: Seconds for a folder, whatever is in it; and how many bytes a second may take at least.
_SECONDS = 60.0
_SLOWEST = 10_000_000
#: Files on which identification may break off before the rest is left alone.
_MOST_BROKEN = 3
_LONGEST = 300
_PUID = re.compile(r"(x-)?fmt/\d{1,6}")
_CHILD = (sys.executable, "-P", "-m", "weerklank.package.identify")


class Match(msgspec.Struct, frozen=True, kw_only=True):
    """A format that fits a file."""

    puid: str
    format: str
    version: str
    mime: str
    basis: str
    warning: str


class Identified(msgspec.Struct, frozen=True, kw_only=True):
    """What identification says of one file."""

    file: str
    by: str
    signatures: str
    matches: tuple[Match, ...]


_IDENTIFIED = msgspec.json.Decoder(Identified)


def format_lines(folder: Path) -> bytes:
    """Identify the files of a media folder; gives the lines of `formats.jsonl`, by name."""
    sizes = {path.name: path.stat().st_size for path in folder.iterdir()}
    waiting = sorted(sizes)
    told: dict[str, JsonObject] = {}
    broken = 0
    while waiting and broken < _MOST_BROKEN:
        for found in _identify(folder, waiting, sizes):
            told[found.file] = _line(found)
        waiting = [name for name in waiting if name not in told]
        if waiting:  # it broke off at the first that is not told
            told[waiting[0]] = _not_identified(waiting[0], "failed")
            waiting = waiting[1:]
            broken += 1
    for name in waiting:
        told[name] = _not_identified(name, "failed")
    return b"".join(canonical(told[name]) + b"\n" for name in sorted(told))


def _identify(folder: Path, names: list[str], sizes: dict[str, int]) -> Iterator[Identified]:
    """Ask a process of its own; gives what it told before it ended, whatever ended it.

    In a session of its own, so that Ctrl-C, which waits for the end of a record, does not end it.
    """
    limit = _SECONDS + sum(sizes[name] for name in names) / _SLOWEST
    try:
        output = subprocess.run(  # noqa: S603 - this very interpreter and a module of ours
            [*_CHILD, str(folder)],
            input="".join(f"{name}\n" for name in names).encode(),
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            timeout=limit,
            check=False,
            start_new_session=True,
        ).stdout
    except subprocess.TimeoutExpired as late:
        output = late.stdout or b""
    for name, line in zip(names, output.split(b"\n")[:-1], strict=False):
        try:
            found = _IDENTIFIED.decode(line)
        except msgspec.DecodeError:
            return
        if found.file != name:
            return
        yield found


def _line(found: Identified) -> JsonObject:
    matches = [_match(one) for one in found.matches if _PUID.fullmatch(one.puid)]
    if not matches:
        return _not_identified(found.file, "unknown", found)
    return {
        "by": _plain(found.by),
        "file": f"{MEDIA}/{found.file}",
        "matches": [*matches],
        "signatures": _plain(found.signatures),
    }


def _match(match: Match) -> JsonObject:
    """Write a match; what the signatures do not say is absent."""
    said: dict[str, str] = {
        "basis": match.basis,
        "format": match.format,
        "mime": match.mime,
        "puid": match.puid,
        "version": match.version,
        "warning": match.warning,
    }
    return {key: _plain(value) for key, value in said.items() if value}


def _not_identified(name: str, why: str, found: Identified | None = None) -> JsonObject:
    line: dict[str, Json] = {"file": f"{MEDIA}/{name}", "matches": [], "why": why}
    if found is not None:
        line |= {"by": _plain(found.by), "signatures": _plain(found.signatures)}
    return line


def _plain(text: str) -> str:
    """Keep to printable text of a modest length: it comes from where foreign bytes are read."""
    return "".join(c for c in text if c.isprintable())[:_LONGEST]

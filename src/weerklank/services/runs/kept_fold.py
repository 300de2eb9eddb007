"""Keep what a book comes to, so that a command takes only the events that came since.

A run asks what thousands of events of earlier runs come to. That is kept in `index/`, which anyone
may throw away. It counts only when it bears our code, was made by this version of the program,
stands on a checkpoint that the log still has, and was taken from the very files that lie there
now, in that order. Otherwise all events are read again. Nothing is kept of files of which one
could not be read.
"""

import hashlib
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Generic, TypeVar

import msgspec
import orjson

from weerklank import __version__
from weerklank.model.canonical import canonical
from weerklank.model.errors import BrokenInput
from weerklank.model.event import Book, Event
from weerklank.model.json_value import JsonObject
from weerklank.services.workplace import Workplace
from weerklank.store.atomic import replace_file
from weerklank.store.event_files import EventFile, event_files
from weerklank.store.event_mac import MAC, event_mac, is_genuine
from weerklank.store.events import read_event
from weerklank.store.fold import Fold
from weerklank.store.plain_file import read_plain

T = TypeVar("T")
#: Bytes of the largest that is read again; a larger one is folded anew each time.
_MOST = 64 << 20


@dataclass(frozen=True, slots=True)
class KeptFold(Generic[T]):
    """A fold of the journal of which the result tells all that it needs to go on."""

    #: By what its file is named.
    name: str
    result: type[T]
    begin: Callable[[], Fold[T]]
    #: Begins where an earlier one ended.
    go_on: Callable[[T], Fold[T]]


@dataclass(frozen=True, slots=True)
class _Taken(Generic[T]):
    """How far a fold was when it was kept."""

    fold: Fold[T]
    files: int = 0


def fold_journal(workplace: Workplace, kept: KeptFold[T], *, keep: bool = False) -> T:
    """Give what the genuine events of the journal come to; with `keep` for the next one too.

    A process that remembers books needs none of this.
    """
    if workplace.events.is_remembering:
        return workplace.events.fold(Book.JOURNAL, kept.begin)
    files = event_files(workplace.layout.book(Book.JOURNAL))
    path = workplace.layout.index / f"{Book.JOURNAL}-{kept.name}.json"
    taken = _read(workplace, kept, path, files) or _Taken(kept.begin())
    is_whole = True
    for event in _events(workplace, files[taken.files :]):
        if event is None:
            is_whole = False  # put back from a copy it may look as it does now, and then it counts
        else:
            taken.fold.take(event)
    result = taken.fold.result()
    if keep and is_whole and taken.files < len(files):
        _write(workplace, path, files, result)
    return result


def _events(workplace: Workplace, files: list[EventFile]) -> Iterator[Event | None]:
    """Give the events of files; None for what is not genuine, or can't be read now."""
    root, key = workplace.layout.book(Book.JOURNAL), cache(lambda: workplace.keys.events)
    for file in files:
        text = workplace.events.genuine(root / file.path, key)
        yield None if text is None else read_event(text)


def _read(
    workplace: Workplace, kept: KeptFold[T], path: Path, files: list[EventFile]
) -> _Taken[T] | None:
    """Read what was kept; None when it counts no more, or never did."""
    try:
        text = read_plain(path, _MOST)
        told: JsonObject = orjson.loads(text)
        count, size = told["files"], told["size"]
        if (
            told["version"] != __version__
            or not isinstance(count, int)
            or not isinstance(size, int)
            or told["marks"] != _marks(files[:count])
            or count > len(files)
            or not is_genuine(workplace.keys.events, _place(workplace, path), text)
            or not workplace.log.holds(size, str(told["root"]))
        ):
            return None
        result = msgspec.json.decode(str(told["result"]).encode(), type=kept.result)
    except (OSError, ValueError, TypeError, LookupError, BrokenInput):
        return None
    return _Taken(kept.go_on(result), count)


def _write(workplace: Workplace, path: Path, files: list[EventFile], result: T) -> None:
    latest = workplace.log.latest()
    if latest is None:
        return
    told: JsonObject = {
        "files": len(files),
        "marks": _marks(files),
        # As text: in which order things were found is kept along.
        "result": msgspec.json.encode(result).decode(),
        "root": latest.root.hex(),
        "size": latest.size,
        "version": __version__,
    }
    mac = event_mac(workplace.keys.events, _place(workplace, path), told)
    with suppress(OSError):  # a disk that is full, or may not be written: folded anew next time
        replace_file(path, canonical({**told, MAC: mac}) + b"\n")


def _place(workplace: Workplace, path: Path) -> str:
    """Name the file within the archive: its code goes for no other."""
    return os.path.relpath(path, workplace.layout.root)


def _marks(files: list[EventFile]) -> str:
    """Give the digest of which files these are, as they lie there."""
    lines = "".join(f"{one.path} {one.mark}\n" for one in files)
    return hashlib.sha256(lines.encode("utf-8", "surrogateescape")).hexdigest()

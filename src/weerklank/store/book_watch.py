"""Watch a book: which of its event files are new, without listing days in which nothing changed.

Event files are made once and never changed, so what was read of one stands. A file that is gone or
was replaced, or one that sorts before what was seen, makes the watch begin anew: then nothing that
was read counts any more.
"""

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

#: Folders below a book: year, month, day.
_DEPTH = 3
#: Nanoseconds that a folder must have been left alone before its time of change tells anything:
#: two changes within one tick of a disk's clock have the same time.
_SETTLED = 2_000_000_000

#: What tells one file from another that took its name: number, time of change, bytes.
_Mark = tuple[int, int, int]


@dataclass(slots=True)
class _Folder:
    """A folder as it was listed last."""

    path: str
    changed: int = -1
    number: int = -1
    is_settled: bool = False
    below: dict[str, "_Folder"] = field(default_factory=dict)
    files: dict[str, _Mark] = field(default_factory=dict)

    def stands(self, told: os.stat_result) -> bool:
        """Tell whether it is as it was listed."""
        return self.is_settled and self.changed == told.st_mtime_ns and self.number == told.st_ino

    def note(self, told: os.stat_result) -> None:
        """Note as what it is listed now."""
        self.changed, self.number = told.st_mtime_ns, told.st_ino
        self.is_settled = time.time_ns() - told.st_mtime_ns > _SETTLED


class BookWatch:
    """The event files of one book, in the order in which they were written."""

    def __init__(self, root: Path) -> None:
        self._root = str(root)
        self._top = _Folder(self._root)
        #: Paths below the book, in order.
        self.files: list[str] = []
        #: Rises when what was read before counts no more.
        self.epoch = 0
        self._last: tuple[str, str, int, str] | None = None
        self._fresh: list[str] = []
        self._is_broken = False

    def look(self) -> None:
        """Look which files are there now."""
        self._fresh, self._is_broken = [], False
        self._visit(self._top, _DEPTH)
        fresh = sorted(self._fresh, key=_order)
        if self._is_broken or (fresh and self._last and _order(fresh[0]) < self._last):
            self._begin_anew()
        else:
            self.files += fresh
        self._last = _order(self.files[-1]) if self.files else None

    def _begin_anew(self) -> None:
        self.epoch += 1
        self.files = sorted(self._all(self._top), key=_order)

    def _visit(self, folder: _Folder, depth: int) -> None:
        try:
            told = os.stat(folder.path)  # noqa: PTH116 - a path for each of thousands is slow
        except FileNotFoundError:
            self._forget(folder)
            return
        if not folder.stands(told):
            folder.note(told)
            self._list(folder, depth)
        if depth > 1:
            for below in folder.below.values():
                self._visit(below, depth - 1)
            return
        for below in folder.below.values():  # the days: thousands, of which one changed
            try:
                told = os.stat(below.path)  # noqa: PTH116 - as above
            except FileNotFoundError:
                self._forget(below)
                continue
            if not below.stands(told):
                below.note(told)
                self._list(below, 0)

    def _list(self, folder: _Folder, depth: int) -> None:
        try:
            with os.scandir(folder.path) as entries:
                found = list(entries)
        except NotADirectoryError:  # a file lies where a day should be; `verify` names it
            self._forget(folder)
            return
        if depth:
            names = {entry.name for entry in found}
            for gone in folder.below.keys() - names:
                self._forget(folder.below.pop(gone))
            for new in names - folder.below.keys():
                folder.below[new] = _Folder(f"{folder.path}/{new}")
            return
        files = {}
        for entry in found:
            if entry.name.endswith(".json"):
                with suppress(FileNotFoundError):  # gone since it was listed
                    told = entry.stat(follow_symlinks=False)
                    files[entry.name] = (told.st_ino, told.st_mtime_ns, told.st_size)
        self._is_broken |= any(files.get(one) != mark for one, mark in folder.files.items())
        self._fresh += [self._name(folder, one) for one in files.keys() - folder.files.keys()]
        folder.files = files

    def _name(self, folder: _Folder, file: str) -> str:
        return f"{folder.path}/{file}".removeprefix(f"{self._root}/")

    def _all(self, folder: _Folder) -> Iterator[str]:
        yield from (self._name(folder, one) for one in folder.files)
        for below in folder.below.values():
            yield from self._all(below)

    def _forget(self, folder: _Folder) -> None:
        """Let go of a folder that is gone, and of all that was read in it."""
        self._is_broken |= bool(folder.files) or any(map(_holds, folder.below.values()))
        folder.changed, folder.is_settled = -1, False
        folder.below, folder.files = {}, {}


def _holds(folder: _Folder) -> bool:
    return bool(folder.files) or any(map(_holds, folder.below.values()))


def _order(path: str) -> tuple[str, str, int, str]:
    """Order as files are read: by day and time, then by writer and number."""
    day, _, name = path.rpartition("/")
    begin, _, count = name.removesuffix(".json").rpartition("-")
    number = int(count) if count.isascii() and count.isdecimal() and len(count) < 12 else 0
    return day, begin, number, name

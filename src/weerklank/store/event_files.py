"""List the event files of a book, each with what tells it from another under its name.

Thousands are listed at each run, so nothing here makes a path object of each.
"""

import os
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple, TypeAlias

#: Folders below a book: year, month, day.
_DEPTH = 3
_Entries: TypeAlias = list[os.DirEntry[str]]


class EventFile(NamedTuple):
    """An event file as it lies there."""

    #: Below the book.
    path: str
    #: Its number, time of change and bytes.
    mark: str


def event_files(root: Path) -> list[EventFile]:
    """Give the files of a book in the order of their paths, as `read_genuine` takes them."""
    found = []
    for day, entries in days_of(str(root)):
        for entry in entries:
            if entry.name.endswith(".json"):
                with suppress(FileNotFoundError):  # gone since it was listed
                    told = entry.stat(follow_symlinks=False)
                    mark = f"{told.st_ino} {told.st_mtime_ns} {told.st_size}"
                    found.append(EventFile(f"{day}{entry.name}", mark))
    return sorted(found, key=lambda one: one.path.split("/"))


def days_of(root: str, below: str = "", depth: int = _DEPTH) -> Iterator[tuple[str, _Entries]]:
    """Give the folders of days, such as `2026/11/28/`, with what lies in them.

    What is no folder where one should be is passed over; `verify` names it.
    """
    try:
        with os.scandir(f"{root}/{below}") as found:
            entries = sorted(found, key=lambda entry: entry.name)
    except (FileNotFoundError, NotADirectoryError):
        return
    if not depth:
        yield below, entries
        return
    for entry in entries:
        yield from days_of(root, f"{below}{entry.name}/", depth - 1)

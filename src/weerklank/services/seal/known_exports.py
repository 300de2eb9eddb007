"""Known exports: where copies of the archive's content were written, as the journal tells.

What an archive gives out it can't call back; where it was written is known, so that whoever
destroys something is told of the copy. That it will be written is told before the first byte: a
process that is killed leaves a folder beside it, which is a copy too.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from urllib.parse import unquote_to_bytes

from weerklank.model.event import Book
from weerklank.model.json_value import JsonObject
from weerklank.services.workplace import Workplace
from weerklank.store.atomic import UNFINISHED

BEGUN, EXPORTED = "export.begun", "export.written"
_URI = "file://"


def note_export(
    workplace: Workplace, out: Path, form: str, records: int, files: int, *, purpose: str = ""
) -> None:
    """Note that something of the archive was written to a folder outside it, and what for."""
    told: JsonObject = {
        "files": files,
        "form": form,
        "out": out.absolute().as_uri(),
        "records": records,
    }
    if purpose:
        told["purpose"] = purpose
    workplace.record(Book.JOURNAL, EXPORTED, form, told)


def begin_export(workplace: Workplace, out: Path, form: str) -> Path:
    """Note that an export will be written; gives the folder beside it to write it in."""
    workplace.record(Book.JOURNAL, BEGUN, form, {"form": form, "out": out.absolute().as_uri()})
    return out.with_name(f"{_before_named(out)}{os.getpid()}")


def known_exports(workplace: Workplace) -> list[Path]:
    """Give every folder to which an export was written, once, in order.

    With the folders beside those that a process left when it was killed, where there are any.
    """
    found: set[Path] = set()
    for event in workplace.events.read_backwards(Book.JOURNAL, (BEGUN, EXPORTED)):
        if event.kind == EXPORTED:
            found.add(path_of(str(event.data["out"])))
        else:
            found.update(_left_beside(path_of(str(event.data["out"]))))
    return sorted(found)


def clear_left_over(workplace: Workplace, form: str) -> int:
    """Take away what exports of one form left when they were killed; gives how many folders.

    For who holds a lock without which no other can be writing one.
    """
    folders = {
        left
        for event in workplace.events.read_backwards(Book.JOURNAL, (BEGUN,))
        if event.data["form"] == form
        for left in _left_beside(path_of(str(event.data["out"])))
        if not left.is_symlink() and left.name.rpartition("-")[2].isdecimal()
    }
    cleared = 0
    for folder in sorted(folders):
        with suppress(OSError):  # it stays, and is told of after a destruction
            shutil.rmtree(folder)
            cleared += 1
    return cleared


def _left_beside(out: Path) -> Iterator[Path]:
    with suppress(OSError):
        for path in out.parent.iterdir():
            if path.name.startswith(_before_named(out)) and path.is_dir():
                yield path


def _before_named(out: Path) -> str:
    return f"{out.name}{UNFINISHED}-"


def path_of(name: str) -> Path:
    """Give the path that `name_of` or an event names."""
    if name.startswith(_URI):
        return Path(os.fsdecode(unquote_to_bytes(name.removeprefix(_URI))))
    return Path(name)


def name_of(path: Path, within: Path) -> str:
    """Name a file by its path in a folder, or by its whole path; as a URI where it is no UTF-8."""
    named = path.relative_to(within).as_posix() if path.is_relative_to(within) else str(path)
    return named if named.isascii() or _is_text(named) else path.absolute().as_uri()


def _is_text(name: str) -> bool:
    try:
        name.encode()
    except UnicodeEncodeError:
        return False
    return True

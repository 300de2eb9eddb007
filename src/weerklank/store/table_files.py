"""The list of the files of a table, beside them: one that a copy lost, or cut short, is missed.

Each file is written once and never changed, so that its size and digest hold as long as it is
there. A file is listed after it was written and before those that it takes the place of go away:
a process that dies in between leaves one too many, and never one too few.
"""

import hashlib
import re
from collections.abc import Iterable
from pathlib import Path

from weerklank.store.atomic import replace_file

#: Name of the list in the folder of a table.
TABLE_FILES = "files.list"
#: The tables of an epoch of the blind index, by the names of their folders.
TABLES = ("persons", "pseudonyms", "threads", "words")
#: Folder of the tables of a later epoch than the first, beside those of the first.
_OF_EPOCH = re.compile(r"[0-9]{4}")
_LINE = re.compile(rb"([0-9]{6}\.txt) (0|[1-9][0-9]{0,17}) ([0-9a-f]{64})\n")
_AT_ONCE = 1 << 16

#: Size in bytes and SHA-256, by name.
TableFiles = dict[str, tuple[int, str]]


def is_of_epoch(name: str) -> bool:
    """Tell whether a folder of the blind index may be that of a later epoch, by its name."""
    return _OF_EPOCH.fullmatch(name) is not None


def table_folders(blind: Path) -> list[str]:
    """Name the folders of all tables of the blind index, epoch by epoch, there or not."""
    later = sorted(one.name for one in blind.glob("[0-9]*") if is_of_epoch(one.name))
    return [*TABLES, *(f"{epoch}/{table}" for epoch in later for table in TABLES)]


def read_table_files(folder: Path) -> TableFiles | None:
    """Give what a table's list says; None when there is none, or what is there is no list."""
    try:
        return parse_table_files((folder / TABLE_FILES).read_bytes())
    except OSError:
        return None


def parse_table_files(content: bytes) -> TableFiles | None:
    """Read a list of at least one file; None for what is not, byte for byte, as it is written."""
    found: TableFiles = {}
    at = 0
    while match := _LINE.match(content, at):
        found[match[1].decode()] = int(match[2]), match[3].decode()
        at = match.end()
    return found if found and _written(found) == content else None


def write_table_files(folder: Path, names: Iterable[str], known: TableFiles) -> None:
    """List these files; those that are not known yet are read for it."""
    rows = {name: known.get(name) or measure(folder / name) for name in names}
    replace_file(folder / TABLE_FILES, _written(rows), mode=0o600)


def _written(files: TableFiles) -> bytes:
    rows = sorted(files.items())
    return "".join(f"{name} {size} {digest}\n" for name, (size, digest) in rows).encode()


def measure(path: Path) -> tuple[int, str]:
    """Give size and SHA-256 of a file."""
    digest, size = hashlib.sha256(), 0
    with path.open("rb") as stream:
        while block := stream.read(_AT_ONCE):
            digest.update(block)
            size += len(block)
    return size, digest.hexdigest()


def first_lost(folder: Path) -> str | None:
    """Name a listed file that is gone or has another size; the list itself when that is gone."""
    listed = read_table_files(folder)
    if listed is None:
        return TABLE_FILES
    for name, (size, _) in listed.items():
        try:
            if (folder / name).stat().st_size != size:
                return name
        except FileNotFoundError:
            return name
    return None

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
_LINE = re.compile(r"([0-9]{6}\.txt) (0|[1-9][0-9]{0,17}) ([0-9a-f]{64})")
_AT_ONCE = 1 << 16

#: Size in bytes and SHA-256, by name.
TableFiles = dict[str, tuple[int, str]]


def read_table_files(folder: Path) -> TableFiles | None:
    """Give what a table's list says; None when there is none, or what is there is no list."""
    try:
        lines = (folder / TABLE_FILES).read_text(encoding="ascii").splitlines()
    except (OSError, ValueError):
        return None
    matches = [_LINE.fullmatch(line) for line in lines]
    found = {match[1]: (int(match[2]), match[3]) for match in matches if match}
    return found if found and len(found) == len(lines) else None


def write_table_files(folder: Path, names: Iterable[str], known: TableFiles) -> None:
    """List these files; those that are not known yet are read for it."""
    rows = {name: known.get(name) or measure(folder / name) for name in sorted(names)}
    text = "".join(f"{name} {size} {digest}\n" for name, (size, digest) in rows.items())
    replace_file(folder / TABLE_FILES, text.encode(), mode=0o600)


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

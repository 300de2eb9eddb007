"""Draft list: write a selection list as CSV, with a row for the dialogue where it has none.

In the documented form, so that it can be changed, adopted and loaded. And give the file that a
list was loaded from, as it was.
"""

from dataclasses import replace
from pathlib import Path

from weerklank.appraise.read_list import read_list
from weerklank.appraise.shipped import FILE, draft_entry, shipped_bytes
from weerklank.appraise.write_list import write_list
from weerklank.model.selection import Row, SelectionList, Serves
from weerklank.services.register.write_file import write_plain
from weerklank.services.seal.read_selection import bytes_of, find_list, read_selection
from weerklank.services.workplace import Workplace


def draft_list(workplace: Workplace, name: str | None, path: Path) -> tuple[Row, ...]:
    """Write a list, by default the one in force, or where none is that of the whitepaper."""
    rows = draft_rows(workplace, name)
    write_plain(workplace, path, write_list(rows))
    return rows


def draft_rows(workplace: Workplace, name: str | None) -> tuple[Row, ...]:
    """Give the rows of such a list, with a draft for the dialogue where it has none."""
    decided = read_selection(workplace)
    found = find_list(decided, name) if name else decided.in_force(workplace.today())
    rows = found.rows if found else read_list(FILE, shipped_bytes()).rows
    if not any(row.serves is Serves.DIALOGUE for row in rows):
        rows = (*rows, _with_free_code(draft_entry(), {row.code for row in rows}))
    return rows


def give_file(workplace: Workplace, found: SelectionList, path: Path) -> None:
    """Write the file that a list was loaded from, byte for byte."""
    write_plain(workplace, path, bytes_of(workplace, found))


def _with_free_code(row: Row, taken: set[str]) -> Row:
    """Give the draft under a code that the list does not have yet."""
    codes = (row.code, *(f"dialoog-{number}" for number in range(1, len(taken) + 2)))
    return replace(row, code=next(code for code in codes if code not in taken))

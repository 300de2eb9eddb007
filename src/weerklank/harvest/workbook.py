"""Read the sheets of a workbook row by row, XLSX or old Excel (XLS), hostile as it may be.

Values alone: a formula gives what the program that wrote it had computed, nothing is computed
here, no other file is followed, and no macro is looked at. Limits that no statistics of a platform
come near keep what it takes in memory and time small.
"""

import io
import zipfile
from collections.abc import Iterator
from datetime import date, datetime, time
from pathlib import Path
from typing import Protocol, cast

from weerklank.harvest.port import Unreadable
from weerklank.model.text import Text

#: Bytes of a file, and of all that an XLSX holds once it is unpacked.
MOST_BYTES = 8 << 20
_MOST_UNPACKED = 24 << 20
_MOST_MEMBERS = 1_000
_MOST_SHEETS = 20
MOST_ROWS = 100_000
MOST_COLUMNS = 60
#: Characters that a spreadsheet program puts into a cell at most.
MOST_CHARACTERS = 32_767
#: Rows of the longest sheet that a spreadsheet program makes.
_MOST_NUMBER = 1 << 20

_OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_SHEETS = "xl/workbook.xml"

TOO_LARGE = Text(
    "de werkmap is groter dan een overzicht van een platform kan zijn",
    "the workbook is larger than what a platform gives can be",
)
NO_WORKBOOK = Text(
    "de werkmap is beschadigd of heeft een wachtwoord", "the workbook is damaged or has a password"
)

#: A name, and what its rows say, as text: empty cells as empty texts.
Sheet = tuple[str, Iterator[list[str]]]


class _Silent(io.TextIOBase):
    """Takes what a library would print."""

    def write(self, text: str) -> int:
        return len(text)


def is_old_workbook(path: Path) -> bool:
    """Tell whether a file begins as old Excel files do."""
    with path.open("rb") as stream:
        return stream.read(len(_OLD)) == _OLD


def is_new_workbook(path: Path) -> bool:
    """Tell whether a file is a zip with a workbook in it."""
    if not zipfile.is_zipfile(path):
        return False
    try:
        with zipfile.ZipFile(path) as archive:
            return _SHEETS in archive.namelist()
    except (OSError, ValueError, zipfile.BadZipFile):
        return False


def sheets_of(path: Path) -> Iterator[Sheet]:
    """Give the sheets of a workbook, each to be read before the next is asked for.

    Unreadable, also while its rows are read, when it is none, or is too large.
    """
    _demand(path.stat().st_size <= MOST_BYTES)
    content = path.read_bytes()
    try:
        yield from _old_sheets(content) if content.startswith(_OLD) else _new_sheets(content)
    except (Unreadable, GeneratorExit):
        raise
    except Exception as error:  # a hostile workbook makes the libraries raise anything
        raise Unreadable(NO_WORKBOOK) from error


def _new_sheets(content: bytes) -> Iterator[Sheet]:
    import openpyxl  # slow to load, and seldom needed

    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        members = packed.infolist()
    # zipfile gives no more of a member than its size says, so the sum binds the reader.
    _demand(sum(one.file_size for one in members) <= _MOST_UNPACKED)
    _demand(len(members) <= _MOST_MEMBERS)
    book = openpyxl.load_workbook(
        io.BytesIO(content), read_only=True, data_only=True, keep_links=False
    )
    for sheet in book.worksheets[:_MOST_SHEETS]:
        yield sheet.title, _bounded(_new_rows(cast("_NewSheet", sheet)))


class _NewSheet(Protocol):
    def iter_rows(
        self, *, max_col: int, max_row: int, values_only: bool
    ) -> Iterator[tuple[object, ...]]: ...
    def reset_dimensions(self) -> None: ...


def _new_rows(sheet: _NewSheet) -> Iterator[list[str]]:
    sheet.reset_dimensions()  # it may say anything
    rows = sheet.iter_rows(max_col=MOST_COLUMNS, max_row=_MOST_NUMBER, values_only=True)
    for row in rows:
        yield [_said(value) for value in row] if any(value is not None for value in row) else []


def _old_sheets(content: bytes) -> Iterator[Sheet]:
    import xlrd  # seldom needed

    book = xlrd.open_workbook(
        file_contents=content, on_demand=True, ragged_rows=True, logfile=_Silent()
    )
    for number in range(min(book.nsheets, _MOST_SHEETS)):
        sheet = book.sheet_by_index(number)
        yield str(sheet.name), _bounded(_old_rows(sheet, book.datemode))
        book.unload_sheet(number)


class _OldCell(Protocol):
    ctype: int
    value: str | float


class _OldSheet(Protocol):
    nrows: int

    def row_slice(self, number: int, start: int, end: int) -> list[_OldCell]: ...


def _old_rows(sheet: _OldSheet, datemode: int) -> Iterator[list[str]]:
    import xlrd

    for number in range(sheet.nrows):
        said = []
        for cell in sheet.row_slice(number, 0, MOST_COLUMNS):
            if cell.ctype == xlrd.XL_CELL_DATE:
                said.append(_said(xlrd.xldate_as_datetime(cell.value, datemode)))
            elif cell.ctype in {xlrd.XL_CELL_TEXT, xlrd.XL_CELL_NUMBER}:
                said.append(_said(cell.value))
            else:  # empty, a mistake of a formula, or yes and no
                said.append("")
        yield said


def _bounded(rows: Iterator[list[str]]) -> Iterator[list[str]]:
    """Give the rows that hold something, as long as they stay within bounds."""
    held = 0
    try:
        for row in rows:
            while row and not row[-1]:
                row.pop()
            if row:
                held += 1
                _demand(held <= MOST_ROWS)
                yield row
    except (Unreadable, GeneratorExit):
        raise
    except Exception as error:  # as in `sheets_of`
        raise Unreadable(NO_WORKBOOK) from error


def _demand(is_small: bool) -> None:  # noqa: FBT001 - says itself
    if not is_small:
        raise Unreadable(TOO_LARGE)


def _said(value: object) -> str:
    """Give what a cell says; Unreadable for what no spreadsheet program would have put there."""
    if value is None:
        return ""
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time.min else value.isoformat()
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    text = str(value).strip()
    _demand(len(text) <= MOST_CHARACTERS)
    return text

"""Cells of a workbook (XLSX) as text, and formulas that nobody computed told from empty cells."""

import io
import itertools
import re
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date, datetime, time
from operator import attrgetter
from typing import Protocol

#: Stands for a formula without its value; no cell can say this.
FORMULA = "\0="
#: The day before the first that a workbook has, as a spreadsheet program shows it.
_DAY_NONE = "1900-01-00"
_VALUE = attrgetter("value")
#: A formula in the sheet of a workbook; how it is looked for: in pieces of so many bytes.
_FORMULA_TAG = re.compile(rb"<(?:[\w.-]{1,50}:)?f[\s>/]")
_PIECE, _LONGEST_TAG = 1 << 20, 60


def has_formulas(content: bytes) -> bool:
    """Tell whether any sheet of a workbook holds a formula."""
    with zipfile.ZipFile(io.BytesIO(content)) as packed:
        for member in packed.infolist():
            if not member.filename.startswith("xl/worksheets/"):
                continue
            before = b""
            with packed.open(member) as sheet:
                while piece := sheet.read(_PIECE):
                    if _FORMULA_TAG.search(before + piece):
                        return True
                    before = piece[-_LONGEST_TAG:]
    return False


class _Cell(Protocol):
    @property
    def value(self) -> object: ...
    @property
    def number_format(self) -> str: ...
    @property
    def data_type(self) -> str: ...


class Rows(Protocol):
    """A sheet, as the library gives it."""

    def iter_rows(self, *, max_col: int) -> Iterable[tuple[_Cell, ...]]:
        """Give its rows."""
        ...


def cells_of(sheet: Rows, written: Rows | None, *, most: int) -> Iterator[list[str]]:
    """Give the rows of a sheet, `most` columns wide; `written` has its formulas, if any."""
    empty: tuple[_Cell, ...] | None = None
    rows: Iterable[tuple[tuple[_Cell, ...], tuple[_Cell, ...]]] = (
        ((row, ()) for row in sheet.iter_rows(max_col=most))
        if written is None
        else zip(*(one.iter_rows(max_col=most) for one in (sheet, written)), strict=False)
    )
    for row, formulas in rows:
        # Of a million rows that a sheet leaves out the library gives one and the same.
        if row is not empty and (any(map(_VALUE, row)) or any(map(_is_formula, formulas))):
            yield [
                FORMULA if cell.value is None and _is_formula(as_written) else _cell(cell)
                for cell, as_written in itertools.zip_longest(row, formulas)
            ]
        else:
            empty = row
            yield []


def _is_formula(cell: _Cell | None) -> bool:
    return cell is not None and cell.data_type == "f"


def _cell(cell: _Cell) -> str:
    value = cell.value
    if value is None:
        return ""
    if isinstance(value, time) and "y" in cell.number_format.lower():
        return _DAY_NONE
    if isinstance(value, datetime | date):
        return value.isoformat(*(" ",) if isinstance(value, datetime) else ())
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value)

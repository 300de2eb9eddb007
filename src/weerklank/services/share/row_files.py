"""Row files: a table of items as JSON Lines, CSV, XLSX or Parquet; written as its rows come."""

import csv
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

import orjson

from weerklank.model.errors import NotNow, WrongUse, fault
from weerklank.model.sheet_cell import guarded
from weerklank.model.text import Text
from weerklank.services.share.columns import COLUMNS, Cell, ColumnKind

NO_PARQUET = fault(
    "SHARE-002",
    Text(
        nl="Parquet kan hier niet worden geschreven: de bibliotheek ervoor is niet geïnstalleerd.",
        en="Parquet can't be written here: its library is not installed.",
    ),
    Text(
        nl="Installeer weerklank[research], of kies jsonl of csv.",
        en="Install weerklank[research], or choose jsonl or csv.",
    ),
)
TOO_MANY_ROWS = fault(
    "SHARE-003",
    Text(
        nl="Een werkblad heeft hooguit {most} rijen; dit zijn er meer.",
        en="A sheet has {most} rows at most; these are more.",
    ),
    Text(
        nl="Kies minder, bijvoorbeeld per jaar, of kies csv, jsonl of parquet.",
        en="Select less, such as year by year, or choose csv, jsonl or parquet.",
    ),
)
#: Rows of a sheet beside its head, and characters of a cell, as Excel has them.
MOST_ROWS, MOST_CHARACTERS = 1_048_575, 32_767
_CUT = " […]"
_BETWEEN = " | "
_AT_ONCE = 50_000


class RowFile(Protocol):
    """A file that rows are written to, one by one; its end makes it whole."""

    #: Cells that were too long for it, and of which only the beginning stands in it.
    cut: int

    def __enter__(self) -> Self: ...

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None: ...

    def put(self, row: tuple[Cell, ...]) -> None:
        """Write one row."""


class WriterOfRows(Protocol):
    """Makes the file of one form in a folder."""

    def __call__(self, folder: Path) -> RowFile:
        """Begin the file."""


class _Closing:
    """What all of them share."""

    cut = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Write what is left, and close the file."""
        raise NotImplementedError


class JsonLines(_Closing):
    """One JSON object a line; what is not there is null."""

    def __init__(self, folder: Path) -> None:
        self._stream = (folder / "items.jsonl").open("wb")

    def put(self, row: tuple[Cell, ...]) -> None:
        """Write one row."""
        told = dict(zip((one.name for one in COLUMNS), row, strict=True))
        self._stream.write(orjson.dumps(told) + b"\n")

    def close(self) -> None:
        """Close it."""
        self._stream.close()


class CsvFile(_Closing):
    """Semicolons and a mark for UTF-8, as Excel opens it in Dutch; no cell is a formula."""

    def __init__(self, folder: Path) -> None:
        self._stream = (folder / "items.csv").open("w", encoding="utf-8-sig", newline="")
        self._writer = csv.writer(self._stream, delimiter=";")
        self._writer.writerow([one.name for one in COLUMNS])

    def put(self, row: tuple[Cell, ...]) -> None:
        """Write one row."""
        self._writer.writerow([guarded(_flat(cell)) for cell in row])

    def close(self) -> None:
        """Close it."""
        self._stream.close()


class XlsxFile(_Closing):
    """A workbook of text and numbers; no cell is a formula or a link."""

    def __init__(self, folder: Path) -> None:
        import xlsxwriter  # slow to load, and seldom needed

        # Row by row, in files of this folder: memory does not grow with the rows.
        how = {"constant_memory": True, "tmpdir": str(folder)}
        self._book = xlsxwriter.Workbook(str(folder / "items.xlsx"), how)
        self._sheet = self._book.add_worksheet("items")
        bold = self._book.add_format({"bold": True})
        for place, column in enumerate(COLUMNS):
            self._sheet.write_string(0, place, column.name, bold)
        self._rows = 0

    def put(self, row: tuple[Cell, ...]) -> None:
        """Write one row; WrongUse when a sheet has no room for it."""
        if self._rows == MOST_ROWS:
            raise WrongUse(TOO_MANY_ROWS, most=MOST_ROWS)
        self._rows += 1
        for place, cell in enumerate(row):
            if isinstance(cell, int):
                self._sheet.write_number(self._rows, place, cell)
            elif cell:
                self._sheet.write_string(self._rows, place, self._held(guarded(_flat(cell))))

    def _held(self, text: str) -> str:
        """Give what of a text a cell holds; Excel counts in UTF-16."""
        units = text.encode("utf-16-le")
        if len(units) // 2 <= MOST_CHARACTERS:
            return text
        self.cut += 1
        room = (MOST_CHARACTERS - len(_CUT)) * 2
        return units[:room].decode("utf-16-le", "ignore") + _CUT

    def close(self) -> None:
        """Put the workbook together."""
        self._book.close()


class ParquetFile(_Closing):
    """Columns of their own kinds, compressed; lists stay lists and moments are moments."""

    def __init__(self, folder: Path) -> None:
        import pyarrow as pa  # type: ignore[import-untyped] # it tells no types
        import pyarrow.parquet as pq  # type: ignore[import-untyped] # the same

        kinds = {
            ColumnKind.TEXT: pa.string(),
            ColumnKind.MOMENT: pa.string(),
            ColumnKind.NUMBER: pa.int64(),
            ColumnKind.TEXTS: pa.list_(pa.string()),
        }
        self._schema = pa.schema([(one.name, kinds[one.kind]) for one in COLUMNS])
        self._array, self._table = pa.array, pa.Table
        self._writer = pq.ParquetWriter(folder / "items.parquet", self._schema, compression="zstd")
        self._waiting: list[tuple[Cell, ...]] = []

    def put(self, row: tuple[Cell, ...]) -> None:
        """Write one row."""
        self._waiting.append(row)
        if len(self._waiting) == _AT_ONCE:
            self._flush()

    def _flush(self) -> None:
        columns = [
            self._array(cells, type=field.type)
            for cells, field in zip(zip(*self._waiting, strict=True), self._schema, strict=True)
        ]
        self._writer.write_table(self._table.from_arrays(columns, schema=self._schema))
        self._waiting = []

    def close(self) -> None:
        """Write the last rows."""
        if self._waiting:
            self._flush()
        self._writer.close()


def demand_parquet() -> None:
    """Refuse to begin with Parquet where its library is not there (NotNow)."""
    try:
        import pyarrow.parquet  # noqa: F401 - whether it can be loaded
    except ImportError:
        raise NotNow(NO_PARQUET) from None


def _flat(cell: Cell) -> str:
    if cell is None:
        return ""
    return _BETWEEN.join(cell) if isinstance(cell, list) else str(cell)

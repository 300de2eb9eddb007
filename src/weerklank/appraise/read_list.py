"""Read a selection list: our documented CSV, or the municipal list as it is given out.

The municipal list of 2020 comes as CSV and as JSON. A list is read whole or not at all: what it
says decides what is destroyed, and a row that is passed over would decide too. So each row that is
wrong is named, and where one is, nothing comes of the file.
"""

import codecs
import csv
import hashlib
import io
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

from weerklank.appraise.headings import PassedColumns, near_miss, not_understood
from weerklank.appraise.meant_for import meant
from weerklank.appraise.municipal_json import json_rows
from weerklank.appraise.row_cells import WrongRow, row_of
from weerklank.model.selection import ListFile, Row, Serves
from weerklank.model.sheet_cell import unguarded
from weerklank.model.text import Text

#: Bytes of the largest file: the municipal list has 442,215 as JSON.
MOST_BYTES = 1 << 20
MOST_ROWS = 5_000
_MOST_COLUMNS = 60
#: How many wrong rows are named one by one.
MOST_NAMED = 200
_OF_A_WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
#: Headings as they may stand in a file, by the name of their column here.
_HEADINGS = {
    "code": ("code", "nummer", "categorie"),
    "proces": ("proces", "procestype", "process"),
    "resultaat": ("resultaat", "result", "product"),
    "omschrijving": ("omschrijving",),
    "waardering": ("waardering", "outcome"),
    "bewaartermijn": ("bewaartermijn", "term"),
    "procestermijn": ("procestermijn",),
    "grondslag": ("grondslag", "herkomst", "basis"),
    "toelichting": ("toelichting", "explanation"),
    "voor": ("voor",),
    "vervallen": ("vervallen",),
}
_COLUMN = {heading: column for column, known in _HEADINGS.items() for heading in known}
_NEEDED = ("code", "proces", "waardering")

BINARY = Text("het is geen tekst", "it is no text")
ENCODING = Text("de tekencodering is onbekend", "the character encoding is unknown")
EMPTY = Text("er staan geen rijen in", "there are no rows in it")
HEADINGS = Text(
    "de koppen code, proces en waardering ontbreken, of staan er twee keer",
    "the headings code, proces and waardering are missing, or stand there twice",
)
TOO_MANY = Text(f"meer dan {MOST_ROWS} rijen", f"more than {MOST_ROWS} rows")
QUOTES = Text("vanaf hier kloppen de aanhalingstekens niet", "from here on the quotes are wrong")
CELLS = Text("meer cellen dan koppen", "more cells than headings")
TWICE = Text("deze code staat er al", "this code stands there already")
SERVES_TWICE = Text("'voor' is al van een andere rij", "another row has this 'voor' already")


@dataclass(frozen=True, slots=True)
class WrongLine:
    """A row that can't be read: its number in the file, and why."""

    number: int
    reason: Text


@dataclass(frozen=True, slots=True)
class ReadList:
    """What a file holds; of `rows` and `wrong` one is empty."""

    file: ListFile
    #: What the file says; in the encoding of `file` it is its bytes.
    text: str
    rows: tuple[Row, ...]
    wrong: tuple[WrongLine, ...]
    #: Columns with a heading that says nothing to us, and those without one in which something
    #: stands, by letter as a spreadsheet has them.
    passed: tuple[str, ...] = ()


class UnreadableList(ValueError):
    """A file that is no selection list as a whole, and why."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


def read_list(name: str, content: bytes) -> ReadList:
    """Read the bytes of a file; UnreadableList when it is no selection list as a whole."""
    text, encoding = decode(content)
    begin = text.lstrip("\ufeff \t\r\n")[:1]
    passed = PassedColumns()

    def columns(cells: list[str]) -> list[str | None]:
        found = _columns(cells)
        return passed.named(cells, found, (n for n, _ in not_understood(cells, found)))

    numbered = json_rows(text) if begin in ("[", "{") else csv_rows(text, columns)
    rows: list[Row] = []
    wrong: list[WrongLine] = []
    codes: set[str] = set()
    served: set[Serves] = set()
    for number, cells in numbered:
        if len(rows) + len(wrong) >= MOST_ROWS:
            raise UnreadableList(TOO_MANY)
        if isinstance(cells, Text):
            wrong.append(WrongLine(number, cells))
            continue
        try:
            row = _new_row(passed.meet(cells), codes, served)
        except WrongRow as error:
            wrong.append(WrongLine(number, error.reason))
        else:
            rows.append(row)
    if not rows and not wrong:
        raise UnreadableList(EMPTY)
    file = ListFile(
        name=name,
        size=len(content),
        sha256=hashlib.sha256(content).hexdigest(),
        encoding=encoding,
    )
    return ReadList(file, text, () if wrong else meant(rows), tuple(wrong), passed.letters())


def _new_row(cells: Mapping[str, str], codes: set[str], served: set[Serves]) -> Row:
    row = row_of(cells)
    if row.code in codes:
        raise WrongRow(TWICE)
    if row.serves in served:
        raise WrongRow(SERVES_TWICE)
    codes.add(row.code)
    if row.serves:
        served.add(row.serves)
    return row


def decode(content: bytes) -> tuple[str, str]:
    """Give the text of a file and its encoding, in which that gives the bytes back.

    UnreadableList when it is no text, or in no encoding that is known.
    """
    if content.startswith(_OF_A_WORKBOOK):
        raise UnreadableList(BINARY)
    if content.startswith(codecs.BOM_UTF16_LE):
        encodings = ["utf-16-le"]
    elif content.startswith(codecs.BOM_UTF16_BE):
        encodings = ["utf-16-be"]
    elif b"\0" in content:
        raise UnreadableList(BINARY)
    else:
        encodings = ["utf-8", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        if text.encode(encoding) == content:
            return text, encoding
    raise UnreadableList(ENCODING)


def csv_rows(
    text: str, columns_of: Callable[[list[str]], list[str | None]]
) -> Iterator[tuple[int, Mapping[str, str] | Text]]:
    """Give each row with the line on which it begins, as cells by column or what is wrong.

    `columns_of` names the columns by the headings: None for one that is passed over.
    """
    plain = text.removeprefix("\ufeff")
    first = plain.split("\n", 1)[0]
    csv.field_size_limit(MOST_BYTES)
    reader = csv.reader(
        io.StringIO(plain, newline=""), delimiter=max(",;\t", key=first.count), strict=True
    )
    columns: list[str | None] = []
    line = 1
    try:
        for cells in reader:
            begun, line = line, reader.line_num + 1
            if not any(cell.strip() for cell in cells):
                continue
            if not columns:
                columns = columns_of(cells)
            elif any(cell.strip() for cell in cells[len(columns) :]):
                yield begun, CELLS
            else:
                pairs = zip(columns, cells, strict=False)
                yield begun, {name: unguarded(cell) for name, cell in pairs if name}
    except csv.Error:
        yield line, QUOTES


def _columns(cells: list[str]) -> list[str | None]:
    found = [_COLUMN.get(cell.strip().lower()) for cell in cells]
    known = [column for column in found if column]
    if len(cells) > _MOST_COLUMNS or len(set(known)) < len(known) or set(_NEEDED) - set(known):
        raise UnreadableList(HEADINGS)
    others = not_understood(cells, found)
    nearly = near_miss(others, found, _COLUMN, within=len("grondslag"))
    if nearly is not None:
        raise UnreadableList(nearly)
    return found

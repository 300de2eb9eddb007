"""Read a register that is kept in a spreadsheet: CSV, XLSX or JSON, hostile as it may be.

Nothing is read beyond bounds that the register of any organisation stays far within, so that a
bomb costs little memory and time and is named as what it is.
"""

import codecs
import csv
import io
import itertools
import zipfile
from collections.abc import Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

import msgspec

from weerklank.model.errors import BrokenInput, WrongUse, fault
from weerklank.model.text import Text
from weerklank.register.bounds import MOST_CHARACTERS, length_of, too_long
from weerklank.register.columns import Column, column_of, heading_of
from weerklank.register.file_row import FileRow
from weerklank.register.json_rows import json_row
from weerklank.register.stated import CellError, wrong
from weerklank.register.workbook_cells import FORMULA, Rows, cells_of, has_formulas
from weerklank.store.plain_file import NotPlain, read_plain

NO_FILE = fault(
    "REGISTER-053",
    Text(nl="Bestand {file} is er niet of is niet leesbaar.", en="File {file} can't be read."),
    Text(nl="Controleer de naam en de rechten.", en="Check the name and the rights."),
)
OTHER_ENDING = fault(
    "REGISTER-054",
    Text(
        nl="De naam {file} zegt niet in welke vorm het bestand is.",
        en="The name {file} does not say what form the file has.",
    ),
    Text(
        nl="Gebruik een naam die eindigt op .csv, .xlsx of .json.",
        en="Use a name that ends in .csv, .xlsx or .json.",
    ),
)
NOT_READABLE = fault(
    "REGISTER-055",
    Text(
        nl="{file} kan niet worden gelezen: {reason} (plaats: {place}). Er is niets ingelezen.",
        en="{file} can't be read: {reason} (place: {place}). Nothing was taken in.",
    ),
    Text(
        nl="Open het in het programma waarmee het is gemaakt, controleer het en bewaar het "
        "opnieuw: als CSV (UTF-8), als XLSX zonder wachtwoord, of als JSON met een lijst "
        "'accounts'.",
        en="Open it in the program that made it, check it and save it again: as CSV (UTF-8), as "
        "XLSX without a password, or as JSON with a list 'accounts'.",
    ),
)
TOO_MUCH = fault(
    "REGISTER-056",
    Text(
        nl="{file} is groter dan een accountoverzicht kan zijn: meer dan {most} {what}. Er is "
        "niets ingelezen.",
        en="{file} is larger than a register can be: more than {most} {what}. Nothing was "
        "taken in.",
    ),
    Text(
        nl="Lees alleen het overzicht van accounts in, zo nodig in delen.",
        en="Take in the register of accounts only, in parts if need be.",
    ),
)
NO_ADDRESS_COLUMN = fault(
    "REGISTER-057",
    Text(
        nl="{file} heeft geen kolom met het adres van het account.",
        en="{file} has no column with the address of the account.",
    ),
    Text(
        nl="Zet in de eerste rij de koppen 'adres' en 'soort'; de andere kolommen staan in de "
        "handleiding.",
        en="Put the headings 'address' and 'kind' in the first row; the manual has the other "
        "columns.",
    ),
)

#: Bytes of the largest file, and of all that a workbook holds once it is unpacked.
MOST_BYTES = 16 << 20
MOST_UNPACKED = 32 << 20
MOST_ROWS = 10_000
MOST_COLUMNS = 100
_MOST_MEMBERS = 1_000
_MOST_SHEETS = 10
#: More than the facts of `MOST_ROWS` accounts have between them.
_MOST_COMMAS = 200 * MOST_ROWS
#: Rows of the longest sheet that a spreadsheet program makes, empty ones too.
_MOST_NUMBER = 1 << 20
_MOST_HEADING_ROWS = 10
#: What may keep the cells of a CSV apart.
_APART = ";,\t"

_BYTES = Text("bytes", "bytes")
_UNPACKED = Text("bytes uitgepakt", "bytes unpacked")
_ROWS = Text("rijen", "rows")
_A_TEXT = Text("een tekst zonder het teken nul", "a text without the character nul")
_BINARY = Text("het is geen tekst", "it is no text")
_ENCODING = Text("de tekencodering is onbekend", "the character encoding is unknown")
_QUOTES = Text("de aanhalingstekens kloppen niet", "the quotes are wrong")
_WORKBOOK = Text(
    "het is geen werkmap, is beschadigd, of heeft een wachtwoord",
    "it is no workbook, is damaged, or has a password",
)
_JSON = Text("het is geen JSON met een lijst 'accounts'", "it is no JSON with a list 'accounts'")
_COMPUTED = Text(
    "een waarde, en geen formule die nog niet is uitgerekend",
    "a value, and no formula that was not computed yet",
)
_OF_A_WORKBOOK = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
#: How a file that was sent is called: the name that it has elsewhere is not known here.
_SENT = Text("Het bestand", "The file")
#: Of this many bytes fewer than one is no sign, in a text.
_TEXT_PER_NUL = 20
#: Stands for a cell that is too long; no cell can say this.
_LONGER = "…" * (MOST_CHARACTERS + 1)
#: Bytes by which a file is told to be JSON.
_BEGINNING = 1024
Named = str | Text


class _NoHeadingsError(BrokenInput):
    """No row is one of headings."""


@dataclass(frozen=True, slots=True)
class Sheet:
    """What a file holds."""

    rows: tuple[FileRow, ...]
    #: Headings as they stand in the file, by the code of their column.
    headings: dict[str, str]
    #: Headings that mean nothing here: what stands below them is not read.
    unknown: tuple[str, ...]
    #: Whether it was taken for Windows-1252, as Excel writes CSV where it is not asked for UTF-8.
    windows: bool = False


def read_sheet(path: Path) -> Sheet:
    """Read a register from a file; BrokenInput when it can't be read, WrongUse without a file."""
    style = path.suffix.lower()
    if style not in _READERS:
        raise WrongUse(OTHER_ENDING, file=path.name)
    try:
        content = read_plain(path, MOST_BYTES)
    except NotPlain as error:
        if not path.is_file():
            raise WrongUse(NO_FILE, file=path) from error
        raise _too_much(path.name, MOST_BYTES, _BYTES) from error
    except OSError as error:
        raise WrongUse(NO_FILE, file=path) from error
    return _READERS[style](path.name, content)


def read_sheet_sent(content: bytes) -> Sheet:
    """Read a register that was sent without a name: what it is, its content says; BrokenInput.

    At most `MOST_BYTES` bytes.
    """
    if len(content) > MOST_BYTES:
        raise _too_much(_SENT, MOST_BYTES, _BYTES)
    begin = content[:_BEGINNING].removeprefix(codecs.BOM_UTF8).lstrip()
    if content.startswith(_OF_A_WORKBOOK):
        style = ".xlsx"
    else:
        style = ".json" if begin.startswith((b"{", b"[")) else ".csv"
    return _READERS[style](_SENT, content)


def _broken(name: Named, reason: Text, place: object = "-") -> BrokenInput:
    return BrokenInput(NOT_READABLE, file=name, reason=reason, place=place)


def _too_much(name: Named, most: int, what: Text) -> BrokenInput:
    return BrokenInput(TOO_MUCH, file=name, most=most, what=what)


def _read_csv(name: Named, content: bytes) -> Sheet:
    text, windows = _decode(name, content)
    csv.field_size_limit(MOST_BYTES)  # a cell too long costs its row, not the file
    lines = [*itertools.islice(io.StringIO(text), _MOST_HEADING_ROWS)]
    declared = lines[0].strip().lower() if lines else ""
    if declared.startswith("sep=") and len(declared) == len("sep=;"):
        apart, text = declared[-1], text[len(lines[0]) :]
    else:
        apart = _apart(lines)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=apart, strict=True)
    skipped = 1 if declared.startswith("sep=") else 0

    def rows() -> Iterator[list[str]]:
        try:
            yield from reader
        except csv.Error:
            raise _broken(name, _QUOTES, reader.line_num + skipped) from None

    return _sheet(name, rows(), first=1 + skipped, windows=windows)


def _apart(lines: list[str]) -> str:
    """Tell what stands between cells: by which headings are found, else what occurs most.

    Not by how often it occurs alone: semicolons may stand in cells that commas keep apart.
    """
    for sign in _APART:
        with suppress(csv.Error):
            if any(_has_address(row) for row in csv.reader(lines, delimiter=sign)):
                return sign
    return max(_APART, key="".join(lines).count)


def _has_address(cells: Iterable[str]) -> bool:
    return any(column and column.code == "url" for column in map(column_of, cells))


def _decode(name: Named, content: bytes) -> tuple[str, bool]:
    """Give the text, and whether it was taken for Windows-1252."""
    if content.startswith(_OF_A_WORKBOOK):
        raise _broken(name, _BINARY)
    if content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        encodings = ["utf-16"]
    elif _is_binary(content):
        raise _broken(name, _BINARY, content.index(b"\0"))
    else:
        encodings = ["utf-8-sig", "cp1252"]
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError:
            continue
        return text, encoding == "cp1252"
    raise _broken(name, _ENCODING)


def _is_binary(content: bytes) -> bool:
    """Tell whether so much is no sign at all that it is no text; one such sign costs its row."""
    return content.count(b"\0") * _TEXT_PER_NUL > len(content)


def _read_xlsx(name: Named, content: bytes) -> Sheet:
    import openpyxl  # slow to load, and seldom needed

    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            members = packed.infolist()
            unpacked = sum(member.file_size for member in members)
    # What zipfile says of what is no archive, or is damaged or closed.
    except (zipfile.BadZipFile, ValueError, NotImplementedError, OSError) as error:
        raise _broken(name, _WORKBOOK) from error
    # zipfile gives no more of a member than its size says, so the sum binds the reader.
    if unpacked > MOST_UNPACKED or len(members) > _MOST_MEMBERS:
        raise _too_much(name, MOST_UNPACKED, _UNPACKED)
    try:
        book = openpyxl.load_workbook(
            io.BytesIO(content), read_only=True, data_only=True, keep_links=False
        )
        formulas: Iterable[Rows | None] = itertools.repeat(None)
        if has_formulas(content):  # told apart from empty cells only where they are as written
            as_written = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
            formulas = as_written.worksheets
        pairs = zip(book.worksheets, formulas, strict=False)
        for sheet, written in itertools.islice(pairs, _MOST_SHEETS):
            with suppress(_NoHeadingsError):  # such as a sheet that explains the others
                return _sheet(name, cells_of(sheet, written, most=MOST_COLUMNS), first=1)
    except (BrokenInput, WrongUse):
        raise
    except Exception as error:  # a hostile workbook makes the library raise anything
        raise _broken(name, _WORKBOOK) from error
    raise _NoHeadingsError(NO_ADDRESS_COLUMN, file=name)


def _sheet(name: Named, rows: Iterable[list[str]], *, first: int, windows: bool = False) -> Sheet:
    numbered = _bounded(name, rows, first)
    columns, headings = _headings(name, numbered)
    found = tuple(_row(number, columns, cells) for number, cells in numbered)
    if len(found) > MOST_ROWS:
        raise _too_much(name, MOST_ROWS, _ROWS)
    pairs = [*zip(columns, headings, strict=True)]
    named: dict[str, str] = {}
    unknown = []
    for column, heading in pairs:
        # Of two columns with one meaning the first is read.
        if column and column.code not in named:
            named[column.code] = heading
        elif heading:
            unknown.append(heading.removeprefix("\0"))
    return Sheet(found, named, tuple(unknown), windows)


def _bounded(
    name: Named, rows: Iterable[list[str]], first: int
) -> Iterator[tuple[int, list[str]]]:
    """Give the rows that hold something with their numbers, as long as they stay within bounds."""
    held = 0
    for number, row in enumerate(rows, first):
        cells = [_kept(cell) for cell in row[:MOST_COLUMNS]]
        held += any(cells)
        # What stands above the accounts is no account: a file of our own making has headings.
        if held > MOST_ROWS + _MOST_HEADING_ROWS or number > _MOST_NUMBER:
            raise _too_much(name, MOST_ROWS, _ROWS)
        if any(cells):
            yield number, cells


def _kept(cell: str) -> str:
    """Give a cell without blanks around it; one that is too long as `_LONGER`.

    Many cells of a workbook can be one and the same text of millions of characters.
    """
    if len(cell) > MOST_CHARACTERS // 2 and (
        len(cell) > MOST_CHARACTERS or length_of(cell) > MOST_CHARACTERS
    ):
        return _LONGER
    return cell.strip()


def _row(number: int, columns: list[Column | None], cells: list[str]) -> FileRow:
    found = _by_column(columns, cells)
    if lacking := [code for code, cell in found.items() if cell == FORMULA]:
        found |= dict.fromkeys(lacking, "")
        return FileRow(number, found, wrong=CellError(lacking[0], wrong("=", _COMPUTED)))
    for code, cell in found.items():
        if cell == _LONGER:
            found[code] = ""
            return FileRow(number, found, wrong=CellError(code, too_long(heading_of(code))))
        if "\0" in cell:
            found[code] = cell.replace("\0", "\ufffd")
            return FileRow(number, found, wrong=CellError(code, wrong(found[code], _A_TEXT)))
    return FileRow(number, found)


def _headings(
    name: Named, numbered: Iterator[tuple[int, list[str]]]
) -> tuple[list[Column | None], list[str]]:
    """Give the columns and what they are called; a title may stand above them."""
    for _, cells in itertools.islice(numbered, _MOST_HEADING_ROWS):
        if _has_address(cells):
            return [column_of(cell) for cell in cells], cells
    raise _NoHeadingsError(NO_ADDRESS_COLUMN, file=name)


def _by_column(columns: list[Column | None], cells: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for column, cell in zip(columns, cells, strict=False):
        if column and not column.derived:
            found.setdefault(column.code, cell)
    return found


class _Accounts(msgspec.Struct):
    accounts: list[msgspec.Raw]


def _read_json(name: Named, content: bytes) -> Sheet:
    # A list of millions is refused before it is memory.
    if content.count(b",") > _MOST_COMMAS:
        raise _too_much(name, MOST_ROWS, _ROWS)
    try:
        rows = msgspec.json.decode(content.removeprefix(codecs.BOM_UTF8), type=_Accounts).accounts
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise _broken(name, _JSON) from error
    if len(rows) > MOST_ROWS:
        raise _too_much(name, MOST_ROWS, _ROWS)
    found, unknown = [], dict[str, None]()
    for number, raw in enumerate(rows, 1):
        row, passed = json_row(number, bytes(memoryview(raw)))
        unknown |= dict.fromkeys(passed)
        found.append(row)
    return Sheet(tuple(found), {}, tuple(unknown))


_READERS = {".csv": _read_csv, ".xlsx": _read_xlsx, ".json": _read_json}

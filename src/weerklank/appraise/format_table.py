"""Read a table of formats: a CSV with the columns of the norm Voorkeursformaten.

The sheet 'Lijst Voorkeursformaten' of the norm, saved as CSV, is one. Three columns more may stand
in it: Codec (names of ffprobe), Bron, and Te bevestigen. A table is read whole or not at all.
"""

import hashlib
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from importlib.resources import files

from weerklank.appraise.read_list import EMPTY, UnreadableList, WrongLine, csv_rows, decode
from weerklank.appraise.row_cells import WrongRow, demand_letters
from weerklank.model.file_format import NormRow, NormStatus, NormTable
from weerklank.model.text import Text

MOST_BYTES = 1 << 20
MOST_ROWS = 5_000
_LONGEST = 1_000
SHIPPED = "voorkeursformaten.csv"
#: Day on which the sources of the table that comes with the program were read.
_READ = date(2026, 11, 27)
_NAME = "Weerklank"
_SOURCE = f"Weerklank, {SHIPPED}"
_HEADINGS = {
    "informatiesoort": "kind",
    "extensie": "extension",
    "versie en/of profiel": "version",
    "formaat naam": "name",
    "status": "status",
    "puid": "puid",
    "opmerkingen": "note",
    "codec": "codec",
    "bron": "source",
    "te bevestigen": "unconfirmed",
}
_NEEDED = {"name", "status", "puid"}
_STATUSES = {"voorkeur": NormStatus.PREFERRED, "acceptabel": NormStatus.ACCEPTABLE}
_PUID = re.compile(r"(?:x-)?fmt/[1-9]\d{0,5}", re.ASCII)
_CODEC = re.compile(r"[a-z0-9_]{1,40}")
_BETWEEN = re.compile(r"[\s,;]+")
_YES = {"ja": True, "nee": False, "": False}

HEADINGS = Text(
    "de koppen Formaat naam, Status en PUID ontbreken, of een kop staat er twee keer",
    "the headings Formaat naam, Status and PUID are missing, or a heading stands there twice",
)
TOO_MANY = Text(f"meer dan {MOST_ROWS} rijen", f"more than {MOST_ROWS} rows")
NO_NAME = Text("de naam van het formaat ontbreekt", "the name of the format is missing")
ODD_STATUS = Text(
    "de status is niet Voorkeur of Acceptabel", "the status is not Voorkeur or Acceptabel"
)
ODD_PUID = Text(
    "de PUID is niet zoals fmt/199 of x-fmt/18", "the PUID is not like fmt/199 or x-fmt/18"
)
ODD_CODEC = Text(
    "de codec is geen naam van ffprobe, zoals h264", "the codec is no name of ffprobe, like h264"
)
ODD_ANSWER = Text("'Te bevestigen' is niet ja of nee", "'Te bevestigen' is not ja or nee")
TOO_LONG = Text(
    f"een cel is langer dan {_LONGEST} tekens", f"a cell is longer than {_LONGEST} characters"
)


@dataclass(frozen=True, slots=True)
class ReadTable:
    """What a file holds; of `rows` and `wrong` one is empty."""

    #: What the file says; in this encoding it is its bytes.
    text: str
    encoding: str
    rows: tuple[NormRow, ...]
    wrong: tuple[WrongLine, ...]
    sha256: str


def read_format_table(content: bytes, *, is_held: bool = False) -> ReadTable:
    """Read the bytes of a file; UnreadableList when it is no table of formats as a whole.

    One that a decision holds (`is_held`) is read as it was loaded: what is asked since of a new
    one takes no row from it.
    """
    text, encoding = decode(content)
    rows: list[NormRow] = []
    wrong: list[WrongLine] = []
    for number, cells in csv_rows(text, _columns):
        if len(rows) + len(wrong) >= MOST_ROWS:
            raise UnreadableList(TOO_MANY)
        if isinstance(cells, Text):
            wrong.append(WrongLine(number, cells))
            continue
        try:
            if not is_held:
                for cell in cells.values():
                    demand_letters(cell)
            rows.append(_row(cells))
        except WrongRow as error:
            wrong.append(WrongLine(number, error.reason))
    if not rows and not wrong:
        raise UnreadableList(EMPTY)
    known = () if wrong else tuple(rows)
    return ReadTable(text, encoding, known, tuple(wrong), hashlib.sha256(content).hexdigest())


def _columns(cells: list[str]) -> list[str | None]:
    found = [_HEADINGS.get(" ".join(cell.lower().split())) for cell in cells]
    known = [column for column in found if column]
    if len(set(known)) < len(known) or not set(known) >= _NEEDED:
        raise UnreadableList(HEADINGS)
    return found


def _row(cells: Mapping[str, str]) -> NormRow:
    said = {name: " ".join(cell.split()) for name, cell in cells.items()}
    if any(len(cell) > _LONGEST for cell in said.values()):
        raise WrongRow(TOO_LONG)
    if not said.get("name"):
        raise WrongRow(NO_NAME)
    status = _STATUSES.get(said.get("status", "").lower())
    if status is None:
        raise WrongRow(ODD_STATUS)
    unconfirmed = _YES.get(said.get("unconfirmed", "").lower())
    if unconfirmed is None:
        raise WrongRow(ODD_ANSWER)
    return NormRow(
        kind=said.get("kind", ""),
        extension=said.get("extension", ""),
        version=said.get("version", ""),
        name=said["name"],
        status=status,
        puids=_several(said.get("puid", ""), _PUID, ODD_PUID),
        note=said.get("note", ""),
        codecs=_several(said.get("codec", ""), _CODEC, ODD_CODEC),
        source=said.get("source", ""),
        unconfirmed=unconfirmed,
    )


def _several(cell: str, form: re.Pattern[str], reason: Text) -> tuple[str, ...]:
    found = tuple(part for part in _BETWEEN.split(cell.lower()) if part)
    if not all(form.fullmatch(part) for part in found):
        raise WrongRow(reason)
    return found


@cache
def shipped_table() -> NormTable:
    """Give the table that comes with the program: few rows, none compared with the norm."""
    read = read_format_table(files("weerklank.appraise").joinpath(SHIPPED).read_bytes())
    return NormTable(
        version=0, name=_NAME, source=_SOURCE, dated=_READ, rows=read.rows, sha256=read.sha256
    )

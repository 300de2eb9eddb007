"""Read and write rights as rows of a spreadsheet: a row for an item, its text or one medium.

What `rights list --missing -o` writes is filled in and read again: a row in which nothing was
filled in says nothing. A file is read whole or not at all, and each row that is wrong is named.
A column of somebody's own, with a heading or without, is passed over and told; one whose heading
looks like ours is refused, as what stands in it was meant to count.
"""

import codecs
import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from weerklank.appraise.headings import PassedColumns, near_miss, not_understood
from weerklank.appraise.read_list import (
    EMPTY,
    UnreadableList,
    WrongLine,
    csv_rows,
    decode,
)
from weerklank.appraise.row_cells import WrongRow
from weerklank.model.errors import WrongUse
from weerklank.model.licences import LICENCES, CopyrightStatus
from weerklank.model.reason import reason_of
from weerklank.model.rights import Entry, Portrait
from weerklank.model.sheet_cell import guarded
from weerklank.model.text import Text

MOST_BYTES = 4 << 20
MOST_ROWS = 10_000
#: Characters of a holder or a source at most.
MOST_CHARACTERS = 300
#: Only the form: what is not of it is not said again, as nobody knows what it is.
_ID = re.compile(r"(?:/id/)?[a-z0-9-]{1,60}", re.IGNORECASE | re.ASCII)
_MEDIUM = re.compile(r"[\w:./-]{0,100}", re.ASCII)
_FILLED = ("status", "licence", "holder", "source", "portrait")
#: Columns that are written to help who fills the rest in, and are not read.
_TOLD = ("kind", "lacks")
COLUMNS = ("id", "medium", *_FILLED, *_TOLD)
_MOST_COLUMNS = 60
_HEADINGS = {
    **{name: name for name in ("id", "medium", *_FILLED)},
    "licentie": "licence",
    "rechthebbende": "holder",
    "bron": "source",
    "portret": "portrait",
}

NO_ENTRY = Text(
    "er is geen status en geen portretrecht gegeven", "no status and no portrait right was given"
)
ODD_STATUS = Text(
    "de status is niet own, transferred, licensed, free, third-party of unknown",
    "the status is not own, transferred, licensed, free, third-party or unknown",
)
ODD_PORTRAIT = Text(
    "het portretrecht is niet none, consent, objection of unknown",
    "the portrait right is not none, consent, objection or unknown",
)
ODD_LICENCE = Text(
    "de licentie staat niet in de tabel van licenties",
    "the licence is not in the table of licences",
)
NO_FIT = Text(
    "deze licentie hoort niet bij deze status",
    "this licence does not go with this status",
)
NO_LICENCE = Text(
    "bij de status licensed of free ontbreekt de licentie",
    "the licence is missing with the status licensed or free",
)
NO_HOLDER = Text(
    "bij de status licensed ontbreekt de rechthebbende",
    "the holder is missing with the status licensed",
)
NO_SOURCE = Text(
    "bij de status transferred of licensed ontbreekt de bron: waar staat de toestemming",
    "the source is missing with the status transferred or licensed: where the leave stands",
)
ALONE = Text(
    "licentie, rechthebbende en bron horen bij een status",
    "licence, holder and source go with a status",
)
TOO_LONG = Text(
    f"rechthebbende of bron is langer dan {MOST_CHARACTERS} tekens",
    f"holder or source is longer than {MOST_CHARACTERS} characters",
)
ODD_ID = Text(
    "het permanente adres is er geen, zoals vbd-2026-09-14-7kq4m",
    "the permanent address is none, such as vbd-2026-09-14-7kq4m",
)
ODD_MEDIUM = Text(
    "het medium is geen nummer, kenmerk of 'text'", "the medium is no number, id or 'text'"
)
NO_ID = Text("het permanente adres ontbreekt", "the permanent address is missing")
HEADINGS = Text(
    "de koppen id en status ontbreken, of een kop staat er twee keer",
    "the headings id and status are missing, or a heading stands there twice",
)
TOO_MANY = Text(f"meer dan {MOST_ROWS} rijen", f"more than {MOST_ROWS} rows")
TOO_WIDE = Text(f"meer dan {_MOST_COLUMNS} kolommen", f"more than {_MOST_COLUMNS} columns")


@dataclass(frozen=True, slots=True, kw_only=True)
class FileRow:
    """A row: of which item, which part (empty: all of it), and what is said."""

    number: int
    item: str
    medium: str
    entry: Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class RightsFile:
    """What a file says, which rows are wrong, and in how many nothing was filled in."""

    rows: tuple[FileRow, ...]
    wrong: tuple[WrongLine, ...]
    blank: int
    #: Columns with a heading that says nothing to us, and those without one in which something
    #: stands, by letter as a spreadsheet has them.
    passed: tuple[str, ...] = ()


def entry_of(
    *,
    status: str | None = None,
    licence: str | None = None,
    holder: str | None = None,
    source: str | None = None,
    portrait: str | None = None,
) -> Entry:
    """Give what somebody says of rights; WrongRow when it does not hold together.

    WrongUse when holder or source shows a handle, an address or a number of a person.
    """
    found = Entry(
        status=_status(status or ""),
        licence=_licence(licence or ""),
        holder=_words(holder or ""),
        source=_words(source or ""),
        portrait=_portrait(portrait or ""),
    )
    if found.status is None:
        if found.licence or found.holder or found.source:
            raise WrongRow(ALONE)
        if found.portrait is None:
            raise WrongRow(NO_ENTRY)
        return found
    _demand_whole(found, found.status)
    return found


def _demand_whole(found: Entry, status: CopyrightStatus) -> None:
    asked = {
        NO_LICENCE: (CopyrightStatus.LICENSED, CopyrightStatus.FREE),
        NO_HOLDER: (CopyrightStatus.LICENSED,),
        NO_SOURCE: (CopyrightStatus.LICENSED, CopyrightStatus.TRANSFERRED),
    }
    given = {NO_LICENCE: found.licence, NO_HOLDER: found.holder, NO_SOURCE: found.source}
    for reason, statuses in asked.items():
        if status in statuses and not given[reason]:
            raise WrongRow(reason)
    if found.licence and status not in LICENCES[found.licence.lower()].fits:
        raise WrongRow(NO_FIT)


def _status(cell: str) -> CopyrightStatus | None:
    try:
        return CopyrightStatus(cell.strip().lower()) if cell.strip() else None
    except ValueError:
        raise WrongRow(ODD_STATUS) from None


def _portrait(cell: str) -> Portrait | None:
    try:
        return Portrait(cell.strip().lower()) if cell.strip() else None
    except ValueError:
        raise WrongRow(ODD_PORTRAIT) from None


def _licence(cell: str) -> str | None:
    if not cell.strip():
        return None
    known = LICENCES.get(cell.strip().lower())
    if known is None:
        raise WrongRow(ODD_LICENCE)
    return known.code


def _words(cell: str) -> str:
    plain = reason_of(cell)
    if len(plain) > MOST_CHARACTERS:
        raise WrongRow(TOO_LONG)
    return plain


def read_rights_file(content: bytes) -> RightsFile:
    """Read the bytes of a file; UnreadableList when it is none as a whole."""
    text, _ = decode(content)
    rows: list[FileRow] = []
    wrong: list[WrongLine] = []
    blank = 0
    passed = PassedColumns()

    def columns(cells: list[str]) -> list[str | None]:
        found = _columns(cells)
        return passed.named(cells, found, _passed(cells, found))

    for number, cells in csv_rows(text, columns):
        if not isinstance(cells, Text):
            passed.meet(cells)
        if len(rows) + len(wrong) >= MOST_ROWS:
            raise UnreadableList(TOO_MANY)
        found = WrongLine(number, cells) if isinstance(cells, Text) else _row(number, cells)
        if found is None:
            blank += 1
        elif isinstance(found, WrongLine):
            wrong.append(found)
        else:
            rows.append(found)
    if not rows and not wrong:
        raise UnreadableList(EMPTY)
    return RightsFile(rows=tuple(rows), wrong=tuple(wrong), blank=blank, passed=passed.letters())


def _row(number: int, cells: Mapping[str, str]) -> FileRow | WrongLine | None:
    """Give what a row says, or what is wrong with it; None where nothing was filled in."""
    kept = {name: cell.strip() for name, cell in cells.items()}
    if not any(kept.get(name) for name in _FILLED):
        return None
    if not kept.get("id"):
        return WrongLine(number, NO_ID)
    if not _ID.fullmatch(kept["id"]):
        return WrongLine(number, ODD_ID)
    if not _MEDIUM.fullmatch(kept.get("medium", "")):
        return WrongLine(number, ODD_MEDIUM)
    try:
        entry = entry_of(**{name: kept.get(name) for name in _FILLED})
    except WrongRow as error:
        return WrongLine(number, error.reason)
    except WrongUse as error:
        return WrongLine(number, Text(error.message("nl"), error.message("en")))
    return FileRow(
        number=number, item=kept["id"].lower(), medium=kept.get("medium", ""), entry=entry
    )


def _columns(cells: list[str]) -> list[str | None]:
    if len(cells) > _MOST_COLUMNS:
        raise UnreadableList(TOO_WIDE)
    found = [_HEADINGS.get(cell.strip().lower()) for cell in cells]
    known = [column for column in found if column]
    if len(set(known)) < len(known) or not {"id", "status"} <= set(known):
        raise UnreadableList(HEADINGS)
    return found


def _passed(cells: list[str], found: list[str | None]) -> Iterator[int]:
    """Give the numbers of the columns that are passed over; UnreadableList for a near miss."""
    others = [one for one in not_understood(cells, found) if one[1] not in _TOLD]
    nearly = near_miss(others, found, _HEADINGS, within=len("bron"))
    if nearly is not None:
        raise UnreadableList(nearly)
    return (number for number, _ in others)


def write_rights_file(rows: Iterable[Iterable[str]]) -> bytes:
    """Give the bytes of a file with these rows, to be filled in with a program of spreadsheets."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([guarded(cell) for cell in row])
    return codecs.BOM_UTF8 + stream.getvalue().encode()

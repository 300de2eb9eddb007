"""Format tables: which table of formats is in force, and loading another as an archivist."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from weerklank.appraise.format_table import MOST_BYTES, read_format_table, shipped_table
from weerklank.appraise.read_list import UnreadableList, WrongLine
from weerklank.model.errors import BrokenInput, WrongUse, fault
from weerklank.model.event import Book, Event
from weerklank.model.file_format import NormRow, NormTable
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.person import Role
from weerklank.model.reason import reason_of
from weerklank.model.text import Text, one_line
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked
from weerklank.store.plain_file import NotPlain, read_plain

LOADED = "formats.loaded"
NO_FILE = fault(
    "FORMATS-001",
    Text(nl="Bestand {file} is er niet of is niet leesbaar.", en="File {file} can't be read."),
    Text(nl="Controleer de naam en de rechten.", en="Check the name and the rights."),
)
NO_TABLE = fault(
    "FORMATS-002",
    Text(
        nl="{file} is geen formatentabel die te lezen is: {reason}. Er is niets geladen.",
        en="{file} is no table of formats that can be read: {reason}. Nothing was loaded.",
    ),
    Text(
        nl="De handleiding noemt de koppen; bewaar het blad 'Lijst Voorkeursformaten' als CSV.",
        en="The manual names the headings; save the sheet 'Lijst Voorkeursformaten' as CSV.",
    ),
)
NO_SOURCE = fault(
    "FORMATS-003",
    Text(
        nl="Naam en bron hebben elk 1 tot {most} tekens, en de dag van de tabel is voorbij.",
        en="Name and source have 1 to {most} characters each, and the day of the table is past.",
    ),
    Text(
        nl="Geef --source, zoals 'Nationaal Archief, Norm Voorkeursformaten 2024', en --dated.",
        en="Give --source, such as 'Nationaal Archief, Norm Voorkeursformaten 2024', and --dated.",
    ),
)
UNKNOWN_TABLE = fault(
    "FORMATS-007",
    Text(
        nl="Er is geen formatentabel met versie {version}; de laatste is {last}.",
        en="There is no table of formats with version {version}; the last one is {last}.",
    ),
    Text(
        nl="'weerklank formats table' noemt ze; 0 is die van het programma.",
        en="'weerklank formats table' names them; 0 is that of the program.",
    ),
)
_TOO_LARGE = Text("het is geen gewoon bestand of te groot", "it is no plain file, or too large")
_WRONG = Text("rij {number}: {reason}", "row {number}: {reason}")
_MORE = Text("en nog {count} rijen", "and {count} rows more")
_SENT = Text("Dit bestand", "This file")
_MOST = 200
#: Rows that a refusal names one by one.
_NAMED = 20


@dataclass(frozen=True, slots=True)
class NewTable:
    """What is said of a table when it is loaded."""

    source: str
    dated: date
    #: None: as its file is called.
    name: str | None = None


def read_tables(workplace: Workplace) -> tuple[NormTable, ...]:
    """Give the tables, the one in force last; the first is that of the program."""
    return workplace.events.fold(Book.DECISIONS, _Tables)


def table_in_force(workplace: Workplace) -> NormTable:
    """Give the table by which formats are judged."""
    return read_tables(workplace)[-1]


def find_table(every: Sequence[NormTable], version: int) -> NormTable:
    """Find a table by its version, of those that `read_tables` gave."""
    for one in every:
        if one.version == version:
            return one
    raise WrongUse(UNKNOWN_TABLE, version=version, last=every[-1].version)


def load_table(workplace: Workplace, path: Path, new: NewTable) -> NormTable:
    """Load a table from a CSV file: from then on it is in force. An archivist decides.

    BrokenInput when a row is wrong: each that is, is named, and nothing is loaded. The decision
    holds the whole file.
    """
    workplace.require(Role.ARCHIVIST)
    file = one_line(path.name)
    checked = _checked(workplace, new, path.stem)
    try:
        content = read_plain(path, MOST_BYTES)
    except NotPlain as error:
        raise _refused(file, _TOO_LARGE) from error
    except (OSError, ValueError) as error:
        raise WrongUse(NO_FILE, file=path) from error
    return _load(workplace, file, content, checked)


def load_sent_table(workplace: Workplace, content: bytes, new: NewTable) -> NormTable:
    """Load a table that somebody sent; else as `load_table`."""
    workplace.require(Role.ARCHIVIST)
    checked = _checked(workplace, new, "")
    if len(content) > MOST_BYTES:
        raise _refused(_SENT, _TOO_LARGE)
    return _load(workplace, _SENT, content, checked)


def _checked(workplace: Workplace, new: NewTable, usual: str) -> NewTable:
    name, source = (reason_of(words) for words in (new.name or usual, new.source))
    if not (0 < len(name) <= _MOST and 0 < len(source) <= _MOST) or new.dated > workplace.today():
        raise WrongUse(NO_SOURCE, most=_MOST)
    return NewTable(source, new.dated, name)


def _load(workplace: Workplace, file: str | Text, content: bytes, new: NewTable) -> NormTable:
    try:
        read = read_format_table(content)
    except UnreadableList as error:
        raise _refused(file, error.reason) from error
    if read.wrong:
        raise _refused(file, _each(read.wrong))
    data: JsonObject = {
        "dated": new.dated.isoformat(),
        "encoding": read.encoding,
        "name": new.name,
        "sha256": read.sha256,
        "source": new.source,
        "text": read.text,
    }
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        held = table_in_force(workplace)
        said = (read.sha256, new.name, new.source, new.dated)
        if said != (held.sha256, held.name, held.source, held.dated):
            workplace.record(Book.DECISIONS, LOADED, f"formats-{held.version + 1}", data)
    return table_in_force(workplace)


def _each(wrong: Sequence[WrongLine]) -> Text:
    """Name the rows that are wrong, the first twenty of them one by one."""
    said = [_WRONG.filled(number=one.number, reason=one.reason) for one in wrong[:_NAMED]]
    if len(wrong) > _NAMED:
        said.append(_MORE.filled(count=len(wrong) - _NAMED))
    return Text(nl="; ".join(one.nl for one in said), en="; ".join(one.en for one in said))


def table_json(table: NormTable) -> JsonObject:
    """Write a table without its rows."""
    return {
        "dated": table.dated.isoformat(),
        "loaded_at": table.loaded_at.isoformat() if table.loaded_at else None,
        "loaded_by": table.loaded_by,
        "name": table.name,
        "sha256": table.sha256,
        "source": table.source,
        "unconfirmed": sum(row.unconfirmed for row in table.rows),
        "version": table.version,
    }


def row_json(row: NormRow) -> JsonObject:
    """Write a row."""
    codecs: list[Json] = [*row.codecs]
    puids: list[Json] = [*row.puids]
    return {
        "codecs": codecs,
        "extension": row.extension,
        "kind": row.kind,
        "name": row.name,
        "note": row.note,
        "puids": puids,
        "source": row.source,
        "status": str(row.status),
        "unconfirmed": row.unconfirmed,
        "version": row.version,
    }


def _refused(file: str | Text, reason: Text) -> BrokenInput:
    return BrokenInput(NO_TABLE, file=file, reason=reason)


class _Tables:
    """The tables so far."""

    def __init__(self) -> None:
        self._tables = [shipped_table()]

    def take(self, event: Event) -> None:
        if event.kind != LOADED:
            return
        content = str(event.data["text"]).encode(str(event.data["encoding"]))
        read = read_format_table(content, is_held=True)
        self._tables.append(
            NormTable(
                version=len(self._tables),
                name=str(event.data["name"]),
                source=str(event.data["source"]),
                dated=date.fromisoformat(str(event.data["dated"])),
                rows=read.rows,
                sha256=read.sha256,
                loaded_at=event.at,
                loaded_by=event.actor.known_as,
            )
        )

    def result(self) -> tuple[NormTable, ...]:
        return tuple(self._tables)

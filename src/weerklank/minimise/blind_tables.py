"""Blind tables: the tables of an epoch on disk, laid, cleared and read without any key."""

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from weerklank.model.errors import BrokenInput, fault
from weerklank.model.ids import SHORTEST_PSEUDONYM
from weerklank.model.text import Text
from weerklank.store.atomic import make_folder, replace_file
from weerklank.store.sorted_file import SortedTable
from weerklank.store.table_files import write_table_files

TABLE_GONE = fault(
    "STORE-004",
    Text(
        nl="De tabel {path} is weg: wie er in stond, is niet meer te herkennen.",
        en="The table {path} is gone: who was in it can't be recognised any more.",
    ),
    Text(
        nl="Er is niets gedaan, want namen zouden blijven staan. Zet de map terug uit een kopie; "
        "'weerklank verify' noemt alles met schade.",
        en="Nothing was done, as names would stay. Put the folder back from a copy; "
        "'weerklank verify' names all that is damaged.",
    ),
)
FILE_LOST = fault(
    "STORE-030",
    Text(
        nl="Het bestand {path} van de blinde index is weg of ingekort: wie er in stond, is niet "
        "meer te herkennen.",
        en="The file {path} of the blind index is gone or was cut short: who was in it can't be "
        "recognised any more.",
    ),
    Text(
        nl="Er is niets gedaan, want namen zouden blijven staan. Zet de map van de tabel in haar "
        "geheel terug uit een kopie; 'weerklank verify' noemt alles met schade.",
        en="Nothing was done, as names would stay. Put the folder of the table back as a whole "
        "from a copy; 'weerklank verify' names all that is damaged.",
    ),
)
#: The tables of an epoch, by the names of their folders.
TABLES = ("persons", "pseudonyms", "words", "threads")
#: Bytes of a tag.
TAG = 16
#: Whole hexadecimal digits that the shortest shown pseudonym covers.
SHOWN_DIGITS = SHORTEST_PSEUDONYM * 5 // 4


def lay_tables(folder: Path) -> None:
    """Make the tables of a new archive, with nothing in them: so one that is gone is missed."""
    for table in TABLES:
        make_folder(folder / table)
        replace_file(folder / table / "000001.txt", b"", mode=0o600)
        write_table_files(folder / table, ["000001.txt"], {})


def clear_tables(folder: Path) -> None:
    """Take out all rows of tables that every archive has; no older file keeps them."""
    for table in open_tables(folder):
        table.rewrite(frozenset(key for key, _ in table.rows()))
        table.close()


@dataclass(frozen=True, slots=True)
class EpochRows:
    """What the tables of an epoch tell without any key: nothing of anybody."""

    #: Threads in which anybody takes part.
    threads: frozenset[bytes]
    #: Tags of the pseudonyms.
    persons: frozenset[bytes]


def read_rows(folder: Path) -> EpochRows:
    """Read which threads and pseudonyms stand in the tables of an epoch; no key is needed.

    BrokenInput when one of both is gone: that nothing is there would say nothing.
    """
    _, pseudonyms, _, threads = tables = open_tables(folder)
    try:
        demand_whole((pseudonyms, threads))
        return EpochRows(
            threads=frozenset(row[:TAG] for row, _ in threads.rows()),
            persons=frozenset(tag for tag, _ in pseudonyms.rows()),
        )
    finally:
        for table in tables:
            table.close()


def demand_whole(tables: Iterable[SortedTable]) -> None:
    """Refuse when a table is gone, or lost a file (BrokenInput)."""
    tables = tuple(tables)
    gone = next((table.folder for table in tables if not table.is_there), None)
    if gone is not None:
        raise BrokenInput(TABLE_GONE, path="/".join(gone.parts[-2:]))
    lost = next((table.folder / table.lost for table in tables if table.lost), None)
    if lost is not None:
        raise BrokenInput(FILE_LOST, path="/".join(lost.parts[-3:]))


def open_tables(folder: Path) -> tuple[SortedTable, SortedTable, SortedTable, SortedTable]:
    """Open the tables of an epoch, in the order of `TABLES`."""
    return (
        _table(folder / "persons", TAG, TAG + 1),
        SortedTable(folder / "pseudonyms", TAG, 3, grouped_by=SHOWN_DIGITS, lasting=True),
        _table(folder / "words", 2 * TAG, 1, grouped_by=2 * TAG),
        _table(folder / "threads", 2 * TAG, 2, grouped_by=2 * TAG),
    )


def _table(folder: Path, key: int, value: int, *, grouped_by: int = 0) -> SortedTable:
    """Open a table of which most questions find nothing in most files."""
    return SortedTable(folder, key, value, grouped_by=grouped_by, seldom=True, lasting=True)

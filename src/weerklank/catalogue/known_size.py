"""How far a catalogue is with the log, told by its file without opening it for work."""

import sqlite3
from contextlib import closing
from pathlib import Path


def known_size(index: Path) -> int | None:
    """Give the size of the log up to which all is catalogued; changes nothing.

    None where it can't be told now: there is no catalogue, or somebody is at work in it. Raises
    ValueError for a file that is no catalogue of this version.
    """
    path = index / "catalogue.sqlite"
    journal = path.with_name(f"{path.name}-wal")
    if not path.is_file() or (journal.exists() and journal.stat().st_size):
        return None
    try:
        # Immutable: no lock, and no file beside it, as any other way to open would make.
        with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro&immutable=1", uri=True)) as file:
            row = file.execute("SELECT value FROM state WHERE name = 'log size'").fetchone()
    except sqlite3.Error as error:
        raise ValueError(path.name) from error
    return int(row[0]) if row else 0

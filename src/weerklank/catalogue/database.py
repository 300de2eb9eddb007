"""The catalogue's database: one SQLite file, and what each of its tables is asked."""

from collections.abc import Iterable
from contextlib import AbstractContextManager
from pathlib import Path

from weerklank.catalogue.account_items import AccountItems
from weerklank.catalogue.beside import Beside
from weerklank.catalogue.deletion_marks import DeletionMarks
from weerklank.catalogue.doubts import Doubts
from weerklank.catalogue.held_days import HeldDays
from weerklank.catalogue.held_items import HeldItems
from weerklank.catalogue.held_threads import HeldThreads
from weerklank.catalogue.item_places import ItemPlaces
from weerklank.catalogue.parts import Parts
from weerklank.catalogue.schema import open_file, transaction
from weerklank.catalogue.shown_pages import ShownPages
from weerklank.catalogue.ties import Ties
from weerklank.catalogue.writers import Writers


class Database:
    """The SQLite file of one archive."""

    def __init__(self, path: Path) -> None:
        self.connection = open_file(path)
        self.parts = Parts(self.connection)
        self.places = ItemPlaces(self.connection)
        self.threads = HeldThreads(self.connection, self.places)
        self.items = AccountItems(self.connection)
        self.held = HeldItems(self.connection, self.threads)
        self.days = HeldDays(self.connection)
        self.beside = Beside(self.connection)
        self.deletions = DeletionMarks(self.connection)
        self.ties = Ties(self.connection)
        self.pages = ShownPages(self.connection, self.places)
        self.doubts = Doubts(self.connection, self.places)
        self.writers = Writers(self.connection, self.places)

    def close(self) -> None:
        """Close the file."""
        self.connection.close()

    def transaction(self) -> AbstractContextManager[None]:
        """Let what the block changes happen whole, or, when it is left by an error, not at all."""
        return transaction(self.connection)

    def is_empty(self) -> bool:
        """Tell whether there are no items at all."""
        return self.connection.execute("SELECT 1 FROM items LIMIT 1").fetchone() is None

    def shrink_log(self) -> None:
        """Empty the write-ahead log, which holds pages as they were."""
        self.connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")

    def state(self, name: str) -> int:
        """Give a number that the catalogue remembers; 0 when it has none."""
        row = self.connection.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
        return int(row[0]) if row else 0

    def set_state(self, name: str, value: int) -> None:
        """Remember a number."""
        self.connection.execute("INSERT OR REPLACE INTO state VALUES (?, ?)", (name, value))

    def shards(self) -> set[str]:
        """Give the years for which there must be a shard of the text index."""
        rows = self.connection.execute("SELECT name FROM state WHERE name LIKE 'shard %'")
        return {str(row[0]).removeprefix("shard ") for row in rows}

    def set_shards(self, years: Iterable[str]) -> None:
        """Say that there is a shard for some years."""
        self.connection.executemany(
            "INSERT OR REPLACE INTO state VALUES (?, 1)", ((f"shard {year}",) for year in years)
        )

    def forget_shards(self, years: Iterable[str]) -> None:
        """Say that there need be no shard for some years."""
        self.connection.executemany(
            "DELETE FROM state WHERE name = ?", ((f"shard {year}",) for year in years)
        )

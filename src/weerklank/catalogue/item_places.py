"""Where each version of each item lies."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from sqlite3 import Connection

from weerklank.store.members import Place

_LOCATED = (
    "SELECT row, id, key, version, created, name, generation, record_at, record_length,"
    " source_at, source_length, proof_at, proof_length, line, thread,"
    " EXISTS (SELECT 1 FROM items AS one WHERE one.key = items.key AND one.shielded = 1),"
    " EXISTS (SELECT 1 FROM items AS one WHERE one.key = items.key AND one.special = 1)"
    " FROM items JOIN parts USING (part) JOIN members USING (part, member) WHERE "
)


@dataclass(frozen=True, slots=True)
class Located:
    """Where one version of one item lies."""

    row: int
    id: str
    key: bytes
    version: int
    #: Seconds since 1970.
    created: int
    package: str
    generation: int
    records: Place
    sources: Place
    proofs: Place
    line: int
    thread: bytes
    #: Whether any version of the item was for followers only: then the item counts as such.
    shielded: bool
    #: Whether a rule marks any version of it as probably special (D7); likewise.
    special: bool


class ItemPlaces:
    """The rows of all items, each with its place in a package."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def by_row(self, row: int) -> Located | None:
        """Find an item by its row."""
        return next(self.where("row = ?", (row,)), None)

    def newest_by_key(self, key: bytes) -> Located | None:
        """Find the newest version of an item."""
        return next(self.where("key = ? ORDER BY version DESC LIMIT 1", (key,)), None)

    def versions_by_key(self, key: bytes) -> list[Located]:
        """Find all versions of an item, oldest first."""
        return list(self.where("key = ? ORDER BY version", (key,)))

    def versions_by_id(self, item: str) -> list[Located]:
        """Find all versions of an item by permanent address, oldest first."""
        return list(self.where("id = ? ORDER BY version", (item,)))

    def key_of(self, item: str) -> bytes | None:
        """Give the key of a permanent address."""
        row = self._connection.execute(
            "SELECT key FROM items WHERE id = ? LIMIT 1", (item,)
        ).fetchone()
        return bytes(row[0]) if row else None

    def rows_of_keys(self, keys: Iterable[bytes]) -> list[int]:
        """Give the rows of all versions of some items."""
        query = "SELECT row FROM items WHERE key = ?"
        return [int(row[0]) for key in keys for row in self._connection.execute(query, (key,))]

    def rows_up_to(self, key: bytes, version: int) -> list[int]:
        """Give the rows of an item up to a version."""
        rows = self._connection.execute(
            "SELECT row FROM items WHERE key = ? AND version <= ?", (key, version)
        )
        return [int(row[0]) for row in rows]

    def keys_with_versions(self) -> set[bytes]:
        """Give the keys of items of which there is more than a first version."""
        rows = self._connection.execute("SELECT DISTINCT key FROM items WHERE version > 1")
        return {bytes(row[0]) for row in rows}

    def where(self, condition: str, values: tuple[object, ...]) -> Iterator[Located]:
        """Find items by a condition on their rows."""
        for r in self._connection.execute(_LOCATED + condition, values):
            yield Located(
                row=r[0],
                id=r[1],
                key=r[2],
                version=r[3],
                created=r[4],
                package=r[5],
                generation=r[6],
                records=Place(r[7], r[8]),
                sources=Place(r[9], r[10]),
                proofs=Place(r[11], r[12]),
                line=r[13],
                thread=r[14],
                shielded=bool(r[15]),
                special=bool(r[16]),
            )

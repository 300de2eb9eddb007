"""Which parts are catalogued, each with its generation, its members and its rows."""

from collections.abc import Iterable
from sqlite3 import Connection

from weerklank.catalogue.account_items import PAGE
from weerklank.catalogue.schema import transaction
from weerklank.store.members import Place

#: One row of `items`, without its number.
ItemRow = tuple[
    str, bytes, int, int, int, int, str, int, bytes, bytes | None, bytes | None, int, str, int, int
]

#: Tables of what a part holds.
_OF_PART = ("items", "members", "days", "addresses", "links", "shown", "doubts", "writers")


class Parts:
    """The parts of all accounts, as they are entered and forgotten."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def begin(self, name: str, generation: int) -> int:
        """Begin a part anew: forget its rows, give its number."""
        old = self._connection.execute("SELECT part FROM parts WHERE name = ?", (name,)).fetchone()
        if old:
            part = int(old[0])
            self._forget_beside(part)
            for table in _OF_PART:
                self._connection.execute(f"DELETE FROM {table} WHERE part = ?", (part,))  # noqa: S608 - our own names
            self._connection.execute(
                "UPDATE parts SET generation = ?, indexed = 0 WHERE part = ?", (generation, part)
            )
            return part
        cursor = self._connection.execute(
            "INSERT INTO parts (name, generation, records, indexed) VALUES (?, ?, 0, 0)",
            (name, generation),
        )
        return int(cursor.lastrowid or 0)

    def add_member(self, part: int, member: int, places: tuple[Place, Place, Place]) -> None:
        """Remember where a member lies in the three files."""
        flat = [number for place in places for number in (place.offset, place.length)]
        self._connection.execute(
            "INSERT INTO members VALUES (?, ?, ?, ?, ?, ?, ?, ?)", (part, member, *flat)
        )

    def next_row(self) -> int:
        """Give the number that the next item gets."""
        row = self._connection.execute("SELECT coalesce(max(row), 0) FROM items").fetchone()
        return int(row[0]) + 1

    def add_items(self, rows: Iterable[ItemRow]) -> None:
        """Add items."""
        self._connection.executemany(
            "INSERT INTO items (id, key, version, part, member, line, account, created, thread,"
            " parent, talk, whose, technique, shielded, special)"
            " VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
            rows,
        )

    def finish(self, part: int, records: int) -> None:
        """Say how many records a part has."""
        self._connection.execute("UPDATE parts SET records = ? WHERE part = ?", (records, part))

    def forget(self, names: list[str]) -> None:
        """Forget parts with all their rows."""
        with transaction(self._connection):
            for name in names:
                row = self._connection.execute("SELECT part FROM parts WHERE name = ?", (name,))
                part = row.fetchone()
                if part:
                    self._forget_beside(int(part[0]))
                for table in (*_OF_PART, "parts") if part else ():
                    self._connection.execute(f"DELETE FROM {table} WHERE part = ?", part)  # noqa: S608 - our own names

    def _forget_beside(self, part: int) -> None:
        """Forget who saw the items of a part, but for those that another part holds too."""
        self._connection.execute(
            "DELETE FROM beside WHERE key IN (SELECT key FROM items WHERE part = ?1)"
            " AND NOT EXISTS"
            " (SELECT 1 FROM items AS one WHERE one.key = beside.key AND one.part != ?1)",
            (part,),
        )

    def generations(self) -> dict[str, int]:
        """Give the parts that are known, each with its generation."""
        rows = self._connection.execute("SELECT name, generation FROM parts")
        return {str(row[0]): int(row[1]) for row in rows}

    def set_indexed(self, parts: Iterable[int]) -> None:
        """Say that parts are in the text index too: always the last step."""
        self._connection.executemany(
            "UPDATE parts SET indexed = 1 WHERE part = ?", ((part,) for part in parts)
        )

    def unindexed(self) -> list[str]:
        """Give the parts whose indexing was cut off."""
        rows = self._connection.execute("SELECT name FROM parts WHERE indexed = 0 ORDER BY part")
        return [str(row[0]) for row in rows]

    def years_of(self, parts: list[int]) -> set[str]:
        """Give the years of publication of what some parts hold that is told to the index."""
        query = (
            "SELECT DISTINCT strftime('%Y', created, 'unixepoch') FROM items"
            " WHERE part = ? AND whose != ?"
        )
        return {
            str(row[0]) for part in parts for row in self._connection.execute(query, (part, PAGE))
        }

    def of_years(self, years: list[str]) -> list[str]:
        """Give the parts that hold anything of some years that is told to the index."""
        query = (
            "SELECT DISTINCT part, name FROM items JOIN parts USING (part)"
            " WHERE strftime('%Y', created, 'unixepoch') = ? AND whose != ?"
        )
        found = {
            int(row[0]): str(row[1])
            for year in years
            for row in self._connection.execute(query, (year, PAGE))
        }
        return [found[part] for part in sorted(found)]

    def rows_of(self, name: str) -> list[int]:
        """Give the rows of a part in the order of its lines."""
        rows = self._connection.execute(
            "SELECT row FROM items JOIN parts USING (part) WHERE name = ? ORDER BY member, line",
            (name,),
        )
        return [int(row[0]) for row in rows]

    def items_of(self, name: str, after: int, most: int) -> list[tuple[int, str, bytes]]:
        """Give row, permanent address and key of the next rows of a part, at most so many."""
        rows = self._connection.execute(
            "SELECT row, id, key FROM items WHERE part = (SELECT part FROM parts WHERE name = ?)"
            " AND row > ? ORDER BY row LIMIT ?",
            (name, after, most),
        )
        return [(int(row[0]), str(row[1]), bytes(row[2])) for row in rows]

    def stand(self) -> tuple[int, int, int]:
        """Give what changes with what is catalogued: parts, their generations, their records."""
        row = self._connection.execute(
            "SELECT count(*), coalesce(sum(generation), 0), coalesce(sum(records), 0) FROM parts"
        ).fetchone()
        return int(row[0]), int(row[1]), int(row[2])

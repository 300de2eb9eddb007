"""Doubts: in which items stand words of which a detector was not sure, by their keyed tags."""

from collections.abc import Iterable
from sqlite3 import Connection

from weerklank.catalogue.item_places import ItemPlaces, Located
from weerklank.model.item import ArchivalItem
from weerklank.model.symbols import decode


class Doubts:
    """The words in doubt of all that is held; of the words themselves nothing is here."""

    def __init__(self, connection: Connection, places: ItemPlaces) -> None:
        self._connection = connection
        self._places = places

    def add(self, part: int, items: Iterable[ArchivalItem]) -> None:
        """Enter the words in doubt of the items of a part."""
        rows = {
            (part, decode(mark.tag), decode(item.key), item.version)
            for item in items
            if item.found
            for mark in item.found
            if mark.tag
        }
        if rows:
            self._connection.executemany("INSERT INTO doubts VALUES (?, ?, ?, ?)", sorted(rows))

    def counted(self) -> dict[bytes, int]:
        """Give the tags, with in how many items each stands, those that stand in most first."""
        rows = self._connection.execute(
            "SELECT tag, COUNT(DISTINCT key) FROM doubts GROUP BY tag ORDER BY 2 DESC, 1"
        )
        return {bytes(row[0]): int(row[1]) for row in rows}

    def places_of(self, tag: bytes, limit: int) -> list[Located]:
        """Find the versions in which a tag stands, the newest first."""
        return list(
            self._places.where(
                "(key, version) IN (SELECT key, version FROM doubts WHERE tag = ?)"
                " ORDER BY created DESC, row DESC LIMIT ?",
                (tag, limit),
            )
        )

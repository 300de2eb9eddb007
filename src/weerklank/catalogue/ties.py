"""Ties: which of our own posts lead to another of ours, wherever each was published (C2).

Each own post has the mark of its own address, and those of what it leads to. The two meet here and
nowhere else, so whichever of them comes in first, and whatever is destroyed, a tie is never wrong.
"""

from collections.abc import Iterable
from sqlite3 import Connection

#: Marks of an own post: of its own address, if it has one, and of what it leads to.
Marks = tuple[bytes | None, tuple[bytes, ...]]


class Ties:
    """The marks of all own posts."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, part: int, marks: Iterable[tuple[bytes, Marks]]) -> None:
        """Enter the marks of the items of a part, by their keys."""
        addresses: set[tuple[bytes, bytes]] = set()
        links: set[tuple[bytes, bytes]] = set()
        for key, (own, led) in marks:
            if own is not None:
                addresses.add((own, key))
            links.update((key, mark) for mark in led if mark != own)
        self._connection.executemany(
            "INSERT INTO addresses VALUES (?, ?, ?)", ((part, *one) for one in sorted(addresses))
        )
        self._connection.executemany(
            "INSERT INTO links VALUES (?, ?, ?)", ((part, *one) for one in sorted(links))
        )

    def leads_to(self, key: bytes) -> list[bytes]:
        """Give the posts that one leads to."""
        return self._keys(
            "SELECT DISTINCT addresses.key FROM links JOIN addresses USING (mark)"
            " WHERE links.key = ? AND addresses.key != links.key",
            key,
        )

    def is_led_to(self, key: bytes) -> list[bytes]:
        """Give the posts that lead to one."""
        return self._keys(
            "SELECT DISTINCT links.key FROM addresses JOIN links USING (mark)"
            " WHERE addresses.key = ? AND addresses.key != links.key",
            key,
        )

    def _keys(self, query: str, key: bytes) -> list[bytes]:
        return [bytes(row[0]) for row in self._connection.execute(query, (key,))]

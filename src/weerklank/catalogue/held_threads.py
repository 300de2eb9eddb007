"""Which items hang together in a thread, of all that is held."""

from collections.abc import Iterable, Iterator
from sqlite3 import Connection

from weerklank.catalogue.account_items import PAGE
from weerklank.catalogue.item_places import ItemPlaces, Located

#: Threads of what is held, answers or is answered at any item of one thread, there or not, and of
#: what is of one conversation with any.
_LINKED = """
WITH held (key, parent, talk) AS (
  SELECT key, parent, talk FROM items WHERE key = ?1 AND thread = ?1
  UNION ALL SELECT key, parent, talk FROM items WHERE thread = ?1 AND thread != key),
near (item) AS (
  SELECT ?1 UNION SELECT key FROM held
  UNION SELECT parent FROM held WHERE parent IS NOT NULL)
SELECT thread FROM near JOIN items ON key = item
UNION SELECT thread FROM near JOIN items ON parent = item WHERE parent != thread
UNION SELECT thread FROM near JOIN items ON thread = item WHERE thread != key
UNION SELECT thread FROM (SELECT DISTINCT talk AS said FROM held WHERE talk IS NOT NULL)
  JOIN items ON talk = said
"""


class HeldThreads:
    """The threads of all items, each by the key of its topmost item."""

    def __init__(self, connection: Connection, places: ItemPlaces) -> None:
        self._connection = connection
        self._places = places

    def of_item(self, key: bytes) -> bytes | None:
        """Give the thread of an item that the archive holds."""
        row = self._connection.execute(
            "SELECT thread FROM items WHERE key = ? LIMIT 1", (key,)
        ).fetchone()
        return bytes(row[0]) if row else None

    def begins(self, key: bytes) -> bool:
        """Tell whether a thread is held under an item: its own, or that of others below it.

        The item itself need not be there.
        """
        row = self._connection.execute(
            "SELECT 1 FROM items WHERE key = ?1 AND thread = ?1"
            " UNION ALL SELECT 1 FROM items WHERE thread = ?1 AND thread != key LIMIT 1",
            (key,),
        )
        return row.fetchone() is not None

    def answering(self, key: bytes) -> list[bytes]:
        """Give the threads of another topmost item in which something held answers an item.

        The item itself need not be there.
        """
        rows = self._connection.execute(
            "SELECT DISTINCT thread FROM items WHERE parent = ? AND parent != thread", (key,)
        )
        return sorted(bytes(row[0]) for row in rows)

    def in_talk(self, marks: Iterable[bytes]) -> list[bytes]:
        """Give the threads of what is held of a conversation, by any of its marks."""
        query = "SELECT DISTINCT thread FROM items WHERE talk = ?"
        rows = (row for mark in marks for row in self._connection.execute(query, (mark,)))
        return sorted({bytes(row[0]) for row in rows})

    def linked(self, thread: bytes) -> list[bytes]:
        """Give the other threads that what is held of a thread hangs together with."""
        rows = self._connection.execute(_LINKED, (thread,))
        return sorted({bytes(row[0]) for row in rows} - {thread})

    def last_contribution(self, thread: bytes) -> int:
        """Give the moment of the last contribution to a thread and what it hangs together with.

        0 where of any of them the platform does not say when it was. A page contributes nothing,
        unless it is all there is; an edit is none.
        """
        moments: list[int] = []
        waiting, seen = [thread], {thread}
        while waiting:
            one = waiting.pop()
            row = self._connection.execute(
                "SELECT min(created), max(created) FROM ("
                "SELECT created FROM items WHERE key = ?1 AND thread = ?1"
                " UNION ALL SELECT created FROM items"
                " WHERE thread = ?1 AND thread != key AND whose != ?2)",
                (one, PAGE),
            ).fetchone()
            if row[0] is not None:
                moments.append(row[1] if row[0] else 0)
            further = [other for other in self.linked(one) if other not in seen]
            seen.update(further)
            waiting += further
        return max(moments) if moments and all(moments) else 0

    def accounts_of(self, thread: bytes) -> list[str]:
        """Name the accounts that any item of a thread is of, each once; seldom any.

        Those too of which a page shows any.
        """
        rows = self._connection.execute(
            "SELECT account FROM items WHERE key = ?1 AND thread = ?1"
            " UNION SELECT account FROM items WHERE thread = ?1 AND thread != key"
            " UNION SELECT account FROM items WHERE key IN (SELECT page FROM shown WHERE item IN"
            " (SELECT ?1 UNION ALL SELECT key FROM items WHERE thread = ?1 AND thread != key))",
            (thread,),
        )
        return [str(row[0]) for row in rows]

    def places_of(self, thread: bytes, account: str) -> list[Located]:
        """Find all versions of all items of a thread that are of an account; no pages."""
        asked = (thread, account, PAGE)
        begun = self._places.where(
            "key = ?1 AND thread = ?1 AND account = ?2 AND whose != ?3", asked
        )
        rest = self._places.where(
            "thread = ?1 AND thread != key AND account = ?2 AND whose != ?3", asked
        )
        return [*begun, *rest]

    def record_of(self, thread: bytes, account: str) -> list[Located]:
        """Find all versions of the items of an account that first came in with a thread; no pages.

        A later version may have come in with another thread, once more was known of what it
        answers: an item is of one record all the same.
        """
        # With `+` never by the index of the account, which has every item of it.
        asked = (thread, account, PAGE)
        begun = self._places.where(
            "key IN (SELECT key FROM items WHERE key = ?1 AND thread = ?1 AND version = 1"
            " AND +account = ?2 AND whose != ?3)",
            asked,
        )
        rest = self._places.where(
            "key IN (SELECT key FROM items WHERE thread = ?1 AND thread != key AND version = 1"
            " AND +account = ?2 AND whose != ?3)",
            asked,
        )
        return [*begun, *rest]

    def record_with(self, key: bytes, account: str) -> tuple[bytes, list[Located]]:
        """Give the thread with which a held item first came in, and its record as `record_of`."""
        thread = self._places.versions_by_key(key)[0].thread
        return thread, self.record_of(thread, account)

    def items_of(self, thread: bytes) -> list[tuple[bytes, bytes | None, Located]]:
        """Give key, parent and newest version of each item of a thread, in order of time.

        The newest of all: it may have come in with another thread than those before it.
        """
        parents = {key: parent for _, key, parent in self._rows(thread)}
        found = ((key, parent, self._places.newest_by_key(key)) for key, parent in parents.items())
        return [(key, parent, place) for key, parent, place in found if place is not None]

    def size(self, thread: bytes) -> int:
        """Give how many items of a thread there are."""
        return len({key for _, key, _ in self._rows(thread)})

    def has(self, thread: bytes) -> bool:
        """Tell whether any item of a thread is left."""
        return self.size(thread) > 0

    def _rows(self, thread: bytes) -> Iterator[tuple[int, bytes, bytes | None]]:
        """Give row, key and parent of every version in a thread, in order of time and version.

        The item that a thread begins with has its own key for a thread. A page is among none.
        """
        yield from self._connection.execute(
            "SELECT row, key, parent FROM ("
            "SELECT row, key, parent, created, version FROM items WHERE key = ?"
            " UNION SELECT row, key, parent, created, version FROM items"
            " WHERE thread = ? AND thread != key AND whose != ?) ORDER BY created, version, row",
            (thread, thread, PAGE),
        )

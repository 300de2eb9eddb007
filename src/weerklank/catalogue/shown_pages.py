"""Shown pages: on which pages of its platform an item stands, of all that is held."""

from collections.abc import Iterable, Iterator
from sqlite3 import Connection

from weerklank.catalogue.account_items import PAGE
from weerklank.catalogue.item_places import ItemPlaces, Located

#: What a page shows: its key, and those of its items; the first is the one that it is of, and
#: beside that stands how it is: as one of its own pages, or as what it leads to.
Shown = tuple[bytes, list[bytes], int]
#: How an item belongs to a page: it stands there too, the page is of it, or it leads there.
_BESIDE, OF_ITSELF, LED_TO = 0, 1, 2


class ShownPages:
    """The pages, by the items that stand on them."""

    def __init__(self, connection: Connection, places: ItemPlaces) -> None:
        self._connection = connection
        self._places = places

    def add(self, part: int, pages: Iterable[Shown]) -> None:
        """Enter what the pages of a part show."""
        rows = (
            (part, page, item, how if number == 0 else _BESIDE)
            for page, items, how in pages
            for number, item in enumerate(dict.fromkeys(items))
        )
        self._connection.executemany("INSERT INTO shown VALUES (?, ?, ?, ?)", rows)

    def of(self, item: bytes) -> list[Located]:
        """Find the pages that are of an item itself, the newest first."""
        return list(self._of(item, OF_ITSELF))

    def newest_of(self, item: bytes) -> Located | None:
        """Find the newest page that is of an item itself."""
        return next(self._of(item, OF_ITSELF), None)

    def linked_from(self, item: bytes) -> list[Located]:
        """Find what was kept of own sites to which an item leads, the newest first."""
        return list(self._of(item, LED_TO))

    def is_led_to(self, page: bytes) -> bool:
        """Tell whether a page was kept of an own site to which an item leads."""
        row = self._connection.execute(
            "SELECT 1 FROM shown WHERE page = ? AND is_first = ?", (page, LED_TO)
        )
        return row.fetchone() is not None

    def _of(self, item: bytes, how: int) -> Iterator[Located]:
        return self._places.where(
            "key IN (SELECT page FROM shown WHERE item = ? AND is_first = ?)"
            " ORDER BY created DESC, row DESC",
            (item, how),
        )

    def is_page(self, key: bytes) -> bool:
        """Tell whether an item is a page."""
        row = self._connection.execute(
            "SELECT 1 FROM items WHERE key = ? AND whose = ?", (key, PAGE)
        )
        return row.fetchone() is not None

    def showing(self, items: Iterable[bytes]) -> list[bytes]:
        """Give the keys of the pages on which any of some items stands, in their own order."""
        query = "SELECT page FROM shown WHERE item = ?"
        return sorted(
            {bytes(row[0]) for item in items for row in self._connection.execute(query, (item,))}
        )

    def shown_by(self, page: bytes) -> list[bytes]:
        """Give the keys of the items that stand on a page, the one that it is of first."""
        rows = self._connection.execute(
            "SELECT item FROM shown WHERE page = ? GROUP BY item"
            " ORDER BY max(is_first) DESC, item",
            (page,),
        )
        return [bytes(row[0]) for row in rows]

    def of_thread(self, thread: bytes, account: str) -> list[Located]:
        """Find the pages of an account that are of a thread, or on which anything of it stands."""
        return list(
            self._places.where(
                "whose = ?3 AND account = ?2 AND key IN ("
                "SELECT key FROM items WHERE thread = ?1 AND thread != key AND whose = ?3"
                " UNION SELECT page FROM shown WHERE item IN (SELECT ?1"
                " UNION ALL SELECT key FROM items WHERE thread = ?1 AND thread != key))",
                (thread, account, PAGE),
            )
        )

"""Writers: which items third parties wrote, by pseudonym or by the decision that names them."""

from collections.abc import Iterable
from dataclasses import dataclass
from sqlite3 import Connection

from weerklank.catalogue.item_places import ItemPlaces, Located
from weerklank.model.item import ArchivalItem
from weerklank.model.symbols import decode


@dataclass(frozen=True, slots=True)
class Written:
    """An item that somebody wrote, without what it says."""

    id: str
    key: bytes
    account: str


class Writers:
    """Who wrote what, of all that is held."""

    def __init__(self, connection: Connection, places: ItemPlaces) -> None:
        self._connection = connection
        self._places = places

    def add(self, part: int, items: Iterable[ArchivalItem]) -> None:
        """Enter the items of a part that a third party wrote, also who stays named by decision."""
        rows = {
            (part, who, decode(item.key), item.version) for item in items if (who := _writer(item))
        }
        if rows:
            self._connection.executemany("INSERT INTO writers VALUES (?, ?, ?, ?)", sorted(rows))

    def written_by(self, persons: Iterable[bytes]) -> list[Written]:
        """Give all items of some persons, each once, the newest first.

        Of who stays named those of the decision, by its number.
        """
        found: dict[bytes, tuple[int, Written]] = {}
        for person in persons:
            for row in self._connection.execute(
                # By key: of one part there are thousands.
                "SELECT id, items.key, account, created FROM writers CROSS JOIN items"
                " INDEXED BY items_key ON items.key = writers.key"
                " AND items.version = writers.version WHERE person = ?",
                (person,),
            ):
                key = bytes(row[1])
                found[key] = int(row[3]), Written(str(row[0]), key, str(row[2]))
        ordered = sorted(found.values(), key=lambda one: (-one[0], one[1].key))
        return [one for _, one in ordered]

    def newest_of(self, written: Iterable[Written]) -> list[Located]:
        """Find where the newest version of each item lies; without those that are not there."""
        found = (self._places.newest_by_key(one.key) for one in written)
        return [place for place in found if place is not None]


def _writer(item: ArchivalItem) -> bytes:
    """Give by what a third party is found who wrote an item; nothing for what is ours."""
    if item.author.pseudonym:
        return decode(item.author.pseudonym)
    return item.author.decision.encode() if item.author.decision else b""

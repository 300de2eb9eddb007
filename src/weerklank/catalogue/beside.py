"""By which techniques each message was seen, and in what they differ: a row for each, and sums.

The sums of each day are kept by triggers, so that they are those of the rows whatever happens.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from sqlite3 import Connection

from weerklank.catalogue.held_days import EPOCH
from weerklank.catalogue.schema import transaction
from weerklank.model.beside import (
    Difference,
    bits_of,
    differences_of,
    lacks_file,
    letter_of,
)
from weerklank.model.clock import civil_day
from weerklank.model.item import ArchivalItem, ItemKind

#: What is no message: nobody counts it.
_NEVER_SAID = frozenset({ItemKind.PROFILE, ItemKind.MEDIUM, ItemKind.PAGE})

#: Key, account, day here since 1970, moment (seconds since 1970), whether others wrote it,
#: techniques and differences.
BesideRow = tuple[bytes, str, int, int, int, int, int]
_COLUMNS = "key, account, day, created, theirs, seen, differs"
#: Which messages are meant, given as a dictionary.
_MEANT = (
    "account = :account AND day >= :first AND day < :until"
    " AND (:theirs IS NULL OR theirs = :theirs) AND (:seen IS NULL OR seen = :seen)"
    " AND (:differs = 0 OR differs & :differs)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Meant:
    """Which messages of an account are meant."""

    account: str
    #: From one day since 1970 to before another.
    first: int
    until: int
    #: Only what others wrote, or only what the account did.
    theirs: bool | None = None
    #: By exactly the techniques of these bits.
    seen: int | None = None
    #: With one of these differences, where there are any.
    differs: int = 0

    def values(self) -> dict[str, object]:
        """Give them as a query wants them."""
        return {name: getattr(self, name) for name in self.__slots__}


def beside_row(key: bytes, created: int, versions: Sequence[ArchivalItem]) -> BesideRow | None:
    """Give the row of an item; None for what is no message."""
    item = versions[0]
    if item.kind in _NEVER_SAID:
        return None
    seen = bits_of({letter_of(one.technique) for one in versions})
    if len(versions) > 1:
        differs = bits_of(differences_of(versions))
    else:
        differs = bits_of([Difference.LACKING]) if item.media and lacks_file(item) else 0
    day = (civil_day(datetime.fromtimestamp(created, UTC)) - EPOCH).days
    is_theirs = int(not item.author.role.is_ours)
    return key, item.account, day, created, is_theirs, seen, differs


class Beside:
    """The rows of all messages, and what they come to."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, rows: Iterable[BesideRow | None]) -> None:
        """Put rows in the place of what was known of those items; the last of an item holds."""
        found = {row[0]: row for row in rows if row is not None}
        if not found:
            return
        if self._connection.in_transaction:
            self._put(found)
        else:
            with transaction(self._connection):
                self._put(found)

    def _put(self, rows: dict[bytes, BesideRow]) -> None:
        self._connection.executemany("DELETE FROM beside WHERE key = ?", ((key,) for key in rows))
        query = "INSERT INTO beside VALUES (?, ?, ?, ?, ?, ?, ?)"
        self._connection.executemany(query, rows.values())

    def of_keys(self, keys: Iterable[bytes]) -> Iterator[int]:
        """Give the techniques, as bits, that saw each of some items that are held."""
        for key in keys:
            row = self.row_of(key)
            if row:
                yield row[5]

    def row_of(self, key: bytes) -> BesideRow | None:
        """Give the row of an item."""
        row = self._connection.execute(f"SELECT {_COLUMNS} FROM beside WHERE key = ?", (key,))  # noqa: S608 - our own names
        return _row(row.fetchone())

    def counted(self, meant: Meant) -> Iterator[tuple[int, int, int, int, int]]:
        """Count messages: day, whether others wrote them, techniques, differences, how many."""
        yield from self._connection.execute(
            f"SELECT day, theirs, seen, differs, count FROM beside_days WHERE {_MEANT}",  # noqa: S608 - our own names
            meant.values(),
        )

    def gone(self, meant: Meant) -> list[tuple[BesideRow, str]]:
        """Give what of them is marked as gone, each with when it was seen last (RFC 3339)."""
        rows = self._connection.execute(
            # CROSS: few are gone of the many that an account has, so these are gone through
            f"SELECT {_COLUMNS}, last_seen FROM deletions CROSS JOIN beside USING (key)"  # noqa: S608 - our own names
            f" WHERE {_MEANT}",
            meant.values(),
        )
        return [(found, str(row[-1])) for row in rows if (found := _row(row[:-1])) is not None]

    def listed(self, meant: Meant, *, limit: int, offset: int) -> list[BesideRow]:
        """List messages, newest first; the days tell where to look, so none is gone through."""
        days = self._connection.execute(
            f"SELECT day, sum(count) FROM beside_days WHERE {_MEANT} AND count"  # noqa: S608 - our own names
            " GROUP BY day ORDER BY day DESC",
            meant.values(),
        )
        found: list[BesideRow] = []
        for day, count in days:
            if offset >= count:
                offset -= count
                continue
            rows = self._connection.execute(
                f"SELECT {_COLUMNS} FROM beside WHERE {_MEANT}"  # noqa: S608 - our own names
                " ORDER BY created DESC, key LIMIT :limit OFFSET :offset",
                {
                    **meant.values(),
                    "first": day,
                    "until": day + 1,
                    "limit": limit - len(found),
                    "offset": offset,
                },
            )
            found += [row for one in rows if (row := _row(one)) is not None]
            offset = 0
            if len(found) >= limit:
                break
        return found


def _row(row: tuple[bytes, str, int, int, int, int, int] | None) -> BesideRow | None:
    return None if row is None else (bytes(row[0]), *row[1:])

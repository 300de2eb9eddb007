"""By which techniques each item was seen, and in what they differ: one row for each message."""

from collections.abc import Iterable, Iterator, Sequence
from sqlite3 import Connection

from weerklank.catalogue.schema import transaction
from weerklank.model.beside import (
    Difference,
    bits_of,
    differences_of,
    lacks_file,
    letter_of,
)
from weerklank.model.item import ArchivalItem, AuthorRole, ItemKind

#: What is no message: nobody counts it.
_NEVER_SAID = frozenset({ItemKind.PROFILE, ItemKind.MEDIUM, ItemKind.PAGE})

#: Key, account, moment (seconds since 1970), whether others wrote it, techniques and differences.
BesideRow = tuple[bytes, str, int, int, int, int]


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
    is_theirs = int(item.author.role is AuthorRole.CITIZEN)
    return key, item.account, created, is_theirs, seen, differs


class Beside:
    """The rows of all messages."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def put(self, rows: Iterable[BesideRow | None]) -> None:
        """Put rows in the place of what was known of those items."""
        found = [row for row in rows if row is not None]
        if not found:
            return
        query = "INSERT OR REPLACE INTO beside VALUES (?, ?, ?, ?, ?, ?)"
        if self._connection.in_transaction:
            self._connection.executemany(query, found)
        else:
            with transaction(self._connection):
                self._connection.executemany(query, found)

    def of_keys(self, keys: Iterable[bytes]) -> Iterator[int]:
        """Give the techniques, as bits, that saw each of some items that are held."""
        for key in keys:
            row = self._connection.execute(
                "SELECT seen FROM beside WHERE key = ?", (key,)
            ).fetchone()
            if row:
                yield int(row[0])

    def counted(
        self, account: str, after: int, until: int, marks: Sequence[int]
    ) -> Iterator[tuple[int, int, int, int, int]]:
        """Count what is held of an account and was published from one moment to before another.

        As whether others wrote it, techniques, differences, between which of `marks` (moments in
        order; 0 for before the first), and how many.
        """
        span = " + ".join(f"(created >= {int(mark)})" for mark in marks) or "0"
        yield from self._connection.execute(
            f"SELECT theirs, seen, differs, {span} AS span, count(*) FROM beside"  # noqa: S608 - whole numbers
            " WHERE account = ? AND created >= ? AND created < ? GROUP BY 1, 2, 3, 4",
            (account, after, until),
        )

    def gone(self, account: str, after: int, until: int) -> list[tuple[int, int, int]]:
        """Give what of the same is marked as gone: moment, whether others wrote it, techniques."""
        rows = self._connection.execute(
            # CROSS: few are gone of the many that an account has, so these are gone through
            "SELECT created, theirs, seen FROM deletions CROSS JOIN beside USING (key)"
            " WHERE account = ? AND created >= ? AND created < ?",
            (account, after, until),
        )
        return [(int(row[0]), int(row[1]), int(row[2])) for row in rows]

    def row_of(self, key: bytes) -> BesideRow | None:
        """Give the row of an item."""
        row = self._connection.execute(
            "SELECT key, account, created, theirs, seen, differs FROM beside WHERE key = ?", (key,)
        ).fetchone()
        return None if row is None else (bytes(row[0]), str(row[1]), *map(int, row[2:]))  # type: ignore[return-value]

    def listed(
        self,
        account: str,
        span: tuple[int, int],
        *,
        theirs: bool | None,
        seen: int | None,
        differs: int,
        limit: int,
        offset: int,
    ) -> list[BesideRow]:
        """List what is held of an account and was published within a span, newest first.

        By exactly the techniques of `seen` where given, and with one of the differences of
        `differs` where that is not 0.
        """
        rows = self._connection.execute(
            "SELECT key, account, created, theirs, seen, differs FROM beside"
            " WHERE account = ? AND created >= ? AND created < ?"
            " AND (? IS NULL OR theirs = ?) AND (? IS NULL OR seen = ?)"
            " AND (? = 0 OR differs & ?) ORDER BY created DESC, key LIMIT ? OFFSET ?",
            (account, *span, theirs, theirs, seen, seen, differs, differs, limit, offset),
        )
        return [(bytes(r[0]), str(r[1]), *map(int, r[2:])) for r in rows]  # type: ignore[misc]

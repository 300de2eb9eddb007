"""Which items are marked as gone from their platform."""

from collections.abc import Mapping
from sqlite3 import Connection

from weerklank.catalogue.schema import transaction
from weerklank.model.deletion import Deletion


class DeletionMarks:
    """The mark of each item that is gone."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, key: bytes) -> Deletion | None:
        """Give the mark that an item is gone from its platform; None for no mark."""
        row = self._connection.execute(
            "SELECT last_seen, missed, confirmed FROM deletions WHERE key = ?", (key,)
        ).fetchone()
        return Deletion(last_seen=row[0], missed=row[1], confirmed=row[2]) if row else None

    def of_account(self, account: str) -> dict[bytes, Deletion]:
        """Give the marks of an account's items, by key."""
        rows = self._connection.execute(
            # CROSS: few are gone of the many that an account has, so these are gone through
            "SELECT key, last_seen, missed, confirmed FROM deletions CROSS JOIN items USING (key)"
            " WHERE version = 1 AND account = ?",
            (account,),
        )
        return {bytes(r[0]): Deletion(last_seen=r[1], missed=r[2], confirmed=r[3]) for r in rows}

    def keys(self) -> set[bytes]:
        """Give the keys of all items that are marked as deleted."""
        return {bytes(row[0]) for row in self._connection.execute("SELECT key FROM deletions")}

    def moments_of(self, account: str) -> list[int]:
        """Give the moments of publication of an account's items that are marked as deleted."""
        rows = self._connection.execute(
            # CROSS: few are gone of the many that an account has, so these are gone through
            "SELECT created FROM deletions CROSS JOIN items USING (key)"
            " WHERE version = 1 AND account = ?",
            (account,),
        )
        return [int(row[0]) for row in rows]

    def stand(self) -> tuple[int, str]:
        """Give what changes with the marks of what is gone: how many, and the newest."""
        row = self._connection.execute(
            "SELECT count(*), coalesce(max(max(missed, coalesce(confirmed, ''))), '')"
            " FROM deletions"
        ).fetchone()
        return int(row[0]), str(row[1])

    def set(self, marks: Mapping[bytes, Deletion | None]) -> None:
        """Put marks that items are gone in place of those that there were; None takes one away."""
        with transaction(self._connection):
            self._connection.executemany(
                "DELETE FROM deletions WHERE key = ?", ((key,) for key in marks)
            )
            self._connection.executemany(
                "INSERT INTO deletions VALUES (?, ?, ?, ?)",
                (
                    (key, one.last_seen, one.missed, one.confirmed)
                    for key, one in marks.items()
                    if one is not None
                ),
            )

    def forget_removed(self) -> None:
        """Forget the marks of items that are not held any more."""
        self._connection.execute("DELETE FROM deletions WHERE key NOT IN (SELECT key FROM items)")

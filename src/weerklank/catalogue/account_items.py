"""Whose each item is: what an account wrote, and what others answered to it."""

from collections.abc import Iterator
from sqlite3 import Connection

#: Whose an item is: of the account for everyone to see, or for followers; a reply by somebody
#: else; or no message: a profile, or a file that no post names; or a story of the account, which
#: no list has once its day is over, and no number counts; or a page on which others stand, which
#: is in no list, no thread and no index: whoever has an item on it gets there.
OPEN, SHIELDED, THEIRS, NO_MESSAGE, STORY, PAGE = range(6)
# The + keeps the inner questions off the index of accounts: by that each would read all of one.
_BEGUN = """
SELECT key, thread, created FROM items AS one
WHERE version = 1 AND account = ?1 AND whose != ?4
AND (created >= ?2 AND created < ?3 OR whose = ?5 AND key = thread)
AND (key = thread OR (
  NOT EXISTS (SELECT 1 FROM items AS top WHERE top.key = one.thread AND +top.account = ?1
    AND top.version = 1 AND top.thread = top.key)
  AND NOT EXISTS (SELECT 1 FROM items AS other WHERE other.thread = one.thread
    AND other.thread != other.key AND +other.account = ?1 AND other.version = 1
    AND other.whose != ?4 AND (+other.created, other.row) < (one.created, one.row))))
ORDER BY created, row
"""


class AccountItems:
    """The items of each account."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def open_of(
        self, account: str, after: int | None, until: int, *, shielded: bool = False
    ) -> list[tuple[bytes, int]]:
        """Give key and moment of what an account wrote for everyone to see, newest first.

        Published after one moment (seconds since 1970; None for the first) until another; no
        stories. With `shielded` also what it wrote for followers.
        """
        rows = self._connection.execute(
            "SELECT key, created FROM items WHERE version = 1 AND account = ? AND created > ?"
            " AND created <= ? AND whose <= ? ORDER BY created DESC, row DESC",
            (
                account,
                -(1 << 62) if after is None else after,
                until,
                SHIELDED if shielded else OPEN,
            ),
        )
        return [(bytes(row[0]), int(row[1])) for row in rows]

    def own_of(self, account: str) -> Iterator[tuple[bytes, int]]:
        """Give key and moment of publication of all that an account wrote, in no order."""
        rows = self._connection.execute(
            "SELECT key, created FROM items WHERE version = 1 AND account = ?"
            " AND whose IN (?, ?, ?)",
            (account, OPEN, SHIELDED, STORY),
        )
        return ((bytes(row[0]), int(row[1])) for row in rows)

    def count_own(self, account: str, *, replies: bool = True) -> int:
        """Give how many items that an account wrote are held and not marked as deleted.

        No stories; without `replies` only what answers nothing.
        """
        row = self._connection.execute(
            "SELECT count(*) FROM items WHERE version = 1 AND account = ? AND whose <= ?"
            " AND (? OR parent IS NULL) AND key NOT IN (SELECT key FROM deletions)",
            (account, SHIELDED, replies),
        ).fetchone()
        return int(row[0])

    def moments_said(self) -> Iterator[tuple[str, int, bool]]:
        """Give account, moment and whether it is of others, of all that was said, in order.

        By account and time; without what no day is told of.
        """
        rows = self._connection.execute(
            "SELECT account, created, whose = ? FROM items WHERE version = 1 AND created > 0"
            " AND whose IN (?, ?, ?, ?) ORDER BY account, created",
            (THEIRS, OPEN, SHIELDED, THEIRS, STORY),
        )
        return ((str(row[0]), int(row[1]), bool(row[2])) for row in rows)

    def threads_of(self, account: str) -> list[bytes]:
        """Give the keys of the threads in which anything is held with an account."""
        rows = self._connection.execute(
            "SELECT DISTINCT thread FROM items WHERE account = ?", (account,)
        )
        return [bytes(row[0]) for row in rows]

    def shielded_of(self, account: str) -> Iterator[bytes]:
        """Give the keys of what an account wrote for followers, newest first."""
        rows = self._connection.execute(
            "SELECT key FROM items WHERE version = 1 AND account = ? AND whose = ?"
            " ORDER BY created DESC, row DESC",
            (account, SHIELDED),
        )
        return (bytes(row[0]) for row in rows)

    def count_indexed(self) -> int:
        """Give how many items the text index has when it is as it should be: all but pages."""
        row = self._connection.execute(
            "SELECT count(DISTINCT key) FROM items WHERE whose != ?", (PAGE,)
        ).fetchone()
        return int(row[0])

    def whose(self, key: bytes) -> int | None:
        """Tell whose an item is, by one of the numbers above; None of one that is not held."""
        row = self._connection.execute(
            "SELECT whose FROM items WHERE key = ? ORDER BY version DESC LIMIT 1", (key,)
        ).fetchone()
        return None if row is None else int(row[0])

    def replies_to(self, account: str, parent: bytes) -> list[bytes]:
        """Give the keys of what anyone answered to an item, held with an account."""
        rows = self._connection.execute(
            "SELECT key FROM items WHERE thread = ?1 AND thread != key AND parent = ?1"
            " AND version = 1 AND +account = ?2"
            " UNION SELECT key FROM items WHERE parent = ?1 AND parent != thread"
            " AND version = 1 AND +account = ?2",
            (parent, account),
        )
        return [bytes(row[0]) for row in rows]

    def replies_of_others(self, account: str, parent: bytes) -> list[bytes]:
        """Give the keys of what others answered to an item, held with an account."""
        # The plus keeps SQLite from reading all of the account for each item.
        rows = self._connection.execute(
            "SELECT key FROM items WHERE thread = ?1 AND thread != key AND parent = ?1"
            " AND version = 1 AND whose = ?2 AND +account = ?3"
            " UNION SELECT key FROM items WHERE parent = ?1 AND parent != thread"
            " AND version = 1 AND whose = ?2 AND +account = ?3",
            (parent, THEIRS, account),
        )
        return [bytes(row[0]) for row in rows]

    def threads_begun(
        self, account: str, since: int | None, until: int | None
    ) -> Iterator[tuple[bytes, bytes, int]]:
        """Give key, thread and moment of what each thread of an account begins with, in order.

        That is its topmost item, or, where that is not held with the account, the earliest that
        is; begun from one moment (seconds since 1970; None for no bound) until another. No pages.
        They come one by one: nothing is remembered of those that went before.
        """
        rows = self._connection.execute(
            _BEGUN,
            (
                account,
                -(1 << 62) if since is None else since,
                1 << 62 if until is None else until,
                PAGE,
                NO_MESSAGE,
            ),
        )
        return ((bytes(row[0]), bytes(row[1]), int(row[2])) for row in rows)

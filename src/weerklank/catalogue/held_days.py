"""What of an account appeared on which day, by the technique that saw it."""

from collections.abc import Iterable, Iterator
from datetime import date
from sqlite3 import Connection

#: Day 0.
EPOCH = date(1970, 1, 1)
#: What appeared on one day here of one account: part, account, day since 1970, technique, posts,
#: replies, media, edits; and how many posts and replies of that day it saw for the first time.
DayRow = tuple[int, str, int, str, int, int, int, int, int]
#: The same of all parts together, without part and account.
DaySum = tuple[int, str, int, int, int, int, int]


class HeldDays:
    """The sums of each day of each account."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, rows: Iterable[DayRow]) -> None:
        """Add what appeared on which days, of one part."""
        self._connection.executemany("INSERT INTO days VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)", rows)

    def saw_before(self, key: bytes, version: int, technique: str) -> bool:
        """Tell whether a technique brought in an earlier version of an item too."""
        found = self._connection.execute(
            "SELECT 1 FROM items WHERE key = ? AND version < ? AND technique = ? LIMIT 1",
            (key, version, technique),
        )
        return found.fetchone() is not None

    def of(self, account: str) -> Iterator[DaySum]:
        """Give what of an account appeared on which days, by the technique that saw it first.

        As day (since 1970), technique, posts, replies, media and edits; and last how many posts
        and replies of that day the technique saw, whichever was first.
        """
        yield from self._connection.execute(
            "SELECT day, technique, sum(posts), sum(replies), sum(media), sum(edits), sum(seen)"
            " FROM days WHERE account = ? GROUP BY day, technique ORDER BY day, technique",
            (account,),
        )

    def since(self, account: str, first: int) -> Iterator[DaySum]:
        """Give the same as `of`, from a day on."""
        yield from self._connection.execute(
            "SELECT day, technique, sum(posts), sum(replies), sum(media), sum(edits), sum(seen)"
            " FROM days WHERE account = ? AND day >= ?"
            " GROUP BY day, technique ORDER BY day, technique",
            (account, first),
        )

    def last_of(self, account: str) -> int | None:
        """Give the last day (since 1970) of which anything of an account is held."""
        row = self._connection.execute(
            "SELECT max(day) FROM days WHERE account = ?", (account,)
        ).fetchone()
        return None if row[0] is None else int(row[0])

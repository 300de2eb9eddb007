"""Every item that is held, by account and moment: what appraisal goes through."""

from functools import cache
from sqlite3 import Connection
from typing import NamedTuple

from weerklank.catalogue.account_items import THEIRS
from weerklank.catalogue.held_threads import HeldThreads

_COLUMNS = "SELECT id, key, account, created, whose, thread FROM items"


class HeldItem(NamedTuple):
    """One item, by its first version."""

    #: Permanent address.
    id: str
    key: bytes
    account: str
    #: Seconds since 1970; 0 where the platform does not say.
    created: int
    whose: int
    #: Seconds since 1970 of the last contribution to its thread; 0 where that was not asked, or
    #: of anything in it the platform does not say when it was.
    said: int = 0

    @property
    def is_theirs(self) -> bool:
        """Tell whether somebody else wrote it."""
        return self.whose == THEIRS


class HeldItems:
    """All items of the catalogue, some at a time."""

    def __init__(self, connection: Connection, threads: HeldThreads) -> None:
        self._connection = connection
        self._threads = threads

    def after(self, last: HeldItem | None, most: int, *, threads: bool = False) -> list[HeldItem]:
        """Give the next items after one, by account, moment and key; at most so many.

        The order does not depend on rows, so that it goes on where it was in a catalogue that was
        made anew meanwhile. Only with `threads` is it looked up when a thread was last added to.
        """
        place = (last.account, last.created, last.key) if last else ("", 0, b"")
        rows = self._connection.execute(
            f"{_COLUMNS} WHERE version = 1 AND (account, created, key) > (?, ?, ?)"
            " ORDER BY account, created, key LIMIT ?",
            (*place, most),
        )
        if not threads:
            return [HeldItem(*row[:5]) for row in rows]
        last_said = cache(self._threads.last_contribution)
        return [HeldItem(*row[:5])._replace(said=last_said(row[5])) for row in rows]

    def by_id(self, item: str) -> HeldItem | None:
        """Find an item by its permanent address, with when its thread was last added to."""
        # The first version that is there: one of a package that is damaged may not be.
        row = self._connection.execute(
            f"{_COLUMNS} WHERE id = ? ORDER BY version LIMIT 1", (item,)
        ).fetchone()
        if row is None:
            return None
        return HeldItem(*row[:5])._replace(said=self._threads.last_contribution(row[5]))

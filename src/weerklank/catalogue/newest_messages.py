"""Newest messages: one row of each item that is a message, by whose it is."""

from collections.abc import Collection, Iterator
from sqlite3 import Connection
from typing import NamedTuple


class Message(NamedTuple):
    """The newest version of a message, without its words."""

    row: int
    id: str
    key: bytes
    version: int
    account: str
    #: Seconds since 1970.
    created: int
    thread: bytes
    parent: bytes | None
    #: Whether any version was for followers only, and whether a rule marks any as special: 1.
    shielded: int
    special: int


def newest_messages(connection: Connection, whose: Collection[int]) -> Iterator[Message]:
    """Give each message once, in no order; `whose` are numbers of `account_items`."""
    marks = ",".join("?" * len(whose))
    # Of a bare column beside one max() SQLite gives the value of the row that has it; beside
    # several it may be that of any, so what any version was is no max() here.
    rows = connection.execute(
        "SELECT row, id, key, max(version), account, created, thread, parent,"  # noqa: S608 - marks alone
        f" sum(shielded) > 0, sum(special) > 0 FROM items WHERE whose IN ({marks}) GROUP BY key",
        tuple(whose),
    )
    yield from map(Message._make, rows)

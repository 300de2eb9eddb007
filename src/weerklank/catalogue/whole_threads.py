"""Whole threads: of some rows every item of their threads, and every page on which one stands."""

from collections.abc import Iterable, Iterator
from itertools import islice
from sqlite3 import Connection
from typing import NamedTuple

import orjson

from weerklank.catalogue.account_items import PAGE

#: Rows that are asked at a time.
_AT_A_TIME = 10_000
#: Every version of what is of the threads of some rows: that which a thread begins with, which has
#: its own key for a thread; what hangs below it; and the pages on which any of these stands.
_WHOLE = """
WITH wanted (thread) AS MATERIALIZED (
  SELECT DISTINCT thread FROM items WHERE row IN (SELECT value FROM json_each(?1))),
held (key) AS MATERIALIZED (
  SELECT key FROM wanted JOIN items ON key = wanted.thread
  UNION SELECT key FROM wanted JOIN items ON items.thread = wanted.thread
    AND items.thread != key)
SELECT row, id, account, whose FROM held JOIN items USING (key)
UNION SELECT row, id, account, whose
  FROM (SELECT DISTINCT page FROM held JOIN shown ON item = held.key) JOIN items ON key = page
"""


class HeldRow(NamedTuple):
    """One version of an item, or of a page."""

    row: int
    #: Permanent address.
    id: str
    account: str
    is_page: bool


def whole_threads(connection: Connection, rows: Iterable[int]) -> Iterator[HeldRow]:
    """Give every version of what is of the threads of some rows, and the pages that show it.

    Some may come more than once.
    """
    waiting = iter(rows)
    while some := list(islice(waiting, _AT_A_TIME)):
        found = connection.execute(_WHOLE, (orjson.dumps(some).decode(),))
        yield from (
            HeldRow(row, item, account, whose == PAGE) for row, item, account, whose in found
        )

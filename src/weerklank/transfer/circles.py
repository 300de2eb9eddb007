"""Find what is part of itself, in the database of a delivery.

In time that grows with what points at what, however long a row of wholes and parts is: looking
upward from each object apart would take the square of that.
"""

import sqlite3
from array import array

from weerklank.transfer.delivery_queries import PART_OF


def in_circles(database: sqlite3.Connection) -> list[int]:
    """Give the numbers of the objects that are a part of themselves, over others or not.

    What lies between two circles is told of too.
    """
    database.executescript(PART_OF)
    for below, above in (("n", "above"), ("above", "n")):
        _peel(database, below, above)
    found = [int(n) for (n,) in database.execute("SELECT DISTINCT n FROM up ORDER BY n")]
    database.execute("DROP TABLE up")
    return found


def _peel(database: sqlite3.Connection, below: str, above: str) -> None:
    """Take away what is below nothing, and then what is below that alone, until none is left."""
    ((most,),) = database.execute("SELECT coalesce(max(max(n, above)), 0) FROM up")
    waits = array("q", bytes(8 * (int(most) + 1)))
    for (one,) in database.execute(f"SELECT {below} FROM up"):  # noqa: S608 - our own names
        waits[one] += 1
    every = database.execute(f"SELECT DISTINCT {above} FROM up")  # noqa: S608 - the same
    ready = [one for (one,) in every if not waits[one]]
    ask = f"SELECT {below} FROM up WHERE {above} = ?"  # noqa: S608 - the same
    while ready:
        gone = ready.pop()
        for (one,) in database.execute(ask, (gone,)).fetchall():
            waits[one] -= 1
            if not waits[one]:
                ready.append(one)
        database.execute(f"DELETE FROM up WHERE {above} = ?", (gone,))  # noqa: S608 - the same

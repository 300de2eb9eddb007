"""The list that comes with the program: the rows of whitepaper 4.2, and no more.

Two-way content is N in it: what that is worth depends on the task of the organisation, so it is
theirs to determine (whitepaper 4.2).
"""

from functools import cache
from importlib.resources import files

from weerklank.appraise.read_list import read_list
from weerklank.model.selection import Row, Serves

FILE = "whitepaper.csv"
NAME = "Whitepaper 4.2"


def shipped_bytes() -> bytes:
    """Give the bytes of the file."""
    return files("weerklank.appraise").joinpath(FILE).read_bytes()


@cache
def draft_entry() -> Row:
    """Give a row to propose for a list that lacks the dialogue between government and citizens."""
    rows = read_list(FILE, shipped_bytes()).rows
    return next(row for row in rows if row.serves is Serves.DIALOGUE)

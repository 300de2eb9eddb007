"""The moment in an identifier of atproto (TID): the key of a record, the state of a repository.

Source: atproto.com/specs/tid. 13 signs of base 32 in an order of its own: a bit that is 0, 53 bits
with microseconds since 1970, 10 bits to tell clocks apart. Software of the writer makes it.
"""

import re
from datetime import UTC, datetime

_SIGNS = "234567abcdefghijklmnopqrstuvwxyz"
_VALUES = {sign: value for value, sign in enumerate(_SIGNS)}
_TID = re.compile("[234567abcdefghij][234567a-z]{12}")
_CLOCK_BITS = 10


def moment_of_tid(text: str) -> datetime | None:
    """Give the moment that an identifier tells, in UTC; None when it is none."""
    if not _TID.fullmatch(text):
        return None
    number = 0
    for sign in text:
        number = number << 5 | _VALUES[sign]
    try:
        return datetime.fromtimestamp((number >> _CLOCK_BITS) / 1_000_000, UTC)
    except (ValueError, OverflowError, OSError):
        return None

"""Moments as X writes them, and the moment that stands in the number of a post."""

import re

from weerklank.harvest.moment import MOMENT_MISSING, NOT_A_MOMENT, moment, moment_of_seconds
from weerklank.harvest.port import Unreadable
from weerklank.model.json_value import Json

_MONTHS = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec".split()
_WRITTEN = re.compile(
    rf"[A-Z][a-z]{{2}} ({'|'.join(_MONTHS)}) ([0-9]{{2}}) ([0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}) "
    r"([+-][0-9]{2})([0-9]{2}) ([0-9]{4})"
)
#: Numbers from here on hold the moment: those before November 2010 were given in turn.
_FIRST_WITH_MOMENT = 29_700_859_247
#: Milliseconds since 1970 at which that began, and what stands behind them in a number.
_BEGAN, _BITS = 1_288_834_974_657, 22


def moment_of(value: Json, number: str | None = None) -> str:
    """Give a moment in UTC of one that X wrote, or else that of the number of a post.

    Unreadable when neither tells it.
    """
    if not value:
        told = moment_in(number)
        if told is None:
            raise Unreadable(MOMENT_MISSING)
        return told
    if not isinstance(value, str):
        raise Unreadable(NOT_A_MOMENT)
    written = _WRITTEN.fullmatch(value)
    if written is None:
        return moment(value.replace(" +", "+"))  # 2013-01-31 12:00:00 +0000, before 2018
    month = _MONTHS.index(written[1]) + 1
    _, day, clock, hours, minutes, year = written.groups()
    if (hours, minutes) == ("+00", "00"):  # as nearly all are
        return moment(f"{year}-{month:02}-{day}T{clock}Z")
    return moment(f"{year}-{month:02}-{day}T{clock}{hours}:{minutes}")


def moment_in(number: str | None) -> str | None:
    """Give the moment that stands in the number of a post; None in one from before they did."""
    if not number or not number.isascii() or not number.isdecimal():
        return None
    value = int(number)
    if not _FIRST_WITH_MOMENT <= value < 1 << 63:
        return None
    return moment_of_seconds(((value >> _BITS) + _BEGAN) // 1000)

"""The days of LinkedIn's statistics, written as in the language of whoever downloads them.

English has the month first. Elsewhere the day stands first, and nothing in the file says which: so
it is told by the days that can only be read in one way, and by the numbers of posts, of which the
beginning is the moment at which they were made. Without either it is the order of English.
"""

import re
from collections.abc import Iterable
from datetime import UTC, date, datetime

from weerklank.connectors.linkedin.links import urn_in
from weerklank.harvest.moment import MOMENT_MISSING, NOT_A_MOMENT, moment
from weerklank.harvest.port import Unreadable

_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})(?:[T ].*)?")
_WRITTEN = re.compile(r"([0-9]{1,2})[/.\- ]([0-9]{1,2})[/.\- ]([0-9]{4})")
#: Bits behind the milliseconds in the number of a post.
_BEHIND = 22
#: Days by which the day of a file and the moment of a number may differ: hours of the world, and
#: what was made before it was published.
_NEAR = 2
#: Rows that are looked at: a year of posts tells.
_MOST_ROWS = 5_000


class WrittenDays:
    """Reads the days of one file."""

    def __init__(self, rows: Iterable[tuple[str, str]]) -> None:
        """`rows` are days as they are written, with the link of the post that each is of."""
        month_first = day_first = 0
        for _, (written, link) in zip(range(_MOST_ROWS), rows, strict=False):
            by_month, by_day = (
                _read(written, is_day_first=False),
                _read(written, is_day_first=True),
            )
            if by_month == by_day:
                continue
            made = _made(urn_in(link) or "")
            month_first += by_day is None or _is_near(by_month, made)
            day_first += by_month is None or _is_near(by_day, made)
        self._is_day_first = day_first > month_first

    def day(self, written: str | None) -> date | None:
        """Read a day; None for what is none."""
        return _read(written or "", is_day_first=self._is_day_first)

    def moment(self, written: str | None) -> str:
        """Give the moment for a post of a day: noon, as its hour is not told; RFC 3339, UTC.

        Unreadable when there is no day.
        """
        if not written:
            raise Unreadable(MOMENT_MISSING)
        day = self.day(written)
        if day is None:
            raise Unreadable(NOT_A_MOMENT)
        return moment(f"{day.isoformat()}T12:00:00")


def _read(written: str, *, is_day_first: bool) -> date | None:
    found = _ISO.fullmatch(written)
    if found:
        return _day(*map(int, found.groups()))
    found = _WRITTEN.fullmatch(written)
    if found is None:
        return None
    first, second, year = map(int, found.groups())
    return _day(year, second, first) if is_day_first else _day(year, first, second)


def _day(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None


def _made(urn: str) -> date | None:
    """Give the day that the number of a post tells, if it is one that LinkedIn could give."""
    number = urn.rpartition(":")[2].partition("-")[0]
    try:
        seconds = (int(number) >> _BEHIND) / 1000 if number else 0
        return datetime.fromtimestamp(seconds, UTC).date()
    except (ValueError, OverflowError, OSError):
        return None


def _is_near(day: date | None, made: date | None) -> bool:
    return day is not None and made is not None and abs((day - made).days) <= _NEAR

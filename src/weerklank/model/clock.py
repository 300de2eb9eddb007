"""The time: aware and UTC inside, Europe/Amsterdam only where people or the law read it."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from time import time_ns
from typing import Protocol
from zoneinfo import ZoneInfo

from weerklank.model.text import Text

#: Where the law counts days, and whoever reads the archive.
HERE = ZoneInfo("Europe/Amsterdam")
SUMMER_TIME = Text("zomertijd", "summer time")
WINTER_TIME = Text("wintertijd", "winter time")
#: How far ahead of now something may be dated that did happen: clocks are put right now and then.
_AHEAD = timedelta(minutes=10)


class Clock(Protocol):
    """Tells the time, so that a test can say what time it is."""

    def now(self) -> datetime:
        """Give the present moment in UTC."""
        ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> datetime:
        """Give the present moment in UTC, in whole milliseconds."""
        return datetime.fromtimestamp(time_ns() // 1_000_000 / 1000, UTC)


@dataclass(slots=True)
class FixedClock:
    """A clock that stands still until it is told to go on; for tests and for the demo."""

    moment: datetime = field(default_factory=lambda: datetime(2026, 11, 25, 9, 0, tzinfo=UTC))

    def now(self) -> datetime:
        """Give the moment at which this clock stands."""
        return self.moment


def is_ahead(moment: datetime, now: datetime) -> bool:
    """Tell whether a moment that was noted lies so far ahead that the clock was wrong then."""
    return moment - now > _AHEAD


def civil_time(moment: datetime) -> datetime:
    """Give a moment as clocks here show it; as it came where the calendar ends before that."""
    try:
        return moment.astimezone(HERE)
    except OverflowError:
        return moment


def civil_day(moment: datetime | str) -> date:
    """Give the day in Europe/Amsterdam on which a moment falls; a text is RFC 3339.

    Legal terms, dated facts and every count and filter by day go by it (architecture, 'Time').
    ValueError for a text that is no moment, or one without a zone.
    """
    given = from_iso(moment) if isinstance(moment, str) else moment
    return civil_time(given).date()


def which_hour(local: datetime) -> Text | None:
    """Tell the two hours apart that clocks here show twice, when summer time ends; else None."""
    twin = local.replace(fold=1 - local.fold)
    if local.utcoffset() == twin.utcoffset():
        return None
    return WINTER_TIME if local.fold else SUMMER_TIME


def begin_of(day: date) -> datetime:
    """Give the moment at which a day begins in Europe/Amsterdam."""
    return datetime.combine(day, time.min, HERE)


def newest_day(moment: datetime) -> date:
    """Give the last day of the calendar that has begun anywhere on earth (UTC+14).

    What lies after it is in the future for everyone, whatever their own time.
    """
    return (moment.astimezone(UTC) + timedelta(hours=14)).date()


def iso(moment: datetime) -> str:
    """Write a moment as RFC 3339 in UTC: whole seconds, or milliseconds where there are any."""
    utc = moment.astimezone(UTC)
    if utc.microsecond:
        return f"{utc:%Y-%m-%dT%H:%M:%S}.{utc.microsecond // 1000:03d}Z"
    return f"{utc:%Y-%m-%dT%H:%M:%SZ}"


def from_iso(text: str) -> datetime:
    """Read an RFC 3339 moment as UTC; ValueError for one without zone, or before all years."""
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        message = f"a moment without time zone: {text}"
        raise ValueError(message)
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        message = f"a moment of no year in UTC: {text}"
        raise ValueError(message) from None

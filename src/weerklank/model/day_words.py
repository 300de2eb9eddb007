"""Days and moments as people say them, in civil time."""

from datetime import date, datetime

from weerklank.model.clock import civil_day, civil_time, from_iso, which_hour
from weerklank.model.text import Language, Text

MONTHS: tuple[Text, ...] = (
    Text("januari", "January"),
    Text("februari", "February"),
    Text("maart", "March"),
    Text("april", "April"),
    Text("mei", "May"),
    Text("juni", "June"),
    Text("juli", "July"),
    Text("augustus", "August"),
    Text("september", "September"),
    Text("oktober", "October"),
    Text("november", "November"),
    Text("december", "December"),
)
_MOMENT = Text("{day}, {clock} uur", "{day}, {clock}")


def day(value: date | str, language: Language) -> str:
    """Write a day in full, of a moment that here: 14 september 2026."""
    given = civil_day(value) if isinstance(value, datetime) else value
    if isinstance(given, str):
        given = civil_day(given) if "T" in given else date.fromisoformat(given)
    return f"{given.day} {MONTHS[given.month - 1].say(language)} {given.year}"


def day_said(value: date) -> Text:
    """Give a day in full in both languages, as a part of a sentence."""
    return Text(nl=day(value, "nl"), en=day(value, "en"))


def moment(value: datetime | str, language: Language) -> str:
    """Write a moment in full, in civil time: 14 september 2026, 17.02 uur."""
    local = local_time(value)
    told = _MOMENT.say(language, day=day(local.date(), language), clock=clock(local, language))
    hour = which_hour(local)
    return f"{told} ({hour.say(language)})" if hour else told


def moment_said(value: datetime) -> Text:
    """Give a moment in full in both languages, as a part of a sentence."""
    return Text(nl=moment(value, "nl"), en=moment(value, "en"))


def clock(value: datetime, language: Language) -> str:
    """Write the time of day."""
    return f"{value:%H.%M}" if language == "nl" else f"{value:%H:%M}"


def local_time(value: datetime | str) -> datetime:
    """Give a moment as clocks here show it; a text is RFC 3339."""
    given = from_iso(value) if isinstance(value, str) else value
    return civil_time(given)

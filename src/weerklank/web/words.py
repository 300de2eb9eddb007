"""Words that many screens share: roles, kinds, states, months; and how moments are said."""

from datetime import datetime, timedelta

from weerklank.model import account_words, day_words, number_words, person_words
from weerklank.model.account import PROCESSES
from weerklank.model.clock import civil_day
from weerklank.model.text import Language, Text

ROLES = person_words.ROLES

WORDS: dict[str, Text] = {
    **account_words.WORDS,
    **{f"replies-{code}": text for code, text in account_words.REPLIES.items()},
    "communicatie": Text("communicatie", "communication"),
    "webcare": Text("webcare", "webcare"),
    "klantcontact": Text("klantcontact", "customer contact"),
    "monitoring": Text("monitoring", "monitoring"),
    "ambtelijke-top": Text("ambtelijke top", "senior officials"),
    "publiekscommunicatie": Text(PROCESSES["publiekscommunicatie"], "public communication"),
    "burgerbrieven": Text(PROCESSES["burgerbrieven"], "letters of citizens"),
    "crisiscommunicatie": Text(PROCESSES["crisiscommunicatie"], "crisis communication"),
    "werving": Text(PROCESSES["werving"], "recruitment"),
    "post": Text("bericht", "post"),
    "reply": Text("reactie", "reply"),
    "boost": Text("gedeeld bericht", "shared post"),
    "profile": Text("profiel", "profile"),
    "story": Text("verhaal", "story"),
    "medium": Text("los mediabestand", "loose media file"),
    "present": Text("aanwezig", "present"),
    "edited": Text("gewijzigd", "edited"),
    "deleted": Text("verwijderd op het platform", "deleted on the platform"),
    "restricted": Text("beperkt", "restricted"),
    "api": Text("API", "API"),
    "export": Text("export", "export"),
    "browser": Text("browser", "browser"),
    "portability": Text("overdracht door het platform", "portability job"),
}

MONTHS = day_words.MONTHS
SHORT_MONTHS: tuple[Text, ...] = (
    Text("jan", "Jan"),
    Text("feb", "Feb"),
    Text("mrt", "Mar"),
    Text("apr", "Apr"),
    Text("mei", "May"),
    Text("jun", "Jun"),
    Text("jul", "Jul"),
    Text("aug", "Aug"),
    Text("sep", "Sep"),
    Text("okt", "Oct"),
    Text("nov", "Nov"),
    Text("dec", "Dec"),
)
WEEKDAYS: tuple[Text, ...] = (
    Text("maandag", "Monday"),
    Text("dinsdag", "Tuesday"),
    Text("woensdag", "Wednesday"),
    Text("donderdag", "Thursday"),
    Text("vrijdag", "Friday"),
    Text("zaterdag", "Saturday"),
    Text("zondag", "Sunday"),
)
_TODAY = Text("vandaag {clock}", "today {clock}")
_YESTERDAY = Text("gisteren {clock}", "yesterday {clock}")
day, clock, moment = day_words.day, day_words.clock, day_words.moment
number = number_words.number
_BYTES = (("GB", 10**9), ("MB", 10**6), ("kB", 10**3))


def lately(value: datetime | str, now: datetime, language: Language) -> str:
    """Write a moment as short as it can be said today: vandaag 03.12, 20 november 2026."""
    local, today = day_words.local_time(value), civil_day(now)
    told = clock(local, language)
    if local.date() == today:
        return _TODAY.say(language, clock=told)
    if local.date() == today - timedelta(days=1):
        return _YESTERDAY.say(language, clock=told)
    return day(local.date(), language)


def size(value: int, language: Language) -> str:
    """Write a number of bytes as people say it."""
    for unit, worth in _BYTES:
        if value >= worth:
            told = f"{value / worth:.1f}"
            return f"{told.replace('.', ',') if language == 'nl' else told} {unit}"
    return f"{value} bytes"

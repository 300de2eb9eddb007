"""Words that many screens share: roles, kinds, states, months; and how moments are said."""

from datetime import date, datetime, timedelta

from weerklank.model import account_words
from weerklank.model.account import PROCESSES
from weerklank.model.clock import civil_day, civil_time, from_iso, which_hour
from weerklank.model.person import Role
from weerklank.model.text import Language, Text

ROLES: dict[Role, Text] = {
    Role.REGISTER_OWNER: Text("beheerder accountoverzicht", "register owner"),
    Role.COMMUNICATION: Text("communicatie", "communication"),
    Role.MAKER: Text("maker", "maker"),
    Role.ARCHIVIST: Text("archivaris", "archivist"),
    Role.REVIEWER: Text("beoordelaar", "reviewer"),
    Role.PRIVACY: Text("privacy officer", "privacy officer"),
    Role.WOO: Text("Woo-behandelaar", "Woo officer"),
    Role.READER: Text("raadpleger", "reader"),
    Role.RESEARCHER: Text("onderzoeker", "researcher"),
    Role.INSPECTOR: Text("inspecteur", "inspector"),
    Role.OPERATOR: Text("technisch beheerder", "operator"),
}

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
    "present": Text("aanwezig", "present"),
    "edited": Text("gewijzigd", "edited"),
    "deleted": Text("verwijderd op het platform", "deleted on the platform"),
    "restricted": Text("beperkt", "restricted"),
    "api": Text("API", "API"),
    "export": Text("export", "export"),
    "browser": Text("browser", "browser"),
    "portability": Text("overdracht door het platform", "portability job"),
}

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
_MOMENT = Text("{day}, {clock} uur", "{day}, {clock}")
_BYTES = (("GB", 10**9), ("MB", 10**6), ("kB", 10**3))


def number(value: int, language: Language) -> str:
    """Write a number with its thousands apart."""
    return f"{value:,}".replace(",", "." if language == "nl" else ",")


def day(value: date | str, language: Language) -> str:
    """Write a day in full, of a moment that here: 14 september 2026."""
    given = civil_day(value) if isinstance(value, datetime) else value
    if isinstance(given, str):
        given = civil_day(given) if "T" in given else date.fromisoformat(given)
    return f"{given.day} {MONTHS[given.month - 1].say(language)} {given.year}"


def moment(value: datetime | str, language: Language) -> str:
    """Write a moment in full, in civil time: 14 september 2026, 17.02 uur."""
    local = _local(value)
    told = _MOMENT.say(language, day=day(local.date(), language), clock=clock(local, language))
    hour = which_hour(local)
    return f"{told} ({hour.say(language)})" if hour else told


def lately(value: datetime | str, now: datetime, language: Language) -> str:
    """Write a moment as short as it can be said today: vandaag 03.12, 20 november 2026."""
    local, today = _local(value), civil_day(now)
    told = clock(local, language)
    if local.date() == today:
        return _TODAY.say(language, clock=told)
    if local.date() == today - timedelta(days=1):
        return _YESTERDAY.say(language, clock=told)
    return day(local.date(), language)


def clock(value: datetime, language: Language) -> str:
    """Write the time of day."""
    return f"{value:%H.%M}" if language == "nl" else f"{value:%H:%M}"


def size(value: int, language: Language) -> str:
    """Write a number of bytes as people say it."""
    for unit, worth in _BYTES:
        if value >= worth:
            told = f"{value / worth:.1f}"
            return f"{told.replace('.', ',') if language == 'nl' else told} {unit}"
    return f"{value} bytes"


def _local(value: datetime | str) -> datetime:
    given = from_iso(value) if isinstance(value, str) else value
    return civil_time(given)

"""Mail lines: what events of the register say to its owner, in words as the screens have them."""

import re
from collections.abc import Iterator, Mapping

from weerklank.model.account_words import CHANGED, HAPPENED, fact_in_words
from weerklank.model.day_words import day, moment
from weerklank.model.event import Event
from weerklank.model.json_value import Json
from weerklank.model.person import Role
from weerklank.model.person_words import ROLES
from weerklank.model.platform import TITLES
from weerklank.model.register_words import LABELS, VALUES
from weerklank.model.text import Language, Text
from weerklank.register.book import Register

_MOST = 200
_MORE = Text(
    "… en nog {count}; de geschiedenis van elk account noemt ze alle.",
    "… and {count} more; the history of each account names them all.",
)
#: What other events say, by the beginning of their kind.
_SAID: dict[str, Text] = {
    **HAPPENED,
    "organisation.code": Text("code van de organisatie", "code of the organisation"),
    "organisation.pages": Text(
        "pagina's waarnaar profielen verwijzen", "pages to which profiles lead"
    ),
    "organisation.sites": Text(
        "eigen sites, en wat daarvan meekomt", "own sites, and what of them comes along"
    ),
    "person.": Text("personen en rollen", "persons and roles"),
    "platform.status": Text("besluit over een platform", "decision on a platform"),
    "agreement.": Text("overeenkomst met een platform", "agreement with a platform"),
    "report.made": Text("melding van een wijziging", "report of a change"),
    "report.settled": Text("melding afgehandeld", "report settled"),
    "review.term": Text("termijn van nalopen", "term of reviews"),
}
_UNTIL = Text("{role} tot en met {day}", "{role} up to and including {day}")
_OFFICE = Text("{office} vanaf {start}", "{office} from {start}")
_OFFICE_ENDED = Text(
    "{office} vanaf {start} tot en met {end}", "{office} from {start} up to and including {end}"
)
_A_RUN = Text("run {run}", "run {run}")
#: Facts that hold what somebody typed: a day in it stays as it was written.
_TYPED = frozenset(
    "by decided_by document handle managers measures note party reason scope unit url "
    "without_harvest".split()
)
_DAY = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b(T[0-9:.]+Z)?")


def lines_of(events: tuple[Event, ...], register: Register, language: Language) -> list[str]:
    """Say of each event when, who, of what and what; no more than a mail is read for."""
    lines: list[str] = []
    for told, event in enumerate(events):
        if told == _MOST:
            lines.append(_MORE.say(language, count=len(events) - told))
            break
        said = next((t.say(language) for k, t in _SAID.items() if event.kind.startswith(k)), "")
        about = _about(event, register)
        lines.append(
            f"{moment(event.at, language)}  {event.actor.known_as}: {about}  {said or event.kind}"
        )
        lines += [f"    {line}" for line in _facts(event, language)]
    return lines


def _about(event: Event, register: Register) -> str:
    """Name what an event is about: an account with its handle, a platform as it writes itself."""
    account = next((a for a in register.accounts.values() if a.id == event.subject), None)
    if account:
        return f"{event.subject} {account.handle}"
    is_platform = event.kind.startswith("platform.")
    return TITLES.get(event.subject, event.subject) if is_platform else event.subject


def _facts(event: Event, language: Language) -> Iterator[str]:
    """Say what an event changed, from and to, or what it stated."""
    changes = event.data.get("changes")
    if isinstance(changes, dict):
        for name, change in changes.items():
            if isinstance(change, dict) and name != "kind":  # `kinds` tells it with its dates
                before = _said(event, name, change["from"], language)
                after = _said(event, name, change["to"], language)
                yield f"{_label(event, name, language)}: {before} → {after}"
    elif event.kind == "account.scenario":
        since = day(str(event.data["date"]), language)
        yield f"{event.data['from']} → {event.data['to']} ({since})"
    elif event.kind == "account.registered":
        yield str(event.data["url"])
    else:
        for name, value in event.data.items():
            if value not in (None, [], "", True):  # True marks what a run found
                yield f"{_label(event, name, language)}: {_said(event, name, value, language)}"


def _label(event: Event, name: str, language: Language) -> str:
    known = CHANGED if event.kind.startswith("account.") else LABELS
    return known[name].say(language) if name in known else name.replace("_", " ")


def _said(event: Event, name: str, value: Json, language: Language) -> str:
    """Say a value: of an account as the screens do, of anything else by its list of words."""
    if event.kind.startswith("account."):
        return _days_in_words(name, fact_in_words(name, value, language), language)
    if isinstance(value, list):
        return "; ".join(_said(event, name, one, language) for one in value) or "-"
    if isinstance(value, dict):
        return _several(name, value, language)
    if value is None:
        return "-"
    if name == "by" and event.data.get("by_run"):
        return _A_RUN.say(language, run=value)
    return _one(name, str(value), language)


def _several(name: str, value: Mapping[str, Json], language: Language) -> str:
    """Say an office with its days, roles with their last days, or what else has parts."""
    if "office" in value:
        start = day(str(value["start"]), language)
        end = value["end"]
        form = _OFFICE_ENDED if end else _OFFICE
        said = {"end": day(str(end), language)} if end else {}
        return form.say(language, office=value["office"], start=start, **said)
    if name == "until":
        return "; ".join(
            _UNTIL.say(language, role=_one("roles", role, language), day=day(str(last), language))
            for role, last in value.items()
        )
    return ", ".join(str(one) for one in value.values() if one is not None)


def _one(name: str, value: str, language: Language) -> str:
    if name == "roles":
        return ROLES[Role(value)].say(language)
    if name == "platform":
        return TITLES.get(value, value)
    word = VALUES.get(name, {}).get(value)
    return word.say(language) if word else _days_in_words(name, value, language)


def _days_in_words(name: str, said: str, language: Language) -> str:
    """Say the days of a fact as people do."""
    if name in _TYPED:
        return said

    def in_words(found: re.Match[str]) -> str:
        try:
            return (moment if found[1] else day)(found[0], language)
        except ValueError:  # no day of the calendar
            return found[0]

    return _DAY.sub(in_words, said)

"""Facts of an account in words for people: labels in order, and what each value is called."""

from collections.abc import Mapping

from weerklank.model.account import PROCESSES
from weerklank.model.json_value import Json
from weerklank.model.platform import TITLES
from weerklank.model.text import Language, Text, one_line

#: Facts in the order in which `show` tells them.
FIELDS: dict[str, Text] = {
    "platform": Text("platform", "platform"),
    "handle": Text("naam", "handle"),
    "url": Text("adres", "address"),
    "scenario": Text("scenario vandaag", "scenario today"),
    "kinds": Text("soort", "kind"),
    "named_after": Text("genoemd naar", "named after"),
    "unit": Text("onderdeel", "unit"),
    "status": Text("status", "status"),
    "status_since": Text("status sinds", "status since"),
    "openness": Text("openbaarheid", "openness"),
    "managers": Text("beheerders", "managers"),
    "processes": Text("werkprocessen", "processes"),
    "replies": Text("reacties", "replies"),
    "replies_received_since": Text("reacties gezien sinds", "replies seen since"),
    "answered_since": Text("beantwoord sinds", "answered since"),
    "two_way_seen": Text("na sluiting gezien op", "seen after closing on"),
    "intention": Text("bedoeling", "intention"),
    "intention_since": Text("bedoeling sinds", "intention since"),
    "tenures": Text("ambtsdragers", "office holders"),
    "managed_by": Text("beheerd vanuit", "managed from"),
    "former_handles": Text("vroegere namen", "former handles"),
    "reported_handles": Text("gemelde namen", "reported handles"),
    "registered": Text("geregistreerd op", "registered on"),
}
WORDS: dict[str, Text] = {
    "corporate": Text("corporate", "corporate"),
    "hybrid": Text("hybride", "hybrid"),
    "personal": Text("persoonlijk", "personal"),
    "organisation": Text("organisatie", "organisation"),
    "office": Text("ambt of functie", "office or function"),
    "project": Text("project of campagne", "project or campaign"),
    "active": Text("actief", "active"),
    "unused": Text("ongebruikt", "unused"),
    "closed": Text("opgeheven", "closed"),
    "public": Text("openbaar", "public"),
    "shielded": Text("afgeschermd", "shielded"),
    "informing": Text("informeren", "informing"),
    "dialogue": Text("in dialoog gaan", "dialogue"),
    "A": Text("A (corporate, eenrichting)", "A (corporate, one-way)"),
    "B": Text("B (corporate, tweerichting)", "B (corporate, two-way)"),
    "C": Text("C (alleen losse berichten)", "C (single posts only)"),
}
REPLIES: dict[str, Text] = {
    "open": Text("mogelijk", "possible"),
    "closed": Text("niet mogelijk", "not possible"),
    "unknown": Text("onbekend of het kan", "not known whether possible"),
}
#: Labels of what a history tells and `show` does not, or in other words.
CHANGED: dict[str, Text] = {
    **FIELDS,
    "scenario": Text("scenario", "scenario"),
    "handin_term": Text("termijn van aanleveren (maanden)", "term of hand-ins (months)"),
}
#: What happened to an account, by the kind of its event.
HAPPENED: dict[str, Text] = {
    "account.registered": Text("geregistreerd", "registered"),
    "account.changed": Text("gewijzigd", "changed"),
    "account.scenario": Text("ander scenario", "other scenario"),
    "account.reported": Text("andere naam gezien door een run", "another handle seen by a run"),
    "account.reviewed": Text("nagelopen", "reviewed"),
}
_FROM = Text(" vanaf {start}", " from {start}")
_UNTIL = Text(" tot en met {end}", " up to and including {end}")
_REPORTED = Text(
    "{handle} (door run {run}, {reported}; nog niet beoordeeld)",
    "{handle} (by run {run}, {reported}; not judged yet)",
)
_FREE = frozenset({"handle", "url", "unit"})
NOTHING = "-"


def fact_in_words(name: str, value: Json, language: Language) -> str:
    """Say the value of a fact, in one line whatever was filled in."""
    return one_line(_in_words(name, value, language))


def _in_words(name: str, value: Json, language: Language) -> str:
    if value is None or value in ("", []):
        return NOTHING
    if isinstance(value, list):
        return "; ".join(_in_words(name, one, language) for one in value)
    if isinstance(value, dict):
        return _dated(name, value, language)
    text = str(value)
    if name in _FREE:
        return text
    if name == "platform":
        return TITLES.get(text, text)
    word = (REPLIES if name == "replies" else WORDS).get(text)
    return word.say(language) if word else text


def _dated(name: str, fact: Mapping[str, Json], language: Language) -> str:
    """Say a dated fact, or a manager with the group."""
    if name == "former_handles":
        return f"{fact['handle']} ({_in_words('platform', fact['platform'], language)})"
    if name == "reported_handles":
        return _REPORTED.say(language, **{key: str(value) for key, value in fact.items()})
    if name == "managers":
        return f"{fact['name']} ({fact['group']})" if fact.get("group") else str(fact["name"])
    code = str(fact.get("code"))
    head = fact.get("name") or (PROCESSES.get(code, code) if "code" in fact else None)
    text = str(head) if head else _in_words(name, fact.get("value"), language)
    text += _FROM.say(language, start=fact["start"])
    if fact.get("end"):
        text += _UNTIL.say(language, end=fact["end"])
    return text

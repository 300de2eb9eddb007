"""Accounts in words for people: a table of all, a definition list of one, a history."""

from collections.abc import Iterable, Mapping

from weerklank.cli.handin_text import show_reminder, tell_what_is_amiss
from weerklank.cli.language import language, say
from weerklank.cli.output import echo
from weerklank.model.account import PROCESSES
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.notice import Notice
from weerklank.model.platform import TITLES
from weerklank.model.text import Text

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
    "registered": Text("geregistreerd op", "registered on"),
}
_WORDS: dict[str, Text] = {
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
_REPLIES: dict[str, Text] = {
    "open": Text("mogelijk", "possible"),
    "closed": Text("niet mogelijk", "not possible"),
    "unknown": Text("onbekend of het kan", "not known whether possible"),
}
#: Labels of what a history tells and `show` does not, or in other words.
_CHANGED: dict[str, Text] = {
    **FIELDS,
    "scenario": Text("scenario", "scenario"),
    "handin_term": Text("termijn van aanleveren (maanden)", "term of hand-ins (months)"),
}
_FREE = frozenset({"handle", "url", "unit"})
_KINDS: dict[str, Text] = {
    "account.registered": Text("geregistreerd", "registered"),
    "account.changed": Text("gewijzigd", "changed"),
    "account.scenario": Text("ander scenario", "other scenario"),
    "account.reported": Text("wijziging gemeld", "change reported"),
}
_NOTHING = "-"
_LABEL = 24
_COLUMNS = (
    ("account", Text("nr", "no."), 6),
    ("handle", Text("naam", "handle"), 33),
    ("platform", Text("platform", "platform"), 9),
    ("kind", Text("soort", "kind"), 11),
    ("scenario", Text("scenario", "scenario"), 8),
    ("status", Text("status", "status"), 10),
    ("managers", Text("beheerders", "managers"), 16),
)


def table(accounts: Iterable[JsonObject]) -> None:
    """Print a line for each account, in at most 100 columns."""
    rows = list(accounts)
    if not rows:
        echo(
            say(
                "Nog geen accounts. Begin met het account dat burgers het meest gebruiken: "
                "weerklank account add ADRES --kind corporate",
                "No accounts yet. Begin with the account that citizens use most: "
                "weerklank account add URL --kind corporate",
            )
        )
        return
    _row([title.say(language()) for _, title, _ in _COLUMNS])
    _row(["-" * width for _, _, width in _COLUMNS])
    for account in rows:
        _row([_cell(account, name) for name, _, _ in _COLUMNS])
    echo()
    if len(rows) == 1:
        echo(say("1 account.", "1 account."))
    else:
        echo(say("{count} accounts.", "{count} accounts.", count=len(rows)))
    tell_what_is_amiss((str(row["account"]), row["handin"]) for row in rows)


def _row(cells: list[str]) -> None:
    fitted = [
        (cell if len(cell) <= width else f"{cell[: width - 1]}…").ljust(width)
        for cell, (_, _, width) in zip(cells, _COLUMNS, strict=True)
    ]
    echo(" ".join(fitted).rstrip())


def _cell(account: JsonObject, name: str) -> str:
    value = account[name]
    if name == "scenario":
        return str(value)
    if name == "managers" and isinstance(value, list):
        return ", ".join(str(one["name"]) for one in value if isinstance(one, dict)) or _NOTHING
    return in_words(name, value)


def definition_list(account: JsonObject) -> None:
    """Print all facts of one account, each on a line of its own."""
    echo(f"{account['account']}  {account['handle']}")
    for name, label in FIELDS.items():
        value = account.get(name)
        lines = [in_words(name, one) for one in value] if isinstance(value, list) else None
        first, *more = lines or [in_words(name, value)]
        echo(f"  {label.say(language()):<{_LABEL}}{first}")
        for line in more:
            echo(f"  {'':<{_LABEL}}{line}")
    show_reminder(str(account["account"]), account.get("handin"))


def in_words(name: str, value: Json) -> str:
    """Say the value of a fact in the language of the locale."""
    if value is None or value in ("", []):
        return _NOTHING
    if isinstance(value, list):
        return "; ".join(in_words(name, one) for one in value)
    if isinstance(value, dict):
        return _dated(name, value)
    text = str(value)
    if name in _FREE:
        return text
    if name == "platform":
        return TITLES.get(text, text)
    word = (_REPLIES if name == "replies" else _WORDS).get(text)
    return word.say(language()) if word else text


def _dated(name: str, fact: Mapping[str, Json]) -> str:
    """Say a dated fact, or a manager with the group."""
    if name == "managers":
        return f"{fact['name']} ({fact['group']})" if fact.get("group") else str(fact["name"])
    code = str(fact.get("code"))
    head = fact.get("name") or (PROCESSES.get(code, code) if "code" in fact else None)
    text = str(head) if head else in_words(name, fact.get("value"))
    text += say(" vanaf {start}", " from {start}", start=fact["start"])
    if fact.get("end"):
        text += say(" tot en met {end}", " up to and including {end}", end=fact["end"])
    return text


def history(events: Iterable[JsonObject]) -> None:
    """Print every event of an account: when, who, and what changed."""
    for event in events:
        kind = _KINDS.get(str(event["kind"]))
        what = kind.say(language()) if kind else event["kind"]
        who = event["actor"]
        if event["actor"] != event["system_user"]:
            who = f"{who} ({event['system_user']})"
        echo(f"{event['at']}  {who}  {what}")
        change = event["change"]
        if event["kind"] == "account.changed" and isinstance(change, dict):
            for name, values in change.items():
                if name != "kind":  # `kinds` tells it with its dates
                    _changed(name, values)
        elif event["kind"] == "account.scenario":
            _changed("scenario", change)
        elif event["kind"] == "account.reported" and isinstance(change, dict):
            echo(f"    {change['what']}")
        if event["without_harvest"]:
            reason = event["without_harvest"]
            echo(
                say(
                    "    geen laatste oogst: {reason}",
                    "    no last harvest: {reason}",
                    reason=reason,
                )
            )
        if event["since"]:
            echo(say("    geldt vanaf {day}", "    holds from {day}", day=event["since"]))


def _changed(name: str, values: Json) -> None:
    if isinstance(values, dict):
        label = _CHANGED[name].say(language()) if name in _CHANGED else name
        before, after = in_words(name, values["from"]), in_words(name, values["to"])
        echo(f"    {label}: {before} → {after}")


def notices_json(notices: Iterable[Notice]) -> list[Json]:
    """Write what to mind as JSON."""
    return [{"code": notice.code, "message": _message(notice)} for notice in notices]


def _message(notice: Notice) -> str:
    values = dict(notice.values)
    if "platform" in values:
        values["platform"] = in_words("platform", values["platform"])
    return notice.text.say(language(), **values)


def tell_notices(notices: Iterable[Notice]) -> None:
    """Tell people what to mind."""
    for notice in notices:
        echo(say("Let op: {message}", "Note: {message}", message=_message(notice)))

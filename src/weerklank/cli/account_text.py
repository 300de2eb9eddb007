"""Accounts in words for people: a table of all, a definition list of one, a history."""

from collections.abc import Callable, Iterable

from weerklank.cli.handin_text import show_reminder, tell_what_is_amiss
from weerklank.cli.language import language, say
from weerklank.cli.output import echo
from weerklank.model.account_words import (
    CHANGED,
    FIELDS,
    HAPPENED,
    NOTHING,
    fact_in_words,
)
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.mark import RECURRENCE
from weerklank.model.notice import Notice
from weerklank.model.text import Text

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
    counted = "{count} {count:account|accounts}."
    echo(say(counted, counted, count=len(rows)))
    tell_what_is_amiss((str(row["account"]), row["handin"]) for row in rows)
    _tell_what_waits(rows)


def _tell_what_waits(rows: list[JsonObject]) -> None:
    """Name the accounts that ask for something of the owner of the register."""
    for words, asks in _ASKING.items():
        named = ", ".join(str(row["account"]) for row in rows if asks(row))
        if named:
            echo(f"{words.say(language())}: {named}.")


def _is_overdue(row: JsonObject) -> bool:
    review = row["review"]
    return isinstance(review, dict) and review["overdue"] is True


def _is_reported(row: JsonObject) -> bool:
    return row["reports"] != 0


def _is_astray(row: JsonObject) -> bool:
    """Tell whether an account is in use on a platform that it should not be on (A7)."""
    return row["platform_state"] in {"not-allowed", "ended"} and row["status"] != "closed"


def _recurs(row: JsonObject) -> bool:
    """Tell whether posts of an account were repeatedly no government information (D6)."""
    return row["marks_recur"] is not None


_ASKING: dict[Text, Callable[[JsonObject], bool]] = {
    Text("Over tijd om na te lopen", "Overdue for review"): _is_overdue,
    Text("Meldingen wachten over", "Reports wait on"): _is_reported,
    Text(
        "Op een platform dat niet is toegestaan of is beëindigd",
        "On a platform that is not allowed or was ended",
    ): _is_astray,
    Text(
        "Vaker geen overheidsinformatie (vanaf {items} in {months} maanden; {source})",
        "Repeatedly not government information (from {items} in {months} months on; {source})",
    ).filled(items=RECURRENCE.items, months=RECURRENCE.months, source=RECURRENCE.source): _recurs,
}


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
        return ", ".join(str(one["name"]) for one in value if isinstance(one, dict)) or NOTHING
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
    review = account.get("review")
    if isinstance(review, dict):
        last = f"{review['last']} ({review['by']})" if review["last"] else NOTHING
        due = review["due"] or NOTHING
        words = say("nagelopen; opnieuw voor", "reviewed; again by")
        echo(f"  {words:<{_LABEL}}{last}; {due}")
    show_reminder(str(account["account"]), account.get("handin"))


def in_words(name: str, value: Json) -> str:
    """Say the value of a fact in the language of the locale."""
    return fact_in_words(name, value, language())


def history(events: Iterable[JsonObject]) -> None:
    """Print every event of an account: when, who, and what changed."""
    for event in events:
        kind = HAPPENED.get(str(event["kind"]))
        what = kind.say(language()) if kind else event["kind"]
        who = event["actor"]
        if event["actor"] != event["system_user"]:
            who = f"{who} ({event['system_user']})"
        echo(f"{event['at']}  {who}  {what}")
        change = event["change"]
        if event["kind"] in {"account.changed", "account.reported"} and isinstance(change, dict):
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
        label = CHANGED[name].say(language()) if name in CHANGED else name
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

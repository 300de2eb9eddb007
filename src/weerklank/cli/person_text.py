"""Persons in words for people: who somebody is in one line, and a history."""

from collections.abc import Iterable
from datetime import date

from weerklank.cli.account_text import in_words
from weerklank.cli.language import say
from weerklank.cli.output import echo
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.person import Person


def line(person: Person, today: date) -> str:
    """Say in one line who somebody is: roles that hold, then offices."""
    roles = [_role(str(role), person.until.get(role)) for role in person.roles_on(today)]
    offices = [office(one.office, str(one.start), str(one.end or "")) for one in person.offices]
    return f"{person.name}: {'; '.join(filter(None, (', '.join(roles), *offices)))}"


def _role(role: str, until: object) -> str:
    """Say a role, with its last day where it has one."""
    return (
        say("{role} (tot en met {day})", "{role} (until {day})", role=role, day=until)
        if (until)
        else role
    )


def office(name: str, start: str, end: str) -> str:
    """Say an office with its first and last day; an empty end is none."""
    return in_words("office", {"name": name, "start": start, "end": end})


def history(events: Iterable[JsonObject]) -> None:
    """Print every event of a person: when, who, and what was stated from then on."""
    for event in events:
        who = event["actor"]
        if event["actor"] != event["system_user"]:
            who = f"{who} ({event['system_user']})"
        echo(f"{event['at']}  {who}  {_stated(event['change'])}")


def _stated(change: Json) -> str:
    if not isinstance(change, dict):
        return ""
    offices = change.get("offices")
    if isinstance(offices, dict) and isinstance(offices["to"], list):
        rows = [
            office(str(one["office"]), str(one["start"]), str(one["end"] or ""))
            for one in offices["to"]
            if isinstance(one, dict)
        ]
        return say("ambten: {offices}", "offices: {offices}", offices="; ".join(rows))
    if "email" in change:
        gone = change["email"] == "removed"
        return (
            say("e-mailadres weggehaald", "e-mail address taken out")
            if gone
            else say("e-mailadres opgegeven", "e-mail address given")
        )
    roles = change.get("roles")
    until = change.get("until")
    ends = until if isinstance(until, dict) else {}
    named = (
        [_role(str(one), ends.get(str(one))) for one in roles] if isinstance(roles, list) else []
    )
    return say("rollen: {roles}", "roles: {roles}", roles=", ".join(named))

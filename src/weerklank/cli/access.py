"""`weerklank access`: who looked at what is not for everyone, and who asks for access."""

import click

from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.model.access import AccessRequest, Looked
from weerklank.model.access_words import LOOKED, STATES
from weerklank.model.json_value import JsonObject
from weerklank.model.person import Role
from weerklank.model.text import Text
from weerklank.services.people.access import (
    THE_JOURNAL,
    access_requests,
    answer_access,
    note_seen,
    read_seen,
    request_json,
    seen_json,
)
from weerklank.services.people.access_term import (
    access_days,
    access_months,
    set_access_term,
)
from weerklank.services.schedule.finish_change import finish_change

_SEEN = Text("{at}  {by}  {what}  {subject}", "{at}  {by}  {what}  {subject}")
_REQUEST = Text(
    "{request}  {by}  vraagt toegang tot '{page}'  {state}",
    "{request}  {by}  asks for access to '{page}'  {state}",
)


@click.group(
    "access",
    help=say(
        "Wie inzag wat niet voor iedereen is, en wie om toegang vraagt.",
        "Who looked at what is not for everyone, and who asks for access.",
    ),
)
def access_command() -> None:
    """Hold what is done with access."""


@access_command.command(
    "list",
    help=say(
        "Toon wie wat inzag, nieuwste eerst; alleen voor de privacy officer (--as).",
        "Show who looked at what, newest first; for the privacy officer alone (--as).",
    ),
)
@common
def list_(given: Common) -> None:
    """List who looked at what; that is recorded too."""
    workplace = given.workplace()
    seen = read_seen(workplace)
    note_seen(workplace, Looked.JOURNAL, THE_JOURNAL)
    rows = [seen_json(one) for one in seen]

    def text() -> None:
        for one, row in zip(seen, rows, strict=True):
            echo(_SEEN.say(language(), **{**row, "what": LOOKED[one.what]}))
        if not rows:
            echo(say("Er is nog niets ingezien.", "Nothing was looked at yet."))

    answer({"seen": [*rows]}, as_json=given.json, text=text)


@access_command.command(
    "requests",
    help=say(
        "Toon wie om toegang vraagt; oudste eerst.", "Show who asks for access; oldest first."
    ),
)
@common
def requests(given: Common) -> None:
    """List the requests."""
    found = access_requests(given.workplace())

    def text() -> None:
        for one in found:
            _tell(one)
        if not found:
            echo(say("Niemand vroeg om toegang.", "Nobody asked for access."))

    answer({"requests": [request_json(one) for one in found]}, as_json=given.json, text=text)


@access_command.command(
    "answer",
    help=say(
        "Beantwoord vraag T: geef een rol, of zeg waarom niet.",
        "Answer request T: give a role, or say why not.",
    ),
)
@click.argument("number", metavar="T")
@click.option(
    "--role",
    metavar="R",
    type=click.Choice([role.value for role in Role]),
    help=say("De rol die deze persoon krijgt.", "The role that this person gets."),
)
@click.option(
    "--refuse",
    metavar="TEXT",
    help=say("Waarom er geen toegang komt.", "Why there is no access."),
)
@common
def answer_(given: Common, number: str, role: str | None, refuse: str | None) -> None:
    """Answer a request."""
    workplace = given.workplace()
    answered = answer_access(workplace, number, Role(role) if role else None, refuse or "")
    finish_change(workplace)
    answer(request_json(answered), as_json=given.json, text=lambda: _tell(answered))


@access_command.command(
    "term",
    help=say(
        "Besluit als privacy officer (--as) hoeveel maanden bewaard blijft wie wat inzag; "
        "gebruikelijk is 24. De planning vernietigt elke dag waarvan de termijn om is.",
        "Decide as privacy officer (--as) how many months it is kept who looked at what; usual is "
        "24. The schedule destroys each day whose term is over.",
    ),
)
@click.argument("months", metavar="MONTHS", type=int)
@common
def term_(given: Common, months: int) -> None:
    """Set the term."""
    workplace = given.workplace()
    chosen = set_access_term(workplace, months)
    finish_change(workplace)
    kept = say(
        "Wie wat inzag blijft {n} maanden bewaard.",
        "Who looked at what is kept for {n} months.",
        n=chosen,
    )
    answer({"months": chosen}, as_json=given.json, text=lambda: echo(kept))


@access_command.command(
    "due",
    help=say(
        "Toon van welke dagen bewaard is wie wat inzag, en welke over hun termijn zijn; alleen "
        "voor de privacy officer (--as). De planning vernietigt die, eens per dag.",
        "Show of which days it is kept who looked at what, and which are past their term; for the "
        "privacy officer alone (--as). The schedule destroys those, once a day.",
    ),
)
@common
def due_(given: Common) -> None:
    """Show the days."""
    workplace = given.workplace()
    days, months = access_days(workplace), access_months(workplace)

    def text() -> None:
        echo(say("Termijn: {n} maanden.", "Term: {n} months.", n=months))
        for one in days:
            note = say("  (termijn om)", "  (term over)") if one.is_due else ""
            echo(f"{one.day}  {one.events:>8}{note}")

    rows: list[JsonObject] = [
        {"day": one.day, "due": one.is_due, "events": one.events} for one in days
    ]
    answer({"days": [*rows], "months": months}, as_json=given.json, text=text)


def _tell(request: AccessRequest) -> None:
    told = {**request_json(request), "state": STATES[request.state]}
    echo(_REQUEST.say(language(), **told))

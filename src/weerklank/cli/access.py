"""`weerklank access`: who looked at what is not for everyone, and who asks for access."""

import click

from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.model.access import AccessRequest, Looked
from weerklank.model.access_words import LOOKED, STATES
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


def _tell(request: AccessRequest) -> None:
    told = {**request_json(request), "state": STATES[request.state]}
    echo(_REQUEST.say(language(), **told))

"""`weerklank hold`: stop destruction as long as a dispute lasts."""

from datetime import datetime

import click

from weerklank.cli.language import say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo, thousands
from weerklank.cli.period import SINCE, UNTIL
from weerklank.model.hotspot import Hold
from weerklank.services.appraise.legal_hold import add_hold, hold_json, lift_hold
from weerklank.services.find.protection import items_held
from weerklank.services.find.read_hotspots import read_holds
from weerklank.services.seal.seal_events import seal_events


@click.group(
    "hold",
    help=say(
        "Bewaarplicht bij geschil: niets ervan wordt vernietigd, op geen enkele grond.",
        "Legal hold: nothing of it is destroyed, on any ground.",
    ),
)
def hold_command() -> None:
    """Hold what is done with legal holds."""


@hold_command.command(
    "add",
    help=say(
        "Leg een bewaarplicht op, als archivaris: op berichten met --id, en op wat account, "
        "periode en zoekvraag samen zeggen. Hele draden gaan mee, ook wat later binnenkomt.",
        "Add a legal hold, as archivist: on posts by --id, and on what account, period and search "
        "say together. Whole threads go along, and so does what comes in later.",
    ),
)
@click.option(
    "--ground",
    required=True,
    metavar="TEXT",
    help=say(
        "Waarom, zonder namen van burgers: het geschil of onderzoek.",
        "Why, without names of citizens: the dispute or inquiry.",
    ),
)
@click.option("--case", required=True, metavar="N", help=say("Zaaknummer.", "Number of the case."))
@click.option(
    "--account",
    "accounts",
    multiple=True,
    metavar="A",
    help=say("Dit account; herhaalbaar.", "This account; repeatable."),
)
@SINCE
@UNTIL
@click.option(
    "--query", default=None, metavar="QUERY", help=say("Wat hierop past.", "What fits this.")
)
@click.option(
    "--id",
    "items",
    multiple=True,
    metavar="ID",
    help=say("Bericht; herhaalbaar.", "Post; repeatable."),
)
@common
def add(
    given: Common,
    ground: str,
    case: str,
    accounts: tuple[str, ...],
    since: datetime | None,
    until: datetime | None,
    query: str | None,
    items: tuple[str, ...],
) -> None:
    """Add."""
    workplace = given.workplace()
    found = add_hold(
        workplace,
        ground,
        case,
        accounts=accounts,
        since=since.date() if since else None,
        until=until.date() if until else None,
        query=query or "",
        items=items,
    )
    seal_events(workplace)
    held = items_held(workplace, found)

    def text() -> None:
        _show(found)
        echo(
            say(
                "  Houdt nu {n} {n:stuk|stukken}.",
                "  Holds {n} {n:item|items} now.",
                n=thousands(held),
            )
            if held
            else say(
                "  Let op: nu past er niets op. Wat later binnenkomt en past, blijft wel.",
                "  Mind: nothing fits now. What comes in later and fits will stay.",
            )
        )

    answer({**hold_json(found), "held": held}, as_json=given.json, text=text)


@hold_command.command(
    "lift",
    help=say("Hef bewaarplicht S op, als archivaris.", "Lift legal hold S, as archivist."),
)
@click.argument("number", metavar="S")
@click.option("--reason", required=True, metavar="TEXT", help=say("Waarom.", "Why."))
@common
def lift(given: Common, number: str, reason: str) -> None:
    """Lift."""
    workplace = given.workplace()
    found = lift_hold(workplace, number, reason)
    seal_events(workplace)
    answer(hold_json(found), as_json=given.json, text=lambda: _show(found))


@hold_command.command(
    "list", help=say("Noem alle bewaarplichten bij geschil.", "Name all legal holds.")
)
@common
def list_(given: Common) -> None:
    """List."""
    holds = list(read_holds(given.workplace()).values())

    def text() -> None:
        for found in holds:
            _show(found)
        if not holds:
            echo(say("Er is geen bewaarplicht bij geschil.", "There are no legal holds."))

    answer({"holds": [hold_json(found) for found in holds]}, as_json=given.json, text=text)


def _show(found: Hold) -> None:
    state = say("van kracht", "standing") if found.stands else say("opgeheven", "lifted")
    echo(f"{found.id}  {state}  {found.ground} ({found.case})")
    echo(f"  {found.since:%Y-%m-%d}  {found.by}")
    if found.scope is not None:
        since, until = found.scope.since or "…", found.scope.until or "…"
        accounts = ", ".join(found.scope.accounts) or say("alle accounts", "all accounts")
        echo(f"  {accounts}  {since} / {until}  {found.scope.query}".rstrip())
    for item in found.items:
        echo(f"  {item}")
    if found.lifted_at is not None:
        echo(f"  {found.lifted_at:%Y-%m-%d}  {found.lifted_by}: {found.lifted_reason}")

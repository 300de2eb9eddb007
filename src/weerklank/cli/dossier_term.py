"""`weerklank dossier extend`, `suspend` and `resume`: the term of a Woo request."""

from datetime import datetime

import click

from weerklank.cli.dossier_text import told
from weerklank.cli.language import say
from weerklank.cli.options import Common, common
from weerklank.services.disclose.open_dossier import extend_term, resume_term, suspend_term

_DAY = click.DateTime(["%Y-%m-%d"])


@click.command(
    "extend",
    help=say(
        "Neem twee weken meer, met de reden; één keer.",
        "Take two weeks more, with the reason; once.",
    ),
)
@click.argument("dossier", metavar="DOSSIER")
@click.option("--reason", required=True, metavar="TEXT", help=say("Waarom.", "Why."))
@common
def extend(given: Common, dossier: str, reason: str) -> None:
    """Extend."""
    workplace = given.workplace()
    told(given, workplace, extend_term(workplace, dossier, reason))


@click.command(
    "suspend",
    help=say(
        "Laat de termijn stilstaan, zoals voor de zienswijze van een ander.",
        "Let the term stand still, such as for what somebody else thinks of it.",
    ),
)
@click.argument("dossier", metavar="DOSSIER")
@click.option("--reason", required=True, metavar="TEXT", help=say("Waarom.", "Why."))
@click.option(
    "--from",
    "since",
    type=_DAY,
    metavar="DATE",
    help=say("Vanaf welke dag; vandaag.", "From which day; today."),
)
@common
def suspend(given: Common, dossier: str, reason: str, since: datetime | None) -> None:
    """Suspend."""
    workplace = given.workplace()
    day = since.date() if since else None
    told(given, workplace, suspend_term(workplace, dossier, reason, day))


@click.command("resume", help=say("Laat de termijn weer lopen.", "Let the term run again."))
@click.argument("dossier", metavar="DOSSIER")
@click.option(
    "--on",
    type=_DAY,
    metavar="DATE",
    help=say("Vanaf welke dag; vandaag.", "From which day; today."),
)
@common
def resume(given: Common, dossier: str, on: datetime | None) -> None:
    """Resume."""
    workplace = given.workplace()
    told(given, workplace, resume_term(workplace, dossier, on.date() if on else None))

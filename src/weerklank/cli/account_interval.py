"""`weerklank account interval`: how often accounts are harvested."""

import click

from weerklank.cli.language import say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.services.schedule.set_interval import set_interval


@click.command(
    "interval",
    help=say(
        "Stel in om de hoeveel uur account A wordt geoogst; zonder A alle accounts waarvoor niets "
        "anders geldt. Zonder --hours geldt weer wat gewoon is.",
        "Set every how many hours account A is harvested; without A all accounts for which "
        "nothing else holds. Without --hours what is usual holds again.",
    ),
)
@click.argument("name", metavar="[A]", required=False)
@click.option("--hours", type=int, metavar="N", help=say("Aantal uren.", "Number of hours."))
@common
def interval(given: Common, name: str | None, hours: int | None) -> None:
    """Set how often accounts are harvested."""
    holds = set_interval(given.workplace(), hours, name)
    answer(
        {"account": name, "hours": holds},
        as_json=given.json,
        text=lambda: echo(
            say("Om de {hours} uur.", "Every {hours} {hours:hour|hours}.", hours=holds)
        ),
    )

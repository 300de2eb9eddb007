"""`weerklank catalogue`: make the catalogue anew."""

import time

import click

from weerklank.cli.language import say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.services.catalogue.rebuild_catalogue import rebuild_catalogue


@click.group("catalogue", help=say("De catalogus.", "The catalogue."))
def catalogue_command() -> None:
    """Hold what one can do with the catalogue."""


@catalogue_command.command(
    "rebuild",
    help=say(
        "Maak de catalogus opnieuw uit de pakketten; er gaat niets verloren.",
        "Make the catalogue anew from the packages; nothing is lost.",
    ),
)
@common
def rebuild(given: Common) -> None:
    """Make it anew."""
    begun = time.monotonic()
    rebuilt = rebuild_catalogue(given.workplace())
    seconds = round(time.monotonic() - begun, 3)
    answer(
        {"packages": rebuilt.packages, "records": rebuilt.records, "seconds": seconds},
        as_json=given.json,
        text=lambda: echo(
            say(
                "{records} {records:record|records} uit {packages} "
                "{packages:pakket|pakketten} in {seconds} s.",
                "{records} {records:record|records} from {packages} "
                "{packages:package|packages} in {seconds} s.",
                records=rebuilt.records,
                packages=rebuilt.packages,
                seconds=seconds,
            )
        ),
    )

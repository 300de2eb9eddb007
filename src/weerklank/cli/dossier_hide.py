"""`weerklank dossier hide`: keep a part of a picture back."""

import click

from weerklank.cli.dossier_options import AreaType, seen_option
from weerklank.cli.dossier_text import told
from weerklank.cli.language import say
from weerklank.cli.options import Common, common
from weerklank.model.area import Area
from weerklank.services.disclose.hide_part import hide_part


@click.command(
    "hide",
    help=say(
        "Lak een deel van een beeld: er komt een dichte balk met de grond, en wat eronder stond "
        "is uit het beeld dat wordt uitgegeven. Een film gaat heel mee of niet. Terug met 'undo'.",
        "Redact a part of a picture: an opaque bar with the ground comes there, and what was "
        "beneath is gone from the picture that is given out. A film goes along whole or not. "
        "Undone by 'undo'.",
    ),
)
@click.argument("dossier", metavar="DOSSIER")
@click.option("--id", "item", required=True, metavar="ID", help=say("Bericht.", "Post."))
@click.option(
    "--file",
    required=True,
    type=click.IntRange(min=1),
    metavar="N",
    help=say("Het hoeveelste bestand van het bericht.", "Number of the file among its files."),
)
@click.option(
    "--area",
    "areas",
    required=True,
    multiple=True,
    type=AreaType(),
    metavar="AREA",
    help=say(
        "Links;boven;breedte;hoogte in procenten van het beeld zoals het rechtop staat, zoals "
        "'10;20;30;12.5'; herhaalbaar.",
        "Left;top;width;height in per cent of the picture as it stands upright, such as "
        "'10;20;30;12.5'; repeatable.",
    ),
)
@click.option(
    "--ground",
    required=True,
    metavar="CODE",
    help=say("Grond van de Woo, zoals 5.1.2e.", "Ground of the Woo, such as 5.1.2e."),
)
@seen_option
@common
def hide(
    given: Common,
    dossier: str,
    item: str,
    file: int,
    areas: tuple[Area, ...],
    ground: str,
    seen: int | None,
) -> None:
    """Hide."""
    workplace = given.workplace()
    told(given, workplace, hide_part(workplace, dossier, item, file, areas, ground, seen=seen))

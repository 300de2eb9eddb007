"""`weerklank dossier film`: whether what is said in the films of a document goes along as text."""

import click

from weerklank.cli.dossier_options import seen_option
from weerklank.cli.dossier_text import told
from weerklank.cli.language import say
from weerklank.cli.options import Common, common
from weerklank.services.disclose.film_along import let_film_along


@click.command(
    "film",
    help=say(
        "Laat wat de ondertitels in de films van een stuk zeggen meegaan als tekst, zonder wat "
        "daarvan gelakt is. Zonder dit besluit gaat die tekst niet mee; de film gaat altijd "
        "zonder ondertitels.",
        "Let what the subtitles in the films of a document say go along as text, without what is "
        "redacted of it. Without this decision that text does not go along; the film always goes "
        "without subtitles.",
    ),
)
@click.argument("dossier", metavar="DOSSIER")
@click.option("--id", "item", required=True, metavar="ID", help=say("Bericht.", "Post."))
@click.option("--undo", is_flag=True, help=say("Toch niet mee.", "Not along after all."))
@seen_option
@common
def film(given: Common, dossier: str, item: str, seen: int | None, *, undo: bool) -> None:
    """Let along."""
    workplace = given.workplace()
    told(given, workplace, let_film_along(workplace, dossier, item, along=not undo, seen=seen))

"""`weerklank formats derive`: files of a post in common formats, beside their originals."""

from pathlib import Path

import click

from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.model.derivative import NOT_DERIVED, Derivative
from weerklank.model.json_value import Json
from weerklank.services.appraise.give_derivatives import Given, give_derivatives, given_json
from weerklank.services.seal.seal_events import seal_events


@click.command(
    "derive",
    help=say(
        "Schrijf van bericht ID de originelen naar een nieuwe of lege map, als archivaris, met "
        "een afgeleide ernaast van wat niet in een voorkeursformaat is: PNG, MP4, WAV, PDF, SRT "
        "of VTT.",
        "Write the originals of post ID to a new or empty folder, as archivist, with a "
        "derivative beside each that is in no preferred format: PNG, MP4, WAV, PDF, SRT or VTT.",
    ),
)
@click.argument("item", metavar="ID")
@click.option(
    "-o",
    "--output",
    "out",
    required=True,
    metavar="DIR",
    type=click.Path(path_type=Path),
    help=say("De nieuwe of lege map.", "The new or empty folder."),
)
@common
def derive_command(given: Common, item: str, out: Path) -> None:
    """Derive."""
    workplace = given.workplace()
    files = give_derivatives(workplace, item, out)
    seal_events(workplace)

    def text() -> None:
        for one in files:
            _show(one)
        if not files:
            echo(say("Dit bericht heeft geen bestanden.", "This post has no files."))

    rows: list[Json] = [given_json(one) for one in files]
    answer({"files": rows, "out": str(out)}, as_json=given.json, text=text)


def _show(one: Given) -> None:
    echo(f"{one.original or '-'}  {one.file.format.puid or '-'}")
    if isinstance(one.derived, Derivative):
        made = one.derived
        echo(f"    {made.name}  {made.puid or '-'}  {made.tool}")
    else:
        echo(f"    {NOT_DERIVED[one.derived].say(language())}")

"""`weerklank transfer read`: what stands in MDTO of anyone, by the names of the schema."""

from itertools import islice
from pathlib import Path

import click

from weerklank.cli.language import say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.model.text import one_line
from weerklank.services.transfer.read_mdto_files import MdtoFile, read_mdto_files
from weerklank.transfer.mdto_view import labelled_lines

#: Documents of a folder that are told; more are counted.
_MOST = 10_000


@click.command(
    "read",
    help=say(
        "Toon alles wat er staat in een bestand met MDTO, of in alle van een map, in de volgorde "
        "en met de namen van het schema. Van wie het is, maakt niet uit; er komt niets van in een "
        "archief.",
        "Show all that stands in a file of MDTO, or in all of a folder, in the order and by the "
        "names of the schema. Whoever made it; nothing of it goes into an archive.",
    ),
)
@click.argument("path", metavar="PATH", type=click.Path(path_type=Path))
@common
def read_command(given: Common, path: Path) -> None:
    """Read."""
    files = read_mdto_files(path)
    if not given.json:
        for one in files:
            show_mdto(one)
        return
    told = [one.told() for one in islice(files, _MOST)]
    answer({"documents": [*told], "left": sum(1 for _ in files)}, as_json=True, text=echo)


def show_mdto(file: MdtoFile) -> None:
    """Say all of a document."""
    echo(file.path)
    for depth, name, text in labelled_lines(file.document):
        said = "" if text is None else f" {one_line(text)}"
        echo(f"{'  ' * (depth + 1)}{name}:{said}")

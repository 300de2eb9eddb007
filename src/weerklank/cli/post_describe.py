"""`weerklank post describe`: the metadata of one record, by MDTO."""

from pathlib import Path

import click

from weerklank.cli.language import say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer
from weerklank.cli.transfer_read import show_mdto
from weerklank.model.json_value import JsonObject
from weerklank.services.register.write_file import write_plain
from weerklank.services.transfer.describe_item import describe_item
from weerklank.transfer.mdto_xml import mdto_pieces


@click.command(
    "describe",
    help=say(
        "Toon de metagegevens van bericht ID volgens MDTO, zoals een SIP ze nu zou hebben: van "
        "het bericht met zijn draad, en van elk bestand.",
        "Show the metadata of post ID by MDTO, as a SIP of now would have them: of the post with "
        "its thread, and of each file.",
    ),
)
@click.argument("item", metavar="ID")
@click.option(
    "-o",
    "--output",
    "output",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help=say(
        "Schrijf die van het bericht als XML volgens MDTO.",
        "Write those of the post as XML by MDTO.",
    ),
)
@common
def describe_command(given: Common, item: str, output: Path | None) -> None:
    """Describe."""
    workplace = given.workplace()
    files = describe_item(workplace, item)
    if output is not None:
        write_plain(workplace, output, b"".join(mdto_pieces(files[-1].document)))

    def text() -> None:
        for one in reversed(files):
            show_mdto(one)

    documents: list[JsonObject] = [one.told() for one in reversed(files)]
    told: JsonObject = {
        "documents": [*documents],
        "output": None if output is None else str(output),
    }
    answer(told, as_json=given.json, text=text)

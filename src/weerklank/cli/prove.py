"""`weerklank prove`: a proof of one post, checkable offline."""

from pathlib import Path

import click
import orjson

from weerklank.cli.language import say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.services.register.write_file import write_result
from weerklank.services.verify.prove_item import prove_item


@click.command(
    "prove",
    help=say(
        "Maak een bewijs van bericht ID: te controleren met weerklank_verify.py, zonder archief.",
        "Make a proof of post ID: checkable with weerklank_verify.py, without the archive.",
    ),
)
@click.argument("item", metavar="ID")
@click.option(
    "-o", "--output", "output", metavar="FILE", required=True, help=say("Bestand.", "File.")
)
@click.option(
    "--version",
    "version",
    metavar="N",
    type=click.IntRange(min=1),
    help=say("Een eerdere versie; anders de nieuwste.", "An earlier version; else the newest."),
)
@common
def prove_command(given: Common, item: str, output: str, version: int | None) -> None:
    """Make a proof."""
    workplace = given.workplace()
    proof = prove_item(workplace, item, version)
    path = Path(output)
    write_result(
        workplace,
        path,
        orjson.dumps(proof.document, option=orjson.OPT_INDENT_2 | orjson.OPT_SORT_KEYS),
    )

    def text() -> None:
        echo(say("Bewijs: {path}", "Proof: {path}", path=path))
        echo(
            say(
                "Controleer het met: python3 {verifier} {path}",
                "Check it with: python3 {verifier} {path}",
                verifier=workplace.layout.verifier,
                path=path,
            )
        )

    answer(
        {"checkpoint": proof.checkpoint, "leaf": proof.leaf, "proof": str(path)},
        as_json=given.json,
        text=text,
    )

"""`weerklank transfer declaration`: the declaration of transfer, as PDF or ODT."""

from pathlib import Path

import click

from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.documents.odt import write_odt
from weerklank.documents.pdf import write_pdf
from weerklank.services.register.write_file import write_plain
from weerklank.services.transfer.declaration_document import declaration

_WRITERS = {".odt": write_odt, ".pdf": write_pdf}


@click.command(
    "declaration",
    help=say(
        "Schrijf de verklaring van overbrenging T als PDF of ODT, om door beide partijen te laten "
        "tekenen. Zij zegt wat het archief van de overbrenging bewaart, en is steeds dezelfde.",
        "Write the declaration of transfer T as PDF or ODT, for both sides to sign. It says what "
        "the archive keeps of the transfer, and is the same each time.",
    ),
)
@click.argument("number", metavar="T")
@click.option(
    "-o",
    "--output",
    "output",
    metavar="FILE",
    required=True,
    type=click.Path(path_type=Path, dir_okay=False),
    help=say("Bestand dat eindigt op .pdf of .odt.", "File that ends on .pdf or .odt."),
)
@common
def declaration_command(given: Common, number: str, output: Path) -> None:
    """Declare."""
    writer = _WRITERS.get(output.suffix.lower())
    if writer is None:
        raise click.BadParameter(
            say("Kies een naam op .pdf of .odt.", "Choose a name on .pdf or .odt."),
            param_hint="-o",
        )
    workplace = given.workplace()
    write_plain(workplace, output, writer(declaration(workplace, number, language())))
    answer(
        {"file": str(output), "sip": number.strip().lower()},
        as_json=given.json,
        text=lambda: echo(
            say("Verklaring van overbrenging: {file}", "Declaration: {file}", file=output)
        ),
    )

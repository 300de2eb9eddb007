"""`weerklank privacy report`: what personal data is processed, why and how long."""

from pathlib import Path

import click

from weerklank import bootstrap
from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.documents.odt import write_odt
from weerklank.documents.pdf import write_pdf
from weerklank.services.oversee.data_report import data_report, report_json
from weerklank.services.oversee.report_facts import report_facts
from weerklank.services.register.write_file import write_plain

_WRITERS = {".odt": write_odt, ".pdf": write_pdf}


@click.command(
    "report",
    help=say(
        "Schrijf het verslag gegevensbescherming van account A, of van de organisatie, als PDF of "
        "ODT. Voor privacy officer, archivaris en inspecteur.",
        "Write the data protection report of account A, or of the organisation, as PDF or ODT. "
        "For "
        "privacy officer, archivist and inspector.",
    ),
)
@click.argument("account", metavar="[A]", required=False)
@click.option(
    "-o",
    "--output",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help=say("Bestand dat eindigt op .pdf of .odt.", "File that ends on .pdf or .odt."),
)
@common
def report_command(given: Common, account: str | None, output: Path | None) -> None:
    """Make the report."""
    writer = None
    if output is not None:
        writer = _WRITERS.get(output.suffix.lower())
        if writer is None:
            raise click.BadParameter(
                say("Kies een naam op .pdf of .odt.", "Choose a name on .pdf or .odt."),
                param_hint="-o",
            )
    workplace = given.workplace()
    facts = report_facts(workplace, bootstrap.connectors(), account)
    if output is not None and writer is not None:
        write_plain(workplace, output, writer(data_report(workplace, facts, language())))
    value = {**report_json(facts), "file": None if output is None else str(output)}
    answer(
        value,
        as_json=given.json,
        text=lambda: echo(
            say(
                "Verslag over {n} accounts en {p} derden: {file}",
                "Report on {n} accounts and {p} third parties: {file}",
                n=len(facts.accounts),
                p=facts.persons,
                file=output or say("noem een bestand met -o.", "name a file with -o."),
            )
        ),
    )

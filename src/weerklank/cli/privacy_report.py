"""`weerklank privacy report`: what personal data is processed, why and how long."""

from pathlib import Path

import click

from weerklank import bootstrap
from weerklank.cli.document_file import require_ending, write_document
from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.services.oversee.data_report import data_report, report_json
from weerklank.services.oversee.report_facts import report_facts


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
    path = require_ending(output) if output else None
    workplace = given.workplace()
    facts = report_facts(workplace, bootstrap.connectors(), account)
    if path is not None:
        write_document(workplace, path, data_report(workplace, facts, language()))
    value = {**report_json(facts), "file": None if output is None else str(output)}
    answer(
        value,
        as_json=given.json,
        text=lambda: echo(
            say(
                "Verslag over {n} {n:account|accounts} en {p} derden: {file}",
                "Report on {n} {n:account|accounts} and {p} third parties: {file}",
                n=len(facts.accounts),
                p=facts.persons,
                file=output or say("noem een bestand met -o.", "name a file with -o."),
            )
        ),
    )

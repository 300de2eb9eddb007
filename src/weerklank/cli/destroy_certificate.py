"""`weerklank destroy certificate`: the certificate of destruction of a list, as PDF or XML."""

from datetime import date, datetime
from pathlib import Path

import click

from weerklank.cli.destruction_words import show_list
from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import answer, echo
from weerklank.documents.pdf import write_pdf
from weerklank.model.certificate import Certificate
from weerklank.model.clock import iso
from weerklank.model.json_value import JsonObject
from weerklank.services.change.certificate_document import certificate_document
from weerklank.services.change.certify_list import certify, kept_xml
from weerklank.services.change.destruction_json import list_json
from weerklank.services.register.write_file import write_plain
from weerklank.services.seal.read_destructions import find_list
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace

_FORMS = (".pdf", ".xml")


@click.command(
    "certificate",
    help=say(
        "Maak de verklaring van vernietiging van lijst L, als archivaris, en schrijf haar als PDF "
        "of XML. Zij blijft voor altijd in het archief; een volgende keer is het dezelfde.",
        "Make the certificate of destruction of list L, as archivist, and write it as PDF or XML. "
        "It stays in the archive for ever; another time it is the same.",
    ),
)
@click.argument("number", metavar="L")
@click.option(
    "-o",
    "--output",
    "output",
    metavar="FILE",
    type=click.Path(path_type=Path, dir_okay=False),
    help=say("Bestand dat eindigt op .pdf of .xml.", "File that ends on .pdf or .xml."),
)
@click.option(
    "--backups-until",
    "backups",
    metavar="DATE",
    type=click.DateTime(["%Y-%m-%d"]),
    help=say(
        "Laatste dag waarop een back-up het nog kan bevatten; komt in de verklaring.",
        "Last day on which a back-up may still hold it; goes into the certificate.",
    ),
)
@common
def certificate_command(
    given: Common, number: str, output: Path | None, backups: datetime | None
) -> None:
    """Certify."""
    if output is not None and output.suffix.lower() not in _FORMS:
        raise click.BadParameter(
            say("Kies een naam op .pdf of .xml.", "Choose a name on .pdf or .xml."),
            param_hint="-o",
        )
    workplace = given.workplace()
    until: date | None = None if backups is None else backups.date()
    made = certify(workplace, number, until)
    seal_events(workplace)
    if output is not None:
        write_plain(workplace, output, _written(workplace, made, output))
    found = find_list(workplace, number)

    def text() -> None:
        show_list(found)
        file = output or say("noem een bestand met -o", "name a file with -o")
        echo(say("Verklaring van vernietiging: {file}", "Certificate: {file}", file=file))

    told: JsonObject = {
        **list_json(found),
        "certified": iso(made.made),
        "file": None if output is None else str(output),
        "not_searched": [*(one.told() for one in made.search.not_searched)],
    }
    answer(told, as_json=given.json, text=text)


def _written(workplace: Workplace, made: Certificate, output: Path) -> bytes:
    if output.suffix.lower() == ".xml":
        return kept_xml(workplace, find_list(workplace, made.list)).encode()
    return write_pdf(certificate_document(made, language()))

"""A document as a file: ODT or PDF, by how its name ends."""

from collections.abc import Callable
from pathlib import Path

import click

from weerklank.cli.language import say
from weerklank.documents.document import Document
from weerklank.documents.odt import write_odt
from weerklank.documents.pdf import write_pdf
from weerklank.services.register.write_file import write_plain
from weerklank.services.workplace import Workplace

_WRITERS: dict[str, Callable[[Document], bytes]] = {".odt": write_odt, ".pdf": write_pdf}


def require_ending(path: Path) -> Path:
    """Give a name that ends on a form that can be written; wrong use of the command otherwise."""
    if path.suffix.lower() not in _WRITERS:
        raise click.BadParameter(
            say("Kies een naam op .pdf of .odt.", "Choose a name on .pdf or .odt."),
            param_hint="-o",
        )
    return path


def write_document(workplace: Workplace, path: Path, document: Document) -> None:
    """Write a document outside the archive, in the form that its name ends on."""
    write_plain(workplace, path, _WRITERS[path.suffix.lower()](document))

"""Formats of files: another table by which they are judged, and a scan for viruses."""

from datetime import date
from http import HTTPStatus
from typing import Any

import msgspec

from weerklank.appraise.format_table import MOST_BYTES
from weerklank.model.text import Text
from weerklank.services.appraise.format_tables import NewTable, load_sent_table
from weerklank.web.api.asked import Line
from weerklank.web.api.files import FILE, as_sent, sent_file
from weerklank.web.api.operation import Call, Query
from weerklank.web.api.read_keeping import KEEPING
from weerklank.web.api.shapes import Shape
from weerklank.web.api.shapes_of_register import Work
from weerklank.web.api.works import begun


class TableQuery(Query, frozen=True, kw_only=True):
    """What a table is called, where it comes from and of which day it is."""

    name: Line
    source: Line
    dated: date


class TableShape(Shape, frozen=True, kw_only=True):
    """The table that holds from now on."""

    name: str
    source: str
    dated: date
    rows: int


class NewScan(msgspec.Struct, frozen=True, kw_only=True):
    """Whether files are scanned again that were found clean before."""

    all: bool = False


def load(call: Call) -> dict[str, Any]:
    """Load a table: from then on it holds; the earlier ones are kept."""
    asked = call.query
    if not isinstance(asked, TableQuery):
        raise TypeError(type(asked))
    content = sent_file(call, MOST_BYTES)
    new = NewTable(asked.source, asked.dated, asked.name)
    with as_sent(call):
        made = load_sent_table(call.visit.workplace, content, new)
    return {
        "name": made.name,
        "source": made.source,
        "dated": made.dated,
        "rows": len(made.rows),
    }


def scan(call: Call) -> dict[str, Any]:
    """Scan files for viruses, in a process of its own."""
    return begun(call, "viruses", [] if call.body.all else ["--new"])


ROWS = (
    KEEPING.send(
        "loadFormatTable",
        "/formaattabellen",
        "formats-load",
        Text("Laad een tabel van bestandsformaten", "Load a table of file formats"),
        load,
        TableShape,
        FILE,
        TableQuery,
    ),
    KEEPING.do(
        "scanViruses",
        "/virusscans",
        "formats-scan",
        Text("Controleer bestanden op virussen", "Scan files for viruses"),
        scan,
        Work,
        NewScan,
        status=HTTPStatus.ACCEPTED,
    ),
)

"""Write a selection list as the documented CSV, which `read_list` gives back as it was."""

import codecs
import csv
import io
from collections.abc import Iterable

from weerklank.model.selection import Row, Trigger
from weerklank.model.sheet_cell import guarded

COLUMNS = (
    "code", "proces", "resultaat", "waardering", "bewaartermijn", "procestermijn", "grondslag",
    "toelichting", "voor", "vervallen",
)  # fmt: skip


def write_list(rows: Iterable[Row]) -> bytes:
    """Give the bytes of a file that a program of spreadsheets opens as it is meant."""
    stream = io.StringIO()
    writer = csv.writer(stream, delimiter=";", lineterminator="\r\n")
    writer.writerow(COLUMNS)
    for row in rows:
        writer.writerow([guarded(cell) for cell in _cells(row)])
    return codecs.BOM_UTF8 + stream.getvalue().encode()


def _cells(row: Row) -> tuple[str, ...]:
    word = "" if row.trigger is Trigger.NONE else row.trigger.value
    begun = " ".join(part for part in (word, str(row.process_term or "")) if part)
    return (
        row.code,
        row.process,
        row.result,
        "" if row.is_withdrawn else row.outcome.value,
        str(row.term or ""),
        begun,
        row.basis,
        row.explanation,
        row.serves.value if row.serves else "",
        "ja" if row.is_withdrawn else "",
    )

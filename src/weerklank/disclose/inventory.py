"""Inventory (inventarislijst) and list of redactions, as CSV and XLSX.

The headings of the inventory are those that the publication platform of the Ministry of VWS reads
(its user manual, 'productierapport', seen 2026-11).
"""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass

from weerklank.model.sheet_cell import guarded

#: In the order of the manual.
HEADINGS = (
    "ID",
    "Matter",
    "Family ID",
    "Email Thread ID",
    "Document",
    "File type",
    "Datum",
    "Beoordeling",
    "Opgeschort",
    "Beoordelingsgrond",
    "Toelichting",
    "Publieke link",
    "Gerelateerd ID",
    "Zaaknummer",
)
#: Who marked it stays in the archive: what goes out names no civil servant.
REDACTION_HEADINGS = ("Lakking", "ID", "Plaats", "Volgorde", "Grond", "Omschrijving", "Op")
_BOM = b"\xef\xbb\xbf"
_WIDTH = 20


@dataclass(frozen=True, slots=True, kw_only=True)
class InventoryRow:
    """One document as the inventory tells of it."""

    id: str
    matter: str
    #: Number of the first document of its thread.
    family: str
    document: str
    #: One of the words of the manual: a post is a page of the web.
    file_type: str
    day: str
    judgement: str
    grounds: tuple[str, ...]
    explanation: str
    link: str
    related: tuple[str, ...]
    case: str

    def cells(self) -> list[str]:
        """Give it cell by cell, in the order of the headings."""
        return [
            self.id,
            self.matter,
            self.family,
            "",
            self.document,
            self.file_type,
            self.day,
            self.judgement,
            "",
            ";".join(self.grounds),
            self.explanation,
            self.link,
            ";".join(self.related),
            self.case,
        ]


def write_csv(headings: tuple[str, ...], rows: Iterable[list[str]]) -> bytes:
    """Write a list as Excel opens it in Dutch without asking: semicolons, and a mark for UTF-8."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=";")
    writer.writerow(headings)
    writer.writerows(map(guarded, row) for row in rows)
    return _BOM + text.getvalue().encode()


def write_xlsx(name: str, headings: tuple[str, ...], rows: Iterable[list[str]]) -> bytes:
    """Write a list as a workbook of text cells alone."""
    import xlsxwriter  # slow to load, and seldom needed

    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    bold = book.add_format({"bold": True, "num_format": "@"})
    plain = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet(name)
    sheet.set_column(0, len(headings) - 1, _WIDTH, plain)
    for place, heading in enumerate(headings):
        sheet.write_string(0, place, heading, bold)
    last = 0
    for last, row in enumerate(rows, 1):
        for place, cell in enumerate(row):
            sheet.write_string(last, place, guarded(cell), plain)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(last, 1), len(headings) - 1)
    book.close()
    return content.getvalue()

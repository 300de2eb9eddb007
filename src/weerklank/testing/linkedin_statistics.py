"""Synthetic statistics of a LinkedIn page for those who test connectors, as XLSX or old Excel.

Names of sheets and headings are those of programs that read such files; a note stands above them.
"""

import io
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from weerklank.testing.old_workbook import Cell, old_workbook

HEADINGS = (
    *("Post title", "Post link", "Post type", "Campaign name", "Posted by", "Created date"),
    *("Campaign start date", "Campaign end date", "Audience", "Impressions", "Views"),
    *("Offsite Views", "Clicks", "Click through rate (CTR)", "Likes", "Comments", "Reposts"),
    *("Follows", "Engagement rate", "Content Type"),
)
_NOTE = "Engagement metrics of all posts in the period that was chosen."
_BY_DAY = ("Date", "Impressions (total)", "Clicks (total)", "Reactions (total)")


@dataclass(frozen=True, slots=True, kw_only=True)
class StatisticsRow:
    """What the statistics tell of a post."""

    urn: str
    created: date
    title: str
    likes: Cell = 0
    comments: Cell = 0
    reposts: Cell = 0
    impressions: Cell = 100
    kind: str = "Organic"
    #: Who published it for the page.
    by: str = "Mehmet Medewerker"
    link: str | None = None

    def cells(self, written: str) -> list[Cell]:
        """Give the row, with its day as `written` (for `strftime`) has it."""
        link = self.link or f"https://www.linkedin.com/feed/update/{self.urn}/"
        return [
            *(self.title, link, self.kind, "", self.by, self.created.strftime(written)),
            *("", "", "All followers", self.impressions, "", "", 7, 0.07),
            *(self.likes, self.comments, self.reposts, 0, 0.0423, "Image"),
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class StatisticsContent:
    """What a workbook holds."""

    rows: Sequence[StatisticsRow] = ()
    #: Days of the sheet with numbers by day.
    days: Sequence[date] = ()
    headings: Sequence[str] = HEADINGS
    written: str = "%m/%d/%Y"
    #: Columns that nobody knows, with what stands in each.
    more: dict[str, str] = field(default_factory=dict)
    #: Rows that stand among the others as they are.
    odd: Sequence[Sequence[Cell]] = ()


def write_statistics(path: Path, content: StatisticsContent, *, old: bool = False) -> Path:
    """Write a workbook, of the old kind if it is said."""
    by_day: list[list[Cell]] = [["Totals by day."], [*_BY_DAY]]
    by_day += [[day.strftime(content.written), 100, 7, 3] for day in content.days]
    posts: list[list[Cell]] = [[_NOTE], [*content.headings, *content.more]]
    posts += [[*row.cells(content.written), *content.more.values()] for row in content.rows]
    posts += [list(row) for row in content.odd]
    sheets = {"Metrics": by_day, "All posts": posts}
    path.write_bytes(old_workbook(sheets) if old else _new_workbook(sheets))
    return path


def _new_workbook(sheets: dict[str, list[list[Cell]]]) -> bytes:
    import xlsxwriter

    content = io.BytesIO()
    book = xlsxwriter.Workbook(content, {"in_memory": True, "strings_to_urls": False})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for number, cells in enumerate(rows):
            for column, cell in enumerate(cells):
                if isinstance(cell, str):
                    sheet.write_string(number, column, cell)
                else:
                    sheet.write_number(number, column, cell)
    book.close()
    return content.getvalue()

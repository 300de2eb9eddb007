"""A register from a spreadsheet: what keeps cells apart, and formulas that nobody computed."""

import io

import openpyxl
import pytest

from weerklank.register.sheet_reader import read_sheet_sent

A, B = "https://x.com/een", "https://x.com/twee"
MANY = "An de Boer (webcare); Bo Kok; Cas Los; Dé Mol; Ed Nap; Fie Oor"


def workbook(*rows: list[str]) -> bytes:
    """Make a workbook as a program does that computes nothing."""
    book = openpyxl.Workbook()
    assert book.active is not None
    for row in rows:
        book.active.append(row)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


@pytest.mark.parametrize("apart", [",", ";", "\t"])
@pytest.mark.parametrize("above", ["", "Overzicht; van A, B en C; stand van 1-1\n"])
def test_semicolons_in_cells_keep_no_cells_apart_where_others_do(apart: str, above: str) -> None:
    rows = (["adres", "soort", "beheerders"], [A, "corporate", f'"{MANY}"'])
    text = above + "".join(f"{apart.join(row)}\n" for row in rows)
    (row,) = read_sheet_sent(text.encode()).rows
    assert (row.cells["url"], row.cells["managers"], row.wrong) == (A, MANY, None)


def test_a_formula_without_its_value_is_named_and_not_taken_for_nothing() -> None:
    sheet = read_sheet_sent(
        workbook(
            ["adres", "soort", "onderdeel", "iets anders"],
            [A, "corporate", "=B2", "=B2"],
            [B, "corporate", "", "=B3"],  # of a column that is not read
            ['=HYPERLINK("x")', "=B2", "", ""],
        )
    )
    first, second, third = sheet.rows
    assert first.wrong is not None
    assert first.wrong.column == "unit"
    assert "uitgerekend" in first.wrong.error.message("nl")
    assert second.wrong is None
    assert third.wrong is not None
    assert third.wrong.column == "url"
    assert "\0" not in "".join([*first.cells.values(), *third.cells.values()])

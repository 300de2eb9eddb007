"""Write the register as CSV, XLSX or JSON, so that it is safe to open and reads back whole."""

import csv
import io
from collections.abc import Iterable
from datetime import date

import orjson

from weerklank.model.account import Account
from weerklank.model.errors import WrongUse, fault
from weerklank.model.text import Language, Text
from weerklank.register.account_cells import account_cells
from weerklank.register.book import account_to_json
from weerklank.register.bounds import MOST_CHARACTERS, length_of
from weerklank.register.columns import WRITTEN

TOO_LONG = fault(
    "REGISTER-058",
    Text(
        nl="Van account {account} past '{column}' niet in een cel van een rekenblad.",
        en="Of account {account} '{column}' does not fit a cell of a spreadsheet.",
    ),
    Text(
        nl="Maak het korter bij dat account, of exporteer als .json.",
        en="Make it shorter at that account, or export as .json.",
    ),
)
FORMAT = "weerklank-register/0"
_BOM = b"\xef\xbb\xbf"
_WIDTH = 24


def write_sheet(accounts: Iterable[Account], style: str, day: date, language: Language) -> bytes:
    """Write accounts in a style (`csv`, `xlsx`, `json`); the scenario is that of a day."""
    if style == "json":
        return _json(accounts)
    cells = [account_cells(account, day, language) for account in accounts]
    headings = [column.heading.say(language) for column in WRITTEN]
    table = [headings, *([of[column.code] for column in WRITTEN] for of in cells)]
    for row in table:
        for heading, cell in zip(headings, row, strict=True):
            if length_of(cell) > MOST_CHARACTERS:  # no reader would take it in again
                raise WrongUse(TOO_LONG, account=row[0], column=heading)
    return _csv(table) if style == "csv" else _xlsx(table)


def _json(accounts: Iterable[Account]) -> bytes:
    facts = []
    for account in accounts:
        known = account_to_json(account)
        known.pop("reported_handles")  # what a run found waits in this register
        facts.append({"account": known.pop("id"), **known})
    whole = {"format": FORMAT, "accounts": facts}
    return orjson.dumps(whole, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE)


def _csv(table: list[list[str]]) -> bytes:
    """Write as Excel opens it in Dutch without asking: semicolons, and a mark for UTF-8."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=";").writerows(table)
    return _BOM + text.getvalue().encode()


def _xlsx(table: list[list[str]]) -> bytes:
    import xlsxwriter  # slow to load, and seldom needed

    content = io.BytesIO()
    # In memory, as a register is never written to a temporary file.
    book = xlsxwriter.Workbook(content, {"in_memory": True})
    bold = book.add_format({"bold": True, "num_format": "@"})
    plain = book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})
    sheet = book.add_worksheet("Accounts")
    sheet.set_column(0, len(table[0]) - 1, _WIDTH, plain)
    for number, row in enumerate(table):
        for place, cell in enumerate(row):
            sheet.write_string(number, place, cell, plain if number else bold)
    sheet.freeze_panes(1, 2)
    sheet.autofilter(0, 0, max(len(table) - 1, 1), len(table[0]) - 1)
    book.close()
    return content.getvalue()

"""Exchange register: take it in from a spreadsheet and give it out; nothing is lost on the way."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from weerklank.model.day_words import day_said
from weerklank.model.errors import Refused, WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.json_value import JsonObject
from weerklank.model.notice import Notice
from weerklank.model.text import Language, Text
from weerklank.register.book import account_to_json, differences
from weerklank.register.columns import WRITTEN
from weerklank.register.sheet_reader import (
    MOST_BYTES,
    MOST_ROWS,
    OTHER_ENDING,
    Sheet,
    read_sheet,
    read_sheet_sent,
)
from weerklank.register.sheet_writer import write_sheet
from weerklank.services.register.account_facts import as_kept
from weerklank.services.register.edit_account import (
    CLOSED_BEFORE,
    closed_after_seen,
    require_keeper,
)
from weerklank.services.register.observe_account import record_change
from weerklank.services.register.plan_exchange import RowResult, RowState, plan_rows
from weerklank.services.register.write_file import write_plain
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

COLUMNS_PASSED = Text(
    nl="Deze kolommen zijn niet gelezen: {columns}.",
    en="These columns were not read: {columns}.",
)
READ_AS_WINDOWS = Text(
    nl="Het bestand is geen UTF-8 en is gelezen als Windows-1252; kijk of letters als é en ë goed "
    "zijn overgekomen.",
    en="The file is no UTF-8 and was read as Windows-1252; see whether letters such as é and ë "
    "came over well.",
)
CHANGED_MEANWHILE = fault(
    "REGISTER-070",
    Text(
        nl="Het accountoverzicht is veranderd sinds het voorbeeld; er is niets ingelezen.",
        en="The register changed since the preview; nothing was taken in.",
    ),
    Text(
        nl="Kijk in het nieuwe voorbeeld of het nog klopt, en lees dan in.",
        en="See in the new preview whether it is still right, and then take it in.",
    ),
)
OF_ACCOUNT = Text(nl="Account {account}: {told}", en="Account {account}: {told}")
STYLES = ("csv", "xlsx", "json")
#: Bytes and rows of the largest file that is read.
LARGEST, LONGEST = MOST_BYTES, MOST_ROWS
#: What the columns of a file are called that say something; what follows from others is no news.
HEADINGS = tuple(column.heading for column in WRITTEN if not column.derived)
#: Hexadecimal digits of the mark of a preview.
_MARK = 32
_MOST_TOLD = 10


@dataclass(frozen=True, slots=True)
class Exchange:
    """What came, or would come, of each row of a file."""

    rows: tuple[RowResult, ...]
    notices: tuple[Notice, ...]
    #: Whether it was written, or only looked at.
    written: bool

    def count(self, state: RowState) -> int:
        """Count the rows in a state."""
        return sum(row.state is state for row in self.rows)


def preview_register(workplace: Workplace, file: Path) -> Exchange:
    """Say of each row of a file what taking it in would do; nothing is written."""
    require_keeper(workplace)
    return preview_sheet(workplace, read_sheet(file))


def read_sent(content: bytes) -> Sheet:
    """Read a register that was sent without a name; BrokenInput when it can't be read."""
    return read_sheet_sent(content)


def preview_sheet(workplace: Workplace, sheet: Sheet) -> Exchange:
    """Say of each row of a sheet what taking it in would do; nothing is written."""
    require_keeper(workplace)
    rows = plan_rows(workplace, workplace.register(), sheet)
    return Exchange(tuple(rows), _notices(sheet, rows, workplace.today()), written=False)


def import_register(workplace: Workplace, file: Path) -> Exchange:
    """Take in every sound row of a file; a row that is wrong stays out and is named.

    BrokenInput when the file can't be read: then nothing is taken in.
    """
    require_keeper(workplace)
    return import_sheet(workplace, read_sheet(file))


def import_sheet(workplace: Workplace, sheet: Sheet, seen: str | None = None) -> Exchange:
    """Take in every sound row of a sheet; a row that is wrong stays out and is named.

    With `seen`, the mark of a preview, only when the same would come of it still; else Refused,
    and nothing is taken in.
    """
    require_keeper(workplace)
    today = workplace.today()
    with locked(workplace.layout.lock("register"), "register", wait=True):
        rows = plan_rows(workplace, workplace.register(), sheet)
        if seen is not None:
            _refuse_other(rows, seen)
        for done, row in enumerate(rows, start=1):
            if row.account and row.before is None:
                facts = account_to_json(as_kept(row.account, None))
                workplace.record(Book.REGISTER, "account.registered", row.account.id, facts)
            elif row.account and row.before:
                record_change(workplace, row.before, row.account, since=today)
            workplace.reporter.progress(done, len(rows))
    taken = Exchange(tuple(rows), _notices(sheet, rows, today), written=True)
    counts: JsonObject = {state.value: taken.count(state) for state in RowState}
    workplace.record(Book.JOURNAL, "register.imported", "register", counts)
    return taken


def require_seen(workplace: Workplace, sheet: Sheet, seen: str) -> None:
    """Refuse when something else would come of a sheet than the preview of a mark showed."""
    _refuse_other(plan_rows(workplace, workplace.register(), sheet), seen)


def _refuse_other(rows: Iterable[RowResult], seen: str) -> None:
    if mark_of(rows) != seen:
        raise Refused(CHANGED_MEANWHILE)


def mark_of(rows: Iterable[RowResult]) -> str:
    """Mark what would come of the rows, by which it shows when something else would."""
    told = hashlib.sha256()
    for row in rows:
        told.update(repr((row.row, row.state, row.before, row.account)).encode())
    return told.hexdigest()[:_MARK]


def export_register(workplace: Workplace, file: Path, language: Language) -> int:
    """Write the register to a file, in the form that its name ends in; gives how many accounts."""
    style = file.suffix.lower().removeprefix(".")
    if style not in STYLES:
        raise WrongUse(OTHER_ENDING, file=file.name)
    write_plain(workplace, file, register_bytes(workplace, style, language))
    return len(workplace.register().accounts)


def register_bytes(workplace: Workplace, style: str, language: Language) -> bytes:
    """Give the register as a file in one of `STYLES`."""
    accounts = workplace.register().accounts.values()
    return write_sheet(accounts, style, workplace.today(), language)


def changes_of(row: RowResult) -> JsonObject:
    """Give what a row changes of an account that is known, fact by fact."""
    return differences(row.before, row.account) if row.before and row.account else {}


def row_json(row: RowResult, language: Language) -> JsonObject:
    """Write what came of a row as JSON."""
    error: JsonObject | None = None
    if row.error:
        error = {
            "code": row.error.code,
            "message": row.error.message(language),
            "hint": row.error.hint(language),
            "column": row.column,
            "value": row.value,
        }
    account = row.account or row.before
    return {
        "row": row.row,
        "state": row.state.value,
        "account": account.id if account else None,
        "changes": changes_of(row),
        "error": error,
    }


def _notices(sheet: Sheet, rows: Iterable[RowResult], today: date) -> tuple[Notice, ...]:
    found = []
    for row in rows:
        since = row.account and row.before and closed_after_seen(row.before, row.account, today)
        if since and row.account:
            account, minded = str(row.account.id), CLOSED_BEFORE.filled(day=day_said(since))
            text = OF_ACCOUNT.filled(account=account, told=minded)
            found.append(Notice("closed-before", text, {"account": account}))
    if sheet.unknown:
        told = [*sheet.unknown[:_MOST_TOLD], *(["…"] if len(sheet.unknown) > _MOST_TOLD else [])]
        found.append(Notice("columns-passed", COLUMNS_PASSED, {"columns": ", ".join(told)}))
    if sheet.windows:
        found.append(Notice("windows-1252", READ_AS_WINDOWS))
    return tuple(found)

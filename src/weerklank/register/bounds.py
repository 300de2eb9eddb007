"""What a register may hold: texts that fit a cell of a spreadsheet, and days that can be meant.

A register goes to and fro in spreadsheets: what none can hold would be lost on the way.
"""

from collections.abc import Iterator
from datetime import date

from weerklank.model.account import OLDEST_DAY, Account
from weerklank.model.day_words import day_said
from weerklank.model.errors import WrongUse, fault
from weerklank.model.text import Text
from weerklank.register.account_cells import account_cells
from weerklank.register.columns import WRITTEN

TOO_LONG = fault(
    "REGISTER-140",
    Text(
        nl="'{column}' telt meer dan {most} tekens; meer past niet in een cel van een rekenblad.",
        en="'{column}' has more than {most} characters; a cell of a spreadsheet holds no more.",
    ),
    Text(
        nl="Maak het korter. Een accountoverzicht moet in een rekenblad passen.",
        en="Make it shorter. A register must fit a spreadsheet.",
    ),
)
TOO_OLD = fault(
    "REGISTER-141",
    Text(
        nl="{day} ligt voor 1900; zo oud is niets in een accountoverzicht.",
        en="{day} is before 1900; nothing in a register is as old as that.",
    ),
    Text(nl="Controleer het jaartal.", en="Check the year."),
)
#: Characters of a cell, as spreadsheet programs count them.
MOST_CHARACTERS = 32_767


def length_of(cell: str) -> int:
    """Count the characters of a cell as spreadsheet programs do: two for one beyond 16 bits."""
    return len(cell.encode("utf-16-le", "surrogatepass")) // 2


def too_long(column: Text) -> WrongUse:
    """Make the fault of a text that fits no cell."""
    return WrongUse(TOO_LONG, column=column, most=MOST_CHARACTERS)


def refuse_old(*days: date | None) -> None:
    """Refuse a day that is older than anything in a register."""
    for day in days:
        if day is not None and day < OLDEST_DAY:
            raise WrongUse(TOO_OLD, day=day_said(day))


def beyond(after: Account, before: Account | None, today: date) -> Iterator[tuple[str, WrongUse]]:
    """Give what of an account no register may hold, by column; what was so before may stay."""
    known = {*_days(before)} if before else set()
    for code, day in _days(after):
        if day < OLDEST_DAY and (code, day) not in known:
            yield code, WrongUse(TOO_OLD, day=day_said(day))
    for language in ("nl", "en"):
        was = account_cells(before, today, language) if before else {}
        cells = account_cells(after, today, language)
        for column in WRITTEN:
            cell = cells[column.code]
            if cell != was.get(column.code) and length_of(cell) > MOST_CHARACTERS:
                yield column.code, too_long(column.heading)


def refuse_beyond(after: Account, before: Account | None, today: date) -> None:
    """Refuse an account of which something was stated that no register may hold."""
    for _, error in beyond(after, before, today):
        raise error


def _days(account: Account) -> Iterator[tuple[str, date]]:
    """Give the days that someone states; those that runs saw are as platforms tell them."""
    yield "registered", account.registered
    for code, single in (
        ("status_since", account.status_since),
        ("intention_since", account.intention_since),
    ):
        if single is not None:
            yield code, single
    for code, dated in (("kinds", account.kinds), ("replies", account.replies)):
        yield from ((code, fact.start) for fact in dated)
    for code, spans in (("processes", account.processes), ("tenures", account.tenures)):
        for span in spans:
            yield code, span.start
            if span.end is not None:
                yield code, span.end

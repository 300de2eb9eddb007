"""Cells of a register in a spreadsheet: harmless to open, and read back as they were.

A cell that a spreadsheet program would take for a formula gets an apostrophe before it; a cell
with several entries has them apart by semicolons, as in `klantcontact vanaf 2024-02-01;
monitoring`. What an entry could not hold otherwise stands between double quotes.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from weerklank.model.text import Language, Text

_ISO = "[0-9]{4}-[0-9]{2}-[0-9]{2}"
_DUTCH = "[0-9]{1,2}-[0-9]{1,2}-[0-9]{4}"
_MONTHS = 12
_SLASHED = "[0-9]{1,2}/[0-9]{1,2}/[0-9]{4}"
_DAY = f"(?:{_ISO}|{_DUTCH}|{_SLASHED})"
#: What is meant for a day behind a word of time: it is no part of the name before it.
_LIKE_A_DAY = "[0-9]{1,4}[-/.][0-9]{1,2}[-/.][0-9]{1,4}"
_FROM = Text("vanaf", "from")
_UNTIL = Text("tot en met", "up to and including")
_WORDED = re.compile(
    rf"(?P<value>.+?)(?:\s(?:vanaf|sinds|from|since)\s+(?P<start>{_LIKE_A_DAY}))"
    rf"(?:\s(?:tot en met|t/m|up to and including|through)\s+(?P<end>{_LIKE_A_DAY}))?",
    re.IGNORECASE | re.DOTALL,
)
_TERSE = re.compile(rf"(?P<value>.+?):(?P<start>{_DAY})(?::(?P<end>{_DAY})?)?", re.DOTALL)
_ENTRY = re.compile(r'(?P<quoted>"(?:[^"]|"")*")?(?P<rest>[^;\n"]*)', re.DOTALL)


@dataclass(frozen=True, slots=True)
class Entry:
    """One of the values in a cell, with the first and last day on which it holds."""

    value: str
    start: date | None = None
    end: date | None = None


class EitherDayError(ValueError):
    """A day with slashes that is another one where the month comes first."""

    def __init__(self, text: str, days: tuple[date, date]) -> None:
        super().__init__(text)
        self.days = days


def read_day(text: str) -> date:
    """Read `2026-11-25` or, as the Dutch write it, `25-11-2026`; ValueError for anything else.

    With slashes both orders are in use (ADR 0170): only what can be one day alone is read.
    """
    plain = text.strip().removesuffix(" 00:00:00")
    if re.fullmatch(_ISO, plain):
        return date.fromisoformat(plain)
    if not re.fullmatch(f"{_DUTCH}|{_SLASHED}", plain):
        raise ValueError(text)
    day, month, year = map(int, re.split("[-/]", plain))
    read = date(year, month, day)
    if "/" in plain and day <= _MONTHS and day != month:
        raise EitherDayError(text, (read, date(year, day, month)))
    return read


def write_entry(entry: Entry, language: Language) -> str:
    """Write one value with its days, so that `read_entries` gives it back."""
    days = ""
    if entry.start:
        days += f" {_FROM.say(language)} {entry.start.isoformat()}"
    if entry.end:
        days += f" {_UNTIL.say(language)} {entry.end.isoformat()}"
    plain = entry.value + days
    if "\n" not in plain and _reads_back(plain, entry):
        return plain
    doubled = entry.value.replace('"', '""')
    return f'"{doubled}"{days}'


def _reads_back(text: str, entry: Entry) -> bool:
    try:
        return list(read_entries(text)) == [entry]
    except ValueError:
        return False


def read_entries(cell: str) -> Iterator[Entry]:
    """Give the values in a cell, in order; ValueError for a quote or a day that is none."""
    for quoted, rest in _split(cell):
        if quoted is None:
            if rest:
                yield _dated(rest)
        elif rest:
            days = _dated(f"x {rest}")
            if days.value != "x":
                raise ValueError(cell)
            yield Entry(quoted, days.start, days.end)
        else:
            yield Entry(quoted)


def _split(cell: str) -> Iterator[tuple[str | None, str]]:
    at = 0
    while at <= len(cell):
        while at < len(cell) and cell[at] in " \t":
            at += 1
        found = _ENTRY.match(cell, at)
        if found is None or (found.end() < len(cell) and cell[found.end()] == '"'):
            raise ValueError(cell)
        quoted = found["quoted"]
        whole = None if quoted is None else quoted[1:-1].replace('""', '"')
        yield whole, found["rest"].strip()
        at = found.end() + 1


def _dated(text: str) -> Entry:
    found = _WORDED.fullmatch(text) or _TERSE.fullmatch(text)
    if found is None:
        return Entry(text)
    end = found["end"]
    return Entry(found["value"].strip(), read_day(found["start"]), read_day(end) if end else None)


def write_bracketed(value: str, bracketed: str | None) -> str:
    """Write one value with what belongs to it between brackets, as in `A. Jansen (webcare)`."""
    plain = value and value == value.strip() and not re.search(r'[";\n]|\)$', value)
    doubled = value.replace('"', '""')
    written = value if plain else f'"{doubled}"'
    return f"{written} ({bracketed})" if bracketed else written


def read_bracketed(cell: str) -> Iterator[tuple[str, str | None, bool]]:
    """Give values in a cell, what stands between brackets behind each, and if it surely belongs.

    `B. Vis (extern)` without quotes may be a name as a whole; that is for the caller to say.
    ValueError for a quote that is none.
    """
    for quoted, rest in _split(cell):
        before, bracket, inner = rest.removesuffix(")").rpartition("(")
        bracketed = inner.strip() if bracket and rest.endswith(")") else None
        if quoted is None:
            if bracketed and before.strip():
                yield before.strip(), bracketed, False
            elif rest:
                yield rest, None, False
        elif rest and (not bracketed or before.strip()):
            raise ValueError(cell)
        else:
            yield quoted, bracketed, True

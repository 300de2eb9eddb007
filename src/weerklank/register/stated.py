"""What one row of a file states of an account; the file says nothing of what is None."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated, Any, TypeVar

import msgspec
import orjson

from weerklank.model.account import (
    AccountKind,
    AccountStatus,
    DatedKind,
    DatedProcess,
    DatedReplies,
    FormerHandle,
    Group,
    Intention,
    Manager,
    NamedAfter,
    Openness,
    Replies,
    Tenure,
)
from weerklank.model.account_words import REPLIES, WORDS
from weerklank.model.errors import WeerklankError, WrongUse, fault
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.platform import TITLES, Platform
from weerklank.model.sheet_cell import unguarded
from weerklank.model.text import Text, verbatim
from weerklank.register.cells import (
    EitherDayError,
    Entry,
    read_bracketed,
    read_day,
    read_entries,
)

UNREADABLE_CELL = fault(
    "REGISTER-050",
    Text(
        nl="'{value}' kan hier niet staan; verwacht wordt {expected}.",
        en="'{value}' can't stand here; {expected} is expected.",
    ),
    Text(
        nl="Verbeter de cel en lees het bestand opnieuw in; wat al goed was, verandert niet.",
        en="Mend the cell and take the file in again; what was right already does not change.",
    ),
)

T = TypeVar("T")
E = TypeVar("E", bound=StrEnum)
_SHOWN = 60
#: Calendar months of the longest term of hand-ins.
MOST_MONTHS = 12
#: What stands in a cell that takes a fact away; an empty cell says nothing.
NOTHING = "-"

_A_DAY = Text("een dag zoals 2026-11-25 of 25-11-2026", "a day such as 2026-11-25 or 25-11-2026")
_ONE_DAY = Text(
    "{one} of {other}: met schuine strepen kan het beide zijn",
    "{one} or {other}: with slashes it may be either",
)
_A_NUMBER = Text("een heel aantal maanden, 1 tot en met 12", "a number of months, 1 to 12")
_ENTRIES = Text(
    "één of meer waarden met een puntkomma ertussen, zoals 'waarde vanaf 2026-11-25'",
    "one or more values with a semicolon between them, such as 'value from 2026-11-25'",
)
_WITH_START = Text(
    "bij elke waarde de eerste dag, zoals 'naam vanaf 2026-11-25'",
    "the first day of each value, such as 'name from 2026-11-25'",
)
#: How a fact of a JSON file is written, by its column; of others a text between quotes.
_IN_JSON: dict[str, Text] = {
    "handin_term": _A_NUMBER,
    **{
        code: Text(f"een lijst zoals {form}", f"a list such as {form}")
        for code, form in {
            "kinds": '[{"value": "corporate", "start": "2026-11-25"}]',
            "replies": '[{"value": "open", "start": "2026-11-25"}]',
            "managers": '[{"name": "Team Web", "group": null}]',
            "processes": '[{"code": "webcare", "start": "2026-11-25", "end": null}]',
            "tenures": '[{"name": "wethouder", "start": "2026-11-25", "end": null}]',
            "managed_by": '["a0001"]',
            "former_handles": '[{"handle": "naam", "platform": "x"}]',
            "two_way_seen": '["2026-11-25"]',
        }.items()
    },
}
_QUOTED = Text("een tekst tussen aanhalingstekens", "a text between quotes")
_AN_ACCOUNT = Text(
    'een account met zijn gegevens, zoals {"url": "…", "kind": "corporate"}',
    'an account with its facts, such as {"url": "…", "kind": "corporate"}',
)
_FORMER = Text("naam (platform)", "handle (platform)")
#: Words that people use besides those of the program.
_ALSO = {
    "ja": "open",
    "yes": "open",
    "aan": "open",
    "on": "open",
    "nee": "closed",
    "no": "closed",
    "uit": "closed",
    "off": "closed",
    "gesloten": "closed",
    "onbekend": "unknown",
    "prive": "personal",
    "privé": "personal",
    "actief": "active",
    "in gebruik": "active",
    "niet in gebruik": "unused",
    "gestopt": "closed",
    "besloten": "shielded",
    "ambt": "office",
    "functie": "office",
    "project": "project",
    "campagne": "project",
    "informeren": "informing",
    "dialoog": "dialogue",
    "twitter": "x",
}


class CellError(Exception):
    """A cell of a row is wrong: in which column, and what is wrong with it."""

    def __init__(self, column: str, error: WeerklankError) -> None:
        super().__init__(column)
        self.column = column
        self.error = error


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """A value with the day from which it holds; without a day, from the day of the statement."""

    value: str
    start: date | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Stated:
    """The facts of one row. Empty is: take it away; None is: nothing was said of it."""

    account: str | None = None
    url: str | None = None
    platform: Platform | None = None
    handle: str | None = None
    kinds: tuple[Dated, ...] | None = None
    named_after: NamedAfter | None = None
    #: Empty takes it away.
    unit: str | None = None
    status: AccountStatus | None = None
    status_since: date | None = None
    openness: Openness | None = None
    managers: tuple[Manager, ...] | None = None
    processes: tuple[Entry, ...] | None = None
    replies: tuple[Dated, ...] | None = None
    intention: Intention | None = None
    intention_since: date | None = None
    tenures: tuple[Tenure, ...] | None = None
    handin_term: int | None = None
    managed_by: tuple[str, ...] | None = None
    former_handles: tuple[FormerHandle, ...] | None = None
    replies_received_since: date | None = None
    answered_since: date | None = None
    two_way_seen: tuple[date, ...] | None = None
    registered: date | None = None
    since: date | None = None
    #: Columns whose fact is taken away, where empty can't say so.
    cleared: frozenset[str] = frozenset()


def wrong(value: object, expected: Text | str) -> WrongUse:
    """Make the fault of a cell."""
    text = str(value)
    shown = text if len(text) <= _SHOWN else f"{text[: _SHOWN - 1]}…"
    return WrongUse(UNREADABLE_CELL, value=shown, expected=expected)


def no_account(shown: str) -> CellError:
    """Make the fault of a row that is no account at all."""
    return CellError("", wrong(" ".join(shown.split()), _AN_ACCOUNT))


def _choice(kind: type[E], extra: dict[str, Text] | None = None) -> Callable[[str], E]:
    words = extra or WORDS
    known = {str(member.value): member for member in kind}
    for member in kind:
        word = words.get(str(member.value))
        known |= {name.casefold(): member for name in ((word.nl, word.en) if word else ())}
    known |= {also: kind(code) for also, code in _ALSO.items() if code in set(kind)}

    said = [words.get(str(member.value)) or verbatim(member.value) for member in kind]
    expected = Text(" / ".join(word.nl for word in said), " / ".join(word.en for word in said))

    def read(text: str) -> E:
        found = known.get(" ".join(text.split()).casefold())
        if found is None:
            raise wrong(text, expected)
        return found

    return read


_read_kind = _choice(AccountKind)
_read_replies = _choice(Replies, REPLIES)
_read_group = _choice(Group)
_read_platform = _choice(Platform, {code: Text(name, name) for code, name in TITLES.items()})


def _day(text: str) -> date:
    try:
        return read_day(text)
    except EitherDayError as error:
        raise _either(text, error) from None
    except ValueError:
        raise wrong(text, _A_DAY) from None


def _either(text: str, error: EitherDayError) -> WrongUse:
    one, other = error.days
    return wrong(text, _ONE_DAY.filled(one=one.isoformat(), other=other.isoformat()))


def _entries(text: str) -> tuple[Entry, ...]:
    try:
        return tuple(read_entries(text))
    except EitherDayError as error:
        raise _either(text, error) from None
    except ValueError:
        raise wrong(text, _ENTRIES) from None


def _dated(read: Callable[[str], StrEnum]) -> Callable[[str], tuple[Dated, ...]]:
    def whole(text: str) -> tuple[Dated, ...]:
        return tuple(
            Dated(value=str(read(entry.value)), start=entry.start) for entry in _entries(text)
        )

    return whole


def _bracketed(text: str, expected: Text) -> list[tuple[str, str | None, bool]]:
    try:
        return list(read_bracketed(text))
    except ValueError:
        raise wrong(text, expected) from None


def _managers(text: str) -> tuple[Manager, ...]:
    found: dict[str, Manager] = {}
    for name, group, belongs in _bracketed(text, _ENTRIES):
        try:
            manager = Manager(name=name, group=_read_group(group) if group else None)
        except WrongUse:
            if belongs:
                raise
            manager = Manager(name=f"{name} ({group})")  # part of the name
        if not manager.name.strip():
            raise wrong(text, _ENTRIES)
        found[manager.name] = manager
    return tuple(found.values())


def _former(text: str) -> tuple[FormerHandle, ...]:
    found = []
    for handle, platform, _ in _bracketed(text, _FORMER):
        if not platform:
            raise wrong(handle, _FORMER)
        had = FormerHandle(platform=_read_platform(platform), handle=handle)
        found.append(had)
    return tuple(dict.fromkeys(found))


def _tenures(text: str) -> tuple[Tenure, ...]:
    found = []
    for entry in _entries(text):
        if entry.start is None or not entry.value.strip():
            raise wrong(entry.value, _WITH_START)
        found.append(Tenure(name=entry.value, start=entry.start, end=entry.end))
    return tuple(found)


def _days(text: str) -> tuple[date, ...]:
    return tuple(sorted({_day(entry.value) for entry in _entries(text)}))


def _names(text: str) -> tuple[str, ...]:
    return tuple(entry.value for entry in _entries(text))


def _months(text: str) -> int:
    if not text.isascii() or not text.isdecimal() or not 1 <= int(text[:3]) <= MOST_MONTHS:
        raise wrong(text, _A_NUMBER)
    return int(text)


_READERS: dict[str, Callable[[str], object]] = {
    "account": str.lower,
    "url": str,
    "platform": _read_platform,
    "handle": str,
    "kinds": _dated(_read_kind),
    "named_after": _choice(NamedAfter),
    "unit": str,
    "status": _choice(AccountStatus),
    "status_since": _day,
    "openness": _choice(Openness),
    "managers": _managers,
    "processes": _entries,
    "replies": _dated(_read_replies),
    "intention": _choice(Intention),
    "intention_since": _day,
    "tenures": _tenures,
    "handin_term": _months,
    "managed_by": _names,
    "former_handles": _former,
    "replies_received_since": _day,
    "answered_since": _day,
    "two_way_seen": _days,
    "registered": _day,
    "since": _day,
}
_TYPES: dict[str, Any] = {
    "handin_term": Annotated[int, msgspec.Meta(ge=1, le=MOST_MONTHS)],
    "kinds": tuple[DatedKind, ...],
    "replies": tuple[DatedReplies, ...],
    "managers": tuple[Manager, ...],
    "processes": tuple[DatedProcess, ...],
    "tenures": tuple[Tenure, ...],
    "managed_by": tuple[str, ...],
    "former_handles": tuple[FormerHandle, ...],
    "two_way_seen": tuple[date, ...],
}
#: Columns that may be emptied, and how that is said.
_EMPTY: dict[str, object] = {
    "unit": "",
    "managers": (),
    "processes": (),
    "tenures": (),
    "managed_by": (),
    "former_handles": (),
}
_CLEARED = frozenset({"intention", "handin_term", "status_since", "intention_since"})


def read_cells(cells: dict[str, str]) -> Stated:
    """Read the cells of a row by the code of their column; CellError at the first wrong one."""
    stated: dict[str, Any] = {}
    cleared = set()
    for code, cell in cells.items():
        text = cell.strip()
        if text == NOTHING and code in _CLEARED:
            cleared.add(code)
        elif text == NOTHING and code in _EMPTY:
            stated[code] = _EMPTY[code]
        elif text:
            try:
                stated[code] = _READERS[code](unguarded(text))
            except WeerklankError as error:
                raise CellError(code, error) from error
    return _stated(stated, cleared)


def read_facts(facts: JsonObject) -> Stated:
    """Read the facts of an account as JSON has them; CellError at the first that is wrong.

    A key that is absent says nothing; null or an empty list takes a fact away.
    """
    stated: dict[str, Any] = {}
    cleared = set()
    for code, value in facts.items():
        try:
            if value is None or value == "":
                if code in _CLEARED:
                    cleared.add(code)
                elif code in _EMPTY:
                    stated[code] = _EMPTY[code]
            else:
                stated[code] = _from_json(code, value)
        except WeerklankError as error:
            raise CellError(code, error) from error
    return _stated(stated, cleared)


def _from_json(code: str, value: Json) -> object:
    if isinstance(value, str):
        return _READERS[code](value)
    try:
        found = msgspec.convert(value, _TYPES[code])
    except (msgspec.ValidationError, KeyError):
        shown = orjson.dumps(value).decode()
        raise wrong(shown, _IN_JSON.get(code, _QUOTED)) from None
    if code in {"kinds", "replies"}:
        return tuple(Dated(value=str(one.value), start=one.start) for one in found)
    if code == "processes":
        return tuple(Entry(one.code, one.start, one.end) for one in found)
    return found


def _stated(found: dict[str, Any], cleared: set[str]) -> Stated:
    return Stated(**found, cleared=frozenset(cleared))

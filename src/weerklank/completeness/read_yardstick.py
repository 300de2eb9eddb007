"""Read a yardstick: the one of the program, or one that an organisation made of it.

What a check measures is fixed by the program; a yardstick sets its bars. Every check stands in it,
so that none can be left out unseen, and a bar that asks less than the program's ends on a day.
"""

import tomllib
from dataclasses import replace
from datetime import date
from functools import cache
from importlib.resources import files
from typing import TypeVar

from weerklank.completeness.judge import asks_less, fits, is_lower, last_lower_day
from weerklank.model.completeness import Better, Check, Lowered, Quality, Unit, Yardstick
from weerklank.model.errors import WeerklankError
from weerklank.model.reason import reason_of
from weerklank.model.text import Text, is_visible, typed, verbatim

FILE = "yardstick.toml"
#: Bytes of a yardstick at most.
MOST_BYTES = 200_000
#: Characters of a line at most: reading one long key takes as long as the square of its length.
_MOST_LINE = 4000
_MOST_NAME, _MOST_SOURCE = 60, 300
T = TypeVar("T")

NO_TOML = Text("het is geen TOML", "it is no TOML")
LONG_LINE = Text(
    "er is een regel van meer dan {most} tekens", "a line is longer than {most} characters"
)
NO_NAME = Text(
    "'name' is geen naam van {most} tekens of minder",
    "'name' is no name of {most} characters or fewer",
)
ODD_KEY = Text("'{key}' hoort niet in een meetlat", "'{key}' does not belong in a yardstick")
ODD_CHECK = Text(
    "controle '{check}' bestaat niet, of staat er twee keer",
    "check '{check}' does not exist, or stands there twice",
)
LACKS = Text("controle '{check}' ontbreekt", "check '{check}' is missing")
ODD_BAR = Text(
    "controle '{check}': '{key}' past niet bij de eenheid",
    "check '{check}': '{key}' does not fit the unit",
)
CROSSED = Text(
    "controle '{check}': het minimum vraagt meer dan volledig",
    "check '{check}': the minimum asks more than full",
)
NO_END = Text(
    "controle '{check}' vraagt minder dan de meetlat van het programma: noem in 'until' "
    "de laatste dag, na vandaag, en in 'reason' waarom",
    "check '{check}' asks less than the yardstick of the program: name the last day, "
    "after today, in 'until', and why in 'reason'",
)
TOO_LONG = Text(
    "controle '{check}': een lagere lat geldt hoogstens vier jaar, dus tot en met {last}",
    "check '{check}': a lower bar holds for four years at most, so until {last}",
)
ODD_SOURCE = Text(
    "controle '{check}': 'source' is geen tekst", "check '{check}': 'source' is no text"
)


class UnreadableYardstick(Exception):
    """A file that is no yardstick, and why."""

    def __init__(self, reason: Text, **values: object) -> None:
        super().__init__(reason.en)
        self.reason = reason.filled(**values) if values else reason


def shipped_bytes() -> bytes:
    """Give the bytes of the yardstick of the program."""
    return files("weerklank.completeness").joinpath(FILE).read_bytes()


def shipped_part(name: str) -> str:
    """Give the lines of one check as the yardstick of the program has them."""
    _, *parts = shipped_bytes().decode().split("[[check]]\n")
    return "[[check]]\n" + next(one for one in parts if one.startswith(f'id = "{name}"\n'))


@cache
def ours() -> Yardstick:
    """Give the yardstick of the program: our interpretation."""
    told = tomllib.loads(shipped_bytes().decode())
    bars = {one["id"]: one for one in told["check"]}
    return Yardstick(
        name=told["name"],
        version=0,
        checks=tuple(_shipped(one, bars[one["id"]]) for one in _checks()),
    )


def _checks() -> list[dict[str, object]]:
    text = files("weerklank.completeness").joinpath("checks.toml").read_text(encoding="utf-8")
    found: list[dict[str, object]] = tomllib.loads(text)["check"]
    return found


def _shipped(told: dict[str, object], bars: dict[str, object]) -> Check:
    minimum = _number(bars.get("minimum"))
    full = _number(bars["full"])
    if full is None:
        raise UnreadableYardstick(ODD_BAR, check=told["id"], key="full")
    return Check(
        id=str(told["id"]),
        quality=Quality(str(told["quality"])),
        name=_pair(told["name"]),
        what=_pair(told["what"]),
        unit=Unit(str(told["unit"])),
        better=Better(str(told["better"])),
        minimum=minimum,
        full=full,
        source=_pair(bars["source"]),
    )


def _pair(told: object) -> Text:
    return Text(str(told["nl"]), str(told["en"])) if isinstance(told, dict) else verbatim("")


def read_yardstick(content: bytes, version: int, today: date | None) -> Yardstick:
    """Read a yardstick that an organisation made; UnreadableYardstick says what is wrong with it.

    With `today` a lower bar must end after it, within four years. None for one that was decided
    on before: that is read whatever day it is, and where the program has other checks by now,
    those that it lacks are not adopted, and those that are no more are passed over.
    """
    told = _table(content)
    _demand_keys(told, {"name", "check"})
    rows = told.get("check")
    found: dict[str, Check] = {}
    for row in rows if isinstance(rows, list) else []:
        name = str(row.get("id")) if isinstance(row, dict) else ""
        known = ours().find(name)
        if known is None and today is None:
            continue
        if known is None or name in found:
            raise UnreadableYardstick(ODD_CHECK, check=typed(name)[:_MOST_NAME])
        found[name] = _check(known, row, today)
    for one in ours().checks:
        if one.id not in found and today is not None:
            raise UnreadableYardstick(LACKS, check=one.id)
    return Yardstick(
        name=_name(told.get("name")),
        version=version,
        checks=tuple(found.get(one.id) or replace(one, is_adopted=False) for one in ours().checks),
        is_ours=False,
    )


def _table(content: bytes) -> dict[str, object]:
    try:
        text = content.decode()
        if any(len(line) > _MOST_LINE for line in text.split("\n")):
            raise UnreadableYardstick(LONG_LINE, most=_MOST_LINE)
        return tomllib.loads(text)
    except (ValueError, RecursionError) as error:
        raise UnreadableYardstick(NO_TOML) from error


def _demand_keys(told: dict[str, object], known: set[str]) -> None:
    for key in told:
        if key not in known:
            raise UnreadableYardstick(ODD_KEY, key=typed(key)[:_MOST_NAME])


def _name(told: object) -> str:
    name = typed(told) if isinstance(told, str) else ""
    if not name or len(name) > _MOST_NAME:
        raise UnreadableYardstick(NO_NAME, most=_MOST_NAME)
    return name


def _check(known: Check, row: dict[str, object], today: date | None) -> Check:
    _demand_keys(row, {"id", "minimum", "full", "until", "reason", "source"})
    minimum = _bar(known, row, "minimum") if "minimum" in row else None
    full = _bar(known, row, "full")
    source = _source(known, row.get("source"))
    if is_lower(full, minimum, known.better):
        raise UnreadableYardstick(CROSSED, check=known.id)
    has_end = "until" in row or "reason" in row
    # What was decided on holds as it was, where a later program asks more of the same check.
    if not has_end and (not asks_less(known, minimum, full) or today is None):
        return replace(known, minimum=minimum, full=full, source=source)
    lower = _lowered(known, row, minimum, full, today)
    return replace(known, source=source, lowered=lower)


def _lowered(
    known: Check, row: dict[str, object], minimum: float | None, full: float, today: date | None
) -> Lowered:
    until, told = row.get("until"), row.get("reason")
    is_day = type(until) is date and (today is None or until > today)
    if not is_day or not isinstance(told, str) or type(until) is not date:
        raise UnreadableYardstick(NO_END, check=known.id)
    if today is not None and until > last_lower_day(today):
        raise UnreadableYardstick(TOO_LONG, check=known.id, last=last_lower_day(today))
    try:
        reason = reason_of(told)
    except WeerklankError as error:
        raise UnreadableYardstick(NO_END, check=known.id) from error
    if not is_visible(reason):
        raise UnreadableYardstick(NO_END, check=known.id)
    return Lowered(minimum=minimum, full=full, until=until, reason=reason)


def _bar(known: Check, row: dict[str, object], key: str) -> float:
    bar = _number(row.get(key))
    if bar is None or not fits(bar, known.unit):
        raise UnreadableYardstick(ODD_BAR, check=known.id, key=key)
    return bar


def _number(told: object) -> float | None:
    if isinstance(told, bool) or not isinstance(told, int | float):
        return None
    try:
        return round(float(told), 1)
    except OverflowError:  # TOML sets no bound to a whole number
        return None


def _source(known: Check, told: object) -> Text:
    if told is None:
        return known.source
    is_pair = isinstance(told, dict) and {"nl", "en"} == told.keys()
    is_text = isinstance(told, dict) and all(isinstance(one, str) for one in told.values())
    said = _pair(told) if is_pair and is_text else None
    source = verbatim(told) if isinstance(told, str) else said
    if source is None or max(len(source.nl), len(source.en)) > _MOST_SOURCE:
        raise UnreadableYardstick(ODD_SOURCE, check=known.id)
    return Text(typed(source.nl), typed(source.en))

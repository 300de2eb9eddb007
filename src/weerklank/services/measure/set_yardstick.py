"""Set yardstick: load one of the organisation's own, or set the bars of one check.

Each is a decision of an archivist and makes a new version; those before stay to be read. Bars that
ask less than the yardstick does end on a day (whitepaper 4.4: the band is temporary).
"""

import hashlib
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from weerklank.completeness.judge import (
    asks_less,
    fits,
    is_lower,
    last_lower_day,
    with_bars,
)
from weerklank.completeness.read_yardstick import (
    MOST_BYTES,
    UnreadableYardstick,
    read_yardstick,
    shipped_bytes,
    shipped_part,
)
from weerklank.model.clock import iso
from weerklank.model.completeness import Bars, Check, Yardstick
from weerklank.model.errors import BrokenInput, WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.person import Role
from weerklank.model.reason import reason_of
from weerklank.model.text import Language, Text, is_visible, one_line
from weerklank.services.register.write_file import write_plain
from weerklank.services.seal.read_yardstick import (
    LOADED,
    SET,
    YardstickChange,
    loaded_bytes,
    yardstick_of,
)
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked
from weerklank.store.plain_file import NotPlain, read_plain

UNKNOWN_CHECK = fault(
    "MEASURE-001",
    Text(nl="Er is geen controle '{check}'.", en="There is no check '{check}'."),
    Text(
        nl="'weerklank yardstick show' noemt ze alle.",
        en="'weerklank yardstick show' names them all.",
    ),
)
ODD_MINIMUM = fault(
    "MEASURE-002",
    Text(
        nl="{value} kan geen minimum zijn van controle '{check}' ({unit}; volledig is {full}).",
        en="{value} can't be a minimum of check '{check}' ({unit}; full is {full}).",
    ),
    Text(
        nl="Een percentage ligt tussen 0 en 100, en een minimum vraagt niet meer dan volledig.",
        en="A percentage lies between 0 and 100, and a minimum asks no more than full.",
    ),
)
NO_END = fault(
    "MEASURE-003",
    Text(
        nl="Van controle '{check}' wordt minder gevraagd: dat geldt tot en met een dag na "
        "vandaag.",
        en="Less is asked of check '{check}': that holds until a day after today.",
    ),
    Text(
        nl="Noem die dag met --until. Daarna geldt de meetlat weer.",
        en="Name that day with --until. After it the yardstick holds again.",
    ),
)
NEEDLESS_END = fault(
    "MEASURE-004",
    Text(
        nl="Van controle '{check}' wordt niet minder gevraagd: een einddatum hoort er niet bij.",
        en="No less is asked of check '{check}': it has no end date.",
    ),
    Text(nl="Laat --until weg.", en="Leave --until out."),
)
NO_REASON = fault(
    "MEASURE-005",
    Text(nl="Er is geen reden genoemd.", en="No reason was given."),
    Text(nl="Noem met --reason waarom.", en="Say why with --reason."),
)
ODD_FULL = fault(
    "MEASURE-009",
    Text(
        nl="{value} kan niet volledig zijn bij controle '{check}' ({unit}).",
        en="{value} can't be what full is of check '{check}' ({unit}).",
    ),
    Text(
        nl="Een percentage ligt tussen 0 en 100; niets is minder dan 0.",
        en="A percentage lies between 0 and 100; nothing is less than 0.",
    ),
)
CHANGED_SINCE = fault(
    "MEASURE-010",
    Text(
        nl="Intussen is over de meetlat besloten. Er is niets vastgelegd.",
        en="Somebody decided on the yardstick meanwhile. Nothing was recorded.",
    ),
    Text(
        nl="Kijk opnieuw wat uw wijziging doet, en besluit dan.",
        en="Look again at what your change does, and decide then.",
    ),
)
TOO_LONG = fault(
    "MEASURE-011",
    Text(
        nl="{day} is te ver weg: een lagere lat geldt hoogstens vier jaar.",
        en="{day} is too far away: a lower bar holds for four years at most.",
    ),
    Text(
        nl="Noem uiterlijk {last}. Is het dan nog nodig, besluit dan opnieuw.",
        en="Name {last} at the latest. If it is still needed then, decide anew.",
    ),
)
NO_FILE = fault(
    "MEASURE-006",
    Text(
        nl="{file} is er niet, is geen gewoon bestand of is groter dan {most} bytes.",
        en="{file} is not there, is no plain file, or is larger than {most} bytes.",
    ),
    Text(
        nl="Een meetlat is een klein TOML-bestand; 'weerklank yardstick show -o FILE' schrijft "
        "de geldende.",
        en="A yardstick is a small file of TOML; 'weerklank yardstick show -o FILE' writes the "
        "one in force.",
    ),
)
NO_YARDSTICK = fault(
    "MEASURE-007",
    Text(
        nl="{file} is geen meetlat: {reason}. Er is niets geladen.",
        en="{file} is no yardstick: {reason}. Nothing was loaded.",
    ),
    Text(
        nl="Verbeter het bestand en laad het opnieuw; een meetlat wordt heel geladen of niet.",
        en="Mend the file and load it again; a yardstick is loaded whole or not at all.",
    ),
)


@dataclass(frozen=True, slots=True)
class Supposed:
    """What bars would make of a check, before anything is decided."""

    #: Version of the yardstick in force that it is laid beside.
    version: int
    before: Check
    after: Check

    @property
    def changes_nothing(self) -> bool:
        """Tell whether all is asked already, until the same day."""
        return _asked(self.before) == _asked(self.after)


def _asked(check: Check) -> tuple[object, ...]:
    lower = check.lowered
    for_a_while = (lower.minimum, lower.full, lower.until) if lower else None
    return check.minimum, check.full, for_a_while, check.is_adopted


def suppose_bars(workplace: Workplace, name: str, bars: Bars) -> Supposed:
    """Say what bars would make of a check; nothing is decided. WrongUse where they can't be."""
    yardstick = yardstick_of(workplace)
    check = find_check(yardstick, name)
    asked = _demanded(workplace, check, bars)
    after = with_bars(check, asked, workplace.actor.known_as, workplace.clock.now())
    return Supposed(yardstick.version, check, after)


def set_bars(
    workplace: Workplace, name: str, bars: Bars, version: int | None = None
) -> tuple[Yardstick, Check]:
    """Set the bars of one check, as an archivist; gives the yardstick that makes, and the check.

    Bars that ask less than the yardstick hold until a day and need it; others stay. With `version`
    nothing is set where somebody decided on the yardstick since that one.
    """
    workplace.require(Role.ARCHIVIST)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        yardstick = yardstick_of(workplace)
        if version not in {None, yardstick.version}:
            raise WrongUse(CHANGED_SINCE)
        check = find_check(yardstick, name)
        asked = _demanded(workplace, check, bars)
        data: JsonObject = {
            "minimum": asked.minimum,
            "reason": asked.reason,
            "until": asked.until.isoformat() if asked.until else None,
        }
        if asked.full is not None:
            data["full"] = asked.full
        workplace.record(Book.DECISIONS, SET, check.id, data)
        # Before anybody else decides: the answer names the version that this made.
        made = yardstick_of(workplace)
    return made, find_check(made, check.id)


def _demanded(workplace: Workplace, check: Check, bars: Bars) -> Bars:
    """Give bars as they are kept; WrongUse says what is wrong with them."""
    why = reason_of(bars.reason)
    if not is_visible(why):
        raise WrongUse(NO_REASON)
    if bars.full is not None and not fits(bars.full, check.unit):
        raise WrongUse(ODD_FULL, value=bars.full, check=check.id, unit=check.unit.value)
    full = check.full if bars.full is None else round(bars.full, 1)
    minimum = bars.minimum
    if minimum is not None:
        is_odd = not fits(minimum, check.unit) or is_lower(full, round(minimum, 1), check.better)
        if is_odd:
            raise WrongUse(
                ODD_MINIMUM, value=minimum, check=check.id, unit=check.unit.value, full=full
            )
        minimum = round(minimum, 1)
    if asks_less(check, minimum, full):
        _demand_end(check, bars.until, workplace.today())
    elif bars.until is not None:
        raise WrongUse(NEEDLESS_END, check=check.id)
    told_full = None if bars.full is None else full
    return Bars(minimum=minimum, full=told_full, until=bars.until, reason=why)


def _demand_end(check: Check, until: date | None, today: date) -> None:
    """Demand that a lower bar ends, after today and within four years."""
    if until is None or until <= today:
        raise WrongUse(NO_END, check=check.id)
    last = last_lower_day(today)
    if until > last:
        raise WrongUse(TOO_LONG, day=until, last=last)


def find_check(yardstick: Yardstick, name: str) -> Check:
    """Find a check by its id; WrongUse when there is none."""
    found = yardstick.find(name.strip().lower())
    if found is None:
        raise WrongUse(UNKNOWN_CHECK, check=one_line(name))
    return found


def load_yardstick(workplace: Workplace, path: Path) -> Yardstick:
    """Load a yardstick from a file, as an archivist, in place of the one in force.

    What was set check by check before is over with it. The same file again adds nothing.
    BrokenInput when it is none: then nothing is loaded.
    """
    workplace.require(Role.ARCHIVIST)
    file = one_line(path.name)
    try:
        content = read_plain(path, MOST_BYTES)
    except (OSError, NotPlain) as error:
        raise WrongUse(NO_FILE, file=file, most=MOST_BYTES) from error
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        known = yardstick_of(workplace)
        try:
            read = read_yardstick(content, known.version + 1, workplace.today())
        except UnreadableYardstick as error:
            raise BrokenInput(NO_YARDSTICK, file=file, reason=error.reason) from error
        if replaced(known, read):
            data: JsonObject = {
                "file": file,
                "sha256": hashlib.sha256(content).hexdigest(),
                "text": content.decode(),
            }
            workplace.record(Book.DECISIONS, LOADED, read.name, data)
        return yardstick_of(workplace)


def replaced(known: Yardstick, read: Yardstick) -> bool:
    """Tell whether a yardstick says something else than the one in force."""
    return (known.name, known.checks, known.is_ours) != (
        read.name,
        read.checks,
        read.is_ours,
    )


def write_yardstick(workplace: Workplace, path: Path) -> None:
    """Write the file of the yardstick in force, to change and load.

    What was set check by check since does not stand in it. Checks that it does not know stand at
    its end, with the bars of the program: who loads it takes them over.
    """
    content = loaded_bytes(workplace)
    if content is None:
        write_plain(workplace, path, shipped_bytes())
        return
    lacks = read_yardstick(content, 0, None).checks
    parts = [shipped_part(one.id) for one in lacks if not one.is_adopted]
    more = "".join(f"\n\n{one.strip()}" for one in parts) + "\n" if parts else ""
    write_plain(workplace, path, content.rstrip() + more.encode() if more else content)


def yardstick_json(yardstick: Yardstick, language: Language) -> JsonObject:
    """Write a yardstick."""
    checks: list[Json] = [check_json(one, language) for one in yardstick.checks]
    return {
        "checks": checks,
        "name": yardstick.name,
        "ours": yardstick.is_ours,
        "version": yardstick.version,
    }


def check_json(check: Check, language: Language) -> JsonObject:
    """Write one check with its bars."""
    lower = check.lowered
    return {
        "adopted": check.is_adopted,
        "better": check.better.value,
        "full": check.full,
        "id": check.id,
        "lowered": {
            "by": lower.by,
            "full": lower.full,
            "minimum": lower.minimum,
            "reason": lower.reason,
            "until": lower.until.isoformat(),
        }
        if lower
        else None,
        "minimum": check.minimum,
        "name": check.name.say(language),
        "quality": check.quality.value,
        "source": check.source.say(language),
        "unit": check.unit.value,
        "what": check.what.say(language),
    }


def change_json(one: YardstickChange) -> JsonObject:
    """Write one decision on the yardstick."""
    bars = one.bars
    return {
        "at": iso(one.at),
        "by": one.by,
        "check": one.check,
        "full": bars.full if bars else None,
        "loaded": one.loaded,
        "minimum": bars.minimum if bars else None,
        "reason": bars.reason if bars else None,
        "until": bars.until.isoformat() if bars and bars.until else None,
        "version": one.version,
    }

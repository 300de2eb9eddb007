"""Set yardstick: load one of the organisation's own, or set one minimum for a while.

Each is a decision of an archivist and makes a new version; those before stay to be read. A minimum
that asks less than the yardstick does ends on a day (whitepaper 4.4: the band is temporary).
"""

import hashlib
from datetime import date
from pathlib import Path

from weerklank.completeness.judge import fits, is_lower
from weerklank.completeness.read_yardstick import (
    MOST_BYTES,
    UnreadableYardstick,
    read_yardstick,
    shipped_bytes,
)
from weerklank.model.clock import iso
from weerklank.model.completeness import Check, Yardstick
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
        nl="Het minimum van controle '{check}' wordt lager: dat geldt tot en met een dag na "
        "vandaag.",
        en="The minimum of check '{check}' becomes lower: that holds until a day after today.",
    ),
    Text(
        nl="Noem die dag met --until. Daarna geldt het minimum van de meetlat weer.",
        en="Name that day with --until. After it the minimum of the yardstick holds again.",
    ),
)
NEEDLESS_END = fault(
    "MEASURE-004",
    Text(
        nl="Het minimum van controle '{check}' wordt niet lager: een einddatum hoort er niet bij.",
        en="The minimum of check '{check}' does not become lower: it has no end date.",
    ),
    Text(nl="Laat --until weg.", en="Leave --until out."),
)
NO_REASON = fault(
    "MEASURE-005",
    Text(nl="Er is geen reden genoemd.", en="No reason was given."),
    Text(nl="Noem met --reason waarom.", en="Say why with --reason."),
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


def set_minimum(
    workplace: Workplace, name: str, minimum: float, until: date | None, reason: str
) -> Check:
    """Set the minimum of one check, as an archivist; gives the check as it is now.

    One that asks less than the yardstick holds until a day and needs it; another stays.
    """
    workplace.require(Role.ARCHIVIST)
    why = reason_of(reason)
    if not is_visible(why):
        raise WrongUse(NO_REASON)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        check = find_check(yardstick_of(workplace), name)
        bar = round(minimum, 1)
        crosses = is_lower(check.full, bar, check.better)
        if not fits(bar, check.unit) or crosses:
            raise WrongUse(
                ODD_MINIMUM, value=minimum, check=check.id, unit=check.unit.value, full=check.full
            )
        if not is_lower(bar, check.minimum, check.better):
            if until is not None:
                raise WrongUse(NEEDLESS_END, check=check.id)
        elif until is None or until <= workplace.today():
            raise WrongUse(NO_END, check=check.id)
        data: JsonObject = {
            "minimum": bar,
            "reason": why,
            "until": until.isoformat() if until else None,
        }
        workplace.record(Book.DECISIONS, SET, check.id, data)
    return find_check(yardstick_of(workplace), check.id)


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

    What was set check by check since does not stand in it.
    """
    write_plain(workplace, path, loaded_bytes(workplace) or shipped_bytes())


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
    return {
        "at": iso(one.at),
        "by": one.by,
        "check": one.check,
        "loaded": one.loaded,
        "minimum": one.minimum,
        "reason": one.reason,
        "until": one.until.isoformat() if one.until else None,
        "version": one.version,
    }

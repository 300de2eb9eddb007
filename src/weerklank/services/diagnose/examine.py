"""Examine an installation: make every check that can be made, and say of the rest why not."""

import os
import tempfile
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from weerklank.harvest.port import Connector
from weerklank.model.clock import Clock, SystemClock
from weerklank.model.errors import WeerklankError
from weerklank.model.json_value import JsonObject
from weerklank.model.text import Language, Text
from weerklank.services.diagnose.checks import AT_START, CHECKS
from weerklank.services.diagnose.finding import (
    Check,
    Found,
    Needs,
    Scene,
    Unseen,
    Weight,
)
from weerklank.services.workplace import Silent, Workplace, open_workplace

_NOT_NAMED = Text(
    "Er is geen archief genoemd (--archive, WEERKLANK_ARCHIVE).",
    "No archive was named (--archive, WEERKLANK_ARCHIVE).",
)
_NOT_OPEN = Text("Het archief gaat niet open.", "The archive does not open.")
_IN_THE_WAY = Text("Eerst moet {code} zijn verholpen.", "{code} is to be mended first.")
_REFUSED = Text(
    "Het besturingssysteem weigert het ({problem}).", "The operating system refuses ({problem})."
)


@dataclass(frozen=True, slots=True)
class Examined:
    """What came of one check: made where nothing of it is unseen."""

    check: Check
    found: tuple[Found, ...] = ()
    unseen: tuple[Unseen, ...] = ()


@dataclass(frozen=True, slots=True)
class Diagnosis:
    """What is wrong with an installation, check by check."""

    archive: Path | None
    keys: Path | None
    checks: tuple[Examined, ...]

    @property
    def ok(self) -> bool:
        """Tell whether nothing is wrong; notes are nothing wrong."""
        found = (one for check in self.checks for one in check.found)
        return not any(one.weight is Weight.WRONG for one in found)


def scene_of(
    archive: Path | None,
    keys: Path | None,
    connectors: Sequence[Connector],
    *,
    network: bool = False,
    site: str | None = None,
    organisations: Path | None = None,
    clock: Clock | None = None,
    environment: Mapping[str, str] | None = None,
) -> Scene:
    """Give what there is to look at; an archive that does not open is part of it."""
    clock = clock or SystemClock()
    opened: Workplace | WeerklankError | None = None
    if archive is not None and keys is not None:
        try:
            opened = open_workplace(archive, keys, clock=clock, reporter=Silent())
        except WeerklankError as error:
            opened = error
    return Scene(
        archive=archive,
        keys=keys,
        opened=opened,
        connectors=connectors,
        now=clock.now(),
        environment=os.environ if environment is None else environment,
        temporary=Path(tempfile.gettempdir()),
        network=network,
        site=site,
        organisations=organisations,
    )


def examine(scene: Scene, only: Collection[str] = ()) -> Diagnosis:
    """Make the checks, or those of them that are named; changes nothing."""
    made: list[Examined] = []
    for check in CHECKS:
        if not only or check.id in only:
            told = {one.code for each in made for one in each.found}
            made.append(_made(scene, check, told))
    return Diagnosis(scene.archive, scene.keys, tuple(made))


def wrong_at_start(archive: Path, keys: Path, site: str = "") -> list[Found]:
    """Give what is wrong with an archive and its surroundings, for who starts a service on it.

    `site` is the address of its screens. Made in a moment; notes are left to who asks for all.
    """
    found = examine(scene_of(archive, keys, (), site=site), AT_START)
    return [one for check in found.checks for one in check.found if one.weight is Weight.WRONG]


def wrong_of_organisations(file: Path) -> list[Found]:
    """Give what is wrong with where many organisations lie, for who starts their server."""
    found = examine(scene_of(None, None, (), organisations=file), {"organisations"})
    return [one for check in found.checks for one in check.found if one.weight is Weight.WRONG]


def _made(scene: Scene, check: Check, known: Collection[str]) -> Examined:
    """Make a check; what already was told and stands in its way is not told again."""
    if check.needs is not Needs.NOTHING and scene.archive is None:
        return Examined(check, unseen=(Unseen(_NOT_NAMED),))
    if check.needs is Needs.OPEN and not isinstance(scene.opened, Workplace):
        return Examined(check, unseen=(Unseen(_NOT_OPEN),))
    found: list[Found] = []
    unseen: list[Unseen] = []
    try:
        for told in check.look(scene):
            if isinstance(told, Found):
                found.append(told)
            else:
                unseen.append(told)
    except WeerklankError as error:
        if error.code in known:
            unseen.append(Unseen(_IN_THE_WAY.filled(code=error.code)))
        else:
            found.append(Found(error.code, values=error.values))
    except OSError as error:
        problem = error.strerror or type(error).__name__
        unseen.append(Unseen(_REFUSED.filled(problem=problem)))
    return Examined(check, tuple(found), tuple(unseen))


def diagnosis_json(found: Diagnosis, language: Language) -> JsonObject:
    """Write a diagnosis with the names of the command line."""
    return {
        "archive": str(found.archive) if found.archive else None,
        "checked": [
            {
                "check": one.check.id,
                "what": one.check.what.say(language),
                "why": one.check.why.say(language),
            }
            for one in found.checks
            if not one.unseen
        ],
        "findings": [
            {
                "check": one.check.id,
                "code": told.code,
                "hint": told.hint.say(language),
                "message": told.message.say(language),
                "path": str(told.path) if told.path else None,
                "weight": told.weight.value,
            }
            for one in found.checks
            for told in one.found
        ],
        "keys": str(found.keys) if found.keys else None,
        "not_checked": [
            {
                "check": one.check.id,
                "reason": told.reason.say(language),
                "what": one.check.what.say(language),
            }
            for one in found.checks
            for told in one.unseen
        ],
        "ok": found.ok,
    }

"""Virus turns: which packages the daily scan looked through, so that it goes on where it was.

A package does not change: what came in is a package, or a generation of one, that was not looked
through. What is kept of it stands beside the keys. Where that is lost, records are read again, and
no file is scanned again of which a scan told: that stands in the journal.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta
from enum import StrEnum

import orjson

from weerklank.model.clock import civil_day
from weerklank.model.virus import VirusCheck, VirusState
from weerklank.services.catalogue.consult_catalogue import consult
from weerklank.services.workplace import Workplace
from weerklank.store.state_folder import looked_through, put

#: What no scanner gets through is tried again after so long.
AGAIN = timedelta(days=30)
SETTLED = frozenset({VirusState.CLEAN, VirusState.FOUND})


class Left(StrEnum):
    """What a look through a package left."""

    #: Nothing: of each file a scan told.
    NOTHING = "nothing"
    #: Files that nobody could look at whole: after thirty days again.
    UNCHECKED = "unchecked"
    #: Files that were looked at by old or no signatures: at the next turn again.
    UNSETTLED = "unsettled"


@dataclass(frozen=True, slots=True)
class Look:
    """What was left, and of what day the oldest of it is."""

    left: Left
    day: date

    def is_due(self, today: date) -> bool:
        """Tell whether it is to be looked through again."""
        if self.left is Left.UNCHECKED:
            return today - self.day >= AGAIN
        return self.left is Left.UNSETTLED


@dataclass(slots=True)
class Turn:
    """One turn of the scan: what is to be looked through, and what was."""

    workplace: Workplace
    looks: dict[str, Look]
    #: Packages whose turn it is, by name and generation; what was never looked through first.
    due: tuple[str, ...]
    #: Files of which nothing is settled, of packages that were read, until it is kept.
    _ended: dict[str, tuple[str, ...]] = field(default_factory=dict)
    _unread: set[str] = field(default_factory=set)
    _count: int = 0

    def end(self, package: str, open_media: Iterable[str], *, is_whole: bool) -> None:
        """Say that all records of a package were read, and which files in it were not settled."""
        self._ended[package] = tuple(open_media)
        self._count += 1
        if not is_whole:
            self._unread.add(package)

    @property
    def left(self) -> int:
        """Give how many packages of this turn were not looked through."""
        return len(self.due) - self._count

    def keep(self, checks: Mapping[str, VirusCheck]) -> None:
        """Keep what scans told of the packages that ended: from there the next turn goes on."""
        if not self._ended:
            return
        today = self.workplace.today()
        for package, media in self._ended.items():
            found = [checks.get(medium) for medium in media]
            self.looks[package] = look_of(found, today, is_whole=package not in self._unread)
        self._ended.clear()
        _write(self.workplace, self.looks)


def next_turn(workplace: Workplace) -> Turn:
    """Give the packages that are to be looked through now, what is new first."""
    generations = consult(workplace, lambda one: one.database.parts.generations())
    names = [f"{name}-g{generation}" for name, generation in generations.items()]
    known = _read(workplace)
    looks = {name: known[name] for name in names if name in known}
    today = workplace.today()
    new = sorted(name for name in names if name not in looks)
    again = sorted((look.day, name) for name, look in looks.items() if look.is_due(today))
    return Turn(workplace, looks, (*new, *(name for _, name in again)))


def look_of(checks: Iterable[VirusCheck | None], today: date, *, is_whole: bool) -> Look:
    """Say what is left of a package by what scans told of the files that were not settled."""
    days = [] if is_whole else [today]
    for check in checks:
        if check is None or check.state is VirusState.NOT_CHECKED:
            days.append(civil_day(check.at) if check else today)
        elif check.state not in SETTLED:
            return Look(Left.UNSETTLED, today)
    return Look(Left.UNCHECKED, min(days)) if days else Look(Left.NOTHING, today)


def _read(workplace: Workplace) -> dict[str, Look]:
    """Read what was kept; nothing of a file that is not there, or not as it was written."""
    try:
        told = orjson.loads(looked_through(workplace.keys).read_bytes())
        return {
            str(name): Look(Left(left), date.fromisoformat(day))
            for name, (left, day) in told.items()
        }
    except (OSError, ValueError, TypeError, AttributeError):
        return {}


def _write(workplace: Workplace, looks: Mapping[str, Look]) -> None:
    told = {name: (look.left.value, look.day.isoformat()) for name, look in looks.items()}
    put(looked_through(workplace.keys), orjson.dumps(told))


def package_of(name: str) -> str:
    """Give the name of a package without its generation."""
    return name.rpartition("-g")[0]


def is_open(check: VirusCheck | None, today: date) -> bool:
    """Tell whether a file is to be scanned now."""
    if check is None:
        return True
    if check.state is VirusState.NOT_CHECKED:
        return today - civil_day(check.at) >= AGAIN
    return check.state not in SETTLED

"""Read yardstick: by which bars completeness is measured, as decisions tell it."""

from dataclasses import dataclass, replace
from datetime import date, datetime

from weerklank.completeness.judge import with_bars
from weerklank.completeness.read_yardstick import UnreadableYardstick, ours, read_yardstick
from weerklank.model.completeness import Bars, Yardstick
from weerklank.model.errors import BrokenInput, fault
from weerklank.model.event import Book, Event
from weerklank.model.text import Text
from weerklank.services.workplace import Workplace

LOADED, SET = "yardstick.loaded", "yardstick.minimum"
OTHER_FORM = fault(
    "MEASURE-008",
    Text(
        nl="Versie {version} van de meetlat is niet te lezen: {reason}.",
        en="Version {version} of the yardstick can't be read: {reason}.",
    ),
    Text(
        nl="Een nieuwere versie van Weerklank heeft haar misschien geladen; gebruik die.",
        en="A newer version of Weerklank may have loaded it; use that.",
    ),
)


@dataclass(frozen=True, slots=True)
class YardstickChange:
    """One decision on the yardstick."""

    version: int
    at: datetime
    by: str
    #: Name of the yardstick that was loaded; None where the bars of one check were set.
    loaded: str | None = None
    check: str | None = None
    bars: Bars | None = None


def yardstick_of(workplace: Workplace) -> Yardstick:
    """Give the yardstick in force: that of the program as long as nobody decided on one."""
    return workplace.events.fold(Book.DECISIONS, _YardstickFold)[0]


def yardstick_changes(workplace: Workplace) -> tuple[YardstickChange, ...]:
    """Give all decisions on it, the newest first."""
    return workplace.events.fold(Book.DECISIONS, _YardstickFold)[1]


def loaded_bytes(workplace: Workplace) -> bytes | None:
    """Give the file that the yardstick in force was loaded from; None for that of the program."""
    found = None
    for event in workplace.events.read(Book.DECISIONS):
        if event.kind == LOADED:
            found = str(event.data["text"]).encode()
    return found


class _YardstickFold:
    """The yardstick as the decisions so far tell it."""

    def __init__(self) -> None:
        self._yardstick = ours()
        self._changes: list[YardstickChange] = []

    def take(self, event: Event) -> None:
        version = self._yardstick.version + 1
        if event.kind == LOADED:
            text = str(event.data["text"]).encode()
            try:
                self._yardstick = read_yardstick(text, version, None)
            except UnreadableYardstick as error:
                raise BrokenInput(OTHER_FORM, version=version, reason=error.reason) from error
            change = YardstickChange(
                version, event.at, event.actor.known_as, loaded=self._yardstick.name
            )
            self._changes.append(change)
        elif event.kind == SET:
            self._set(event, version)

    def _set(self, event: Event, version: int) -> None:
        bars, by = _bars(event), event.actor.known_as
        self._yardstick = replace(
            self._yardstick,
            version=version,
            checks=tuple(
                with_bars(one, bars, by, event.at) if one.id == event.subject else one
                for one in self._yardstick.checks
            ),
        )
        self._changes.append(
            YardstickChange(version, event.at, by, check=event.subject, bars=bars)
        )

    def result(self) -> tuple[Yardstick, tuple[YardstickChange, ...]]:
        return self._yardstick, tuple(reversed(self._changes))


def _bars(event: Event) -> Bars:
    """Read what an event decides; without `full` what full is stays."""
    told = event.data
    minimum, full, until = told.get("minimum"), told.get("full"), told.get("until")
    return Bars(
        minimum=float(minimum) if isinstance(minimum, int | float) else None,
        full=float(full) if isinstance(full, int | float) else None,
        until=date.fromisoformat(str(until)) if until else None,
        reason=str(told["reason"]),
    )

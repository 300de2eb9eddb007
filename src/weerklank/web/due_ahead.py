"""What falls due, as the home page tells it: counted now and then, never while a page waits.

To count is one pass over all that is held. It is counted anew when something was taken in or
decided, beside the pages; meanwhile they tell the last count and when it was made. What takes long
to count is counted the more seldom.
"""

import threading
import time
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from weerklank.model.errors import WeerklankError
from weerklank.services.appraise.due_calendar import DueCalendar, due_calendar
from weerklank.services.catalogue.hold_catalogue import hold_open
from weerklank.services.disclose.decided import how_many_decided
from weerklank.services.workplace import Workplace

#: Seconds that a page waits for a count that was just begun: of an archive that took longer the
#: last time, and of one that is counted by then.
_PATIENCE, _QUICK = 0.03, 0.5
#: A count is not repeated before so many times what it took.
_REST = 60


@dataclass(frozen=True, slots=True)
class Counted:
    """A calendar, and when it was counted."""

    at: datetime
    calendar: DueCalendar


@dataclass(slots=True)
class _Place:
    """What is known of one archive."""

    stand: object = None
    counted: Counted | None = None
    #: Seconds that the last count took.
    took: float = 0.0
    #: Before that no other count begins, on the clock of the machine that never goes back.
    rests_until: float = 0.0
    running: threading.Thread | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)


class DueAhead:
    """Calendars by archive, for all threads of a process."""

    def __init__(self) -> None:
        self._places: dict[Path, _Place] = {}
        self._lock = threading.Lock()

    def of(self, workplace: Workplace) -> Counted | None:
        """Give what was counted last; None where it was not yet, or can't be."""
        place = self._place(workplace)
        self._count(workplace, place, _QUICK if place.took < _PATIENCE else _PATIENCE)
        return place.counted

    def count(self, workplace: Workplace) -> None:
        """Count what was not counted yet: who calls this waits for it."""
        self._count(workplace, self._place(workplace), None)

    def _count(self, workplace: Workplace, place: _Place, patience: float | None) -> None:
        """Begin a count where another one is due, and wait for the one that goes on."""
        try:
            stand = _stand(workplace)
        except (WeerklankError, OSError):  # the pages that show what is damaged say so
            return
        with place.lock:
            is_idle = place.running is None or not place.running.is_alive()
            if stand != place.stand and is_idle and time.monotonic() >= place.rests_until:
                place.running = threading.Thread(
                    target=_count, args=(workplace, place, stand), daemon=True
                )
                place.running.start()
            running = place.running
        if running is not None:
            running.join(patience)

    def _place(self, workplace: Workplace) -> _Place:
        with self._lock:
            return self._places.setdefault(workplace.layout.root, _Place())


def _stand(workplace: Workplace) -> object:
    """Give what a calendar follows from: another one than before means that it may differ."""
    latest = workplace.log.latest()
    return (
        workplace.today(),
        latest.size if latest else 0,
        how_many_decided(workplace),
        tuple(workplace.register().accounts.values()),
    )


def _count(workplace: Workplace, place: _Place, stand: object) -> None:
    began, at = time.monotonic(), workplace.clock.now()
    try:
        with hold_open(workplace):
            found, *_ = due_calendar(workplace)
    except (WeerklankError, OSError):  # no page is to fail by it; tried again after a rest
        counted, stand = place.counted, None
    else:
        counted = Counted(at, found)
    took = time.monotonic() - began
    with place.lock:
        place.counted, place.stand, place.took = counted, stand, took
        place.rests_until = time.monotonic() + took * _REST


DUE_AHEAD = DueAhead()

"""How other archives stand, counted now and then: each is opened for it."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from weerklank import bootstrap
from weerklank.services.schedule.overseen import Overseen, Place, look
from weerklank.services.workplace import Memory, Silent, Workplace

#: How long a count stands before it is made again.
LASTS = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Counted:
    """What was counted, and when."""

    at: datetime
    archives: tuple[Overseen, ...]


class OverseenCounts:
    """The counts of a list of archives, with what is remembered of each."""

    def __init__(self) -> None:
        self._known: dict[tuple[Place, ...], Counted] = {}
        self._memory: dict[Path, Memory] = {}
        self._lock = threading.Lock()

    def of(self, places: Sequence[Place], now: datetime, *, anew: bool) -> Counted:
        """Give how they stand; counted again after a while, or `anew`. One at a time counts."""
        key = tuple(places)
        with self._lock:
            known = self._known.get(key)
            if known is not None and not anew and now - known.at < LASTS:
                return known
            connectors = bootstrap.connectors()
            found = tuple(look(one, self._opened, connectors) for one in places)
            self._known = {key: Counted(now, found)}
            return self._known[key]

    def _opened(self, place: Place) -> Workplace:
        memory = self._memory.setdefault(place.folder, Memory())
        return bootstrap.workplace(str(place.folder), str(place.keys), Silent(), memory=memory)


COUNTED = OverseenCounts()

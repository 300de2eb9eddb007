"""How many things wait for someone: the number in the rail, counted now and then.

Counting reads the journal, too much for each page. What someone does on a page makes it be counted
again; what happens elsewhere shows within half a minute.
"""

import threading
import time
from pathlib import Path

from weerklank.services.schedule.whats_due import whats_due
from weerklank.services.waits.what_waits import what_waits
from weerklank.web.harvestable import platforms
from weerklank.web.permissions import sight_of
from weerklank.web.visit import Visit

_LASTS = 30.0
#: Persons whose number is remembered at most.
_MOST = 1000


class TaskCounts:
    """Numbers by archive and person, for a while."""

    def __init__(self) -> None:
        self._known: dict[tuple[Path, str], tuple[float, int]] = {}
        self._failing: dict[Path, tuple[float, int]] = {}
        self._lock = threading.Lock()

    def of(self, visit: Visit) -> int:
        """Give how many things wait for who looks."""
        key = (visit.workplace.layout.root, visit.name)
        known = self._known.get(key)
        now = time.monotonic()
        if known is not None and now - known[0] < _LASTS:
            return known[1]
        count = len(what_waits(visit.workplace, visit.accounts, sight_of(visit.roles)).tasks)
        with self._lock:
            if len(self._known) >= _MOST:
                self._known.clear()
            self._known[key] = (now, count)
        return count

    def failing(self, visit: Visit) -> int:
        """Give of how many accounts the last harvest failed, the same for everyone."""
        root = visit.workplace.layout.root
        known = self._failing.get(root)
        now = time.monotonic()
        if known is not None and now - known[0] < _LASTS:
            return known[1]
        count = sum(one.is_failing for one in whats_due(visit.workplace, platforms()))
        with self._lock:
            self._failing[root] = (now, count)
        return count

    def forget(self) -> None:
        """Count again for everyone: someone did something."""
        with self._lock:
            self._known.clear()
            self._failing.clear()


COUNTS = TaskCounts()

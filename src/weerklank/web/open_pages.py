"""Open pages: who has the same document open, so that two don't do the work of one.

In memory of this process alone: whoever looked at it in the last minutes.
"""

import threading
import time
from dataclasses import dataclass, field

from weerklank.web.visit import Visit

#: Seconds after which somebody is taken to have gone on to something else.
_LONG = 300.0
#: Documents that are remembered at most.
_MOST = 2_000


@dataclass(slots=True)
class OpenPages:
    """Who looked at which document of which dossier, and when."""

    _seen: dict[tuple[str, str], dict[str, float]] = field(default_factory=dict)
    _lock: threading.Lock = field(default_factory=threading.Lock)

    def others(self, visit: Visit, dossier: str, post: str) -> tuple[str, ...]:
        """Note that somebody looks at a document, and give the names of others who just did."""
        me, now = visit.workplace.actor.known_as, time.monotonic()
        key = (f"{visit.workplace.layout.root}\n{dossier}", post)
        with self._lock:
            while len(self._seen) > _MOST:
                self._seen.pop(next(iter(self._seen)))
            known = self._seen.pop(key, {})
            known = {who: at for who, at in known.items() if now - at < _LONG}
            self._seen[key] = {**known, me: now}
        return tuple(sorted(who for who in known if who != me))


OPEN_PAGES = OpenPages()

"""Sealed originals that are open: in the memory of this process, for the session that opened them.

Each goes by itself when its time is over, and with closing, signing out and the end of the server.
Nothing of them is in the session itself, in a file, or in a page that a browser may keep.
"""

import threading
from contextlib import suppress
from dataclasses import dataclass, field

from weerklank.model.errors import WeerklankError
from weerklank.model.vault import VIEW
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.vault.open_original import Opened
from weerklank.services.vault.request_opening import end_request
from weerklank.services.vault.true_time import elapsed
from weerklank.services.workplace import Workplace


@dataclass(slots=True)
class _View:
    opened: Opened = field(repr=False)
    #: Session that opened it; nobody else is shown it, the same person elsewhere neither.
    session: str = field(repr=False)
    #: Its reader's place, to note the end with.
    workplace: Workplace = field(repr=False)
    #: By a clock that nobody can set back.
    until: float
    timer: threading.Timer | None = None


class OpenViews:
    """What is open, by the number of its request."""

    def __init__(self) -> None:
        self._views: dict[str, _View] = {}
        self._lock = threading.Lock()

    def hold(self, opened: Opened, session: str, workplace: Workplace) -> None:
        """Hold what was opened until its time is over."""
        until = elapsed() + VIEW.total_seconds()
        with self._lock:
            view = self._views[opened.request.id] = _View(opened, session, workplace, until)
            self._begin(view)

    def find(self, number: str, session: str) -> tuple[Opened, float] | None:
        """Give what is open in a session, and how many seconds are left; else None."""
        with self._lock:
            view = self._views.get(number)
            if view is None or view.session != session:
                return None
            left = view.until - elapsed()
            return (view.opened, left) if left > 0 else None

    def extend(self, number: str) -> None:
        """Hold it for as long again."""
        with self._lock:
            view = self._views.get(number)
            if view is not None:
                view.until += VIEW.total_seconds()
                self._begin(view)

    def drop(self, number: str) -> None:
        """Let go of one, of which the end is noted elsewhere."""
        with self._lock:
            self._take(number)

    def end_of_session(self, session: str) -> None:
        """Let go of what a session opened, and note that its reader closed it."""
        for number in self._of(session):
            self._end(number, by_term=False)

    @property
    def holds_any(self) -> bool:
        """Tell whether anything is open."""
        return bool(self._views)

    def let_go_of_all(self) -> None:
        """Let go of everything: the server ends."""
        for number in self._of(None):
            self._end(number, by_term=False)

    def _of(self, session: str | None) -> list[str]:
        with self._lock:
            return [
                number
                for number, view in self._views.items()
                if session is None or view.session == session
            ]

    def _begin(self, view: _View) -> None:
        """Begin to wait for the end; what is past it is shown no more even if this comes late."""
        if view.timer is not None:
            view.timer.cancel()
        left = max(view.until - elapsed(), 0)
        view.timer = threading.Timer(left, self._end, (view.opened.request.id,), {"by_term": True})
        view.timer.daemon = True
        view.timer.start()

    def _take(self, number: str) -> _View | None:
        view = self._views.pop(number, None)
        if view is not None and view.timer is not None:
            view.timer.cancel()
        return view

    def _end(self, number: str, *, by_term: bool) -> None:
        """Let go of one first, and then note that; an archive that is away is told of it later."""
        with self._lock:
            view = self._take(number)
        if view is None:
            return
        with suppress(WeerklankError, OSError):
            end_request(view.workplace, number, by_term=by_term)
            seal_events(view.workplace)


VIEWS = OpenViews()

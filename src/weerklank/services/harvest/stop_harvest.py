"""Stop a harvest from a page: as safe as Ctrl-C, since it is that.

Whoever asks lays a file beside the one by which the harvest tells how far it is; the process that
harvests looks for it and breaks its work off, also while it waits for a server. What it closed
stays.
"""

import os
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from weerklank.jobs.past import STOP_ASKED
from weerklank.model.errors import NotNow, fault
from weerklank.model.event import Book
from weerklank.model.ids import AccountId
from weerklank.model.person import Role
from weerklank.model.text import Text
from weerklank.services.runs.live_progress import live_of
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace
from weerklank.store.state_folder import progress, put

NOTHING_RUNS = fault(
    "SCHEDULE-001",
    Text(
        nl="Op account {account} loopt nu geen oogst die te stoppen is.",
        en="No harvest that can be stopped is at work on account {account} now.",
    ),
    Text(
        nl="Kijk bij Oogsten of 'weerklank status' wat er van de laatste run kwam.",
        en="See under Harvests or 'weerklank status' what came of the last run.",
    ),
)
#: Seconds between two looks.
_OFTEN = 0.5


class Stop:
    """Whether somebody asked to stop a harvest."""

    def __init__(self) -> None:
        self.is_asked = False


def ask_stop(workplace: Workplace, name: str) -> None:
    """Ask to stop the harvest of an account; it ends within moments, and what it closed stays."""
    if workplace.actor.name is not None:
        workplace.require(Role.COMMUNICATION, Role.ARCHIVIST, Role.OPERATOR)
    account = workplace.register().find(name).id
    live = live_of(workplace, account)
    if live is None:
        raise NotNow(NOTHING_RUNS, account=account)
    workplace.record(Book.JOURNAL, STOP_ASKED, account, {})
    put(_file(workplace, account, live.process), b"")
    seal_events(workplace)


@contextmanager
def stoppable(workplace: Workplace, account: AccountId) -> Iterator[Stop]:
    """Let the block be broken off by whoever asks, as by Ctrl-C; tells whether that was it.

    As Ctrl-C, so that it waits where that waits. Only in the main thread, where signals arrive.
    """
    stop = Stop()
    if threading.current_thread() is not threading.main_thread():
        yield stop
        return
    file = _file(workplace, account, os.getpid())
    file.unlink(missing_ok=True)
    before = signal.getsignal(signal.SIGINT)
    if not callable(before):  # started where Ctrl-C is ignored (`nohup`, `&`)
        signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        with _Watch(file, stop):
            yield stop
    finally:
        signal.signal(signal.SIGINT, before)
        file.unlink(missing_ok=True)


class _Watch:
    """Looks for a file, and interrupts the main thread when it comes."""

    def __init__(self, file: Path, stop: Stop) -> None:
        self._file = file
        self._stop = stop
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._thread = threading.Thread(target=self._look, daemon=True)
        self._main = threading.main_thread().ident or 0

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        with self._lock:  # from here on nobody is interrupted any more
            self._over.set()
        self._thread.join()

    def _look(self) -> None:
        while not self._over.wait(_OFTEN):
            if self._file.exists():
                with self._lock:
                    if not self._over.is_set():
                        self._stop.is_asked = True
                        signal.pthread_kill(self._main, signal.SIGINT)
                return


def _file(workplace: Workplace, account: AccountId, process: int) -> Path:
    return progress(workplace.keys) / f"{account}-{process}.stop"

"""Locks between processes of one machine; a dead process holds none."""

import fcntl
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from weerklank.model.errors import Locked, fault
from weerklank.model.text import Text

HELD = fault(
    "STORE-001",
    Text(
        nl="Een andere run houdt het slot op {what} vast.",
        en="Another run holds the lock on {what}.",
    ),
    Text(
        nl="Wacht tot die run klaar is en probeer het opnieuw; 'weerklank verify' stoort niet.",
        en="Wait until that run is done and try again; 'weerklank verify' disturbs nothing.",
    ),
)


#: Seconds to wait before trying again: who only looks whether it is held holds it no longer.
_PAUSES = (0.005, 0.02, 0.05)


@contextmanager
def locked(path: Path, what: str, *, wait: bool | float = False) -> Iterator[None]:
    """Hold a lock while the block runs; Locked (exit 5) when another process holds it.

    `wait` is whether to wait until it is free, or for how many seconds at most.

    The kernel drops the lock with the process, so `kill -9` leaves none behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        if wait is True:
            fcntl.flock(handle, fcntl.LOCK_EX)
        elif not _taken(handle, wait):
            raise Locked(HELD, what=what)
        yield
    finally:
        os.close(handle)


def _taken(handle: int, patience: float) -> bool:
    """Take a lock unless another keeps it that long, in seconds."""
    last = time.monotonic() + patience
    pauses = iter(_PAUSES)
    while True:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            pause = next(pauses, None)
            if pause is None and time.monotonic() >= last:
                return False
            time.sleep(pause or _PAUSES[-1])
        else:
            return True


def is_held(path: Path) -> bool:
    """Tell whether a process holds a lock now; changes nothing, and keeps nobody out."""
    try:
        handle = os.open(path, os.O_RDONLY)
    except OSError:
        return False  # no process ever took it, or nobody may look
    try:
        fcntl.flock(handle, fcntl.LOCK_SH | fcntl.LOCK_NB)
    except BlockingIOError:
        return True
    finally:
        os.close(handle)
    return False

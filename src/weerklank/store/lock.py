"""Locks between processes of one machine; a dead process holds none."""

import fcntl
import os
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


@contextmanager
def locked(path: Path, what: str, *, wait: bool = False) -> Iterator[None]:
    """Hold a lock while the block runs; Locked (exit 5) when another process holds it.

    The kernel drops the lock with the process, so `kill -9` leaves none behind.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_RDWR | os.O_CREAT, 0o644)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX if wait else fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            raise Locked(HELD, what=what) from error
        yield
    finally:
        os.close(handle)

"""Whether what is due is harvested by itself: a schedule runs, or a worker of many machines."""

import time
from collections.abc import Iterator
from contextlib import contextmanager

from weerklank.services.workplace import Workplace, session_name
from weerklank.store.lock import is_held, locked
from weerklank.store.state_folder import schedule_lock, workers

#: Seconds after which what a worker left that was killed is cleared away.
_OLD = 86_400.0


def is_at_work(workplace: Workplace) -> bool:
    """Tell whether a schedule or worker is at work, so that what is due is harvested by itself."""
    return is_scheduled(workplace) or workers_at_work(workplace) > 0


def is_scheduled(workplace: Workplace) -> bool:
    """Tell whether the schedule of one machine is at work."""
    return is_held(schedule_lock(workplace.keys))


def workers_at_work(workplace: Workplace) -> int:
    """Count the workers that are at work on this archive, on whatever host that shares it."""
    folder = workplace.keys.folder / "state" / "workers"
    return sum(is_held(lock) for lock in folder.glob("*.lock"))


@contextmanager
def working(workplace: Workplace) -> Iterator[None]:
    """Let others see that a worker is at work, as long as the block runs."""
    folder = workers(workplace.keys)
    for left in folder.glob("*.lock"):
        if not is_held(left) and time.time() - left.stat().st_mtime > _OLD:
            left.unlink(missing_ok=True)
    lock = folder / f"{session_name()}.lock"
    with locked(lock, "worker"):
        try:
            yield
        finally:
            lock.unlink(missing_ok=True)

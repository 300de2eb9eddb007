"""Seal: bring events into the log, so that from then on none can be changed unseen."""

import hashlib
from datetime import date
from pathlib import Path

from weerklank.integrity.log import Batch
from weerklank.services.stamp_checkpoint import stamp_quietly
from weerklank.services.workplace import Workplace
from weerklank.store.events import event_day
from weerklank.store.lock import locked

#: Days back from the newest sealed event within which unsealed ones are looked for.
_LOOKED_BACK = 2


def seal_events(workplace: Workplace) -> int:
    """Append all events that the log does not hold yet; give how many leaves the log has now.

    Also takes along what an earlier process wrote before it died. Where a time-stamp authority
    is set, the checkpoint is stamped.
    """
    with locked(workplace.layout.lock("log"), "log", wait=True):
        size = append_events(workplace, [])
    stamp_quietly(workplace)
    return size


def append_events(workplace: Workplace, batches: list[Batch]) -> int:
    """Append batches and all unsealed events under the lock that the caller holds."""
    root = workplace.layout.root
    sealed, newest = _sealed(workplace)
    files = workplace.events.unsealed(sealed, newest)
    if files:
        batches = [*batches, _batch(root, files)]
    if not batches:
        latest = workplace.log.latest()
        return latest.size if latest else 0
    checkpoint = workplace.log.append(batches, workplace.organisation.origin, workplace.keys)
    return checkpoint.size


def _batch(root: Path, files: list[Path]) -> Batch:
    return Batch(
        entries=[hashlib.sha256(path.read_bytes()).digest() for path in files],
        statement={
            "files": [path.relative_to(root).as_posix() for path in files],
            "kind": "events",
        },
    )


def _sealed(workplace: Workplace) -> tuple[set[str], date | None]:
    """Files that the log holds of the last days, and the day of the newest of them."""
    sealed: set[str] = set()
    newest: date | None = None
    for statement in workplace.log.statements_backwards():
        names = statement.get("files")
        if not isinstance(names, list) or not names:
            continue
        sealed.update(str(name) for name in names)
        days = [event_day(str(name)) for name in names]
        newest = max([*days, *([newest] if newest is not None else [])])
        if (newest - min(days)).days > _LOOKED_BACK:
            break
    return sealed, newest

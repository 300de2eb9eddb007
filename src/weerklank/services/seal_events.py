"""Seal: bring events into the log, so that from then on none can be changed unseen."""

import hashlib
from datetime import datetime
from pathlib import Path

from weerklank.integrity.log import Batch
from weerklank.services.workplace import Workplace
from weerklank.store.events import read_event
from weerklank.store.lock import locked


def seal_events(workplace: Workplace) -> int:
    """Append all events that the log does not hold yet; give how many leaves the log has now.

    Also takes along what an earlier process wrote before it died.
    """
    with locked(workplace.layout.lock("log"), "log", wait=True):
        return append_events(workplace, [])


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


def _sealed(workplace: Workplace) -> tuple[set[str], datetime | None]:
    """Files that the log holds of the last days, and the time of the newest of them."""
    sealed: set[str] = set()
    newest: datetime | None = None
    for statement in workplace.log.statements_backwards():
        names = statement.get("files")
        if not isinstance(names, list):
            continue
        sealed.update(str(name) for name in names)
        times = [read_event(workplace.layout.root / str(name)).at for name in names[-1:]]
        newest = max([*times, *([newest] if newest is not None else [])])
        if times and (newest.date() - times[0].date()).days > 2:
            break
    return sealed, newest



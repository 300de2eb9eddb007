"""Seal: bring events into the log, so that from then on none can be changed unseen.

Only events that this archive wrote: a false one stays out, and is named.
"""

import hashlib
from pathlib import Path

from weerklank.integrity.log import Batch
from weerklank.model.text import Text
from weerklank.services.seal.stamp_checkpoint import stamp_quietly, tell_stamp
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

LEFT_OUT = Text(
    "Let op: {path} is niet door dit archief geschreven en gaat het logboek niet in.",
    "Mind: {path} was not written by this archive and does not enter the log.",
)


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
    entries = _genuine(workplace, workplace.events.unsealed(workplace.log.events()))
    if not batches and not entries:
        latest = workplace.log.latest()
        return latest.size if latest else 0
    origin = workplace.organisation.origin
    latest = workplace.log.demand_appendable(origin, workplace.keys)
    told = tell_stamp(workplace, latest.size)
    if told is not None:
        entries |= _genuine(workplace, [told])
    if entries:
        batches = [*batches, _batch(entries)]
    return workplace.log.append(batches, origin, workplace.keys).size


def _genuine(workplace: Workplace, files: list[Path]) -> dict[str, bytes]:
    """Give the entries of the events that this archive wrote, by file, and name the others."""
    entries: dict[str, bytes] = {}
    for path in files:
        name = path.relative_to(workplace.layout.root).as_posix()
        text = workplace.events.genuine(path)
        if text is None:
            workplace.reporter.step(LEFT_OUT, path=name)
        else:
            entries[name] = hashlib.sha256(text).digest()
    return entries


def _batch(entries: dict[str, bytes]) -> Batch:
    return Batch(entries=[*entries.values()], statement={"files": [*entries], "kind": "events"})

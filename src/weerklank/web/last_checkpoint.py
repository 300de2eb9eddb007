"""The last checkpoint of the archive, which stands in the foot of every page on paper.

A folder of checkpoints grows with each change, so it is listed again only when it changed.
"""

import base64
import threading
from pathlib import Path

from weerklank.model.errors import WeerklankError
from weerklank.model.text import Text
from weerklank.services.workplace import Workplace

_TOLD = Text(
    "Laatste controlepunt van het archief: {size} bladen, wortel {root}",
    "Last checkpoint of the archive: {size} leaves, root {root}",
)
_NONE = Text("Het archief heeft nog geen controlepunt", "The archive has no checkpoint yet")
_UNREADABLE = Text(
    "Het laatste controlepunt van het archief is niet te lezen",
    "The last checkpoint of the archive can't be read",
)


class LastCheckpoint:
    """What is said of the last checkpoint, by archive, as long as its folder stays the same."""

    def __init__(self) -> None:
        self._known: dict[Path, tuple[int, Text]] = {}
        self._lock = threading.Lock()

    def of(self, workplace: Workplace) -> Text:
        """Say which it is: how long the log is and what its root is (format 7)."""
        folder = workplace.log.folder / "checkpoints"
        try:
            stand = folder.stat().st_mtime_ns
        except OSError:
            return _NONE
        known = self._known.get(folder)
        if known is not None and known[0] == stand:
            return known[1]
        told = _told(workplace)
        with self._lock:
            self._known[folder] = (stand, told)
        return told


def _told(workplace: Workplace) -> Text:
    try:
        latest = workplace.log.latest()
    except WeerklankError:
        return _UNREADABLE
    return (
        _TOLD.filled(size=latest.size, root=base64.b64encode(latest.root).decode())
        if latest
        else _NONE
    )


LAST_CHECKPOINT = LastCheckpoint()

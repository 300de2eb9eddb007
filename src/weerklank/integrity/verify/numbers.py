"""Check the numbers of events: each process counts its own, so one that is gone leaves a hole.

By this an event shows that was taken away before the log held it, as long as a later one of the
same process got there.
"""

from weerklank.integrity.verify.tree import Tree

#: No process writes more; a number beyond it is in no name that was written here.
_MOST = 1 << 24


class EventNumbers:
    """Which numbers were seen of each process, in the log and on disk."""

    def __init__(self) -> None:
        #: Of a process: the highest number that the log holds, and the file that has it.
        self._highest: dict[str, tuple[int, str]] = {}
        #: Of a process: a bit for each number that is in the log or on disk.
        self._seen: dict[str, int] = {}

    def in_log(self, name: str) -> None:
        """Count an event that the log holds."""
        session, number = _numbered(name)
        self._highest[session] = max(self._highest.get(session, (0, "")), (number, name))
        self._seen[session] = self._seen.get(session, 0) | 1 << number

    def on_disk(self, name: str) -> None:
        """Count an event file that is there; to be called after all that the log holds.

        An event was there before a later one of its process was in the log: so with what is
        written meanwhile no hole is seen that is none.
        """
        session, number = _numbered(name)
        if number < self._highest.get(session, (0, ""))[0]:
            self._seen[session] |= 1 << number

    def check(self, tree: Tree) -> None:
        """Name the processes of which an event below the highest is nowhere."""
        for session, (highest, name) in sorted(self._highest.items()):
            gone = highest - (self._seen[session] >> 1).bit_count()
            if gone > 0:
                tree.outcome.found("VERIFY-306", name, count=gone)
        # Behind its highest number nothing tells of a process that died before it sealed more.
        tree.outcome.skip("last-events", "journal")


def _numbered(name: str) -> tuple[str, int]:
    """Give the process that wrote an event, and which of its events it is."""
    _, session, number = name.rpartition("/")[2].removesuffix(".json").split("-")
    return session, int(number) if int(number) < _MOST else 0

"""The files of a replica, wherever it lies: two parts that, laid over each other, are the archive.

log/     the log, with the texts by which it is read: no personal data
data/    packages, sealed originals, books of events and the blind index

What lies there may be anyone's by now: nothing is trusted that the log does not vouch for.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from weerklank.integrity.verify.findings import Outcome
from weerklank.integrity.verify.tree import Entry, Tree
from weerklank.model.errors import fault
from weerklank.model.text import Text
from weerklank.store.atomic import UNFINISHED
from weerklank.store.layout import REPLICA, Layout
from weerklank.store.replica_keys import Generation

#: Says what lies in a place; without it nothing there is a replica.
MARKER = REPLICA
UNSURE = fault(
    "REPLICA-007",
    Text(
        nl="Wat in de replica op {path} werd geschreven, leest anders terug.",
        en="What was written to {path} in the replica reads back otherwise.",
    ),
    Text(
        nl="Het bestand is daar weggehaald. Controleer de schijf en geef het commando opnieuw.",
        en="The file was taken away there. Check the disk and give the command again.",
    ),
)
#: The part without personal data, and the rest.
LOG_PART, DATA_PART = "log", "data"
_LAYOUT = Layout(Path())
#: What of the archive's own folder goes with the log.
TEXTS = tuple(str(path) for path in (_LAYOUT.about, _LAYOUT.readme, _LAYOUT.verifier))
BLOCK = 1 << 18


def part_of(name: str) -> str:
    """Tell in which part a path of the archive lies."""
    return LOG_PART if name in TEXTS or name.startswith("log/") else DATA_PART


def mode_of(name: str) -> int:
    """Give the rights that a file has, by its path in the archive."""
    return 0o600 if name.startswith("blind/") else 0o644


@dataclass(frozen=True, slots=True)
class Remains:
    """What a place kept of what was deleted there, and what became of that."""

    #: Uploads that were never finished, and old versions and marks of deletion: they are gone.
    uploads: int = 0
    deleted: int = 0
    #: Old versions that a lock keeps, and until when (UTC; None when the store does not say).
    locked: int = 0
    until: datetime | None = None


class ReplicaFiles(ABC):
    """The files of one replica, by their path in the archive."""

    #: What could not be read; a replica is no archive, and these are no findings of one.
    outcome: Outcome
    #: The folder in which it lies, when it lies in one.
    folder: Path | None

    @abstractmethod
    def tree(self, name: str) -> Tree:
        """Give what reads the part in which a path lies, as the check of an archive does."""

    @abstractmethod
    def kind(self, name: str) -> str:
        """Tell what is there: `file`, `folder`, `other`, or `` for nothing."""

    @abstractmethod
    def listing(self, name: str, part: str | None = None) -> list[Entry]:
        """Give the plain files and folders in a folder; paths are those of the archive."""

    @abstractmethod
    def read(self, name: str, most: int) -> bytes | None:
        """Read a small file; None when it is not there, or is not one."""

    @abstractmethod
    def digest(self, name: str) -> str | None:
        """Give the SHA-256 of a file; None when it is not there, or can't be read."""

    @abstractmethod
    def blocks_in(self, part: str, name: str) -> Iterator[bytes]:
        """Give a file of a part in pieces, whether it belongs in that part or not.

        FileNotFoundError or Unreadable.
        """

    def blocks(self, name: str) -> Iterator[bytes]:
        """Give a file in pieces; errors as in `blocks_in`."""
        return self.blocks_in(part_of(name), name)

    @abstractmethod
    def size_in(self, part: str, name: str) -> int:
        """Give how many bytes a file of a part says that it has; 0 for what is not there."""

    def bytes_of(self, names: Iterable[str]) -> int:
        """Give how many bytes some files say that they have; what is not there has none."""
        return sum(self.size_in(part_of(name), name) for name in names)

    @abstractmethod
    def strange_tops(self) -> Iterator[str]:
        """Name what lies beside the parts and is nothing of a replica."""

    def forget_keys(self, current: set[Generation], days_gone: set[str]) -> None:  # noqa: B027 - most have none
        """Destroy keys of generations other than the current, and of days of who looked at what.

        Where nothing is encrypted there are none.
        """

    def clear_remains(self) -> Remains:
        """Delete what the place keeps of what was deleted; a folder keeps nothing."""
        return Remains()

    # --- writing -----------------------------------------------------------------------------

    @abstractmethod
    def put(self, name: str, blocks: Iterable[bytes], is_due: Callable[[str], bool]) -> int:
        """Write a file, read it back, and give its bytes.

        `is_due` says of the SHA-256 of what was given whether it is what it should be: when not,
        Unsound, and nothing is written. NotNow when something else is read back.
        """

    @abstractmethod
    def move(self, name: str, to: str) -> None:
        """Move a folder to another place in the same part."""

    @abstractmethod
    def remove(self, name: str) -> None:
        """Remove a file, or a folder with all that is in it; an object ends with its inventory."""

    @abstractmethod
    def remove_empty(self, name: str) -> None:
        """Remove a folder, and those that it lies in below their book or store, when empty."""


class Unsound(Exception):
    """What should go to a replica, or come from it, is not what the log says."""


def is_leftover(entry: Entry) -> bool:
    """Tell whether a process that died left this while it was writing it."""
    return entry.name.endswith(UNFINISHED) and not entry.is_folder

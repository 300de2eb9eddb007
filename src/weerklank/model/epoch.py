"""Epochs of pseudonyms: when each began and ended, as the decisions tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

#: The epoch in which every archive begins, without a decision.
FIRST = 1
BEGUN, ENDING, ENDED = "epoch.begun", "epoch.ending", "epoch.ended"
#: Keys that came back after their epoch ended, as with an older key folder, went once more.
SHREDDED = "epoch.shredded"


@dataclass(frozen=True, slots=True)
class EpochStep:
    """A decision on an epoch: when, by whom, on what ground and why."""

    at: datetime
    by: str
    ground: str
    reason: str


@dataclass(frozen=True, slots=True)
class Epoch:
    """One epoch: a thread that begins in it keeps its pseudonyms."""

    number: int
    #: None of the first, which began with the archive.
    begun: EpochStep | None = None
    #: Check value of its key; of the first the archive itself has one.
    check: str | None = None
    #: From here on its keys are no keys of the archive any more.
    ending: EpochStep | None = None
    #: Its keys and tables are gone.
    ended: datetime | None = None
    #: Replicas on the list when it ended, by their numbers: they hold its tables until written.
    replicas: tuple[str, ...] = ()
    #: Check value of the key that took the place of blind.key, when the first ended.
    lists: str | None = None

    @property
    def name(self) -> str:
        """Give the name by which decisions tell of it."""
        return subject_of(self.number)

    @property
    def is_open(self) -> bool:
        """Tell whether anybody is still known by it."""
        return self.ending is None


def subject_of(number: int) -> str:
    """Give the subject of decisions on an epoch."""
    return f"e{number:04d}"


def open_epochs(epochs: Sequence[Epoch]) -> list[int]:
    """Give the numbers of the epochs by which anybody may be known."""
    return [one.number for one in epochs if one.is_open]

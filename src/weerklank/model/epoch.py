"""Epochs of pseudonyms: when each began and ended, as the decisions tell."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from weerklank.model.event import Event

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


class EpochFold:
    """Which epochs there are, in order; the last is that in which new threads begin."""

    def __init__(self) -> None:
        self._found = {subject_of(FIRST): Epoch(FIRST)}

    def take(self, event: Event) -> None:
        """Take in what a decision says; of an epoch that never began, nothing."""
        if event.kind == BEGUN and event.subject == subject_of(len(self._found) + 1):
            number = len(self._found) + 1
            check = str(event.data["check"])
            self._found[event.subject] = Epoch(number, begun=_step(event), check=check)
            return
        known = self._found.get(event.subject)
        if known is None:
            return
        if event.kind == ENDING and known.ending is None:
            self._found[event.subject] = replace(known, ending=_step(event))
        elif event.kind == ENDED and known.ended is None:
            told = event.data.get("replicas")
            names = tuple(map(str, told)) if isinstance(told, list) else ()
            ended = replace(known, ended=event.at, replicas=names)
            self._found[event.subject] = _with_lists(ended, event)
        elif event.kind == SHREDDED:
            self._found[event.subject] = _with_lists(known, event)

    def result(self) -> tuple[Epoch, ...]:
        """Give them as they stand."""
        return tuple(self._found.values())


def _with_lists(epoch: Epoch, event: Event) -> Epoch:
    lists = event.data.get("lists")
    return epoch if lists is None else replace(epoch, lists=str(lists))


def _step(event: Event) -> EpochStep:
    return EpochStep(
        at=event.at,
        by=event.actor.known_as,
        ground=str(event.data["ground"]),
        reason=str(event.data["reason"]),
    )

"""Which epochs of pseudonyms there are, as the decisions tell one after another."""

from dataclasses import replace

from weerklank.model.epoch import (
    BEGUN,
    ENDED,
    ENDING,
    FIRST,
    SHREDDED,
    Epoch,
    EpochStep,
    subject_of,
)
from weerklank.model.event import Event


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

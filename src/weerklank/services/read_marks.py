"""Read marks: what the decisions say of items that are not government information."""

from dataclasses import replace

from weerklank.model.destruction import Ground
from weerklank.model.event import Book, Event
from weerklank.model.ids import AccountId
from weerklank.model.item import ItemState
from weerklank.model.mark import Judgement, Mark, MarkStep
from weerklank.services.read_destructions import PROPOSED
from weerklank.services.workplace import Workplace

MARKED, DECIDED = "mark.made", "mark.decided"


def read_marks(workplace: Workplace) -> dict[str, Mark]:
    """Read all marks as their events tell them, by permanent address, in order."""
    return dict(workplace.events.fold(Book.DECISIONS, _MarksFold))


def laid_states(workplace: Workplace) -> dict[str, ItemState]:
    """Give the items that a decision gave another state than their record tells, by key."""
    return {
        mark.key: ItemState.RESTRICTED
        for mark in read_marks(workplace).values()
        if mark.is_restricted
    }


def withdrawn_lists(workplace: Workplace) -> frozenset[str]:
    """Give the destruction lists of a marked item that were decided against since.

    By what they are for, not by the mark: of a decision that was broken off or refused a list may
    be left that no decision names.
    """
    return workplace.events.fold(Book.DECISIONS, _WithdrawnFold)


class _WithdrawnFold:
    """Lists for one item that is said to be no government information, and what became of them."""

    def __init__(self) -> None:
        self._lists: dict[str, set[str]] = {}
        self._withdrawn: set[str] = set()

    def take(self, event: Event) -> None:
        data = event.data
        items = data.get("items")
        if event.kind == PROPOSED and isinstance(items, list) and len(items) == 1:
            if data.get("ground") == Ground.NOT_GOVERNMENT:
                self._lists.setdefault(str(items[0]), set()).add(event.subject)
        elif event.kind == DECIDED and data.get("list") is not None:
            self._withdrawn.discard(str(data["list"]))
        elif event.kind == DECIDED:
            self._withdrawn |= self._lists.get(event.subject, set())

    def result(self) -> frozenset[str]:
        return frozenset(self._withdrawn)


class _MarksFold:
    """Every mark as the events so far tell it."""

    def __init__(self) -> None:
        self._marks: dict[str, Mark] = {}

    def take(self, event: Event) -> None:
        if event.kind not in {MARKED, DECIDED}:
            return
        data = event.data
        judgement, number = data.get("judgement"), data.get("list")
        step = MarkStep(
            at=event.at,
            by=event.actor.known_as,
            system_user=event.actor.system_user,
            judgement=None if judgement is None else Judgement(str(judgement)),
            reason=str(data.get("reason") or ""),
            list=None if number is None else str(number),
        )
        known = self._marks.get(event.subject)
        self._marks[event.subject] = (
            replace(known, steps=(*known.steps, step))
            if known
            else Mark(
                id=event.subject,
                key=str(data["key"]),
                account=AccountId(str(data["account"])),
                steps=(step,),
            )
        )

    def result(self) -> dict[str, Mark]:
        return dict(self._marks)

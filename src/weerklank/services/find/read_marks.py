"""Read marks: what the decisions say of items that are not government information."""

from dataclasses import replace

from weerklank.model.event import Book, Event
from weerklank.model.ids import AccountId
from weerklank.model.item import ItemState
from weerklank.model.mark import Judgement, Mark, MarkStep
from weerklank.services.seal.read_destructions import read_lists
from weerklank.services.seal.read_requests import apart_by_request, read_requests
from weerklank.services.workplace import Workplace

MARKED, DECIDED = "mark.made", "mark.decided"


def read_marks(workplace: Workplace) -> dict[str, Mark]:
    """Read all marks as their events tell them, by permanent address, in order."""
    return dict(workplace.events.fold(Book.DECISIONS, _MarksFold))


def laid_states(workplace: Workplace) -> dict[str, ItemState]:
    """Give the items that a decision gave another state than their record tells, by key.

    A decision on a mark, or on a request of a person.
    """
    marked = (mark.key for mark in read_marks(workplace).values() if mark.is_restricted)
    return dict.fromkeys((*marked, *apart_by_request(workplace)), ItemState.RESTRICTED)


def withdrawn_lists(workplace: Workplace) -> frozenset[str]:
    """Give the lists that came of a mark and that its last decision does not name (any more).

    The same of requests of persons: a list that no decision names holds for nobody.
    """
    marks = read_marks(workplace).values()
    made = {step.list for mark in marks for step in mark.steps if step.list}
    made |= {one.id for one in read_lists(workplace).values() if one.mark}
    made |= {one.id for one in read_lists(workplace).values() if one.request}
    hold = {mark.decided.list for mark in marks if mark.decided and mark.decided.list}
    asked = read_requests(workplace).values()
    named = (one.answered.list for one in asked if one.keeps_apart and one.answered)
    hold |= {number for number in named if number}
    return frozenset(made - hold)


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
            is_signed_in=event.actor.is_signed_in,
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

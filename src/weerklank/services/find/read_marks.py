"""Read marks: what decisions say of items, as no government information or as special."""

from dataclasses import replace

from weerklank.catalogue.item_places import Located
from weerklank.model.event import Book, Event
from weerklank.model.ids import AccountId
from weerklank.model.item import ItemState
from weerklank.model.mark import Judgement, Mark, MarkStep
from weerklank.model.special import LaidStates, SpecialMark, SpecialState, SpecialStep
from weerklank.model.symbols import encode
from weerklank.services.seal.read_destructions import read_lists
from weerklank.services.seal.read_requests import apart_by_request, read_requests
from weerklank.services.workplace import Workplace

MARKED, DECIDED = "mark.made", "mark.decided"
#: Kind of a mark, in its events, that says that an item is special.
SPECIAL_KIND = "special"


def read_marks(workplace: Workplace) -> dict[str, Mark]:
    """Read all marks as their events tell them, by permanent address, in order."""
    return dict(workplace.events.fold(Book.DECISIONS, _MarksFold))


def read_special_marks(workplace: Workplace) -> dict[str, SpecialMark]:
    """Read what people said of items as special, by permanent address, in order."""
    return dict(workplace.events.fold(Book.DECISIONS, _SpecialFold))


def laid_states(workplace: Workplace) -> LaidStates:
    """Give what decisions lay over what records tell, by key.

    Decisions on marks, and on requests of a person.
    """
    marked = (mark.key for mark in read_marks(workplace).values() if mark.is_restricted)
    states = dict.fromkeys((*marked, *apart_by_request(workplace)), ItemState.RESTRICTED)
    special: set[str] = set()
    ordinary: dict[str, int] = {}
    for mark in read_special_marks(workplace).values():
        if mark.state is SpecialState.WITHDRAWN:
            ordinary[mark.key] = mark.steps[-1].version
        else:
            special.add(mark.key)
    return LaidStates(states, frozenset(special), ordinary)


def is_special(place: Located, laid: LaidStates) -> bool:
    """Tell whether few may see the item of which this is the place of the newest version (D7)."""
    return laid.is_special(encode(place.key), place.version, by_rule=place.special)


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
        data = event.data
        if event.kind not in {MARKED, DECIDED} or data.get("kind") == SPECIAL_KIND:
            return
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


class _SpecialFold:
    """What people said of each as special, as the events so far tell it."""

    def __init__(self) -> None:
        self._marks: dict[str, SpecialMark] = {}

    def take(self, event: Event) -> None:
        data = event.data
        if event.kind not in {MARKED, DECIDED} or data.get("kind") != SPECIAL_KIND:
            return
        known = self._marks.get(event.subject)
        step = SpecialStep(
            at=event.at,
            by=event.actor.known_as,
            state=SpecialState(str(data.get("state") or SpecialState.WAITING)),
            reason=str(data.get("reason") or ""),
            version=int(str(data["version"])),
        )
        self._marks[event.subject] = SpecialMark(
            id=event.subject,
            key=str(data["key"]),
            account=AccountId(str(data["account"])),
            steps=(*(known.steps if known else ()), step),
        )

    def result(self) -> dict[str, SpecialMark]:
        return dict(self._marks)

"""Read requests of persons: what the decisions say of them, and what they keep apart (D5)."""

from dataclasses import dataclass, replace
from datetime import date

from weerklank.model.clock import civil_day
from weerklank.model.event import Book, Event
from weerklank.model.ids import AccountId
from weerklank.model.json_value import Json
from weerklank.model.person_request import (
    Answered,
    Identified,
    Lifted,
    PersonRequest,
    RequestKind,
    RequestOutcome,
)
from weerklank.model.platform import Platform
from weerklank.services.workplace import Workplace

MADE = "request.made"
IDENTIFIED = "request.identified"
EXTENDED = "request.extended"
DECIDED = "request.decided"
LIFTED = "request.lifted"


@dataclass(frozen=True, slots=True)
class Note:
    """What a person says of an item, beside which it stands."""

    request: str
    text: str
    day: date


def read_requests(workplace: Workplace) -> dict[str, PersonRequest]:
    """Read all requests as their events tell them, in order."""
    return dict(workplace.events.fold(Book.DECISIONS, _RequestsFold).requests)


def apart_by_request(workplace: Workplace) -> frozenset[str]:
    """Give the keys of the items that a decision on a request keeps apart."""
    return workplace.events.fold(Book.DECISIONS, _RequestsFold).apart


def apart_of_account(workplace: Workplace, account: AccountId) -> tuple[str, ...]:
    """Give those of one account."""
    return tuple(
        key
        for one in read_requests(workplace).values()
        if one.keeps_apart and one.answered is not None
        for key in one.answered.items.get(account, ())
    )


def notes_on(workplace: Workplace, key: str) -> tuple[Note, ...]:
    """Give what persons said of an item, oldest first."""
    return workplace.events.fold(Book.DECISIONS, _RequestsFold).notes.get(key, ())


class _Requests:
    """What the events so far come to."""

    def __init__(self, requests: dict[str, PersonRequest]) -> None:
        self.requests = requests
        self.apart = frozenset(
            key
            for one in requests.values()
            if one.keeps_apart and one.answered is not None
            for keys in one.answered.items.values()
            for key in keys
        )
        self.notes: dict[str, tuple[Note, ...]] = {}
        for one in requests.values():
            said = one.answered
            if said is None or not said.note:
                continue
            note = Note(one.id, said.note, civil_day(said.at))
            for keys in said.items.values():
                for key in keys:
                    self.notes[key] = (*self.notes.get(key, ()), note)


class _RequestsFold:
    """Every request as the events so far tell it."""

    def __init__(self) -> None:
        self._requests: dict[str, PersonRequest] = {}
        self._told: _Requests | None = None

    def take(self, event: Event) -> None:
        if event.kind == MADE:
            self._requests[event.subject] = _made(event)
        elif event.kind in _STEPS and event.subject in self._requests:
            known = self._requests[event.subject]
            self._requests[event.subject] = _STEPS[event.kind](known, event)
        else:
            return
        self._told = None

    def result(self) -> _Requests:
        if self._told is None:
            self._told = _Requests(dict(self._requests))
        return self._told


def _made(event: Event) -> PersonRequest:
    data = event.data
    return PersonRequest(
        id=event.subject,
        kind=RequestKind(str(data["kind"])),
        platform=Platform(str(data["platform"])),
        received=date.fromisoformat(str(data["received"])),
        case=str(data["case"]),
        persons=_strings(data["persons"]),
        shown=_strings(data["shown"]),
        registered=event.at,
        by=event.actor.known_as,
    )


def _identified(known: PersonRequest, event: Event) -> PersonRequest:
    told = Identified(how=str(event.data["how"]), by=event.actor.known_as, at=event.at)
    return replace(known, identified=told)


def _extended(known: PersonRequest, event: Event) -> PersonRequest:
    return replace(known, extended=str(event.data["reason"]))


def _decided(known: PersonRequest, event: Event) -> PersonRequest:
    data = event.data
    items, number = data["items"], data["list"]
    answered = Answered(
        outcome=RequestOutcome(str(data["outcome"])),
        ground=str(data["ground"]),
        motivation=str(data["motivation"]),
        by=event.actor.known_as,
        at=event.at,
        items={account: _strings(keys) for account, keys in items.items()}
        if isinstance(items, dict)
        else {},
        note=str(data.get("note") or ""),
        list=None if number is None else str(number),
    )
    return replace(known, answered=answered)


def _lifted(known: PersonRequest, event: Event) -> PersonRequest:
    told = Lifted(reason=str(event.data["reason"]), by=event.actor.known_as, at=event.at)
    return replace(known, lifted=told)


_STEPS = {IDENTIFIED: _identified, EXTENDED: _extended, DECIDED: _decided, LIFTED: _lifted}


def _strings(value: Json) -> tuple[str, ...]:
    return tuple(map(str, value)) if isinstance(value, list) else ()

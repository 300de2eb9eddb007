"""Access: record who opens what is not for everyone; ask for access, and answer who asks."""

from dataclasses import replace

from weerklank.model.access import AccessRequest, Apart, Looked, RequestState, Seen
from weerklank.model.clock import civil_day
from weerklank.model.errors import NotNow, WrongUse, fault
from weerklank.model.event import Book, Event
from weerklank.model.item import ItemState
from weerklank.model.json_value import JsonObject
from weerklank.model.person import Role
from weerklank.model.text import Text, typed
from weerklank.services.people.add_person import add_person
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

NOT_RECORDED = fault(
    "ACCESS-001",
    Text(
        nl="Wie dit inziet, moet worden vastgelegd, en dat kan nu niet; het is niet getoond.",
        en="Who looks at this must be recorded, which can't be done now; it was not shown.",
    ),
    Text(
        nl="Het archief is niet te beschrijven. Vraag het de technisch beheerder.",
        en="The archive can't be written to. Ask the operator.",
    ),
)
UNKNOWN_REQUEST = fault(
    "ACCESS-002",
    Text(
        nl="Er is geen vraag om toegang '{request}' die wacht.",
        en="There is no request for access '{request}' that waits.",
    ),
    Text(
        nl="Kijk met 'weerklank access requests' welke er zijn.",
        en="See with 'weerklank access requests' which there are.",
    ),
)
NO_ANSWER = fault(
    "ACCESS-003",
    Text(
        nl="Geef een rol, of zeg waarom niet.",
        en="Give a role, or say why not.",
    ),
    Text(
        nl="Kies --role R of --refuse REDEN, en niet beide.",
        en="Choose --role R or --refuse REASON, and not both.",
    ),
)
#: Subject of looking at what is written of access itself.
THE_JOURNAL = "access"
#: Subject of asking for a person of whom nothing is held.
NOBODY = "nobody"
_SEEN, _ASKED, _ANSWERED = "access.seen", "access.asked", "access.answered"
_LONGEST = 300


def why_apart(state: ItemState, *, shielded: bool, special: bool) -> Apart | None:
    """Tell why opening an item in this state is recorded; None where it is not.

    `shielded` says that some version of it was for followers only, `special` that it probably
    holds special, criminal or children's data.
    """
    if special:
        return Apart.SPECIAL
    if state is ItemState.RESTRICTED:
        return Apart.RESTRICTED
    return Apart.SHIELDED if shielded else None


def note_seen(
    workplace: Workplace,
    what: Looked,
    subject: str,
    why: Apart | None = None,
    *,
    each_time: bool = False,
) -> None:
    """Record that whoever acts opened something; once a day (UTC) of one and the same.

    With `each_time` also when it was recorded today. NotNow when it can't be recorded: then it
    may not be shown either.
    """
    today = workplace.today()
    by = workplace.actor.known_as
    known = workplace.events.fold(Book.ACCESS, _AccessFold).days
    if not each_time and (today, by, what, subject) in known:
        return
    _note(workplace, what, subject, why)


def note_asked(workplace: Workplace, subject: str) -> None:
    """Record that somebody asked the blind index, each time: who tries names leaves a trail.

    `subject` is the pseudonym that was found, or `NOBODY`; NotNow as for `note_seen`.
    """
    _note(workplace, Looked.PERSON, subject, None)


def _note(workplace: Workplace, what: Looked, subject: str, why: Apart | None) -> None:
    data: JsonObject = {"what": str(what), "why": str(why) if why else None}
    try:
        workplace.record(Book.ACCESS, _SEEN, subject, data)
    except OSError as error:
        raise NotNow(NOT_RECORDED) from error


def read_seen(workplace: Workplace) -> list[Seen]:
    """Give who opened what, newest first; refused to all but the privacy officer."""
    workplace.require(Role.PRIVACY)
    return [*reversed(workplace.events.fold(Book.ACCESS, _AccessFold).seen)]


def ask_access(workplace: Workplace, page: str) -> AccessRequest:
    """Ask the owner of the register for access to a page; a request that waits stays as it is."""
    by = workplace.actor.known_as
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        found = access_requests(workplace)
        for one in found:
            if (one.by, one.page, one.state) == (by, page, RequestState.WAITING):
                return one
        # Requests whose term is over are gone: their numbers are not counted any more.
        newest = max((int(one.id[1:]) for one in found), default=0)
        number = f"t{newest + 1:04d}"
        workplace.record(Book.ACCESS, _ASKED, number, {"page": page})
    return _find(workplace, number)


def access_requests(workplace: Workplace, *, waiting: bool = False) -> list[AccessRequest]:
    """Give the requests, oldest first."""
    found = workplace.events.fold(Book.ACCESS, _AccessFold).requests
    return [one for one in found if not waiting or one.state is RequestState.WAITING]


def answer_access(
    workplace: Workplace, number: str, role: Role | None = None, reason: str = ""
) -> AccessRequest:
    """Give who asked a role, or say why not; by an owner of the register."""
    workplace.require(Role.REGISTER_OWNER)
    reason = typed(reason)
    if (role is None) == (not reason) or len(reason) > _LONGEST:
        raise WrongUse(NO_ANSWER)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        found = _find(workplace, number)
        if found.state is not RequestState.WAITING:
            raise WrongUse(UNKNOWN_REQUEST, request=number)
        if role is not None:
            add_person(workplace, found.by, (role,))
        state = RequestState.REFUSED if role is None else RequestState.GRANTED
        data: JsonObject = {"answer": role or reason, "state": str(state)}
        workplace.record(Book.ACCESS, _ANSWERED, found.id, data)
    return _find(workplace, number)


def _find(workplace: Workplace, number: str) -> AccessRequest:
    for one in access_requests(workplace):
        if one.id == number.strip().lower():
            return one
    raise WrongUse(UNKNOWN_REQUEST, request=number)


def request_json(request: AccessRequest) -> JsonObject:
    """Write a request with the names of the command line."""
    return {
        "answer": request.answer or None,
        "answered_by": request.answered_by or None,
        "at": request.at.isoformat(),
        "by": request.by,
        "page": request.page,
        "request": request.id,
        "state": str(request.state),
    }


def seen_json(seen: Seen) -> JsonObject:
    """Write what somebody opened with the names of the command line."""
    return {
        "at": seen.at.isoformat(),
        "by": seen.by,
        "roles": [*seen.roles],
        "subject": seen.subject,
        "what": str(seen.what),
        "why": str(seen.why) if seen.why else None,
    }


class _Access:
    """What the events so far come to."""

    def __init__(
        self,
        seen: tuple[Seen, ...],
        days: frozenset[tuple[object, ...]],
        requests: tuple[AccessRequest, ...],
    ) -> None:
        self.seen, self.days, self.requests = seen, days, requests


class _AccessFold:
    """Who opened what, and who asked for what."""

    def __init__(self) -> None:
        self._seen: list[Seen] = []
        self._days: set[tuple[object, ...]] = set()
        self._requests: dict[str, AccessRequest] = {}

    def take(self, event: Event) -> None:
        if event.kind == _SEEN:
            self._take_seen(event)
        elif event.kind == _ASKED:
            self._requests[event.subject] = AccessRequest(
                id=event.subject,
                by=event.actor.known_as,
                page=str(event.data["page"]),
                at=event.at,
            )
        elif event.kind == _ANSWERED and event.subject in self._requests:
            self._requests[event.subject] = replace(
                self._requests[event.subject],
                state=RequestState(str(event.data["state"])),
                answer=str(event.data["answer"]),
                answered_by=event.actor.known_as,
            )

    def _take_seen(self, event: Event) -> None:
        why = event.data.get("why")
        seen = Seen(
            at=event.at,
            by=event.actor.known_as,
            roles=tuple(map(str, event.actor.roles)),
            what=Looked(str(event.data["what"])),
            subject=event.subject,
            why=None if why is None else Apart(str(why)),
        )
        self._seen.append(seen)
        self._days.add((civil_day(event.at), seen.by, seen.what, seen.subject))

    def result(self) -> _Access:
        return _Access(tuple(self._seen), frozenset(self._days), tuple(self._requests.values()))

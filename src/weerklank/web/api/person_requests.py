"""Requests of persons: who asks comes in a body and never in an address; nothing of it is kept."""

from datetime import date
from http import HTTPStatus
from typing import Annotated, Any

import msgspec
from django.http import HttpResponse

from weerklank.model.errors import WrongUse
from weerklank.model.person_request import PersonRequest, RequestKind, RequestOutcome
from weerklank.model.platform import Platform
from weerklank.model.text import Text
from weerklank.services.requests.answer_letter import answer_letter
from weerklank.services.requests.decide_request import (
    MOST_MOTIVATION,
    MOST_NOTE,
    Decision,
    decide_request,
    lift,
)
from weerklank.services.requests.held_about import held_json
from weerklank.services.requests.letter_forms import letter_html
from weerklank.services.requests.request_json import grounds_json, request_json
from weerklank.services.requests.show_request import show_request
from weerklank.services.requests.take_request import (
    extend,
    find_request,
    identify,
    list_requests,
    take_request,
)
from weerklank.services.seal.seal_events import seal_events
from weerklank.web.api.asked import Line, Lines, Reason, Words
from weerklank.web.api.operation import NO_NUL, Call, Listed, NotThere, Paging, paged
from weerklank.web.api.rows import Rows
from weerklank.web.api.shapes import Moment, SelfLink, Shape


class NewRequest(msgspec.Struct, frozen=True, kw_only=True):
    """What a person asks; the handle finds what is held and is not kept."""

    kind: RequestKind
    platform: Platform
    handle: Line
    case: Line
    received: date | None = None
    how: Words = ""


class How(msgspec.Struct, frozen=True, kw_only=True):
    """How it was seen that who asks is the person."""

    how: Line


class NewDecision(msgspec.Struct, frozen=True, kw_only=True):
    """The outcome, with its ground and the words of the letter."""

    outcome: RequestOutcome
    ground: Line
    motivation: Annotated[str, msgspec.Meta(max_length=MOST_MOTIVATION, pattern=NO_NUL)]
    items: Lines = ()
    note: Annotated[str, msgspec.Meta(max_length=MOST_NOTE, pattern=NO_NUL)] = ""


class RequestShape(Shape, frozen=True, kw_only=True, rename={"links": "_links"}):
    """A request of a person, under the pseudonyms that the archive knows."""

    request: str
    state: str
    kind: str
    platform: str
    case: str
    by: str
    received: date
    due: date
    extended: str | None
    pseudonyms: list[str]
    identified: str | None
    identified_by: str | None
    outcome: str | None
    ground: str | None
    motivation: str | None
    note: str | None
    items: dict[str, int]
    decided: Moment | None
    decided_by: str | None
    list: str | None
    apart: bool
    lifted: str | None
    lifted_by: str | None
    links: SelfLink


class HeldShape(Shape, frozen=True, kw_only=True):
    """A post that a person wrote, or that mentions them; of what others wrote not its text."""

    id: str
    account: str
    kind: str
    role: str
    state: str
    text: str | None
    created_at: Moment | None
    versions: int
    media: int
    technique: str
    sealed: bool
    sealed_until: date | None


class GroundShape(Shape, frozen=True, kw_only=True):
    """A ground on which a request can end, with the words that are proposed."""

    ground: str
    text: str
    source: str
    checked: str
    outcomes: list[str]
    proposal: str | None


def requests(call: Call) -> Listed:
    """List the requests."""
    return paged(list_requests(call.visit.workplace), call.query, _told)


def request(call: Call) -> dict[str, Any]:
    """Give one request."""
    return _told(_found(call))


def held(call: Call) -> Listed:
    """List what is held about who asks; that it was looked at is recorded."""
    asked = call.query
    if not isinstance(asked, Paging):
        raise TypeError(type(asked))
    size = asked.page_size
    name, offset = _found(call).id, (asked.page - 1) * size
    _, found = show_request(call.visit.workplace, name, limit=size, offset=offset)
    seal_events(call.visit.workplace)
    return Listed([held_json(one) for one in found.items], found.total, -(-found.total // size))


def grounds(call: Call) -> Listed:
    """List the grounds on which a request can end."""
    return paged(grounds_json(_found(call)), call.query, lambda one: one)


def take(call: Call) -> dict[str, Any]:
    """Record that a person asks."""
    given = call.body
    made, _ = take_request(
        call.visit.workplace,
        given.kind,
        given.platform,
        given.handle,
        case=given.case,
        received=given.received,
        how=given.how,
    )
    return _told(made)


def see(call: Call) -> dict[str, Any]:
    """Record how it was seen that who asks is the person."""
    return _told(identify(call.visit.workplace, _found(call).id, call.body.how))


def put_off(call: Call) -> dict[str, Any]:
    """Extend the term, with the reason."""
    return _told(extend(call.visit.workplace, _found(call).id, call.body.reason))


def decide(call: Call) -> dict[str, Any]:
    """Decide on a request."""
    given = call.body
    decision = Decision(
        outcome=given.outcome,
        ground=given.ground,
        motivation=given.motivation,
        items=given.items,
        note=given.note,
    )
    return _told(decide_request(call.visit.workplace, _found(call).id, decision))


def end_apart(call: Call) -> dict[str, Any]:
    """End that posts are kept apart, with the reason."""
    return _told(lift(call.visit.workplace, _found(call).id, call.body.reason))


def letter(call: Call) -> HttpResponse:
    """Give the answer letter as a page to print; nothing of it is kept."""
    made = answer_letter(call.visit.workplace, _found(call).id)
    seal_events(call.visit.workplace)
    return HttpResponse(letter_html(made), content_type="text/html; charset=utf-8")


def _found(call: Call) -> PersonRequest:
    try:
        return find_request(call.visit.workplace, call.path["request"])
    except WrongUse as error:
        raise NotThere from error


def _told(found: PersonRequest) -> dict[str, Any]:
    here = f"/api/v1/persoonsverzoeken/{found.id}"
    return {**request_json(found), "_links": {"self": {"href": here}}}


_REQUESTS = Rows(Text("Verzoeken van personen", "Requests of persons"))
ROWS = (
    _REQUESTS.read(
        "listPersonRequests",
        "/persoonsverzoeken",
        "person-requests",
        Text("De verzoeken van personen", "Requests of persons"),
        requests,
        RequestShape,
        Paging,
    ),
    _REQUESTS.do(
        "takePersonRequest",
        "/persoonsverzoeken",
        "person-requests",
        Text("Leg een verzoek vast", "Record a request"),
        take,
        RequestShape,
        NewRequest,
        status=HTTPStatus.CREATED,
    ),
    _REQUESTS.read(
        "getPersonRequest",
        "/persoonsverzoeken/{request}",
        "person-request",
        Text("Eén verzoek", "One request"),
        request,
        RequestShape,
    ),
    _REQUESTS.read(
        "listHeldAbout",
        "/persoonsverzoeken/{request}/berichten",
        "person-request",
        Text("Wat over de verzoeker wordt bewaard", "What is held about who asks"),
        held,
        HeldShape,
        Paging,
    ),
    _REQUESTS.read(
        "listRequestGrounds",
        "/persoonsverzoeken/{request}/gronden",
        "person-request",
        Text("Op welke gronden het verzoek kan eindigen", "On which grounds the request can end"),
        grounds,
        GroundShape,
        Paging,
    ),
    _REQUESTS.do(
        "identifyRequester",
        "/persoonsverzoeken/{request}/identificaties",
        "person-request",
        Text(
            "Leg vast hoe is gezien dat het de persoon is",
            "Record how it was seen that it is the person",
        ),
        see,
        RequestShape,
        How,
    ),
    _REQUESTS.do(
        "extendPersonRequest",
        "/persoonsverzoeken/{request}/verlengingen",
        "person-request",
        Text("Verleng de termijn", "Extend the term"),
        put_off,
        RequestShape,
        Reason,
    ),
    _REQUESTS.do(
        "decidePersonRequest",
        "/persoonsverzoeken/{request}/besluiten",
        "person-request",
        Text("Besluit op het verzoek", "Decide on the request"),
        decide,
        RequestShape,
        NewDecision,
    ),
    _REQUESTS.do(
        "liftPersonRequest",
        "/persoonsverzoeken/{request}/opheffingen",
        "person-request",
        Text("Hef het apart zetten op", "End that posts are kept apart"),
        end_apart,
        RequestShape,
        Reason,
    ),
    _REQUESTS.file(
        "getRequestLetter",
        "/persoonsverzoeken/{request}/brief",
        "person-request-letter",
        Text("De antwoordbrief, om af te drukken", "The answer letter, to be printed"),
        letter,
        "text/html",
    ),
)

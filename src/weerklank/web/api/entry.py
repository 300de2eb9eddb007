"""The one door of the API: finds the operation, who asks, whether they may, and answers.

Nobody is known here by a cookie: a browser that is signed in opens nothing of it, so no page of
another site can act through one.
"""

import re
import sys
from dataclasses import replace
from http import HTTPStatus
from typing import Any

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.views.decorators.csrf import csrf_exempt

from weerklank.model.clock import civil_day
from weerklank.model.errors import WeerklankError
from weerklank.model.person import Actor
from weerklank.model.text import Language, Text
from weerklank.services.seal.seal_events import seal_events
from weerklank.web import site
from weerklank.web.api.document import VERSION, document
from weerklank.web.api.operation import Call, Listed, NotThere, Operation, Paging
from weerklank.web.api.problems import (
    DEFECT,
    NO_METHOD,
    NO_OPERATION,
    NO_TOKEN,
    NOT_THIS_ROLE,
    TOO_MANY,
    ApiError,
    problem,
    status_for,
)
from weerklank.web.api.reading import read_body, read_query
from weerklank.web.api.shapes_of_register import Work
from weerklank.web.api.table import OPERATIONS
from weerklank.web.middleware import defect_place
from weerklank.web.permissions import may, who_may
from weerklank.web.sign_in import WINDOW, Attempts, address_of
from weerklank.web.tokens import token_of
from weerklank.web.visit import Visit
from weerklank.web.words import ROLES

_BEARER = re.compile(r"Bearer ([A-Za-z0-9_]{1,200})", re.IGNORECASE)
_DOCUMENT = ("v1", "openapi.json")
#: Wrong tokens by address; apart from failures to sign in, which a program must not cause.
ATTEMPTS = Attempts()
_JSON = "application/json"


@csrf_exempt
def api(request: HttpRequest, rest: str) -> HttpResponseBase:
    """Answer a request of the API."""
    language = _language(request)
    wrong: list[int] = [HTTPStatus.NOT_FOUND]
    try:
        answer = _answer(request, tuple(rest.split("/")), language, wrong)
    except WeerklankError as error:
        answer = problem(error, status_for(error, wrong[0]), language)
    except (Http404, NotThere):
        missing = ApiError(HTTPStatus.NOT_FOUND, NO_OPERATION)
        answer = problem(missing, HTTPStatus.NOT_FOUND, language)
    except Exception as error:  # noqa: BLE001 - a defect is told as one, without its message
        sys.stderr.write(f"DEFECT-001 {type(error).__name__} {defect_place(error)}\n")
        defect = ApiError(HTTPStatus.INTERNAL_SERVER_ERROR, DEFECT)
        answer = problem(defect, HTTPStatus.INTERNAL_SERVER_ERROR, language)
    answer["API-Version"] = VERSION
    answer["Content-Language"] = language
    return answer


def _answer(
    request: HttpRequest, parts: tuple[str, ...], language: Language, wrong: list[int]
) -> HttpResponseBase:
    method = "GET" if request.method == "HEAD" else request.method or ""
    if parts == _DOCUMENT:
        if method != "GET":
            raise _no_method({"GET"})
        return HttpResponse(document(language), content_type=_JSON)
    operation, path = _find(method, parts)
    wrong[0] = operation.wrong
    visit = _visit(request, language)
    if not may(visit.roles, operation.page):
        roles = [ROLES[role] for role in who_may(operation.page)]
        said = Text(", ".join(one.nl for one in roles), ", ".join(one.en for one in roles))
        raise ApiError(HTTPStatus.FORBIDDEN, NOT_THIS_ROLE, roles=said)
    query = read_query(operation, request.GET)
    takes_json = operation.body is not None and operation.body_type == _JSON
    body = read_body(operation, request) if takes_json else None
    call = Call(request=request, visit=visit, path=path, query=query, body=body)
    given = operation.act(call)
    # What was recorded is in the log when the answer goes; a work that was begun seals its own.
    if operation.method != "GET" and operation.answer is not Work:
        seal_events(visit.workplace)
    return _told(operation, call, given)


def _find(method: str, parts: tuple[str, ...]) -> tuple[Operation, dict[str, str]]:
    here: dict[str, tuple[Operation, dict[str, str]]] = {}
    if parts[0] == "v1" and not any("\x00" in one for one in parts):
        for operation in OPERATIONS:
            path = operation.match(parts[1:])
            if path is not None:
                here.setdefault(operation.method, (operation, path))
    if not here:
        raise ApiError(HTTPStatus.NOT_FOUND, NO_OPERATION)
    if method not in here:
        raise _no_method(set(here))
    return here[method]


def _no_method(allowed: set[str]) -> ApiError:
    error = ApiError(HTTPStatus.METHOD_NOT_ALLOWED, NO_METHOD)
    error.headers["Allow"] = ", ".join(sorted(allowed | ({"HEAD"} if "GET" in allowed else set())))
    return error


def _visit(request: HttpRequest, language: Language) -> Visit:
    """Give the visit of the person of a token, in the one role that it has."""
    opened = site.current().workplace()
    today = civil_day(opened.clock.now())
    asked = _BEARER.fullmatch(request.headers.get("Authorization", ""))
    token = token_of(asked[1], today) if asked else None
    register = opened.register() if token else None
    person = register.persons.get(token.person) if register and token else None
    if token is None or register is None or person is None:
        raise _unknown(request, is_tried=asked is not None)
    if token.role not in person.roles_on(today):
        raise _unknown(request, is_tried=False)
    actor = Actor(
        system_user=opened.actor.system_user,
        name=person.name,
        roles=(token.role,),
        is_signed_in=True,
    )
    visit = Visit(
        name=person.name,
        roles=actor.roles,
        language=language,
        workplace=replace(opened, actor=actor),
        accounts=register.accounts,
        until=person.until,
    )
    request.visit = visit  # type: ignore[attr-defined] # where `visit_of` looks
    return visit


def _unknown(request: HttpRequest, *, is_tried: bool) -> ApiError:
    """Refuse who is not known, and count what was tried; a token that holds is never held up."""
    address = address_of(request)
    error = ApiError(HTTPStatus.UNAUTHORIZED, NO_TOKEN)
    error.headers["WWW-Authenticate"] = 'Bearer realm="Weerklank"'
    if is_tried:
        if ATTEMPTS.must_wait(address, address):
            error = ApiError(HTTPStatus.TOO_MANY_REQUESTS, TOO_MANY)
            error.headers["Retry-After"] = str(int(WINDOW))
        else:
            ATTEMPTS.failed(address, address)
    return error


def _told(operation: Operation, call: Call, given: object) -> HttpResponseBase:
    """Give what an operation gave: only what its declaration names goes out."""
    if isinstance(given, HttpResponseBase):
        return given
    if isinstance(given, Listed):
        value: Any = {
            "items": [msgspec.convert(one, operation.answer) for one in given.items],
            "total": given.total,
            "_links": _links(call, given),
        }
    else:
        value = msgspec.convert(given, operation.answer)
    answer = HttpResponse(msgspec.json.encode(value), status=operation.status, content_type=_JSON)
    onward = getattr(value, "links", None)
    if operation.status in {HTTPStatus.CREATED, HTTPStatus.ACCEPTED} and onward:
        answer["Location"] = onward.self.href
    return answer


def _links(call: Call, given: Listed) -> dict[str, dict[str, str]]:
    page = call.query.page if isinstance(call.query, Paging) else 1
    last = max(given.pages, 1)
    numbers = {"self": page, "first": 1, "last": last}
    if page > 1:
        numbers["prev"] = min(page - 1, last)
    if page < given.pages:
        numbers["next"] = page + 1
    query = call.request.GET.copy()
    links = {}
    for name, number in numbers.items():
        query["page"] = str(number)
        links[name] = {"href": f"{call.request.path}?{query.urlencode()}"}
    return links


def _language(request: HttpRequest) -> Language:
    """Give the language that is preferred by a header; Dutch unless it is English."""
    first = request.headers.get("Accept-Language", "").partition(",")[0]
    return "en" if first.strip().casefold().partition("-")[0] == "en" else "nl"

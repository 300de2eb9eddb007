"""Read what a request gives by what its operation declares; all that is wrong is told at once."""

import functools
import typing
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, cast

import msgspec
from django.core.exceptions import RequestDataTooBig
from django.http import HttpRequest, QueryDict
from django.http.request import UnreadablePostError

from weerklank.model.text import Text, one_line
from weerklank.web.api.operation import Operation, Query
from weerklank.web.api.problems import TOO_LARGE, WRONG_TYPE, WRONG_VALUES, ApiError, Wrong

#: Bytes of JSON in a request.
MOST_BYTES = 1 << 20
#: Signs of a name that is repeated in an error, and of a value of a query.
_NAME, _VALUE = 60, 2000
_NOT_FIT = Text("Geen geldige waarde.", "No valid value.")
_UNKNOWN = Text("Dit veld is er niet.", "There is no such field.")
_NEEDED = Text("Dit veld is nodig.", "This field is needed.")
_TWICE = Text("Dit veld kan er één keer staan.", "This field may be given once.")
_NO_OBJECT = Text("Verwacht wordt een object van JSON.", "An object of JSON is expected.")


def read_query(operation: Operation, given: QueryDict) -> Query:
    """Give what was asked; ApiError with every field that can't be used."""
    values: dict[str, Any] = {}
    wrong: list[Wrong] = []
    fields = _fields(operation.query)
    for name in given:
        field, every = fields.get(name), given.getlist(name)
        if field is None:
            wrong.append(Wrong("query", _name(name), _UNKNOWN))
        elif any("\x00" in one or len(one) > _VALUE for one in every):
            wrong.append(Wrong("query", name, _NOT_FIT, _schema(field.type)))
        elif not _is_list(field.type) and len(every) > 1:
            wrong.append(Wrong("query", name, _TWICE))
        else:
            _convert(every if _is_list(field.type) else every[0], "query", field, values, wrong)
    wrong += [
        Wrong("query", name, _NEEDED, _schema(field.type))
        for name, field in fields.items()
        if field.required and name not in given
    ]
    _refuse(wrong)
    return operation.query(**values)


def read_body(operation: Operation, request: HttpRequest) -> msgspec.Struct:
    """Give what came along with an operation that takes JSON."""
    if request.content_type != operation.body_type:
        raise ApiError(HTTPStatus.UNSUPPORTED_MEDIA_TYPE, WRONG_TYPE, type=operation.body_type)
    try:
        found = msgspec.json.decode(request.body)
    except RequestDataTooBig:
        raise ApiError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, TOO_LARGE, most=MOST_BYTES) from None
    except (msgspec.DecodeError, UnicodeDecodeError, UnreadablePostError, RecursionError):
        found = None
    if not isinstance(found, dict):
        raise ApiError(HTTPStatus.BAD_REQUEST, WRONG_VALUES, (Wrong("body", "", _NO_OBJECT),))
    return _structured(operation.body or msgspec.Struct, found)


def _structured(wanted: type[msgspec.Struct], found: Mapping[str, object]) -> msgspec.Struct:
    values: dict[str, Any] = {}
    wrong: list[Wrong] = []
    fields = _fields(wanted)
    for name, value in found.items():
        field = fields.get(name)
        if field is None:
            wrong.append(Wrong("body", _name(name), _UNKNOWN))
        elif _has_nul(value):
            wrong.append(Wrong("body", name, _NOT_FIT, _schema(field.type)))
        else:
            _convert(value, "body", field, values, wrong)
    wrong += [
        Wrong("body", name, _NEEDED, _schema(field.type))
        for name, field in fields.items()
        if field.required and name not in found
    ]
    _refuse(wrong)
    return wanted(**values)


def _convert(
    value: object,
    place: str,
    field: msgspec.structs.FieldInfo,
    values: dict[str, Any],
    wrong: list[Wrong],
) -> None:
    try:
        if place == "query":
            values[field.name] = _from_words(value, field.type)
        else:
            values[field.name] = msgspec.convert(value, field.type)
    except msgspec.ValidationError:
        wrong.append(Wrong(place, field.encode_name, _NOT_FIT, _schema(field.type)))


def _from_words(value: object, kind: object) -> object:
    """Read what an address holds: a number is digits, and `null` a word like others."""
    held = [one for one in typing.get_args(kind) if one is not type(None)]
    if type(None) in typing.get_args(kind) and len(held) == 1:
        kind = held[0]
    wanted = _schema(kind).get("type")
    if isinstance(value, str):
        if wanted == "integer" and not (value.isascii() and value.isdecimal()):
            raise msgspec.ValidationError
        if wanted == "boolean" and value not in {"true", "false"}:
            raise msgspec.ValidationError
    converted: object = msgspec.convert(value, cast("type[object]", kind), strict=False)
    return converted


def _refuse(wrong: list[Wrong]) -> None:
    if wrong:
        raise ApiError(HTTPStatus.BAD_REQUEST, WRONG_VALUES, tuple(wrong))


def _has_nul(value: object) -> bool:
    """Tell whether a text within it holds a NUL, however deep a request makes it."""
    waiting = [value]
    while waiting:
        one = waiting.pop()
        if isinstance(one, str) and "\x00" in one:
            return True
        if isinstance(one, list):
            waiting += one
        elif isinstance(one, dict):
            waiting += (*one, *one.values())
    return False


@functools.cache
def _fields(of: type[msgspec.Struct]) -> dict[str, msgspec.structs.FieldInfo]:
    return {one.encode_name: one for one in msgspec.structs.fields(of)}


@functools.cache
def _is_list(kind: object) -> bool:
    return "array" in str(_schema(kind).get("type", ""))


def _schema(kind: object) -> dict[str, Any]:
    (schema,), _ = msgspec.json.schema_components((kind,))
    return schema


def _name(name: str) -> str:
    return one_line(name)[:_NAME]

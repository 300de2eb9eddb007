"""The OpenAPI document: made of the table of operations, so it lists what works alone."""

import functools
import re
from typing import Any
from urllib.parse import urlsplit

import msgspec
import orjson

from weerklank.model.text import Language, Text
from weerklank.services.people.mail_settings import sender_of
from weerklank.web import site
from weerklank.web.api.operation import Operation
from weerklank.web.api.shapes import Link, PageLinks, Problem
from weerklank.web.api.table import OPERATIONS

#: Of the API, by semantic versioning; the number in the address is its first.
VERSION = "1.0.0"
_REF = "#/components/schemas/{name}"
_LEAD = Text(
    nl="Wat de schermen van Weerklank tonen en doen, voor programma's. Een token geldt voor één "
    "rol van één persoon; wat het opent, wordt vastgelegd zoals op het scherm.",
    en="What the screens of Weerklank show and do, for programs. A token holds for one role of "
    "one person; what it opens is recorded as on the screen.",
)
_ERRORS = {
    400: Text("Niet alles in het verzoek is te gebruiken.", "Not all of the request can be used."),
    401: Text("Geen token dat geldt.", "No token that holds."),
    403: Text("De rol van het token mag dit niet.", "The role of the token may not do this."),
    404: Text("Niet gevonden, of niet te zien voor deze rol.", "Not found, or not for this role."),
    409: Text("Kan niet zoals het nu staat.", "Can't be done as things stand."),
    410: Text("Vernietigd, met het besluit.", "Destroyed, with the decision."),
    413: Text("Te groot.", "Too large."),
    415: Text("Een ander soort inhoud.", "Content of another type."),
    416: Text("Dit deel is er niet.", "There is no such part."),
    429: Text("Te veel verkeerde tokens.", "Too many wrong tokens."),
    500: Text("Een fout in het archief of het programma.", "A fault in archive or program."),
    503: Text("Kan nu niet.", "Can't be done now."),
}
_A_PART = Text("Een deel ervan.", "A part of it.")
_OK = Text("Gelukt.", "Done.")
_VERSION = Text("Volledige versie van de API.", "Full version of the API.")


def document(language: Language) -> bytes:
    """Give the document in a language."""
    known = site.current()
    workplace = known.workplace()
    host = urlsplit(known.address or "").hostname or "localhost"
    domain = host if "." in host else f"{host}.invalid"  # of a machine alone nobody gets mail
    told = dict(_whole(language))
    told["info"] = {
        "title": f"Weerklank, {workplace.organisation.name}",
        "version": VERSION,
        "description": _LEAD.say(language),
        "license": {"name": "EUPL-1.2", "identifier": "EUPL-1.2"},
        "contact": {
            "name": workplace.organisation.name,
            "url": known.address or "http://localhost",
            # RFC 5321 asks every domain that has mail for this address.
            "email": sender_of(workplace) or f"postmaster@{domain}",
        },
    }
    return orjson.dumps(told)


@functools.cache
def _whole(language: Language) -> dict[str, Any]:
    types = [one.answer for one in OPERATIONS if one.answer is not None]
    types += [one.body for one in OPERATIONS if one.body is not None]
    types += [one.query for one in OPERATIONS]
    _, components = msgspec.json.schema_components(
        (*types, Problem, PageLinks, Link), ref_template=_REF
    )
    paths: dict[str, Any] = {}
    for one in OPERATIONS:
        paths.setdefault(one.path, {})[one.method.lower()] = _operation(one, language)
    tags = {one.tag.nl: one.tag for one in OPERATIONS}
    return {
        "openapi": "3.1.0",
        "info": {},
        "servers": [{"url": "/api/v1"}],
        "tags": [{"name": one.say(language)} for one in tags.values()],
        "security": [{"token": []}],
        "paths": paths,
        "components": {
            "securitySchemes": {"token": {"type": "http", "scheme": "bearer"}},
            "headers": {
                "API-Version": {
                    "description": _VERSION.say(language),
                    "schema": {"type": "string"},
                }
            },
            "schemas": {
                name: _plain(schema)
                for name, schema in sorted(components.items())
                if not name.endswith(("Query", "Paging"))
            },
        },
    }


#: Every answer says by which version of the whole it was given.
_TOLD_WITH = {"API-Version": {"$ref": "#/components/headers/API-Version"}}


def _operation(one: Operation, language: Language) -> dict[str, Any]:
    told: dict[str, Any] = {
        "operationId": one.id,
        "tags": [one.tag.say(language)],
        "summary": one.summary.say(language),
        "parameters": [*_in_path(one), *_in_query(one)],
        "responses": {
            str(one.status): {
                "description": _OK.say(language),
                "headers": _TOLD_WITH,
                "content": {one.answer_type: {"schema": _answer(one)}},
            },
            **(_part(one, language) if one.has_parts else {}),
            **{
                str(status): {
                    "description": _ERRORS[status].say(language),
                    "content": {"application/problem+json": {"schema": _schema(Problem)}},
                }
                for status in _statuses(one)
            },
        },
    }
    if one.body is not None:
        told["requestBody"] = {
            "required": True,
            "content": {one.body_type: {"schema": _schema(one.body)}},
        }
    if one.takes_file:
        told["requestBody"] = {
            "required": True,
            "content": {one.body_type: {"schema": {"type": "string", "format": "binary"}}},
        }
    return told


def _part(one: Operation, language: Language) -> dict[str, Any]:
    """Describe the answer to who asks a part of a file, by Range."""
    content = {one.answer_type: {"schema": _answer(one)}}
    told = {"description": _A_PART.say(language), "headers": _TOLD_WITH, "content": content}
    return {"206": told}


def _statuses(one: Operation) -> list[int]:
    found = {400, 401, 403, 404, 410, 429, 500, 503}
    if one.has_parts:
        found |= {416}
    if one.method != "GET":
        found |= {409}
    if one.body is not None or one.takes_file:
        found |= {413, 415}
    return sorted(found)


def _in_path(one: Operation) -> list[dict[str, Any]]:
    return [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string"}}
        for name in re.findall(r"{(\w+)}", one.path)
    ]


def _in_query(one: Operation) -> list[dict[str, Any]]:
    return [
        {
            "name": field.encode_name,
            "in": "query",
            "required": field.required,
            "schema": _asked(field.type),
        }
        for field in msgspec.structs.fields(one.query)
    ]


def _answer(one: Operation) -> dict[str, Any]:
    if one.answer is None:  # bytes
        return {"type": "string", "format": "binary"}
    item = _schema(one.answer)
    if not one.is_list:
        return item
    return {
        "type": "object",
        "required": ["items", "total", "_links"],
        "properties": {
            "items": {"type": "array", "items": item},
            "total": {"type": "integer", "minimum": 0},
            "_links": {"$ref": "#/components/schemas/PageLinks"},
        },
    }


def _schema(kind: object) -> dict[str, Any]:
    (schema,), _ = msgspec.json.schema_components((kind,), ref_template=_REF)
    plain = _plain(schema)
    return plain if isinstance(plain, dict) else {}


def _asked(kind: object) -> dict[str, Any]:
    """Give the schema of what a query may hold: an address has no null."""
    schema = _schema(kind)
    held = [one for one in schema.get("anyOf", ()) if one != {"type": "null"}]
    return held[0] if len(held) == 1 else schema


def _plain(schema: object) -> object:
    """Leave out what describes our own classes, in the language of the program."""
    if isinstance(schema, dict):
        return {
            name: _plain(value)
            for name, value in schema.items()
            if not (name in {"title", "description"} and isinstance(value, str))
        }
    return [_plain(one) for one in schema] if isinstance(schema, list) else schema

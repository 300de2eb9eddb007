"""Our double of X's API, and the questions of our connector, held against X's OpenAPI document.

The document (version 2.167) lies beside the checkout, not in it. Where it is not there this is
skipped, and says so.
"""

import json
import re
from datetime import timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from test_double_by_openapi import faults
from test_x_api import NOON, Talk, at_home, harvest, of_everything

from weerklank.harvest.message_endpoints import demand_no_messages
from weerklank.harvest.transport import Transport
from weerklank.model.errors import Refused
from weerklank.testing.x_api_json import number_at

DOCUMENT = Path(__file__).parents[3] / "shared" / "samples" / "specs" / "x-openapi-2.167.json"
pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.skipif(not DOCUMENT.exists(), reason=f"the OpenAPI document is not at {DOCUMENT}"),
    pytest.mark.usefixtures("no_pauses"),
]
Json = dict[str, Any]


@pytest.fixture(scope="module")
def document() -> Json:
    return dict(json.loads(DOCUMENT.read_text()))


def at(document: Json, ref: str) -> Json:
    for step in ref.removeprefix("#/").split("/"):
        document = document[step]
    return document


def operation(document: Json, path: str) -> Json:
    """Give the operation by which X answers a path."""
    for known, way in document["paths"].items():
        form = re.sub(r"\\\{\w+\\\}", "[^/]+", re.escape(known))
        if re.fullmatch(form, path) and "get" in way and known.count("{") == form.count("[^/]+"):
            return dict(way["get"])
    raise AssertionError(f"X has no {path}")


def wrong_in_question(document: Json, asked: str) -> list[str]:
    """Give what of a question is not as the document says that X takes it."""
    parts = urlsplit(asked)
    told = operation(document, parts.path)["parameters"]
    known = {}
    for one in told:
        whole = at(document, one["$ref"]) if "$ref" in one else one
        known[whole["name"]] = whole["schema"]
    wrong = []
    for name, (value,) in parse_qs(parts.query).items():
        if name not in known:
            wrong.append(f"{parts.path}: {name} is no parameter")
        else:
            wrong += [f"{parts.path}: {name} {why}" for why in _wrong_in(value, known[name])]
    return wrong


def _wrong_in(value: str, schema: Json) -> list[str]:
    if schema["type"] == "array":
        several = value.split(",")
        allowed = schema["items"].get("enum", several)
        strange = sorted(set(several) - set(allowed))
        found = [f"has {strange}"] if strange else []
        return found + (["has too many"] if len(several) > schema.get("maxItems", 1_000) else [])
    if schema["type"] == "integer":
        return [] if schema["minimum"] <= int(value) <= schema["maximum"] else ["is out of bounds"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"is none of {schema['enum']}"]
    is_fit = schema.get("minLength", 0) <= len(value) <= schema.get("maxLength", 10_000)
    return [] if is_fit else ["is too long or empty"]


@pytest.fixture
def exchanged(place, monkeypatch):
    """Harvest everything twice, an edit and a deletion between, and give what was exchanged."""
    told: list[tuple[str, Any]] = []
    get = Transport.get

    def noting(self, address, *more):
        exchange = get(self, address, *more)
        told.append((address, json.loads(exchange.content(1 << 24))))
        return exchange

    monkeypatch.setattr(Transport, "get", noting)
    with at_home(place, *of_everything()) as server:
        harvest(place)
        server.take(number_at(NOON - timedelta(days=3)))
        harvest(place)
        server.absent = "gone"
        server.is_app_only = True
        place.run("harvest", "a0001")
    return told


def test_what_is_asked_x_would_take(document, exchanged):
    assert [one for address, _ in exchanged for one in wrong_in_question(document, address)] == []
    paths = {urlsplit(address).path for address, _ in exchanged}
    assert {"/2/users/me", "/2/tweets", "/2/tweets/search/recent"} <= paths


def test_what_the_double_answers_is_as_x_says(document, exchanged):
    seen: set[str] = set()
    for address, body in exchanged:
        way = operation(document, urlsplit(address).path)
        if "title" in body:  # a problem by itself, such as that of an app alone
            continue
        schema = way["responses"]["200"]["content"]["application/json"]["schema"]
        assert faults(body, schema, document) == [], address
        seen |= {*body, *body.get("includes", ())}
    assert {"data", "errors", "includes", "meta", "media", "polls", "posts", "users"} <= seen


def test_no_endpoint_of_messages_is_ever_asked(document):
    """Hold the list of what is refused against all that X opens to who may read messages."""
    asked = []
    for path, ways in document["paths"].items():
        of_messages = re.search(r"/dm[_/]|/chat\b|account_activity", path) is not None
        scopes = [scope for way in ways.values() for one in way.get("security", ())
                  for scope in one.get("OAuth2UserToken", ())]  # fmt: skip
        if of_messages or {"dm.read", "dm.write"} & set(scopes):
            asked.append(re.sub(r"\{\w+\}", "12", path))
    assert len(asked) > 20
    for path in asked:
        with pytest.raises(Refused):
            demand_no_messages(f"https://api.x.com{path}")


def test_what_a_talk_looks_like(document):
    """The records of the tests are records of X."""
    for one in Talk().posts:
        assert faults(one, {"$ref": "#/components/schemas/Post"}, document) == []

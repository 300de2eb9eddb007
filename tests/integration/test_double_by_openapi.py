"""All that a harvest reads from our double of Mastodon, held against the whole OpenAPI document.

The document (version 4.7.0) lies beside the checkout, not in it. Where it is not there this is
skipped, and says so; `tests/unit/testing/test_mastodon_server.py` holds the fields that are used.
"""

import json
import re
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from place import ME, Archive, medium, moment, post

from weerklank.harvest.transport import Transport
from weerklank.testing.mastodon_api_json import Reply
from weerklank.testing.mastodon_export import ExportBoost, ExportPoll, snowflake
from weerklank.testing.mastodon_server import mastodon_server

DOCUMENT = (
    Path(__file__).parents[3] / "shared" / "samples" / "specs" / "mastodon-openapi-4.7.0.json"
)
pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.skipif(not DOCUMENT.exists(), reason=f"the OpenAPI document is not at {DOCUMENT}"),
]
THEIRS = "https://mast.example/users/wubbechien_tjoelker/statuses/123"
KINDS: dict[str, tuple[type, ...]] = {
    "string": (str,), "integer": (int,), "number": (int, float), "boolean": (bool,),
    "null": (type(None),), "object": (dict,), "array": (list,),
}  # fmt: skip
#: Mastodon sends these, as recordings of it show, and the schemas of the document leave them out.
SENT_ALL_THE_SAME = re.compile(r".*/media_attachments/\d+/meta/(original|small)/size is not .*")
Json = dict[str, Any]


@pytest.fixture(scope="module")
def document() -> Json:
    return dict(json.loads(DOCUMENT.read_text()))


def faults(value: Any, schema: Json, document: Json, where: str = "") -> list[str]:
    """Give where a value is not as a schema says; a field that the schema has not is one too."""
    if "$ref" in schema:
        inner = document
        for step in schema["$ref"].removeprefix("#/").split("/"):
            inner = inner[step]
        return faults(value, inner, document, where)
    ways = schema.get("oneOf") or schema.get("anyOf")
    if ways:
        return min((faults(value, way, document, where) for way in ways), key=len)
    if "allOf" in schema:
        return [f for part in schema["allOf"] for f in faults(value, part, document, where)]
    kinds = schema.get("type", [])
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if kinds and not any(type(value) in KINDS[kind] for kind in kinds):
        return [f"{where} is no {kinds}"]
    if "enum" in schema and value not in schema["enum"]:
        return [f"{where} is none of {schema['enum']}"]
    return [*_format(value, schema, where), *_inner(value, schema, document, where)]


def _format(value: Any, schema: Json, where: str) -> Iterator[str]:
    if isinstance(value, str) and schema.get("format") == "date-time":
        try:
            datetime.fromisoformat(value)
        except ValueError:
            yield f"{where} is no moment"
    if isinstance(value, str) and schema.get("format") == "uri" and not urlsplit(value).scheme:
        yield f"{where} is no address"


def _inner(value: Any, schema: Json, document: Json, where: str) -> Iterator[str]:
    if isinstance(value, list):
        for number, one in enumerate(value):
            yield from faults(one, schema.get("items", {}), document, f"{where}/{number}")
    if isinstance(value, dict) and "properties" in schema:
        missing = set(schema.get("required", ())) - value.keys()
        yield from (f"{where}/{key} is missing" for key in sorted(missing))
        for key, one in value.items():
            yield from _field(key, one, schema, document, where)


def _field(key: str, value: Any, schema: Json, document: Json, where: str) -> list[str]:
    if key in schema["properties"]:
        return faults(value, schema["properties"][key], document, f"{where}/{key}")
    more = schema.get("additionalProperties")
    return [] if more else [f"{where}/{key} is not in the document"]


def schema_of(path: str, document: Json) -> Json | None:
    """Give the schema of what an endpoint answers; None for what is none of the API."""
    for template, methods in document["paths"].items():
        form = re.sub(r"\{[^}]+\}", r"[0-9]+", template)
        if re.fullmatch(form, path) and "get" in methods:
            content = methods["get"]["responses"]["200"]["content"]
            return dict(content["application/json"]["schema"])
    return None


def test_everything_that_a_harvest_reads_is_as_the_document_says(tmp_path, document, monkeypatch):
    read: list[tuple[str, Any]] = []
    real = Transport.get

    def noting(self: Transport, address: str, *headers: Any) -> Any:
        exchange = real(self, address, *headers)
        if exchange.status == 200:
            read.append((urlsplit(address).path, json.loads(exchange.content(1 << 24))))
        return exchange

    monkeypatch.setattr(Transport, "get", noting)
    picture = medium("media_attachments/files/109/1/original/een.png")
    first = post(1, "Vraag maar", edited=moment(2), media=(picture,), summary="Let op")
    asked = ExportPoll(options=(("ja", 3), ("nee", 1)), end=moment(9), multiple=True, voters=4)
    items = [
        first,
        post(3, "Stem mee", poll=asked, hashtags=("Brug",)),
        post(4, "Antwoord", in_reply_to=THEIRS, quote=THEIRS),
        post(5, "Dag", mentions=((THEIRS.partition("/statuses")[0], "@wubbechien@mast.example"),)),
        ExportBoost(number=snowflake(moment(6)), published=moment(6), object_uri=THEIRS),
    ]
    answer = Reply(
        uri="https://mast.example/users/barthold/statuses/9",
        html="<p>Ja</p>",
        answers=f"{ME.actor_id}/statuses/{first.number}",
        published=moment(3),
    )
    place = Archive(tmp_path)
    place.good("init", str(place.folder), "--organisation", "Voorbeelddam", "--sealed", "drop")
    edits = {first.number: [(moment(1), "<p>Eerst</p>")]}
    with mastodon_server(
        ME, items, replies=[answer], edits=edits, pinned=[first.number], avatar=picture
    ) as server:
        place.good("account", "add", server.url, "--kind", "corporate")
        place.good("harvest", "gemeente")
    looked = [(path, value, schema_of(path, document)) for path, value in read]
    assert [path for path, _, schema in looked if schema is None] == []
    assert {path.rpartition("/")[2] for path, _, _ in looked} >= {
        "lookup", "statuses", "context", "history"
    }  # fmt: skip
    assert [
        (path, fault)
        for path, value, schema in looked
        for fault in faults(value, schema or {}, document)
        if not SENT_ALL_THE_SAME.fullmatch(fault)
    ] == []


def test_the_look_finds_what_is_otherwise(document):
    schema = {"$ref": "#/components/schemas/Context"}
    assert faults({"ancestors": []}, schema, document) == ["/descendants is missing"]
    assert faults({"ancestors": 1, "descendants": [], "more": 2}, schema, document) == [
        "/ancestors is no ['array']",
        "/more is not in the document",
    ]

"""The test double answers what the OpenAPI document of Mastodon's API says.

`mastodon_openapi.json` holds names and kinds of fields of the entities that are used, from the
OpenAPI document of version 4.7.0 (abraham/mastodon-openapi, MIT).
"""

import json
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from weerklank.connectors.mastodon.api_shape import ACCOUNT, STATUS
from weerklank.testing.mastodon_api_json import Reply, account_json, other_json, status_json
from weerklank.testing.mastodon_export import (
    ExportAccount,
    ExportBoost,
    ExportMedium,
    ExportPoll,
    ExportPost,
)
from weerklank.testing.mastodon_shown import MastodonServer

ENTITIES = json.loads((Path(__file__).parent / "mastodon_openapi.json").read_text())
HOST = "https://social.voorbeelddam.example"
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
ME = ExportAccount(
    host="social.voorbeelddam.example",
    name="gemeente",
    display_name="Gemeente",
    summary_html="<p>Ja</p>",
    actor_id=f"{HOST}/users/gemeente",
    created=NOON,
)
PICTURE = ExportMedium(
    path="media_attachments/1.png",
    content_type="image/png",
    alt="Brug",
    width=1,
    height=1,
    data=b"x",
)
THEIRS = "https://mast.example/users/piet/statuses/1"
PLAIN = ExportPost(number=1, published=NOON, html="<p>Ja</p>")
ITEMS = [
    PLAIN,
    replace(PLAIN, number=2, media=(PICTURE,), mentions=((THEIRS, "@piet@mast.example"),)),
    replace(PLAIN, number=3, poll=ExportPoll(options=(("ja", 1),), end=NOON), hashtags=("Brug",)),
    replace(PLAIN, number=4, in_reply_to=THEIRS, quote=THEIRS, edited=NOON, summary="Let op"),
    ExportBoost(number=5, published=NOON, object_uri=THEIRS),
]
KINDS: dict[str, tuple[type, ...]] = {
    "string": (str,),
    "integer": (int,),
    "boolean": (bool,),
    "null": (type(None),),
    "object": (dict,),
}


def faults(value: Any, kinds: list[str], where: str) -> list[str]:
    """Give where a value is not of any of the kinds that are allowed there."""
    found: list[list[str]] = []
    for kind in kinds:
        if kind.startswith("[") and isinstance(value, list):
            inner = kind[1:-1].split("|")
            found.append([f for one in value for f in faults(one, inner, f"{where}[]")])
        elif kind in ENTITIES and isinstance(value, dict):
            found.append(of_entity(value, kind, where))
        elif kind in KINDS and type(value) in KINDS[kind]:
            return []
        elif kind not in ENTITIES and kind not in KINDS and isinstance(value, dict):
            return []  # an entity that is not looked into
    return min(found, key=len) if found else [where]


def of_entity(value: dict[str, Any], name: str, where: str) -> list[str]:
    entity = ENTITIES[name]
    missing = [f"{where}/{field} is missing" for field in entity["required"] if field not in value]
    odd = [f"{where}/{field} is odd" for field in value if field not in entity["fields"]]
    wrong = [
        fault
        for field, one in value.items()
        if field in entity["fields"]
        for fault in faults(one, entity["fields"][field], f"{where}/{field}")
    ]
    return missing + odd + wrong


def test_the_account_is_as_the_document_says():
    assert of_entity(account_json(ME, HOST, PICTURE), "Account", "") == []


@pytest.mark.parametrize("item", ITEMS, ids=lambda item: str(item.number))
def test_posts_are_as_the_document_says(item):
    me = account_json(ME, HOST, None)
    made = status_json(ME, item, HOST, me)
    assert of_entity(made, "Status", "") == []


def test_so_is_the_post_of_somebody_else():
    number = status_json(ME, ITEMS[3], HOST, account_json(ME, HOST, None))["in_reply_to_id"]
    other = other_json(number, ITEMS)
    assert other is not None
    assert of_entity(other, "Status", "") == []
    assert other_json("1", ITEMS) is None


def test_so_are_histories_and_replies():
    edited = replace(PLAIN, edited=NOON)
    answer = Reply(
        uri=THEIRS, html="<p>Nee</p>", answers=f"{ME.actor_id}/statuses/1", published=NOON
    )
    server = MastodonServer(ME, [edited], HOST, edits={1: [(NOON, "Eerst")]}, replies=[answer])
    history = server.history("1")
    assert len(history) == 2
    assert [fault for one in history for fault in of_entity(one, "StatusEdit", "")] == []
    context = server.context("1")
    assert len(context["descendants"]) == 1
    assert of_entity(context, "Context", "") == []


def test_the_check_finds_what_is_not_so():
    made = status_json(ME, PLAIN, HOST, account_json(ME, HOST, None))
    wrong = {**made, "content": 3, "new": 1}
    del wrong["uri"]
    assert sorted(of_entity(wrong, "Status", "")) == [
        "/content",
        "/new is odd",
        "/uri is missing",
    ]


@pytest.mark.parametrize(("entity", "shape"), [("Status", STATUS), ("Account", ACCOUNT)])
def test_the_mapping_knows_every_field_of_the_document(entity, shape):
    # Left out before minimisation: see `api_objects`.
    left_out = set(
        "id account language in_reply_to_account_id "
        "favourited reblogged muted bookmarked filtered".split()
    )
    assert set(ENTITIES[entity]["fields"]) - left_out - set(shape) == set()

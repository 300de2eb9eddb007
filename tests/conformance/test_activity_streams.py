"""What we write as Activity Streams 2.0 has the form of what others write.

Nobody's validator of Activity Streams can be had that fits our other libraries. So the forms are
learned from test vectors that others made and convert by (`samples/activitystreams`): which
properties an object of each type has, and of which kind their values are. What those vectors do
not have, the vocabulary of the W3C itself names.
"""

import json
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from weerklank.model.item import (
    ArchivalItem,
    Author,
    AuthorRole,
    Counts,
    ItemKind,
    Medium,
    Poll,
    PollOption,
    Ref,
    RefType,
    Visibility,
)
from weerklank.services.find.media_format import Kind
from weerklank.services.share.activity_streams import activities
from weerklank.services.share.names import Names

VECTORS = Path(__file__).parents[2].parent / "shared/samples/activitystreams/granary"
pytestmark = pytest.mark.skipif(
    not VECTORS.is_dir(), reason=f"the vectors of others are not in {VECTORS}"
)
#: Of https://www.w3.org/TR/activitystreams-vocabulary/ (23 May 2017), where no vector has it.
VOCABULARY = {
    "closed": {"str"},
    "contentMap": {"object"},
    "context": {"str"},
    "height": {"number"},
    "likes": {"object"},  # of ActivityPub, in the same namespace
    "mediaType": {"str"},
    "replies": {"object"},
    "shares": {"object"},
    "summary": {"str"},
    "width": {"number"},
}
NAMES = Names("dam.example/log", {}, {"pic": Kind("image/png", "png")})


def kind_of(value: Any) -> str:
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, int | float):
        return "number"
    return "object" if isinstance(value, dict) else "str"


def objects(value: Any) -> Iterator[dict[str, Any]]:
    """Give every object in a document, itself included."""
    if isinstance(value, dict):
        yield value
    for inner in value.values() if isinstance(value, dict) else value:
        if isinstance(inner, dict | list):
            yield from objects(inner)


def properties(value: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Give each property of an object with the kind of its values; a list stands for its own."""
    for name, told in value.items():
        for one in told if isinstance(told, list) else [told]:
            yield name, kind_of(one)


@pytest.fixture(scope="module")
def seen() -> dict[str, set[str]]:
    """Properties of the vectors, each with the kinds of value that they have."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    for path in VECTORS.glob("*.as2.json"):
        for one in objects(json.loads(path.read_text())):
            for name, kind in properties(one):
                found[name].add(kind)
    assert len(found) > 40
    return found


@pytest.fixture(scope="module")
def types() -> set[str]:
    documents = [json.loads(path.read_text()) for path in VECTORS.glob("*.as2.json")]
    found = [one.get("type") for document in documents for one in objects(document)]
    return {one for told in found for one in (told if isinstance(told, list) else [told]) if one}


def item(**more: Any) -> ArchivalItem:
    given: dict[str, Any] = {
        "account": "a0001",
        "author": Author(role=AuthorRole.OWN, handle="gemeente"),
        "captured_at": "2026-01-02T09:00:00Z",
        "created_at": "2026-01-01T09:00:00Z",
        "id": "vbd-2026-01-01-aaaaa",
        "key": "k" * 26,
        "kind": ItemKind.POST,
        "platform": "mastodon",
        "policy": 1,
        "run": "r",
        "scenario": "B",
        "technique": "api",
        "text": "Dag <allemaal>",
        "url": "https://social.example/@gemeente/1",
    }
    return ArchivalItem(**{**given, **more})


CITIZEN = Author(role=AuthorRole.CITIZEN, pseudonym="p" * 26, shown="Burger-7KQ4-M2XN-9T")
ITEMS = {
    "note": item(language="nl", counts=Counts(likes=1, replies=2, reposts=3)),
    "comment": item(
        author=CITIZEN, kind=ItemKind.REPLY, refs=(Ref(key="x" * 26, type=RefType.REPLY_TO),)
    ),
    "quote": item(refs=(Ref(key="x" * 26, type=RefType.QUOTE_OF),)),
    "repost": item(kind=ItemKind.BOOST, refs=(Ref(key="x" * 26, type=RefType.BOOST_OF),)),
    "question": item(
        poll=Poll(options=(PollOption(text="Ja", votes=3),), ends_at="2026-02-01T09:00Z")
    ),
    "article": item(platform="youtube", title="Titel", edited_at="2026-01-02T09:00Z"),
    "warning": item(title="Let op", visibility=Visibility.UNLISTED),
    "picture": item(
        media=(
            Medium(id="pic", file="f", alt="Een brug", width=4, height=3),
            Medium(id="gone", missing="niet gegeven", type="video/mp4"),
        )
    ),
}


@pytest.mark.parametrize("name", ITEMS)
def test_it_has_the_form_of_what_others_write(name, seen, types):
    for activity in activities(ITEMS[name], None, NAMES):
        for one in objects(activity):
            assert one.get("type", "Note") in types | {"Create", "Collection", "Link"}
            for prop, kind in properties(one):
                if prop != "nl":  # a key of a language
                    assert kind in seen.get(prop, set()) | VOCABULARY.get(prop, set()), (
                        prop,
                        kind,
                    )


def vector(name: str) -> Any:
    return json.loads((VECTORS / f"{name}.as2.json").read_text())


def test_the_same_thing_is_said_in_the_same_way():
    """Hold what we write of a thing against how the vector of the same thing says it."""

    def ours(name: str) -> Any:
        (activity,) = activities(ITEMS[name], None, NAMES)
        return activity["object"] if activity["type"] == "Create" else activity

    assert ours("note")["type"] == vector("note")["type"] == "Note"
    assert kind_of(ours("comment")["inReplyTo"]) == kind_of(vector("comment")["inReplyTo"])
    assert ours("repost")["type"] == vector("repost")["type"] == "Announce"
    assert ours("article")["type"] == vector("article_with_audio_video")["type"] == "Article"
    assert ours("warning")["cc"] == vector("note_unlisted")["cc"]
    assert set(ours("note")["to"]) < set(vector("note_public")["to"])
    (option, *_), (theirs, *_) = ours("question")["oneOf"], vector("question")["oneOf"]
    assert {**option, "name": "", "replies": {}} == {**theirs, "name": "", "replies": {}}
    assert option["replies"].keys() == theirs["replies"].keys()
    (link,), (their_link, *_) = ours("quote")["tag"], vector("quote")["tag"]
    assert link["type"] == their_link["type"]
    (picture, _), (theirs, *_) = (
        ours("picture")["attachment"],
        vector("article_with_image_attachment_with_alt")["attachment"],
    )
    assert (picture["type"], picture["mediaType"]) == (theirs["type"], theirs["mediaType"])
    assert kind_of(picture["name"]) == kind_of(theirs["name"])


def test_the_look_finds_what_is_otherwise(seen):
    (activity,) = activities(ITEMS["note"], None, NAMES)
    spoilt = {**activity["object"], "inReplyTo": 3, "gezegd": "x"}
    wrong = [
        name
        for name, kind in properties(spoilt)
        if kind not in seen.get(name, set()) | VOCABULARY.get(name, set())
    ]
    assert wrong == ["inReplyTo", "gezegd"]

"""Whatever stands in an answer of X's API, it is read or named as unreadable, and nothing else."""

import base64
import io
import json
import re
import zlib
from contextlib import suppress
from pathlib import Path
from typing import Any

import orjson
import pytest
from hypothesis import given
from hypothesis import strategies as st

from weerklank.connectors.x.api_account import owner_of, posts_of, profile_of
from weerklank.connectors.x.api_answer import Answer, references_of, versions_of
from weerklank.connectors.x.api_post import PostReader, place_of, replies_stated
from weerklank.connectors.x.api_problems import is_missing, missing_posts
from weerklank.connectors.x.api_shape import ACCOUNT, POST
from weerklank.harvest.feed import Given, kept
from weerklank.harvest.port import Unreadable
from weerklank.model.raw import Scanned
from weerklank.testing.x_api_json import problem

SAMPLES = Path(__file__).parents[3].parent / "shared" / "samples" / "x"
samples = pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"the samples are not in {SAMPLES}")
ME = {"id": "7", "username": "Voorbeelddam", "name": "Gemeente Voorbeelddam"}
NAMES = sorted({*POST} - {"includes"})
INNER = (
    "media_keys poll_ids media_key id type url urls mentions username start end text entities "
    "expanded_url variants bit_rate content_type alt_text width like_count reply_count options "
    "label votes voting_status followers protected name posts media polls users author_id"
).split()
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-9, 10**20) | st.text(max_size=20)
    | st.sampled_from(["7", "8", "12", "replied_to", "quoted", "retweeted", "https://t.co/a"]),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(INNER), inner, max_size=5),
    max_leaves=14,
)  # fmt: skip


def reader() -> PostReader:
    return PostReader(owner_of(ME), "7", is_protected=False)


def read(content: Any, beside: Any) -> None:
    """Do with a record what both passes do."""
    given = Given(orjson.dumps(content), 1, "/data/0", orjson.dumps(beside))
    made = reader()
    with suppress(Unreadable):
        place_of(given)
        replies_stated(given)
    for look in (made.entry, made.below):
        with suppress(Unreadable):
            found = look(given)
            if isinstance(found, Scanned):
                assert len(found.media) == len(found.addresses) or not found.addresses
                item = made.read(kept(found.content))
                assert item.native_id == found.native_id
                orjson.dumps(item.source)


@given(st.dictionaries(st.sampled_from(NAMES), VALUES, max_size=8), VALUES, st.booleans())
def test_any_post_is_read_or_unreadable(fields, beside, is_ours):
    whole = {"id": "12", "author_id": "7" if is_ours else "8", "text": "a", **fields}
    told = beside if isinstance(beside, dict) else {}
    read(orjson.loads(json.dumps(whole)), orjson.loads(json.dumps(told)))


@given(st.dictionaries(st.sampled_from(["data", "includes", "errors", "meta"]), VALUES))
def test_any_answer_is_taken_apart(body):
    answer = Answer(orjson.loads(json.dumps(body)))
    assert len(answer.given(1)) == len(answer.posts)
    missing_posts(answer.errors)


@given(st.dictionaries(st.sampled_from(sorted(ACCOUNT)), VALUES, max_size=8))
def test_any_account_gives_a_profile(fields):
    account = orjson.loads(json.dumps({**fields, **ME}))
    item = profile_of(account, owner_of(account), 1)
    assert item.native_id == "user:7"
    posts_of(account)
    orjson.dumps(item.source)


def test_versions_and_references_are_read_in_both_spellings():
    for versions, references in (
        ("edit_history_post_ids", "referenced_posts"),
        ("edit_history_tweet_ids", "referenced_tweets"),
    ):
        post = {"id": "12", versions: ["9", "12"], references: [{"type": "quoted", "id": "3"}]}
        assert versions_of(post) == ("9", "12")
        assert references_of(post) == {"quoted": "3"}


def test_a_history_that_no_post_has_is_not_believed():
    told = [str(number) for number in range(100, 130)]
    assert versions_of({"id": "12", "edit_history_post_ids": told}) == ("12",)


@pytest.mark.parametrize(
    ("kind", "title", "is_gone"),
    [
        ("resource-not-found", "Not Found Error", True),
        ("resource-not-found", "Forbidden", False),
        ("not-authorized-for-resource", "Authorization Error", False),
        ("resource-unavailable", "Not Found Error", False),
    ],
)
def test_only_what_is_said_in_both_ways_is_missing(kind, title, is_gone):
    told = problem(kind, title, "12")
    assert is_missing(told) is is_gone
    assert missing_posts([told]) == (frozenset({"12"}) if is_gone else frozenset())
    assert missing_posts([{**told, "parameter": "author_id"}]) == frozenset()


# --- what X made from its document, and what others recorded -----------------------------------


@samples
@pytest.mark.parametrize("name", ["users_id_tweets", "tweets_search_recent", "users_id_mentions"])
def test_what_x_made_from_its_document_is_read(name):
    (made,) = json.loads((SAMPLES / "playground-examples" / f"{name}.json").read_text())
    answer = Answer(made["response"])
    assert answer.posts
    for one in answer.given(1):
        post = json.loads(one.content)
        ours = PostReader(owner_of({**ME, "id": post["author_id"]}), post["author_id"],
                          is_protected=False)  # fmt: skip
        found = ours.entry(one)
        assert isinstance(found, Scanned)
        item = ours.read(kept(found.content))
        assert set(item.source) - {"includes"} <= set(POST), set(item.source) - set(POST)
        assert item.broken == ()


@samples
def test_the_account_that_x_made_from_its_document_is_read():
    (made,) = json.loads((SAMPLES / "playground-examples" / "users_me.json").read_text())
    account = made["response"]["data"]
    item = profile_of(account, owner_of(account), 1)
    assert set(item.source) <= set(ACCOUNT)
    assert item.broken == ()


@samples
@pytest.mark.parametrize(
    "name", ["get_users_tweets", "search_recent_tweets", "get_users_mentions"]
)
def test_real_answers_of_2022_are_read_by_their_text(name):
    recorded = (SAMPLES / "tweepy-cassettes" / f"test_client_{name}.yaml").read_text()
    found = 0
    for packed in re.findall(r"string: !!binary \|\n((?: {8}\S+\n)+)", recorded):
        whole = zlib.decompressobj(wbits=31).decompress(base64.b64decode("".join(packed.split())))
        body = json.loads(io.BytesIO(whole).read())
        for one in Answer(body).given(1) if isinstance(body.get("data"), list) else ():
            post = {**json.loads(one.content), "author_id": "7"}  # nobody asked for that one
            entry = reader().entry(Given(orjson.dumps(post), 1, "/data/0", one.beside))
            assert isinstance(entry, Scanned)
            assert entry.created_at.startswith("2022-")
            assert reader().read(kept(entry.content)).html
            found += 1
    assert found

"""Records of Bluesky: what they say, whom they name; odd ones cost themselves alone."""

import json
from pathlib import Path

import orjson
import pytest

from weerklank.connectors.bluesky.record import Reader
from weerklank.harvest.port import Unreadable
from weerklank.model.platform import Platform
from weerklank.model.raw import RawPerson

GRANARY = Path(__file__).parents[4] / "shared/samples/activitystreams/granary"
DID = "did:plc:gemeentevoorbeelddamgeme"
OTHER = "did:plc:trijntjevliertrijntjevli"
ME = RawPerson(platform=Platform.BLUESKY, user_id=DID, handle="voorbeelddam.example")
READER = Reader(ME, DID)
THEIRS = f"at://{OTHER}/app.bsky.feed.post/3juazqtkohi2y"
TID = "3juazqtkohi2y"
BLOB = {"$type": "blob", "ref": {"$link": "bafkreia"}, "mimeType": "image/png", "size": 3}


def source(value, kind: str = "app.bsky.feed.post", name: str = TID):
    return {"uri": f"at://{DID}/{kind}/{name}", "value": value}


def post(text: str = "Hallo", **more):
    return {
        "$type": "app.bsky.feed.post",
        "text": text,
        "createdAt": "2026-01-01T09:00:00.123Z",
        **more,
    }


def read(value, **how):
    return READER.read(orjson.dumps(source(value, **how)))


def facet(begin: int, end: int, **feature):
    return {"index": {"byteStart": begin, "byteEnd": end}, "features": [feature]}


def named(item) -> set[str]:
    return {one.user_id or one.handle or "" for one in item.persons}


def test_facets_count_in_bytes():
    text = "Dag 👩‍👩‍👦 @jan.bsky.example, zie hier"
    begin = len(text[: text.index("@")].encode())
    there = len(text[: text.index("hier")].encode())
    item = read(
        post(
            text,
            facets=[
                facet(begin, begin + 17, did=OTHER),
                facet(there, there + 4, uri="https://voorbeelddam.example/x?a=1&b=2"),
            ],
        )
    )
    assert item.html == (
        '<p>Dag 👩‍👩‍👦 <a href="https://bsky.app/profile/jan.bsky.example">@jan.bsky.example</a>, '
        'zie <a href="https://voorbeelddam.example/x?a=1&amp;b=2">hier</a></p>'
    )
    assert item.broken == ()
    mention = RawPerson(
        platform=Platform.BLUESKY, user_id=OTHER, handle="jan.bsky.example", spelling="jan"
    )
    assert mention in item.persons


@pytest.mark.parametrize(
    "index",
    [
        None,
        3,
        {},
        {"byteStart": 0},
        {"byteStart": -1, "byteEnd": 2},
        {"byteStart": 3, "byteEnd": 3},
        {"byteStart": 0, "byteEnd": 99},
        {"byteStart": 1, "byteEnd": 2},  # inside a character
        {"byteStart": True, "byteEnd": 2},
        {"byteStart": "0", "byteEnd": "2"},
    ],
)
def test_a_facet_that_fits_nothing_is_told_and_still_names_somebody(index):
    item = read(post("é dag", facets=[{"index": index, "features": [{"did": OTHER}]}]))
    assert item.broken == ("/value/facets/0",)
    assert (item.html, named(item)) == ("<p>é dag</p>", {OTHER})


def test_facets_over_one_another_lose_no_word():
    item = read(
        post(
            "abcdef",
            facets=[facet(0, 4, uri="https://a.example"), facet(2, 6, uri="https://b.example")],
        )
    )
    assert item.html == '<p><a href="https://a.example">abcd</a>ef</p>'


def test_what_is_executable_in_a_browser_is_no_link():
    item = read(post("klik <b>hier</b>", facets=[facet(0, 4, uri="javascript:alert(1)")]))
    assert item.html == "<p>klik &lt;b&gt;hier&lt;/b&gt;</p>"


def test_a_reply_names_whom_it_answers_and_hangs_below_what_is_ours():
    root = f"at://{DID}/app.bsky.feed.post/3juazqtkohi22"
    value = post(reply={"parent": {"uri": THEIRS, "cid": "x"}, "root": {"uri": root, "cid": "y"}})
    item = read(value)
    assert (item.kind, [one.native_id for one in item.refs]) == ("reply", [THEIRS])
    assert named(item) == {OTHER, DID}
    scanned = READER.scan(source(value))
    assert (scanned.parent, scanned.talk) == (root, None)
    value["reply"]["root"]["uri"] = THEIRS
    scanned = READER.scan(source(value))
    assert (scanned.parent, scanned.talk) == (THEIRS, THEIRS)


@pytest.mark.parametrize("reply", [3, "x", [], {"parent": 3}, {"parent": {}}, {"root": {}}])
def test_a_reply_to_what_cannot_be_read_is_a_post_and_told(reply):
    item = read(post(reply=reply))
    assert (item.kind, item.refs, len(item.broken)) == ("post", (), 1)


def test_media_have_their_alternative_text_and_ending():
    images = {"$type": "app.bsky.embed.images", "images": [{"image": BLOB, "alt": "Een brug"}]}
    (one,) = read(post(embed=images)).media
    assert (one.source, one.content_type, one.alt) == ("bafkreia.png", "image/png", "Een brug")
    film = {
        "$type": "app.bsky.embed.video",
        "video": {**BLOB, "mimeType": "video/mp4"},
        "captions": [{"lang": "nl", "file": {**BLOB, "mimeType": "text/vtt"}}],
        "alt": "Film",
    }
    # Captions are words of people, in a file of which nobody is taken out.
    assert [one.source for one in read(post(embed=film)).media] == ["bafkreia.mp4"]
    older = {
        "$type": "app.bsky.embed.images",
        "images": [{"image": {"cid": "bafkreib", "mimeType": "image/jpeg"}, "alt": ""}],
    }
    (one,) = read(post(embed=older)).media
    assert (one.source, one.alt) == ("bafkreib.jpg", None)


def test_a_quote_beside_media_is_read():
    quote = {"$type": "app.bsky.embed.record", "record": {"uri": THEIRS, "cid": "x"}}
    images = {"$type": "app.bsky.embed.images", "images": [{"image": BLOB, "alt": ""}]}
    both = {"$type": "app.bsky.embed.recordWithMedia", "record": quote, "media": images}
    for embed, media in ((quote, 0), (both, 1)):
        item = read(post(embed=embed))
        assert [(one.type, one.native_id) for one in item.refs] == [("quote_of", THEIRS)]
        assert (len(item.media), named(item)) == (media, {OTHER})
    feed = {"record": {"uri": f"at://{OTHER}/app.bsky.feed.generator/x", "cid": "x"}}
    item = read(post(embed=feed))
    assert (item.refs, named(item)) == ((), {OTHER})


@pytest.mark.parametrize(
    "embed",
    [
        3,
        [],
        "x",
        {"images": 3},
        {"images": [3]},
        {"images": [{"image": None}]},
        {"images": [{"image": {"ref": 3}}]},
        {"video": 3},
        {"media": 3},
        {"record": 3},
        {"external": 3},
    ],
)
def test_an_embed_of_another_form_costs_itself_alone(embed):
    item = read(post(embed=embed))
    assert item.html == "<p>Hallo</p>"
    assert len(item.broken) == 1


@pytest.mark.parametrize(
    ("claimed", "moment", "broken"),
    [
        ("2026-01-01T09:00:00.123Z", "2026-01-01T09:00:00Z", 0),
        ("2026-01-01T10:00:00+01:00", "2026-01-01T09:00:00Z", 0),
        ("2012-02-22T20:26:41", "2012-02-22T20:26:41Z", 0),
        ("gisteren", "2023-04-26T07:09:59Z", 1),
        ("0001-01-01T00:00:00Z", "2023-04-26T07:09:59Z", 1),
        ("9999-12-31T23:59:59Z", "2023-04-26T07:09:59Z", 1),
        (5, "2023-04-26T07:09:59Z", 1),
        (None, "2023-04-26T07:09:59Z", 1),
    ],
)
def test_the_moment_is_the_claimed_one_or_that_of_the_key(claimed, moment, broken):
    item = read({**post(), "createdAt": claimed})
    assert (item.created_at, len(item.broken)) == (moment, broken)


def test_without_any_moment_a_record_cannot_be_kept():
    for claimed in (None, "gisteren", "9999-12-31T23:59:59Z"):
        with pytest.raises(Unreadable):
            read({**post(), "createdAt": claimed}, name="mijn-eigen-naam")


@pytest.mark.parametrize("value", [3, [], None, {}, {"text": 5}, {"text": None}])
def test_what_is_no_post_is_unreadable(value):
    with pytest.raises(Unreadable):
        READER.scan(source(value))


def test_a_repost_is_a_reference_alone():
    value = {"subject": {"uri": THEIRS, "cid": "x"}, "createdAt": "2026-01-01T09:00:00Z"}
    item = read(value, kind="app.bsky.feed.repost")
    assert (item.kind, item.html, item.refs[0].native_id) == ("boost", None, THEIRS)
    assert named(item) == {OTHER}
    for subject in (None, 3, {}, {"uri": 3}):
        with pytest.raises(Unreadable):
            read({**value, "subject": subject}, kind="app.bsky.feed.repost")


def test_what_was_there_before_facets_and_hidden_replies_name_somebody():
    entity = {"index": {"start": 0, "end": 3}, "type": "mention", "value": OTHER}
    assert named(read(post(entities=[entity]))) == {OTHER}
    hidden = {**source(post()), "threadgate": {"hiddenReplies": [THEIRS, 3]}}
    assert named(READER.read(orjson.dumps(hidden))) == {OTHER}
    left = {**source(post()), "postgate": {"detachedEmbeddingUris": [THEIRS]}}
    assert named(READER.read(orjson.dumps(left))) == {OTHER}


def test_a_handle_in_a_text_names_somebody_without_a_facet():
    assert named(read(post("Dank @jan.bsky.example!"))) == {"jan.bsky.example"}
    assert named(read(post("mail naar jan@voorbeelddam.example"))) == set()


def test_what_the_first_pass_knows_is_what_the_second_meets():
    links = f"zie https://bsky.app/profile/{OTHER}/post/x en did:plc:aaaaaaaaaaaaaaaaaaaaaaaa"
    page = {"uri": "https://x.com/piet", "title": "at://kees.bsky.example/x/y", "description": ""}
    scanned = READER.scan(source(post(links, embed={"external": page})))
    found = {one.user_id or one.handle for one in scanned.linked}
    assert found == {OTHER, "did:plc:aaaaaaaaaaaaaaaaaaaaaaaa", "piet", "kees.bsky.example"}


def test_a_profile_has_its_pictures_and_its_pinned_post():
    pinned = f"at://{DID}/app.bsky.feed.post/{TID}"
    value = {
        "displayName": "Gemeente",
        "description": "Vragen aan @jan.bsky.example",
        "avatar": BLOB,
        "banner": 3,
        "pinnedPost": {"uri": pinned, "cid": "x"},
        "createdAt": "2024-01-01T00:00:00Z",
    }
    item = READER.profile(source(value, kind="app.bsky.actor.profile", name="self"))
    assert (item.title, item.created_at) == ("Gemeente", "2024-01-01T00:00:00Z")
    assert [one.source for one in item.media] == ["bafkreia.png"]
    assert [(one.type, one.native_id) for one in item.refs] == [("pinned", pinned)]
    assert (item.broken, named(item)) == (("/value/banner",), {"jan.bsky.example"})


# --- records of others --------------------------------------------------------------------------


def vectors() -> list[Path]:
    return sorted(GRANARY.glob("*.bsky.json")) if GRANARY.is_dir() else []


def records_in(value) -> list[dict]:
    """Give the records of posts in an answer, however deep."""
    if isinstance(value, list):
        return [one for part in value for one in records_in(part)]
    if not isinstance(value, dict):
        return []
    if value.get("$type") == "app.bsky.feed.post":
        return [value]
    return [one for part in value.values() for one in records_in(part)]


@pytest.mark.skipif(not vectors(), reason="the samples of others are not here")
@pytest.mark.parametrize("path", vectors(), ids=lambda path: path.name.partition(".")[0])
def test_the_records_of_a_converter_that_is_not_ours_are_read(path):
    found = records_in(json.loads(path.read_bytes()))
    for value in found:
        item = read(value)
        assert value["text"].split()[0] in (item.html or "")
        embed = value.get("embed") or {}
        quotes = "record" in embed.get("$type", "") and "feed.post" in json.dumps(embed)
        assert any(one.type == "quote_of" for one in item.refs) is quotes
        assert any(one.type == "reply_to" for one in item.refs) is ("reply" in value)
        # Its placeholders for files and moments are none.
        assert {place.replace("/media", "") for place in item.broken} <= {
            "/value/createdAt",
            "/value/embed/images/0",
        }


@pytest.mark.skipif(not vectors(), reason="the samples of others are not here")
def test_the_text_of_a_converter_that_is_not_ours_has_its_facets():
    value = json.loads((GRANARY / "note_with_article_tag_indices.bsky.json").read_bytes())
    assert read(value).html.endswith('<a href="http://xyz/foo">foo</a></p>')
    value = json.loads((GRANARY / "note_with_mention_linked_text.bsky.json").read_bytes())
    item = read(value)
    assert named(item) == {"did:plc:789", "alice"}

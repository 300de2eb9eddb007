"""Odd answers of Bluesky's servers: what can be read comes in, the rest is told."""

from contextlib import contextmanager
from dataclasses import replace
from typing import Any

import pytest
from bluesky_place import CITIZEN, HANDLE, ME, medium, moment, post
from place import Archive, gap

from weerklank.connectors.bluesky import Bluesky
from weerklank.connectors.bluesky.live_places import Places
from weerklank.connectors.bluesky.manifest import APPVIEW, MANIFEST
from weerklank.harvest.endless import no_more_than
from weerklank.testing.bluesky_server import BlueskyServer, SkyReply, bluesky_server

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_pauses"),
]

Json = dict[str, Any]
FIRST, SECOND = post(50, "Een"), post(51, "Twee")
TOP = FIRST.address(ME.did)
ANSWER = SkyReply(
    did=CITIZEN,
    handle=HANDLE,
    name="Trijntje Vlier",
    text="Hoe lang nog?",
    answers=TOP,
    root=TOP,
    published=moment(52),
)
POSTS = "app.bsky.feed.post"


@pytest.fixture
def place(tmp_path) -> Archive:
    made = Archive(tmp_path / "plek").begin()
    made.good("account", "add", ME.url, "--kind", "corporate")
    return made


@pytest.fixture
def answering(monkeypatch: pytest.MonkeyPatch):
    """Serve with one endpoint that answers otherwise: `change` gets what it would answer."""

    @contextmanager
    def made(endpoint: str, change: Any, **more: Any):
        usual = getattr(BlueskyServer, f"_{endpoint}")

        def otherwise(server: BlueskyServer, query: Any) -> Any:
            status, told = usual(server, query)
            return (status, change(told)) if status == 200 else (status, told)

        monkeypatch.setattr(BlueskyServer, f"_{endpoint}", otherwise)
        with bluesky_server(ME, [FIRST, SECOND], **more) as server:
            monkeypatch.setattr(Bluesky, "manifest", replace(MANIFEST, api=server.address))
            yield server

    return made


def harvest(place: Archive) -> tuple[int, Json]:
    left, answer = place.run("harvest", ME.handle)
    assert left != 70, answer
    return left, answer


def the_run(answer: Json) -> Json:
    (run,) = answer["runs"]
    return run


def first_post(change: Any) -> Any:
    """Change the newest record of the list of posts."""

    def changed(told: Json) -> Json:
        if told["records"] and f"/{POSTS}/" in told["records"][0]["uri"]:
            told["records"][0] = change(told["records"][0])
        return told

    return changed


def test_a_list_beside_the_posts_that_never_ends_ends_the_run(place, answering, monkeypatch):
    """Keys that stand before all posts: what stands beside those is looked for behind them."""
    asked = []
    with no_more_than(300), answering("listRecords", lambda told: told):
        usual = BlueskyServer._listRecords

        def endless(server: BlueskyServer, query: Any) -> Any:
            if not query["collection"][0].endswith("gate"):
                return usual(server, query)
            asked.append(query)
            is_last = len(asked) >= 30
            numbers = range(10**9 - len(asked) * 100, 0, -1)[: 5 if is_last else 100]
            keys = [f"~{number}" for number in numbers]
            uris = [f"at://{ME.did}/{query['collection'][0]}/{key}" for key in keys]
            records = [{"uri": uri, "value": {}} for uri in uris]
            more = {} if is_last else {"cursor": keys[-1]}
            return 200, {"records": records, **more}

        monkeypatch.setattr(BlueskyServer, "_listRecords", endless)
        left, answer = harvest(place)
    assert left == 4
    assert "as if the list has no end" in gap(the_run(answer), "list_broken_off")["reason"]
    assert len(asked) < 10


@pytest.mark.parametrize(
    "odd",
    [
        {},
        [],
        "tekst",
        7,
        None,
        {"uri": 5, "value": {"text": "x"}},
        {"uri": f"at://{ME.did}/{POSTS}/3k", "value": "tekst"},
        {"uri": f"at://{ME.did}/{POSTS}/3k", "value": {"text": 5}},
        {"uri": f"at://{ME.did}/{POSTS}/3k", "value": {"text": "zonder moment"}},
        {"uri": f"at://{CITIZEN}/{POSTS}/3k", "value": {"text": "x", "createdAt": "2026-01-01"}},
        {"uri": f"at://{ME.did}/app.bsky.feed.like/3k", "value": {"text": "x"}},
        {"uri": f"at://{ME.did}/{POSTS}/../../x", "value": {"text": "x"}},
    ],
)
def test_a_record_that_cant_be_read_is_told_and_the_others_come_in(place, answering, odd):
    with answering("listRecords", first_post(lambda _: odd)):
        left, answer = harvest(place)
    run = the_run(answer)
    assert (left, run["items"]["posts"]) == (1, 1)
    assert gap(run, "record_broken")["count"] == 1
    assert CITIZEN.encode() not in place.bytes_of_all()


@pytest.mark.parametrize(
    "change",
    [
        lambda _: [],
        lambda _: {"records": "geen"},
        lambda _: {},
        lambda told: {**told, "cursor": 7},
        lambda _: {"records": [{"uri": "x" * 3000}], "cursor": "steeds"},
    ],
)
def test_a_list_that_makes_no_sense_is_never_called_whole(place, answering, change):
    def of_posts(told: Json) -> Any:
        is_posts = told["records"] and f"/{POSTS}/" in told["records"][0]["uri"]
        return change(told) if is_posts else told

    with answering("listRecords", of_posts) as server:
        left, answer = harvest(place)
        assert len(server.asked) < 60
    assert left != 0
    assert all(not run["complete"] for run in answer["runs"])


@pytest.mark.parametrize(("empty", "posts"), [(2, 2), (90, 0)])
def test_an_empty_page_that_leads_on_does_not_end_the_list(place, answering, empty, posts):
    asked: list[Json] = []

    def leading_on(told: Json) -> Json:
        if not told["records"] or f"/{POSTS}/" not in told["records"][0]["uri"]:
            return told
        asked.append(told)
        return told if len(asked) > empty else {"records": [], "cursor": f"~{len(asked)}"}

    with answering("listRecords", leading_on):
        left, answer = harvest(place)
    run = the_run(answer)
    assert (run["items"]["posts"], run["complete"], left) == (posts, posts == 2, 0 if posts else 4)
    assert len(asked) < 10


@pytest.mark.parametrize(
    "change",
    [
        lambda _: [],
        lambda _: {"posts": 5},
        lambda _: {"posts": [5, None, {}, {"uri": 7}]},
        lambda told: {"posts": [{**one, "uri": TOP + "x"} for one in told["posts"]]},
    ],
)
def test_counts_that_make_no_sense_are_missing_and_the_posts_come_in(place, answering, change):
    with answering("getPosts", change):
        left, answer = harvest(place)
    run = the_run(answer)
    assert (left, run["items"]["posts"]) == (1, 2)
    assert gap(run, "counts_missing")["count"] == 2


@pytest.mark.parametrize("odd", [-1, "3", None, [], 1.5, 10**30])
def test_a_count_that_is_no_number_is_none(place, answering, odd):
    def changed(told: Json) -> Json:
        return {"posts": [{**one, "likeCount": odd, "replyCount": odd} for one in told["posts"]]}

    with answering("getPosts", changed):
        _, answer = harvest(place)
    assert the_run(answer)["items"]["posts"] == 2
    counts = [row.get("counts", {}) for row in place.rows()]
    assert all(one.get("likes") is None for one in counts) or odd == 10**30


def below(change: Any) -> Any:
    """Change what hangs below the post that was asked for."""

    def changed(told: Json) -> Json:
        replies = told["thread"].get("replies", [])
        told["thread"]["replies"] = [change(one) for one in replies]
        return told

    return changed


def in_post(**fields: Any) -> Any:
    return below(lambda one: {**one, "post": {**one["post"], **fields}})


@pytest.mark.parametrize(
    "change",
    [
        lambda _: [],
        lambda _: {"thread": "weg"},
        lambda _: {"thread": {"$type": "app.bsky.feed.defs#notFoundPost", "notFound": True}},
        below(lambda _: 5),
        below(lambda _: {}),
        below(lambda _: {"post": "tekst"}),
        in_post(author=None),
        in_post(author={"did": "did:plc:kort", "handle": HANDLE}),
        in_post(uri=None),
        in_post(uri=f"at://did:plc:iemandandersiemandanders/{POSTS}/3k"),
        in_post(record={"text": 5}),
        in_post(record="tekst"),
    ],
)
def test_a_reply_that_cant_be_read_is_a_gap(place, answering, change):
    with answering("getPostThread", change, replies=[ANSWER]):
        left, answer = harvest(place)
    run = the_run(answer)
    assert (left, run["items"]["posts"], run["items"]["replies"]) == (1, 2, 0)
    assert run["gaps"]
    assert CITIZEN.encode() not in place.bytes_of_all()


def test_a_reply_of_a_name_without_a_domain_has_a_pseudonym(place, answering):
    odd = {"did": CITIZEN, "handle": "handle.invalid", "displayName": 7, "labels": "geen"}
    with answering("getPostThread", in_post(author=odd), replies=[ANSWER]):
        left, answer = harvest(place)
    assert (left, the_run(answer)["items"]["replies"]) == (0, 1)
    assert CITIZEN.encode() not in place.bytes_of_all()


def test_a_thread_that_is_nested_without_end_is_a_gap(place, answering):
    def nested(told: Json) -> Json:
        (reply,) = told["thread"]["replies"]
        node = reply
        for _ in range(400):
            node["replies"] = [{**reply, "replies": []}]
            node = node["replies"][0]
        return told

    with answering("getPostThread", nested, replies=[ANSWER]):
        _, answer = harvest(place)
    assert the_run(answer)["items"]["posts"] == 2


def test_a_reply_in_its_own_repository_that_claims_to_be_ours_is_none(place, answering):
    fields = {"uri": f"at://{ME.did}/{POSTS}/3kzzzzzzzzzzz", "record": {"text": "Namens ons"}}
    with answering("getPostThread", in_post(**fields), replies=[ANSWER]):
        harvest(place)
    assert b"Namens ons" not in place.bytes_of_all()


@pytest.mark.parametrize(
    "change",
    [
        lambda _: [],
        lambda _: {},
        lambda told: {**told, "did": "did:plc:kort"},
        lambda told: {**told, "did": 5},
    ],
)
def test_a_profile_that_tells_nobody_is_no_account(place, answering, change):
    with answering("getProfile", change):
        left, answer = harvest(place)
    assert (left, answer["error"]["code"]) == (4, "HARVEST-910")
    assert place.rows() == []


@pytest.mark.parametrize("count", [-5, "veel", None, 10**30])
def test_an_odd_number_of_posts_states_none(place, answering, count):
    with answering("getProfile", lambda told: {**told, "postsCount": count}):
        left, answer = harvest(place)
    run = the_run(answer)
    assert (run["items"]["posts"], left in {0, 1}) == (2, True)


def test_a_picture_that_the_server_does_not_give_is_a_gap(place, answering):
    with answering("listRecords", lambda told: told) as server:
        blob = {
            "$type": "blob",
            "ref": {"$link": "bafkreigh2akiscaildcqabsyg3dfr6chu3fgpregiymsck7e7aqa4s52zy"},
            "mimeType": "image/png",
            "size": 9,
        }
        embed = {"$type": "app.bsky.embed.images", "images": [{"image": blob, "alt": "x"}]}
        server.items[0] = replace(FIRST, more={"embed": embed})
        left, answer = harvest(place)
    assert (left, gap(the_run(answer), "media_missing")["count"]) == (1, 1)


def test_a_file_that_is_not_the_one_that_was_asked_for_is_not_kept(place, answering):
    def forged(told: Any) -> Any:
        return told + b"x"

    with answering("getBlob", forged) as server:
        server.items[0] = replace(FIRST, images=(medium("brug"),))
        left, answer = harvest(place)
    assert (left, gap(the_run(answer), "media_missing")["count"]) == (1, 1)
    assert place.media_files() == []


# --- which servers are asked --------------------------------------------------------------------


def test_each_server_is_asked_for_what_it_has():
    places = Places(APPVIEW)
    assert places.appview == "https://public.api.bsky.app"
    assert places.document(ME.did) == f"https://plc.directory/{ME.did}"
    assert places.document("did:web:dam.example") == "https://dam.example/.well-known/did.json"
    assert places.server("https://pds.dam.example/x?y") == "https://pds.dam.example"


@pytest.mark.parametrize(
    "told", ["http://pds.dam.example", "ftp://x", "pds.dam.example", "", "https://[", "https://"]
)
def test_a_server_without_tls_is_not_asked(told):
    assert Places(APPVIEW).server(told) is None


def test_on_loopback_one_server_stands_for_all():
    places = Places("http://127.0.0.1:8080")
    assert places.document("did:web:dam.example") == "http://127.0.0.1:8080/did:web:dam.example"
    assert places.server("https://pds.dam.example") == "http://127.0.0.1:8080"
    # No other host than loopback is taken for a double.
    assert Places("http://127.0.0.1.dam.example").document(ME.did).startswith("https://plc.")

"""An account of X by its API, on our double of it and through the real stages."""

import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from central_place import led_to
from place import Archive, gap

from weerklank import bootstrap
from weerklank.connectors.x import X, api_account, api_post, api_shape
from weerklank.harvest.transport import Transport
from weerklank.model.secret import Secret
from weerklank.services.harvest.connect_account import Connecting
from weerklank.services.workplace import Silent
from weerklank.testing.canaries import Canaries, CanaryClass
from weerklank.testing.leak_scan import LeakScan
from weerklank.testing.png import encode_png
from weerklank.testing.x_api_json import (
    Json,
    edited,
    link_json,
    mention_json,
    number_at,
    post_json,
    problem,
    reply_json,
    user_json,
)
from weerklank.testing.x_export import XAccount, XPost, write_export
from weerklank.testing.x_server import Wrong, XServer, x_server

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_pauses"),
]

NOON = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
ME = user_json(
    "7000001",
    "Voorbeelddam",
    "Gemeente Voorbeelddam",
    description="Account van de gemeente. Vragen? @VoorbeelddamHulp",
    location="Voorbeelddam",
    verified_type="government",
)
BACK = "http://127.0.0.1:17620/"
#: Reads the whole list again.
WHOLE = ("--since", "2020-01-01")
TOKEN = "kanarie-x-5d1e07bb42aa"
DECISION = (
    *("agreement", "add", "x", "--kind", "none", "--scope", "berichten en profiel", "--api"),
    *("--from", "2026-01-01", "--decided", "2025-12-20", "--decided-by", "College van B en W"),
    *("--measures", "Bezwaar; archief opvragen", "--document-place", "zaak 81"),
)
ASKER, HELPER, CLOSED = "8000001", "8000002", "8000003"
USERS = {
    ASKER: user_json(ASKER, "trijntje_vlier", "Trijntje Vlier"),
    HELPER: user_json(HELPER, "wubbechien", "Wubbechien Tjoelker"),
    CLOSED: user_json(CLOSED, "gesloten_gerrit", "Gerrit Gesloten", protected=True),
}
PICTURE = encode_png(8, 8, [(9, 9, 9)], [bytes(8)] * 8)


def ago(days: float) -> datetime:
    return NOON - timedelta(days=days)


def post(days: float, text: str, **more: Any) -> Json:
    return post_json(ago(days), ME["id"], text, **more)


def counted(made: Json, replies: int) -> Json:
    return {**made, "public_metrics": {**made["public_metrics"], "reply_count": replies}}


@dataclass
class Talk:
    """A post, somebody's question below it, our answer, and an answer to that."""

    posts: list[Json] = field(default_factory=list)

    def __post_init__(self) -> None:
        text = "@Voorbeelddam wanneer wordt het afval gehaald?"
        mention = mention_json(text, "Voorbeelddam", ME["id"])
        first = counted(post(3, "Bericht over afval"), 2)
        asked = counted(
            reply_json(ago(2), ASKER, text, first, entities={"mentions": [mention]}), 1
        )
        ours = counted(
            reply_json(ago(1.9), ME["id"], "@trijntje_vlier morgen", asked, entities={
                "mentions": [mention_json("@trijntje_vlier morgen", "trijntje_vlier", ASKER)]
            }), 1,
        )  # fmt: skip
        thanks = reply_json(ago(1.8), HELPER, "@trijntje_vlier @Voorbeelddam bedankt", ours)
        closed = reply_json(ago(1.7), CLOSED, "@Voorbeelddam niet voor u", first)
        self.posts = [first, asked, ours, thanks, closed]


def of_everything() -> list[Json]:
    """Give posts of every kind: talk, edit, picture, film, poll, quote, boost, long text."""
    theirs = post_json(ago(30), ASKER, "Mijn eigen bericht")
    was, now = edited(post(20, "Een fuot"), ago(19.99), "Een fout hersteld")
    quoting = "Lees ook https://t.co/q"
    link = link_json(
        quoting, "https://t.co/q", f"https://x.com/trijntje_vlier/status/{theirs['id']}"
    )
    shared = "RT @trijntje_vlier: Mijn eigen bericht"
    return [
        theirs,
        was,
        now,
        post(18, "Kijk https://t.co/p", attachments={"media_keys": ["3_1"]},
             entities={"urls": [link_json("Kijk https://t.co/p", "https://t.co/p",
                                          "https://x.com/Voorbeelddam/status/1/photo/1",
                                          media_key="3_1")]}),
        post(17, "Een film", attachments={"media_keys": ["7_1"]}),
        post(16, "Wat kiest u?", attachments={"poll_ids": ["41"]}),
        post(15, quoting, entities={"urls": [link]},
             referenced_posts=[{"type": "quoted", "id": theirs["id"]}]),
        post(14, shared, referenced_posts=[{"type": "retweeted", "id": theirs["id"]}],
             entities={"mentions": [mention_json(shared, "trijntje_vlier", ASKER)]}),
        post(13, "Het begin van een lange…", note_post={"text": "Het begin van een lange tekst"}),
        *Talk().posts,
    ]  # fmt: skip


@contextmanager
def at_home(place: Archive, *posts: Json, connect: bool = True) -> Iterator[XServer]:
    """Serve X with posts, the account in the register and connected by a decision."""
    with x_server(ME, *posts, users=USERS) as server:
        server.now = NOON
        server.oauth.tokens[TOKEN] = ("tweet.read", "users.read", "offline.access")
        server.files = {
            "/media/kaart.jpg": PICTURE + b"kaart",
            "/vid/groot.mp4": PICTURE + b"film",
        }
        server.media = {
            "3_1": {"media_key": "3_1", "type": "photo", "alt_text": "Een kaart", "width": 8,
                    "height": 8, "url": f"{server.address}/media/kaart.jpg"},
            "7_1": {"media_key": "7_1", "type": "video", "duration_ms": 900, "variants": [
                {"content_type": "application/x-mpegURL", "url": f"{server.address}/vid/x.m3u8"},
                {"content_type": "video/mp4", "bit_rate": 256000,
                 "url": f"{server.address}/vid/klein.mp4"},
                {"content_type": "video/mp4", "bit_rate": 832000,
                 "url": f"{server.address}/vid/groot.mp4?tag=12"}]},
        }  # fmt: skip
        server.polls = {"41": {"id": "41", "voting_status": "closed", "duration_minutes": 60,
            "end_datetime": "2026-11-12T10:00:00.000Z", "options": [
                {"position": 1, "label": "Ja", "votes": 3},
                {"position": 2, "label": "Nee", "votes": 1}]}}  # fmt: skip
        place.good("account", "add", "https://x.com/voorbeelddam", "--kind", "corporate")
        if connect:
            place.good(*DECISION)
            assert with_token(place, server)[0] == 0
        yield server


def with_token(place: Archive, server: XServer) -> tuple[int, Json]:
    file = place.root / "token.txt"
    file.write_text(f"{TOKEN}\n")
    return place.run(
        *("connect", "a0001", "--token-file", str(file), "--base-url", server.address)
    )


def harvest(place: Archive, *more: str) -> Json:
    code, told = place.run("harvest", "a0001", *more)
    (run,) = told["runs"]
    assert code == (0 if run["complete"] else 1), told
    return run


def found(place: Archive, text: str) -> Json:
    (row,) = [one for one in place.rows() if text in str(one.get("text", ""))]
    return row


# --- what comes in ------------------------------------------------------------------------------


def test_all_comes_in_once_and_a_second_harvest_adds_nothing(place):
    with at_home(place, *of_everything()) as server:
        run = harvest(place)
        assert run["items"] == {"media": 2, "posts": 9, "profiles": 1, "replies": 2}, run
        assert run["counts"]["posts"] == {"came": 9, "stated": 9}
        # One of a protected account is counted and not kept.
        assert run["counts"]["replies"] == {"came": 4, "stated": 4}
        assert run["complete"], run["gaps"]
        again = harvest(place)
        assert again["items"] == {"media": 0, "posts": 0, "profiles": 0, "replies": 0}
        assert again["new_versions"] == 0
        assert server.messages_asked == []
    assert place.good("verify", "--deep")["ok"]


def test_each_kind_of_post_is_kept_as_a_reader_sees_it(place):
    with at_home(place, *of_everything()) as server:
        harvest(place)
        film = found(place, "Een film")
    (medium,) = found(place, "Kijk")["media"]
    assert (medium["alt"], medium["type"], medium["width"]) == ("Een kaart", "image/jpeg", 8)
    assert found(place, "Kijk")["text"] == "Kijk"
    assert f"{server.address}/vid/groot.mp4?tag=12".removeprefix(server.address) in server.asked
    assert "file" in film["media"][0]
    poll = found(place, "Wat kiest u?")["poll"]
    assert [(one["text"], one["votes"]) for one in poll["options"]] == [("Ja", 3), ("Nee", 1)]
    assert poll["closed"]
    assert found(place, "lange tekst")["text"] == "Het begin van een lange tekst"
    quote = found(place, "Lees ook")
    assert [ref["type"] for ref in quote["refs"]] == ["quote_of"]
    (boost,) = [one for one in place.rows() if one["kind"] == "boost"]
    assert [ref["type"] for ref in boost["refs"]] == ["boost_of"]
    assert "text" not in boost
    assert found(place, "Bericht over afval")["counts"] == {
        "likes": 2, "replies": 2, "reposts": 1
    }  # fmt: skip


def test_replies_hang_below_what_they_answer_and_name_nobody(place):
    with at_home(place, *of_everything()):
        harvest(place)
    first, asked = found(place, "Bericht over afval"), found(place, "wanneer wordt")
    ours, thanks = found(place, "morgen"), found(place, "bedankt")
    above = [one["refs"][0]["key"] for one in (asked, ours, thanks)]
    assert above == [first["key"], asked["key"], ours["key"]]
    assert {one["thread"] for one in (asked, ours, thanks)} == {first["key"]}
    assert "handle" not in asked["author"]
    everything = place.bytes_of_all()
    for needle in (b"trijntje_vlier", b"Trijntje", b"wubbechien", b"gesloten_gerrit", b"8000001"):
        assert needle not in everything, needle
    assert b"niet voor u" not in everything


def test_an_edit_is_a_version_and_keeps_those_before(place):
    first = post(2, "De vergadering is om acht uur")
    with at_home(place, first) as server:
        harvest(place)
        was, now = edited(first, ago(1.99), "De vergadering is om negen uur")
        server.add(was, now)
        run = harvest(place)
        assert (run["items"]["posts"], run["new_versions"]) == (0, 1), run
        row = found(place, "negen uur")
        assert row["edited_at"] == now["created_at"].replace(".000Z", "Z")
        assert row["created_at"] == first["created_at"].replace(".000Z", "Z")
        assert harvest(place)["new_versions"] == 0


def test_versions_from_before_the_first_harvest_come_in_as_versions(place):
    was, now = edited(post(2, "Eerste"), ago(1.99), "Tweede")
    was = {**was, "edit_history_post_ids": [was["id"]]}  # an old one that knows no later
    with at_home(place, was, now):
        run = harvest(place)
        assert (run["items"]["posts"], run["complete"]) == (1, True), run
    assert [one["text"] for one in place.lines() if one["kind"] == "post"] == ["Eerste", "Tweede"]


def test_a_version_that_does_not_come_is_a_gap(place):
    was, now = edited(post(2, "Eerste"), ago(1.99), "Tweede")
    with at_home(place, was, now) as server:
        del server.posts[was["id"]]
        run = harvest(place)
    assert gap(run, "edits_missing")["count"] == 1


def test_both_spellings_are_read_and_mean_the_same(tmp_path):
    rows = []
    for name, is_old in (("nieuw", False), ("oud", True), ("stil", True)):
        place = Archive(tmp_path / name).begin()
        with at_home(place, *of_everything()) as server:
            server.answers_old = server.knows_old_only = is_old
            server.is_silent = name == "stil"
            run = harvest(place)
            assert run["complete"], run["gaps"]
            assert run["unknown_fields"] == {}
        kept = ("text", "kind", "created_at", "edited_at", "counts", "language")
        told = [{key: one.get(key) for key in kept} for one in place.lines()]
        rows.append(re.sub(r"Burger-[0-9A-Z-]+", "iemand", json.dumps(told)))
    assert rows[0] == rows[1] == rows[2]


# --- what is gone, and what is not ---------------------------------------------------------------


def test_what_x_says_is_not_there_is_gone_with_all_its_versions(place):
    was, now = edited(post(2, "Weg straks"), ago(1.99), "Weg nu")
    with at_home(place, post(1, "Blijft"), was, now) as server:
        harvest(place)
        server.take(was["id"])
        run = harvest(place, *WHOLE)
    assert run["deletions"] == 1, run
    assert found(place, "Weg nu")["kind"] == "post"


def test_what_may_not_be_seen_is_never_gone(place):
    with at_home(place, post(1, "Blijft"), post(2, "Afgeschermd")) as server:
        harvest(place)
        hidden = number_at(ago(2))
        one = server.posts[hidden]
        server.shielded.add(hidden)
        listed = server._own

        server._own = lambda: [other for other in listed() if other is not one]  # type: ignore[method-assign]
        run = harvest(place, *WHOLE)
    assert run["deletions"] == 0, run
    assert not run["complete"]


def test_replies_that_x_no_longer_searches_are_there_when_they_are_held(place):
    talk = Talk().posts[:4]
    talk[0] = counted(talk[0], 1)
    with at_home(place, *talk) as server:
        assert harvest(place)["complete"]
        server.now = NOON + timedelta(days=30)
        run = harvest(place, *WHOLE)
        assert (run["gaps"], run["deletions"]) == ([], 0), run
        server.posts[talk[0]["id"]] = counted(talk[0], 3)
        run = harvest(place, *WHOLE)
    assert gap(run, "replies_missing")["count"] == 2
    assert run["deletions"] == 0


def test_a_search_that_breaks_off_keeps_what_came(place):
    talk = Talk().posts
    with at_home(place, *talk) as server:
        searched = server._search

        def breaking(asked):
            if "next_token" in asked:
                raise Wrong("next_token")
            told = searched(asked)
            return {**told, "data": told["data"][-2:], "meta": {"next_token": "t2"}}

        server._search = breaking  # type: ignore[method-assign]
        run = harvest(place)
    # One of both below our first post, and what was asked for below our answer by itself.
    assert (run["items"]["replies"], gap(run, "replies_missing")["count"]) == (2, 2)


def test_replies_from_before_the_week_that_x_searches_are_a_gap(place):
    with at_home(place, *Talk().posts) as server:
        server.now = NOON + timedelta(days=30)
        run = harvest(place)
    # Two of the post and one of our own reply; what hangs below those is not known.
    assert gap(run, "replies_missing")["count"] == 3
    assert run["items"]["replies"] == 0


@pytest.mark.parametrize(
    "answer",
    [
        {"errors": [problem("not-authorized-for-resource", "Authorization Error", "7000001")]},
        {"meta": {"result_count": 0}},
        {"data": None, "meta": {"result_count": 0}},
    ],
)
def test_a_list_that_gives_nothing_of_what_is_counted_deletes_nothing(place, answer):
    with at_home(place, post(1, "Een"), post(2, "Twee")) as server:
        harvest(place)
        server._list = lambda _: answer  # type: ignore[method-assign]
        code, told = place.run("harvest", "a0001", *WHOLE)
    (run,) = told["runs"]
    assert (code, told["error"]["code"]) == (4, "HARVEST-006")
    assert gap(run, "list_broken_off")
    assert run["deletions"] == 0


def test_empty_pages_are_read_past_and_not_for_ever(place):
    with at_home(place, post(1, "Een")) as server:
        listed = server._list
        empty = {"meta": {"result_count": 0, "next_token": "t0"}}
        server._list = lambda asked: listed(asked) if "pagination_token" in asked else empty  # type: ignore[method-assign]
        assert harvest(place)["complete"]
        server._list = lambda _: empty  # type: ignore[method-assign]
        assert place.run("harvest", "a0001", *WHOLE)[1]["error"]["code"] == "HARVEST-006"
        assert len(server.asked) < 30


def test_a_film_of_which_only_a_picture_is_given_is_a_gap(place):
    film = post(17, "Een film", attachments={"media_keys": ["7_1"]})
    with at_home(place, film) as server:
        del server.media["7_1"]["variants"]
        server.media["7_1"]["preview_image_url"] = f"{server.address}/media/kaart.jpg"
        run = harvest(place)
    assert (gap(run, "media_missing")["count"], run["items"]["media"]) == (1, 1)


def test_a_field_that_x_could_not_give_is_a_gap(place):
    with at_home(place, post(1, "Een")) as server:
        listed = server._list
        lacking = {
            "detail": "Could not be given.",
            "field": "referenced_posts",
            "title": "Field Hydration Failure",
            "type": "https://api.x.com/2/problems/field-hydration-failure",
        }
        server._list = lambda asked: {**listed(asked), "errors": [lacking]}  # type: ignore[method-assign]
        run = harvest(place)
    assert gap(run, "fields_not_given")["count"] == 1


@pytest.mark.parametrize("form", ["x.com/Voorbeelddam", "www.twitter.com/voorbeelddam"])
def test_a_single_post_comes_in_by_its_address(place, form):
    first, *more = Talk().posts
    with at_home(place, post(5, "Een ander bericht"), first, *more):
        run = place.good("harvest", "--post", f"https://{form}/status/{first['id']}?s=20")
    (run,) = run["runs"]
    assert (run["items"]["posts"], run["complete"]) == (1, True)
    assert {one["text"] for one in place.rows() if one["kind"] == "post"} == {first["text"]}


def test_a_single_post_says_nothing_of_what_hangs_below_our_answer(place):
    posts = Talk().posts
    with at_home(place, *posts):
        assert harvest(place)["items"]["replies"] == 2
        run = harvest(place, "--post", f"https://x.com/voorbeelddam/status/{posts[0]['id']}")
    assert (run["deletions"], run["complete"]) == (0, True)


def test_older_posts_than_x_lists_are_told_and_not_missed(place):
    with at_home(place, *(post(day, f"Bericht {day}") for day in range(1, 12))) as server:
        harvest(place)
        server.most_listed = 5
        run = harvest(place, *WHOLE)
    assert run["deletions"] == 0, run


def test_an_archive_of_the_account_afterwards_is_the_same_posts(place, tmp_path):
    plain, long = post(3, "Bericht over afval"), post(4, "Bericht over verkeer")
    with at_home(place, plain, long):
        harvest(place)
    made = [
        XPost(
            number=one["id"],
            published=datetime.fromisoformat(one["created_at"]),
            text=one["text"],
            likes=2,
            reposts=1,
        )
        for one in (plain, long)
    ]
    me = XAccount(
        number="7000001", name="Voorbeelddam", display_name="Gemeente Voorbeelddam",
        bio=ME["description"],
    )  # fmt: skip
    path = tmp_path / "archief.zip"
    write_export(path, me, made, made=NOON)
    run = place.take(path)
    assert (run["items"]["posts"], run["also_seen"]) == (0, 3), run
    assert run["new_versions"] == 0, run


# --- articles: of which X's document says no more than that they are objects --------------------


def article(days: float, text: str, **more: Any) -> Json:
    made = "Ons plan https://t.co/a"
    leads = [link_json(made, "https://t.co/a", "https://x.com/i/article/9100001")]
    told = {"title": "Plan voor het water", "plain_text": text, "preview_text": text[:9], **more}
    return post(days, made, entities={"urls": leads}, article=told)


def as_before(monkeypatch: pytest.MonkeyPatch) -> None:
    """Read as version 2 of the mapping did, which knew no articles."""
    known = {name: rule for name, rule in api_shape.POST.items() if name != "article"}
    for module in (api_post, api_account):
        monkeypatch.setattr(module, "MAPPING", 2)
    monkeypatch.setattr(api_post, "POST", known)
    monkeypatch.setattr(api_post, "article_of", lambda _: None)
    monkeypatch.setattr(X, "mapping_of", lambda _self, _technique: 2)


def test_an_article_is_read_whole_and_names_nobody(place):
    person = Canaries().give("x-article", CanaryClass.THIRD)
    name = person.local.replace(".", "_")
    text = f"De dijk wordt hoger.\n\nDank aan @{name} ({person.name}), https://t.co/p."
    told = {
        "mentions": [mention_json(text, name, "8000009")],
        "urls": [link_json(text, "https://t.co/p", f"https://x.com/{name}")],
    }
    thanked = post(
        3, f"Dank @{name}", entities={"mentions": [mention_json(f"Dank @{name}", name, "8000009")]}
    )
    with at_home(place, article(2, text, entities=told), thanked) as server:
        server.users = {"8000009": user_json("8000009", name, person.name)}
        run = harvest(place)
        assert run["complete"], run["gaps"]
        assert run["unknown_fields"] == {}
        assert harvest(place)["new_versions"] == 0
    row = found(place, "De dijk wordt hoger")
    assert row["title"] == "Plan voor het water"
    assert row["text"].startswith("Ons plan https://x.com/i/article/9100001\n\nDe dijk")
    assert place.good("search", "dijk")["total"] == 1
    leaks = [one for one in LeakScan([person]).folder(place.root) if one.canary is not None]
    assert leaks == []


def test_an_article_that_comes_later_is_no_edit_and_no_archive_takes_it_away(
    place, tmp_path, monkeypatch
):
    told = article(2, "De dijk wordt hoger.", number="1900000000000000002")
    with at_home(place, told) as server:
        with monkeypatch.context() as then:
            as_before(then)
            harvest(place)
        (done,) = place.good("remap", "a0001")["accounts"]
        assert done["not_in_source"] == {"article": 1}
        assert harvest(place)["new_versions"] == 1
        # An answer from which X leaves it out.
        server.take(told["id"])
        server.add({**told, "article": {"title": "Plan voor het water"}})
        left_out = harvest(place)
        assert gap(left_out, "not_read")["count"] == 1
    made = XPost(
        number=told["id"],
        published=datetime.fromisoformat(told["created_at"]),
        text=told["text"],
        links=(("https://t.co/a", "https://x.com/i/article/9100001"),),
    )
    me = XAccount(number="7000001", name="Voorbeelddam", display_name="Gemeente Voorbeelddam")
    write_export(tmp_path / "archief.zip", me, [made], made=NOON)
    place.take(tmp_path / "archief.zip")
    (hit,) = place.good("search", "dijk")["hits"]
    shown = place.good("show", hit["id"])
    assert (shown["state"], shown["title"]) == ("present", "Plan voor het water")
    assert shown["wording"] == 1


# --- whose it is --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("absent", "code", "reported"),
    [("gone", "HARVEST-863", "closed"), ("suspended", "HARVEST-866", "suspended")],
)
def test_an_account_that_x_does_not_give_is_reported(place, absent, code, reported):
    with at_home(place, post(1, "Ja")) as server:
        harvest(place)
        server.absent, server.is_app_only = absent, True
        left, told = place.run("harvest", "a0001")
    assert (left, told["error"]["code"]) == (4, code)
    (one,) = place.good("report", "list")["reports"]
    assert one["what"] == reported


def test_an_account_that_x_has_trouble_with_is_not_reported(place):
    with at_home(place, post(1, "Ja")) as server:
        harvest(place)
        server.absent, server.is_app_only = "failing", True
        left, told = place.run("harvest", "a0001")
    assert (left, told["error"]["code"]) == (4, "HARVEST-861")
    assert "reports a failure" in told["error"]["message"]
    assert place.good("report", "list")["reports"] == []


def test_an_account_with_another_name_is_found_by_its_number_without_its_permission(place):
    with at_home(place, post(1, "Ja")) as server:
        harvest(place)
        server.account, server.is_app_only = {**ME, "username": "Voorbeelddam_NL"}, True
        left, told = place.run("harvest", "a0001")
        assert (left, told["error"]["code"]) == (4, "HARVEST-865")
    (one,) = place.good("report", "list")["reports"]
    assert one["what"] == "address"


def test_an_account_with_another_name_or_number_is_not_read(place):
    with at_home(place, post(1, "Ja")) as server:
        harvest(place)
        server.account = {**ME, "username": "Voorbeelddam_NL"}
        assert place.run("harvest", "a0001")[1]["error"]["code"] == "HARVEST-865"
        server.account = {**ME, "id": "7999999"}
        assert place.run("harvest", "a0001")[1]["error"]["code"] == "HARVEST-864"


# --- permission ---------------------------------------------------------------------------------


def test_nothing_leaves_without_a_decision(place):
    with at_home(place, post(1, "Ja"), connect=False) as server:
        code, told = with_token(place, server)
        assert (code, told["error"]["code"]) == (3, "HARVEST-860")
        assert place.run("harvest", "a0001")[1]["error"]["code"] == "HARVEST-860"
        assert place.good("schedule", "--once")["runs"] == []
        assert server.asked == []
        (one,) = place.good("status")["accounts"]
        assert one["why"] == "no-decision"
        assert "terms of X" in one["decision"]["needed"]


def test_without_a_permission_x_gives_nothing_and_that_is_told(place, monkeypatch):
    with at_home(place, post(1, "Ja"), connect=False) as server:
        place.good(*DECISION)
        monkeypatch.setattr(X, "manifest", replace(X.manifest, api=server.address))
        code, told = place.run("harvest", "a0001")
    assert (code, told["error"]["code"]) == (4, "HARVEST-862")


def test_a_permission_for_messages_is_refused(place):
    with at_home(place, post(1, "Ja"), connect=False) as server:
        place.good(*DECISION)
        server.access_level = "read-write-directmessages"
        code, told = with_token(place, server)
        assert (code, told["error"]["code"]) == (3, "CONNECT-861")
        assert server.messages_asked == []
    assert not (place.root / "keys" / "connections" / "a0001").exists()


def test_a_permission_of_another_account_is_refused(place):
    with at_home(place, post(1, "Ja"), connect=False) as server:
        place.good(*DECISION)
        server.account = {**ME, "username": "dorp"}
        assert with_token(place, server)[1]["error"]["code"] == "CONNECT-860"


def test_a_permission_that_ended_is_told_and_nothing_is_gone(place):
    with at_home(place, post(1, "Ja")) as server:
        harvest(place)
        server.oauth.tokens.clear()
        code, told = place.run("harvest", "a0001")
    assert (code, told["error"]["code"]) == (4, "HARVEST-040")


def test_limits_are_waited_for_as_x_tells_them(place, monkeypatch):
    slept: list[float] = []

    def patient(home, waits, shared=None):
        del shared
        return Transport(
            home,
            waits=waits,
            sleep=slept.append,
            now=lambda: datetime.now(UTC) + timedelta(seconds=sum(slept)),
        )

    with at_home(place, *(post(day, f"Bericht {day}") for day in range(1, 4))) as server:
        monkeypatch.setattr(bootstrap, "transport", patient)
        server.left, server.resets_in = 1, 40
        assert harvest(place)["complete"]
    assert any(30 < one <= 45 for one in slept), slept


# --- who is named -------------------------------------------------------------------------------


def test_nobody_stands_in_the_clear_wherever_x_names_them(place):
    person = Canaries().give("x-api", CanaryClass.THIRD)
    name = person.local.replace(".", "_")
    users = {"8000009": user_json("8000009", name, person.name, description=person.address)}
    text = f"Dag {person.name} @{name} https://t.co/s"
    entities = {
        "mentions": [mention_json(text, name, "8000009")],
        "urls": [
            link_json(text, "https://t.co/s", f"https://x.com/{name}", title=person.name,
                      description=person.name, unwound_url=f"https://x.com/{name}")
        ],
        "annotations": [{"start": 4, "end": 9, "normalized_text": person.name,
                         "probability": 0.9, "type": "Person"}],
    }  # fmt: skip
    ours = counted(post(2, text, entities=entities), 1)
    theirs = reply_json(
        ago(1), "8000009", f"Ik ben {person.name}", ours,
        note_post={"text": f"Ik ben {person.name}, zie {person.address}"},
        context_annotations=[{"domain": {"id": "1", "name": person.name},
                              "entity": {"id": "2", "name": person.name}}],
    )  # fmt: skip
    with at_home(place, ours, theirs) as server:
        server.users = users
        run = harvest(place)
    assert run["items"]["replies"] == 1
    leaks = [one for one in LeakScan([person]).folder(place.root) if one.canary is not None]
    assert leaks == []
    assert b"8000009" not in place.bytes_of_all()


# --- by an app of the organisation --------------------------------------------------------------


def test_the_app_of_the_organisation_gets_a_permission_renews_and_withdraws_it(place):
    with at_home(place, *of_everything(), connect=False) as server:
        place.good(*DECISION)
        secret = place.root / "geheim.txt"
        secret.write_text("geheim-van-de-app\n")
        place.good("app", "set", "x", "--client-id", server.oauth.client_id,
                   "--secret-file", str(secret))  # fmt: skip
        opened = bootstrap.workplace(str(place.folder), str(place.root / "keys"), Silent())
        connecting = Connecting(opened, bootstrap.connectors(), bootstrap.transport_for(opened))
        begun = connecting.begin("a0001", BACK, server.address)
        told = parse_qs(urlsplit(led_to(begun.address)).query)
        (asked,) = server.oauth.asked
        assert asked["scope"] == "tweet.read users.read offline.access"
        assert asked["code_challenge_method"] == "S256"
        looked = connecting.finish(Secret(told["state"][0]), Secret(told["code"][0]), BACK)
        assert looked.is_ok, looked.findings
        assert server.oauth.basics
        assert not [form for _, form in server.oauth.forms if "client_secret" in form]
        assert harvest(place)["complete"]
        server.oauth.end_tokens()  # as after two hours
        assert harvest(place)["complete"]
        assert [form["grant_type"] for _, form in server.oauth.forms] == [
            "authorization_code", "refresh_token"
        ]  # fmt: skip
        code, told = place.run("disconnect", "a0001")
        assert (code, told["findings"]) == (0, []), told
        assert server.oauth.tokens.keys() <= {TOKEN}
        assert server.messages_asked == []

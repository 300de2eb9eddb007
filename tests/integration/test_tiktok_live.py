"""TikTok's Display API through the stages that it goes through in use, on a double of it."""

import gzip
import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from central_place import led_to
from place import Archive, gap

from weerklank import bootstrap
from weerklank.services.harvest.connect_account import Connecting
from weerklank.services.harvest.pasted_answer import read_pasted
from weerklank.services.workplace import Silent
from weerklank.testing.tiktok_export import TikTokExportContent, TikTokPost, write_tiktok_export
from weerklank.testing.tiktok_server import (
    ALL_SCOPES,
    TikTokServer,
    TikTokVideo,
    _Handler,
    tiktok_number,
    tiktok_server,
)

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_pauses"),
]

URL = "https://www.tiktok.com/@voorbeelddam"
ACCOUNT = "voorbeelddam"
BACK = "http://127.0.0.1:17620/"
TOKEN = "act.Kanarie7f3c9e51d2aaZw"

#: Read from before the first video on.
WHOLE = ("--since", "2026-01-01")


def at(day: int) -> datetime:
    return datetime(2026, 3, 1, 9, tzinfo=UTC) + timedelta(days=day)


def video(day: int, caption: str, **more: Any) -> TikTokVideo:
    return TikTokVideo(number=tiktok_number(at(day)), published=at(day), caption=caption, **more)


@pytest.fixture
def place(tmp_path) -> Archive:
    made = Archive(tmp_path).begin()
    made.good("account", "add", URL, "--kind", "corporate")
    return made


@contextmanager
def serving(place: Archive, *videos: TikTokVideo, **more: Any) -> Iterator[TikTokServer]:
    """Serve the videos of an account that is connected."""
    with tiktok_server(videos, token=TOKEN, **more) as server:
        connect(place, server)
        server.asked.clear()
        yield server


def connect(place: Archive, server: TikTokServer, token: str = TOKEN) -> tuple[int, Any]:
    file = place.root / "token.txt"
    file.write_text(token)
    try:
        return place.run(
            "connect", ACCOUNT, "--token-file", str(file), "--base-url", server.address
        )
    finally:
        file.unlink()


def read(place: Archive, *more: str) -> Any:
    """Harvest, and give the one run; it may have gaps."""
    _, answer = place.run("harvest", ACCOUNT, *more)
    (run,) = answer["runs"]
    return run


# --- what comes in ------------------------------------------------------------------------------


def test_videos_come_in_with_their_covers_and_a_second_time_adds_nothing(place):
    films = [video(day, f"Film {day} #dam", likes=day) for day in range(45)]
    with serving(place, *films) as server:
        run = read(place)
        assert (run["complete"], run["gaps"], run["items"]["posts"]) == (True, [], 45)
        assert run["items"]["media"] == 46  # the picture of the profile too
        again = read(place)
        assert again["items"] == {**again["items"], "posts": 0, "media": 0}
        assert (again["new_versions"], again["complete"]) == (0, True)
        assert all(path.startswith("/v2/") or ".jpeg" in path for path in server.asked)
        assert server.messages == []
    (newest,) = [row for row in place.rows() if row["text"].strip() == "Film 44 #dam"]
    assert newest["url"] == f"{URL}/video/{tiktok_number(at(44))}"


def test_what_the_api_can_never_give_is_a_limit_and_no_gap(place):
    with serving(place, video(0, "Film", comments=7)):
        run = read(place)
    kinds = {one["kind"] for one in run["limits"]}
    assert {"films_not_in_api", "replies_not_in_api", "deletions_not_in_api"} <= kinds
    assert run["complete"]


def test_videos_that_are_counted_and_not_given_are_a_gap(place):
    with serving(place, video(0, "Film"), hidden=2):
        run = read(place)
    assert not run["complete"]
    assert 2 in [one["count"] for one in run["gaps"]]


def test_another_caption_is_a_new_version(place):
    with serving(place, video(0, "De brug is dicht"), video(1, "Anders")) as server:
        read(place)
        server.videos[0] = replace(server.videos[0], caption="De brug is open")
        assert read(place)["new_versions"] == 1


def test_links_with_keys_are_kept_nowhere(place):
    with serving(place, video(0, "Film")) as server:
        read(place)
    packed = [*place.folder.rglob("source.jsonl.gz")]
    sources = b"".join(gzip.decompress(file.read_bytes()) for file in packed)
    assert b'"share_count":2' in sources
    for hidden in (server.open_id.encode(), server.address.encode(), b"share_url"):
        assert hidden not in sources
    everything = place.bytes_of_all()
    for key in (b"x-signature", b"utm_source"):
        assert key not in everything
    for file in place.folder.rglob("*"):
        assert not file.is_file() or TOKEN.encode() not in file.read_bytes()


@pytest.mark.parametrize("address", [f"{URL}/video/{tiktok_number(at(0))}?is_from_webapp=1", None])
def test_a_single_video_comes_in_by_its_address_and_not_by_a_bare_number(place, address):
    number = tiktok_number(at(0))
    with serving(place, video(0, "Deze"), video(1, "Niet deze")):
        code, answer = place.run("harvest", "--post", address or number)
        if address is None:
            assert (code, answer["error"]["code"]) == (3, "HARVEST-020")
            return
    assert (code, answer["runs"][0]["items"]["posts"], place.texts()) == (0, 1, ["Deze"])


@pytest.mark.parametrize(
    "address", ["https://[half/cover.jpeg", "https://[::1/../cover.jpeg", "https://cdn.example:x/"]
)
def test_a_cover_at_an_address_that_is_none_is_a_gap(place, address):
    with serving(place, video(0, "Film"), more={"cover_image_url": address}):
        run = read(place)
    assert (run["items"]["posts"], gap(run, "media_missing")["count"]) == (1, 1)


def test_a_list_without_videos_that_leads_on_without_end_breaks_off(place, monkeypatch):
    moments = iter(range(1_900_000_000_000, 0, -1))
    with serving(place, video(0, "Film")) as server:
        monkeypatch.setattr(
            _Handler,
            "_list",
            lambda *_: {"videos": [], "cursor": next(moments), "has_more": True},
        )
        code, answer = place.run("harvest", ACCOUNT)
        assert len(server.asked) < 20
    assert code != 0
    assert not any(run["complete"] for run in answer["runs"])


# --- what is not there any more -----------------------------------------------------------------


@pytest.mark.parametrize("how", ["deleted", "private"])
def test_of_a_video_that_is_gone_nobody_says_that_it_was_deleted(place, how):
    with serving(place, video(0, "Blijft"), video(1, "Gaat")) as server:
        read(place)
        gone = server.videos.pop()
        if how == "private":
            server.videos.append(replace(gone, is_private=True))
        run = read(place, *WHOLE)
        assert gap(run, "not_looked_at")["count"] == 1
        assert run["deletions"] == 0
        server.videos = [server.videos[0], gone]
        assert read(place)["complete"]


def test_an_export_says_afterwards_what_was_deleted(place, tmp_path):
    with serving(place, video(0, "Blijft"), video(1, "Gaat")) as server:
        read(place)
        gone = server.videos.pop()
        assert gap(read(place, *WHOLE), "not_looked_at")["count"] == 1
        deleted = TikTokPost(
            published=gone.published,
            title=gone.caption,
            link=f"{URL}/video/{gone.number}",
            deleted=at(5),
            shown_to=None,
        )
        file = write_tiktok_export(tmp_path / "export", TikTokExportContent(posts=[deleted]))
        run = place.run("import", str(file), "--account", ACCOUNT)[1]["runs"][0]
        assert run["deletions"] == 1
        assert read(place, *WHOLE)["complete"]


def test_a_post_by_api_and_by_export_is_one_item(place, tmp_path):
    film = video(0, "De dam is open")
    with serving(place, film) as server:
        read(place)
        post = TikTokPost(
            published=film.published,
            title=film.caption,
            link=f"https://www.tiktokv.com/share/video/{film.number}/",
        )
        file = write_tiktok_export(tmp_path / "export", TikTokExportContent(posts=[post]))
        run = place.run("import", str(file), "--account", ACCOUNT)[1]["runs"][0]
        assert (run["items"]["posts"], run["also_seen"]) == (0, 2)  # the profile too
        assert len({row["key"] for row in place.rows()}) == 1
        again = read(place, *WHOLE)
        assert (again["new_versions"], again["also_seen"]) == (0, 0)
        assert server.messages == []


def test_a_caption_that_the_api_cuts_is_no_edit_of_the_whole_one(place, tmp_path):
    whole = "De dam is open, en dat vieren wij met iedereen. " * 5
    film = video(0, whole[:150])
    with serving(place, film):
        read(place)
        link = f"{URL}/video/{film.number}"
        post = TikTokPost(published=film.published, title=whole, link=link)
        file = write_tiktok_export(tmp_path / "export", TikTokExportContent(posts=[post]))
        run = place.run("import", str(file), "--account", ACCOUNT)[1]["runs"][0]
        assert (run["also_seen"], run["new_versions"]) == (2, 0)
        assert read(place, *WHOLE)["new_versions"] == 0
    assert max(place.texts(), key=len) == whole.strip()


# --- permission ---------------------------------------------------------------------------------


def test_without_permission_nothing_is_read_and_it_is_said_how(place):
    code, told = place.run("harvest", ACCOUNT)
    assert (code, told["error"]["code"]) == (4, "HARVEST-900")
    assert "weerklank connect" in told["error"]["hint"]


@pytest.mark.parametrize("missing", ALL_SCOPES)
def test_a_permission_that_lacks_a_part_is_told_and_not_kept(place, missing):
    with tiktok_server([video(0, "Film")]) as server:
        server.tokens[TOKEN] = tuple(one for one in ALL_SCOPES if one != missing)
        _, told = connect(place, server)
        expected = "permission_refused" if missing == "user.info.basic" else "scope_missing"
        assert expected in str(told)
        code, _ = place.run("harvest", ACCOUNT)
        assert code == 4


def test_connecting_shows_the_newest_videos_as_a_trial_and_keeps_nothing_of_them(place):
    films = [video(day, f"Film {day}, dank @burger_12") for day in range(14)]
    with tiktok_server(films, token=TOKEN) as server:
        code, told = connect(place, server)
    assert code == 0, told
    texts = [post["text"] for post in told["trial"]["posts"]]
    assert len(texts) == 10
    assert texts[0].startswith("Film 13, dank ")
    assert "burger_12" not in str(told)
    assert place.rows() == []


def test_the_permission_of_another_account_is_refused(place):
    with tiktok_server([], token=TOKEN, username="ander") as server:
        _, told = connect(place, server)
    assert told["error"]["code"] == "CONNECT-901"


def test_a_permission_that_ended_is_told_as_that(place):
    with serving(place, video(0, "Film")) as server:
        server.tokens.clear()
        code, told = place.run("harvest", ACCOUNT)
    assert code == 4
    assert "connect" in told["error"]["hint"]


def test_an_account_under_another_name_is_reported_with_it(place):
    with serving(place, video(0, "Film")) as server:
        read(place)
        server.username = "voorbeelddam2"
        code, told = place.run("harvest", ACCOUNT)
        assert (code, told["error"]["code"]) == (4, "HARVEST-903")
        assert "voorbeelddam2" in told["error"]["message"]


# --- the app of the organisation ----------------------------------------------------------------


def ways(place: Archive) -> Connecting:
    workplace = bootstrap.workplace(str(place.folder), str(place.root / "keys"), Silent())
    return Connecting(workplace, bootstrap.connectors(), bootstrap.transport_for(workplace))


def set_app(place: Archive, server: TikTokServer) -> None:
    file = place.root / "geheim.txt"
    file.write_text(f"{server.oauth.secret}\n")
    place.good("app", "set", "tiktok", "--client-id", server.oauth.client_id,
               "--secret-file", str(file))  # fmt: skip
    file.unlink()


def permit(place: Archive, server: TikTokServer) -> None:
    """Connect as a screen does, with a browser that permits."""
    connecting = ways(place)
    begun = connecting.begin(ACCOUNT, BACK, server.address)
    code = read_pasted(led_to(begun.address), begun.state)
    assert connecting.finish(begun.state, code, BACK).is_ok


def test_whoever_manages_the_account_permits_it_by_the_app_of_the_organisation(place):
    with tiktok_server([video(0, "Film")]) as server:
        set_app(place, server)
        permit(place, server)
        (asked,) = server.oauth.asked
        assert asked["client_key"] == server.oauth.client_id
        assert asked["scope"].split(",") == list(ALL_SCOPES)
        assert re.fullmatch("[0-9a-f]{64}", asked["code_challenge"])
        assert read(place)["items"]["posts"] == 1
        place.good("disconnect", ACCOUNT)
        assert server.oauth.tokens == {}
        (_, form) = server.oauth.forms[-1]
        assert form["token"].startswith("token-")
        assert server.messages == []


def test_a_token_that_ended_is_renewed_before_the_harvest_and_what_renews_it_with_it(place):
    with tiktok_server([video(0, "Film")]) as server:
        server.oauth.lasts = 60  # shorter than a token is still used for
        set_app(place, server)
        permit(place, server)
        before = set(server.oauth.refresh_tokens)
        server.oauth.end_tokens()
        assert read(place)["complete"]
        assert not before & set(server.oauth.refresh_tokens)
        assert server.oauth.spent_again == []


def test_a_person_who_leaves_a_permission_out_is_told_which(place):
    with tiktok_server([video(0, "Film")]) as server:
        server.oauth.gives = tuple(one for one in ALL_SCOPES if one != "video.list")
        set_app(place, server)
        connecting = ways(place)
        begun = connecting.begin(ACCOUNT, BACK, server.address)
        code = read_pasted(led_to(begun.address), begun.state)
        looked = connecting.finish(begun.state, code, BACK)
    assert not looked.is_ok
    assert [one.values for one in looked.findings if one.kind == "scope_missing"] == [
        (("scope", "video.list"),)
    ]


def test_without_an_app_it_is_said_who_sets_one(place):
    with tiktok_server([]) as server:
        code, told = place.run("connect", ACCOUNT, "--base-url", server.address)
    assert (code, told["error"]["code"]) == (4, "CONNECT-023")


# --- errors of TikTok ---------------------------------------------------------------------------


@pytest.mark.parametrize("status", [200, 400, 429])
def test_too_many_questions_are_waited_for_whatever_the_status(place, status):
    with serving(place, video(0, "Film")) as server:
        server.errors = [("/v2/video/list", "rate_limit_exceeded", status)]
        assert read(place)["complete"]


@pytest.mark.parametrize(
    ("code", "status"),
    [
        ("rate_limit_exceeded", 200),
        ("internal_error", 200),
        ("scope_permission_missed", 400),
        ("something_new", 400),
        ("access_token_invalid", 200),
    ],
)
def test_an_error_that_stays_is_a_list_that_broke_off_and_no_deletion(place, code, status):
    with serving(place, video(0, "Film")) as server:
        read(place)
        server.errors = [("/v2/video/list", code, status)] * 4
        exit_code, told = place.run("harvest", ACCOUNT)
        assert exit_code == 4
        assert told["runs"][0]["deletions"] == 0
        assert not told["runs"][0]["complete"]


def test_a_field_that_tiktok_does_not_know_yet_costs_nothing_else(place):
    with serving(place, video(0, "Film")) as server:
        server.unknown = {"is_aigc"}
        assert read(place)["items"]["posts"] == 1


def test_every_video_is_found_as_a_film_though_no_more_than_its_cover_comes(place):
    with serving(place, video(1, "Een film"), video(2, "Nog een")):
        read(place, *WHOLE)
    for asked in (("--media", "video"), ("--captions", "untold")):
        assert place.good("search", *asked)["total"] == 2

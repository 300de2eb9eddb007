"""Harvest of a channel by the YouTube Data API, on a test double: what comes in and is told."""

import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from place import Archive, Json, gap

from weerklank import bootstrap
from weerklank.model.errors import Refused
from weerklank.model.secret import Secret
from weerklank.services.harvest.connect_account import Connecting, Looked
from weerklank.services.workplace import Silent
from weerklank.testing import youtube_server as double
from weerklank.testing.canaries import Canaries, CanaryClass
from weerklank.testing.leak_scan import LeakScan
from weerklank.testing.youtube_export import (
    ExportContents,
    ExportPlaylist,
    ExportPost,
    ExportReply,
    ExportVideo,
    film_file,
    write_takeout,
)
from weerklank.testing.youtube_server import youtube_server
from weerklank.testing.youtube_shown import (
    FORCE_SSL,
    KEY,
    OWNER,
    READ_ONLY,
    STRANGER,
    ShownChannel,
    ShownComment,
    ShownPlaylist,
    ShownVideo,
    YouTubeShown,
)

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.usefixtures("no_pauses"),
]
CHANNEL = ShownChannel()
NAME = CHANNEL.name
CANARIES = Canaries("youtube")
PERSON = CANARIES.give("comment", CanaryClass.THIRD)
#: Somebody whom nothing but a translation names.
ELSE = CANARIES.give("translation", CanaryClass.THIRD)


def moment(day: int) -> datetime:
    return datetime(2026, 1, 1, 9, tzinfo=UTC) + timedelta(days=day)


def video(number: int, title: str, **more: Any) -> ShownVideo:
    return ShownVideo(
        native_id=f"video-{number:05}", title=title, published=moment(number), **more
    )


def comment(native: str, below: ShownVideo, text: str, day: int, **more: Any) -> ShownComment:
    by = {"author": f"UC{PERSON.number}", "name": f"@{PERSON.local}", **more}
    return ShownComment(
        native_id=native, video=below.native_id, text=text, published=moment(day), **by
    )


COUNCIL = video(1, "De raad", description="Uitleg.", tags=("raad", "uitleg"))
DYKE = video(
    2,
    "Dijk dicht",
    description=f"Dank aan @{PERSON.local}.\nwww.voorbeelddam.example/dijk",
    localizations=(("en", "Dyke closed", f"Thanks to @{ELSE.local}"),),
)
HIDDEN = video(3, "Alleen met de link", privacy="unlisted")
SECRET = video(4, "Oefening crisisteam", privacy="private", description="geheim-draaiboek")
QUESTION = comment("Ugquestion0001", DYKE, f"Vraagt @{PERSON.local}", 5)
OURS = comment(
    "Ugquestion0001.answer1",
    DYKE,
    "Ja, dat klopt.",
    6,
    parent="Ugquestion0001",
    author=CHANNEL.native_id,
    name=f"@{NAME}",
)
FURTHER = comment("Ugquestion0001.answer2", DYKE, "Dank u!", 7, parent="Ugquestion0001")
#: By somebody whose handle is not shown, but a name.
NAMED = comment(
    "Ugnamed0000001",
    DYKE,
    f"Groet, {PERSON.name}",
    8,
    name=PERSON.name,
    page=f"http://www.youtube.com/@{PERSON.local}",
)


def shown(**more: Any) -> YouTubeShown:
    videos = [COUNCIL, DYKE, HIDDEN, SECRET]
    return YouTubeShown(
        CHANNEL, **{"videos": videos, "comments": [QUESTION, OURS, FURTHER], **more}
    )


@pytest.fixture
def place(tmp_path: Path) -> Archive:
    made = Archive(tmp_path).begin()
    made.good("account", "add", CHANNEL.url, "--kind", "corporate")
    return made


def connect(place: Archive, served: YouTubeShown, token: str) -> tuple[int, Json]:
    file = place.root / "token.txt"
    file.write_text(f"{token}\n")
    try:
        return place.run("connect", NAME, "--token-file", str(file), "--base-url", served.address)
    finally:
        file.unlink()


@contextmanager
def connected(
    place: Archive, token: str = OWNER, state: YouTubeShown | None = None
) -> Iterator[YouTubeShown]:
    with youtube_server(state or shown()) as served:
        code, told = connect(place, served, token)
        assert code == 0, told
        served.asked.clear()
        yield served
    assert served.chats_asked == []


def harvest(place: Archive, code: int = 0, *more: str) -> Json:
    left, answer = place.run("harvest", NAME, *more)
    assert left == code, answer
    (run,) = answer["runs"]
    return run


def by_title(place: Archive) -> dict[str, Json]:
    return {str(row["title"]): row for row in place.rows() if "title" in row}


def replies(place: Archive) -> list[Json]:
    return [row for row in place.rows() if row["kind"] == "reply"]


# --- what comes in ------------------------------------------------------------------------------


def test_with_a_key_videos_comments_and_pictures_come_in(place):
    with connected(place, KEY):
        run = harvest(place)
        again = harvest(place)
    assert (run["gaps"], run["unknown_fields"], run["complete"]) == ([], {}, True)
    assert run["items"] == {"profiles": 1, "posts": 3, "replies": 2, "media": 4}
    assert run["counts"] == {
        "posts": {"came": 2, "stated": 2},
        "replies": {"came": 3, "stated": 3},
    }
    row = by_title(place)[DYKE.title]
    assert row["url"] == f"https://www.youtube.com/watch?v={DYKE.native_id}"
    assert (row["created_at"], row["language"]) == ("2026-01-03T09:00:00Z", "nl")
    assert row["counts"] == {"likes": 17, "replies": 3}
    assert row["media"][0]["width"] == 600
    assert again["items"] == {"profiles": 0, "posts": 0, "replies": 0, "media": 0}
    assert again["new_versions"] == 0
    place.good("verify", "--deep")


def test_replies_hang_where_they_hang_and_ours_is_ours(place):
    with connected(place, KEY):
        harvest(place)
    keys = {row["text"].strip(): row for row in replies(place)}
    ours, thanks = keys["Ja, dat klopt."], keys["Dank u!"]
    (question,) = [row for row in replies(place) if row["text"].startswith("Vraagt")]
    assert question["refs"][0]["key"] == by_title(place)[DYKE.title]["key"]
    assert ours["refs"][0]["key"] == thanks["refs"][0]["key"] == question["key"]
    assert (ours["author"]["role"], thanks["author"]["role"]) == ("own", "citizen")
    assert "lc=Ugquestion0001.answer1" in ours["url"]
    assert "url" not in thanks


def test_nobody_is_named_and_nothing_private_comes_in(place):
    state = shown(scopes=(READ_ONLY, FORCE_SSL))
    state.comments.append(NAMED)
    with connected(place, KEY, state) as served:
        harvest(place)
        code, told = connect(place, served, OWNER)
        assert code == 0, told
        run = harvest(place)
    assert run["skipped"]["out_of_scope"] == 1
    rows = by_title(place)
    assert set(rows) == {COUNCIL.title, DYKE.title, HIDDEN.title}
    assert rows[HIDDEN.title]["visibility"] == "unlisted"
    everything = place.bytes_of_all()
    for never in ("geheim-draaiboek", "Oefening crisisteam", 'Ugquestion0001"', OWNER, KEY):
        assert never.encode() not in everything
    leaks = [one for one in LeakScan([PERSON, ELSE]).folder(place.root) if one.canary is not None]
    assert leaks == []


def test_a_broadcast_that_is_on_comes_in_though_the_list_lacks_it(place):
    live = video(5, "Raadsvergadering", live="live", is_listed=False)
    state = shown()
    state.videos.append(live)
    with connected(place, OWNER, state):
        harvest(place, 1)
    assert live.title in by_title(place)
    assert b"chat-van-de-uitzending" not in place.bytes_of_all()


def test_a_trial_shows_what_would_come(place):
    for token, titles in ((KEY, [DYKE.title, COUNCIL.title]), (OWNER, [HIDDEN.title])):
        with youtube_server(shown()) as served:
            trial = connect(place, served, token)[1]["trial"]
        assert {*titles} <= {one["title"] for one in trial["posts"]}
    assert place.rows() == []


# --- what is told -------------------------------------------------------------------------------


def test_a_permission_that_only_reads_gets_no_comments_and_that_is_told(place):
    with youtube_server(shown()) as served:
        code, told = connect(place, served, OWNER)
        assert code == 0
        kinds = [one["kind"] for one in told["findings"]]
        assert kinds == ["scope_unknown", "comments_not_permitted", "other_endpoint"]
        run = harvest(place, 1)
    told = gap(run, "comments_not_permitted")
    assert (told["count"], run["counts"].keys()) == (3, {"posts"})
    assert "API key" in told["reason"]
    assert [one["kind"] for one in run["gaps"]] == ["comments_not_permitted"]


def test_a_permission_of_another_channel_is_refused(place):
    with youtube_server(shown()) as served:
        code, told = connect(place, served, STRANGER)
        assert (code, told["error"]["code"]) == (3, "CONNECT-870")
        code, told = connect(place, served, KEY[:-1] + "x")
        assert [one["kind"] for one in told["findings"]] == [
            "permission_refused",
            "other_endpoint",
        ]
        code, told = place.run("harvest", NAME)
    assert told["error"]["code"] in {"HARVEST-870", "HARVEST-871"}


def test_what_is_counted_and_not_given_is_a_gap(place):
    state = shown(hidden=2)
    state.videos[0] = replace(COUNCIL, kept_back=4)
    state.withheld.add(DYKE.native_id)
    with connected(place, KEY, state):
        run = harvest(place, 1)
    assert gap(run, "items_missing")["count"] == 3
    assert gap(run, "replies_missing")["count"] == 4
    assert gap(run, "videos_not_given")["count"] == 1


def test_an_unlisted_video_does_not_stand_in_for_one_that_is_counted(place):
    with connected(place, OWNER) as served:
        first = harvest(place, 1)
        assert "items_missing" not in [one["kind"] for one in first["gaps"]]
        served.hidden = 1
        run = harvest(place, 1, "--since", "2026-01-05")
    assert gap(run, "items_missing")["count"] == 1


def test_comments_that_are_switched_off_are_no_gap(place):
    state = shown(comments=[])
    state.videos[0] = replace(COUNCIL, has_comments=False)
    with connected(place, KEY, state):
        run = harvest(place)
    assert run["counts"]["replies"] == {"came": 0, "stated": 0}


def test_a_quota_that_is_used_up_is_no_deletion(place):
    with connected(place) as served:
        harvest(place, 1)
        served.is_used_up = True
        code, told = place.run("harvest", NAME)
        assert (code, told["error"]["code"]) == (4, "HARVEST-870")
        assert "midnight in California" in told["error"]["message"]
        served.is_used_up = False
        served.too_fast = 2
        harvest(place, 1)
    assert place.events("journal", "deletion.seen") == []


def test_a_quota_that_ends_halfway_keeps_what_came(place):
    with connected(place, KEY) as served:
        served.refused["commentThreads"] = (403, "quotaExceeded")
        run = harvest(place, 4)
    assert "daily quota" in gap(run, "list_broken_off")["reason"]
    assert place.events("journal", "deletion.seen") == []


def test_a_comment_whose_replies_are_refused_costs_no_other(place):
    tops = [comment(f"Ugtop{number:09}", DYKE, f"Nummer {number}", number) for number in range(4)]
    newest = tops[-1].native_id
    below = [
        comment(f"{newest}.b{number:05}", DYKE, "Daaronder", 20 + number, parent=newest)
        for number in range(7)
    ]
    with connected(place, KEY, shown(comments=[*tops, *below])) as served:
        served.refused["comments"] = (404, "commentNotFound")
        run = harvest(place, 1)
        assert (run["items"]["replies"], gap(run, "replies_missing")["count"]) == (4, 7)
        served.refused.clear()
        assert harvest(place, 0, "--since", "2025-12-01")["items"]["replies"] == 7


def test_comments_without_an_end_are_not_asked_for_without_an_end(place, monkeypatch):
    with connected(place, KEY, shown(comments=[])) as served:
        served.videos[0] = replace(COUNCIL, kept_back=1)
        threads = double._RESOURCES["commentThreads"]

        def endless(state: YouTubeShown, asked: Any) -> Json:
            told = threads(state, asked)
            more = {"nextPageToken": f"{asked['pageToken'] or 'blz0'}0"}
            return {**told, **more} if asked["videoId"] else told

        monkeypatch.setitem(double._RESOURCES, "commentThreads", endless)
        run = harvest(place, 1)
        assert gap(run, "replies_missing")["count"] == 1
        assert len([one for one in served.asked if "videoId=" in one]) == 20


def test_a_list_that_is_not_there_is_none_where_nothing_is_counted(place):
    with connected(place, KEY) as served:
        harvest(place)
        channel = served.channel_json()
        del channel["statistics"]["videoCount"]
        served.channel_json = lambda: channel  # type: ignore[method-assign]
        served.refused["playlistItems"] = (404, "playlistNotFound")
        run = harvest(place, 4, "--since", "2025-12-01")
    assert gap(run, "list_broken_off")
    assert place.events("journal", "deletion.seen") == []


def test_more_broadcasts_than_a_page_are_told(place):
    state = shown()
    state.videos += [video(number, f"Uitzending {number}", live="upcoming", is_listed=False)
                     for number in range(100, 151)]  # fmt: skip
    with connected(place, OWNER, state):
        run = harvest(place, 1)
    assert gap(run, "broadcasts_not_given")["count"] == 1


# --- again --------------------------------------------------------------------------------------


def test_an_edit_makes_a_version_and_another_number_none(place):
    with connected(place, KEY) as served:
        harvest(place)
        served.videos[1] = replace(DYKE, title="Dijk weer dicht")
        served.comments[2] = replace(FURTHER, text="Dank u wel!", updated=moment(9))
        run = harvest(place, 0, "--since", "2025-12-01")
    assert run["new_versions"] == 2
    (row,) = [one for one in replies(place) if one["text"].strip() == "Dank u wel!"]
    assert row["edited_at"] == "2026-01-10T09:00:00Z"


def test_a_deleted_video_is_marked_with_a_permission_and_not_with_a_key(place):
    with connected(place, KEY) as served:
        harvest(place)
        served.videos.remove(COUNCIL)
        run = harvest(place, 1, "--since", "2025-12-01")
        assert gap(run, "not_looked_at")["count"] == 1
        assert place.events("journal", "deletion.seen") == []
        code, told = connect(place, served, OWNER)
        assert code == 0, told
        run = harvest(place, 1, "--since", "2025-12-01")
    assert run["deletions"] == 1
    assert len(place.events("journal", "deletion.seen")) == 1


def test_a_video_that_became_private_is_shielded_and_not_gone(place):
    with connected(place) as served:
        harvest(place, 1)
        served.videos[0] = replace(COUNCIL, privacy="private", title="geheime titel")
        run = harvest(place, 1, "--since", "2025-12-01")
        assert (run["deletions"], [one["kind"] for one in run["gaps"]]) == (
            0,
            ["comments_not_permitted"],
        )
        (now,) = [row for row in place.rows() if row.get("visibility") == "followers"]
        assert now["title"] == COUNCIL.title
        harvest(place, 1, "--since", "2025-12-01")
        assert [row.get("visibility") for row in place.rows()].count("followers") == 1
        served.videos.remove(served.videos[0])
        assert harvest(place, 1, "--since", "2025-12-01")["deletions"] == 1
    assert b"geheime titel" not in place.bytes_of_all()


def test_a_reply_that_is_gone_is_marked_when_all_that_are_counted_came(place):
    with connected(place, KEY) as served:
        harvest(place)
        served.comments.remove(FURTHER)
        run = harvest(place, 0, "--since", "2025-12-01")
    assert run["deletions"] == 1


def test_what_hangs_below_somebody_elses_comment_is_told_by_our_video(place):
    state = shown()
    state.videos[1] = replace(DYKE, kept_back=-1)  # more come than are counted
    with connected(place, KEY, state) as served:
        harvest(place)
        served.comments.remove(FURTHER)
        run = harvest(place, 1, "--since", "2025-12-01")
    assert gap(run, "not_looked_at")["where"] == [DYKE.native_id]
    assert f'{QUESTION.native_id}"'.encode() not in place.bytes_of_all()


def test_our_own_comment_that_is_gone_is_marked_in_two_ways(place):
    state = shown(scopes=(READ_ONLY, FORCE_SSL))
    with connected(place, OWNER, state) as served:
        harvest(place)
        served.comments.remove(OURS)
        run = harvest(place, 0, "--since", "2025-12-01")
        assert run["deletions"] == 1
        asked = [one for one in served.asked if "Ugquestion0001" in one]
    assert any("id=Ugquestion0001.answer1" in one for one in asked)
    assert any("parentId=Ugquestion0001" in one for one in asked)


def takeout(place: Archive) -> Path:
    """Give a Takeout with a film and a comment of the channel itself."""
    film = ExportVideo(
        native_id=DYKE.native_id,
        title=DYKE.title,
        published=DYKE.published,
        description=DYKE.description,
    )
    ours = ExportReply(
        native_id=OURS.native_id,
        video=DYKE.native_id,
        created=OURS.published,
        text=OURS.text,
        parent="Ugquestion0001",
    )
    films = [(film_file(DYKE.title), b"\0\0\0\x18ftypisom" + b"film" * 20)]
    contents = ExportContents(videos=(film,), replies=(ours,))
    return write_takeout(place.root / "takeout.zip", contents, films=films)


def test_a_video_is_found_as_a_film_though_the_api_gives_none(place):
    with connected(place, KEY):
        run = harvest(place)
    (hit,) = place.good("search", "dijk", "--media", "video", "--kind", "post")["hits"]
    assert (hit["title"], run["gaps"]) == (DYKE.title, [])
    media = by_title(place)[DYKE.title]["media"]
    assert [one.get("missing") for one in media] == [None, "not_in_api"]


@pytest.mark.parametrize("comes_first", ["api", "export"])
def test_one_video_by_both_techniques_is_one_record(place, comes_first):
    with connected(place, KEY):
        if comes_first == "export":
            place.take(takeout(place))
        harvest(place)
        before = {row["key"] for row in place.rows()}
        if comes_first == "api":
            place.take(takeout(place))
        again = harvest(place, 0, "--since", "2025-12-01")
    assert {row["key"] for row in place.rows()} == before
    assert any(file.suffix == ".mp4" for file in place.media_files())
    assert (again["new_versions"], again["also_seen"]) == (0, 0)
    # The film is in the one and its cover in the other: that is no edit.
    (hit,) = place.good("search", "dijk", "--kind", "post")["hits"]
    assert (hit["state"], hit["techniques"]) == ("present", ["api", "export"])


LIST = ShownPlaylist(
    native_id=f"PL{'a' * 32}",
    title="Vergaderingen",
    made=moment(1),
    description="Van de raad.",
    videos=(COUNCIL.native_id, DYKE.native_id),
)


@pytest.mark.parametrize("comes_first", ["api", "export"])
def test_one_playlist_by_both_techniques_is_one_record(place, comes_first):
    inside = ExportPlaylist(
        native_id=LIST.native_id, title=LIST.title, created=LIST.made, videos=LIST.videos
    )
    path = write_takeout(place.root / "takeout.zip", ExportContents(playlists=(inside,)))
    with connected(place, KEY, shown(playlists=[LIST])):
        if comes_first == "export":
            place.take(path)
        harvest(place)
        if comes_first == "api":
            place.take(path)
        again = harvest(place, 0, "--since", "2025-12-01")
    (hit,) = place.good("search", "vergaderingen", "--kind", "post")["hits"]
    assert (hit["title"], hit["techniques"]) == (LIST.title, ["api", "export"])
    assert (again["new_versions"], again["complete"]) == (0, True)
    # The Takeout has no column for the description, and takes nothing away of what is known.
    of_list = {r.get("version", 1): r for r in place.rows() if r.get("title") == LIST.title}
    last = of_list[max(of_list)]
    assert of_list[last.get("wording", max(of_list))]["text"] == LIST.description
    held = [one for one in place.lines("source") if "videos" in one]
    assert [len(one["videos"]) for one in held] == [2, 2]
    assert held[0]["videos"] == held[1]["videos"]
    assert all(one.startswith("weerklank:item:") for one in held[0]["videos"])


def test_playlists_come_as_who_asks_may_see_them_and_one_that_goes_is_marked(place):
    secret = replace(LIST, native_id=f"PL{'b' * 32}", title="Draaiboek", privacy="private")
    linked = replace(LIST, native_id=f"PL{'c' * 32}", title="Met de link", privacy="unlisted")
    with connected(place, OWNER, shown(playlists=[LIST, linked, secret])) as served:
        harvest(place, 1)
        titles = by_title(place)
        assert LIST.title in titles
        assert titles["Met de link"]["visibility"] == "unlisted"
        assert "Draaiboek" not in titles
        assert not any(f"playlistId={secret.native_id}" in one for one in served.asked)
        served.playlists = [linked, secret]
        run = harvest(place, 1, "--since", "2025-12-01")
        assert run["deletions"] == 1
        served.playlists = [replace(linked, title="Met een link"), secret]
        run = harvest(place, 1, "--since", "2025-12-01")
    assert (run["deletions"], run["new_versions"]) == (0, 1)


@pytest.mark.parametrize("by", ["api", "export"])
def test_a_playlist_does_not_stand_in_for_a_video_that_is_counted(place, by):
    lists = [LIST] if by == "api" else []
    with connected(place, KEY, shown(playlists=lists)) as served:
        if by == "export":
            inside = ExportPlaylist(native_id=LIST.native_id, title="Andere", created=LIST.made)
            contents = ExportContents(playlists=(inside,))
            place.take(write_takeout(place.root / "takeout.zip", contents))
        harvest(place)
        served.hidden = 1
        run = harvest(place, 1, "--since", "2026-01-03")
    assert gap(run, "items_missing")["count"] == 1


def test_playlists_that_are_refused_are_a_gap_and_cost_nothing_else(place):
    with connected(place, KEY, shown(playlists=[LIST])) as served:
        served.refused["playlists"] = (403, "playlistForbidden")
        run = harvest(place, 1)
        assert gap(run, "playlists_not_given")["count"] == 1
        assert set(by_title(place)) >= {COUNCIL.title, DYKE.title}
        del served.refused["playlists"]
        assert harvest(place)["complete"]


def test_posts_of_a_takeout_that_the_api_never_gives_are_no_gap(place):
    said = ExportPost(native_id=f"Ugkx{'a' * 30}", text="Op onze pagina", created=moment(3))
    path = write_takeout(place.root / "takeout.zip", ExportContents(posts=(said,)), language="en")
    with connected(place, KEY):
        place.take(path)
        run = harvest(place)
    assert (run["complete"], run["deletions"]) == (True, 0)
    assert "posts_not_in_api" in [one["kind"] for one in run["limits"]]


# --- whose --------------------------------------------------------------------------------------


def test_an_address_of_before_handles_is_not_taken_for_a_handle(tmp_path):
    place = Archive(tmp_path).begin()
    place.good("account", "add", f"https://www.youtube.com/c/{NAME}", "--kind", "corporate")
    with youtube_server(shown()) as served:
        code, told = connect(place, served, KEY)
        assert (code, told["error"]["code"]) == (4, "CONNECT-872")
        assert served.asked == []


def test_another_channel_by_the_name_is_not_taken_in(place):
    with connected(place, KEY) as served:
        harvest(place)
        served.channel = replace(CHANNEL, native_id="UCeen-ander-kanaal-nu000")
        code, told = place.run("harvest", NAME)
        assert told["error"]["code"] == "HARVEST-874"
        served.channel = replace(CHANNEL, name="gemeentenieuwdam")
        code, told = place.run("harvest", NAME)
        assert (code, told["error"]["code"]) == (4, "HARVEST-873")
        assert "gemeentenieuwdam" in told["error"]["message"]
        served.videos = []
        served.channel = replace(CHANNEL, name="weg", native_id="UCnog-een-ander-kanaal00")
        code, told = place.run("harvest", NAME)
    assert told["error"]["code"] == "HARVEST-872"


def test_a_permission_that_ended_is_told_and_kept_by_nobody(place):
    with youtube_server(shown()) as served:
        code, told = connect(place, served, "ya29.verlopen")
    assert code != 0
    assert [one["kind"] for one in told["findings"]] == ["permission_refused", "other_endpoint"]


# --- permission ---------------------------------------------------------------------------------

BACK = "http://127.0.0.1:17620/"


class _Stay(urllib.request.HTTPErrorProcessor):
    def http_response(self, request: Any, response: Any) -> Any:
        return response

    https_response = http_response


def permit(place: Archive, served: YouTubeShown) -> Looked:
    """Do what a screen and whoever manages the channel do."""
    workplace = bootstrap.workplace(str(place.folder), str(place.root / "keys"), Silent())
    ways = Connecting(workplace, bootstrap.connectors(), bootstrap.transport_for(workplace))
    begun = ways.begin(NAME, BACK, served.address)
    with urllib.request.build_opener(_Stay).open(begun.address) as answer:
        back = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert back["state"] == [begun.state.reveal()]
    return ways.finish(begun.state, Secret(back["code"][0]), BACK)


def test_google_is_asked_for_no_more_than_reading_and_for_what_renews_it(place):
    with youtube_server(shown()) as served:
        file = place.root / "app.txt"
        file.write_text(f"{served.oauth.secret}\n")
        app = ("--client-id", served.oauth.client_id, "--secret-file", str(file))
        place.good("app", "set", "youtube", *app)
        file.unlink()
        looked = permit(place, served)
        assert looked.connection is not None
        assert [one.kind for one in looked.findings] == [
            "comments_not_permitted",
            "other_endpoint",
        ]
        (asked,) = served.oauth.asked
        assert (asked["scope"], asked["access_type"]) == (READ_ONLY, "offline")
        assert served.oauth.forms[0][0] == "/token"
        harvest(place, 1)
        served.oauth.end_tokens()
        harvest(place, 1)
        assert served.oauth.forms[-1][1]["grant_type"] == "refresh_token"
        served.oauth.gives = (READ_ONLY, "https://www.googleapis.com/auth/gmail.readonly")
        with pytest.raises(Refused, match="CONNECT-871"):
            permit(place, served)
        served.oauth.gives = (READ_ONLY, FORCE_SSL)
        served.scopes = (READ_ONLY, FORCE_SSL)
        assert [one.kind for one in permit(place, served).findings] == [
            "scope_too_wide",
            "other_endpoint",
        ]
        assert harvest(place)["complete"]
    assert len(by_title(place)) == 3


def test_an_account_that_is_not_connected_is_not_due_and_nothing_is_asked(place):
    (one,) = place.good("status")["accounts"]
    assert (one["why"], one["due"]) == ("not-connected", False)
    assert place.good("schedule", "--once")["runs"] == []


def test_a_takeout_and_the_api_know_the_channel_by_one_number(place):
    video = ExportVideo(native_id=DYKE.native_id, title=DYKE.title, published=DYKE.published)
    contents = ExportContents(videos=(video,))
    films = [(film_file(DYKE.title), b"\0\0\0\x18ftypisom" + b"film" * 20)]
    place.take(write_takeout(place.root / "takeout.zip", contents, films=films))
    with connected(place, KEY) as served:
        harvest(place)
        assert [one["data"]["number"] for one in place.events("journal", "account.numbered")] == [
            f"https://www.youtube.com/channel/{CHANNEL.native_id}"
        ]
        served.channel = replace(CHANNEL, native_id="UCeen-ander-kanaal-nu000")
        code, told = place.run("harvest", NAME)
    assert (code, told["error"]["code"]) == (4, "HARVEST-874")
    assert len({row["key"] for row in place.rows() if row.get("title") == DYKE.title}) == 1


def test_a_single_video_comes_in_by_its_address_with_what_hangs_below(place):
    with connected(place, KEY):
        run = harvest(place, 0, "--post", f"https://www.youtube.com/watch?v={DYKE.native_id}")
        for other in (f"https://youtu.be/{DYKE.native_id}", CHANNEL.url):
            code, told = place.run("harvest", NAME, "--post", other)
            assert (code, told["error"]["code"]) == (3, "HARVEST-020")
    assert set(by_title(place)) == {DYKE.title}
    assert run["complete"]
    assert run["items"]["replies"] == 2


def test_films_are_found_by_their_captions_though_no_more_than_a_cover_comes(place):
    told = {DYKE.native_id: {"caption": "true"}, HIDDEN.native_id: {}}

    def change(record: Json) -> Json:
        if record.get("id") in told:
            del record["contentDetails"]["caption"]
            record["contentDetails"] |= told[record["id"]]
        return record

    with connected(place, OWNER, shown(change=change)):
        harvest(place, 1)  # a permission gives no replies
    # A later Takeout says nothing of captions, and takes nothing away of what is known.
    contents = ExportContents(
        videos=(
            ExportVideo(native_id=DYKE.native_id, title="Dijk open", published=DYKE.published),
        )
    )
    place.take(
        write_takeout(
            place.root / "takeout-20990101T090000Z-001.zip",
            contents,
            films=[(film_file("Dijk open"), b"\0\0\0\x18ftypisom")],
        )
    )
    found = {
        value: {hit["url"] for hit in place.good("search", "--captions", value)["hits"]}
        for value in ("with", "without", "untold")
    }
    address = "https://www.youtube.com/watch?v="
    assert found == {
        "with": {address + DYKE.native_id},
        "without": {address + COUNCIL.native_id},
        "untold": {address + HIDDEN.native_id},
    }
    assert place.good("search", "--media", "video")["total"] == 3

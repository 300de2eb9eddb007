"""Import of a Takeout of YouTube: what comes in, what never does, and what is told of it."""

import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from place import Archive, Json, gap, tar

from weerklank.testing.canaries import Canaries, Canary, CanaryClass
from weerklank.testing.leak_scan import LeakScan
from weerklank.testing.youtube_export import (
    ExportChannel,
    ExportContents,
    ExportPlaylist,
    ExportPost,
    ExportReply,
    ExportVideo,
    film_file,
    write_takeout,
)

CHANNEL = ExportChannel()
CANARY = "kanariepiet-in-een-chat"
PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)


def moment(day: int) -> datetime:
    return datetime(2026, 1, 1, 9, tzinfo=UTC) + timedelta(days=day)


def film(mark: str) -> bytes:
    return b"\0\0\0\x18ftypisom" + mark.encode() * 20


def video(number: int, title: str, **more: Any) -> ExportVideo:
    return ExportVideo(
        native_id=f"video-{number:05}", title=title, published=moment(number), **more
    )


COUNCIL = video(1, "De raad: hoe werkt dat? Een uitleg voor iedereen die wil meepraten")
DYKE = video(2, "Dijk dicht", description="Dank aan @jan_vlier.\nwww.voorbeelddam.example/dijk")
HIDDEN = video(3, "Alleen met de link", privacy="unlisted")
SECRET = video(4, "Oefening crisisteam", privacy="private", description="geheim-draaiboek")
VIDEOS = (COUNCIL, DYKE, HIDDEN, SECRET)
FILMS = [(film_file(one.title), film(one.native_id)) for one in VIDEOS]
ANSWER = ExportReply(
    native_id="UgAnswer0001",
    video=DYKE.native_id,
    created=moment(5),
    parts=(
        {"text": "@trijntje_vlier", "mention": {"externalChannelId": "UCtrijntje"}},
        {"text": " dank, kijk op "},
        {"text": "1:05", "videoLink": {"externalVideoId": "video-00002", "startTimeSeconds": 65}},
    ),
    parent="UgQuestion01",
)
PLAIN = ExportReply(
    native_id="UgPlain00001", video=HIDDEN.native_id, created=moment(6), text="Klopt, @piet.bron!"
)
BELOW_SECRET = ExportReply(
    native_id="UgSecret0001", video=SECRET.native_id, created=moment(7), text="geheim-antwoord"
)
CONTENTS = ExportContents(
    channel=CHANNEL,
    videos=VIDEOS,
    replies=(ANSWER, PLAIN, BELOW_SECRET),
    playlists=(
        ExportPlaylist(
            native_id="PLdijken", title="Dijken", created=moment(8), videos=(DYKE.native_id,)
        ),
        ExportPlaylist(
            native_id="WL",
            title="Watch later",
            created=moment(8),
            videos=("kijkgedrag-1",),
            privacy="private",
        ),
    ),
    canary=CANARY,
)


@pytest.fixture
def place(tmp_path: Path) -> Archive:
    made = Archive(tmp_path).begin()
    made.good("account", "add", CHANNEL.url, "--kind", "corporate")
    return made


def by_title(place: Archive) -> dict[str, Json]:
    return {str(row.get("title")): row for row in place.rows()}


def test_videos_replies_and_playlists_come_in_and_the_private_never(place: Archive) -> None:
    path = write_takeout(place.root / "takeout.zip", CONTENTS, films=FILMS)
    run = place.take(path)
    assert (run["gaps"], run["unknown_fields"]) == ([], {})
    rows = by_title(place)
    assert set(rows) == {COUNCIL.title, DYKE.title, HIDDEN.title, "Dijken", "None"}
    assert rows[DYKE.title]["url"] == f"https://www.youtube.com/watch?v={DYKE.native_id}"
    assert rows[DYKE.title]["created_at"] == "2026-01-03T09:00:00Z"
    assert rows[HIDDEN.title]["visibility"] == "unlisted"
    assert [row["kind"] for row in place.rows()].count("reply") == 2
    assert sorted(file.read_bytes() for file in place.media_files()) == sorted(
        data for (name, data), one in zip(FILMS, VIDEOS, strict=True) if one.privacy != "private"
    )
    assert {file.suffix for file in place.media_files()} == {".mp4"}
    # A private video, a reply below it, the playlist of what somebody watches with its list,
    # and the five files that nobody opens.
    assert run["skipped"]["out_of_scope"] == 9
    everything = place.bytes_of_all()
    for never in (CANARY, "geheim", "Oefening crisisteam", "kijkgedrag", "Watch later"):
        assert never.encode() not in everything
    assert film(SECRET.native_id) not in everything
    place.good("verify", "--deep")


def test_who_is_named_is_replaced_and_stays_nowhere(place: Archive) -> None:
    place.take(write_takeout(place.root / "takeout.zip", CONTENTS, films=FILMS))
    everything = place.bytes_of_all()
    for name in ("trijntje_vlier", "UCtrijntje", "jan_vlier", "piet.bron"):
        assert name.encode() not in everything
    texts = " ".join(place.texts())
    assert texts.count("Burger-") == 3
    assert "kijk op 1:05" in texts
    replies = [row for row in place.rows() if row["kind"] == "reply"]
    assert {row.get("visibility") for row in replies} == {None, "unlisted"}
    assert all(row["refs"][0]["type"] == "reply_to" for row in replies)


def test_search_finds_it_and_the_same_again_adds_nothing(place: Archive) -> None:
    path = write_takeout(place.root / "takeout.zip", CONTENTS, films=FILMS)
    place.take(path)
    assert place.good("search", "dijk")["total"] == 1
    before = place.lines()
    again = place.take(path)
    assert place.lines() == before
    assert again["items"] == {"profiles": 0, "posts": 0, "replies": 0, "media": 0}


def test_a_later_export_with_another_title_makes_a_version(place: Archive) -> None:
    place.take(write_takeout(place.root / "takeout.zip", CONTENTS, films=FILMS))
    edited = video(2, "Dijk weer dicht", description=DYKE.description)
    later = ExportContents(videos=(COUNCIL, edited, HIDDEN, SECRET), replies=(ANSWER, PLAIN))
    films = [(film_file(one.title), film(one.native_id)) for one in (COUNCIL, edited, HIDDEN)]
    run = place.take(write_takeout(place.root / "later.zip", later, films=films))
    assert run["new_versions"] == 1
    assert sorted(row.get("version", 1) for row in place.rows() if "media" in row) == [1, 1, 1, 2]


def test_films_of_another_part_are_a_gap_until_that_part_comes_in(place: Archive) -> None:
    first = place.root / "takeout-20260301T090000Z-001.zip"
    second = place.root / "takeout-20260301T090000Z-002.zip"
    write_takeout(first, CONTENTS, films=FILMS[:1])
    run = place.take(first, code=1)
    assert gap(run, "media_missing")["count"] == 2
    write_takeout(second, None, films=FILMS[1:])
    run = place.take(second)
    assert (run["gaps"], run["items"]["media"], run["new_versions"]) == ([], 2, 2)
    assert len(place.media_files()) == 3
    place.good("verify", "--deep")


def test_a_part_without_the_channel_says_what_to_do(place: Archive) -> None:
    path = write_takeout(place.root / "takeout-20260301T090000Z-002.zip", None, films=FILMS[1:])
    assert place.refuses(path, 6)["code"] == "IMPORT-015"


def test_tables_of_another_language_say_what_to_do(place: Archive) -> None:
    path = place.root / "takeout.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("Takeout/YouTube ja YouTube Music/kanavat/kanava.csv", "Kanavan tunnus\nx\n")
    assert place.refuses(path, 6)["code"] == "IMPORT-016"


@pytest.mark.parametrize("language", ["nl", "en", "es"])
def test_each_language_says_the_same(place: Archive, language: Any) -> None:
    run = place.take(
        write_takeout(place.root / "takeout.zip", CONTENTS, films=FILMS, language=language)
    )
    assert (run["gaps"], run["unknown_fields"], run["skipped"]["out_of_scope"]) == ([], {}, 9)
    assert next(row for row in place.rows() if row["kind"] == "reply")["refs"]
    (listed,) = [source for source in place.lines("source") if "Playlist ID" in str(source)]
    assert "weerklank:item:" in str(listed)


def test_a_film_of_either_of_two_videos_is_kept_by_itself(place: Archive) -> None:
    twice = (video(1, "Raadsvergadering"), video(2, "Raadsvergadering"))
    films = [
        (film_file("Raadsvergadering"), film("a")),
        (film_file("Raadsvergadering", 1), film("b")),
    ]
    path = write_takeout(place.root / "takeout.zip", ExportContents(videos=twice), films=films)
    run = place.take(path, code=1)
    assert [one["kind"] for one in run["gaps"]] == ["media_missing"]
    assert gap(run, "media_missing")["count"] == 2
    loose = [row for row in place.rows() if row["kind"] == "medium"]
    assert [row["title"] for row in loose] == ["Raadsvergadering(1).mp4", "Raadsvergadering.mp4"]
    assert {row["visibility"] for row in loose} == {"unlisted"}
    assert len(place.media_files()) == 2


@pytest.mark.parametrize("title", ["Overleg", "Iets heel anders"])
def test_a_film_that_may_be_of_a_private_video_is_not_opened(place: Archive, title: str) -> None:
    both = (video(1, "Overleg"), video(2, "Overleg", privacy="private"))
    private = (video(1, "Bekend"), video(2, "Nog een titel", privacy="private"))
    path = write_takeout(
        place.root / "takeout.zip",
        ExportContents(videos=both if title == "Overleg" else private),
        films=[(film_file(title), film("a"))],
    )
    run = place.take(path, code=1)
    assert film("a") not in place.bytes_of_all()
    told = {one["kind"]: one["count"] for one in (*run["gaps"], *run["limits"])}
    assert told["media_not_opened"] == 1
    assert ("film_uncertain" in told) == (title != "Overleg")


def test_only_the_channel_of_the_export_comes_in(place: Archive) -> None:
    other = "UCvanEenAnder"
    contents = ExportContents(
        videos=(COUNCIL, video(2, "Andermans film", channel=other)),
        replies=(
            ExportReply(
                native_id="UgOther", video="x", created=moment(1), text="a", channel=other
            ),
        ),
    )
    films = [(film_file(one.title), film(one.native_id)) for one in contents.videos]
    run = place.take(write_takeout(place.root / "takeout.zip", contents, films=films))
    assert [row["title"] for row in place.rows()] == [COUNCIL.title]
    assert len(place.media_files()) == 1
    assert [one["code"] for one in run["warnings"]] == ["other-actor"]


def test_posts_with_pictures_come_in(place: Archive) -> None:
    post = ExportPost(
        native_id="UgkxPost01",
        created=moment(9),
        text="Foto's van de open dag, met @marie.dijk",
        pictures=(("UgkxPost01_1.png", PNG + b"1"), ("UgkxPost01_2.png", PNG + b"2")),
    )
    run = place.take(
        write_takeout(place.root / "takeout.zip", ExportContents(posts=(post,)), language="en")
    )
    assert (run["gaps"], run["unknown_fields"]) == ([], {})
    (row,) = place.rows()
    assert row["url"] == "https://www.youtube.com/post/UgkxPost01"
    assert len(place.media_files()) == 2
    assert b"marie.dijk" not in place.bytes_of_all()


def test_a_channel_without_a_name_is_known_by_its_number(place: Archive) -> None:
    nameless = ExportChannel(native_id="UCzonderNaam", name=None)
    place.good("account", "add", nameless.url, "--kind", "corporate")
    run = place.take(
        write_takeout(
            place.root / "takeout.zip", ExportContents(channel=nameless, videos=(COUNCIL,))
        ),
        code=1,
    )
    assert run["items"]["posts"] == 1


def test_a_word_for_who_can_see_it_that_nobody_knows_is_a_gap(place: Archive) -> None:
    path = write_takeout(place.root / "takeout.zip", ExportContents(videos=(COUNCIL, DYKE)))
    odd = place.root / "odd.zip"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(odd, "w") as new:
        for info in old.infolist():
            new.writestr(info, old.read(info).replace(b"Openbaar,Ver", b"Leden,Ver", 1))
    run = place.take(odd, code=1)
    broken = gap(run, "record_broken")
    assert broken["count"] == 1
    assert "video_s.csv 1" in str(broken["where"])


@pytest.mark.parametrize("name", [None, "eenoudenaam"])
def test_a_channel_under_another_name_is_known_by_its_number(
    place: Archive, name: str | None
) -> None:
    nameless = ExportChannel(name=name)
    path = write_takeout(place.root / "takeout.zip", ExportContents(channel=nameless))
    assert place.refuses(path, 2)["code"] == "IMPORT-004"
    number = f"https://www.youtube.com/channel/{nameless.native_id}"
    place.good("account", "edit", "a0001", "--former-url", number)
    run = place.take(path, "--account", "a0001")
    assert run["items"]["profiles"] == 1


def test_a_tgz_says_the_same_as_a_zip(place: Archive) -> None:
    path = write_takeout(place.root / "takeout.zip", CONTENTS, films=FILMS)
    with zipfile.ZipFile(path) as made:
        content = [(info.filename, made.read(info)) for info in made.infolist()]
    # Films first, and the tables in another order.
    run = place.take(tar(place.root / "takeout.tgz", reversed(content)))
    assert (run["gaps"], run["skipped"]["out_of_scope"]) == ([], 9)
    assert (run["items"]["posts"], run["items"]["media"]) == (6, 3)


def test_half_a_table_gives_what_came_before_and_says_so(place: Archive) -> None:
    path = write_takeout(place.root / "takeout.zip", CONTENTS, films=FILMS)
    half = place.root / "half.zip"
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(half, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            is_videos = info.filename.endswith("video_s.csv")
            new.writestr(info, content[: content.index(b"Alleen met")] if is_videos else content)
    run = place.take(half, code=1)
    assert gap(run, "record_broken")["count"] == 1
    assert {DYKE.title, COUNCIL.title} <= set(by_title(place))
    # Whose the other films are, and whether a reply is below a private video, nobody can tell.
    assert film(SECRET.native_id) not in place.bytes_of_all()
    assert gap(run, "film_uncertain")["count"] == 2
    replies = {
        row["text"]: row.get("visibility") for row in place.rows() if row["kind"] == "reply"
    }
    assert replies.pop("geheim-antwoord") == "unlisted"
    assert sorted(map(str, replies.values())) == ["None", "unlisted"]


@pytest.mark.parametrize(
    "text", ["@@jan_vlier, dank", "(@Jan_Vlier)", "\u200b@jan_vlier\u00a0dank"]
)
def test_who_is_mentioned_by_a_sign_too_many_is_replaced(place: Archive, text: str) -> None:
    said = ExportReply(native_id="Ug1", video="x", created=moment(1), text=text)
    parted = ExportReply(
        native_id="Ug2",
        video="y",
        created=moment(1),
        parts=({"text": text[:5]}, {"text": text[5:]}),
    )
    titled = video(1, text, description=text, tags=(text,))
    contents = ExportContents(replies=(said, parted), videos=(titled,))
    place.take(write_takeout(place.root / "takeout.zip", contents), code=1)
    assert b"vlier" not in place.bytes_of_all().lower()


def test_single_posts_are_known_by_their_address(place: Archive) -> None:
    path = write_takeout(place.root / "takeout.zip", CONTENTS, films=FILMS)
    for address in (f"https://youtube.com/watch?v={DYKE.native_id}", HIDDEN.native_id):
        place.take(path, "--post", address)
    assert {row["title"] for row in place.rows()} == {DYKE.title, HIDDEN.title}
    assert len(place.media_files()) == 2


def test_nobody_stands_by_name_handle_or_address_wherever_they_are_named(place: Archive) -> None:
    given = Canaries()

    def somebody(path: str) -> tuple[Canary, str]:
        one = given.give(path, CanaryClass.THIRD)
        ways = (
            f"@{one.local}",
            f"@@{one.local}",
            f"https://www.youtube.com/@{one.local}",
            f"https://m.youtube.com/c/{one.local}/videos?view=0",
            f"www.youtube.com/user/{one.local}",
            f"https://www.youtube.com/{one.local}",
            one.address,
            f"@{one.handle}",
        )
        return one, "Met dank aan " + " en ".join(ways)

    replies = []
    for number, path in enumerate(("mention", "name", "plain", "link")):
        one, words = somebody(path)
        theirs = {"externalChannelId": f"UC{one.number}"}
        parts: tuple[dict[str, object], ...] = {
            "mention": ({"text": f"@{one.local}", "mention": theirs}, {"text": words}),
            "name": (
                {"text": one.name, "mention": theirs},
                {"text": f" Dag {one.first}, dag {one.name}"},
                {"text": f" https://www.youtube.com/channel/UC{one.number}"},
            ),
            "plain": (),
            "link": (
                {"text": "hier", "link": {"linkUrl": f"https://www.youtube.com/@{one.local}"}},
                {"text": one.local[:5], "odd": {one.name: words}},
                {"text": "-", "mention": one.name, "videoLink": [one.local]},
            ),
        }[path]
        reply = ExportReply(
            native_id=f"Ug{path}",
            video=one.item,
            parent=f"{one.item}.1",
            created=moment(number),
            text="" if parts else words,
            parts=parts,
        )
        replies.append(reply)
    contents = ExportContents(
        channel=ExportChannel(description=somebody("channel")[1]),
        videos=(
            video(1, somebody("title")[1], description="-"),
            video(2, "Twee", description=somebody("description")[1]),
            video(3, "Drie", tags=(f"@{somebody('tag')[0].local}",)),
        ),
        replies=replies,
        playlists=(
            ExportPlaylist(
                native_id="PL1",
                title=somebody("playlist")[1],
                created=moment(1),
                videos=(somebody("in a playlist")[0].item,),
            ),
        ),
        posts=(ExportPost(native_id="Ugkx1", created=moment(1), text=somebody("post")[1]),),
        canary=f"{somebody('closed')[0].name} {somebody('closed')[1]}",
    )
    path = write_takeout(place.root.parent / "takeout.zip", contents, language="en")
    told = str(place.take(path, code=1))
    place.good("verify", "--deep")
    # The list of a playlist has its title in its name; nothing else of it is told.
    leaks = [one for one in LeakScan(list(given)).folder(place.root) if one.canary]
    assert not leaks
    assert not [one for one in given if any(needle in told for needle in one.needles)]
    assert given.of(CanaryClass.THIRD)


def test_words_in_a_title_are_said_to_stand_there_and_in_no_warning(place: Archive) -> None:
    place.take(write_takeout(place.root / "takeout.zip", CONTENTS, films=FILMS))
    keys = ("--archive", str(place.folder), "--keys", str(place.root / "keys"))
    _, told, _ = place.spoken(*keys, "search", "raad")
    assert "in the title" in told or "in de titel" in told


def test_a_film_that_is_damaged_is_a_gap_and_the_rest_comes_in(place: Archive) -> None:
    path = write_takeout(place.root / "takeout.zip", CONTENTS, films=FILMS)
    content = path.read_bytes()
    place_of_film = content.index(film(DYKE.native_id)) + 30
    path.write_bytes(content[:place_of_film] + b"?" + content[place_of_film + 1 :])
    run = place.take(path, code=1)
    assert gap(run, "media_missing")["count"] == 1
    assert gap(run, "file_damaged")["count"] == 1
    assert len(place.media_files()) == 2


def _with_column(path: Path, before: bytes, after: bytes) -> Path:
    """Write a Takeout again with another word in its table of posts."""
    changed = path.with_name("changed.zip")
    with zipfile.ZipFile(path) as old, zipfile.ZipFile(changed, "w") as new:
        for info in old.infolist():
            content = old.read(info)
            is_posts = info.filename.endswith("posts.csv")
            new.writestr(info, content.replace(before, after) if is_posts else content)
    return changed


def test_a_post_whose_moment_has_no_known_name_is_known_by_its_form(place: Archive) -> None:
    post = ExportPost(native_id="Ugkx1", created=moment(9), text="Open dag")
    contents = ExportContents(posts=(post,))
    path = write_takeout(place.root / "takeout.zip", contents, language="en")
    run = place.take(_with_column(path, b"Post Create Timestamp", b"Posted"))
    assert run["unknown_fields"] != {}
    assert [row["created_at"] for row in place.rows()] == ["2026-01-10T09:00:00Z"]


def test_a_post_without_a_moment_has_that_of_the_export_and_is_told_of(place: Archive) -> None:
    post = ExportPost(native_id="Ugkx1", created=moment(9), text="Open dag")
    contents = ExportContents(posts=(post,))
    path = write_takeout(place.root / "takeout.zip", contents, language="en")
    run = place.take(_with_column(path, b"2026-01-10T09:00:00+00:00", b""), code=1)
    assert gap(run, "field_broken")["count"] == 1
    assert place.texts() == ["Open dag"]
    assert place.rows()[0]["created_at"] == f"{run['exported']}T00:00:00Z"


def test_what_is_private_since_is_shielded_and_comes_back_in_view(place: Archive) -> None:
    def take(day: int, *, code: int = 1, **changed: Any) -> Json:
        dyke = video(2, "Dijk dicht", **changed)
        contents = ExportContents(channel=CHANNEL, videos=(dyke,), replies=(ANSWER,))
        made = write_takeout(place.root / "t.zip", contents, made=moment(day))
        return place.take(made, code=code)  # without its film

    take(20, description="Was te zien")
    run = take(21, code=0, description="geheim-concept", privacy="private")
    # The video, and what the channel replied below it.
    assert run["new_versions"] == 2
    rows = [row for row in place.rows() if row.get("version", 1) == 2]
    assert {row["visibility"] for row in rows} == {"followers"}
    assert b"geheim-concept" not in place.bytes_of_all()
    assert take(22, code=0, privacy="private")["new_versions"] == 0
    assert take(23, description="Was te zien")["new_versions"] == 2
    older = take(19, code=0, privacy="private")  # of before it was seen again
    assert older["new_versions"] == 0
    place.good("verify", "--deep")

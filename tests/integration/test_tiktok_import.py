"""TikTok's export through the stages that it goes through in use."""

import gzip
import json
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from place import Archive, gap

from weerklank import bootstrap
from weerklank.connectors.tiktok import connector
from weerklank.harvest import json_subtrees
from weerklank.model.errors import BrokenInput
from weerklank.testing.canaries import Canaries, CanaryClass
from weerklank.testing.file_double import FileDouble
from weerklank.testing.leak_scan import LeakScan
from weerklank.testing.tiktok_export import (
    Generation,
    TikTokAccount,
    TikTokExportContent,
    TikTokPost,
    TikTokReply,
    big_tiktok_export,
    expired_link,
    write_tiktok_export,
)

URL = "https://www.tiktok.com/@voorbeelddam"
SAMPLES = Path(__file__).parents[3] / "shared" / "samples"
SAMPLE = SAMPLES / "tiktok" / "export-whatif" / "TT_user_data_tiktok.json"
STORAGE = "https://v16.tiktokcdn.com/film"
FILM = b"\0\0\0\x18ftypmp42" + bytes(200)


def at(day: int, hour: int = 9) -> datetime:
    return datetime(2026, 3, 1, hour, tzinfo=UTC) + timedelta(days=day)


def posted(day: int, title: str, **more) -> TikTokPost:
    return TikTokPost(published=at(day), title=title, **{"link": expired_link(day), **more})


def export(path: Path, *posts, replies=(), **how) -> Path:
    who = how.pop("correspondent", "burger_01")
    content = TikTokExportContent(posts=posts, replies=replies, correspondent=who)
    return write_tiktok_export(path, content, **how)


@pytest.fixture
def place(tmp_path) -> Archive:
    made = Archive(tmp_path).begin()
    made.good("account", "add", URL, "--kind", "corporate")
    return made


@pytest.fixture
def storage(monkeypatch) -> FileDouble:
    made = FileDouble({})
    monkeypatch.setattr(bootstrap, "transport_for", lambda _: made.way)
    return made


@pytest.mark.parametrize("link", ["http://v16.tiktokcdn.com/film", "N/A", "kapot"])
def test_a_post_without_a_link_that_can_be_followed_misses_its_film(place, tmp_path, link):
    run = place.take(export(tmp_path / "user_data.json", posted(1, "Kijk", link=link)), code=1)
    assert gap(run, "link_missing")["count"] == 1
    (row,) = place.rows()
    assert [one["missing"] for one in row["media"]] == ["not_in_export"]
    assert place.good("search", "--captions", "untold")["total"] == 1


@pytest.mark.parametrize("generation", Generation)
@pytest.mark.parametrize("zipped", [False, True])
def test_both_generations_come_in(place, tmp_path, generation, zipped):
    posts = [
        posted(3, "De dam is open! #dam https://voorbeelddam.example/dam", likes=12),
        posted(2, "Vraag en antwoord met de wethouder", shown_to="Friends"),
        posted(1, "Alleen voor ons", shown_to="Only me"),
        posted(0, "Weg", deleted=at(5), shown_to=None, link="https://www.tiktok.com/login/?x=1"),
    ]
    answer = TikTokReply(
        published=at(4),
        text="Dank!",
        address="https://www.tiktokv.com/share/video/7300000000000000001/",
    )
    file = export(
        tmp_path / "download", *posts, replies=[answer], generation=generation, zipped=zipped
    )
    run = place.take(file, code=1)
    assert run["skipped"]["direct_messages"] == 3
    assert {one["kind"]: one["count"] for one in run["gaps"]} == {
        "link_expired": 2,
        "link_missing": 1,
    }
    rows = {row.get("text", "").strip(): row for row in place.rows()}
    assert set(rows) == {
        "De dam is open! #dam https://voorbeelddam.example/dam",
        "Vraag en antwoord met de wethouder",
        "Weg",
        "Dank!",
    }
    first = rows["De dam is open! #dam https://voorbeelddam.example/dam"]
    assert first["created_at"] == "2026-03-04T09:00:00Z"
    assert first["counts"] == {"likes": 12}
    assert first["media"][0]["missing"] == "not_in_export"
    assert "visibility" not in first  # as what everybody can see
    assert rows["Vraag en antwoord met de wethouder"]["visibility"] == "followers"
    assert rows["Weg"]["visibility"] == "followers"
    assert rows["Dank!"]["kind"] == "reply"
    assert rows["Dank!"]["refs"][0]["type"] == "reply_to"
    sources = [json.dumps(one) for one in place.lines("source")]
    assert any("DateDeleted" in one for one in sources)
    assert not any("x-tos-signature" in one for one in sources)
    place.good("verify", "--deep")
    assert place.good("search", "wethouder")["total"] == 1
    again = place.take(file, code=1)
    assert (again["items"]["posts"], again["new_versions"]) == (0, 0)


def test_a_number_in_the_link_is_the_id_of_the_post(place, tmp_path):
    number = "7300000000000000123"
    one = posted(1, "Met nummer", link=f"https://www.tiktokv.com/share/video/{number}/")
    gone = posted(
        0,
        "Weg",
        deleted=at(3),
        link="https://www.tiktok.com/login/?redirect_url=https%3A%2F%2Fwww.tiktok.com%2F"
        "%40voorbeelddam%2Fvideo%2F7300000000000000124",
    )
    export(tmp_path / "e", one, gone)
    ids = [
        x.native_id for x in connector().open_export(tmp_path / "e").scan() if hasattr(x, "url")
    ]
    assert ids == [number, "7300000000000000124"]
    run = place.take(tmp_path / "e", "--post", f"{URL}/video/{number}", code=1)
    assert {one["kind"] for one in run["gaps"]} == {"link_missing"}  # no word of the others
    (row,) = place.rows()
    assert row["url"] == f"{URL}/video/{number}"


def test_posts_of_one_second_stay_apart_and_keep_their_names(place, tmp_path):
    two = [posted(1, "Eerste"), posted(1, "Tweede"), posted(0, "Derde")]
    run = place.take(export(tmp_path / "e", *two), code=1)
    assert run["items"]["posts"] == 3
    again = place.take(export(tmp_path / "f", *two), code=1)
    assert (again["items"]["posts"], again["new_versions"]) == (0, 0)
    turned = place.take(export(tmp_path / "g", two[1], two[0]), code=1)
    assert (turned["items"]["posts"], turned["new_versions"]) == (0, 0)
    gone = posted(1, "Eerste", deleted=at(9))
    run = place.take(export(tmp_path / "h", two[1], gone, zipped=True), code=1)
    assert (run["items"]["posts"], run["new_versions"], run["deletions"]) == (0, 0, 1)
    (found,) = place.good("search", "", "--state", "deleted")["hits"]
    assert found["text"].strip() == "Eerste"


def test_an_edit_in_a_later_export_is_a_version(place, tmp_path):
    place.take(export(tmp_path / "a", posted(1, "Met een foud"), posted(0, "Zo")), code=1)
    run = place.take(export(tmp_path / "b", posted(1, "Met een fout"), posted(0, "Zo")), code=1)
    assert run["new_versions"] == 1
    assert sorted(place.texts()) == ["Met een foud", "Met een fout", "Zo"]


def test_a_post_that_was_deleted_since_is_no_edit(place, tmp_path):
    place.take(export(tmp_path / "a", posted(1, "Blijft"), posted(0, "Gaat weg")), code=1)
    gone = posted(
        0, "Gaat weg", deleted=at(2), shown_to=None, link="https://www.tiktok.com/login/?x=1"
    )
    run = place.take(export(tmp_path / "b", posted(1, "Blijft"), gone), code=1)
    assert run["new_versions"] == 0
    assert run["deletions"] == 1
    assert not any("visibility" in row for row in place.rows())
    (event,) = place.events("journal", "deletion.stated")
    (row,) = [row for row in place.rows() if row["text"].strip() == "Gaat weg"]
    assert event["data"]["posts"] == {row["key"]: "2026-03-03T09:00:00Z"}
    place.good("verify", "--deep")
    found = place.good("search", "weg", "--state", "deleted")
    assert [hit["id"] for hit in found["hits"]] == [row["id"]]
    again = place.take(tmp_path / "b", code=1)
    assert again["deletions"] == 0
    # Restored: a later export shows it among the others again.
    posts = [posted(3, "Nieuw"), posted(1, "Blijft"), posted(0, "Gaat weg")]
    back = place.take(export(tmp_path / "c", *posts), code=1)
    assert (back["deletions"], back["deletions_withdrawn"]) == (0, 1)
    assert place.good("search", "weg", "--state", "deleted")["total"] == 0
    # One that is older tells nothing of now.
    older = place.take(tmp_path / "b", code=1)
    assert (older["deletions"], older["deletions_withdrawn"]) == (0, 0)
    place.good("verify", "--deep")


def test_media_are_fetched_once_and_only_from_the_platform(place, tmp_path, storage):
    storage.files = {f"{STORAGE}1": FILM, f"{STORAGE}2?mime_type=video_mp4": FILM + b"2"}
    posts = [
        posted(3, "Film", link=f"{STORAGE}1"),
        posted(2, "Nog een", link=f"{STORAGE}2?mime_type=video_mp4"),
        posted(1, "Verlopen", link=f"{STORAGE}3"),
        posted(0, "Elders", link="https://evil.example/film.mp4"),
    ]
    file = export(tmp_path / "e", *posts)
    run = place.take(file, code=1)
    assert run["items"]["media"] == 2
    assert gap(run, "link_expired")["count"] == 1
    assert gap(run, "link_missing")["count"] == 1
    assert "media_missing" not in {one["kind"] for one in run["gaps"]}
    assert storage.asked == [f"{STORAGE}1", f"{STORAGE}2?mime_type=video_mp4", f"{STORAGE}3"]
    assert sorted(one.read_bytes() for one in place.media_files()) == [FILM, FILM + b"2"]
    assert all(one.suffix == ".mp4" for one in place.media_files())
    place.good("verify", "--deep")
    storage.asked.clear()
    again = place.take(file, code=1)
    assert storage.asked == [f"{STORAGE}3"]
    assert again["new_versions"] == 0
    storage.files[f"{STORAGE}3"] = FILM + b"3"  # a later export leads to it again
    later = place.take(file, code=1)
    assert later["items"]["media"] == 1
    assert {one["kind"] for one in later["gaps"]} == {"link_missing"}
    written = [path.read_bytes() for path in place.folder.rglob("*") if path.is_file()]
    unpacked = [gzip.decompress(one) if one[:2] == b"\x1f\x8b" else one for one in written]
    assert not any(b"tiktokcdn" in one for one in unpacked)


def test_a_server_that_is_down_is_not_asked_on_and_on(place, tmp_path, storage):
    storage.is_down = True
    posts = [posted(day, f"Film {day}", link=f"{STORAGE}{day}") for day in range(9, 0, -1)]
    run = place.take(export(tmp_path / "e", *posts), code=1)
    assert run["items"]["posts"] == 9
    assert gap(run, "link_failed")["count"] == 9
    assert len(storage.asked) == 2


def test_links_that_say_that_they_expired_are_not_asked(place, tmp_path, storage):
    run = place.take(export(tmp_path / "e", posted(1, "Film")), code=1)
    assert gap(run, "link_expired")["count"] == 1
    assert storage.asked == []


def test_nobody_else_comes_in_and_no_message_is_decoded(place, tmp_path, monkeypatch):
    canaries = Canaries()
    person = canaries.give("title", CanaryClass.THIRD)
    writer = canaries.give("messages", CanaryClass.THIRD)
    manager = canaries.give("manager", CanaryClass.THIRD)
    decoded = []
    real = json_subtrees.orjson.loads
    spy = type("Spy", (), {"loads": lambda c: decoded.append(c) or real(c)})
    spy.JSONDecodeError = json_subtrees.orjson.JSONDecodeError
    monkeypatch.setattr(json_subtrees, "orjson", spy)
    # Nothing of the platform tells whose name stands in words of our own.
    said = f"Dank @{person.local}, @{person.handle}! Zie {person.address}"
    theirs = f"https://www.tiktok.com/@{person.local}/video/7300000000000000001"
    posts = [
        posted(2, said, sound=f"original sound - {person.name}"),
        posted(1, "x", more={"Location": said, "AddYoursText": said, "Nieuw": said}),
        posted(0, said, deleted=at(4), shown_to=None, link=theirs),
    ]
    replies = [TikTokReply(published=at(3), text=f"@{person.local} dank!", address=theirs)]
    account = TikTokAccount(manager=manager.name, bio=f"Met @{person.local}. {person.address}")
    for generation in Generation:
        file = export(
            tmp_path / f"{generation}.json",
            *posts,
            replies=replies,
            account=account,
            generation=generation,
            correspondent=writer.name,
        )
        run = place.take(file, code=1)
        assert run["skipped"]["direct_messages"] == 3
        found = LeakScan([person, writer, manager]).folder(place.folder)
        assert [one for one in found if one.canary is not None] == []
        told = json.dumps(run)
        assert not any(n in told for who in (person, writer, manager) for n in who.needles)
    assert not any(n.encode() in one for n in writer.needles for one in decoded)


def test_a_private_account_shows_its_posts_to_followers(place, tmp_path):
    account = TikTokAccount(private="Enabled")
    place.take(export(tmp_path / "e", posted(1, "Besloten"), account=account), code=1)
    assert [row["visibility"] for row in place.rows()] == ["followers"]


def test_what_does_not_say_who_could_see_it_is_shielded_and_told(place, tmp_path):
    run = place.take(export(tmp_path / "e", posted(1, "Oud", shown_to=None)), code=1)
    assert gap(run, "visibility_unknown")["count"] == 1
    assert [row["visibility"] for row in place.rows()] == ["followers"]


def test_broken_records_cost_themselves(place, tmp_path):
    odd = [
        b'{"Date": "2026-03-09 09:00:00", "Title": 7, "Link": "", "WhoCanView": "Everyone"}',
        b'{"Title": "zonder moment"}',
        b'"geen object"',
        b"{'geen': json}",
        b'{"Date": "2026-13-99 09:00:00"}',
    ]
    run = place.take(
        export(tmp_path / "e", posted(1, "Heel"), *odd, posted(0, "Ook heel")), code=1
    )
    assert gap(run, "record_broken")["count"] == 4
    assert gap(run, "field_broken")["count"] == 1
    assert run["items"]["posts"] == 3
    assert {"Heel", "Ook heel"} <= set(place.texts())


def test_half_a_file_gives_what_came_before(place, tmp_path):
    posts = [posted(day, f"Nummer {day}") for day in range(20, 0, -1)]
    file = export(tmp_path / "e", *posts, generation=Generation.VIDEO)
    content = file.read_bytes()
    file.write_bytes(content[: content.index(b"Nummer 8")])
    run = place.take(file, code=1)
    assert gap(run, "file_damaged")["count"] == 1
    assert run["items"]["posts"] == 12


def test_an_export_without_its_profile_must_be_named(place, tmp_path):
    file = tmp_path / "e"
    whole = export(file, posted(1, "Van wie?")).read_bytes()
    file.write_bytes(whole[: whole.index(b'"Profile"')] + b'"App Settings":{"Block":{}}}')
    error = place.refuses(file, 2)
    assert error["code"] == "IMPORT-028"
    run = place.take(file, "--account", "voorbeelddam", code=1)
    assert [one["code"] for one in run["warnings"]] == ["owner-stated"]
    assert place.texts() == ["Van wie?"]


def test_what_has_no_part_with_posts_says_so(place, tmp_path):
    file = tmp_path / "e"
    whole = export(file).read_bytes()
    begin, end = whole.index(b',"Post"'), whole.index(b',"Profile"')
    file.write_bytes(whole[:begin] + whole[end:])
    assert gap(place.take(file, code=1), "posts_not_in_export")["count"] == 1
    file.write_bytes(whole)
    place.take(file)
    more = whole[:begin] + b',"Post":{"Stories":{"StoryList":[{},{}]}}' + whole[end:]
    file.write_bytes(more)
    assert gap(place.take(file, code=1), "part_unknown")["count"] == 1


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"{}",
        b"[]",
        b'{"Activity": {"Iets anders": {}}}',
        b'{"Profile": []}',
        b'{"data": {"Posts": {}}}',
        b"PK\x03\x04",
        b"\xff" * 100,
    ],
)
def test_what_is_not_tiktoks_is_left_to_others(tmp_path, content):
    (tmp_path / "user_data_tiktok.json").write_bytes(content)
    assert connector().open_export(tmp_path / "user_data_tiktok.json") is None


def test_a_first_section_with_another_name_is_no_obstacle(tmp_path):
    file = tmp_path / "e"
    whole = export(file, posted(1, "Ja")).read_bytes()
    file.write_bytes(whole.replace(b'{"Your Activity": ', b'{"Een nieuw deel": ', 1))
    file.write_bytes(file.read_bytes().replace(b'{"Your Activity":', b'{"Een nieuw deel":', 1))
    assert b"Your Activity" not in file.read_bytes()
    assert connector().open_export(file) is not None
    file.write_bytes(file.read_bytes().replace(b"TikTok Shop", b"Another Shop"))
    assert connector().open_export(file) is None


def test_a_zip_with_messages_of_another_platform_is_not_opened(tmp_path, monkeypatch):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as made:
        for name in ("messages/inbox/a/message_1.json", "posts/user_data_tiktok.json"):
            made.writestr(name, b'{"Profile": {"Profile Info": {}}}')
    monkeypatch.setattr(zipfile.ZipFile, "open", lambda *_: pytest.fail("a member was opened"))
    assert connector().open_export(tmp_path / "x.zip") is None


def test_an_export_as_text_is_refused_with_what_to_do(tmp_path):
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as made:
        for name in ("TikTok/Post/Posts.txt", "TikTok/Profile/Profile Info.txt"):
            made.writestr(name, b"Date: 2026-01-01")
    with pytest.raises(BrokenInput) as refused:
        connector().open_export(tmp_path / "x.zip")
    assert refused.value.code == "IMPORT-023"


def test_many_posts_are_one_after_another(tmp_path):
    big_tiktok_export(tmp_path / "e", 300, zipped=True)
    found = [one for one in connector().open_export(tmp_path / "e").scan() if hasattr(one, "url")]
    assert len({one.native_id for one in found}) == 300


@pytest.mark.skipif(not SAMPLE.exists(), reason=f"the samples of others are not in {SAMPLES}")
def test_a_real_export_comes_in(tmp_path):
    place = Archive(tmp_path).begin()
    place.good("account", "add", "https://www.tiktok.com/@testaccount01", "--kind", "corporate")
    run = place.take(SAMPLE, code=1)
    assert run["items"] == {"profiles": 1, "posts": 5, "replies": 0, "media": 0}
    assert run["unknown_fields"] == {}
    assert {one["kind"] for one in run["gaps"]} >= {"link_expired", "link_missing"}
    place.good("verify", "--deep")


@pytest.mark.parametrize("zipped", [False, True])
def test_what_is_private_since_is_shielded_with_the_words_that_were_public(
    place, tmp_path, zipped
):
    before = [posted(2, "Nieuwste"), posted(1, "Weg"), posted(0, "Blijft")]
    place.take(export(tmp_path / "a", *before, zipped=zipped), code=1)
    gone = posted(1, "Weg", deleted=at(20), shown_to=None)
    closed = posted(2, "Alleen voor onszelf bewerkt", shown_to="Only me")
    later = (closed, gone, posted(0, "Blijft", shown_to="Friends"))
    # Its newest post is not public any more, and the file by itself does not say of when it is.
    run = place.take(export(tmp_path / "b", *later, zipped=zipped), code=1)
    assert (run["new_versions"], run["deletions"]) == (2, 1)
    assert "older-export" not in {one["code"] for one in run.get("warnings", [])}
    seen = {(row["text"].strip(), row.get("visibility")) for row in place.rows() if "text" in row}
    assert {("Nieuwste", None), ("Nieuwste", "followers"), ("Blijft", "followers")} <= seen
    assert place.good("search", "", "--state", "deleted")["total"] == 1
    assert "onszelf" not in json.dumps([*place.lines("source"), *place.lines()])
    again = place.take(export(tmp_path / "c", *later, zipped=zipped), code=1)
    assert again["new_versions"] == 0
    older = place.take(export(tmp_path / "a", *before, zipped=zipped), code=1)
    assert older["new_versions"] == 0
    place.good("verify", "--deep")


def test_what_was_always_private_is_counted_and_no_more(place, tmp_path):
    without = place.take(export(tmp_path / "a"))["skipped"]["out_of_scope"]
    run = place.take(export(tmp_path / "b", posted(1, "Proef", shown_to="Only me")))
    assert (run["items"]["posts"], run["skipped"]["out_of_scope"]) == (0, without + 1)
    assert "Proef" not in json.dumps([*place.lines("source"), *place.lines()])

"""Import of Instagram's export through the real stages."""

import json
import zipfile
from datetime import UTC, datetime, timedelta

import pytest
from place import Archive, gap

from weerklank.testing import meta_json
from weerklank.testing.instagram_export import (
    InstagramAccount,
    InstagramContent,
    InstagramMedium,
    InstagramPost,
    InstagramReply,
    members,
    write_instagram,
)
from weerklank.testing.meta_json import write_zip
from weerklank.testing.png import encode_png

URL = "https://www.instagram.com/gemeentevoorbeelddam"
ME = InstagramAccount(
    username="gemeentevoorbeelddam",
    name="Gemeente Voorbeelddam",
    bio="Het account van de gemeente. Vragen? Bel 14 0123 💙",
)
#: Values of what is noted of a picture that may be found nowhere.
EXIF = {"latitude": 52.123457, "longitude": 4.765433, "device_id": "android-kanarie1"}


def moment(day):
    return datetime(2026, 1, 1, 9, tzinfo=UTC) + timedelta(days=day)


def number(of):
    return str(17_900_000_000_000_000 + of)


def picture(of, mark="een", *, film=False, **more):
    data = encode_png(8, 8, [(9, 9, 9)], [bytes(8)] * 8) + mark.encode()
    name = f"{number(of)}.{'mp4' if film else 'jpg'}"
    return InstagramMedium(folder="posts/202601", name=name, data=data, **more)


def post(day, text, *media):
    return InstagramPost(when=moment(day), text=text, media=media or (picture(day),))


@pytest.fixture
def place(tmp_path):
    made = Archive(tmp_path).begin()
    made.good("account", "add", URL, "--kind", "corporate")
    return made


FULL = InstagramContent(
    posts=[
        post(1, "De café-terrassen mogen weer open ☕"),
        post(2, "Drie foto's van de brug", *(picture(of, exif=EXIF) for of in (21, 22, 23))),
    ],
    reels=[post(3, "Zo gaat de brug open", picture(3, film=True))],
    stories=[post(4, "Morgen markt")],
    archived=[post(5, "Dit is niet meer te zien")],
    deleted=[post(6, "KanarieWeg")],
    replies=[
        InstagramReply(when=moment(7), text="Bedankt @kees.kwartel!", owner="trijntje_vlier")
    ],
    replies_to_reels=[InstagramReply(when=moment(8), text="Graag gedaan", owner=ME.username)],
    never=["KanarieBerichten"],
)


def by_text(place):
    return {row["text"].strip(): row for row in place.rows()}


def test_it_comes_in_mended(place, tmp_path):
    run = place.take(write_instagram(tmp_path / "ig.zip", ME, FULL))
    assert (run["items"]["posts"], run["items"]["profiles"]) == (7, 1)
    assert run["unknown_fields"] == {}
    rows = by_text(place)
    first = rows["De café-terrassen mogen weer open ☕"]
    assert (first["kind"], first["created_at"]) == ("post", "2026-01-02T09:00:00Z")
    assert [one["type"] for one in rows["Drie foto's van de brug"]["media"]] == ["image/jpeg"] * 3
    assert rows["Zo gaat de brug open"]["media"][0]["type"] == "video/mp4"
    assert rows["Morgen markt"]["kind"] == "story"
    assert rows["Graag gedaan"]["kind"] == "reply"
    (profile,) = [row for row in place.lines() if row["kind"] == "profile"]
    assert profile["text"].strip() == "Het account van de gemeente. Vragen? Bel 14 0123 💙"
    assert (profile["title"], profile["url"]) == (ME.name, URL)
    assert place.good("verify", "--deep")["ok"]
    assert place.good("search", "terrassen")["total"] == 1


def test_what_is_archived_is_shielded_and_what_is_in_the_bin_stays_there(place, tmp_path):
    run = place.take(write_instagram(tmp_path / "ig.zip", ME, FULL))
    rows = by_text(place)
    assert rows["Dit is niet meer te zien"]["visibility"] == "followers"
    assert "visibility" not in rows["Morgen markt"]
    assert b"KanarieWeg" not in place.bytes_of_all()
    assert run["skipped"]["direct_messages"] > 0
    assert run["skipped"]["out_of_scope"] > 0


def test_nobody_else_and_no_place_stands_anywhere(place, tmp_path):
    place.take(write_instagram(tmp_path / "ig.zip", ME, FULL))
    written = place.bytes_of_all()
    for value in (
        *EXIF.values(),
        "trijntje_vlier",
        "kees.kwartel",
        "KanarieBerichten",
        "612345678",
    ):
        assert str(value).encode() not in written, value
    assert any("Bedankt @Burger-" in text for text in place.texts())


@pytest.mark.parametrize("layout", ["2025", "2023", "2021"])
@pytest.mark.parametrize("dutch", [True, False])
def test_all_layouts_give_the_same(place, tmp_path, layout, dutch):
    place.take(write_instagram(tmp_path / "ig.zip", ME, FULL, layout=layout, dutch=dutch))
    assert sorted(by_text(place)) == sorted(
        [
            "De café-terrassen mogen weer open ☕",
            "Drie foto's van de brug",
            "Zo gaat de brug open",
            "Morgen markt",
            "Dit is niet meer te zien",
            *(text for text in by_text(place) if text.startswith("Bedankt @Burger-")),
            "Graag gedaan",
        ]
    )


def test_a_later_export_adds_what_is_new_and_an_edit_is_a_version(place, tmp_path):
    before = InstagramContent(posts=[post(1, "De brug is dicht"), post(2, "Markt")])
    place.take(write_instagram(tmp_path / "een.zip", ME, before))
    again = place.take(write_instagram(tmp_path / "twee.zip", ME, before))
    assert (again["items"]["posts"], again["new_versions"]) == (0, 0)
    after = InstagramContent(
        posts=[post(1, "De brug is open"), post(2, "Markt"), post(3, "Een derde")]
    )
    run = place.take(write_instagram(tmp_path / "drie.zip", ME, after))
    assert (run["items"]["posts"], run["new_versions"]) == (1, 1)
    versions = [row["version"] for row in place.rows() if "brug is open" in row["text"]]
    assert versions == [2]
    assert place.good("verify", "--deep")["ok"]


def test_one_post_is_no_list(place, tmp_path):
    run = place.take(
        write_instagram(tmp_path / "ig.zip", ME, InstagramContent(posts=[post(1, "Alleen")]))
    )
    assert run["items"]["posts"] == 1
    assert place.texts() == ["Alleen"]


def test_a_private_account_was_for_followers(tmp_path):
    place = Archive(tmp_path).begin()
    place.good("account", "add", URL, "--kind", "corporate")
    hidden = InstagramAccount(username=ME.username, name=ME.name, is_private=True)
    place.take(
        write_instagram(tmp_path / "ig.zip", hidden, InstagramContent(posts=[post(1, "Besloten")]))
    )
    assert {row["visibility"] for row in place.lines()} == {"followers"}


def test_a_single_post_is_asked_for_by_the_number_of_its_medium(place, tmp_path):
    file = write_instagram(tmp_path / "ig.zip", ME, FULL)
    run = place.take(file, "--post", number(21))
    assert run["items"]["posts"] == 1
    assert place.texts() == ["Drie foto's van de brug"]


def test_replies_of_one_second_are_all_kept(place, tmp_path):
    replies = [
        InstagramReply(when=moment(1), text=text, owner=ME.username) for text in ("Een", "Twee")
    ]
    file = write_instagram(tmp_path / "ig.zip", ME, InstagramContent(replies=replies))
    assert place.take(file)["items"]["posts"] == 2
    assert place.take(file)["new_versions"] == 0


@pytest.mark.parametrize("left", [("Drie", "Twee", "Een"), ("Twee", "Drie"), ("Drie",), ("Een",)])
def test_replies_of_one_second_keep_their_names_in_any_order(place, tmp_path, left):
    def take(*texts):
        replies = [InstagramReply(when=moment(1), text=one, owner=ME.username) for one in texts]
        content = InstagramContent(replies=replies)
        return place.take(write_instagram(tmp_path / "ig.zip", ME, content))

    take("Een", "Twee", "Drie")
    run = take(*left)
    assert (run["items"]["posts"], run["new_versions"]) == (0, 0)
    assert sorted(place.texts()) == ["Drie", "Een", "Twee"]


def test_labels_in_an_unknown_language_are_told(place, tmp_path):
    made = dict(members(ME, FULL))
    name = "your_instagram_activity/comments/post_comments_1.json"
    made[name] = b"".join(made[name]).replace(b"Opmerking", b"Komento")
    run = place.take(write_zip(tmp_path / "ig.zip", made.items()), code=1)
    (told,) = gap(run, "record_broken")["where"]
    assert "Dutch or English" in told
    assert run["items"]["posts"] == 6


def test_a_gap_in_numbered_files_is_told(place, tmp_path):
    made = dict(members(ME, FULL))
    first = "your_instagram_activity/media/posts_1.json"
    made["your_instagram_activity/media/posts_3.json"] = b"[]"
    run = place.take(write_zip(tmp_path / "ig.zip", made.items()), code=1)
    assert gap(run, "file_missing")["where"] == [first.replace("_1", "_2")]


def refused(place, path, made):
    return place.refuses(write_zip(path / "ig.zip", made.items()), 6)["code"]


def test_web_pages_are_refused_with_what_to_do(place, tmp_path):
    made = {"your_instagram_activity/media/posts_1.html": b"<html>", "start_here.html": b"<html>"}
    assert refused(place, tmp_path, made) == "IMPORT-018"


def test_an_export_without_an_owner_or_without_posts_is_refused(place, tmp_path):
    made = dict(members(ME, FULL))
    del made["personal_information/personal_information/personal_information.json"]
    assert refused(place, tmp_path, made) == "IMPORT-019"
    made = {"your_instagram_activity/likes/liked_posts.json": b"[]"}
    assert refused(place, tmp_path, made) == "IMPORT-020"


def test_a_file_inside_a_folder_is_known(place, tmp_path):
    made = {f"instagram-x-2026/{name}": data for name, data in members(ME, FULL)}
    assert place.take(write_zip(tmp_path / "ig.zip", made.items()))["items"]["media"] > 0


def test_a_path_in_a_record_opens_no_message(place, tmp_path):
    stolen = InstagramMedium(folder="../your_instagram_activity/messages", name="1.jpg", data=b"x")
    inbox = InstagramMedium(folder="posts/inbox", name="2.jpg", data=b"KanarieFoto")
    content = InstagramContent(posts=[post(1, "Een", stolen), post(2, "Twee", inbox)])
    run = place.take(write_instagram(tmp_path / "ig.zip", ME, content), code=1)
    assert gap(run, "media_missing")["count"] == 2
    assert b"KanarieFoto" not in place.bytes_of_all()
    with zipfile.ZipFile(tmp_path / "ig.zip") as made:
        assert any("messages" in name for name in made.namelist())


def test_a_reel_that_stands_among_the_posts_as_well_is_one_item(place, tmp_path):
    reel = post(3, "Zo gaat de brug open", picture(3, film=True))
    file = write_instagram(tmp_path / "ig.zip", ME, InstagramContent(posts=[reel], reels=[reel]))
    run = place.take(file)
    assert (run["items"]["posts"], run["items"]["media"], run["new_versions"]) == (1, 1, 0)
    assert place.texts() == ["Zo gaat de brug open"]


@pytest.mark.parametrize(("made", "day"), [((1980, 1, 1), "2026-01-09"), (None, "2026-11-20")])
def test_a_loose_medium_is_of_the_day_of_the_export_or_of_its_newest_item(
    place, tmp_path, made, day, monkeypatch
):
    if made:
        monkeypatch.setattr(meta_json, "MADE", (*made, 0, 0, 0))
    loose = ("media/posts/202601/17900000000000099.jpg", b"los")
    place.take(write_zip(tmp_path / "ig.zip", [*members(ME, FULL), loose]))
    (row,) = [row for row in place.rows() if row["kind"] == "medium"]
    assert (row["created_at"][:10], row["title"]) == (day, "17900000000000099.jpg")


@pytest.mark.parametrize("content", [b"", b"<!DOCTYPE html><html>Error", b'{"error": "expired"}'])
def test_what_is_no_medium_is_a_gap_that_a_later_export_fills(place, tmp_path, content):
    false = InstagramMedium(folder="posts/202601", name=picture(1).name, data=content)
    first = InstagramContent(posts=[post(1, "De brug", false)])
    run = place.take(write_instagram(tmp_path / "een.zip", ME, first), code=1)
    assert gap(run, "media_missing")["count"] == 1
    assert not by_text(place)["De brug"]["media"][0].get("file")
    later = InstagramContent(posts=[post(1, "De brug", picture(1))])
    place.take(write_instagram(tmp_path / "twee.zip", ME, later))
    assert by_text(place)["De brug"]["media"][0]["file"]


def test_what_lies_in_the_bin_since_is_deleted_until_it_is_taken_out_of_it(
    place, tmp_path, monkeypatch
):
    def take(day, **content):
        monkeypatch.setattr(meta_json, "MADE", (2026, 2, day, 9, 0, 0))
        return place.take(write_instagram(tmp_path / "e.zip", ME, InstagramContent(**content)))

    both = [post(1, "Blijft"), post(2, "Kan weg")]
    take(1, posts=both)
    run = take(3, posts=both[:1], deleted=[both[1], post(9, "KanarieConcept")])
    assert run["deletions"] == 1
    (gone,) = place.good("search", "", "--state", "deleted")["hits"]
    assert gone["text"].strip() == "Kan weg"
    assert b"KanarieConcept" not in place.bytes_of_all()
    assert take(4, posts=both[:1], deleted=both[1:])["deletions"] == 0
    assert take(2, posts=both)["deletions"] == 0  # of before it went
    assert place.good("search", "", "--state", "deleted")["total"] == 1
    take(5, posts=both)
    assert place.good("search", "", "--state", "deleted")["total"] == 0
    assert take(6, posts=both, deleted=both[1:])["deletions"] == 0  # it is there as well


def test_an_empty_file_that_nothing_names_is_a_gap_and_no_item(place, tmp_path):
    empty = ("media/posts/202601/17900000000000099.jpg", b"")
    run = place.take(write_zip(tmp_path / "ig.zip", [*members(ME, FULL), empty]), code=1)
    assert {one["kind"]: one["count"] for one in run["gaps"]} == {"media_missing": 1}
    assert [row for row in place.rows() if row["kind"] == "medium"] == []


def parts(folder, *named):
    """Write the members of an export into zips by the beginning of their paths."""
    folder.mkdir(exist_ok=True)
    left = dict(members(ME, FULL))
    for name, begins in named:
        chosen = [one for one in left if one.startswith(begins)]
        yield write_zip(folder / name, [(one, left.pop(one)) for one in chosen])


NAMES = "instagram-gemeentevoorbeelddam-2026-11-20-{}.zip"
IN_PARTS = (
    (NAMES.format("aB3x"), "media/posts/202601/1790000000000002"),
    (NAMES.format("aB3x-2"), ("your_instagram_activity/media", "media/")),
    (NAMES.format("qQ7z"), ""),
)


@pytest.mark.parametrize("first", [0, 1, 2])
def test_parts_in_one_folder_are_one_export_whichever_is_handed_in(place, tmp_path, first):
    files = [*parts(tmp_path / "in", *IN_PARTS)]
    # The same account once more, whole, and somebody else.
    write_instagram(tmp_path / "in" / NAMES.format("whole"), ME, FULL)
    other = InstagramAccount(username="eenander", name="Een Ander", bio="")
    theirs = InstagramContent(posts=[post(50, "Van een ander")])
    write_instagram(tmp_path / "in" / NAMES.format("zz"), other, theirs)
    left = dict(members(other, InstagramContent(posts=[post(51, "Van niemand")])))
    mixed = "your_instagram_activity/media/posts_1.json"  # a list that is in a part already
    write_zip(tmp_path / "in" / NAMES.format("yy"), [(mixed, left[mixed])])
    run = place.take(files[first])
    assert (run["items"]["posts"], run["items"]["profiles"], run["gaps"]) == (7, 1, [])
    assert not {"Van een ander", "Van niemand"} & {text.strip() for text in place.texts()}
    assert not any(row["kind"] == "medium" for row in place.rows())
    for file in files:
        again = place.take(file)
        assert (again["items"]["posts"], again["new_versions"], again["gaps"]) == (0, 0, [])


def test_a_part_by_itself_says_what_to_do(place, tmp_path):
    for number, code in ((0, "IMPORT-020"), (1, "IMPORT-019")):
        file = [*parts(tmp_path / "in", *IN_PARTS)][number]
        error = place.refuses(file.rename(tmp_path / f"{number}.zip"), 6)
        assert error["code"] == code
        assert "one folder" in error["hint"]


def test_own_replies_below_stories_come_in_shielded(place, tmp_path):
    files = dict(members(ME, FULL))
    said = {"Reactie": {"value": "Dag allemaal"}, "Tijd": {"timestamp": 1_768_000_000}}
    told = {"comments_story_comments": [{"string_map_data": said}]}
    files["your_instagram_activity/comments/hype.json"] = json.dumps(told).encode()
    place.take(write_zip(tmp_path / "ig.zip", files.items()))
    found = {str(row["text"]): row for row in place.rows() if row["kind"] == "reply"}
    assert found["Dag allemaal"]["visibility"] == "followers"
    assert "visibility" not in found["Graag gedaan"]

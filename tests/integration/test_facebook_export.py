"""Import of Facebook's export through the real stages."""

import json
import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from place import Archive, gap

from weerklank.connectors.facebook import Facebook
from weerklank.model.raw import Scanned
from weerklank.testing import meta_json
from weerklank.testing.facebook_export import (
    UPLOAD_IP,
    FacebookAccount,
    FacebookContent,
    FacebookEdit,
    FacebookMedium,
    FacebookPost,
    FacebookReply,
    members,
    write_facebook,
)
from weerklank.testing.meta_json import write_zip
from weerklank.testing.png import encode_png

URL = "https://www.facebook.com/gemeentevoorbeelddam"
NAME = "Gemeente Voorbeelddam"
ME = FacebookAccount(name=NAME, username="gemeentevoorbeelddam", bio="De pagina van de gemeente")


def moment(day, **more):
    return datetime(2026, 1, 1, 9, tzinfo=UTC) + timedelta(days=day, **more)


def picture(of, mark="een", *, film=False, **more):
    data = encode_png(8, 8, [(9, 9, 9)], [bytes(8)] * 8) + mark.encode()
    name = f"{10_158_000_000_000_000 + of}.{'mp4' if film else 'jpg'}"
    return FacebookMedium(name=name, data=data, when=moment(of), **more)


def post(day, text, **more):
    return FacebookPost(when=moment(day), text=text, **more)


@pytest.fixture
def place(tmp_path):
    made = Archive(tmp_path).begin()
    made.good("account", "add", URL, "--kind", "corporate")
    return made


FULL = FacebookContent(
    posts=[
        post(
            1, "De café-terrassen mogen weer open ☕", link="https://voorbeelddam.example/terras"
        ),
        post(
            2,
            "Dank aan @[1000123456:2048:Trijntje Vlier] en @[77000000:274:Gemeente Voorbeelddam]",
            media=(picture(2), picture(3)),
            title=f"{NAME} heeft 2 nieuwe foto's toegevoegd.",
            tags=("Trijntje Vlier",),
        ),
        post(
            4,
            "KanarieVraag van een bezoeker",
            title=f"Kanarie Bezoeker heeft iets geplaatst op de tijdlijn van {NAME}.",
        ),
    ],
    albums=[("De brug", (picture(2), picture(5, description="Van dichtbij")))],
    videos=[picture(6, film=True, description="Zo gaat de brug open")],
    loose=[picture(5), picture(7)],
    stories=[FacebookPost(when=moment(9), media=(picture(9, folder="stories/media"),))],
    replies=[
        FacebookReply(
            when=moment(8),
            text="Beste Kees, dank voor het melden",
            author=NAME,
            title=f"{NAME} heeft gereageerd op de reactie van Kees Kwartel.",
        ),
        FacebookReply(
            when=moment(8, hours=1),
            text="KanarieGroep",
            author=NAME,
            title=f"{NAME} heeft gereageerd in een groep.",
            group="Buurt",
        ),
    ],
    never=["KanarieBerichten"],
)


def by_text(place):
    return {str(row.get("text", "")).strip(): row for row in place.rows()}


def test_a_page_comes_in_mended(place, tmp_path):
    run = place.take(write_facebook(tmp_path / "fb.zip", ME, FULL))
    assert (run["items"]["profiles"], run["items"]["media"]) == (1, 6)
    assert run["unknown_fields"] == {}
    rows = by_text(place)
    assert rows["Van dichtbij"]["title"] == "De brug"
    assert rows["Zo gaat de brug open"]["media"][0]["type"] == "video/mp4"
    (first,) = [text for text in rows if text.startswith("De café-terrassen mogen weer open ☕")]
    assert first.endswith("voorbeelddam.example/terras")
    assert [row["kind"] for row in place.rows()].count("story") == 1
    assert rows[next(text for text in rows if "Beste" in text)]["kind"] == "reply"
    assert place.good("verify", "--deep")["ok"]
    assert place.good("search", "terrassen")["total"] == 1


def test_nobody_else_stands_anywhere(place, tmp_path):
    run = place.take(write_facebook(tmp_path / "fb.zip", ME, FULL))
    written = place.bytes_of_all()
    for value in ("Trijntje", "1000123456", "Kwartel", "Kanarie", UPLOAD_IP, "612345678"):
        assert value.encode() not in written, value
    said = [text for text in place.texts() if text.startswith("Dank aan")]
    assert [text.endswith(f" en {NAME}") for text in said] == [True]
    assert "Burger-" in said[0]
    assert [one["code"] for one in run["warnings"]] == ["other-actor"]
    assert run["skipped"]["direct_messages"] > 0


def test_who_is_named_by_number_and_by_name_in_one_record_is_one(place, tmp_path):
    place.take(write_facebook(tmp_path / "fb.zip", ME, FULL))
    (record,) = [str(row) for row in place.lines() if "Dank aan" in str(row)]
    (source,) = [str(row) for row in place.lines("source") if "Dank aan" in str(row)]
    shown = re.findall(r"Burger-[0-9A-Z]{4}", record + source)
    assert len(shown) == 3
    assert len(set(shown)) == 1


def test_a_picture_that_a_post_names_is_no_item_of_its_own(place, tmp_path):
    place.take(write_facebook(tmp_path / "fb.zip", ME, FULL))
    named = [medium["id"] for row in place.rows() for medium in row.get("media", ())]
    assert len(named) == len(set(named)) == 6


@pytest.mark.parametrize("layout", ["profile 2024", "profile 2023", "profile 2020"])
def test_a_profile_is_shielded_as_nothing_says_for_whom_it_was(place, tmp_path, layout):
    content = FacebookContent(
        posts=[post(1, "Een", media=(picture(1, layout=layout),)), post(2, "Twee")]
    )
    run = place.take(write_facebook(tmp_path / "fb.zip", ME, content, layout=layout))
    assert (run["items"]["posts"], run["items"]["media"]) == (2, 1)
    assert {row["visibility"] for row in place.rows()} == {"followers"}


def test_edits_that_share_a_number_make_versions(place, tmp_path):
    edits = [
        # Words that look broken when they are mended: not once more.
        FacebookEdit(when=moment(1, hours=1), text="De brug: schrijf cafÃ© zo", number=9),
        FacebookEdit(when=moment(1, hours=2), text="De brug is open", number=9),
        FacebookEdit(when=moment(3), text="Van wie is dit", number=10),
    ]
    posts = [post(1, "De brug is open", updated=moment(1, hours=2)), post(2, "Markt")]
    file = write_facebook(tmp_path / "fb.zip", ME, FacebookContent(posts=posts, edits=edits))
    run = place.take(file, code=1)
    assert gap(run, "edits_untied")["count"] == 1
    rows = [row for row in place.rows() if "brug" in row["text"]]
    said = {row.get("version", 1): (row["text"].strip(), row["edited_at"]) for row in rows}
    assert said == {
        1: ("De brug: schrijf cafÃ© zo", "2026-01-02T10:00:00Z"),
        2: ("De brug is open", "2026-01-02T11:00:00Z"),
    }
    again = place.take(file, code=1)
    assert (again["items"]["posts"], again["new_versions"]) == (0, 0)
    assert place.good("verify", "--deep")["ok"]


def test_a_later_export_makes_a_version(place, tmp_path):
    place.take(write_facebook(tmp_path / "een.zip", ME, FacebookContent(posts=[post(1, "Dicht")])))
    after = FacebookContent(posts=[post(1, "Open"), post(2, "Nieuw")])
    run = place.take(write_facebook(tmp_path / "twee.zip", ME, after))
    assert (run["items"]["posts"], run["new_versions"]) == (1, 1)


def test_a_page_that_is_registered_by_number_is_known(tmp_path):
    place = Archive(tmp_path).begin()
    place.good("account", "add", "https://www.facebook.com/123456789", "--kind", "corporate")
    numbered = FacebookAccount(name=NAME, username="gemeentevoorbeelddam", number=123456789)
    run = place.take(
        write_facebook(tmp_path / "fb.zip", numbered, FacebookContent(posts=[post(1, "Een")]))
    )
    assert run["items"]["posts"] == 1


def test_web_pages_and_an_export_without_a_name_are_refused(place, tmp_path):
    base = "this_profile's_activity_across_facebook/posts"
    made = {f"{base}/profile_posts_1.html": b"<html>"}
    file = write_zip(tmp_path / "a.zip", made.items())
    assert place.refuses(file, 6)["code"] == "IMPORT-018"
    made = dict(members(ME, FULL))
    del made["profile_information/profile_information.json"]
    file = write_zip(tmp_path / "b.zip", made.items())
    assert place.refuses(file, 6)["code"] == "IMPORT-019"


def test_an_export_that_names_no_address_is_of_the_account_that_is_named(place, tmp_path):
    nameless = FacebookAccount(name=NAME)
    content = FacebookContent(
        posts=[post(1, "Wij zijn er", title=f"{NAME} was hier."), post(2, f"Zie {URL}/posts/1")]
    )
    file = write_facebook(tmp_path / "fb.zip", nameless, content)
    left, answer = place.run("import", str(file))
    assert (left, answer["error"]["code"]) == (2, "IMPORT-028")
    run = place.take(file, "--account", "a0001")
    assert (run["items"]["posts"], run["items"]["profiles"]) == (2, 1)
    assert {row["author"]["handle"] for row in place.rows()} == {"gemeentevoorbeelddam"}
    assert any(URL in text for text in place.texts())


def test_single_posts_of_a_profile_are_handed_in_by_their_moment(tmp_path):
    place = Archive(tmp_path).begin()
    place.good("account", "add", URL, "--kind", "personal")
    content = FacebookContent(posts=[post(1, "Als wethouder: de brug is open"), post(2, "Thuis")])
    file = write_facebook(tmp_path / "fb.zip", ME, content, layout="profile 2024")
    listed = place.good("handin", "a0001", "--file", str(file))
    named = [one["url"] for one in listed["choices"] if "brug" in one["text"]]
    assert named == [f"posts/{int(moment(1).timestamp())}"]
    place.good(
        *("handin", "a0001", "--file", str(file), "--post", named[0], "--process", "communicatie")
    )
    assert place.texts() == ["Als wethouder: de brug is open"]
    assert b"Thuis" not in place.bytes_of_all()


def test_a_folder_with_letters_of_its_own_is_found_however_the_zip_names_it(place, tmp_path):
    medium = picture(1, folder="posts/media/Caféfoto\u2019s_1")
    made = dict(members(ME, FacebookContent(posts=[post(1, "Een", media=(medium,))])))
    plain, unmarked = tmp_path / "a.zip", tmp_path / "b.zip"
    write_zip(plain, made.items())
    content = plain.read_bytes()
    name = medium.uri.encode()
    assert content.count(name) == 2
    # As a program writes it that does not set the flag for UTF-8 (bit 11).
    unmarked.write_bytes(without_flag(content, name))
    for file, new in ((unmarked, 1), (plain, 0)):
        run = place.take(file)
        assert run["items"]["media"] == new
        assert run["gaps"] == []


def without_flag(content, name):
    """Clear the flag of UTF-8 in both heads of a member of a zip."""
    changed = bytearray(content)
    for magic, flags, size in ((b"PK\x03\x04", 6, 30), (b"PK\x01\x02", 8, 46)):
        at = content.find(magic)
        while at >= 0:
            if content[at + size : at + size + len(name)] == name:
                changed[at + flags + 1] &= ~0x08
            at = content.find(magic, at + 1)
    return bytes(changed)


def test_a_record_that_is_too_large_costs_itself_alone(place, tmp_path):
    posts = [post(1, "Een"), post(2, "x" * (1 << 20)), post(3, "Drie")]
    file = write_facebook(tmp_path / "fb.zip", ME, FacebookContent(posts=posts))
    run = place.take(file, code=1)
    (told,) = gap(run, "record_broken")["where"]
    assert "1 MiB" in told
    assert sorted(place.texts()) == ["Drie", "Een"]


def test_several_posts_of_one_second_are_kept_and_the_same_one_twice_is_one(place, tmp_path):
    posts = [post(1, "Een"), post(1, "Een"), post(1, "Twee"), post(0, "Nul")]
    file = write_facebook(tmp_path / "fb.zip", ME, FacebookContent(posts=posts))
    assert place.take(file)["items"]["posts"] == 3
    again = place.take(file)
    assert (again["items"]["posts"], again["new_versions"]) == (0, 0)


def test_an_export_gives_the_same_as_often_as_it_is_read(tmp_path):
    export = Facebook().open_export(write_facebook(tmp_path / "fb.zip", ME, FULL))
    first, second = list(export.scan()), list(export.scan())
    assert first == second
    assert len([one for one in first if isinstance(one, Scanned)]) > 5


def test_what_lies_in_the_bin_since_is_deleted(place, tmp_path, monkeypatch):
    both = [post(1, "Blijft"), post(2, "Kan weg")]
    place.take(write_facebook(tmp_path / "een.zip", ME, FacebookContent(posts=both)))
    binned = {"timestamp": int(moment(2).timestamp()), "data": [{"post": "KanarieWeg"}]}
    bin_file = (
        "this_profile's_activity_across_facebook/posts/trash.json",
        json.dumps({"trash_v2": [binned]}).encode(),
    )
    monkeypatch.setattr(meta_json, "MADE", (2026, 11, 21, 9, 0, 0))
    later = FacebookContent(posts=both[:1], others=[bin_file])
    run = place.take(write_facebook(tmp_path / "twee.zip", ME, later))
    assert (run["deletions"], run["skipped"]["out_of_scope"]) == (1, 1)
    (gone,) = place.good("search", "", "--state", "deleted")["hits"]
    assert gone["text"].strip() == "Kan weg"
    assert b"KanarieWeg" not in place.bytes_of_all()


def test_posts_of_one_second_keep_their_names_in_any_order(place, tmp_path):
    def take(*posts):
        return place.take(write_facebook(tmp_path / "e.zip", ME, FacebookContent(posts=posts)))

    first, other = post(1, "Dicht", media=(picture(1),)), post(1, "Open", media=(picture(2),))
    take(first, other)
    assert take(other, first)["new_versions"] == 0
    alone = take(replace(other, text="Weer open"))  # which one it is, its picture tells
    assert (alone["items"]["posts"], alone["new_versions"]) == (0, 1)
    assert sorted(row["text"].strip() for row in place.rows() if row["kind"] == "post") == [
        "Dicht",
        "Open",
        "Weer open",
    ]


def test_parts_in_one_folder_are_one_export(place, tmp_path):
    content = FacebookContent(posts=[post(1, "Met foto", media=(picture(1),)), post(2, "Zonder")])
    made = list(members(ME, content))
    pictures = [one for one in made if one[0].endswith(".jpg")]
    whose = [one for one in made if one[0].startswith("profile_information/")]
    texts = [one for one in made if one not in pictures and one not in whose]
    files = [
        write_zip(tmp_path / f"facebook-pagina-20-11-2026-x_{number}.zip", some)
        for number, some in enumerate((pictures, whose, texts), 1)
    ]
    run = place.take(files[1])
    assert (run["items"]["posts"], run["items"]["media"], run["gaps"]) == (2, 1, [])
    for file in files:
        assert place.take(file)["new_versions"] == 0


@pytest.mark.parametrize(
    "title",
    [
        "shared a link to the group: Kaderuiters.",
        "added a photo to a group.",
        "heeft een bericht gedeeld met de groep: Kaderuiters.",
        "posted in Kaderuiters.",
    ],
)
def test_what_a_page_put_into_a_group_is_shielded(place, tmp_path, title):
    posts = [
        FacebookPost(when=moment(1), text="Hier", title=f"{NAME} {title}"),
        FacebookPost(when=moment(2), text="Groep dicht", title=f"{NAME} updated their status."),
    ]
    place.take(write_facebook(tmp_path / "fb.zip", ME, replace(FULL, posts=posts)))
    rows = by_text(place)
    assert rows["Hier"]["visibility"] == "followers"
    assert "visibility" not in rows["Groep dicht"]

"""Import at its edges: older exports, odd addressing, acts of others, broken fields."""

import json
import tarfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import orjson
import pytest
from place import (
    FOLLOWERS,
    HOST,
    ME,
    SOMEONE,
    Archive,
    Json,
    Members,
    gap,
    line,
    medium,
    members,
    moment,
    noted,
    outbox,
    packed,
    post,
    tar,
    uri,
    zipped,
)

from weerklank.testing.mastodon_actor import actor
from weerklank.testing.mastodon_export import PUBLIC, ExportBoost, activity

GOOD_1, GOOD_2 = post(1, "Eerste goede bericht"), post(9, "Laatste goede bericht")
ODD = post(5, "Vreemd bericht")
OTHER = "https://mast.example/users/trijntje_vlier"


@pytest.fixture
def archive(tmp_path) -> Archive:
    return Archive(tmp_path / "place").make()


def take(archive: Archive, tmp_path: Path, pieces: list[Json], code: int = 0) -> Json:
    return archive.take(packed(tmp_path, "zip", members(pieces)), code=code)


# --- older exports ------------------------------------------------------------------------------


def export_of(day: datetime, path: Path, summary: str, pieces: list[Json]) -> Path:
    """Write an export as it was made on a day; 1970 stands for a container that has no dates."""
    content = members(pieces)
    profile = orjson.dumps(actor(replace(ME, summary_html=f"<p>{summary}</p>")))
    held: list[tuple[tarfile.TarInfo, bytes]] = []
    for name, data in [("actor.json", profile), content[1]]:
        info = tarfile.TarInfo(name)
        info.mtime = int(day.timestamp())
        held.append((info, data))
    return tar(path, held)


JANUARY, MARCH = datetime(2026, 1, 31, tzinfo=UTC), datetime(2026, 3, 31, tzinfo=UTC)
UNDATED = datetime(1970, 1, 1, tzinfo=UTC)
EARLY, LATE = [line(GOOD_1)], [line(GOOD_1), line(GOOD_2)]


def profiles(archive: Archive) -> list[str]:
    return [row["text"].strip() for row in archive.lines() if row["kind"] == "profile"]


@pytest.mark.parametrize(
    ("first", "second", "day"),
    [
        ((MARCH, LATE), (JANUARY, EARLY), "2026-01-31"),
        # The newest post was deleted since: the day of the file says which is older.
        ((MARCH, EARLY), (JANUARY, LATE), "2026-01-31"),
        ((UNDATED, LATE), (UNDATED, EARLY), "2026-01-02"),
    ],
)
def test_an_older_export_overwrites_nothing_and_is_reported(archive, tmp_path, first, second, day):
    archive.take(export_of(first[0], tmp_path / "nieuw.tar.gz", "Nieuw profiel.", first[1]))
    path = export_of(second[0], tmp_path / "oud.tar.gz", "Oud profiel.", second[1])
    run = archive.take(path)
    assert profiles(archive) == ["Nieuw profiel."]
    assert run["new_versions"] == 0
    (warning,) = run["warnings"]
    assert warning["code"] == "older-export"
    assert day in warning["message"]
    assert " 1 difference" in warning["message"]
    # What was deleted since then and was never held comes in.
    assert len(archive.rows()) == max(len(first[1]), len(second[1]))


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((JANUARY, LATE), (MARCH, EARLY)),
        ((JANUARY, EARLY), (UNDATED, LATE)),
        ((UNDATED, EARLY), (UNDATED, EARLY)),
        ((MARCH, EARLY), (MARCH, EARLY)),
    ],
)
def test_an_export_that_is_not_older_brings_a_new_version(archive, tmp_path, first, second):
    archive.take(export_of(first[0], tmp_path / "een.tar.gz", "Eerste profiel.", first[1]))
    run = archive.take(export_of(second[0], tmp_path / "twee.tar.gz", "Tweede.", second[1]))
    assert (run["new_versions"], run["warnings"]) == (1, [])
    assert profiles(archive) == ["Eerste profiel.", "Tweede."]


def test_a_post_from_before_its_edit_is_told_and_one_from_after_comes_in(archive, tmp_path):
    edited = replace(GOOD_1, html="<p>Verbeterd</p>", edited=moment(3))
    archive.take(export_of(MARCH, tmp_path / "een.tar.gz", "P.", [line(edited)]))
    run = archive.take(export_of(JANUARY, tmp_path / "twee.tar.gz", "P.", [line(GOOD_1)]))
    assert archive.texts() == ["Verbeterd"]
    assert [one["code"] for one in run["warnings"]] == ["older-export"]
    # Whatever the file says of its day, what was edited later is newer.
    again = replace(edited, html="<p>Nog beter</p>", edited=moment(8))
    archive.take(export_of(JANUARY, tmp_path / "drie.tar.gz", "P.", [line(again)]))
    assert archive.texts() == ["Verbeterd", "Nog beter"]


def test_a_damaged_journal_stops_no_import_and_dates_nothing(archive, tmp_path):
    archive.take(export_of(MARCH, tmp_path / "een.tar.gz", "Eerste.", EARLY))
    files = sorted((archive.folder / "journal").glob("*/*/*/*.json"))
    files[0].chmod(0o600)
    files[0].write_bytes(b"{half")
    ahead = json.loads(files[-1].read_bytes())
    ahead["at"] = "2041-01-01T00:00:00Z"
    folder = archive.folder / "journal" / "2041" / "01" / "01"
    folder.mkdir(parents=True)
    (folder / "000000000-abcdef-1.json").write_bytes(orjson.dumps(ahead))
    run = archive.take(export_of(JANUARY, tmp_path / "twee.tar.gz", "Ouder.", EARLY))
    assert [one["code"] for one in run["warnings"]] == ["older-export"]
    (last, *_) = [
        e for e in archive.events("journal", "run.finished") if e["subject"] == run["run"]
    ]
    assert last["at"] < "2041"


def test_a_post_or_file_of_a_day_to_come_makes_no_later_export_old(archive, tmp_path):
    ahead = datetime.now(UTC) + timedelta(days=900)
    future = line(GOOD_2, published=f"{ahead:%Y-%m-%dT%H:%M:%SZ}")
    archive.take(export_of(ahead, tmp_path / "een.tar.gz", "Eerste.", [line(GOOD_1), future]))
    run = archive.take(export_of(UNDATED, tmp_path / "twee.tar.gz", "Tweede.", [line(GOOD_1)]))
    assert (run["warnings"], run["new_versions"]) == ([], 1)


# --- to whom a post goes ------------------------------------------------------------------------


def without(piece: Json, *names: str) -> Json:
    return {name: value for name, value in piece.items() if name not in names}


@pytest.mark.parametrize(
    ("to", "cc", "visibility"),
    [
        ([PUBLIC], [FOLLOWERS], None),
        ([FOLLOWERS], [PUBLIC], "unlisted"),
        ([FOLLOWERS], None, "followers"),
    ],
)
@pytest.mark.parametrize("silence", ["absent", "null"])
def test_a_post_that_only_itself_says_to_whom_it_goes_is_kept(
    archive, tmp_path, to, cc, visibility, silence
):
    told = noted(ODD, to=to, cc=cc)
    told = without(told, "to", "cc") if silence == "absent" else {**told, "to": None, "cc": None}
    run = take(archive, tmp_path, [told])
    assert (run["items"]["posts"], run["skipped"]["direct_messages"]) == (1, 0)
    assert archive.rows()[0].get("visibility") == visibility


@pytest.mark.parametrize(
    ("outer", "inner"),
    [
        ({}, {"to": [SOMEONE[0]], "cc": []}),
        ({"to": [PUBLIC]}, {"to": [SOMEONE[0]]}),
        ({"to": [SOMEONE[0]]}, {"to": [PUBLIC]}),
        ({"to": [], "cc": []}, {"to": [PUBLIC]}),
        ({"to": [PUBLIC]}, {"to": [], "cc": []}),
        ({}, {}),
        # What says of itself that it is one is so, whatever its addresses say.
        ({"to": [PUBLIC]}, {"to": [PUBLIC], "directMessage": True}),
        ({"to": [PUBLIC], "directMessage": True}, {}),
    ],
)
def test_what_either_addresses_to_persons_alone_stays_direct(archive, tmp_path, outer, inner):
    message = without(noted(ODD, content="<p>Zeer geheim</p>"), "to", "cc")
    message["object"] = {**without(message["object"], "to", "cc"), **inner}
    run = take(archive, tmp_path, [line(GOOD_1), {**message, **outer}])
    assert (run["items"]["posts"], run["skipped"]["direct_messages"]) == (1, 1)
    assert b"geheim" not in archive.bytes_of_all()


# --- acts of others -----------------------------------------------------------------------------

BOOST = ExportBoost(number=5, published=moment(5), object_uri="https://mast.example/notes/1")
FOREIGN: dict[str, Callable[[], Json]] = {
    "a post by another": lambda: {**noted(ODD, attributedTo=OTHER), "actor": OTHER},
    "only the activity says so": lambda: {**line(ODD), "actor": {"id": OTHER, "type": "Person"}},
    "only the post says so": lambda: noted(ODD, attributedTo=[OTHER]),
    "only the post says so, with a broken field": lambda: noted(ODD, attributedTo=OTHER, tag=[5]),
    "a boost by another": lambda: {**line(BOOST), "actor": OTHER},
    "a post of another server": lambda: noted(ODD, id=f"{OTHER}/statuses/1", url=f"{OTHER}/1"),
    "one with a broken field": lambda: noted(ODD, id=f"{OTHER}/statuses/1", tag=[5]),
    "one as servers of 2016 named it": lambda: noted(
        ODD, id="tag:mast.example,2016-11-20:objectId=1:objectType=Status"
    ),
    "a boost of another server": lambda: line(BOOST, id=f"{OTHER}/statuses/1/activity"),
    "our name on another server": lambda: {
        **line(ODD),
        "actor": "https://mast.example/@gemeente@social.voorbeelddam.example",
    },
}


OURS = (
    f"tag:{HOST},2016-11-20:objectId=1:objectType=Status",
    f"http://WWW.{HOST.upper()}:443/users/gemeente/statuses/1",
    "116000000000000001",
)


@pytest.mark.parametrize("address", OURS)
def test_a_post_of_our_own_server_is_ours_however_it_is_written(archive, tmp_path, address):
    take(archive, tmp_path, [noted(ODD, id=address)])
    assert archive.texts() == ["Vreemd bericht"]


@pytest.mark.parametrize("what", FOREIGN)
def test_what_another_did_is_passed_over_and_reported(archive, tmp_path, what):
    run = take(archive, tmp_path, [line(GOOD_1), FOREIGN[what](), line(GOOD_2)])
    assert archive.texts() == ["Eerste goede bericht", "Laatste goede bericht"]
    assert run["skipped"]["out_of_scope"] == 1
    (warning,) = run["warnings"]
    assert warning["code"] == "other-actor"
    assert "(1)" in warning["message"]
    whole = archive.bytes_of_all()
    assert not any(word in whole for word in (b"Vreemd", b"trijntje"))


@pytest.mark.parametrize("own", [ME.actor_id, ME.url, {"id": ME.actor_id}, None])
def test_the_owner_under_any_form_of_the_address_is_the_owner(archive, tmp_path, own):
    run = take(archive, tmp_path, [{**noted(ODD, attributedTo=own), "actor": own}])
    assert (run["items"]["posts"], run["warnings"]) == (1, [])


def test_an_actor_that_cannot_be_read_is_not_taken_for_the_owner(archive, tmp_path):
    run = take(archive, tmp_path, [line(GOOD_1), {**line(ODD), "actor": 5}], code=1)
    assert gap(run, "record_broken")["count"] == 1
    assert archive.texts() == ["Eerste goede bericht"]


# --- fields that are broken ---------------------------------------------------------------------

PICTURE = medium("media_attachments/files/1/a.png")
MENTION = {"type": "Mention", "href": SOMEONE[0], "name": SOMEONE[1]}
#: Of a post: what is wrong in it, and the places that the report names.
FIELDS: dict[str, tuple[Json, list[str]]] = {
    "sensitive is a text": ({"sensitive": "misschien"}, ["sensitive"]),
    "tags are numbers": ({"tag": [5]}, ["tag/0"]),
    "a tag is a number beside one that is whole": ({"tag": [5, MENTION]}, ["tag/0"]),
    "a mention of nobody": ({"tag": {"type": "Mention", "href": 5}}, ["tag"]),
    "an attachment is a number": ({"attachment": [7]}, ["attachment/0"]),
    "an attachment without address": ({"attachment": [{"type": "Image"}]}, ["attachment/0"]),
    "updated is no moment": ({"updated": "gisteren"}, ["updated"]),
    "a warning that is a list": ({"summary": ["x"]}, ["summary"]),
    "an address that is a number": ({"url": 5}, ["url"]),
    "what it answers is a number": ({"inReplyTo": 5}, ["inReplyTo"]),
    "languages that are a text": ({"contentMap": "nl"}, ["contentMap"]),
    "the end of a poll": (
        {"oneOf": [{"type": "Note", "name": "Ja"}, 5], "endTime": "ooit", "votersCount": "veel"},
        ["endTime", "oneOf/1", "votersCount"],
    ),
}


@pytest.mark.parametrize("what", FIELDS)
def test_a_broken_field_costs_itself_and_is_named(archive, tmp_path, what):
    changed, places = FIELDS[what]
    run = take(archive, tmp_path, [line(GOOD_1), noted(ODD, **changed), line(GOOD_2)], code=1)
    assert archive.texts()[1] == "Vreemd bericht"
    assert run["items"]["posts"] == 3
    (found,) = run["gaps"]
    assert (found["kind"], found["count"]) == ("field_broken", len(places))
    assert sorted(found["where"]) == [f"outbox.json 2: /object/{place}" for place in places]
    assert archive.good("verify", "--deep")["findings"] == []
    # The journal tells it too, and the same file again brings nothing.
    (event,) = archive.events("journal", "run.finished")
    assert found["where"] == event["data"]["gaps"][0]["where"]
    again = archive.take(tmp_path / "export.zip", code=1)
    assert (again["items"]["posts"], again["new_versions"]) == (0, 0)


def test_a_post_without_readable_content_is_kept_without_text(archive, tmp_path):
    run = take(archive, tmp_path, [noted(ODD, content=["x"])], code=1)
    assert gap(run, "field_broken")["where"] == ["outbox.json 1: /object/content"]
    (row,) = archive.rows()
    assert "text" not in row


def test_what_stands_beside_a_broken_field_is_read(archive, tmp_path):
    """Whom a whole tag names is replaced, and a medium beside a broken one comes in."""
    pictured = line(replace(ODD, media=(PICTURE,), html="<p>Dank aan Trijntje_Vlier!</p>"))
    pictured["object"]["attachment"].insert(0, 5)
    pictured["object"]["tag"] = [5, {**MENTION, "href": "http://[half"}]
    content: Members = members([pictured], (PICTURE.member, PICTURE.data))
    run = archive.take(packed(tmp_path, "zip", content), code=1)
    assert run["items"]["media"] == 1
    assert gap(run, "field_broken")["count"] == 2
    assert "trijntje" not in archive.texts()[0].casefold()
    assert b"trijntje" not in archive.bytes_of_all().lower()


def test_an_address_in_an_object_or_a_list_is_no_broken_field(archive, tmp_path):
    answer = noted(
        ODD,
        inReplyTo={"id": uri(GOOD_1), "type": "Note"},
        url=[{"type": "Link", "href": f"{ME.url}/{ODD.number}"}],
        attachment=[{"type": "Image", "url": [{"type": "Link", "href": f"/{PICTURE.member}"}]}],
    )
    content = members([line(GOOD_1), answer], (PICTURE.member, PICTURE.data))
    run = archive.take(packed(tmp_path, "zip", content))
    assert run["items"]["media"] == 1
    first, second = archive.rows()
    assert second["kind"] == "reply"
    assert second["refs"] == [{"key": first["key"], "type": "reply_to"}]
    assert second["url"] == f"{ME.url}/{ODD.number}"


# --- another picture of the profile under the same name -----------------------------------------


def faced(path: Path, face: bytes | None, header: bytes = b"kop") -> Path:
    """Write an export with the profile's pictures, which always go by the same names."""
    told = {
        **actor(ME),
        "icon": {"type": "Image", "mediaType": "image/png", "url": "avatar.png"},
        "image": {"type": "Image", "mediaType": "image/png", "url": "header.png"},
    }
    content = [("actor.json", orjson.dumps(told)), members([line(GOOD_1)])[1]]
    content += [("avatar.png", face)] if face else []
    return zipped(path, [*content, ("header.png", header)])


def faces(archive: Archive) -> list[list[bytes]]:
    """Give the bytes of the pictures of each version of the profile."""
    files = {path.name: path.read_bytes() for path in archive.media_files()}
    rows = [row for row in archive.lines() if row["kind"] == "profile"]
    return [[files[one["file"]] for one in row["media"]] for row in rows]


def test_another_avatar_under_the_same_name_makes_a_new_version(archive, tmp_path):
    for number, face in enumerate((b"gezicht 1", b"gezicht 2", b"gezicht 2", b"gezicht 1")):
        run = archive.take(faced(tmp_path / f"{number}.zip", face))
        changed = number in (1, 3)
        assert run["new_versions"] == changed
        assert run["items"]["media"] == (2 if number == 0 else changed)
    assert faces(archive) == [
        [b"gezicht 1", b"kop"],
        [b"gezicht 2", b"kop"],
        [b"gezicht 1", b"kop"],
    ]
    ids = [row["media"][0]["id"] for row in archive.lines() if row["kind"] == "profile"]
    assert len(set(ids)) == 3
    assert archive.good("verify", "--deep")["findings"] == []
    spool = archive.folder / "open" / "spool"
    assert not list(spool.glob("*"))


def test_an_avatar_that_is_not_in_an_export_stays_what_it_was(archive, tmp_path):
    archive.take(faced(tmp_path / "een.zip", b"gezicht 1"))
    archive.take(faced(tmp_path / "twee.zip", b"gezicht 2"))
    run = archive.take(faced(tmp_path / "drie.zip", None))
    assert (run["new_versions"], run["already_held"]) == (0, 2)
    again = archive.take(faced(tmp_path / "vier.zip", None, header=b"andere kop"))
    assert again["new_versions"] == 1
    assert faces(archive)[2] == [b"gezicht 2", b"andere kop"]


def test_an_avatar_that_was_missing_at_first_comes_in_later(archive, tmp_path):
    archive.take(faced(tmp_path / "een.zip", None), code=1)
    run = archive.take(faced(tmp_path / "twee.zip", b"gezicht"))
    assert (run["new_versions"], run["items"]["media"]) == (1, 1)
    assert archive.take(faced(tmp_path / "drie.zip", b"gezicht"))["new_versions"] == 0


# --- what another account has -------------------------------------------------------------------


def test_a_post_of_another_account_is_neither_changed_nor_taken(archive, tmp_path):
    take(archive, tmp_path, [line(GOOD_1), line(GOOD_2)])
    school = replace(ME, name="school", actor_id=f"https://{HOST}/users/school")
    archive.good("account", "add", f"https://{HOST}/@school", "--kind", "corporate")
    changed = replace(post(1, "Wat de school ervan maakt"), number=GOOD_1.number)
    own = post(20, "Een bericht van de school")
    pieces = [activity(school, made) for made in (changed, own)]
    content = [("actor.json", orjson.dumps(actor(school))), ("outbox.json", outbox(pieces))]
    run = archive.take(zipped(tmp_path / "school.zip", content), code=1)
    assert (run["items"]["posts"], run["new_versions"]) == (1, 0)
    assert gap(run, "held_elsewhere")["count"] == 1
    assert archive.good("search", "maakt")["total"] == 0
    assert archive.good("search", "Eerste", "goede")["total"] == 1
    assert archive.good("verify", "--deep")["findings"] == []


# --- posts that are too large -------------------------------------------------------------------


def test_a_post_that_is_too_large_for_one_is_named_and_kept_out(archive, tmp_path):
    large = noted(ODD, content="<p>" + "a" * (1 << 20) + "</p>", contentMap=None)
    near = noted(GOOD_1, content="<p>" + "b" * 900_000 + "</p>", contentMap=None)
    run = take(archive, tmp_path, [near, large, line(GOOD_2)], code=1)
    broken = gap(run, "record_broken")
    assert broken["count"] == 1
    assert broken["where"] == ["outbox.json 2: larger than 1 MiB: too large for a post"]
    assert [text[:4] for text in archive.texts()] == ["bbbb", "Laat"]


def test_a_direct_message_of_any_size_is_one(archive, tmp_path):
    large = noted(ODD, content="a" * (1 << 20), to=[OTHER], cc=[])
    run = take(archive, tmp_path, [{**large, "to": [OTHER], "cc": []}])
    assert run["skipped"]["direct_messages"] == 1

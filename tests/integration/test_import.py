"""Import of Mastodon's export: what comes in, what never does, and what is told of it."""

import gzip
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
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
    url,
    zipped,
)

from weerklank.harvest import export_file, media_shelf
from weerklank.harvest.export_file import Container
from weerklank.testing.mastodon_actor import actor
from weerklank.testing.mastodon_export import (
    PUBLIC,
    ExportBoost,
    big_export,
    snowflake,
    write_export,
)

ROOT = Path(__file__).parents[2]
#: An export that others made, beside the project; nothing of it is ours to hand on.
REAL = ROOT.parent / "shared" / "samples" / "mastodon" / "archive-fossilizer-mini"
STYLES = ("tar.gz", "zip")


# --- an archive at hand -------------------------------------------------------------------------


@pytest.fixture(scope="module")
def made(tmp_path_factory) -> Path:
    """Make an archive once; tests work on copies."""
    return Archive(tmp_path_factory.mktemp("made")).make().root


@pytest.fixture
def archive(made, tmp_path) -> Archive:
    root = tmp_path / "place"
    shutil.copytree(made, root, symlinks=True)
    return Archive(root)


@pytest.fixture
def opened(monkeypatch) -> list[str]:
    """Note the name of each member of which a single byte is asked."""
    names: list[str] = []
    members_of = Container.members

    def watched(self: Container, wanted: Callable[[str], bool]):
        for name, stream in members_of(self, wanted):
            names.append(name)
            yield name, stream

    monkeypatch.setattr(Container, "members", watched)
    # And deeper: what opens a member of a zip or a tar at all.
    open_zip, open_tar = zipfile.ZipFile.open, tarfile.TarFile.extractfile

    def zip_open(self, name, *more, **named):
        if self.mode == "r":
            names.append(name.filename if isinstance(name, zipfile.ZipInfo) else name)
        return open_zip(self, name, *more, **named)

    def tar_open(self, member):
        names.append(member.name)
        return open_tar(self, member)

    monkeypatch.setattr(zipfile.ZipFile, "open", zip_open)
    monkeypatch.setattr(tarfile.TarFile, "extractfile", tar_open)
    return names


# --- what comes in ------------------------------------------------------------------------------

PICTURE = medium("/media_attachments/files/109/001/original/aaaa.png", "molen")
STRAY = "media_attachments/files/109/999/original/zzzz.png"
STORY = (
    post(3, "Derde: de brug gaat open.", media=(PICTURE,)),
    post(1, "Eerste: oud papier wordt morgen opgehaald."),
    ExportBoost(
        number=snowflake(moment(2)),
        published=moment(2),
        object_uri="https://provincie.example/users/provincie/statuses/77",
    ),
    post(4, "Vierde: alleen voor volgers, over de raad.", visibility="followers"),
    post(5, "Vijfde: zonder ophef geplaatst.", visibility="unlisted"),
    post(6, "Geheim: privébericht aan iemand.", visibility="direct", mentions=(SOMEONE,)),
)


def story(path: Path, style: str) -> Path:
    write_export(
        path,
        ME,
        STORY,
        style=style,
        likes=("https://mast.example/users/iemand/statuses/1",),
        bookmarks=("https://mast.example/users/iemand/statuses/2",),
        avatar=medium("avatar.png", "avatar"),
        extra_members=((STRAY, b"van niemand"),),
    )
    return path


@pytest.mark.parametrize("style", STYLES)
def test_both_forms_give_profile_posts_media_and_honest_counts(archive, tmp_path, style, opened):
    run = archive.take(story(tmp_path / f"export.{style}", style))
    assert run["technique"] == "export"
    assert run["items"] == {"media": 2, "posts": 5, "profiles": 1, "replies": 0}
    assert run["skipped"] == {"destroyed": 0, "direct_messages": 1, "out_of_scope": 2}
    assert (run["gaps"], run["unknown_fields"], run["new_versions"]) == ([], {}, 0)
    assert {limit["kind"]: limit["count"] for limit in run["limits"]} == {
        "replies_not_in_export": 1,
        "edits_not_in_export": 1,
        "deletions_not_in_export": 1,
        "media_not_opened": 1,
    }
    assert set(opened) == {"outbox.json", "actor.json", PICTURE.member, "avatar.png"}
    whole = archive.bytes_of_all()
    for absent in (b"Geheim", b"trijntje", b"van niemand", b"users/iemand"):
        assert absent not in whole
    assert archive.good("verify", "--deep")["findings"] == []


@pytest.mark.parametrize("style", STYLES)
def test_what_is_no_business_of_the_archive_is_never_read(archive, tmp_path, monkeypatch, style):
    refused = {"likes.json", "bookmarks.json", STRAY}

    def guard(stream, name):
        real = stream.read

        def read(*more):
            assert name not in refused, name
            return real(*more)

        stream.read = read
        return stream

    zip_open, tar_open = zipfile.ZipFile.open, tarfile.TarFile.extractfile
    monkeypatch.setattr(
        zipfile.ZipFile,
        "open",
        lambda self, info, *m, **n: guard(
            zip_open(self, info, *m, **n), getattr(info, "filename", info)
        ),
    )
    monkeypatch.setattr(
        tarfile.TarFile, "extractfile", lambda self, m: guard(tar_open(self, m), m.name)
    )
    archive.take(story(tmp_path / f"export.{style}", style))
    assert len(archive.rows()) == 5


def test_posts_are_written_in_order_of_time_and_parts_follow(archive, tmp_path, monkeypatch):
    monkeypatch.setattr("weerklank.package.writer.MOST_RECORDS", 3)
    run = archive.take(story(tmp_path / "export.zip", "zip"))
    assert run["items"]["posts"] == 5
    months = archive.folder / "objects" / "a0001"
    closed = sorted(path.name for path in months.glob("*/*"))
    assert closed == ["0001-g1", "0002-g1"]
    records = [
        [json.loads(row)["created_at"] for row in gzip.decompress(path.read_bytes()).splitlines()]
        for path in sorted(months.glob("*/*/v1/content/records/records.jsonl.gz"))
    ]
    posted = [f"2026-01-0{day}T09:00:00Z" for day in (2, 3, 4, 5, 6)]
    assert records == [["2022-11-01T00:00:00Z", *posted[:2]], posted[2:]]


def test_a_boost_is_a_reference_and_holds_nothing_of_what_was_boosted(archive, tmp_path):
    plain = STORY[2]
    whole = line(
        ExportBoost(number=plain.number + 1, published=moment(7), object_uri="x"),
        object={
            "id": "https://mast.example/users/trijntje_vlier/statuses/8",
            "type": "Note",
            "content": "<p>Tekst van Trijntje Vlier zelf</p>",
        },
    )
    archive.take(packed(tmp_path, "tar.gz", members([line(plain), whole])))
    boosts = archive.rows()
    assert [boost["kind"] for boost in boosts] == ["boost", "boost"]
    for boost in boosts:
        assert not {"text", "title", "media", "url"} & set(boost)
        (ref,) = boost["refs"]
        assert ref["type"] == "boost_of"
        assert re.fullmatch(r"[0-9a-hjkmnp-tv-z]{26}", ref["key"])
    assert boosts[0]["refs"][0]["key"] != boosts[1]["refs"][0]["key"]
    whole_bytes = archive.bytes_of_all()
    for absent in (b"Trijntje", b"trijntje", b"provincie.example"):
        assert absent not in whole_bytes


def test_a_post_for_followers_is_kept_and_marked(archive, tmp_path):
    archive.take(story(tmp_path / "export.zip", "zip"))
    told = {
        row["text"].split(":")[0]: row.get("visibility") for row in archive.rows() if "text" in row
    }
    assert told == {"Eerste": None, "Derde": None, "Vierde": "followers", "Vijfde": "unlisted"}
    (hit,) = archive.good("search", "volgers")["hits"]
    assert archive.good("show", hit["id"])["visibility"] == "followers"


def test_a_post_is_as_shielded_as_the_strictest_of_its_two_addressings(archive, tmp_path):
    made = post(1, "Tegenstrijdig geadresseerd.")
    inner = noted(made, to=[], cc=[FOLLOWERS])
    outer = line(post(2, "Andersom geadresseerd."), to=[FOLLOWERS], cc=[])
    archive.take(packed(tmp_path, "zip", members([inner, outer])))
    assert [row["visibility"] for row in archive.rows()] == ["followers", "followers"]


NOT_PUBLIC: dict[str, Callable[[Json], Json]] = {
    "to is one address and cc is missing": lambda a: {
        **{k: v for k, v in a.items() if k != "cc"},
        "to": SOMEONE[0],
        "object": {k: v for k, v in {**a["object"], "to": SOMEONE[0]}.items() if k != "cc"},
    },
    "to and cc are missing": lambda a: {
        **{k: v for k, v in a.items() if k not in {"to", "cc"}},
        "object": {k: v for k, v in a["object"].items() if k not in {"to", "cc"}},
    },
    "to and cc are null": lambda a: {**a, "to": None, "cc": None},
    "only mentioned persons": lambda a: {**a, "to": [SOMEONE[0]], "cc": []},
    "only the post says so": lambda a: {
        **a,
        "to": [PUBLIC],
        "object": {**a["object"], "to": [SOMEONE[0]], "cc": []},
    },
    "someone else's followers": lambda a: {
        **a,
        "to": ["https://mast.example/users/trijntje_vlier/followers"],
        "cc": [],
    },
    "nobody": lambda a: {**a, "to": [], "cc": ""},
}


@pytest.mark.parametrize("how", NOT_PUBLIC)
def test_a_direct_message_is_counted_and_nothing_of_it_is_read(
    archive, tmp_path, monkeypatch, how
):
    from weerklank.connectors.mastodon import activity as reader

    message = NOT_PUBLIC[how](
        noted(
            post(2, "Zeer geheim privébericht", visibility="direct", mentions=(SOMEONE,)),
            attachment=[{"type": "Document", "url": "media_attachments/geheim.png"}],
        )
    )
    seen: list[str] = []
    mentioned = reader.Reader.mentioned
    monkeypatch.setattr(
        reader.Reader,
        "mentioned",
        lambda self, *who: seen.append(str(who)) or mentioned(self, *who),
    )
    path = packed(
        tmp_path,
        "zip",
        members(
            [line(post(1, "Openbaar")), message, line(post(3, "Ook openbaar"))],
            ("media_attachments/geheim.png", b"geheime foto"),
        ),
    )
    run = archive.take(path)
    assert run["skipped"]["direct_messages"] == 1
    assert run["items"]["posts"] == 2
    assert archive.texts() == ["Openbaar", "Ook openbaar"]
    assert seen == []
    whole = archive.bytes_of_all()
    assert not any(word in whole for word in (b"Zeer geheim", b"trijntje", b"geheime foto"))


@pytest.mark.parametrize("to", [PUBLIC, "as:Public", "Public", FOLLOWERS])
def test_one_address_need_not_be_a_list(archive, tmp_path, to):
    made = noted(post(1, "Eén adres."), to=to, cc=None)
    made |= {"to": to}
    del made["cc"]
    assert archive.take(packed(tmp_path, "zip", members([made])))["items"]["posts"] == 1
    expected = "followers" if to == FOLLOWERS else None
    assert archive.rows()[0].get("visibility") == expected


def test_activities_that_are_no_posts_are_passed_over_and_counted(archive, tmp_path):
    like = {"id": f"{ME.actor_id}#likes/1", "type": "Like", "to": [PUBLIC], "object": SOMEONE[0]}
    run = archive.take(packed(tmp_path, "tar.gz", members([line(post(1, "Bericht")), like])))
    assert run["skipped"] == {"destroyed": 0, "direct_messages": 0, "out_of_scope": 1}
    assert b"trijntje" not in archive.bytes_of_all()


# --- broken records -----------------------------------------------------------------------------

GOOD_1, GOOD_2 = post(1, "Eerste goede bericht"), post(9, "Laatste goede bericht")
BAD = post(5, "Kapot bericht")


def deep(levels: int) -> bytes:
    nested = b'{"x":' * levels + b"1" + b"}" * levels
    return orjson.dumps(noted(BAD, mark="MARK")).replace(b'"MARK"', nested)


def text_of(piece: Json, old: bytes, new: bytes) -> bytes:
    raw = orjson.dumps(piece)
    assert old in raw
    return raw.replace(old, new)


def big(size: int) -> bytes:
    return orjson.dumps(noted(BAD, content="x" * size))


BROKEN: dict[str, Callable[[], Json | bytes]] = {
    "invalid JSON in the middle": lambda: text_of(line(BAD), b'"published":', b'"published" '),
    "a string that is not closed": lambda: text_of(line(BAD), b'Create"', b"Create"),
    "missing id": lambda: noted(BAD, id=None),
    "empty id": lambda: noted(BAD, id=""),
    "missing published": lambda: {
        k: v for k, v in noted(BAD, published=None).items() if k != "published"
    },
    "published is no moment": lambda: noted(BAD, published="gisteren"),
    "published does not exist": lambda: noted(BAD, published="2026-02-31T00:00:00Z"),
    "published lies outside time": lambda: noted(BAD, published="0001-01-01T00:00:00+14:00"),
    "published is a number": lambda: {**line(BAD), "published": 5},
    "to is an object": lambda: {**line(BAD), "to": {"id": PUBLIC}},
    "the post is a number": lambda: {**line(BAD), "object": 5},
    "an author that is a number": lambda: noted(BAD, attributedTo=5),
    "9 MiB": lambda: big(9 << 20),
    "20 MiB": lambda: big(20 << 20),
    "5,000 levels of nesting": lambda: deep(5000),
    "900 levels of nesting": lambda: deep(900),
    "5,000 levels of lists": lambda: text_of(
        noted(BAD, mark="MARK"), b'"MARK"', b"[" * 5000 + b"]" * 5000
    ),
    "invalid UTF-8 in text": lambda: text_of(line(BAD), b"Kapot", b"Kap\xff\xfeot"),
    "invalid UTF-8 in the id": lambda: text_of(line(BAD), b"/statuses/", b"/stat\xffuses/"),
    "an array": lambda: b'["geen", "bericht"]',
    "a number": lambda: b"17",
    "a boost of nothing": lambda: line(
        ExportBoost(number=5, published=moment(5), object_uri="x"), object=""
    ),
}


@pytest.mark.parametrize("what", BROKEN)
def test_a_broken_record_is_named_and_the_rest_goes_in(archive, tmp_path, what):
    pieces = [line(GOOD_1), BROKEN[what](), line(GOOD_2)]
    run = archive.take(packed(tmp_path, "zip", members(pieces)), code=1)
    assert archive.texts() == ["Eerste goede bericht", "Laatste goede bericht"]
    assert run["items"]["posts"] == 2
    (found,) = run["gaps"]
    assert (found["kind"], found["count"]) == ("record_broken", 1)
    (where,) = found["where"]
    assert re.fullmatch(r"outbox\.json 2: .{5,}", where), where
    assert "apot" not in where
    # Also in the journal, of which the log keeps the hash.
    assert where in "".join(p.read_text() for p in (archive.folder / "journal").rglob("*.json"))
    assert archive.good("verify", "--deep")["findings"] == []


WHOLE: dict[str, tuple[Callable[[], Json | bytes], str]] = {
    "a lone high surrogate": (
        lambda: text_of(line(BAD), b"Kapot", rb"Kap\ud800ot"),
        "Kap�ot bericht",
    ),
    "a lone low surrogate": (
        lambda: text_of(line(BAD), b"Kapot", rb"Kap\uDC00ot"),
        "Kap�ot bericht",
    ),
    "a pair beside a lone one": (
        lambda: text_of(line(BAD), b"Kapot", rb"\ud83d\ude00\ud83dKapot"),
        "😀�Kapot bericht",
    ),
    "what only looks like a surrogate": (
        lambda: text_of(line(BAD), b"Kapot", rb"\ud800C:\\ud800"),
        r"�C:\ud800 bericht",
    ),
    "a lone surrogate in the name of a tag": (
        lambda: text_of(
            noted(BAD, tag=[{"type": "Hashtag", "name": "#MARK"}]), b"MARK", rb"\ud800"
        ),
        "Kapot bericht",
    ),
    "NUL characters": (lambda: text_of(line(BAD), b"Kapot", rb"Ka\u0000pot"), "Ka"),
    "a moment with an offset": (
        lambda: noted(BAD, published="2026-01-06T01:00:00.5+02:00"),
        "Kapot bericht",
    ),
    "a number too large for the record": (
        lambda: text_of(
            noted(BAD, likes={"type": "Collection", "totalItems": 111}), b"111", b"9" * 30
        ),
        "Kapot bericht",
    ),
    "fields that occur twice": (
        lambda: text_of(line(BAD), b'"type":"Create"', b'"type":"Create","type":"Create"'),
        "Kapot bericht",
    ),
    "white space everywhere": (lambda: json.dumps(line(BAD), indent=8).encode(), "Kapot bericht"),
    "5,000 elements of HTML within each other": (
        lambda: noted(BAD, content="<b>" * 5000 + "Kapot bericht" + "</b>" * 5000),
        "Kapot bericht",
    ),
}


@pytest.mark.parametrize("what", WHOLE)
def test_a_strange_record_is_not_lost(archive, tmp_path, what):
    piece, text = WHOLE[what]
    archive.take(packed(tmp_path, "zip", members([line(GOOD_1), piece(), line(GOOD_2)])))
    first, strange, last = archive.texts()
    assert (first, last) == ("Eerste goede bericht", "Laatste goede bericht")
    assert text in strange
    assert archive.good("verify", "--deep")["findings"] == []
    assert archive.good("search", "bericht")["total"] == 3


def test_at_most_twenty_broken_records_are_named_and_all_are_counted(archive, tmp_path):
    pieces = [noted(post(day, "x"), id=None) for day in range(1, 31)]
    run = archive.take(packed(tmp_path, "zip", members([*pieces, line(GOOD_2)])), code=1)
    found = gap(run, "record_broken")
    assert found["count"] == 30
    assert [where.split(":")[0] for where in found["where"]] == [
        f"outbox.json {number}" for number in range(1, 21)
    ]
    assert archive.texts() == ["Laatste goede bericht"]


def test_a_list_that_is_not_closed_gives_what_is_there(archive, tmp_path):
    path = packed(tmp_path, "zip", members([line(GOOD_1), line(GOOD_2)], end=b""))
    run = archive.take(path, code=1)
    assert gap(run, "record_broken")["where"] == ["outbox.json 3: the list is not closed"]
    assert len(archive.rows()) == 2


def test_a_list_that_ends_inside_a_post_gives_the_rest(archive, tmp_path):
    half = orjson.dumps(line(BAD))[:300]
    path = packed(tmp_path, "zip", members([line(GOOD_1), line(GOOD_2), half], end=b""))
    run = archive.take(path, code=1)
    assert gap(run, "record_broken")["where"] == ["outbox.json 3: the file ends inside an object"]
    assert len(archive.rows()) == 2


#: What people read of a run, by language: never the other language, nor both in one sentence.
SAID = {
    "nl_NL.UTF-8": {
        "record_broken": (
            "onleesbaar in de export",
            [
                "outbox.json 2: veld id ontbreekt",
                "outbox.json 3: een moment dat niet bestaat",
                "outbox.json 5: de lijst is niet afgesloten",
            ],
        ),
        "items_missing": ("de export zegt meer berichten te bevatten dan erin staan", None),
        "replies_not_in_export": ("de export bevat geen reacties van anderen", None),
    },
    "C": {
        "record_broken": (
            "unreadable in the export",
            [
                "outbox.json 2: field id is missing",
                "outbox.json 3: a moment that does not exist",
                "outbox.json 5: the list is not closed",
            ],
        ),
        "items_missing": ("the export says that it holds more posts than it does", None),
        "replies_not_in_export": ("the export holds no replies by others", None),
    },
}


@pytest.mark.parametrize("lang", SAID)
def test_gaps_limits_and_places_are_in_the_language_of_the_user_alone(
    archive, tmp_path, monkeypatch, lang
):
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("LANG", lang)
    pieces = [
        line(GOOD_1),
        noted(BAD, id=None),
        noted(BAD, published="gisteren"),
        line(GOOD_2),
    ]
    path = packed(tmp_path, "zip", members(pieces, total=12, end=b""))
    run = archive.take(path, code=1)
    told = {
        one["kind"]: (one["reason"], sorted(one["where"]) if "where" in one else None)
        for one in run["gaps"] + run["limits"]
    }
    assert told.items() >= SAID[lang].items()
    # For people on a terminal the same; and the journal, read in thirty years, has both.
    common = ("--archive", str(archive.folder), "--keys", str(archive.root / "keys"))
    left, out, _ = archive.spoken(*common, "import", str(path))
    assert left == 1
    assert all(place in out for place in told["record_broken"][1])
    (one, _) = archive.events("journal", "run.finished")
    (kept,) = [gap for gap in one["data"]["gaps"] if gap["kind"] == "record_broken"]
    assert kept["reason"] == {"en": "unreadable in the export", "nl": "onleesbaar in de export"}
    assert {
        "en": "outbox.json 2: field id is missing",
        "nl": "outbox.json 2: veld id ontbreekt",
    } in (kept["where"])


def test_fewer_posts_than_the_export_states_is_a_gap(archive, tmp_path):
    path = packed(tmp_path, "zip", members([line(GOOD_1)], total=12))
    run = archive.take(path, code=1)
    assert gap(run, "items_missing")["count"] == 11
    assert [one["kind"] for one in run["gaps"]] == ["items_missing"]


def test_what_was_passed_over_is_not_missing(archive, tmp_path):
    like = {"id": f"{ME.actor_id}#likes/1", "type": "Like", "to": [PUBLIC], "object": SOMEONE[0]}
    direct = line(post(2, "x", visibility="direct"))
    archive.take(packed(tmp_path, "zip", members([line(GOOD_1), like, direct])))


# --- damaged and hostile containers -------------------------------------------------------------


def cut(path: Path, share: float) -> Path:
    content = path.read_bytes()
    path.write_bytes(content[: int(len(content) * share)])
    return path


def many(count: int) -> list[Json]:
    return [
        noted(post(day, f"Bericht {day}"), signature=os.urandom(600).hex()) for day in range(count)
    ]


def test_a_truncated_tar_gives_what_came_before_the_cut(archive, tmp_path):
    path = cut(packed(tmp_path, "tar.gz", members(many(300))), 0.5)
    run = archive.take(path, code=1)
    kept = len(archive.rows())
    assert 130 < kept < 160
    assert [where.split(":")[0] for where in gap(run, "record_broken")["where"]] == [
        f"outbox.json {kept + 1}"
    ]
    assert gap(run, "file_damaged")["where"][0] == "export.tar.gz"
    assert gap(run, "items_missing")["count"] == 300 - kept - 1
    assert archive.good("verify", "--deep")["findings"] == []


def test_a_medium_that_the_cut_goes_through_is_missing_and_no_half_file_is_kept(archive, tmp_path):
    picture = replace(PICTURE, data=os.urandom(200_000))
    content = members([line(replace(GOOD_1, media=(picture,)))], (picture.member, picture.data))
    run = archive.take(cut(packed(tmp_path, "tar.gz", content), 0.6), code=1)
    assert {one["kind"] for one in run["gaps"]} == {"file_damaged", "media_missing"}
    assert run["items"]["media"] == 0
    assert archive.media_files() == []
    assert archive.rows()[0]["media"][0]["missing"] == "not_in_export"


def test_a_medium_whose_bytes_were_changed_in_the_zip_is_missing(archive, tmp_path):
    one, two = (
        replace(medium(f"media/{n}.bin", n), data=os.urandom(5000)) for n in ("een", "twee")
    )
    posts = [line(post(1, "a", media=(one,))), line(post(2, "b", media=(two,)))]
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as made:
        for name, data in members(posts, (one.member, one.data), (two.member, two.data)):
            made.writestr(name, data)
    content = path.read_bytes()
    at = content.index(one.data) + 4000
    path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
    run = archive.take(path, code=1)
    assert {gap["kind"]: gap["count"] for gap in run["gaps"]} == {
        "file_damaged": 1,
        "media_missing": 1,
    }
    assert [f.read_bytes() for f in archive.media_files()] == [two.data]


def test_an_export_cut_off_before_its_profile_gives_the_posts_that_are_there(archive, tmp_path):
    """Public posts tell whose export it is, and so which followers are its own."""
    shielded = line(post(70, "Voor volgers", visibility="followers"))
    direct = line(post(71, "Geheim", visibility="direct", mentions=(SOMEONE,)))
    content = members([shielded, direct, *many(60)])
    run = archive.take(cut(packed(tmp_path, "tar.gz", content[::-1]), 0.5), code=1)
    assert {one["kind"] for one in run["gaps"]} == {
        "file_damaged",
        "items_missing",
        "profile_missing",
        "record_broken",
    }
    assert run["items"]["profiles"] == 0
    assert run["skipped"]["direct_messages"] == 1
    rows = archive.rows()
    assert len(rows) == run["items"]["posts"] > 20
    assert {row["author"]["handle"] for row in rows} == {f"gemeente@{HOST}"}
    assert [row["visibility"] for row in rows if "visibility" in row] == ["followers"]
    assert not any(word in archive.bytes_of_all() for word in (b"Geheim", b"trijntje"))
    assert archive.good("verify", "--deep")["findings"] == []
    # The whole file, downloaded again, brings the rest.
    whole = archive.take(packed(tmp_path, "zip", content))
    assert (whole["items"]["profiles"], whole["already_held"]) == (1, len(rows))


@pytest.mark.parametrize("id_form", ["/users/gemeente", "/ap/users/115"])
def test_a_cut_export_is_of_the_account_that_its_posts_lie_under(archive, tmp_path, id_form):
    """The id may be a number; the name stands in the address of each post."""
    content = members(many(60))
    actor_id = f"https://{HOST}{id_form}".encode()
    boxed = [("outbox.json", content[1][1].replace(ME.actor_id.encode(), actor_id)), content[0]]
    run = archive.take(cut(packed(tmp_path, "tar.gz", boxed), 0.5), code=1)
    assert (run["account"], run["items"]["profiles"]) == ("a0001", 0)
    assert archive.rows()[0]["author"]["handle"] == f"gemeente@{HOST}"


@pytest.mark.parametrize(
    "pieces",
    [
        [line(post(1, "Geheim", visibility="direct", mentions=(SOMEONE,)))],
        [line(post(1, "Een")), line(post(2, "Twee"), actor=SOMEONE[0])],
        [],
    ],
)
def test_a_cut_export_that_does_not_tell_whose_it_is_is_refused_as_broken(
    archive, tmp_path, pieces
):
    """Without actor.json, and without posts that name one maker, nothing may be guessed."""
    noise = ("media/x.png", os.urandom(400_000))
    content = [members(pieces)[1], noise, members(pieces)[0]]
    error = archive.refuses(cut(packed(tmp_path, "tar.gz", content), 0.7), 6)
    assert error["code"] == "IMPORT-010"
    assert "actor.json" in error["message"]
    named = archive.refuses(tmp_path / "export.tar.gz", 6, "--account", "a0001")
    assert named["code"] == "IMPORT-010"


def test_a_truncated_zip_is_said_to_be_damaged(archive, tmp_path):
    """Where a zip's members lie is written at its very end."""
    error = archive.refuses(cut(packed(tmp_path, "zip", members(many(60))), 0.5), 6)
    assert error["code"] == "IMPORT-007"
    assert "export.zip" in error["message"]


def test_a_medium_that_is_not_there_is_a_gap(archive, tmp_path):
    path = packed(tmp_path, "zip", members([line(replace(GOOD_1, media=(PICTURE,)))]))
    run = archive.take(path, code=1)
    assert gap(run, "media_missing")["count"] == 1
    assert gap(run, "media_missing")["where"] == [archive.rows()[0]["id"]]
    (missing,) = archive.rows()[0]["media"]
    assert missing["missing"] == "not_in_export"
    assert "file" not in missing


def test_a_medium_that_comes_later_is_taken_in_as_a_new_version(archive, tmp_path):
    """Until it comes every export says again that it is missing; after that none does."""
    made = [line(replace(GOOD_1, media=(PICTURE,)))]
    without = zipped(tmp_path / "zonder.zip", members(made))
    whole = zipped(tmp_path / "met.zip", members(made, (PICTURE.member, PICTURE.data)))
    archive.take(without, code=1)
    again = archive.take(without, code=1)
    assert gap(again, "media_missing")["count"] == 1
    assert gap(again, "media_missing")["where"] == [archive.rows()[0]["id"]]
    assert len(archive.rows()) == 1
    archive.take(whole)
    assert [row.get("version", 1) for row in archive.rows()] == [1, 2]
    assert "missing" not in archive.rows()[1]["media"][0]
    assert [path.read_bytes() for path in archive.media_files()] == [PICTURE.data]
    later = archive.take(whole)
    assert later["already_held"] >= 1
    assert len(archive.rows()) == 2
    archive.take(without)
    assert len(archive.rows()) == 2


LIES = "media_attachments/files/1/a.png"


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    ("written", "lies"),
    [
        (f"/{LIES}", LIES),
        (f"/system/{LIES}", LIES),
        (f"https://{HOST}/system/{LIES}", LIES),
        (f"https://files.example/x/{LIES}?v=2", LIES),
        (LIES, f"./{LIES}"),
        (LIES, f"/{LIES}"),
    ],
)  # fmt: skip
def test_a_medium_is_found_however_its_path_is_written(archive, tmp_path, style, written, lies):
    found = replace(GOOD_1, media=(medium(written),))
    archive.take(packed(tmp_path, style, members([line(found)], (lies, b"foto"))))
    assert [path.read_bytes() for path in archive.media_files()] == [b"foto"]
    assert archive.rows()[0]["media"][0]["bytes"] == 4


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize(
    "name", ["../../x.png", "media/../../x.png", "..\\..\\x.png", "/../x.png"]
)
def test_a_member_that_climbs_out_is_not_taken_in(archive, tmp_path, style, name):
    found = replace(GOOD_1, media=(medium(name),))
    before = {path for path in tmp_path.rglob("*") if "place" not in path.parts}
    run = archive.take(packed(tmp_path, style, members([line(found)], (name, b"klimmer"))), code=1)
    assert gap(run, "media_missing")["count"] == 1
    assert b"klimmer" not in archive.bytes_of_all()
    after = {path for path in tmp_path.rglob("*") if "place" not in path.parts}
    assert after - before == {tmp_path / f"export.{style}"}
    assert not (archive.root / "x.png").exists()


@pytest.mark.parametrize(
    "kind", [tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.CHRTYPE, tarfile.BLKTYPE, tarfile.FIFOTYPE]
)
def test_only_ordinary_files_of_a_tar_are_taken_in(archive, tmp_path, kind):
    (tmp_path / "geheim").write_bytes(b"van het systeem")
    info = tarfile.TarInfo("media/a.png")
    info.type, info.linkname = kind, str(tmp_path / "geheim")
    found = replace(GOOD_1, media=(medium("media/a.png"),))
    run = archive.take(
        tar(tmp_path / "export.tar.gz", [*members([line(found)]), (info, b"")]), code=1
    )
    assert gap(run, "media_missing")["count"] == 1
    assert b"van het systeem" not in archive.bytes_of_all()


def test_a_link_that_calls_itself_outbox_is_not_followed(archive, tmp_path):
    (tmp_path / "elders").write_bytes(outbox([line(GOOD_1)]))
    info = tarfile.TarInfo("outbox.json")
    info.type, info.linkname = tarfile.SYMTYPE, str(tmp_path / "elders")
    path = tar(tmp_path / "export.tar.gz", [("actor.json", orjson.dumps(actor(ME))), (info, b"")])
    archive.refuses(path, 6)


def test_a_member_with_holes_in_it_is_not_unpacked(archive, tmp_path):
    """A sparse member of a few bytes may say that it is as large as a disk."""
    info = tarfile.TarInfo("media/a.png")
    info.pax_headers = {
        "GNU.sparse.major": "0",
        "GNU.sparse.minor": "1",
        "GNU.sparse.name": "media/a.png",
        "GNU.sparse.size": str(64 << 20),
        "GNU.sparse.numblocks": "1",
        "GNU.sparse.map": "0,4",
    }
    found = replace(GOOD_1, media=(medium("media/a.png"),))
    run = archive.take(
        tar(tmp_path / "export.tar.gz", [*members([line(found)]), (info, b"foto")]), code=1
    )
    assert gap(run, "media_missing")["count"] == 1
    assert archive.media_files() == []


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_members_that_occur_twice_harm_nothing(archive, tmp_path, style):
    shared = medium("media/a.png")
    posts = [line(post(1, "Een", media=(shared,))), line(post(2, "Twee", media=(shared,)))]
    twice = ("media/a.png", b"de ene foto"), ("media/a.png", b"een heel andere foto")
    content = members(posts, *twice)
    run = archive.take(packed(tmp_path, style, [*content, content[1]]))
    assert (run["items"]["posts"], run["items"]["media"]) == (2, 2)
    assert {path.read_bytes() for path in archive.media_files()} == {b"de ene foto"}
    assert archive.good("verify", "--deep")["findings"] == []


def test_one_medium_of_two_posts_lies_with_each_of_them(archive, tmp_path):
    shared = medium("media/a.png")
    posts = [line(post(1, "Een", media=(shared,))), line(post(2, "Twee", media=(shared,)))]
    archive.take(packed(tmp_path, "zip", members(posts, ("media/a.png", b"foto"))))
    (one,), (two,) = (row["media"] for row in archive.rows())
    assert one["file"] != two["file"]
    assert one["digest"] != two["digest"]
    assert {path.name for path in archive.media_files()} == {one["file"], two["file"]}


def test_an_encrypted_zip_is_no_export_that_can_be_read(archive, tmp_path):
    path = zipped(tmp_path / "export.zip", members([line(GOOD_1)]))
    content = bytearray(path.read_bytes())
    for sign, flags in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = content.find(sign)
        while at >= 0:
            content[at + flags] |= 1
            at = content.find(sign, at + 4)
    path.write_bytes(content)
    error = archive.refuses(path, 6)
    assert error["code"] == "IMPORT-012"
    assert "encrypted" in error["message"]


@pytest.mark.parametrize("style", STYLES)
def test_a_picture_that_a_few_bytes_unpack_to_is_left_out_and_named(archive, tmp_path, style):
    found = replace(GOOD_1, media=(medium("media/bom.png"), medium("media/goed.png")))
    files = [("media/bom.png", bytes(40 << 20)), ("media/goed.png", b"\x89PNG\r\n\x1a\n goed")]
    run = archive.take(packed(tmp_path, style, members([line(found)], *files)), code=1)
    assert {one["kind"]: one["count"] for one in run["gaps"]} == {"media_inflated": 1}
    assert gap(run, "media_inflated")["where"] == [archive.rows()[0]["id"]]
    (kept,) = archive.media_files()
    assert kept.read_bytes().endswith(b"goed")


@pytest.mark.parametrize("style", STYLES)
def test_a_bomb_is_refused(archive, tmp_path, monkeypatch, style):
    monkeypatch.setattr(export_file, "_FREE", 1 << 20)
    found = replace(GOOD_1, media=(medium("media/bom.png"),))
    path = packed(tmp_path, style, members([line(found)], ("media/bom.png", bytes(8 << 20))))
    left, answer = archive.run("import", str(path))
    assert (left, answer["error"]["code"]) == (6, "IMPORT-002")
    assert archive.media_files() == []
    assert list((archive.folder / "open" / "spool").glob("*")) == []


def test_a_zip_that_lies_about_sizes_gives_no_more_than_it_says(archive, tmp_path):
    found = replace(GOOD_1, media=(medium("media/bom.png"),))
    path = packed(tmp_path, "zip", members([line(found)], ("media/bom.png", bytes(1 << 20))))
    content = path.read_bytes().replace(
        (1 << 20).to_bytes(4, "little"), (10).to_bytes(4, "little")
    )
    path.write_bytes(content)
    run = archive.take(path, code=1)
    assert {one["kind"] for one in run["gaps"]} == {"file_damaged", "media_missing"}
    assert archive.media_files() == []


@pytest.mark.parametrize("style", STYLES)
def test_an_export_in_a_folder_of_its_own_is_recognised(archive, tmp_path, style):
    found = replace(GOOD_1, media=(PICTURE,))
    content = members([line(found)], (PICTURE.member, b"foto"))
    inside = [(f"archief/van ons/{name}", data) for name, data in content]
    elsewhere = [("ander/media_attachments/x.png", b"-"), ("leesmij.txt", b"-")]
    archive.take(packed(tmp_path, style, elsewhere + inside))
    assert archive.texts() == ["Eerste goede bericht"]
    assert [path.read_bytes() for path in archive.media_files()] == [b"foto"]


@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("other", [ME, SOMEONE[0]])
def test_a_file_that_holds_two_exports_is_refused_and_says_so(archive, tmp_path, style, other):
    """To take in one of them would be to leave out the other without a word."""
    ours = [(f"nieuw/{name}", data) for name, data in members([line(GOOD_1)])]
    theirs = [("oud/actor.json", orjson.dumps({**actor(ME), "id": other})),
              ("oud/outbox.json", members([line(post(7, "Ouder"))])[1][1])]  # fmt: skip
    error = archive.refuses(packed(tmp_path, style, [*theirs, *ours]), 6)
    assert error["code"] == "IMPORT-043"
    assert "2 folders" in error["message"]
    assert archive.rows() == []


@pytest.mark.filterwarnings("ignore:Duplicate name")
@pytest.mark.parametrize("style", STYLES)
@pytest.mark.parametrize("name", ["outbox.json", "actor.json"])
@pytest.mark.parametrize("inside", ["", "./", "export/"])
def test_an_export_that_holds_a_file_twice_is_refused(archive, tmp_path, style, name, inside):
    """Such as a tar that was added to: both outboxes were read, and the first profile."""
    once = members([line(GOOD_1)])
    other = dict(members([line(post(7, "Ouder"))]))
    other["actor.json"] += b" "
    files = [*once, (inside.removeprefix("export/") + name, other[name])]
    if inside == "export/":
        files = [(inside + place, content) for place, content in files]
    error = archive.refuses(packed(tmp_path, style, files), 6)
    assert error["code"] == "IMPORT-045"
    assert f"{inside.removeprefix('./')}{name} 2 times" in error["message"]
    assert archive.rows() == []


NO_EXPORT: dict[str, Callable[[Path], Path]] = {
    "empty": lambda path: (path.write_bytes(b"") and path) or path,
    "text": lambda path: (path.write_text("geen export " * 200) and path) or path,
    "a zip of other things": lambda path: zipped(path, [("foto.png", b"foto")]),
    "a tar of other things": lambda path: tar(path, [("foto.png", b"foto")]),
    "gzip of nothing": lambda path: (path.write_bytes(gzip.compress(b"")) and path) or path,
    "half a gzip": lambda path: path.write_bytes(gzip.compress(os.urandom(900))[:300]) and path,
    "no outbox": lambda path: zipped(path, members([])[:1]),
    "outbox without posts": lambda path: zipped(
        path, [members([])[0], ("outbox.json", b'{"orderedItems": 5}')]
    ),
    "an actor that is none": lambda path: zipped(path, [members([])[1], ("actor.json", b"[]")]),
    "an actor without name": lambda path: zipped(
        path, [members([])[1], ("actor.json", b'{"id":"https://voorbeeld.example"}')]
    ),
}


@pytest.mark.parametrize("what", [name for name in NO_EXPORT if name != "an actor without name"])
def test_a_file_that_is_no_export_is_broken_input(archive, tmp_path, what):
    path = NO_EXPORT[what](tmp_path / "bestand")
    left, answer = archive.run("import", str(path))
    assert left == 6, answer
    assert "bestand" in answer["error"]["message"]
    assert archive.rows() == []


NO_ADDRESS = (
    "http://[",
    "https://[::1",
    "https://mast.example]/@x",
    "https://ⅷ℀.example/u/a",
    "x",
    "",
)


@pytest.mark.parametrize("address", NO_ADDRESS)
def test_an_actor_whose_id_is_no_address_is_broken_input(archive, tmp_path, address):
    made = ("actor.json", orjson.dumps({**actor(ME), "id": address}))
    path = zipped(tmp_path / "export.zip", [made, members([line(GOOD_1)])[1]])
    for named in ((), ("--account", "a0001")):
        error = archive.refuses(path, 6, *named)
        assert (error["code"], "actor.json" in error["message"]) == ("IMPORT-010", True)


def test_what_is_no_file_is_wrong_use(archive, tmp_path):
    assert archive.refuses(tmp_path, 2)["code"] == "IMPORT-003"
    assert archive.refuses(tmp_path / "weg.zip", 2)["code"] == "IMPORT-003"


# --- whose export, and whether it may come in ---------------------------------------------------


def test_an_export_of_an_account_that_is_not_registered_is_wrong_use(archive, tmp_path):
    other = replace(ME, name="iemand", actor_id=f"https://{HOST}/users/iemand")
    path = tmp_path / "export.zip"
    write_export(path, other, [], style="zip")
    assert archive.refuses(path, 2)["code"] == "IMPORT-004"
    assert NO_EXPORT["an actor without name"](path)
    assert archive.refuses(path, 2)["code"] == "IMPORT-004"


def test_an_export_of_another_registered_account_is_wrong_use(archive, tmp_path):
    other = replace(ME, name="wethouder", actor_id=f"https://{HOST}/users/wethouder")
    archive.good("account", "add", other.url, "--kind", "corporate")
    archive.good("account", "add", "https://x.com/voorbeelddam", "--kind", "corporate")
    path = tmp_path / "export.zip"
    write_export(path, other, [GOOD_1], style="zip")
    for named in ("gemeente", "a0001", "a0003"):
        assert archive.refuses(path, 2, "--account", named)["code"] == "IMPORT-005"
    assert archive.take(path)["account"] == "a0002"


def test_an_export_of_a_stranger_is_wrong_use_whatever_account_is_named(archive, tmp_path):
    other = replace(
        ME, host="mast.example", name="jan_prive", actor_id="https://mast.example/users/jan_prive"
    )
    path = tmp_path / "export.zip"
    write_export(path, other, [GOOD_1], style="zip")
    error = archive.refuses(path, 2, "--account", "a0001")
    assert error["code"] == "IMPORT-005"
    assert "account edit a0001 --url" in error["hint"]
    assert b"jan_prive" not in archive.bytes_of_all()
    archive.good("account", "edit", "a0001", "--url", other.url)  # it moved
    assert archive.take(path, "--account", "a0001")["warnings"] == []


def test_another_name_on_the_server_is_refused_until_a_keeper_states_it(archive, tmp_path):
    """On one server a handle can't be renamed: another name is somebody else."""
    renamed = replace(ME, name="gemeente2", actor_id=f"https://{HOST}/users/gemeente2")
    path = tmp_path / "export.zip"
    write_export(path, renamed, [GOOD_1], style="zip")
    before = {file: file.read_bytes() for file in archive.folder.rglob("*.json")}
    error = archive.refuses(path, 3, "--account", "a0001")
    assert error["code"] == "IMPORT-009"
    assert "account edit a0001 --former-url" in error["hint"]
    assert {file: file.read_bytes() for file in archive.folder.rglob("*.json")} == before
    assert b"gemeente2" not in archive.bytes_of_all()
    for stated in ("--former-url", "--url"):
        archive.good("account", "edit", "a0001", stated, renamed.url)
        run = archive.take(path, "--account", "a0001")
        expected = ["other-name"] if stated == "--former-url" else []
        assert [one["code"] for one in run["warnings"]] == expected
        code, told = archive.run("account", "close", "a0001")
        assert (code, told["error"]["code"]) == (3, "REGISTER-037")
        # The export is too old to close by; by another name it does not count at all.
        assert ("2026-01-02" in told["error"]["message"]) == (not expected)


def test_an_address_of_ours_beside_another_name_on_the_server_is_not_ours(archive, tmp_path):
    """An export says itself whose it is; what contradicts itself is not taken for ours."""
    profile = {**actor(ME), "preferredUsername": "jan_prive"}
    path = zipped(
        tmp_path / "export.zip", [("actor.json", orjson.dumps(profile)), *members([])[1:]]
    )
    assert archive.refuses(path, 2)["code"] == "IMPORT-004"
    assert archive.refuses(path, 3, "--account", "a0001")["code"] == "IMPORT-009"
    assert b"jan_prive" not in archive.bytes_of_all()


def test_an_export_from_before_a_move_is_taken_by_the_number_of_the_account(archive, tmp_path):
    path = tmp_path / "export.zip"
    write_export(path, ME, [GOOD_1], style="zip")
    archive.good("account", "edit", "a0001", "--url", "https://mast.example/@gemeente")
    run = archive.take(path, "--account", "a0001")
    assert [one["code"] for one in run["warnings"]] == ["other-name"]


def test_scenario_b_waits_for_the_choice_on_sealed_originals(tmp_path):
    archive = Archive(tmp_path / "place")
    archive.good("init", str(archive.folder), "--organisation", "Gemeente Voorbeelddam")
    assert archive.good("account", "add", ME.url, "--kind", "corporate")["scenario"] == "B"
    path = packed(tmp_path, "zip", members([line(GOOD_1)]))
    error = archive.refuses(path, 3)
    assert "privacy policy --sealed" in error["hint"]
    archive.good("privacy", "policy", "--sealed", "drop")
    assert archive.take(path)["items"]["posts"] == 1


@pytest.fixture
def hybrid(tmp_path) -> Archive:
    archive = Archive(tmp_path / "place")
    archive.good("init", str(archive.folder), "--organisation", "Voorbeelddam", "--sealed", "12")
    more = ("--named-after", "office", "--process", "publiekscommunicatie")
    made = archive.good("account", "add", ME.url, "--kind", "hybrid", *more)
    assert made["scenario"] == "C"
    return archive


PRIVATE = post(2, "Mijn eigen vakantie in de Ardennen.", media=(medium("media/vakantie.png"),))
OFFICIAL = post(3, "Besluit over de dijk is genomen.", media=(PICTURE,))
CHOICE = [PRIVATE, OFFICIAL, post(4, "Nog een besluit: de sluis."), STORY[5]]


def test_scenario_c_never_comes_in_as_a_whole(hybrid, tmp_path):
    path = tmp_path / "export.zip"
    write_export(path, ME, CHOICE, style="zip")
    error = hybrid.refuses(path, 3)
    assert "--post" in error["hint"]
    assert not error["retryable"]


@pytest.mark.parametrize("by", [url, uri])
@pytest.mark.parametrize("style", STYLES)
def test_scenario_c_takes_only_the_posts_that_are_named(hybrid, tmp_path, by, style, opened):
    path = tmp_path / f"export.{style}"
    write_export(path, ME, CHOICE, style=style, avatar=medium("avatar.png", "gezicht"))
    run = hybrid.take(path, "--post", by(OFFICIAL))
    assert run["items"] == {"media": 1, "posts": 1, "profiles": 0, "replies": 0}
    assert run["skipped"] == {"destroyed": 0, "direct_messages": 1, "out_of_scope": 4}
    (row,) = hybrid.lines()
    assert (row["kind"], row["scenario"]) == ("post", "C")
    assert set(opened) == {"outbox.json", "actor.json", PICTURE.member}
    assert b"Ardennen" not in hybrid.bytes_of_all()


def test_a_named_post_that_is_not_there_is_a_gap(hybrid, tmp_path):
    path = tmp_path / "export.zip"
    write_export(path, ME, CHOICE, style="zip")
    run = hybrid.take(path, "--post", url(OFFICIAL), "--post", f"{ME.url}/404", code=1)
    assert gap(run, "post_missing")["count"] == 1
    assert len(hybrid.lines()) == 1


@pytest.mark.parametrize("by", [url, uri])
def test_a_direct_message_that_is_asked_for_is_refused(hybrid, tmp_path, by):
    path = tmp_path / "export.zip"
    write_export(path, ME, CHOICE, style="zip")
    for command in (
        ("import", str(path)),
        ("handin", "a0001", "--file", str(path), "--process", "werving"),
        ("handin", "a0001", "--file", str(path), "--process", "werving", "--propose"),
    ):
        asked = ("--post", url(OFFICIAL), "--post", by(STORY[5]))
        code, told = hybrid.run(*command, *asked)
        assert (code, told["error"]["code"]) == (3, "IMPORT-008"), command
        assert hybrid.lines() == []
    assert hybrid.good("handin", "list")["handins"] == []
    assert b"Geheim" not in hybrid.bytes_of_all()


def test_a_post_that_is_named_twice_is_no_gap(hybrid, tmp_path):
    path = tmp_path / "export.zip"
    write_export(path, ME, CHOICE, style="zip")
    both = ("--post", url(OFFICIAL), "--post", uri(OFFICIAL), "--post", url(OFFICIAL))
    assert hybrid.take(path, *both)["items"]["posts"] == 1


def test_a_post_may_be_named_in_any_form_of_its_address(hybrid, tmp_path):
    path = tmp_path / "export.zip"
    write_export(path, ME, CHOICE, style="zip")
    given = f"http://{HOST.upper()}/@{ME.name}/{OFFICIAL.number}/"
    assert hybrid.take(path, "--post", given)["items"]["posts"] == 1


@pytest.mark.parametrize(
    "command",
    [("import",), ("handin", "a0001", "--process", "werving", "--file")],
    ids=["import", "handin"],
)
def test_a_post_may_be_named_by_its_number_alone(hybrid, tmp_path, command):
    path = tmp_path / "export.zip"
    write_export(path, ME, CHOICE, style="zip")
    number = str(OFFICIAL.number)
    assert hybrid.run(*command, str(path), "--post", f"{number}9")[0] == 1
    assert hybrid.lines() == []
    direct = ("--post", str(STORY[5].number))
    assert hybrid.run(*command, str(path), *direct)[1]["error"]["code"] == "IMPORT-008"
    hybrid.good(*command, str(path), "--post", number)
    assert [row["url"] for row in hybrid.lines()] == [url(OFFICIAL)]


def test_a_number_may_be_proposed_and_is_confirmed(hybrid, tmp_path):
    path = tmp_path / "export.zip"
    write_export(path, ME, CHOICE, style="zip")
    given = ("--file", str(path), "--process", "werving")
    asked = ("--post", str(OFFICIAL.number), "--propose")
    number = hybrid.good("handin", "a0001", *given, *asked)["handin"]
    hybrid.good("handin", "confirm", number, "--file", str(path))
    assert [row["url"] for row in hybrid.lines()] == [url(OFFICIAL)]


def test_a_post_that_occurs_twice_hides_no_other_that_is_missing(hybrid, tmp_path):
    content = members([line(OFFICIAL), line(OFFICIAL)], (PICTURE.member, b"foto"))
    path = packed(tmp_path, "zip", content)
    run = hybrid.take(path, "--post", url(OFFICIAL), "--post", f"{ME.url}/404", code=1)
    assert gap(run, "post_missing")["count"] == 1


def test_a_decision_on_posts_names_no_address(hybrid, tmp_path):
    path = tmp_path / "export.zip"
    write_export(path, ME, CHOICE, style="zip")
    hybrid.take(path, "--post", url(OFFICIAL), "--post", f"{ME.url}/404", code=1)
    told = [json.loads(p.read_bytes()) for p in hybrid.folder.glob("decisions/*/*/*/*.json")]
    (made,) = [one for one in told if one["kind"] == "handin.confirmed"]
    (row,) = hybrid.lines()
    assert made["data"]["posts"] == [row["key"]]
    assert str(OFFICIAL.number) not in json.dumps(told)


def test_other_posts_of_ours_are_named_by_their_keys_alone(archive, tmp_path):
    first, answer = post(1, "Het eerste bericht."), post(2, "Een aanvulling erop.")
    one, two = uri(first), uri(answer)
    page = {"id": f"{one}/replies", "type": "Collection"}
    page["first"] = {
        "type": "CollectionPage",
        "next": f"{one}/replies?min_id={answer.number}&page=true",
        "partOf": f"{one}/replies",
        "items": [two],
    }
    context = f"https://{HOST}/contexts/116-{first.number}"
    content = members(
        [
            noted(first, replies=page),
            noted(answer, inReplyTo=one, inReplyToAtomUri=one, quoteUri=one, context=context),
            line(ExportBoost(number=snowflake(moment(3)), published=moment(3), object_uri=one)),
        ]
    )
    archive.take(packed(tmp_path, "zip", content))
    rows = {row["kind"]: row for row in archive.rows()}
    held = {
        row["id"]: source
        for row, source in zip(archive.lines(), archive.lines("source"), strict=True)
    }
    written = {kind: json.dumps(held[row["id"]]) for kind, row in rows.items()}
    assert str(answer.number) not in written["post"]
    assert f"weerklank:item:{rows['reply']['key']}" in written["post"]
    for kind in ("reply", "boost"):
        assert str(first.number) not in written[kind]
        assert f"weerklank:item:{rows['post']['key']}" in written[kind]
    # The vault holds none either: its lines can't be opened to take one out.
    assert "sealed" not in rows["reply"]


# --- again, and changed -------------------------------------------------------------------------


@pytest.mark.parametrize("style", STYLES)
def test_a_second_import_adds_nothing(archive, tmp_path, style):
    path = story(tmp_path / f"export.{style}", style)
    archive.take(path)
    before = archive.lines()
    files = archive.media_files()
    run = archive.take(path)
    assert run["items"] == {"media": 0, "posts": 0, "profiles": 0, "replies": 0}
    assert (run["already_held"], run["new_versions"]) == (6, 0)
    assert archive.lines() == before
    assert archive.media_files() == files
    assert archive.good("search", "")["total"] == 6


def test_the_zip_of_a_later_year_adds_nothing_to_the_tar_of_an_earlier(archive, tmp_path):
    archive.take(story(tmp_path / "export.tar.gz", "tar.gz"))
    run = archive.take(story(tmp_path / "export.zip", "zip"))
    assert run["already_held"] == 6


def test_an_edited_post_becomes_version_two_and_its_medium_stays_where_it_was(archive, tmp_path):
    first = replace(GOOD_1, media=(PICTURE,))
    archive.take(packed(tmp_path, "zip", members([line(first)], (PICTURE.member, b"foto"))))
    edited = replace(first, html="<p>Verbeterd bericht</p>", edited=moment(2))
    content = members([line(edited)], (PICTURE.member, b"foto"))
    run = archive.take(packed(tmp_path, "zip", content))
    assert (run["items"]["posts"], run["new_versions"], run["items"]["media"]) == (0, 1, 0)
    one, two = archive.rows()
    assert (one.get("version", 1), two["version"]) == (1, 2)
    assert one["id"] == two["id"]
    assert one["media"] == two["media"]
    (file,) = archive.media_files()
    assert file.name == two["media"][0]["file"]
    shown = archive.good("show", two["id"], "--versions")
    assert (shown["state"], shown["text"].strip()) == ("edited", "Verbeterd bericht")
    assert [v["text"].strip() for v in shown["versions"]] == [
        "Eerste goede bericht",
        "Verbeterd bericht",
    ]
    assert archive.good("verify", "--deep")["findings"] == []


def test_a_medium_that_was_added_to_a_post_comes_in_with_the_new_version(archive, tmp_path):
    archive.take(packed(tmp_path, "zip", members([line(GOOD_1)])))
    edited = replace(GOOD_1, media=(PICTURE,), edited=moment(2))
    content = members([line(edited)], (PICTURE.member, b"foto"))
    run = archive.take(packed(tmp_path, "zip", content))
    assert (run["new_versions"], run["items"]["media"]) == (1, 1)
    assert [path.read_bytes() for path in archive.media_files()] == [b"foto"]


def test_a_changed_profile_becomes_a_new_version(archive, tmp_path):
    for summary in ("Het account van de gemeente.", "Wij antwoorden binnen een dag."):
        path = tmp_path / "export.zip"
        write_export(path, replace(ME, summary_html=f"<p>{summary}</p>"), [GOOD_1], style="zip")
        run = archive.take(path)
    assert (run["new_versions"], run["items"]["profiles"], run["already_held"]) == (1, 0, 1)
    profiles = [row for row in archive.lines() if row["kind"] == "profile"]
    assert [p["text"].strip() for p in profiles] == [
        "Het account van de gemeente.",
        "Wij antwoorden binnen een dag.",
    ]
    assert profiles[0]["id"] == profiles[1]["id"]


def test_unknown_fields_are_counted_and_taken_out(archive, tmp_path):
    strange = [
        noted(post(day, f"Bericht {day}"), kenteken="AB-12-CD", telefoonboek={"x": "0612345678"})
        for day in range(1, 5)
    ]
    odd = noted(post(9, "Eenmalig"), trijntje_vlier="5")
    run = archive.take(packed(tmp_path, "zip", members([*strange, odd])))
    assert run["unknown_fields"]["/object/kenteken"] == 4
    assert sum(run["unknown_fields"].values()) == 9
    # A name that occurs once may be a person's.
    assert not any("trijntje" in path for path in run["unknown_fields"])
    whole = archive.bytes_of_all()
    assert not any(value in whole for value in (b"AB-12-CD", b"0612345678"))


# --- an export that others made -----------------------------------------------------------------


@pytest.mark.skipif(not REAL.is_dir(), reason=f"the samples of others are not in {REAL}")
@pytest.mark.parametrize("style", STYLES)
def test_a_real_export_comes_in_whole_and_is_found_again(tmp_path, style):
    archive = Archive(tmp_path / "place")
    archive.good("init", str(archive.folder), "--organisation", "Test", "--sealed", "12")
    box = json.loads((REAL / "outbox.json").read_bytes())
    single = [
        json.loads((REAL / f"activity-with-{what}.json").read_bytes())
        for what in ("attachment", "emoji")
    ]
    # They are of one person's accounts on three servers; each is the export of its own.
    total = 0
    for number, whole in enumerate([box, *({"orderedItems": [one]} for one in single)], 1):
        owner = whole["orderedItems"][0]["actor"]
        named = json.loads((REAL / "actor.json").read_bytes())
        text = json.dumps(named).replace(named["id"], owner)
        host = owner.split("/")[2]
        text = text.replace(named["url"], f"https://{host}/@lmorchard")
        archive.good("account", "add", f"https://{host}/@lmorchard", "--kind", "corporate")
        pictures = [named.get("icon"), named.get("image")]
        for one in whole["orderedItems"]:
            pictures += one["object"]["attachment"]
        content: Members = [
            ("outbox.json", json.dumps({**box, **whole, "totalItems": 0}).encode()),
            ("actor.json", text.encode()),
            *((picture["url"].lstrip("/"), os.urandom(99)) for picture in pictures if picture),
        ]
        path = packed(tmp_path, style, content)
        run = archive.take(path)
        assert run["account"] == f"a000{number}"
        assert run["items"]["posts"] == len(whole["orderedItems"])
        assert run["items"]["media"] == sum(1 for picture in pictures if picture)
        assert (run["unknown_fields"], run["gaps"]) == ({}, [])
        total += len(whole["orderedItems"])
    posts = [row for row in archive.rows() if row["kind"] in {"post", "reply"}]
    assert len(posts) == total == 4
    for row in posts:
        words = re.findall(r"[A-Za-z]{4,}", row["text"])[:8]
        hits = archive.good("search", "--account", row["account"], *words)["hits"]
        assert [hit["id"] for hit in hits] == [row["id"]]
    assert archive.good("verify", "--deep")["findings"] == []


@pytest.mark.parametrize("runs", ["C B A", "C AB", "BC A", "A B C", "ABC"])
def test_a_thread_that_grows_at_its_top_keeps_who_takes_part(archive, tmp_path, runs):
    """Whom the last of three names is known in the text of the first, whenever each comes in."""
    named = post(1, "Zoals trijntje_vlier al zei, het gaat door.")
    middle = post(2, "Een aanvulling.", in_reply_to=uri(named))
    last = post(3, "Met dank aan haar.", in_reply_to=uri(middle), mentions=(SOMEONE,))
    made = {"A": line(named), "B": line(middle), "C": line(last)}
    told = runs.split()
    for number, run in enumerate(told):
        folder = tmp_path / str(number)
        folder.mkdir()
        archive.take(packed(folder, "zip", members([made[name] for name in run])))
    if told.index(next(r for r in told if "C" in r)) <= told.index(
        next(r for r in told if "A" in r)
    ):
        assert b"trijntje" not in archive.bytes_of_all()
    assert archive.good("verify", "--deep")["findings"] == []


def test_a_post_that_comes_twice_in_one_export_is_held_once(archive, tmp_path):
    """Also when whole members of its part were written between the two."""
    many = [line(post(day, f"Bericht van dag {day}.")) for day in range(1, 140)]
    first = line(post(0, "Het eerste bericht."))
    changed = line(replace(post(0, "Het eerste bericht, anders."), published=moment(200)))
    run = archive.take(packed(tmp_path, "zip", members([first, *many, first, changed])))
    assert run["items"]["posts"] == 140
    assert run["new_versions"] == 1
    assert archive.good("search", "eerste", "anders")["total"] == 1
    assert archive.good("verify", "--deep")["findings"] == []


# --- memory -------------------------------------------------------------------------------------


#: Lowers all that a run remembers at most, so that the smaller export fills it too: what is
#: forgotten here shows as growth, and its share depends on the moment.
LOWERED = """
from functools import lru_cache
from weerklank.catalogue import schema, text_index, words
from weerklank.connectors.mastodon import activity, first_look
from weerklank.harvest import file_threads, intake, media_shelf
from weerklank.minimise import blind_index, who
from weerklank.package import writer
from weerklank.services.intake import join_threads
from weerklank.store import spool
for module in (intake, file_threads, blind_index, join_threads, media_shelf):
    assert module._MOST_UNSAVED
    module._MOST_UNSAVED = 1000
for module in (blind_index, who, activity, first_look):
    assert module._MOST_REMEMBERED
    module._MOST_REMEMBERED = 500
join_threads._MOST_THREADS = 500
spool._MOST_WAITING = 1 << 19
writer.MOST_RECORDS = 2500
words._words_in = lru_cache(2000)(words._words_in.__wrapped__)
assert schema._CACHE_KIB
schema._CACHE_KIB = 500
text_index._HEAP = 15_000_000
import atexit, pathlib, re, sys
# What wait4 says of a child begins with the memory of its parent; this is its own.
peak = pathlib.Path(sys.argv.pop(1))
status = pathlib.Path("/proc/self/status")
atexit.register(
    lambda: peak.write_text(re.search(r"VmHWM:\\s+(\\d+) kB", status.read_text())[1])
)
from weerklank.cli.main import main
main()
"""


#: Gives memory back as soon as nothing uses it. Otherwise what is kept for later depends on when
#: each thread of the index gets its turn: the same export took 116 to 131 MB beside other work,
#: and so 107.2 to 107.5.
AT_ONCE = {
    "MALLOC_ARENA_MAX": "1",
    "MALLOC_MMAP_THRESHOLD_": "131072",
    "MALLOC_TRIM_THRESHOLD_": "131072",
}


@pytest.mark.slow
@pytest.mark.timeout(1800)
def test_memory_does_not_grow_with_the_export(tmp_path, monkeypatch):
    monkeypatch.setattr("weerklank.testing.mastodon_big._PERSONS", 2000)
    # Two years: a part of the smaller export fills one shard too.
    begin = datetime(2025, 1, 1, tzinfo=UTC).timestamp()
    monkeypatch.setattr("weerklank.testing.mastodon_big._START", begin)
    peaks = {}
    for posts in (10_000, 30_000):
        archive = Archive(tmp_path / str(posts))
        archive.good("init", str(archive.folder), "--organisation", "Groot", "--sealed", "12")
        address = "https://grootdam.example/@gemeente"
        archive.good("account", "add", address, "--platform", "mastodon", "--kind", "corporate")
        path = tmp_path / f"{posts}.tar.gz"
        big_export(path, posts)
        common = ("--archive", str(archive.folder), "--keys", str(archive.root / "keys"))
        peak = tmp_path / f"{posts}.peak"
        arguments = (str(peak), *common, "--json", "import", str(path))
        subprocess.run(
            [sys.executable, "-c", LOWERED, *arguments],
            check=True,
            capture_output=True,
            env={**os.environ, **AT_ONCE},
        )
        peaks[posts] = int(peak.read_text())
    assert peaks[30_000] < 1.05 * peaks[10_000], peaks
    assert peaks[30_000] < 256 << 10, peaks


def test_a_stream_that_breaks_off_leaves_nothing_on_the_shelf(tmp_path):
    shelf = media_shelf.MediaShelf(tmp_path / "shelf")
    blocks = iter([b"begin"])

    def read(size: int) -> bytes:
        try:
            return next(blocks)
        except StopIteration:
            raise EOFError from None

    with pytest.raises(EOFError):
        shelf.receive([bytes(16)], "a.png", read)
    assert shelf.find(bytes(16), "a.png") is None
    assert [path.name for path in (tmp_path / "shelf").iterdir() if path.suffix == ".png"] == []
    shelf.close()


def test_whoever_the_structure_names_is_found_in_the_text(archive, tmp_path):
    """Author of what is answered or quoted, who is addressed, and a handle with its server."""
    host = "https://mast.example/users"
    told = post(1, "Reactie voor rietkanarie over de brug.")
    quoting = post(2, "citaatkanarie zegt het goed.")
    addressing = post(3, "Dag meeskanarie, de sluis gaat open.")
    naming = post(4, "Dank aan @losse.kanarie@mast.example voor de foto.")
    pieces: list[Json | bytes] = [
        noted(told, inReplyTo=f"{host}/rietkanarie/statuses/1"),
        noted(quoting, quote=f"{host}/citaatkanarie/statuses/5"),
        noted(addressing, cc=[FOLLOWERS, f"{host}/meeskanarie"]),
        line(naming),
    ]
    archive.take(zipped(tmp_path / "namen.zip", members(pieces)))
    texts = " ".join(archive.texts())
    for word in ("brug", "zegt het goed", "sluis", "foto"):
        assert word in texts
    assert "kanarie" not in texts.casefold()
    assert b"kanarie" not in archive.bytes_of_all()


def test_our_own_name_in_the_structure_leaves_our_text_alone(archive, tmp_path):
    """Answers to ourselves and posts addressed to our followers name no third party."""
    first = post(1, "De gemeente opent de brug.")
    second = post(2, "De gemeente sluit de brug. Groet van @gemeente.")
    pieces: list[Json | bytes] = [
        noted(first, cc=[FOLLOWERS, ME.actor_id, ME.url]),
        noted(second, inReplyTo=uri(first), quote=url(first)),
    ]
    archive.take(zipped(tmp_path / "eigen.zip", members(pieces)))
    assert archive.texts() == [
        "De gemeente opent de brug.",
        "De gemeente sluit de brug. Groet van @gemeente.",
    ]


LINKS = (
    "https://lemmy.example/u/winterkoning80",
    "https://friendica.example/profile/winterkoning80",
    "https://video.example/accounts/winterkoning80/video-channels",
    "https://video.example/a/winterkoning80@mast.example",
    "https://misskey.example/@winterkoning80",
    "https://pleroma.example/users/winterkoning80",
    "https://foto.example/p/winterkoning80/523456789012345678",
    "https://boeken.example/user/winterkoning80",
    "acct:winterkoning80@mast.example",
    "web+ap://mast.example/@winterkoning80",
    f"https://{HOST}/authorize_interaction?uri=acct%3Awinterkoning80%40mast.example",
    "https://archief.example/web/2024/https://mast.example/@winterkoning80",
    f"{ME.url}?naar=https%3A%2F%2Flemmy.example%2Fu%2Fwinterkoning80",
)


@pytest.mark.parametrize("address", LINKS)
def test_a_link_to_a_profile_of_whatever_software_names_nobody(archive, tmp_path, address):
    short = address.partition("://")[2] or address
    pieces = [
        line(post(1, f'Kijk <a href="{address}">hier, bij W. Koning in het dorp</a> eens')),
        line(post(2, f'Kijk bij <a href="{address}">De Vogelaar</a> eens')),
        line(post(3, f'Kijk bij <a href="https://krant.example/x">{short}</a> eens')),
        line(post(4, f"Kijk bij {address}, of ({short})")),
        noted(post(5, "Kijk"), summary=f"Over {address}"),
    ]
    run = archive.take(zipped(tmp_path / "links.zip", members(pieces)))
    assert run["items"]["posts"] == len(pieces)
    assert b"winterkoning" not in archive.bytes_of_all().lower()
    texts = archive.texts()
    assert "hier, bij W. Koning in het dorp" in texts[0]
    is_profile = not any(sign in short for sign in ("://", "/p/", "/video-", "?"))
    assert ("Vogelaar" in texts[1]) != is_profile  # else it is what the author says of it
    assert "Burger-" in texts[2]
    assert texts[3].count("Burger-") == 2


def test_a_path_of_one_word_is_a_profile_of_who_is_known_there(archive, tmp_path):
    who = ("https://foto.example/users/winterkoning80", "@winterkoning80@foto.example")
    link = "https://foto.example/winterkoning80"
    pieces = [
        line(post(1, "Dag!", mentions=(who,))),
        line(post(2, f'Kijk <a href="{link}">daar bij die</a> en {link} eens')),
        line(post(3, 'Kijk op <a href="https://foto.example/over-ons">de pagina</a> eens')),
    ]
    archive.take(zipped(tmp_path / "links.zip", members(pieces)))
    assert b"winterkoning" not in archive.bytes_of_all().lower()
    assert b"https://foto.example/over-ons" in archive.bytes_of_all()


def test_a_link_to_a_community_or_to_a_page_stays(archive, tmp_path):
    links = ("https://lemmy.example/c/nieuws", "https://krant.example/a/artikel-over-de-brug")
    pieces = [line(post(day, f'Zie <a href="{a}">{a}</a>')) for day, a in enumerate(links, 1)]
    archive.take(zipped(tmp_path / "links.zip", members(pieces)))
    assert archive.texts() == [f"Zie {address}" for address in links]


SPELLED = (
    "Jan Rietkanarie",
    "JanRietkanarie",
    "jan rietkanarie",
    "jan-rietkanarie",
    "Rietkanarie",
)


@pytest.mark.parametrize("handle", ["jan_rietkanarie", "jan.rietkanarie80", "JanRietkanarie"])
@pytest.mark.parametrize("again", [False, True])
def test_a_handle_is_found_in_other_spellings_in_all_texts_of_its_thread(
    archive, tmp_path, handle, again
):
    """In the text that mentions it, and in an answer that names nobody in its structure."""
    who = (f"https://mast.example/users/{handle}", f"@{handle}@mast.example")
    first = post(1, "Dag @x, de brug is open.", mentions=(who,))
    told = [f"Zie {spelled}, over de sluis." for spelled in SPELLED[:4]]
    own = post(2, " ".join(told), mentions=(who,))
    answer = post(3, " ".join(told) + " Hoi Rietkanarie, dag!", in_reply_to=uri(first))
    if again:
        archive.take(zipped(tmp_path / "eerst.zip", members([line(first)])))
    archive.take(zipped(tmp_path / "namen.zip", members(map(line, (first, own, answer)))))
    assert b"rietkanarie" not in archive.bytes_of_all().lower()
    texts = archive.texts()
    assert [text.count("Burger-") for text in texts] == [0, 4, 5]

"""Exports that others write in other ways, or that hold what should not be in one."""

import gzip
import subprocess
import sys
from pathlib import Path

import orjson
import pytest
from place import ME, Archive, Json, gap, line, medium, members, outbox, packed, post, zipped

ONE, TWO = post(1, "Eerste goede bericht"), post(9, "Laatste goede bericht")


@pytest.fixture
def archive(tmp_path) -> Archive:
    return Archive(tmp_path / "place").make()


def written(path: Path, box: bytes, profile: bytes) -> Path:
    return zipped(path, [("actor.json", profile), ("outbox.json", box)])


@pytest.fixture
def profile() -> bytes:
    ((_, made), _) = members([])
    return made


@pytest.mark.parametrize(
    "box",
    [
        b'{"orderedItems":[%s,%s],"totalItems":9}',
        b'{"orderedItems":[%s,%s]\n , "id":"outbox.json",\n"totalItems" : 9 }\n',
        b'{"totalItems":9,"orderedItems":[%s,%s]}',
    ],
)
def test_the_number_that_an_export_states_counts_wherever_it_stands(
    archive, tmp_path, profile, box
) -> None:
    made = box % (orjson.dumps(line(ONE)), orjson.dumps(line(TWO)))
    run = archive.take(written(tmp_path / "e.zip", made, profile), code=1)
    assert gap(run, "items_missing")["count"] == 7


def test_a_list_inside_another_field_is_not_the_list_of_posts(archive, tmp_path, profile) -> None:
    box = {"@context": {"orderedItems": [{"id": "x", "type": "Create"}]}}
    made = {**box, "orderedItems": [line(ONE), line(TWO)], "totalItems": 2}
    run = archive.take(written(tmp_path / "e.zip", orjson.dumps(made), profile))
    assert run["items"]["posts"] == 2


def test_a_list_that_comes_in_two_is_read_whole(archive, tmp_path, profile) -> None:
    one, two = orjson.dumps(line(ONE)), orjson.dumps(line(TWO))
    made = b'{"orderedItems":[%s],"orderedItems":[%s],"totalItems":2}' % (one, two)
    run = archive.take(written(tmp_path / "e.zip", made, profile))
    assert run["items"]["posts"] == 2


def test_each_entry_that_is_no_post_is_named_by_its_own_number(archive, tmp_path) -> None:
    pieces: list[Json | bytes] = [line(ONE), b"null", b'"x, y"', b"7", b"{}", b"[1]", line(TWO)]
    run = archive.take(packed(tmp_path, "zip", members(pieces)), code=1)
    assert run["items"]["posts"] == 2
    assert run["skipped"]["direct_messages"] == 0
    told = gap(run, "record_broken")
    assert told["count"] == 5
    assert [where.split(":")[0].split()[-1] for where in told["where"]] == list("23456")


@pytest.mark.parametrize(
    ("address", "member"),
    [
        ("./media/e.png", "media/e.png"),
        ("/media//f.png", "media/f.png"),
        ("/media/%61%20b.png", "media/a b.png"),
        ("/media/e\u0301.png", "media/\u00e9.png"),
        ("/media/\u00e9.png", "media/e\u0301.png"),
        ("https://social.voorbeelddam.example/media/g.png", "media/g.png"),
        (
            "https://bestanden.example/system/media_attachments/files/1/original/h.png?x=1",
            "media_attachments/files/1/original/h.png",
        ),
    ],
)
def test_media_are_found_however_their_place_is_written(
    archive, tmp_path, address, member
) -> None:
    picture = medium("system/x.png")
    made = line(post(3, "Foto", media=(picture,)))
    made["object"]["attachment"][0]["url"] = address
    content = members([made], (member, picture.data))
    run = archive.take(packed(tmp_path, "zip", content))
    assert run["items"]["media"] == 1


TAKE = """
import pathlib, re, sys
from weerklank.harvest.json_array import ObjectSplitter, find_array

stream = open(sys.argv[1], "rb")
_, first = find_array(stream, b"orderedItems")
def none(piece):
    raise ValueError
found = sum(1 for _ in ObjectSplitter(stream, first, none, bool))
# What rusage says of a child begins with the memory of its parent; this is its own.
print(found, re.search(r"VmHWM:\\s+(\\d+) kB", pathlib.Path("/proc/self/status").read_text())[1])
"""


@pytest.mark.parametrize("text", ["a" * (7 << 20), '\\"' * (3 << 20)])
def test_a_long_text_costs_no_more_memory_than_itself(tmp_path, text) -> None:
    box = tmp_path / "outbox.json"
    box.write_bytes(b'{"orderedItems":[{"id":"x","content":"%s"}]}' % text.encode())
    told = subprocess.run(
        [sys.executable, "-c", TAKE, str(box)], capture_output=True, text=True, check=True
    )
    found, peak = map(int, told.stdout.split())
    assert found == 1
    assert peak * 1024 < 150_000_000  # was 900 MB


def test_a_text_without_an_end_is_looked_through_once(archive, tmp_path, profile) -> None:
    box = outbox([line(ONE)], end=b"") + b',{"id":"' + b'\\"' * (1 << 20)
    run = archive.take(written(tmp_path / "e.zip", box, profile), code=1)
    assert run["items"]["posts"] == 1


def test_a_flipped_byte_in_an_export_that_reads_on_is_told(archive, tmp_path) -> None:
    sound = packed(tmp_path, "tar.gz", members([line(ONE), line(TWO)])).read_bytes()
    content = gzip.compress(gzip.decompress(sound) + b"\0" * (1 << 20), 0)
    damaged = tmp_path / "beschadigd.tar.gz"
    damaged.write_bytes(content.replace(b"Eerste goede", b"Eerste gnede"))
    run = archive.take(damaged, code=1)
    assert run["items"]["posts"] == 2
    assert gap(run, "file_damaged")["count"] == 1
    assert not run["complete"]


def test_a_compressed_file_damaged_at_its_very_beginning_is_said_to_be_so(
    archive, tmp_path
) -> None:
    sound = packed(tmp_path, "tar.gz", members([line(ONE)])).read_bytes()
    damaged = tmp_path / "kort.tar.gz"
    damaged.write_bytes(sound[:100])
    error = archive.refuses(damaged, 6)
    assert error["code"] == "IMPORT-042"
    assert "kort.tar.gz" in error["message"]


BROKEN_PROFILES = {
    "too large": lambda made: b" " * (4 << 20) + made,
    "a byte that is no UTF-8": lambda made: made.replace(b"Gemeente", b"Gemeent\xe9", 1),
    "cut off": lambda made: made[:-20],
    "a list": lambda made: b"[" + made + b"]",
    "nested too deeply": lambda made: made[:-1] + b',"x":' + b"[" * 900 + b"]" * 900 + b"}",
}


@pytest.mark.parametrize("how", BROKEN_PROFILES)
def test_a_profile_that_cannot_be_read_costs_itself_alone(archive, tmp_path, profile, how) -> None:
    followers = line(post(2, "Voor volgers", visibility="followers"))
    broken = BROKEN_PROFILES[how](profile)
    assert broken != profile
    made = written(tmp_path / "e.zip", outbox([line(ONE), followers, line(TWO)]), broken)
    run = archive.take(made, code=1)
    assert (run["items"]["posts"], run["items"]["profiles"]) == (3, 0)
    (where,) = gap(run, "record_broken")["where"]
    assert where.startswith("actor.json")
    assert {one["kind"] for one in run["gaps"]} == {"record_broken", "profile_missing"}
    whole = archive.take(written(tmp_path / "heel.zip", outbox([line(ONE)]), profile))
    assert (whole["items"]["profiles"], whole["already_held"]) == (1, 1)


@pytest.mark.parametrize("how", ["of another server", "named twice"])
def test_a_profile_of_another_than_wrote_the_posts_is_refused(
    archive, tmp_path, profile, how
) -> None:
    """Its posts were passed over one by one, and the run said that all was there."""
    mine = f'"id":"{ME.actor_id}"'.encode()
    other = mine.replace(b"https://", b"https://was.")
    made = profile.replace(mine, mine + b"," + other if how == "named twice" else other, 1)
    assert made != profile
    path = written(tmp_path / "e.zip", outbox([line(ONE), line(TWO)]), made)
    code, told = archive.run("import", str(path))
    assert (code, told["error"]["code"]) == (6, "IMPORT-044")
    assert "e.zip" in told["error"]["message"]
    assert " 2 " in told["error"]["message"]
    assert not any(any(run["items"].values()) for run in told["runs"])
    assert b"was.social" not in archive.bytes_of_all()


def test_a_file_that_was_saved_by_an_editor_is_read(archive, tmp_path, profile) -> None:
    """Half of an emoji, as a server cuts a name off, and the mark that editors put first."""
    mark = b"\xef\xbb\xbf"
    made = profile.replace(b'"name":"', b'"name":"\\ud83d', 1)
    assert made != profile
    run = archive.take(written(tmp_path / "e.zip", mark + outbox([line(ONE)]), mark + made))
    assert (run["items"]["posts"], run["items"]["profiles"]) == (1, 1)

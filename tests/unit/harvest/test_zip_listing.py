"""A zip of many members is read a part at a time, and otherwise as `zipfile` reads it."""

import io
import struct
import tracemalloc
import zipfile
from pathlib import Path

import pytest

from weerklank.harvest import zip_listing
from weerklank.harvest.export_file import Container, names_in
from weerklank.harvest.zip_listing import members_of, parts_of


def written(path: Path, count: int, comment: bytes = b"") -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for number in range(count):
            made.writestr(f"map/{number:06}.txt", f"inhoud {number}" * 3)
        made.comment = comment
    return path


@pytest.fixture
def few(monkeypatch) -> int:
    """Let a list of more than ten count as long, and be read in small blocks."""
    monkeypatch.setattr(zip_listing, "_MOST", 10)
    monkeypatch.setattr(zip_listing, "_READ", 97)
    return 10


@pytest.mark.parametrize("count", [0, 1, 10, 11, 20, 21, 105])
@pytest.mark.parametrize("comment", [b"", b"van het platform"])
def test_all_members_come_in_order_and_open(tmp_path, few, count, comment):
    path = written(tmp_path / "a.zip", count, comment)
    assert [*names_in(path)] == [f"map/{number:06}.txt" for number in range(count)]
    found = [(name, stream.read(99)) for name, stream in Container(path).members(lambda _: True)]
    assert found == [
        (f"map/{number:06}.txt", f"inhoud {number}".encode() * 3) for number in range(count)
    ]
    parts = sum(1 for _ in parts_of(path))
    assert (
        parts == (-(-count // few) if count > few and not comment else 1) or parts > count // few
    )


def test_the_long_form_of_the_end_is_read(tmp_path, few, monkeypatch):
    monkeypatch.setattr(zipfile, "ZIP_FILECOUNT_LIMIT", 5)
    path = written(tmp_path / "a.zip", 23)
    assert b"PK\6\6" in path.read_bytes()
    assert len([*members_of(path)]) == 23
    assert sum(1 for _ in parts_of(path)) > 1


def test_what_stands_before_a_zip_is_left_to_the_library(tmp_path, few):
    path = written(tmp_path / "a.zip", 23)
    path.write_bytes(b"ervoor" + path.read_bytes())
    assert len([*members_of(path)]) == 23


@pytest.mark.parametrize("at", [0, 200, 700])
def test_a_damaged_list_is_said_to_be_damaged(tmp_path, few, at):
    path = written(tmp_path / "a.zip", 23)
    content = bytearray(path.read_bytes())
    begin = struct.unpack("<L", content[-6:-2])[0]
    marks = [
        place for place in range(begin, len(content)) if content[place : place + 4] == b"PK\1\2"
    ]
    broken = next(place for place in marks if place >= begin + at)
    content[broken : broken + 4] = b"XXXX"
    path.write_bytes(content)
    with pytest.raises(zipfile.BadZipFile):
        [*members_of(path)]
    container = Container(path)
    assert [*container.members(lambda _: False)] == []
    assert container.damage == "BadZipFile"


def test_a_list_that_says_to_be_longer_than_it_is_ends(tmp_path, few):
    path = written(tmp_path / "a.zip", 23)
    content = bytearray(path.read_bytes())
    last = content.rindex(b"PK\1\2")
    content[last + 28 : last + 30] = b"\xff\xff"
    path.write_bytes(content)
    with pytest.raises(zipfile.BadZipFile):
        [*members_of(path)]


def test_memory_does_not_grow_with_the_number_of_members(tmp_path, few, monkeypatch):
    monkeypatch.setattr(zip_listing, "_MOST", 200)
    monkeypatch.setattr(zip_listing, "_READ", 20_000)

    def peak(count: int) -> int:
        path = written(tmp_path / f"{count}.zip", count)
        tracemalloc.start()
        assert sum(1 for _ in names_in(path)) == count
        _, most = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return most

    assert peak(8_000) < 1.5 * peak(1_000)  # all of them would be eight times


def test_a_joined_file_reads_and_seeks_as_a_file(tmp_path):
    path = tmp_path / "f"
    path.write_bytes(b"abcdefgh")
    with path.open("rb") as stream:
        joined = zip_listing._Joined(stream, 4, b"WXYZ")
        plain = io.BytesIO(b"abcdWXYZ")
        for offset, whence, size in [(0, 0, 3), (2, 0, 5), (0, 2, 1), (-3, 2, 2), (-1, 1, 9)]:
            assert joined.seek(offset, whence) == plain.seek(offset, whence)
            assert joined.read(size) == plain.read(size)
            assert joined.tell() == plain.tell()
        joined.seek(1)
        assert joined.read() == b"bcdWXYZ"

"""A tar file is read forward, and its heads are not believed."""

import gzip
import io
import tarfile
import tracemalloc

import pytest

from weerklank.harvest.export_file import Container
from weerklank.harvest.tar_stream import TarStream

END = b"\0" * 1024


def head(name: str, size: int, kind: bytes = tarfile.REGTYPE) -> bytes:
    told = tarfile.TarInfo(name)
    told.size, told.type = size, kind
    return told.tobuf(tarfile.GNU_FORMAT)


def member(name: str, content: bytes) -> bytes:
    return head(name, len(content)) + content + b"\0" * (-len(content) % 512)


def with_holes(*, goes_on: bool) -> bytes:
    """Give the head of a file with holes, of which the list may go on in blocks of their own."""
    made = bytearray(head("gaten.bin", 0, tarfile.GNUTYPE_SPARSE))
    made[386:410] = b"00000000000\0" * 2
    made[482] = goes_on
    made[148:156] = b"        "
    made[148:156] = b"%06o\0 " % sum(made)
    return bytes(made)


class Counted(io.BytesIO):
    """A file that doesn't let itself be read without end."""

    reads = 0

    def read(self, size: int | None = -1) -> bytes:
        self.reads += 1
        assert self.reads < 1000
        return super().read(size)


def names(content: bytes) -> list[str]:
    return [member.name for _, member in TarStream(Counted(content)).members()]


def test_members_are_given_in_order_with_what_they_hold() -> None:
    long = "media/" + "a" * 300 + ".png"
    for form in (tarfile.GNU_FORMAT, tarfile.PAX_FORMAT):
        packed = io.BytesIO()
        with tarfile.open(fileobj=packed, mode="w", format=form) as tar:
            for name, content in (("outbox.json", b"{}"), (long, b"x" * 70_000)):
                told = tarfile.TarInfo(name)
                told.size = len(content)
                tar.addfile(told, io.BytesIO(content))
        found = {}
        for tar, one in TarStream(Counted(packed.getvalue())).members():
            stream = tar.extractfile(one)
            assert stream is not None
            found[one.name] = stream.read()
        assert found == {"outbox.json": b"{}", long: b"x" * 70_000}


@pytest.mark.parametrize("rest", [END, END[:512], b""])
def test_a_tar_may_end_without_its_last_blocks(rest) -> None:
    assert names(member("outbox.json", b"{}") + rest) == ["outbox.json"]


def test_a_member_that_says_a_petabyte_ends_where_the_file_does() -> None:
    content = member("a", b"1") + head("b", 1 << 50) + b"2" * 5000
    found = []

    def gather() -> None:
        for _, one in TarStream(Counted(content)).members():
            found.append(one.name)

    with pytest.raises(EOFError):
        gather()
    assert found == ["a", "b"]


def test_a_petabyte_in_an_export_is_damage(tmp_path) -> None:
    path = tmp_path / "e.tar"
    path.write_bytes(member("outbox.json", b"{}") + head("b", 1 << 50))
    container = Container(path)
    assert [name for name, _ in container.members(bool)] == ["outbox.json", "b"]
    assert container.damage == "EOFError"


def test_a_list_of_holes_that_is_cut_off_is_damage_and_no_fault_of_ours(tmp_path) -> None:
    path = tmp_path / "e.tar"
    path.write_bytes(member("outbox.json", b"{}") + with_holes(goes_on=True))
    container = Container(path)
    assert [name for name, _ in container.members(bool)] == ["outbox.json"]
    assert container.damage == "EOFError"


@pytest.mark.parametrize("kind", [tarfile.GNUTYPE_LONGNAME, tarfile.XHDTYPE])
def test_a_long_name_is_not_read_beyond_what_a_name_is(tmp_path, kind) -> None:
    path = tmp_path / "e.tar.gz"
    with gzip.open(path, "wb", compresslevel=1) as packed:
        packed.write(member("outbox.json", b"{}") + head("naam", 50 << 20, kind))
        for _ in range(50):
            packed.write(b"\0" * (1 << 20))
    container = Container(path)
    tracemalloc.start()
    try:
        assert [name for name, _ in container.members(bool)] == ["outbox.json"]
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert container.damage == "ReadError"
    assert peak < 10_000_000


@pytest.mark.parametrize("place", [600, -5])
def test_a_flipped_byte_that_leaves_a_tar_readable_is_damage(tmp_path, place) -> None:
    """In the text of a member, and in the check sum of the whole."""
    packed = bytearray(gzip.compress(member("outbox.json", b"bericht " * 100) + END, 0))
    path = tmp_path / "e.tar.gz"
    path.write_bytes(packed)
    sound = Container(path)
    assert [name for name, _ in sound.members(bool)] == ["outbox.json"]
    assert sound.damage is None
    packed[place] ^= 1
    path.write_bytes(packed)
    container = Container(path)
    for _ in container.members(bool):
        pass
    assert container.damage == "BadGzipFile"


def test_a_head_in_the_middle_that_cant_be_read_is_no_end(tmp_path) -> None:
    broken = b"x" + member("media/1.png", b"1")[1:]
    path = tmp_path / "e.tar"
    path.write_bytes(member("outbox.json", b"{}") + broken + member("media/2.png", b"2") + END)
    container = Container(path)
    assert [name for name, _ in container.members(bool)] == ["outbox.json"]
    assert container.damage == "ReadError"

"""Files that lie on disk encrypted and are read at any place."""

import io
import os
import zipfile

import pytest
from cryptography.exceptions import InvalidTag
from hypothesis import given
from hypothesis import strategies as st

from weerklank.store.sealed_files import SealedFolder

BLOCK = 1 << 16


@pytest.mark.parametrize("size", [0, 1, BLOCK - 1, BLOCK, BLOCK + 1, 3 * BLOCK + 7])
def test_what_was_written_is_read_and_lies_nowhere(tmp_path, size):
    content = (b"Trijntje Vlier schrijft " * (size // 24 + 1))[:size]
    folder = SealedFolder(tmp_path / "room")
    parts = [content[at : at + 1000] for at in range(0, size, 1000)]
    path = folder.write("een.zip", parts)
    with path.open("rb") as file:
        assert file.read() == content
    on_disk = (tmp_path / "room" / "een.zip").read_bytes()
    assert b"Trijntje" not in on_disk
    assert path.name == "een.zip"
    assert path.is_file()
    assert folder.size("een.zip") == size
    folder.close()
    assert not (tmp_path / "room").exists()


@given(st.lists(st.tuples(st.integers(0, 3 * BLOCK), st.integers(0, 2 * BLOCK)), max_size=6))
def test_it_reads_as_a_file_does_at_any_place(tmp_path_factory, places):
    content = os.urandom(2 * BLOCK + 999)
    folder = SealedFolder(tmp_path_factory.mktemp("x") / "room")
    with folder.write("a", [content]).open() as file:
        plain = io.BytesIO(content)
        for at, size in places:
            assert file.seek(at) == plain.seek(at)
            assert file.read(size) == plain.read(size)
            assert file.tell() == plain.tell()
        assert file.seek(0, io.SEEK_END) == len(content)
        with pytest.raises(OSError, match="Invalid"):
            file.seek(-len(content) - 1, io.SEEK_END)
    folder.close()


def test_a_zip_in_it_opens_by_its_path(tmp_path):
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("een.json", b"{}")
    folder = SealedFolder(tmp_path / "room")
    path = folder.write("een.zip", [made.getvalue()])
    with path.open("rb") as raw, zipfile.ZipFile(raw) as archive:
        assert archive.read("een.json") == b"{}"
    assert not zipfile.is_zipfile(str(path))


def test_blocks_that_changed_places_are_not_read(tmp_path):
    folder = SealedFolder(tmp_path / "room")
    path = folder.write("a", [bytes(2 * BLOCK)])
    file = tmp_path / "room" / "a"
    sealed = file.read_bytes()
    half = len(sealed) // 2
    file.write_bytes(sealed[half:] + sealed[:half])
    with path.open() as raw, pytest.raises(InvalidTag):
        raw.read()


def test_what_was_not_written_here_is_not_there(tmp_path):
    folder = SealedFolder(tmp_path / "room")
    with pytest.raises(FileNotFoundError):
        folder.opened("nergens")

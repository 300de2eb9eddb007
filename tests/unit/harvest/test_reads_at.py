"""Parts of a file that is too large for memory; nothing readable is left of a copy."""

import errno
import io
import os
import tempfile
from pathlib import Path

import pytest

from weerklank.harvest.reads_at import FileOnDisk, NamelessFile, SealedCopy

CONTENT = bytes(range(256)) * 9_000 + b"einde"


def as_file(folder: Path) -> FileOnDisk:
    (folder / "x").write_bytes(CONTENT)
    return FileOnDisk(folder / "x")


@pytest.mark.parametrize("make", [as_file, lambda _: SealedCopy(io.BytesIO(CONTENT))])
def test_any_part_can_be_read(tmp_path, make):
    made = make(tmp_path)
    assert made.size == len(CONTENT)
    for offset in (0, 1, 15, 16, 17, 4_095, 1 << 20, (1 << 20) - 1, len(CONTENT) - 5):
        for size in (0, 1, 16, 33, 70_000):
            assert made.read_at(offset, size) == CONTENT[offset : offset + size]
    assert made.read_at(len(CONTENT), 10) == b""


def test_a_copy_has_no_name_and_nothing_of_it_can_be_read(tmp_path, monkeypatch):
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    monkeypatch.setattr("tempfile.tempdir", None)
    made = SealedCopy(io.BytesIO(b"KANARIE" * 1_000))
    assert list(tmp_path.iterdir()) == []
    lies = os.pread(made._file.handle, 1 << 20, 0)
    assert len(lies) == 7_000
    assert b"KANARIE" not in lies
    assert made.read_at(7, 7) == b"KANARIE"


def test_a_working_file_is_let_go_with_what_holds_it():
    made = NamelessFile()
    handle = made.handle
    os.fstat(handle)
    del made
    with pytest.raises(OSError, match="Bad file descriptor"):
        os.fstat(handle)


def test_a_disk_that_takes_a_part_at_a_time_or_nothing(tmp_path, monkeypatch):
    plain = os.pwrite
    monkeypatch.setattr(os, "pwrite", lambda handle, rest, at: plain(handle, rest[:1000], at))
    made = SealedCopy(io.BytesIO(CONTENT))
    assert made.read_at(0, len(CONTENT)) == CONTENT

    def full(*_):
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(os, "pwrite", full)
    with pytest.raises(OSError, match="No space left") as caught:
        SealedCopy(io.BytesIO(CONTENT))
    assert caught.value.filename == tempfile.gettempdir()

"""A picture that is kept back is the same picture with another maker or moment in it."""

import struct
import zlib
from pathlib import Path

from weerklank.services.disclose.same_pictures import digest_given, size_given

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def chunk(name: bytes, data: bytes) -> bytes:
    crc = struct.pack(">I", zlib.crc32(name + data))
    return struct.pack(">I", len(data)) + name + data + crc


def png(path: Path, colour: int, said: bytes = b"") -> Path:
    head = chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 1, 8, 0, 0, 0, 0))
    text = chunk(b"tEXt", b"Author\0" + said) if said else b""
    data = chunk(b"IDAT", zlib.compress(bytes((0, colour, colour))))
    path.write_bytes(SIGNATURE + head + text + data + chunk(b"IEND", b""))
    return path


def test_two_files_that_show_the_same_are_the_same_picture(tmp_path: Path) -> None:
    plain, named = png(tmp_path / "a.png", 7), png(tmp_path / "b.png", 7, b"Iemand")
    other = png(tmp_path / "c.png", 8, b"Iemand")
    assert plain.read_bytes() != named.read_bytes()
    assert digest_given(plain) == digest_given(named) != digest_given(other)
    assert size_given(plain) == size_given(named)


def test_what_can_not_be_cleaned_is_the_same_by_its_bytes(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("a.ogg", "b.ogg", "c.ogg")]
    for path, content in zip(paths, (b"OggS een", b"OggS een", b"OggS twee"), strict=True):
        path.write_bytes(content)
    first, same, other = map(digest_given, paths)
    assert first == same != other
    assert size_given(paths[0]) == len(b"OggS een")

"""RIFF: WebP and WAVE. Chunks that are needed to show or play it stay; all else goes."""

from collections.abc import Iterator
from typing import NamedTuple

from weerklank.media import exif, looks
from weerklank.media.foreign_file import Broken, ForeignFile
from weerklank.media.pieces import Pieces
from weerklank.model.medium_trace import Trace

_WEBP = frozenset((b"VP8 ", b"VP8L", b"ALPH", b"ANIM", b"ICCP"))
_FRAME = frozenset((b"VP8 ", b"VP8L", b"ALPH"))
_WAVE = frozenset((b"fmt ", b"fact", b"data"))
_PICTURES = frozenset((b"VP8 ", b"VP8L", b"ANMF"))
#: Flags that EXIF and XMP are there.
_HAS_EXIF, _HAS_XMP = 0x08, 0x04
_HEAD, _FRAME_HEAD, _EXTENDED = 12, 16, 10


class _Chunk(NamedTuple):
    name: bytes
    #: Of what it holds, and where it ends with what fills it up.
    start: int
    size: int
    end: int


def _chunks(file: ForeignFile, place: int, end: int) -> Iterator[_Chunk]:
    while place + 8 <= end:
        file.step(200_000)
        name = file.at(place, 4)
        size = int.from_bytes(file.at(place + 4, 4), "little")
        over = place + 8 + size
        if over > end:
            raise Broken
        yield _Chunk(name, place + 8, size, min(over + size % 2, end))
        place = over + size % 2


def _whole(file: ForeignFile, traces: set[Trace]) -> list[_Chunk]:
    end = 8 + int.from_bytes(file.at(4, 4), "little")
    if file.at(0, 4) != b"RIFF" or end > file.size:
        raise Broken
    if end + end % 2 < file.size:
        traces.add(Trace.OTHER)
    return [*_chunks(file, _HEAD, end)]


class _Copy:
    """The chunks of a copy: how large it is stands before them."""

    def __init__(self) -> None:
        self.parts: list[tuple[int, int] | bytes] = []
        self.size = 0

    def keep(self, chunk: _Chunk) -> None:
        """Take a chunk over."""
        self.add(chunk.start - 8, chunk.start + chunk.size)
        if chunk.size % 2:
            self.put(b"\0")

    def add(self, start: int, end: int) -> None:
        """Take over what is between two places."""
        self.parts.append((start, end))
        self.size += end - start

    def put(self, content: bytes) -> None:
        """Put bytes of our own."""
        self.parts.append(content)
        self.size += len(content)

    def into(self, out: Pieces, head: bytes) -> None:
        """Put the whole, behind its head."""
        out.put(head)
        for part in self.parts:
            if isinstance(part, bytes):
                out.put(part)
            else:
                out.keep(*part)


def _written(name: bytes, data: bytes) -> bytes:
    return name + len(data).to_bytes(4, "little") + data + bytes(len(data) % 2)


def clean_webp(file: ForeignFile, out: Pieces, traces: set[Trace]) -> None:
    """Put the pieces of a clean copy of a WebP, and note what is left out."""
    chunks = _whole(file, traces)
    if not any(one.name in _PICTURES for one in chunks):
        raise Broken
    turned = _looked(file, chunks, traces)
    copy = _Copy()
    for one in chunks:
        if one.name == b"VP8X":
            copy.put(_written(b"VP8X", _extended(file, one, turned)))
        elif one.name == b"ANMF":
            _frame(file, one, copy, traces)
        elif one.name in _WEBP:
            copy.keep(one)
    if turned != 1:
        copy.put(_written(b"EXIF", exif.turned_so(turned)))
    copy.into(out, b"RIFF" + (copy.size + 4).to_bytes(4, "little") + b"WEBP")


def _looked(file: ForeignFile, chunks: list[_Chunk], traces: set[Trace]) -> int:
    """Note what will be left out; gives how the picture is turned."""
    turned = 1
    for one in chunks:
        if one.name in _WEBP | _PICTURES | {b"VP8X"}:
            continue
        data = file.upto(one.start, min(one.size, looks.MOST))
        if one.name == b"EXIF":
            found, turned = exif.look(data)
            traces |= found
        else:
            traces |= looks.look_at_any(data)
    return turned


def _extended(file: ForeignFile, chunk: _Chunk, turned: int) -> bytes:
    data = file.at(chunk.start, _EXTENDED)
    flags = data[0] & ~(_HAS_EXIF | _HAS_XMP) | (_HAS_EXIF if turned != 1 else 0)
    return bytes((flags, *data[1:]))


def _frame(file: ForeignFile, chunk: _Chunk, copy: _Copy, traces: set[Trace]) -> None:
    """Keep a picture of an animation without what nobody knows."""
    head = file.at(chunk.start, _FRAME_HEAD)
    inner = _Copy()
    for one in _chunks(file, chunk.start + _FRAME_HEAD, chunk.start + chunk.size):
        if one.name in _FRAME:
            inner.keep(one)
        else:
            traces.add(Trace.OTHER)
    copy.put(b"ANMF" + (inner.size + _FRAME_HEAD).to_bytes(4, "little") + head)
    copy.parts += inner.parts
    copy.size += inner.size


def clean_wave(file: ForeignFile, out: Pieces, traces: set[Trace]) -> None:
    """Put the pieces of a clean copy of a WAVE, and note what is left out."""
    chunks = _whole(file, traces)
    if {b"fmt ", b"data"} - {one.name for one in chunks}:
        raise Broken
    copy = _Copy()
    for one in chunks:
        if one.name in _WAVE:
            copy.keep(one)
        else:
            traces |= _look(one.name, file.upto(one.start, min(one.size, looks.MOST)))
    copy.into(out, b"RIFF" + (copy.size + 4).to_bytes(4, "little") + b"WAVE")


def _look(name: bytes, data: bytes) -> set[Trace]:
    if name == b"LIST":
        return looks.look(looks.RIFF, data)
    if name == b"bext":  # who and when, by EBU Tech 3285
        return {Trace.NAME, Trace.MOMENT}
    if name.lower() == b"id3 ":
        return looks.look(looks.ID3, data)
    return looks.look_at_any(data) if name not in (b"JUNK", b"PAD ") else {Trace.OTHER}

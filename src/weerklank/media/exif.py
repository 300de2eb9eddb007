"""EXIF: which kinds of traces it holds, and how a picture is to be turned.

By CIPA DC-008 (Exif 2.32) and TIFF 6.0. Only tags and whether they say something are read.
"""

import struct
from collections.abc import Iterator

from weerklank.model.medium_trace import Trace

HEAD = b"Exif\0\0"
_KIND = {
    0x010E: Trace.OTHER,  # description
    0x010F: Trace.DEVICE,
    0x0110: Trace.DEVICE,
    0x0131: Trace.DEVICE,  # program
    0x0132: Trace.MOMENT,
    0x013B: Trace.NAME,  # artist
    0x013C: Trace.DEVICE,  # host
    0x02BC: Trace.OTHER,  # XMP
    0x8298: Trace.NAME,  # copyright
    0x83BB: Trace.OTHER,  # IPTC
    0x9003: Trace.MOMENT,
    0x9004: Trace.MOMENT,
    0x927C: Trace.DEVICE,  # of the maker
    0x9286: Trace.OTHER,  # comment
    0x9C9B: Trace.OTHER,
    0x9C9C: Trace.OTHER,
    0x9C9D: Trace.NAME,  # author, by Windows
    0x9C9E: Trace.OTHER,
    0x9C9F: Trace.OTHER,
    0xA420: Trace.OTHER,  # number of the picture
    0xA430: Trace.NAME,  # owner of the camera
    0xA431: Trace.DEVICE,
    0xA433: Trace.DEVICE,
    0xA434: Trace.DEVICE,
    0xA435: Trace.DEVICE,
}
_ORIENTATION, _EXIF, _GPS = 0x0112, 0x8769, 0x8825
#: Of the part on the position: coordinates, and the day.
_PLACES, _DAY = frozenset((2, 4, 20, 22)), 29
_MOST_ENTRIES = 1_000
_WIDTH = {1: 1, 2: 1, 3: 2, 4: 4, 5: 8, 6: 1, 7: 1, 8: 2, 9: 4, 10: 8, 13: 4}
_TURNS = range(2, 9)
_BLANK = b"\0 "


class _Tiff:
    """Lists of tags of a TIFF."""

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._order = {b"II*\0": "<", b"MM\0*": ">"}.get(data[:4], "")
        if not self._order:
            raise ValueError("no TIFF")

    def number(self, place: int) -> int:
        """Give a number of four bytes."""
        return int(struct.unpack_from(f"{self._order}I", self._data, place)[0])

    def entries(self, place: int) -> Iterator[tuple[int, bytes]]:
        """Give tags with their values, of which no more than the first kilobyte."""
        (count,) = struct.unpack_from(f"{self._order}H", self._data, place)
        for entry in range(place + 2, place + 2 + 12 * min(count, _MOST_ENTRIES), 12):
            tag, kind, many = struct.unpack_from(f"{self._order}HHI", self._data, entry)
            size = _WIDTH.get(kind, 1) * many
            where = entry + 8 if size <= 4 else self.number(entry + 8)
            yield tag, self._data[where : where + min(size, 1024)]

    def next_of(self, place: int) -> int:
        """Give where the next list is; 0 for none."""
        (count,) = struct.unpack_from(f"{self._order}H", self._data, place)
        return self.number(place + 2 + 12 * count)

    def short(self, value: bytes) -> int:
        """Read a value of two bytes."""
        return int(struct.unpack_from(f"{self._order}H", value)[0])

    def long(self, value: bytes) -> int:
        """Read a value of four bytes."""
        return int(struct.unpack_from(f"{self._order}I", value)[0])


def look(data: bytes) -> tuple[set[Trace], int]:
    """Tell what EXIF holds, and how the picture is turned (1 to 8; 1 is upright)."""
    traces: set[Trace] = set()
    turned = 1
    try:
        tiff = _Tiff(data.removeprefix(HEAD))
        first = tiff.number(4)
        for tag, value in tiff.entries(first):
            if tag == _ORIENTATION:
                turned = tiff.short(value)
            elif tag == _EXIF:
                traces.update(_kinds(tiff, tiff.long(value)))
            elif tag == _GPS:
                traces.update(_of_position(tiff, tiff.long(value)))
            else:
                traces.update(_kind(tag, value))
        if tiff.next_of(first):
            traces.add(Trace.PREVIEW)
    except (struct.error, ValueError):
        traces.add(Trace.OTHER)
    return traces, turned if turned in _TURNS else 1


def _kinds(tiff: _Tiff, place: int) -> Iterator[Trace]:
    for tag, value in tiff.entries(place):
        yield from _kind(tag, value)


def _kind(tag: int, value: bytes) -> Iterator[Trace]:
    if tag in _KIND and value.strip(_BLANK):
        yield _KIND[tag]


def _of_position(tiff: _Tiff, place: int) -> Iterator[Trace]:
    for tag, _ in tiff.entries(place):
        if tag in _PLACES:
            yield Trace.POSITION
        elif tag == _DAY:
            yield Trace.MOMENT


def turned_so(turned: int) -> bytes:
    """Write EXIF that says how a picture is turned, and nothing else."""
    entry = struct.pack(">HHIHH", _ORIENTATION, 3, 1, turned, 0)
    return b"MM\0*" + struct.pack(">IH", 8, 1) + entry + bytes(4)

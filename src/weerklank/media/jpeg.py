"""JPEG: what is needed to show it stays, by ITU T.81, JFIF 1.02, ICC and Adobe; all else goes."""

import re

from weerklank.media import exif, looks
from weerklank.media.foreign_file import Broken, ForeignFile
from weerklank.media.pieces import Pieces
from weerklank.model.medium_trace import Trace

_SOI, _EOI, _SOS = 0xD8, 0xD9, 0xDA
_EXIF, _ICC, _PHOTOSHOP, _ADOBE, _JFIF = 0xE1, 0xE2, 0xED, 0xEE, 0xE0
#: Frames, tables of codes and of quantities, intervals, numbers of lines.
_NEEDED = frozenset({*range(0xC0, 0xD0), 0xDB, 0xDC, 0xDD, 0xDE, 0xDF} - {0xC8})
_ALONE = frozenset({0x01, *range(0xD0, 0xD8)})
#: In a scan: a marker that neither restarts it nor is a byte of it.
_NEXT = re.compile(rb"\xff[^\x00\xd0-\xd7\xff]")
_FILL = 0xFF
_XMP = b"http://ns.adobe.com/x"
_JFIF_SIZE, _ADOBE_SIZE = 16, 14


class _Jpeg:
    def __init__(
        self, file: ForeignFile, out: Pieces, traces: set[Trace], *, is_whole: bool
    ) -> None:
        self._file = file
        self._is_whole = is_whole
        self._out = out
        self._traces = traces
        self._is_turned = False

    def clean(self) -> None:
        """Go through the segments; of a copy that is not whole up to the picture itself."""
        if self._file.at(0, 2) != b"\xff\xd8":
            raise Broken
        self._out.keep(0, 2)
        place, scans = 2, 0
        while True:
            self._file.step()
            place, marker = self._marker(place)
            if marker == _EOI:
                break
            if marker in _ALONE:
                place += 2
                continue
            place = self._part(marker, place)
            scans += marker == _SOS
            if scans and not self._is_whole:
                return
        if not scans:
            raise Broken
        self._out.keep(place, place + 2)
        if place + 2 < self._file.size:
            self._traces.add(Trace.OTHER)

    def _part(self, marker: int, place: int) -> int:
        """Treat a segment, with the scan behind it; gives where it ends."""
        end = place + 2 + self._length(place + 2)
        self._segment(marker, place, end)
        if marker != _SOS or not self._is_whole:
            return end
        over = self._file.find(_NEXT, end)
        self._out.keep(end, over)
        return over

    def _marker(self, place: int) -> tuple[int, int]:
        """Give the next marker and where it is, behind what fills up."""
        while True:
            first, second = self._file.at(place, 2)
            if first != _FILL or second in (0, _SOI):
                raise Broken
            if second != _FILL:
                return place, second
            self._file.step()
            place += 1

    def _length(self, place: int) -> int:
        length = self._file.number(place, 2)
        if length < 2:
            raise Broken
        return length

    def _segment(self, marker: int, place: int, end: int) -> None:
        if marker in _NEEDED or marker == _SOS:
            self._out.keep(place, end)
            return
        data = self._file.at(place + 4, end - place - 4)
        if marker == _JFIF and data.startswith(b"JFIF\0") and len(data) >= _JFIF_SIZE - 2:
            self._jfif(data)
        elif marker == _ICC and data.startswith(b"ICC_PROFILE\0"):
            self._out.keep(place, end)
        elif marker == _ADOBE and data.startswith(b"Adobe") and len(data) >= _ADOBE_SIZE - 2:
            self._put(_ADOBE, data[: _ADOBE_SIZE - 2])
        elif marker == _EXIF and data.startswith(exif.HEAD):
            self._exif(data)
        else:
            self._traces |= _look(marker, data)

    def _jfif(self, data: bytes) -> None:
        """Keep the density, and no small picture."""
        self._put(_JFIF, data[:12] + b"\0\0")
        if len(data) > _JFIF_SIZE - 2:
            self._traces.add(Trace.PREVIEW)

    def _exif(self, data: bytes) -> None:
        found, turned = exif.look(data)
        self._traces |= found
        if turned != 1 and not self._is_turned:
            self._is_turned = True
            self._put(_EXIF, exif.HEAD + exif.turned_so(turned))

    def _put(self, marker: int, data: bytes) -> None:
        self._out.put(bytes((_FILL, marker)) + (len(data) + 2).to_bytes(2, "big") + data)


def _look(marker: int, data: bytes) -> set[Trace]:
    if marker == _EXIF and data.startswith(_XMP):
        return looks.look(looks.XMP, data)
    if marker == _PHOTOSHOP:
        return looks.look(looks.IPTC, data)
    return {Trace.PREVIEW} if marker == _JFIF and data.startswith(b"JFXX\0") else {Trace.OTHER}


def clean(file: ForeignFile, out: Pieces, traces: set[Trace], *, whole: bool = True) -> None:
    """Put the pieces of a clean copy, and note what is left out."""
    _Jpeg(file, out, traces, is_whole=whole).clean()

"""GIF: pictures, how long each is shown and how often stay, by GIF89a; all else goes."""

from weerklank.media import looks
from weerklank.media.foreign_file import Broken, ForeignFile
from weerklank.media.pieces import Pieces
from weerklank.model.medium_trace import Trace

_PICTURE, _MORE, _END = 0x2C, 0x21, 0x3B
_WORDS, _CONTROL, _APPLICATION = 0x01, 0xF9, 0xFF
#: With the length that stands before each.
_LOOPS = (b"\x0bNETSCAPE2.0", b"\x0bANIMEXTS1.0")
_CONTROL_SIZE = 8


class _Gif:
    def __init__(self, file: ForeignFile, out: Pieces, traces: set[Trace]) -> None:
        self._file = file
        self._out = out
        self._traces = traces
        #: How the next picture is shown, where that stood before it.
        self._control: int | None = None

    def clean(self) -> None:
        place = 13 + self._table(self._file.at(10, 1)[0])
        self._file.at(0, place)
        self._out.keep(0, place)
        pictures = 0
        while place < self._file.size:
            self._file.step()
            kind = self._file.at(place, 1)[0]
            if kind == _END:
                break
            if kind == _PICTURE:
                place = self._picture(place)
                pictures += 1
            elif kind == _MORE:
                place = self._more(place)
            else:
                raise Broken
        if not pictures:
            raise Broken
        self._out.put(bytes((_END,)))
        if place + 1 < self._file.size:
            self._traces.add(Trace.OTHER)

    @staticmethod
    def _table(flags: int) -> int:
        return 3 << ((flags & 7) + 1) if flags & 0x80 else 0

    def _picture(self, place: int) -> int:
        blocks = place + 11 + self._table(self._file.at(place + 9, 1)[0])
        end = self._blocks(blocks)
        if self._control is not None:
            self._out.keep(self._control, self._control + _CONTROL_SIZE)
        self._control = None
        self._out.keep(place, end)
        return end

    def _more(self, place: int) -> int:
        label, end = self._file.at(place + 1, 1)[0], self._blocks(place + 2)
        if label == _CONTROL and end == place + _CONTROL_SIZE:
            self._control = place
        elif label == _APPLICATION and self._file.upto(place + 2, 12) in _LOOPS:
            if self._file.upto(place + 14, 2) == b"\x03\x01" and end >= place + 19:
                self._out.keep(place, place + 18)
                self._out.put(b"\0")
        else:
            if label == _WORDS:  # a picture of words, which nobody draws: what was told is of it
                self._control = None
            data = self._file.upto(place, min(end - place, looks.MOST))
            self._traces |= looks.look_at_any(data)
        return end

    def _blocks(self, place: int) -> int:
        """Give where a row of blocks ends."""
        while size := self._file.at(place, 1)[0]:
            self._file.step()
            place += 1 + size
        return place + 1


def clean(file: ForeignFile, out: Pieces, traces: set[Trace]) -> None:
    """Put the pieces of a clean copy, and note what is left out."""
    _Gif(file, out, traces).clean()

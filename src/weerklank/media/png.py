"""PNG: chunks that are needed to show it stay, by PNG (third edition); all else goes."""

import zlib

from weerklank.media import exif, looks
from weerklank.media.foreign_file import Broken, ForeignFile
from weerklank.media.pieces import Pieces
from weerklank.model.medium_trace import Trace

_BEGIN = b"\x89PNG\r\n\x1a\n"
_NEEDED = frozenset(
    b"IHDR PLTE IDAT IEND tRNS gAMA cHRM sRGB sBIT bKGD pHYs cICP mDCV cLLI mDCv cLLi "
    b"acTL fcTL fdAT".split()
)
_TEXTS = frozenset((b"tEXt", b"zTXt", b"iTXt"))
_LONGEST_NAME = 80
_WORDS = (
    (Trace.NAME, (b"author", b"copyright", b"artist")),
    (Trace.MOMENT, (b"creation time", b"date:")),
    (Trace.DEVICE, (b"software", b"source")),
)


def clean(file: ForeignFile, out: Pieces, traces: set[Trace], *, is_upright: bool = False) -> None:
    """Put the pieces of a clean copy, and note what is left out.

    Of one that `is_upright` nothing says how to turn it: that was done, whatever it says.
    """
    if file.at(0, 8) != _BEGIN or file.at(12, 4) != b"IHDR":
        raise Broken
    out.keep(0, 8)
    place, names = 8, set[bytes]()
    while b"IEND" not in names:
        file.step()
        size, name = file.number(place, 4), file.at(place + 4, 4)
        end = place + 12 + size
        if end > file.size:
            raise Broken
        if name in _NEEDED:
            out.keep(place, end)
            names.add(name)
        elif name == b"iCCP":
            _profile(file, place + 8, size, out)
        else:
            data = file.upto(place + 8, min(size, looks.MOST))
            _take_out(name, data, Pieces() if is_upright else out, traces)
        place = end
    if b"IDAT" not in names:
        raise Broken
    if place < file.size:
        traces.add(Trace.OTHER)


def _take_out(name: bytes, data: bytes, out: Pieces, traces: set[Trace]) -> None:
    if name == b"eXIf":
        _exif(data, out, traces)
    else:
        traces |= _look(name, data)


def _exif(data: bytes, out: Pieces, traces: set[Trace]) -> None:
    found, turned = exif.look(data)
    traces |= found
    if turned != 1:
        out.put(_chunk(b"eXIf", exif.turned_so(turned)))


def _profile(file: ForeignFile, place: int, size: int, out: Pieces) -> None:
    """Keep the colours under a name that says nothing."""
    name, nought, _ = file.at(place, min(size, _LONGEST_NAME)).partition(b"\0")
    if not nought:
        raise Broken
    if size <= looks.MOST * 4:
        rest = file.at(place + len(name), size - len(name))
        out.put(_chunk(b"iCCP", b"icc" + rest))


def _chunk(name: bytes, data: bytes) -> bytes:
    return len(data).to_bytes(4, "big") + name + data + zlib.crc32(name + data).to_bytes(4, "big")


def _look(name: bytes, data: bytes) -> set[Trace]:
    if name == b"tIME":
        return {Trace.MOMENT}
    if name not in _TEXTS:
        return {Trace.OTHER}
    key = data[:_LONGEST_NAME].partition(b"\0")[0].lower()
    if key == b"xml:com.adobe.xmp":
        return looks.look(looks.XMP, data)
    if b"exif" in key or b"iptc" in key:
        return {Trace.OTHER}
    return {kind for kind, words in _WORDS if key.startswith(words)} or {Trace.OTHER}

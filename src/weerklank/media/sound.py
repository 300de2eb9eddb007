"""MP3 and FLAC: the sound stays; tags before, behind and within go.

By ISO/IEC 11172-3 and 13818-3 for frames, id3.org for ID3, the APEv2 specification, and RFC 9639.
"""

from weerklank.media import looks
from weerklank.media.foreign_file import Broken, ForeignFile
from weerklank.media.pieces import Pieces
from weerklank.model.medium_trace import Trace

_ID3V2_HEAD, _ID3V1, _APE, _APE_FOOT = 10, 128, b"APETAGEX", 32
_FOOTED = 0x10
#: Kilobits a second by layer III of version 1, and of versions 2 and 2.5.
_RATES = {
    3: (0, 32, 40, 48, 56, 64, 80, 96, 112, 128, 160, 192, 224, 256, 320),
    2: (0, 8, 16, 24, 32, 40, 48, 56, 64, 80, 96, 112, 128, 144, 160),
}
_HERTZ = {3: (44100, 48000, 32000), 2: (22050, 24000, 16000), 0: (11025, 12000, 8000)}
_LAYER_3 = 1
#: Noughts between tag and sound, at most.
_MOST_FILLED = 1 << 20
_STREAMINFO, _PADDING, _SEEKTABLE, _TAGS, _PICTURE = 0, 1, 3, 4, 6
_LAST = 0x80


def clean_mp3(file: ForeignFile, out: Pieces, traces: set[Trace]) -> None:
    """Put the pieces of a clean copy of an MP3, and note what is left out."""
    place = _before(file, traces)
    end = _behind(file, place, traces)
    place = _past_noughts(file, place, end)
    start, frames = place, 0
    while place + 4 <= end:
        file.step()
        size = _frame(file.at(place, 4))
        if size == 0:
            raise Broken
        if place + size > end:  # the last one is not whole: nothing can be heard of it
            traces.add(Trace.OTHER)
            break
        place += size
        frames += 1
    if not frames:
        raise Broken
    out.keep(start, place)


def _before(file: ForeignFile, traces: set[Trace]) -> int:
    """Give where tags before the sound end."""
    place = 0
    while file.upto(place, 3) == b"ID3":
        file.step()
        head = file.at(place, _ID3V2_HEAD)
        size = 0
        for byte in head[6:]:
            size = size << 7 | byte & 0x7F
        traces |= looks.look(looks.ID3, file.upto(place, min(_ID3V2_HEAD + size, looks.MOST)))
        place += _ID3V2_HEAD + size + (_ID3V2_HEAD if head[5] & _FOOTED else 0)
    return place


def _behind(file: ForeignFile, start: int, traces: set[Trace]) -> int:
    """Give where tags behind the sound begin."""
    end = file.size
    while True:
        file.step()
        if end - _ID3V1 >= start and file.at(end - _ID3V1, 3) == b"TAG":
            tag = file.at(end - _ID3V1, _ID3V1)
            traces |= _of_id3v1(tag)
            end -= _ID3V1
        elif end - _APE_FOOT >= start and file.at(end - _APE_FOOT, 8) == _APE:
            foot = file.at(end - _APE_FOOT, _APE_FOOT)
            size = int.from_bytes(foot[12:16], "little")
            has_head = foot[23] & 0x80
            traces |= {Trace.NAME, Trace.OTHER}
            end -= size + (_APE_FOOT if has_head else 0)
            if not size or end < start:  # one of no length would be met again without end
                raise Broken
        else:
            return end


def _of_id3v1(tag: bytes) -> set[Trace]:
    found = {Trace.OTHER}
    if tag[33:63].strip(b"\0 "):
        found.add(Trace.NAME)
    if tag[93:97].strip(b"\0 "):
        found.add(Trace.MOMENT)
    return found


def _past_noughts(file: ForeignFile, place: int, end: int) -> int:
    for _ in range(_MOST_FILLED):
        if place >= end or file.at(place, 1) != b"\0":
            break
        place += 1
    return place


def _frame(head: bytes) -> int:
    """Give how long a frame of layer III is; 0 for what is none."""
    version, layer = head[1] >> 3 & 3, head[1] >> 1 & 3
    rate, hertz = head[2] >> 4, head[2] >> 2 & 3
    is_sound = head[0] == 0xFF and head[1] >= 0xE0 and layer == _LAYER_3
    if not is_sound or version not in _HERTZ or not 0 < rate < 15 or hertz == 3:
        return 0
    bits = _RATES[3 if version == 3 else 2][rate] * 1000
    return (144 if version == 3 else 72) * bits // _HERTZ[version][hertz] + (head[2] >> 1 & 1)


def clean_flac(file: ForeignFile, out: Pieces, traces: set[Trace]) -> None:
    """Put the pieces of a clean copy of a FLAC, and note what is left out."""
    place, kept, is_last = 4, list[tuple[int, int]](), False
    if file.at(0, 4) != b"fLaC" or file.at(4, 1)[0] & 0x7F != _STREAMINFO:
        raise Broken
    while not is_last:
        file.step(10_000)
        kind, size = file.at(place, 1)[0], file.number(place + 1, 3)
        is_last, end = bool(kind & _LAST), place + 4 + size
        if end > file.size:
            raise Broken
        if kind & 0x7F in (_STREAMINFO, _SEEKTABLE):
            kept.append((place, end))
        else:
            traces |= _of_block(kind & 0x7F, file.upto(place + 4, min(size, looks.MOST)))
        place = end
    end = _behind(file, place, traces)
    out.put(b"fLaC")
    for start, over in kept:
        first = file.at(start, 1)[0] & 0x7F | (_LAST if start == kept[-1][0] else 0)
        out.put(bytes((first,)))
        out.keep(start + 1, over)
    out.keep(place, end)


def _of_block(kind: int, data: bytes) -> set[Trace]:
    if kind == _TAGS:
        return _of_tags(data)
    if kind == _PICTURE:
        return {Trace.PREVIEW}
    return {Trace.OTHER} if kind != _PADDING or data.strip(b"\0") else set()


_TOLD_BY = (
    (
        Trace.NAME,
        (b"ARTIST=", b"PERFORMER=", b"COMPOSER=", b"AUTHOR=", b"COPYRIGHT=", b"CONTACT="),
    ),
    (Trace.MOMENT, (b"DATE=", b"YEAR=")),
    (Trace.POSITION, (b"LOCATION=", b"GEO")),
)


def _of_tags(data: bytes) -> set[Trace]:
    told = data.upper()
    return {kind for kind, keys in _TOLD_BY if any(one in told for one in keys)} | {Trace.OTHER}

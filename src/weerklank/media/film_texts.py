"""Text in a film: what its subtitles say, and when, for who judges what may go out.

Of boxes (MP4, MOV): timed text by 3GPP TS 26.245 and QuickTime, WebVTT by ISO/IEC 14496-30, and
TTML. Other kinds, such as captions drawn as codes, are not read; neither are names of chapters.
"""

import html
import re
from collections.abc import Callable, Iterator
from typing import BinaryIO, NamedTuple

from weerklank.media.film_boxes import Box, boxes_in, chapters_in
from weerklank.media.film_samples import Span, samples_of
from weerklank.media.foreign_file import Broken, ForeignFile, TooMuch

_TEXTS = frozenset((b"sbtl", b"subt", b"text"))
_HOLD = frozenset((b"mdia", b"minf", b"stbl", b"tref"))
#: Letters and cues of one film that are read; somebody has to read them too.
_MOST_LETTERS, _MOST_CUES = 400_000, 20_000
_LONGEST = 1 << 16
_VOICE = re.compile(r"<v(?:\.[^ >]*)?\s+([^>]*)>")
_TAG = re.compile(r"<[^>]*>")
_BREAK = re.compile(r"<(?:\w+:)?(?:br|/p)\b[^>]*>")
_HEAD = re.compile(r"<(?:\w+:)?head\b.*?</(?:\w+:)?head>", re.DOTALL)


class Cue(NamedTuple):
    """What is said, from a moment until another, in thousandths of a second."""

    begin: int
    end: int
    text: str


class _Track(NamedTuple):
    number: int
    chapters: frozenset[int]
    handler: bytes
    kind: bytes
    scale: int
    table: dict[bytes, Span]


def texts_of(file: BinaryIO, size: int) -> tuple[tuple[Cue, ...], ...]:
    """Give what the subtitles of a film say, track by track; nothing of what can't be read."""
    foreign = ForeignFile(file, size)
    try:
        tracks = [*_tracks(foreign)]
    except (Broken, TooMuch):
        return ()
    named = {number for one in tracks for number in one.chapters}
    found, left = [], _MOST_LETTERS
    for one in tracks:
        if one.handler not in _TEXTS or one.number in named:
            continue
        try:
            cues = tuple(_cues(foreign, one))
        except (Broken, TooMuch):
            continue
        left -= sum(len(cue.text) for cue in cues)
        if left < 0:
            return ()
        if cues:
            found.append(cues)
    return tuple(found)


def _tracks(file: ForeignFile) -> Iterator[_Track]:
    for moov in boxes_in(file, 0, file.size):
        if moov.name == b"moov":
            for box in boxes_in(file, moov.inner, moov.end):
                if box.name == b"trak":
                    yield _track(file, _within(file, box, 0))


def _track(file: ForeignFile, parts: dict[bytes, Span]) -> _Track:
    if not parts.keys() >= {b"tkhd", b"mdhd", b"hdlr", b"stsd"}:
        raise Broken
    head, media = parts[b"tkhd"][0], parts[b"mdhd"][0]
    number = file.number(head + (20 if file.at(head, 1) == b"\1" else 12), 4)
    scale = file.number(media + (20 if file.at(media, 1) == b"\1" else 12), 4)
    described, over = parts[b"stsd"]
    kind = file.at(described + 12, 4) if described + 16 <= over else b""
    handler = file.at(parts[b"hdlr"][0] + 8, 4)
    return _Track(number, chapters_in(file, parts), handler, kind, scale or 1, parts)


def _within(file: ForeignFile, box: Box, depth: int) -> dict[bytes, Span]:
    found: dict[bytes, Span] = {}
    if depth > len(_HOLD):
        raise Broken
    for one in boxes_in(file, box.inner, box.end):
        if one.name in _HOLD:
            found |= _within(file, one, depth + 1)
        else:
            found.setdefault(one.name, (one.inner, one.end))
    return found


def _cues(file: ForeignFile, track: _Track) -> Iterator[Cue]:
    reader = _READERS.get(track.kind)
    if reader is None:
        return
    moments = _moments(file, track)
    for number, (place, size) in enumerate(samples_of(file, track.table)):
        if number >= _MOST_CUES or size > _LONGEST:
            raise TooMuch
        begin, end = next(moments)
        lines = (" ".join(line.split()) for line in reader(file.at(place, size)).splitlines())
        text = "\n".join(filter(None, lines))
        if text:
            yield Cue(begin, end, text)


def _moments(file: ForeignFile, track: _Track) -> Iterator[tuple[int, int]]:
    """Give when each sample begins and ends; at the end for those of which nothing says so."""
    now = 0
    place, over = track.table.get(b"stts", (0, 0))
    for number in range(file.number(place + 4, 4) if place else 0):
        at = place + 8 + 8 * number
        if at + 8 > over:
            raise Broken
        length = file.number(at + 4, 4)
        for _ in range(min(file.number(at, 4), _MOST_CUES)):
            yield now * 1000 // track.scale, (now + length) * 1000 // track.scale
            now += length
    while True:
        yield now * 1000 // track.scale, now * 1000 // track.scale


def _timed(sample: bytes) -> str:
    """Read timed text of 3GPP and QuickTime: its length, and then the words."""
    said = sample[2 : 2 + int.from_bytes(sample[:2], "big")]
    if said[:2] in (b"\xfe\xff", b"\xff\xfe"):
        return said.decode("utf-16", "replace")
    try:
        return said.decode()
    except UnicodeDecodeError:
        return said.decode("mac_roman")


def _webvtt(sample: bytes) -> str:
    """Read the cues of one moment; who speaks stands before the words."""
    return "\n".join(_payloads(sample))


def _payloads(data: bytes) -> Iterator[str]:
    at = 0
    while at + 8 <= len(data):
        size = int.from_bytes(data[at : at + 4], "big")
        if size < 8:
            return
        name, inner = data[at + 4 : at + 8], data[at + 8 : at + size]
        if name == b"vttc":
            yield from _payloads(inner)
        elif name == b"payl":
            said = _VOICE.sub(r"\1: ", inner.decode("utf-8", "replace"))
            yield html.unescape(_TAG.sub("", said))
        at += size


def _ttml(sample: bytes) -> str:
    said = _HEAD.sub("", sample.decode("utf-8", "replace"))
    return html.unescape(_TAG.sub("", _BREAK.sub("\n", said)))


_READERS: dict[bytes, Callable[[bytes], str]] = {
    b"tx3g": _timed,
    b"text": _timed,
    b"wvtt": _webvtt,
    b"stpp": _ttml,
}

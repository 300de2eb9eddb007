"""Which tracks of a film in boxes are seen and heard as it plays, and what is hidden in those."""

from typing import NamedTuple

from weerklank.media.film_boxes import chapters_in
from weerklank.media.foreign_file import Broken, ForeignFile, TooMuch

_ENABLED = 1
#: Seconds of a track that may lie outside what is played: the lead-in of a codec is less.
_LEAD_IN = 1.0
_PICTURE, _SOUND = b"vide", b"soun"
#: Of an entry in an edit list: one that plays nothing has this place.
_NOTHING = (1 << 32) - 1, (1 << 64) - 1


class Track(NamedTuple):
    """A track, by where its box begins."""

    start: int
    number: int
    handler: bytes
    is_enabled: bool
    #: Numbers of the tracks that name its chapters.
    chapters: frozenset[int]
    #: Seconds that it has, and seconds of those that are played.
    seconds: float
    played: float


def seen_and_heard(tracks: list[Track]) -> frozenset[int]:
    """Give where the tracks begin of which somebody sees or hears anything: a picture, and sound.

    A track that is switched off is not played, and one that names chapters is none; where all are
    switched off, players take the first of each kind. TooMuch where much of one is cut off by a
    list of edits: it would go along unseen.
    """
    named = frozenset(number for one in tracks for number in one.chapters)
    able = [one for one in tracks if one.handler in (_PICTURE, _SOUND) and one.number not in named]
    on = [one for one in able if one.is_enabled] or able
    pictures = [one for one in on if one.handler == _PICTURE][:1]
    sounds = [one for one in on if one.handler == _SOUND]
    if not any(one.is_enabled for one in able):
        sounds = sounds[:1]
    for one in (*pictures, *sounds):
        if one.seconds - one.played > _LEAD_IN:
            raise TooMuch
    return frozenset(one.start for one in (*pictures, *sounds))


class _Numbers:
    """Reads the numbers of a box one after another."""

    def __init__(self, file: ForeignFile, place: int, end: int) -> None:
        self._file, self._place, self._end = file, place, end

    def next(self, size: int) -> int:
        if self._place + size > self._end:
            raise Broken
        self._place += size
        return self._file.number(self._place - size, size)

    def skip(self, size: int) -> None:
        self._place += size


Places = dict[bytes, tuple[int, int]]


def track_of(file: ForeignFile, start: int, parts: Places, *, handler: bytes, movie: int) -> Track:
    """Read what a track says of itself: `tkhd`, `mdhd`, and `elst` and `chap` where it has those.

    `parts` says where each begins and ends within; `movie` is the time scale of the film.
    """
    if b"tkhd" not in parts or b"mdhd" not in parts:
        raise Broken
    head = _Numbers(file, *parts[b"tkhd"])
    version = head.next(1)
    is_enabled = bool(head.next(3) & _ENABLED)
    head.skip(16 if version == 1 else 8)
    number = head.next(4)
    seconds = _length(_Numbers(file, *parts[b"mdhd"]))
    played = _played(file, parts[b"elst"], movie) if b"elst" in parts and movie else seconds
    chapters = chapters_in(file, parts)
    return Track(start, number, handler, is_enabled, chapters, seconds, played)


def scale_of(file: ForeignFile, place: int, end: int) -> int:
    """Give the time scale that `mvhd` tells."""
    head = _Numbers(file, place, end)
    wide = 16 if head.next(1) == 1 else 8
    head.skip(3 + wide)
    return head.next(4)


def _length(head: _Numbers) -> float:
    version = head.next(1)
    head.skip(3 + (16 if version == 1 else 8))
    scale, size = head.next(4), 8 if version == 1 else 4
    length = head.next(size)
    return length / scale if scale and length != (1 << 8 * size) - 1 else 0.0


def _played(file: ForeignFile, place: tuple[int, int], movie: int) -> float:
    edits = _Numbers(file, *place)
    size = 8 if edits.next(1) == 1 else 4
    edits.skip(3)
    total = 0
    for _ in range(edits.next(4)):
        length, begin = edits.next(size), edits.next(size)
        edits.skip(4)
        if begin not in _NOTHING:
            total += length
    return total / movie

"""Clean: a copy of a medium without what it carries besides what it shows (docs/adr/0116).

Lossless: pictures, sounds and films are not decoded. What a format needs to be shown stays, and
nothing else; a file that is not put together as its format is gives no copy.
"""

from collections.abc import Callable
from typing import BinaryIO, NamedTuple

from weerklank.media import film, gif, jpeg, png, riff, sound
from weerklank.media.film_bare import clean_bare
from weerklank.media.foreign_file import Broken, ForeignFile, TooMuch
from weerklank.media.pieces import Pieces
from weerklank.model.medium_trace import NotCleaned, Trace


class Clean(NamedTuple):
    """A clean copy, and what kinds of traces the file itself has."""

    pieces: Pieces
    traces: frozenset[Trace]


_Cleaner = Callable[[ForeignFile, Pieces, set[Trace]], None]
#: By the media type that the bytes of a file tell.
_CLEANERS: dict[str, _Cleaner] = {
    "audio/flac": sound.clean_flac,
    "audio/mp4": film.clean,
    "audio/mpeg": sound.clean_mp3,
    "audio/wav": riff.clean_wave,
    "image/gif": gif.clean,
    "image/jpeg": jpeg.clean,
    "image/png": png.clean,
    "image/webp": riff.clean_webp,
    "video/mp4": film.clean,
}
#: Of which a copy can be made that has nothing but what is seen and heard.
_BARE: dict[_Cleaner, _Cleaner] = {film.clean: clean_bare}


def clean(file: BinaryIO, size: int, kind: str, *, bare: bool = False) -> Clean | NotCleaned:
    """Give a clean copy of a file of so many bytes, of a media type; or why there is none.

    `file` is only read, and can be read from at any place. A bare copy of a film has no subtitles,
    no tracks that are switched off, and no words within its pictures either (docs/adr/0177).
    """
    cleaner = _CLEANERS.get(kind)
    if cleaner is not None and bare:
        cleaner = _BARE.get(cleaner, cleaner)
    if cleaner is None:
        return NotCleaned.UNKNOWN
    return _cleaned(cleaner, file, size)


def traces(file: BinaryIO, size: int, kind: str) -> frozenset[Trace] | NotCleaned:
    """Tell what a file carries, without going through the picture itself where that is long."""
    cleaner = _CLEANERS.get(kind)
    if cleaner is None:
        return NotCleaned.UNKNOWN
    if cleaner is jpeg.clean:
        cleaner = _head_of_jpeg
    found = _cleaned(cleaner, file, size)
    return found if isinstance(found, NotCleaned) else found.traces


def _head_of_jpeg(file: ForeignFile, out: Pieces, found: set[Trace]) -> None:
    jpeg.clean(file, out, found, whole=False)


def _cleaned(cleaner: _Cleaner, file: BinaryIO, size: int) -> Clean | NotCleaned:
    pieces, found = Pieces(), set[Trace]()
    try:
        cleaner(ForeignFile(file, size), pieces, found)
    except Broken:
        return NotCleaned.BROKEN
    except TooMuch:
        return NotCleaned.TOO_MUCH
    return Clean(pieces, frozenset(found))

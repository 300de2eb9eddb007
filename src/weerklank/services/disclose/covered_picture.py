"""Covered picture: a picture of a document as a reader sees it, with bars over parts of it."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from tempfile import TemporaryFile

from weerklank.media.cover import COVERED_KINDS, Bar, cover
from weerklank.model.item import ArchivalItem
from weerklank.model.medium_trace import NotCleaned
from weerklank.model.part_of_picture import NotInPart
from weerklank.services.find.clean_medium import clean_copy
from weerklank.services.find.files_of_media import files_of_media
from weerklank.services.find.media_format import Kind, kind_of
from weerklank.services.workplace import Workplace

#: Of so many files it is remembered how large they are.
_REMEMBERED = 500
_NOT_CLEANED = {
    NotCleaned.UNKNOWN: NotInPart.KIND,
    NotCleaned.BROKEN: NotInPart.BROKEN,
    NotCleaned.TOO_MUCH: NotInPart.TOO_LARGE,
}


@dataclass(frozen=True, slots=True)
class CoveredPicture:
    """A picture that was made anew, and what it is."""

    content: bytes
    kind: Kind
    width: int
    height: int
    #: Pictures of which it is made; one, unless it moves.
    frames: int


@dataclass(frozen=True, slots=True)
class PictureFacts:
    """How large a picture is as it is seen, and of how many it is made."""

    width: int
    height: int
    frames: int


def covered_picture(path: Path, bars: Iterable[Bar] = ()) -> CoveredPicture | NotInPart:
    """Make a picture anew, upright, with bars of which nothing is left beneath.

    Without bars it is what they are drawn over: a place in it is the same place in what goes out.
    """
    if (whole := why_whole(path)) is not None:
        return whole
    kind = kind_of(path)
    copy = clean_copy(path, bare=True)
    if isinstance(copy, NotCleaned):
        return _NOT_CLEANED[copy]
    with TemporaryFile() as stream:
        stream.writelines(copy.blocks())
        stream.flush()
        stream.seek(0)
        made = cover(stream, copy.size, kind.type, bars)
    if isinstance(made, NotInPart):
        return made
    return CoveredPicture(made.content, kind, made.width, made.height, made.frames)


def why_whole(path: Path | None) -> NotInPart | None:
    """Tell by its kind alone why a file goes along whole or not at all; None where it need not."""
    if path is None:
        return NotInPart.GONE
    kind = kind_of(path).type
    if kind.startswith(("video/", "audio/")):
        return NotInPart.FILM
    return None if kind in COVERED_KINDS else NotInPart.KIND


def picture_facts(path: Path) -> PictureFacts | NotInPart:
    """Tell how large a picture is, or why no part of it can be kept back; the file is foreign."""
    told = path.stat()
    try:
        return _facts(str(path), told.st_size, told.st_mtime_ns)
    except _NoPictureError as error:
        return error.why


class _NoPictureError(Exception):
    """There is no picture; not remembered, as a machine that is busy may be why."""

    def __init__(self, why: NotInPart) -> None:
        super().__init__(why)
        self.why = why


@lru_cache(maxsize=_REMEMBERED)
def _facts(path: str, _size: int, _changed: int) -> PictureFacts:
    made = covered_picture(Path(path))
    if isinstance(made, NotInPart):
        raise _NoPictureError(made)
    return PictureFacts(made.width, made.height, made.frames)


def picture_file(workplace: Workplace, item: ArchivalItem, file: int) -> Path | None:
    """Give where a file of a document lies, by its place among them; None of what is not there."""
    if not 0 <= file < len(item.media):
        return None
    return files_of_media(workplace, [item]).get(item.media[file].id)

"""Film words: what the subtitles in the films of a document say, as one text to be judged."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from weerklank.disclose.passages import cut, plain_text
from weerklank.media.film_texts import Cue, texts_of
from weerklank.model.item import ArchivalItem
from weerklank.services.find.files_of_media import files_of_media
from weerklank.services.find.media_format import kind_of
from weerklank.services.workplace import Workplace

#: Kinds of files of which the text is read; of others no copy goes out.
_READ = frozenset(("video/mp4", "audio/mp4"))
#: Of so many films it is remembered what they say.
_REMEMBERED = 64


@dataclass(frozen=True, slots=True)
class PlacedCue:
    """A cue, and where its words stand in the text of the document."""

    #: Place of the film among the files, and of the track among those of the film, from 0.
    file: int
    track: int
    cue: Cue
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class FilmWords:
    """What all films of one document say, a cue on lines of its own."""

    text: str = ""
    cues: tuple[PlacedCue, ...] = ()


def film_words(workplace: Workplace, item: ArchivalItem) -> FilmWords:
    """Read what the films of a document say; nothing where it has none, or says nothing."""
    # A picture is handed out as a picture alone, whatever else its bytes may be.
    may_speak = [
        at for at, one in enumerate(item.media) if not (one.type or "").startswith("image/")
    ]
    paths = files_of_media(workplace, [item]) if may_speak else {}
    placed: list[PlacedCue] = []
    here = 0
    for at in may_speak:
        path = paths.get(item.media[at].id)
        for track, cues in enumerate(_texts(path) if path else ()):
            for cue in cues:
                placed.append(PlacedCue(at, track, cue, here, here + len(cue.text)))
                here += len(cue.text) + 1
    return FilmWords("\n".join(one.cue.text for one in placed), tuple(placed))


def subtitles_of(
    words: FilmWords, marks: list[tuple[int, int, str]], file: int
) -> Iterator[tuple[int, list[tuple[int, int, str]]]]:
    """Give by track what one film says, with bars where that is kept back: begin, end, words."""
    here = [one for one in words.cues if one.file == file]
    for track in dict.fromkeys(one.track for one in here):
        yield (
            track,
            [
                (one.cue.begin, one.cue.end, _barred(one, marks))
                for one in here
                if one.track == track
            ],
        )


def _barred(one: PlacedCue, marks: list[tuple[int, int, str]]) -> str:
    within = (
        (max(start, one.start) - one.start, min(end, one.end) - one.start, ground)
        for start, end, ground in marks
        if start < one.end and one.start < end
    )
    return plain_text(cut(one.cue.text, within))


def _texts(path: Path) -> tuple[tuple[Cue, ...], ...]:
    told = path.stat()
    return _read(str(path), told.st_size, told.st_mtime_ns)


@lru_cache(maxsize=_REMEMBERED)
def _read(path: str, size: int, _: int) -> tuple[tuple[Cue, ...], ...]:
    if kind_of(Path(path)).type not in _READ:
        return ()
    with Path(path).open("rb") as file:
        return texts_of(file, size)

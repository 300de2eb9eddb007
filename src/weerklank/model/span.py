"""A span: which letters of a post are meant, or which of its files; never the words themselves."""

import re
from enum import StrEnum

from weerklank.model.text import Text


class Place(StrEnum):
    """What of a post is kept back: words in it, who wrote it, or one of its files."""

    TITLE = "title"
    TEXT = "text"
    AUTHOR = "author"
    #: What the subtitles in its films say, all of them one after another.
    FILM = "film"
    #: A file with its words; the place of the first letter is its place among the files, from 0.
    MEDIUM = "medium"
    #: A part of a picture, with the place of that among the files; which part is told apart.
    PICTURE = "picture"


#: Place, first letter, and behind the last one.
Span = tuple[Place, int, int]
_SPAN = re.compile(r"([a-z]+):(\d{1,9})-(\d{1,9})", re.ASCII)


def said_span(span: Span) -> str:
    """Write a span as commands and pages do."""
    return f"{span[0]}:{span[1]}-{span[2]}"


def overlap(one: Span, other: Span) -> bool:
    """Tell whether two spans have anything in common; a part of a picture is one of its file."""
    is_same = one[0] is other[0] or (one[0] in OF_FILES and other[0] in OF_FILES)
    return is_same and one[1] < other[2] and other[1] < one[2]


def read_span(given: str) -> Span | None:
    """Read a span as commands and pages write it, `text:12-20`; None of what is none."""
    found = _SPAN.fullmatch(given)
    if found is None or found[1] not in [*Place]:
        return None
    return Place(found[1]), int(found[2]), int(found[3])


def listed_span(given: object) -> Span:
    """Read a span as events hold it, `[place, first, behind the last]`; ValueError for no list."""
    if not isinstance(given, list):
        raise ValueError(type(given))
    place, start, end = given
    return Place(str(place)), int(str(start)), int(str(end))


#: Places whose words are cut; of the others all goes.
RUNNING = (Place.TITLE, Place.TEXT, Place.FILM)
#: Places that can be kept back whole; those of files are told by their place among them.
FIELDS = (*RUNNING, Place.AUTHOR, Place.MEDIUM)
OF_FILES = (Place.MEDIUM, Place.PICTURE)

PLACES: dict[Place, Text] = {
    Place.TITLE: Text("titel", "title"),
    Place.TEXT: Text("tekst", "text"),
    Place.AUTHOR: Text("afzender", "author"),
    Place.FILM: Text("tekst in film", "text in a film"),
    Place.MEDIUM: Text("bestand", "file"),
    Place.PICTURE: Text("deel van beeld", "part of a picture"),
}

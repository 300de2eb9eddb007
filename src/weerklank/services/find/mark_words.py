"""Mark words: show why an item was found, in its own text, read from its package."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum

from weerklank.catalogue.query_words import (
    Either,
    Forms,
    Marked,
    Sought,
    Together,
    Words,
    wanted_of,
)
from weerklank.catalogue.words import placed_marks, placed_words
from weerklank.model.item import ArchivalItem
from weerklank.model.item_words import TitleKind, what_title_is
from weerklank.model.text import Text

#: Signs of a snippet, and of it before the first mark, at most.
_LONGEST, _BEFORE = 280, 80
#: Snippets of one item at most.
_MOST = 4


class Where(StrEnum):
    """In which text of an item something stands."""

    TITLE = "title"
    TEXT = "text"
    ALT = "alt"
    OPTION = "option"


_WHERE: dict[Where, Text | None] = {
    Where.TEXT: None,
    Where.ALT: Text("in de beschrijving van een mediabestand", "in the description of a medium"),
    Where.OPTION: Text("in een keuze van de peiling", "in a choice of the poll"),
}
_TITLES = {
    TitleKind.TITLE: Text("in de titel", "in the title"),
    TitleKind.WARNING: Text("in de waarschuwing vooraf", "in the warning before it"),
    TitleKind.NAME: Text("in de naam", "in the name"),
    TitleKind.FILE: Text("in de naam van het bestand", "in the name of the file"),
}
_REPLACED = Text("in versie {version}, later gewijzigd", "in version {version}, changed later")
_BOTH = Text("{where}, {version}", "{where}, {version}")


@dataclass(frozen=True, slots=True)
class Piece:
    """A piece of a text; what was found is marked."""

    text: str
    marked: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Snippet:
    """A piece of one of an item's texts in which words were found."""

    where: Where
    #: Version of the item whose text it is.
    version: int
    pieces: tuple[Piece, ...]
    #: Whether the text goes on before and behind it.
    cut_before: bool
    cut_after: bool


def snippets_of(
    versions: Iterable[ArchivalItem], sought: Sought | None
) -> tuple[tuple[Snippet, ...], Sequence[Words | Forms | Marked]]:
    """Show where words were found, in the first version that has them and in the first text of it.

    Of versions that come later only what no earlier one showed. Gives with it what of the words
    stands in none of them.
    """
    waiting = list(wanted_of(sought)) if sought is not None else []
    found: list[Snippet] = []
    for item in versions if waiting else ():
        for where, text in _texts(item):
            words = list(placed_words(text))
            marks = {one: list(_places(text, words, one)) for one in waiting}
            if any(marks.values()) and len(found) < _MOST:
                places = {place for of_one in marks.values() for place in of_one}
                found.append(_snippet(item, where, text, sorted(places)))
            waiting = [one for one in waiting if not marks[one]]
        if not waiting:
            break
    return tuple(found), waiting


def is_explained(sought: Sought | None, unmarked: Sequence[Words | Forms | Marked]) -> bool:
    """Tell whether what could be marked is enough for an item to be found."""
    match sought:
        case Together(parts):
            return all(is_explained(part, unmarked) for part in parts)
        case Either(parts):
            return any(is_explained(part, unmarked) for part in parts)
        case Words() | Forms() | Marked():
            return sought not in unmarked
        case _:
            return True


def where_of(item: ArchivalItem, found: Snippet) -> Text | None:
    """Say where words of a hit stand; None where it is in the text of its newest version."""
    if found.where is Where.TITLE:
        place: Text | None = _TITLES[what_title_is(item.kind, item.platform)]
    else:
        place = _WHERE[found.where]
    if found.version == item.version:
        return place
    words = _REPLACED.filled(version=found.version)
    return _BOTH.filled(where=place, version=words) if place else words


def _texts(item: ArchivalItem) -> Iterator[tuple[Where, str]]:
    if item.text:
        yield Where.TEXT, item.text
    if item.title:
        yield Where.TITLE, item.title
    for medium in item.media:
        if medium.alt:
            yield Where.ALT, medium.alt
    for option in item.poll.options if item.poll else ():
        yield Where.OPTION, option.text


def _places(
    text: str, words: Sequence[tuple[int, int, str]], wanted: Words | Forms | Marked
) -> Iterator[tuple[int, int]]:
    """Give where something that is wanted stands in a text."""
    if isinstance(wanted, Marked):
        whole, named = wanted.word, f"{wanted.word}@"
        for start, end, mark in placed_marks(text):
            if mark == whole or mark.startswith(named):
                yield start, end
        return
    if isinstance(wanted, Forms):
        yield from ((start, end) for start, end, word in words if word in wanted.words)
        return
    length = len(wanted.words)
    if length == 1 and not wanted.is_open:
        yield from ((start, end) for start, end, word in words if word == wanted.words[0])
        return
    for at in range(len(words) - length + 1):
        beside = words[at : at + length]
        if all(
            word == sought or (wanted.is_open and place == length - 1 and word.startswith(sought))
            for place, ((_, _, word), sought) in enumerate(zip(beside, wanted.words, strict=True))
        ):
            yield beside[0][0], beside[-1][1]


def _snippet(
    item: ArchivalItem, where: Where, text: str, marks: Sequence[tuple[int, int]]
) -> Snippet:
    begin, end = _window(text, marks[0])
    pieces: list[Piece] = []
    at = begin
    for start, stop in marks:
        if start < at or stop > end:
            continue  # overlaps the one before, or lies behind the window
        if start > at:
            pieces.append(Piece(text[at:start]))
        pieces.append(Piece(text[start:stop], marked=True))
        at = stop
    if at < end:
        pieces.append(Piece(text[at:end]))
    return Snippet(
        where=where,
        version=item.version,
        pieces=tuple(pieces),
        cut_before=begin > 0,
        cut_after=end < len(text),
    )


def _window(text: str, first: tuple[int, int]) -> tuple[int, int]:
    """Choose what is shown of a text: whole words, from a little before the first mark on."""
    if len(text) <= _LONGEST:
        return 0, len(text)
    begin = max(0, min(first[0] - _BEFORE, len(text) - _LONGEST))
    end = max(begin + _LONGEST, first[1])
    if begin:
        blank = text.find(" ", begin, first[0])
        begin = blank + 1 if blank >= 0 else begin
    if end < len(text):
        blank = text.rfind(" ", first[1], end)
        end = blank if blank >= 0 else end
    return begin, end

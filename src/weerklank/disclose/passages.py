"""Passages: where words stand in a text, and what of a text is left around them."""

import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from weerklank.model.ids import PSEUDONYM

#: Joins two pictures to one; and the tones of skin, which colour the one before.
_JOINER, _TONES = "\u200d", "\U0001f3fb\U0001f3fc\U0001f3fd\U0001f3fe\U0001f3ff"


@dataclass(frozen=True, slots=True)
class Words:
    """Words that everyone may read."""

    text: str


@dataclass(frozen=True, slots=True)
class Bar:
    """What stands where words are kept back: the grounds, and nothing of the words."""

    grounds: tuple[str, ...]

    @property
    def said(self) -> str:
        """Give the grounds as they stand on the bar."""
        return "; ".join(self.grounds)


Piece = Words | Bar


def places_of(passage: str, text: str) -> Iterator[tuple[int, int]]:
    """Find each place of a passage in a text, letter for letter: its first letter and its end."""
    start = text.find(passage) if passage else -1
    while start >= 0:
        yield start, start + len(passage)
        start = text.find(passage, start + len(passage))


def cut(text: str, spans: Iterable[tuple[int, int, str]]) -> tuple[Piece, ...]:
    """Cut a text into what may be read and what is kept back, with the ground of each span.

    Spans that touch or overlap become one bar with all their grounds: where one ends within
    another would tell something of the words.
    """
    found: list[Piece] = []
    at = 0
    for start, end, grounds in joined(spans, text):
        if start > at:
            found.append(Words(text[at:start]))
        found.append(Bar(grounds))
        at = end
    if at < len(text):
        found.append(Words(text[at:]))
    return tuple(found)


def joined(
    spans: Iterable[tuple[int, int, str]], text: str
) -> Iterator[tuple[int, int, tuple[str, ...]]]:
    """Give what is kept back of a text, in order: first letter, end and grounds of each bar."""
    names = [one.span() for one in PSEUDONYM.finditer(text)]
    ordered = sorted((*_whole(text, names, one, end), ground) for one, end, ground in spans)
    waiting: tuple[int, int, tuple[str, ...]] | None = None
    for start, end, ground in ordered:
        if start >= end:
            continue
        if waiting is not None and start <= waiting[1]:
            grounds = tuple(dict.fromkeys((*waiting[2], ground)))
            waiting = (waiting[0], max(end, waiting[1]), grounds)
            continue
        if waiting is not None:
            yield waiting
        waiting = (start, end, (ground,))
    if waiting is not None:
        yield waiting


def _whole(text: str, names: Iterable[tuple[int, int]], start: int, end: int) -> tuple[int, int]:
    """Widen a span to whole letters, with all marks on them and what is joined, and whole names.

    Half of a pseudonym would not be known as one, and would go out as the archive has it.
    """
    start, end = max(0, start), min(end, len(text))
    if start >= end:
        return start, end
    while start and (_belongs(text[start]) or text[start - 1] == _JOINER):
        start -= 1
    while end < len(text) and (_belongs(text[end]) or text[end - 1] == _JOINER):
        end += 1
    for first, last in names:
        if start < last and first < end:
            start, end = min(start, first), max(end, last)
    return start, end


def _belongs(sign: str) -> bool:
    """Tell whether a sign belongs to the one before it."""
    return sign == _JOINER or sign in _TONES or unicodedata.category(sign).startswith("M")


def plain_text(pieces: Iterable[Piece]) -> str:
    """Give pieces as one text; a bar is the same few signs, however long its words were."""
    return "".join(one.text if isinstance(one, Words) else f"[█ {one.said} █]" for one in pieces)

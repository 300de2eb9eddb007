"""The boxes that a film is made of, by ISO/IEC 14496-12: where each lies, and what one says."""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from weerklank.media.film_samples import Span
from weerklank.media.foreign_file import Broken, ForeignFile

#: Boxes of one film that are looked at.
_MOST = 500_000


class Box(NamedTuple):
    """A box: its name, and where it, what it holds and it end."""

    name: bytes
    start: int
    inner: int
    end: int


def boxes_in(file: ForeignFile, place: int, end: int) -> Iterator[Box]:
    """Give the boxes between two places; Broken where one goes on behind the last."""
    while place + 8 <= end:
        file.step(_MOST)
        size, name = file.number(place, 4), file.at(place + 4, 4)
        inner = place + 8
        if size == 1:
            size, inner = file.number(place + 8, 8), place + 16
        elif size == 0:  # to the end
            size = end - place
        if place + size > end or size < inner - place:
            raise Broken
        yield Box(name, place, inner, place + size)
        place += size


def chapters_in(file: ForeignFile, parts: Mapping[bytes, Span]) -> frozenset[int]:
    """Give the numbers of the tracks that name the chapters of one, by where its boxes lie."""
    place, end = parts.get(b"chap", (0, 0))
    return frozenset(file.number(at, 4) for at in range(place, end - 3, 4))

"""Notes within pictures of H.264 and H.265: words that no picture shows, made into filling.

By ISO/IEC 14496-10 and 23008-2 (units and supplemental information) and 14496-15 (how they lie in
a film). What is put in place is as long as what goes, so that nothing moves.
"""

from collections.abc import Iterator
from typing import NamedTuple

from weerklank.media.foreign_file import Broken, ForeignFile, TooMuch

#: Kinds of units that pictures are made of.
_OF_264 = frozenset((*range(1, 6), *range(7, 12), *range(13, 16), 19, 20, 21))
_OF_265 = frozenset((*range(10), *range(16, 22), *range(32, 38)))
_NOTES_264, _NOTES_265 = frozenset((6,)), frozenset((39, 40))
#: Kinds of notes that players go by, which hold numbers alone: timing, where one can begin, how
#: two views lie in one picture, how it is turned, colours. So long at most.
_NUMBERS = frozenset((0, 1, 2, 6, 45, 47, 129, 132, 137, 144, 147))
_LONGEST = 96
#: Bytes of one unit that is looked into; a longer one that is no picture is none that is known.
_MOST = 1 << 20
_END = 0x80


class Units(NamedTuple):
    """How the units of a track are written: by which of the two, and how wide lengths are."""

    is_265: bool
    width: int


class Filling(NamedTuple):
    """What comes in place of a unit."""

    start: int
    end: int
    put: bytes


def units_of(file: ForeignFile, name: bytes, place: int, end: int) -> Units | None:
    """Read how units are written from `avcC` or `hvcC`; None of another box."""
    if name == b"avcC" and place + 5 <= end:
        return Units(is_265=False, width=(file.at(place + 4, 1)[0] & 3) + 1)
    if name == b"hvcC" and place + 23 <= end:
        return Units(is_265=True, width=(file.at(place + 21, 1)[0] & 3) + 1)
    return None


def fill_config(file: ForeignFile, place: int, end: int) -> Iterator[Filling]:
    """Give what is no picture in the units that `hvcC` itself holds."""
    at = place + 23
    for _ in range(file.at(place + 22, 1)[0]):
        count = file.number(at + 1, 2)
        at += 3
        for _ in range(count):
            size = file.number(at, 2)
            at += 2
            if at + size > end:
                raise Broken
            yield from _filling(file, at, size, is_265=True)
            at += size


def fill_notes(file: ForeignFile, units: Units, start: int, size: int) -> Iterator[Filling]:
    """Give what is no picture in one sample."""
    at, end = start, start + size
    while at + units.width < end:
        file.step(20_000_000)
        long = file.number(at, units.width)
        at += units.width
        if at + long > end:
            raise Broken
        yield from _filling(file, at, long, is_265=units.is_265)
        at += long


def _filling(file: ForeignFile, at: int, size: int, *, is_265: bool) -> Iterator[Filling]:
    if size == 0:
        return
    first = file.at(at, 1)[0]
    kind = first >> 1 & 0x3F if is_265 else first & 0x1F
    if kind in (_OF_265 if is_265 else _OF_264):
        return
    if size > _MOST:
        raise TooMuch
    unit = file.at(at, size)
    if kind in (_NOTES_265 if is_265 else _NOTES_264) and _is_of_numbers(unit[1 + is_265 :]):
        return
    put = filled(size, is_265=is_265)
    if put != unit:
        yield Filling(at, at + size, put)


def _is_of_numbers(unit: bytes) -> bool:
    """Tell whether all notes of a unit are such as players go by."""
    said = unit.replace(b"\0\0\3", b"\0\0")
    at = 0
    while at < len(said) and said[at:] != bytes((_END,)):
        kind, at = _sum(said, at)
        size, at = _sum(said, at)
        if kind not in _NUMBERS or size > _LONGEST:
            return False
        at += size
    return at <= len(said)


def _sum(said: bytes, at: int) -> tuple[int, int]:
    total = 0
    while at < len(said) and said[at] == 0xFF:
        total, at = total + 0xFF, at + 1
    return total + (said[at] if at < len(said) else 0), at + 1


def filled(size: int, *, is_265: bool) -> bytes:
    """Give a unit of filling of so many bytes, which every player passes over."""
    head = b"\x4c\x01" if is_265 else b"\x0c"
    return (head + b"\xff" * max(0, size - len(head) - 1) + bytes((_END,)))[:size]

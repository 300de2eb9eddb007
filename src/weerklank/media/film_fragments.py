"""Where the samples of a film in fragments lie, by what each fragment says (ISO/IEC 14496-12)."""

from collections.abc import Iterator

from weerklank.media.foreign_file import Broken, ForeignFile

_BASE, _DESCRIPTION, _LENGTH, _SIZE, _FLAGS, _AT_FRAGMENT = 0x1, 0x2, 0x8, 0x10, 0x20, 0x20000
_OFFSET, _FIRST_FLAGS, _EACH = 0x1, 0x4, (0x100, 0x200, 0x400, 0x800)
_OWN_SIZE = 0x200
Span = tuple[int, int]


def head_of(file: ForeignFile, head: Span, moof: int) -> tuple[int, int, int | None]:
    """Read `tfhd`: number of the track, where its data are counted from, and the usual size.

    Data that are counted from where those of another track end are not followed: Broken.
    """
    place, end = head
    flags, at = file.number(place + 1, 3), place + 8
    number, base, size = file.number(place + 4, 4), moof, None
    if flags & _BASE:
        base, at = file.number(at, 8), at + 8
    at += 4 * bool(flags & _DESCRIPTION) + 4 * bool(flags & _LENGTH)
    if flags & _SIZE:
        size = file.number(at, 4)
    if at > end:
        raise Broken
    return number, base, size


def samples_of_run(
    file: ForeignFile, run: Span, base: int, usual: int
) -> Iterator[tuple[int, int]]:
    """Give place and size of each sample of a `trun`."""
    place, end = run
    flags, count = file.number(place + 1, 3), file.number(place + 4, 4)
    at = place + 8
    if not flags & _OFFSET:
        raise Broken
    offset = file.number(at, 4)
    here = base + (offset - (1 << 32) if offset >> 31 else offset)
    at += 4 + 4 * bool(flags & _FIRST_FLAGS)
    width = 4 * sum(bool(flags & one) for one in _EACH)
    before = 4 * bool(flags & _EACH[0])
    if at + count * width > end:
        raise Broken
    for number in range(count):
        file.step(20_000_000)
        size = file.number(at + number * width + before, 4) if flags & _OWN_SIZE else usual
        yield here, size
        here += size

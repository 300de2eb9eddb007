"""Where the pictures and sounds of a track lie in the file, by its tables of samples."""

from collections.abc import Iterator

from weerklank.media.foreign_file import Broken, ForeignFile

#: Where something begins and ends in the file.
Span = tuple[int, int]
_Places = dict[bytes, Span]


def spans_of(file: ForeignFile, table: _Places) -> list[Span]:
    """Give where the chunks of a track lie, in order of the table."""
    offsets = _offsets(file, table)
    counts = _counts(file, table, len(offsets))
    sizes = _Sizes(file, table)
    found: list[Span] = []
    done = 0
    for offset, count in zip(offsets, counts, strict=True):
        end = offset + sizes.of(done, count)
        done += count
        if end > file.size:
            raise Broken
        if found and found[-1][1] == offset:
            found[-1] = (found[-1][0], end)
        else:
            found.append((offset, end))
    return found


def samples_of(file: ForeignFile, table: _Places) -> Iterator[Span]:
    """Give where each sample of a track lies, and its size."""
    offsets = _offsets(file, table)
    sizes, done = _Sizes(file, table), 0
    for place, count in zip(offsets, _counts(file, table, len(offsets)), strict=True):
        for _ in range(count):
            file.step(20_000_000)
            size = sizes.of(done, 1)
            yield place, size
            place += size  # noqa: PLW2901 - the next sample of the chunk
            done += 1


def merged(spans: list[Span], start: int, end: int) -> Iterator[Span]:
    """Give what of spans lies between two places, in order, those that meet as one."""
    last: Span | None = None
    for first, beyond in sorted(spans):
        begin, over = max(first, start), min(beyond, end)
        if begin >= over:
            continue
        if last is not None and begin <= last[1]:
            last = (last[0], max(last[1], over))
        else:
            if last is not None:
                yield last
            last = (begin, over)
    if last is not None:
        yield last


def _rows(file: ForeignFile, table: _Places, name: bytes, head: int, width: int) -> bytes:
    """Give the rows of a table; their number stands before them."""
    if name not in table:
        raise Broken
    start, end = table[name]
    count = file.number(start + head - 4, 4)
    if start + head + count * width > end:
        raise Broken
    return file.at(start + head, count * width)


def _offsets(file: ForeignFile, table: _Places) -> list[int]:
    name, width = (b"co64", 8) if b"co64" in table else (b"stco", 4)
    rows = _rows(file, table, name, 8, width)
    return [int.from_bytes(rows[at : at + width], "big") for at in range(0, len(rows), width)]


def _counts(file: ForeignFile, table: _Places, chunks: int) -> list[int]:
    """Give how many samples are in each chunk."""
    rows = _rows(file, table, b"stsc", 8, 12)
    found: list[int] = []
    for at in range(0, len(rows), 12):
        first = int.from_bytes(rows[at : at + 4], "big")
        count = int.from_bytes(rows[at + 4 : at + 8], "big")
        follows = int.from_bytes(rows[at + 12 : at + 16], "big") if at + 12 < len(rows) else 0
        upto = min(follows - 1, chunks) if follows else chunks
        if first != len(found) + 1 and chunks:
            raise Broken
        found += [count] * (upto - len(found))
    if len(found) != chunks:
        raise Broken
    return found


class _Sizes:
    """How large samples are, one after another."""

    def __init__(self, file: ForeignFile, table: _Places) -> None:
        if b"stsz" not in table:  # a table of half bytes, which hardly any film has
            raise Broken
        start = table[b"stsz"][0]
        self._each = file.number(start + 4, 4)
        self._count = file.number(start + 8, 4)
        self._rows = b"" if self._each else _rows(file, table, b"stsz", 12, 4)

    def of(self, first: int, count: int) -> int:
        """Give how large so many samples are together."""
        if first + count > self._count:
            raise Broken
        if self._each:
            return self._each * count
        rows = memoryview(self._rows)[4 * first : 4 * (first + count)]
        return sum(int.from_bytes(rows[at : at + 4], "big") for at in range(0, len(rows), 4))

"""Go through the list of a zip a part at a time: a million members cost no more than a few.

`zipfile` keeps some 640 bytes of each member, for as long as a zip is open. A large list is read
here in order and handed to it as if each part were the whole: the file itself up to its list, then
that part of the list, then an end that says so. What is odd in any way is left to it as it is.
"""

import io
import struct
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

#: Members of a part; a list that is no longer is read as it is.
_MOST = 5_000
_READ = 1 << 16

_END = struct.Struct("<4s4H2LH")
_LOCATOR = struct.Struct("<4sLQL")
_END_64 = struct.Struct("<4sQ2H2L4Q")
_ENTRY = struct.Struct("<4s24x3H12x")
_IS_END, _IS_LOCATOR, _IS_END_64, _IS_ENTRY = b"PK\5\6", b"PK\6\7", b"PK\6\6", b"PK\1\2"


def parts_of(path: Path) -> Iterator[zipfile.ZipFile]:
    """Give a zip as one or more whose members follow each other; each is closed after its turn.

    It is opened by `path.open`, which may decrypt it. Raises what `zipfile` does.
    """
    with path.open("rb") as stream:
        found = _place_of_list(stream)
        if found is None:
            with _opened(stream) as whole:
                yield whole
            return
        begin, size = found
        for listed, count in _listed(stream, begin, size):
            end = _end_of(begin, len(listed), count)
            with _opened(cast("BinaryIO", _Joined(stream, begin, listed + end))) as part:
                yield part


def _opened(stream: BinaryIO) -> zipfile.ZipFile:
    """Open a zip; BadZipFile for whatever else `zipfile` makes of a list that is hostile.

    A member without a name is left out: `zipfile` can't handle one, and nothing asks for it.
    """
    try:
        found = zipfile.ZipFile(stream)
    except (ValueError, IndexError, OverflowError, struct.error) as error:
        raise zipfile.BadZipFile from error
    found.filelist[:] = [one for one in found.filelist if one.filename]
    return found


def members_of(path: Path) -> Iterator[zipfile.ZipInfo]:
    """Give what the list of a zip says of each member, in order. Raises what `zipfile` does."""
    for part in parts_of(path):
        yield from part.infolist()


def _place_of_list(stream: BinaryIO) -> tuple[int, int] | None:
    """Give where a list begins and how long it is; None unless it is long, and plain in all."""
    size = stream.seek(0, io.SEEK_END)
    if size < _END.size + _LOCATOR.size + _END_64.size:
        return None
    stream.seek(size - _END.size - _LOCATOR.size)
    locator = _LOCATOR.unpack(stream.read(_LOCATOR.size))
    end = _END.unpack(stream.read(_END.size))
    if end[0] != _IS_END or end[-1]:
        return None
    place = size - _END.size
    count, length, begin = end[4], end[5], end[6]
    if locator[0] == _IS_LOCATOR:
        place -= _LOCATOR.size + _END_64.size
        if place < 0 or locator[2] != place:
            return None
        stream.seek(place)
        end_64 = _END_64.unpack(stream.read(_END_64.size))
        if end_64[0] != _IS_END_64:
            return None
        count, length, begin = end_64[7:]
    return (begin, length) if count > _MOST and begin + length == place else None


def _listed(stream: BinaryIO, begin: int, size: int) -> Iterator[tuple[bytes, int]]:
    """Give a list in parts, with how many members each has; BadZipFile where it is damaged."""
    place, end, waiting = begin, begin + size, b""
    while place < end or waiting:
        stream.seek(place)
        block = stream.read(min(_READ, end - place))
        place += len(block)
        waiting += block
        at = count = 0
        while at < len(waiting) and (length := _length_at(waiting, at)):
            at += length
            count += 1
            if count == _MOST:
                yield waiting[:at], count
                waiting, at, count = waiting[at:], 0, 0
        if not at and not block and waiting:
            raise zipfile.BadZipFile("Truncated central directory")
        if at:
            yield waiting[:at], count
            waiting = waiting[at:]


def _length_at(listed: bytes, at: int) -> int:
    """Give the length of the entry at a place; 0 where it is not there whole."""
    if len(listed) - at < _ENTRY.size:
        return 0
    mark, name, extra, remark = _ENTRY.unpack_from(listed, at)
    if mark != _IS_ENTRY:
        raise zipfile.BadZipFile("Bad magic number for central directory")
    length: int = _ENTRY.size + name + extra + remark
    return length if len(listed) - at >= length else 0


def _end_of(begin: int, size: int, count: int) -> bytes:
    rest = _END_64.size - 12
    return (
        _END_64.pack(_IS_END_64, rest, 45, 45, 0, 0, count, count, size, begin)
        + _LOCATOR.pack(_IS_LOCATOR, 0, begin + size, 1)
        + _END.pack(_IS_END, 0, 0, 0xFFFF, 0xFFFF, 0xFFFFFFFF, 0xFFFFFFFF, 0)
    )


class _Joined(io.RawIOBase):
    """A file up to a place, and then other bytes."""

    def __init__(self, stream: BinaryIO, until: int, tail: bytes) -> None:
        self._stream, self._until, self._tail = stream, until, tail
        self._at = 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        base = (0, self._at, self._until + len(self._tail))[whence]
        self._at = max(0, base + offset)
        return self._at

    def read(self, size: int | None = -1) -> bytes:
        left = max(0, self._until + len(self._tail) - self._at)
        wanted = left if size is None or size < 0 else min(size, left)
        if self._at < self._until:
            self._stream.seek(self._at)
            found = self._stream.read(min(wanted, self._until - self._at))
            self._at += len(found)
            return found + self.read(wanted - len(found)) if 0 < len(found) < wanted else found
        at = self._at - self._until
        found = self._tail[at : at + wanted]
        self._at += len(found)
        return found

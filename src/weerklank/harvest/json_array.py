"""Split a JSON array of objects that is too large to parse whole.

Cuts where an object seems to end and another to begin, and decodes the piece. Where that fails,
as it does inside nested objects, the end is found by counting brackets. Brackets of a broken
object may count wrong: what is no object of its own goes on where a whole item is seen to begin.
So a broken object costs itself and no other.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import BinaryIO, Generic, TypeVar

from weerklank.harvest.port import Unreadable
from weerklank.model.text import Text

T = TypeVar("T")

_READ = 1 << 20
#: No object of a social medium is larger; one that seems to be is broken.
LARGEST_OBJECT = 8 << 20

#: A text, also one that goes on beyond what was read. Possessive: of a text of megabytes nothing
#: is remembered while its end is looked for.
_TEXT = rb'"(?:[^"\\]++|\\.)*+(?:"|\\?\Z)'
_STRUCTURE = re.compile(_TEXT + rb"|[{}\[\]]", re.DOTALL)
_SCALAR = re.compile(_TEXT + rb"|[^\s,{}\[\]]+", re.DOTALL)
#: What stands behind an entry of the array that is a plain value.
_ENTRY_ENDS = re.compile(rb"\s*[,\]]")
#: With which an activity begins.
_FIRST_KEYS = (b"id", b"@context")
_FILLER = b" \t\r\n,"
#: Places inside one broken object at which another is looked for, at most.
_TRIES = 100
#: More than what stands before an item.
_WIDEST_SEAM = 256


NOT_CLOSED = Text("de lijst is niet afgesloten", "the list is not closed")
TOO_DEEP = Text("te diep genest", "nested too deeply")
NOT_READ = Text("niet van een vorm die te lezen is", "not of a form that can be read")
TOO_LARGE = Text(
    "een object groter dan 8 MiB, of zonder einde", "an object larger than 8 MiB, or without end"
)
WITHOUT_END = Text("een object zonder einde", "an object without end")
ENDS_INSIDE = Text("het bestand eindigt binnen een object", "the file ends inside an object")


@dataclass(frozen=True, slots=True)
class BrokenPiece:
    """A piece of the array that is no whole object; says why, never what stands in it."""

    reason: Text


def find_array(
    stream: BinaryIO, key: bytes, head: bytes = b"", *, depth: int = 0
) -> tuple[bytes, bytes | None]:
    """Read until the array under a key of the outermost object begins.

    `head` is what was read already, at that depth. Gives what stood before the array, and the
    first of it; None when there is none, or none within 8 MiB.
    """
    pattern = re.compile(rb'"' + re.escape(key) + rb'"\s*:\s*\[')
    while True:
        begin = _array_at(head, pattern, depth)
        if begin is not None:
            return head[: begin[0]], head[begin[1] :]
        piece = stream.read(_READ) if len(head) <= LARGEST_OBJECT else b""
        if not piece:
            return head, None
        head += piece


def _array_at(head: bytes, pattern: re.Pattern[bytes], depth: int) -> tuple[int, int] | None:
    """Find where the array begins, with its key and behind its bracket."""
    if not pattern.search(head):
        return None
    for match in _STRUCTURE.finditer(head):
        sign = head[match.start()]
        if sign in b"{[":
            depth += 1
        elif sign in b"}]":
            depth -= 1
        elif depth == 1:
            found = pattern.match(head, match.start())
            if found:
                return found.span()
    return None


@lru_cache(maxsize=100)
def _marks(first_keys: tuple[bytes, ...]) -> tuple[re.Pattern[bytes], re.Pattern[bytes]]:
    """Match where one item ends and another begins, and what stands before one."""
    keys = b"|".join(map(re.escape, first_keys))
    item = rb'(?=\{\s*"(?:' + keys + rb')"\s*:)'
    return re.compile(rb"\}\s*,\s*" + item), re.compile(rb",\s*" + item)


class ObjectSplitter(Generic[T]):
    """Gives each object of an array.

    `decode` raises ValueError for what is no whole object, Unreadable where it can say why;
    `is_item` tells an item of the array from an object that only stands inside one. Objects that
    begin with another than `first_keys` are given as well, more slowly.
    """

    def __init__(
        self,
        stream: BinaryIO,
        first: bytes,
        decode: Callable[[bytes], T],
        is_item: Callable[[T], bool],
        first_keys: tuple[bytes, ...] = _FIRST_KEYS,
    ) -> None:
        self._seam, self._begin = _marks(first_keys)
        self._stream = stream
        self._decode = decode
        self._is_item = is_item
        self._buffer = first
        self._position = 0
        self._ended = False

    def __iter__(self) -> Iterator[tuple[bytes, T] | BrokenPiece]:
        """Give the objects in order; a last BrokenPiece when the array is not closed."""
        while True:
            self._skip_filler()
            sign = self._buffer[self._position : self._position + 1]
            if sign == b"]":
                return
            if not sign:
                if not self._read_more():
                    yield BrokenPiece(NOT_CLOSED)
                    return
                continue
            found = self._next()
            if found is not None:
                yield found
            elif not self._read_more():
                yield self._give_up()
                if self._position >= len(self._buffer):
                    return

    def rest(self) -> bytes:
        """Give what was read beyond the array, once all of it was given."""
        return self._buffer[self._position + 1 :]

    def _skip_filler(self) -> None:
        buffer, position = self._buffer, self._position
        while position < len(buffer) and buffer[position] in _FILLER:
            position += 1
        self._position = position

    def _read_more(self) -> bool:
        if self._ended or len(self._buffer) - self._position > LARGEST_OBJECT:
            return False
        piece = self._stream.read(_READ)
        self._ended = not piece
        self._buffer = self._buffer[self._position :] + piece
        self._position = 0
        return bool(piece)

    def _next(self) -> tuple[bytes, T] | BrokenPiece | None:
        """Cut one object off; None when more must be read to know its end."""
        seam = self._seam.search(self._buffer, self._position)
        if seam:
            end = seam.start() + 1
            piece = self._buffer[self._position : end]
            try:
                value = self._decode(piece)
            except (ValueError, RecursionError):
                pass  # a seam inside a nested object, or a broken one: count brackets
            else:
                self._position = end
                return piece, value
        return self._next_counted()

    def _next_counted(self) -> tuple[bytes, T] | BrokenPiece | None:
        """Cut one object off where its brackets say that it ends."""
        end = self._counted_end(self._position)
        if end < 0:
            return None
        piece = self._buffer[self._position : end]
        if piece[:1] not in b"{[" and _ENTRY_ENDS.match(self._buffer, end):
            self._position = end  # a plain value that stands where an object should
            return BrokenPiece(NOT_READ)
        try:
            value = self._decode(piece)
        except RecursionError:
            self._position = end
            return BrokenPiece(TOO_DEEP)
        except ValueError as error:
            after = self._after_broken(end)
            if after is None:
                return None
            self._position = after
            # The words of other errors may quote content.
            return BrokenPiece(error.reason if isinstance(error, Unreadable) else NOT_READ)
        self._position = end
        return piece, value

    def _counted_end(self, begin: int) -> int:
        """Find where an object or list ends by counting brackets, a plain value by its form."""
        if self._buffer[begin] not in b"{[":
            found = _SCALAR.match(self._buffer, begin)
            if found is None:  # a closing bracket that belongs to nothing
                return begin + 1
            return found.end() if found.end() < len(self._buffer) or self._ended else -1
        depth = 0
        for match in _STRUCTURE.finditer(self._buffer, begin, begin + LARGEST_OBJECT):
            sign = self._buffer[match.start()]
            if sign in b"{[":
                depth += 1
            elif sign in b"}]":
                depth -= 1
                if depth == 0:
                    return match.end()
        return -1

    def _after_broken(self, end: int) -> int | None:
        """Tell where to go on after a broken object that seems to end; None: read more first."""
        ranges = [(self._position, end)]
        if not self._begin.match(self._buffer, end):
            ranges.append((end, len(self._buffer)))
        for begin, stop in ranges:
            place, is_whole = self._item_from(begin, stop)
            if is_whole:
                return place
            if place >= 0:
                return None
        return end

    def _item_from(self, begin: int, end: int) -> tuple[int, bool]:
        """Find where an item begins inside what is broken, and tell whether it is seen whole.

        -1 when none begins there; not whole means that more must be read to know.
        """
        for seam in islice(self._begin.finditer(self._buffer, begin, end), _TRIES):
            place = seam.end()
            stop = self._counted_end(place)
            if stop < 0:
                if not self._ended and len(self._buffer) - place <= LARGEST_OBJECT:
                    return place, False
                continue
            try:
                if self._is_item(self._decode(self._buffer[place:stop])):
                    return place, True
            except (ValueError, RecursionError):
                continue
        return -1, False

    def _give_up(self) -> BrokenPiece:
        """Leave an object that has no end, and go on where another is seen to begin."""
        too_large = len(self._buffer) - self._position > LARGEST_OBJECT
        while True:
            place, is_whole = self._item_from(self._position, len(self._buffer))
            if is_whole:
                self._position = place
                return BrokenPiece(TOO_LARGE if too_large else WITHOUT_END)
            if self._ended:
                self._position = len(self._buffer)
                return BrokenPiece(ENDS_INSIDE)
            # Keep what an item may begin in, and read on.
            last = len(self._buffer) if place < 0 else place
            keep = max(self._position, last - _WIDEST_SEAM)
            piece = self._stream.read(_READ)
            self._ended = not piece
            self._buffer = self._buffer[keep:] + piece
            self._position = 0

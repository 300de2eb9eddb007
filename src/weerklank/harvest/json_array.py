"""Split a JSON array of objects that is too large to parse whole.

Cuts where an object seems to end and another to begin, and decodes the piece. Where that fails,
as it does inside nested objects, the end is found by counting brackets. So a broken object costs
itself and no other.
"""

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO, Generic, TypeVar

T = TypeVar("T")

_READ = 1 << 20
#: No object of a social medium is larger; one that seems to be is broken.
LARGEST_OBJECT = 8 << 20

_SEAM = re.compile(rb"\}\s*,\s*(?=\{\s*\"(?:id|@context)\")")
_STRUCTURE = re.compile(rb'"(?:[^"\\]|\\.)*"|[{}\[\]]', re.DOTALL)
_FILLER = b" \t\r\n,"


class BrokenPiece(ValueError):
    """A piece of the array that is no whole object; says why, never what stands in it."""


def find_array(stream: BinaryIO, key: bytes) -> tuple[bytes, bytes] | None:
    """Read until the array under a key begins: what stood before it, and the first of it."""
    pattern = re.compile(rb'"' + re.escape(key) + rb'"\s*:\s*\[')
    head = b""
    while len(head) <= LARGEST_OBJECT:
        match = pattern.search(head)
        if match:
            return head[: match.start()], head[match.end() :]
        piece = stream.read(_READ)
        if not piece:
            return None
        head += piece
    return None


class ObjectSplitter(Generic[T]):
    """Gives each object of an array; `decode` raises ValueError for what is no whole object."""

    def __init__(self, stream: BinaryIO, first: bytes, decode: Callable[[bytes], T]) -> None:
        self._stream = stream
        self._decode = decode
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
                    yield BrokenPiece("the list is not closed")
                    return
                continue
            found = self._next()
            if found is not None:
                yield found
            elif not self._read_more():
                yield self._give_up()
                if self._position >= len(self._buffer):
                    return

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
        seam = _SEAM.search(self._buffer, self._position)
        if seam:
            end = seam.start() + 1
            piece = self._buffer[self._position : end]
            try:
                value = self._decode(piece)
            except ValueError:
                pass  # a seam inside a nested object, or a broken one: count brackets
            else:
                self._position = end
                return piece, value
        end = self._counted_end()
        if end < 0:
            return None
        piece = self._buffer[self._position : end]
        self._position = end
        try:
            return piece, self._decode(piece)
        except ValueError as error:
            # The decoder's own words may quote content; the kind of error does not.
            return BrokenPiece(type(error).__name__)

    def _counted_end(self) -> int:
        """Find the end of an object by counting brackets; what is none ends where one begins."""
        if self._buffer[self._position] != ord("{"):
            return self._buffer.find(b"{", self._position + 1)
        depth = 0
        last = self._position + LARGEST_OBJECT
        for match in _STRUCTURE.finditer(self._buffer, self._position, last):
            sign = self._buffer[match.start()]
            if sign in b"{[":
                depth += 1
            elif sign in b"}]":
                depth -= 1
                if depth == 0:
                    return match.end()
        return -1

    def _give_up(self) -> BrokenPiece:
        """Leave an object that has no end, and go on where another seems to begin."""
        seam = _SEAM.search(self._buffer, self._position)
        self._position = seam.end() if seam else len(self._buffer)
        if seam:
            return BrokenPiece("the object does not end")
        return BrokenPiece("the file ends inside an object")

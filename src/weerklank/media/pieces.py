"""Pieces of which a clean copy consists: of the file itself, and what comes in their place.

Nothing is decoded or encoded anew. The copy is nowhere on disk: it is read from the file by its
pieces, from any place on, as a player asks.
"""

from bisect import bisect_right
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from weerklank.media.foreign_file import TooMuch

_MOST = 200_000
_BLOCK = 1 << 20


class Piece(NamedTuple):
    """A piece: of the file from `start` on, or `put`; noughts where it is neither."""

    size: int
    start: int | None = None
    put: bytes | None = None


class Pieces:
    """A copy on its way: pieces one after another."""

    def __init__(self) -> None:
        self._pieces: list[Piece] = []
        self._places: list[int] = []
        self.size = 0

    def keep(self, start: int, end: int) -> None:
        """Take over what is between two places of the file."""
        if end <= start:
            return
        last = self._pieces[-1] if self._pieces else None
        if last is not None and last.start is not None and last.start + last.size == start:
            self._pieces[-1] = Piece(end - last.start, last.start)
            self.size += end - start
        else:
            self._add(Piece(end - start, start))

    def put(self, content: bytes) -> None:
        """Put bytes of our own."""
        if content:
            self._add(Piece(len(content), put=content))

    def blank(self, count: int) -> None:
        """Put so many noughts."""
        if count > 0:
            self._add(Piece(count))

    def _add(self, piece: Piece) -> None:
        if len(self._pieces) >= _MOST:
            raise TooMuch
        self._pieces.append(piece)
        self._places.append(self.size)
        self.size += piece.size

    def read(self, file: BinaryIO, place: int, count: int) -> bytes:
        """Give so many bytes of the copy from a place on; fewer at its end."""
        found = bytearray()
        at = max(0, bisect_right(self._places, place) - 1)
        for begin, piece in zip(self._places[at:], self._pieces[at:], strict=True):
            skip = place + len(found) - begin
            want = min(piece.size - skip, count - len(found))
            if want <= 0:
                break
            if piece.put is not None:
                found += piece.put[skip : skip + want]
            elif piece.start is None:
                found += bytes(want)
            else:
                file.seek(piece.start + skip)
                found += file.read(want)
        return bytes(found)

    def blocks(self, file: BinaryIO) -> Iterator[bytes]:
        """Give the whole copy, a block at a time."""
        for piece in self._pieces:
            done = 0
            while done < piece.size:
                want = min(_BLOCK, piece.size - done)
                if piece.put is not None:
                    block = piece.put[done : done + want]
                elif piece.start is None:
                    block = bytes(want)
                else:
                    file.seek(piece.start + done)
                    block = file.read(want)
                if not block:
                    return  # the file became shorter meanwhile
                yield block
                done += len(block)

"""Ranges of bytes: how a replay reads out of a file that is never sent whole."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

_PIECE = 64 << 10


class ReadsRanges(Protocol):
    """Gives ranges of something that has a length, wherever it lies."""

    @property
    def length(self) -> int:
        """Give how many bytes there are."""
        ...

    def read(self, start: int, stop: int) -> Iterator[bytes]:
        """Give the bytes from `start` up to but not including `stop`, in pieces.

        Both lie within the length. OSError when they can't be read.
        """
        ...


@dataclass(frozen=True, slots=True)
class FileRanges:
    """Reads ranges of a file of the archive."""

    path: Path
    length: int

    def read(self, start: int, stop: int) -> Iterator[bytes]:
        """Give the bytes from `start` up to `stop`, fewer only where the file is cut."""
        with self.path.open("rb") as file:
            file.seek(start)
            left = stop - start
            while left > 0 and (piece := file.read(min(left, _PIECE))):
                left -= len(piece)
                yield piece


def ranges_of(path: Path) -> FileRanges:
    """Read ranges of the file at a path; OSError when there is none."""
    return FileRanges(path, path.stat().st_size)

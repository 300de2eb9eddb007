"""Look things up in a sorted file of fixed-width rows, by a sparse index and one read.

Not by mapping the file into memory: pages of a map count as memory of the process, and would grow
with the archive.
"""

import os
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from pathlib import Path

from weerklank.model.errors import BrokenInput, fault
from weerklank.model.text import Text
from weerklank.store.prefix_filter import PrefixFilter

TABLE_DAMAGED = fault(
    "STORE-003",
    Text(
        nl="{path} is beschadigd: dit zijn geen rijen van een tabel.",
        en="{path} is damaged: these are no rows of a table.",
    ),
    Text(
        nl="Zet het bestand terug uit een kopie; 'weerklank verify' noemt alles met schade.",
        en="Put the file back from a copy; 'weerklank verify' names all that is damaged.",
    ),
)

#: Rows between two that the sparse index knows, and so rows of one read.
_BLOCK = 128


class SortedView:
    """One sorted file, open for look-ups."""

    def __init__(self, path: Path, key: int, row: int, *, seldom: bool = False) -> None:
        self._row = row
        self.path = path
        self._handle = os.open(path, os.O_RDONLY)
        self._rows, rest = divmod(os.fstat(self._handle).st_size, row)
        if rest:
            os.close(self._handle)
            raise self.damage()
        #: Tells quickly of most prefixes that no key begins with them.
        self.filter = PrefixFilter(self._rows) if seldom else None
        if self.filter is not None:
            for number in range(0, self._rows, _BLOCK):
                try:
                    self.filter.note(self._keys_of(number, key))
                except ValueError:
                    os.close(self._handle)
                    raise self.damage() from None
        self._sparse = [
            os.pread(self._handle, key, number * row) for number in range(0, self._rows, _BLOCK)
        ]
        self._number = -1
        self._block = b""

    def _keys_of(self, number: int, key: int) -> Iterator[bytes]:
        block = os.pread(self._handle, _BLOCK * self._row, number * self._row)
        return (block[start : start + key] for start in range(0, len(block), self._row))

    @property
    def identity(self) -> tuple[int, int]:
        """Give what tells this file from another that was put in its place."""
        status = os.fstat(self._handle)
        return status.st_ino, status.st_size

    def damage(self) -> BrokenInput:
        """Give the error that says that the file is no table any more."""
        return BrokenInput(TABLE_DAMAGED, path="/".join(self.path.parts[-3:]))

    def first(self, target: bytes) -> int:
        """Give the place of the first row that is not before `target`, or of the end."""
        number = bisect_left(self._sparse, target) - 1
        if number < 0:
            return 0
        block, row, length = self._load(number), self._row, len(target)
        low, high = 0, len(block) // row
        while low < high:
            middle = (low + high) // 2
            start = middle * row
            if block[start : start + length] < target:
                low = middle + 1
            else:
                high = middle
        return number * _BLOCK + low

    def find(self, key: bytes) -> bytes:
        """Give the row of a whole key; empty when there is none."""
        number = bisect_right(self._sparse, key) - 1
        if number < 0:
            return b""
        block, row = self._load(number), self._row
        start = block.find(key)
        while start % row and start > 0:  # that is no key but part of a value
            start = block.find(key, start + 1)
        return block[start : start + row] if start >= 0 else b""

    def row(self, place: int) -> bytes:
        """Give one row; empty beyond the end."""
        if place >= self._rows:
            return b""
        number, within = divmod(place, _BLOCK)
        start = within * self._row
        return self._load(number)[start : start + self._row]

    def _load(self, number: int) -> bytes:
        if number != self._number:
            size = _BLOCK * self._row
            self._block = os.pread(self._handle, size, number * size)
            self._number = number
        return self._block

    def close(self) -> None:
        """Let go of the file."""
        os.close(self._handle)

"""Where each block of a CAR file stands: a table in a file without a name, in flat memory.

A CID is a digest of what somebody wrote, and so confirms a guess (docs/adr/0013). So a row holds
eight bytes of a digest under a key of this run, and the place; the block itself tells whether it
is the one that was looked for.
"""

import hashlib
import os
import struct
from collections.abc import Iterator

from weerklank.harvest.reads_at import NamelessFile

_ROW = struct.Struct("<QQ")
_FIRST = 1 << 12
#: A block that stands in a file more often is not looked for there again: each costs the next.
_MOST_SAME = 8
_READ = 1 << 12


class BlockPlaces:
    """Offsets by keyed digest: an open table that is at most half full."""

    def __init__(self) -> None:
        self._secret = os.urandom(32)
        self._slots = _FIRST
        self._used = 0
        self._file = self._empty(_FIRST)

    @staticmethod
    def _empty(slots: int) -> NamelessFile:
        file = NamelessFile()
        os.truncate(file.handle, slots * _ROW.size)
        return file

    def _mark(self, digest: bytes) -> int:
        keyed = hashlib.blake2b(digest, digest_size=8, key=self._secret).digest()
        return int.from_bytes(keyed, "little")

    def put(self, digest: bytes, offset: int) -> None:
        """Note where a block stands; `offset` is above 0."""
        if 2 * self._used >= self._slots:
            self._grow()
        self._used += self._put(self._mark(digest), offset)

    def _put(self, mark: int, offset: int) -> bool:
        handle, slots, size = self._file.handle, self._slots, _ROW.size
        slot, same = mark % slots, 0
        while True:
            found, taken = _ROW.unpack(os.pread(handle, size, slot * size))
            if not taken:
                break
            same += found == mark
            if same == _MOST_SAME:
                return False
            slot = (slot + 1) % slots
        self._file.write_at(_ROW.pack(mark, offset), slot * size)
        return True

    def _grow(self) -> None:
        old, count = self._file, self._slots
        self._slots = 4 * count
        self._file = self._empty(self._slots)
        for first in range(0, count, _READ):
            rows = os.pread(old.handle, _READ * _ROW.size, first * _ROW.size)
            for mark, offset in _ROW.iter_unpack(rows):
                if offset:
                    self._put(mark, offset)
        old.close()

    def find(self, digest: bytes) -> Iterator[int]:
        """Give the places where a block with this digest may stand."""
        mark = self._mark(digest)
        slot = mark % self._slots
        for _ in range(self._slots):
            found, offset = _ROW.unpack(os.pread(self._file.handle, _ROW.size, slot * _ROW.size))
            if not offset:
                return
            if found == mark:
                yield offset
            slot = (slot + 1) % self._slots

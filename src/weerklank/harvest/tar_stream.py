"""Read a tar file forward only, with little memory, whatever its heads say.

Python's own stream of a tar skips a member by as many reads as its head says that it is large,
also beyond the end of the file: one that says a petabyte takes weeks. And what stands before a
member (a long name, a list of the holes in it) is read whole, however long.
"""

import tarfile
from collections.abc import Iterator
from typing import BinaryIO, cast

_BLOCK = 512
_SKIP = 1 << 18
#: What belongs to one member before its content begins: a long name takes some 4 kB of it.
_LONGEST_HEAD = 1 << 16


class TarStream:
    """The file that `tarfile` reads from: it goes forward, and says where it ends too early."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._place = 0
        #: How much was read of what stands before a member; None while its content is read.
        self._head: int | None = 0
        self._last = b""

    def members(self) -> Iterator[tuple[tarfile.TarFile, tarfile.TarInfo]]:
        """Give each member with the tar that it can be read from until the next is asked for."""
        with tarfile.open(fileobj=cast("BinaryIO", self), mode="r:") as tar:
            for member in tar:
                self._head = None
                yield tar, member
                # It would remember every medium; the stubs leave `members` out.
                cast("list[tarfile.TarInfo]", vars(tar)["members"]).clear()
                self._head = 0
        self._expect_end()

    def _expect_end(self) -> None:
        """Raise where the last member is not the end, and read what tells whether all was sound.

        A head that can't be read counts as the end for `tarfile`. And behind the end stands the
        check sum of a gzip: without reading that, a flipped byte in a text goes in as it is.
        """
        if self._last.strip(b"\0"):
            raise tarfile.ReadError
        while self._stream.read(_SKIP):
            pass

    def tell(self) -> int:
        """Tell how much was read."""
        return self._place

    def seek(self, place: int, whence: int = 0) -> int:
        """Skip to a place further on; EOFError when the file ends before it."""
        if whence or place < self._place:
            raise tarfile.StreamError
        while self._place < place:
            skipped = self._stream.read(min(_SKIP, place - self._place))
            if not skipped:
                raise EOFError
            self._place += len(skipped)
        return self._place

    def read(self, size: int) -> bytes:
        """Read on; what belongs to a member's head must be there whole, and be short."""
        if self._head is None:
            content = self._stream.read(size)
            self._place += len(content)
            return content
        if self._head + size > _LONGEST_HEAD:
            raise tarfile.ReadError
        content = self._whole(size)
        self._place += len(content)
        # At the end of the file the first block of a head is not there at all.
        if len(content) < size and (content or self._head >= _BLOCK):
            raise EOFError
        self._head += len(content)
        self._last = content
        return content

    def _whole(self, size: int) -> bytes:
        content = b""
        while len(content) < size:
            piece = self._stream.read(size - len(content))
            if not piece:
                break
            content += piece
        return content

"""Read any part of a file that is too large for memory, without leaving a copy in the clear.

A member of a zip can't be read from the middle. It is copied into a file that has no name, under a
key that is in memory alone: whatever becomes of the process, nobody can read what is left.
"""

import os
import tempfile
import weakref
from pathlib import Path
from typing import BinaryIO, Protocol

from cryptography.hazmat.primitives.ciphers import Cipher
from cryptography.hazmat.primitives.ciphers.algorithms import AES
from cryptography.hazmat.primitives.ciphers.modes import CTR

_BLOCK = 1 << 20
#: Bytes that the counter of the cipher counts by.
_STEP = 16


class ReadsAt(Protocol):
    """A file of which any part can be read."""

    #: Bytes.
    size: int

    def read_at(self, offset: int, size: int) -> bytes:
        """Give the bytes from a place on; fewer than asked at the end of the file."""
        ...


class NamelessFile:
    """A working file that nobody else can open; it is gone when this process is."""

    def __init__(self) -> None:
        self.handle, name = tempfile.mkstemp()
        Path(name).unlink()
        self.close = weakref.finalize(self, os.close, self.handle)

    def write_at(self, content: bytes, offset: int) -> None:
        """Write all of it at a place; OSError, with the folder, when there is no room."""
        rest = memoryview(content)
        while rest:
            try:
                done = os.pwrite(self.handle, rest, offset)
            except OSError as error:
                raise OSError(error.errno, error.strerror, tempfile.gettempdir()) from None
            rest, offset = rest[done:], offset + done


class FileOnDisk:
    """A file as it lies on disk."""

    def __init__(self, path: Path) -> None:
        self._handle = os.open(path, os.O_RDONLY)
        self.size = os.fstat(self._handle).st_size
        self.close = weakref.finalize(self, os.close, self._handle)

    def read_at(self, offset: int, size: int) -> bytes:
        """Give the bytes from a place on."""
        return os.pread(self._handle, size, offset)


class SealedCopy:
    """A stream, copied in flat memory: encrypted with AES-256 in counter mode."""

    def __init__(self, stream: BinaryIO) -> None:
        """Copy it to its end; OSError when the disk is full."""
        self._key = AES(os.urandom(32))
        self._first = int.from_bytes(os.urandom(_STEP), "big")
        self._file = NamelessFile()
        self.size = 0
        sealing = self._cipher(0).encryptor()
        while block := stream.read(_BLOCK):
            self._file.write_at(sealing.update(block), self.size)
            self.size += len(block)

    def _cipher(self, step: int) -> Cipher[CTR]:
        counter = (self._first + step) % (1 << 8 * _STEP)
        return Cipher(self._key, CTR(counter.to_bytes(_STEP, "big")))

    def read_at(self, offset: int, size: int) -> bytes:
        """Give the bytes from a place on."""
        step, before = divmod(offset, _STEP)
        sealed = os.pread(self._file.handle, size + before, offset - before)
        return self._cipher(step).decryptor().update(sealed)[before:]

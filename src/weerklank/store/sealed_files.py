"""Files that are read at any place and lie on disk encrypted: their key dies with the process.

For what names people and is too large for memory, such as an archive that a platform made: a zip
begins at its end, so it can't be read as it comes in.
"""

import io
import secrets
import shutil
from collections.abc import Iterable
from pathlib import Path, PosixPath
from typing import IO, TYPE_CHECKING, Any, cast

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

if TYPE_CHECKING:
    from _typeshed import WriteableBuffer

#: Bytes of a block before it is encrypted.
_BLOCK = 1 << 16
_TAG = 16


class SealedFolder:
    """A folder of such files; gone with `close`, and unreadable when this process is gone."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, mode=0o700)
        self.folder = folder
        self._cipher = AESGCM(AESGCM.generate_key(256))
        #: Of each file its number, which no other one ever has, and its bytes in the clear.
        self._known: dict[str, tuple[int, int]] = {}
        self._made = 0

    def write(self, name: str, content: Iterable[bytes]) -> "SealedPath":
        """Write a file as it comes in, in the place of one of that name; gives its path."""
        self._made += 1
        number, size, blocks = self._made, 0, 0
        waiting = bytearray()
        with (self.folder / name).open("wb") as file:
            for part in content:
                waiting += part
                size += len(part)
                while len(waiting) >= _BLOCK:
                    file.write(self._sealed(number, blocks, bytes(waiting[:_BLOCK])))
                    del waiting[:_BLOCK]
                    blocks += 1
            if waiting:
                file.write(self._sealed(number, blocks, bytes(waiting)))
        self._known[name] = number, size
        return SealedPath.within(self, self.folder / name)

    def size(self, name: str) -> int:
        """Give the bytes of a file in the clear."""
        return self._known[name][1]

    def opened(self, name: str) -> io.BufferedReader:
        """Open a file; FileNotFoundError when it was not written here."""
        if name not in self._known:
            raise FileNotFoundError(name)
        return io.BufferedReader(_Reader(self, name), _BLOCK)

    def block(self, file: IO[bytes], name: str, index: int) -> bytes:
        """Give one block of a file in the clear."""
        number, _ = self._known[name]
        file.seek(index * (_BLOCK + _TAG))
        sealed = file.read(_BLOCK + _TAG)
        return self._cipher.decrypt(_nonce(number, index), sealed, None) if sealed else b""

    def close(self) -> None:
        """Throw everything away."""
        shutil.rmtree(self.folder, ignore_errors=True)

    def _sealed(self, number: int, index: int, block: bytes) -> bytes:
        return self._cipher.encrypt(_nonce(number, index), block, None)


class SealedPath(PosixPath):
    """The path of such a file: what opens it by this path reads it in the clear."""

    _sealed: SealedFolder

    @classmethod
    def within(cls, folder: SealedFolder, path: Path) -> "SealedPath":
        """Give the path of a file in a folder."""
        made = cls(path)
        made._sealed = folder
        return made

    def open(self, *_how: object, **_more: object) -> IO[Any]:  # type: ignore[override] # reads
        """Open it to read, as bytes."""
        return cast("IO[Any]", self._sealed.opened(self.name))


class _Reader(io.RawIOBase):
    """Reads a file in the clear, at any place."""

    def __init__(self, folder: SealedFolder, name: str) -> None:
        super().__init__()
        self._folder = folder
        self._name = name
        self._size = folder.size(name)
        self._at = 0
        self._file = (folder.folder / name).open("rb")

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def tell(self) -> int:
        return self._at

    def seek(self, offset: int, whence: int = io.SEEK_SET) -> int:
        begin = {io.SEEK_SET: 0, io.SEEK_CUR: self._at, io.SEEK_END: self._size}[whence]
        if begin + offset < 0:
            raise OSError(22, "Invalid argument")  # as of a file: `zipfile` counts on it
        self._at = begin + offset
        return self._at

    def readinto(self, buffer: "WriteableBuffer") -> int:
        if self._at >= self._size:
            return 0
        index, skip = divmod(self._at, _BLOCK)
        room = memoryview(buffer).cast("B")
        found = self._folder.block(self._file, self._name, index)[skip : skip + len(room)]
        room[: len(found)] = found
        self._at += len(found)
        return len(found)

    def close(self) -> None:
        if not self.closed:
            self._file.close()
        super().close()


def _nonce(number: int, index: int) -> bytes:
    return number.to_bytes(4, "big") + index.to_bytes(8, "big")


def sealed_folder_name(account: str) -> str:
    """Name the folder of a job of an account, apart from those that its runs clear away."""
    return f"job-{account}-{secrets.token_hex(6)}"

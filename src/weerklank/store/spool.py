"""Working files of a run that hold raw content: encrypted with a key that dies with the run."""

import secrets
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from isal import igzip_lib

#: Bytes of a frame before it is packed.
_FRAME = 1 << 18
#: Bytes that wait in memory in all streams together; an old account has a stream a month.
_MOST_WAITING = 4 << 20
_NONCE = 12


class Spool:
    """Named streams of frames, encrypted with AES-256-GCM; the key exists in memory only."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, mode=0o700)
        self.folder = folder
        self._cipher = AESGCM(AESGCM.generate_key(256))
        self._waiting: dict[str, list[bytes]] = {}
        self._sizes: dict[str, int] = {}
        self._all_waiting = 0
        self._streams: dict[str, BinaryIO] = {}

    def add(self, name: str, content: bytes) -> None:
        """Add one entry to a stream; `name` is ours, such as a month."""
        waiting = self._waiting.setdefault(name, [])
        waiting.append(len(content).to_bytes(4, "big"))
        waiting.append(content)
        size = self._sizes[name] = self._sizes.get(name, 0) + len(content)
        self._all_waiting += len(content)
        if size >= _FRAME:
            self._write(name)
        elif self._all_waiting >= _MOST_WAITING:
            for stream in list(self._waiting):
                self._write(stream)

    def _write(self, name: str) -> None:
        waiting = self._waiting.pop(name, None)
        self._all_waiting -= self._sizes.pop(name, 0)
        if not waiting:
            return
        nonce = secrets.token_bytes(_NONCE)
        frame = igzip_lib.compress(b"".join(waiting), level=0)
        sealed = nonce + self._cipher.encrypt(nonce, frame, name.encode())
        stream = self._streams.get(name)
        if stream is None:
            if len(self._streams) >= 64:  # many months: don't hold a file open for each
                self._streams.pop(next(iter(self._streams))).close()
            stream = self._streams[name] = (self.folder / name).open("ab")
        stream.write(len(sealed).to_bytes(4, "big"))
        stream.write(sealed)

    def names(self) -> list[str]:
        """Give the streams in order of name."""
        written = {path.name for path in self.folder.iterdir()}
        return sorted(written | self._waiting.keys())

    def size(self, name: str) -> int:
        """Give the bytes on disk of a stream."""
        self._finish(name)
        path = self.folder / name
        return path.stat().st_size if path.exists() else 0

    def _finish(self, name: str) -> None:
        self._write(name)
        stream = self._streams.pop(name, None)
        if stream is not None:
            stream.close()

    def read(self, name: str) -> Iterator[bytes]:
        """Give the entries of a stream in the order in which they were added."""
        self._finish(name)
        path = self.folder / name
        if not path.exists():
            return
        with path.open("rb") as stream:
            while head := stream.read(4):
                sealed = stream.read(int.from_bytes(head, "big"))
                packed = self._cipher.decrypt(sealed[:_NONCE], sealed[_NONCE:], name.encode())
                yield from _entries(igzip_lib.decompress(packed))

    def forget(self, name: str) -> None:
        """Throw a stream away."""
        self._finish(name)
        (self.folder / name).unlink(missing_ok=True)

    def close(self) -> None:
        """Throw everything away."""
        for stream in self._streams.values():
            stream.close()
        self._streams.clear()
        self._waiting.clear()
        shutil.rmtree(self.folder, ignore_errors=True)


def _entries(frame: bytes) -> Iterator[bytes]:
    position = 0
    while position < len(frame):
        length = int.from_bytes(frame[position : position + 4], "big")
        position += 4
        yield frame[position : position + length]
        position += length

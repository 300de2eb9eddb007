"""What goes into a store is encrypted first: each generation of a package under its own key.

The format is age, to one X25519 key: whoever has the key folder opens it without this program.
"""

import hashlib
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol

import pyrage

from weerklank.integrity.verify.tree import Unreadable
from weerklank.model.event import Book
from weerklank.services.keep.object_names import generation_at
from weerklank.services.keep.replica_files import BLOCK, Unsound
from weerklank.store.atomic import make_folder
from weerklank.store.keys import KeyFolder
from weerklank.store.replica_keys import (
    REST,
    Generation,
    destroy_keys,
    has_key,
    is_day,
    keys_of,
    make_key,
    name_of_day,
    name_of_generation,
    replica_key,
)

#: Bytes that are held in memory; what is larger lies in a file without a name.
_IN_MEMORY = 1 << 23


class Cipher(Protocol):
    """What becomes of a file on its way to a store and back."""

    def can_open(self, name: str, /) -> bool:
        """Tell whether what lies at a path can be read."""

    @contextmanager
    def packed(
        self, name: str, blocks: Iterable[bytes], is_due: Callable[[str], bool]
    ) -> Iterator["Packed"]:
        """Give a file as it goes; Unsound when it is not what it should be."""

    def opened(self, name: str, /, blocks: Iterator[bytes]) -> Iterator[bytes]:
        """Give a file as it was; Unreadable when it is not one of ours, or its key is gone."""


@dataclass(frozen=True, slots=True)
class Packed:
    """A file as it goes into a store."""

    content: IO[bytes]
    #: Bytes and SHA-256 of that, and bytes of what was given.
    size: int
    digest: str
    given: int


class Plain:
    """Of what has no personal data: as it is."""

    def __init__(self, spool: Path) -> None:
        self._spool = spool

    def can_open(self, _name: str) -> bool:
        """Tell that it can be read: there is no key."""
        return True

    @contextmanager
    def packed(
        self, name: str, blocks: Iterable[bytes], is_due: Callable[[str], bool]
    ) -> Iterator[Packed]:
        """Give a file as it is; Unsound when it is not what it should be."""
        reader = _Reader(blocks)
        with _temporary(self._spool) as file:
            while block := reader.read(BLOCK):
                file.write(block)
            yield _packed(name, file, reader, is_due)

    def opened(self, _name: str, /, blocks: Iterator[bytes]) -> Iterator[bytes]:
        """Give a file as it is."""
        yield from blocks


class Sealed:
    """Of the rest: under the key of the generation that it is of, or else of all that is none."""

    def __init__(
        self,
        keys: KeyFolder,
        replica: str,
        spool: Path,
        current: Callable[[], set[Generation]],
    ) -> None:
        self._keys = keys
        self._replica = replica
        self._current = current
        self._spool = spool

    def can_open(self, name: str, /) -> bool:
        """Tell whether the key is there."""
        return has_key(self._keys, self._replica, _key_of(name))

    @contextmanager
    def packed(
        self, name: str, blocks: Iterable[bytes], is_due: Callable[[str], bool]
    ) -> Iterator[Packed]:
        """Give a file encrypted; its key is made when it is the first of its generation."""
        self._make_key(name)
        recipient = replica_key(self._keys, self._replica, _key_of(name)).to_public()
        reader = _Reader(blocks)
        with _temporary(self._spool) as file:
            try:
                pyrage.encrypt_io(reader, file, [recipient])
            except pyrage.EncryptError:
                if reader.problem is not None:
                    raise reader.problem from None
                raise
            yield _packed(name, file, reader, is_due)

    def opened(self, name: str, /, blocks: Iterator[bytes]) -> Iterator[bytes]:
        """Give a file decrypted; only when all of it is one that the key closed."""
        if not self.can_open(name):
            raise Unreadable(name)
        identity = replica_key(self._keys, self._replica, _key_of(name))
        reader = _Reader(blocks)
        with _temporary(self._spool) as file:
            try:
                pyrage.decrypt_io(reader, file, [identity])
            except (pyrage.DecryptError, OSError) as error:
                if reader.problem is not None:
                    raise reader.problem from None
                raise Unreadable(name) from error
            file.seek(0)
            while block := file.read(BLOCK):
                yield block

    def _make_key(self, name: str) -> None:
        """Make the key of a file, when there is none; Unsound when its generation is no more.

        A destruction may end that while it is copied. It enters the log before keys are destroyed:
        either that destroys this one too, or it is seen here.
        """
        key, generation = _key_of(name), generation_at(name)
        if has_key(self._keys, self._replica, key):
            return
        make_key(self._keys, self._replica, key)
        if generation is not None and generation not in self._current():
            destroy_keys(self._keys, self._replica, {key})
            raise Unsound(name)

    def make_rest(self) -> None:
        """Make the key of what is of no generation, when nothing lies in the store yet."""
        make_key(self._keys, self._replica, REST)

    def demand_rest(self) -> None:
        """Raise an error that says which key is missing, when that is gone."""
        replica_key(self._keys, self._replica, REST)

    def destroy_others(self, generations: set[Generation], days_gone: set[str]) -> None:
        """Destroy the keys of all generations but some, and of days of who looked at what."""
        kept = {name_of_generation(*one) for one in generations}
        gone = {name for name in keys_of(self._keys, self._replica) if not is_day(name)} - kept
        destroy_keys(self._keys, self._replica, gone | {name_of_day(day) for day in days_gone})


class _Reader:
    """Reads what comes in pieces, and keeps its digest and what went wrong."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        self._blocks = iter(blocks)
        self._rest = b""
        self.digest = hashlib.sha256()
        self.size = 0
        self.problem: Exception | None = None

    def read(self, size: int = -1) -> bytes:
        try:
            while not self._rest:
                self._rest = next(self._blocks)
        except StopIteration:
            return b""
        except Exception as error:  # kept: the library tells of none but its own
            self.problem = error
            raise
        most = len(self._rest) if size < 0 else size
        given, self._rest = self._rest[:most], self._rest[most:]
        self.digest.update(given)
        self.size += len(given)
        return given


def _key_of(name: str) -> str:
    if name.startswith(f"{Book.ACCESS}/"):
        return name_of_day(name)
    generation = generation_at(name)
    return REST if generation is None else name_of_generation(*generation)


def _packed(name: str, file: IO[bytes], reader: _Reader, is_due: Callable[[str], bool]) -> Packed:
    if not is_due(reader.digest.hexdigest()):
        raise Unsound(name)
    size = file.tell()
    file.seek(0)
    digest = hashlib.sha256()
    while block := file.read(BLOCK):
        digest.update(block)
    return Packed(file, size, digest.hexdigest(), reader.size)


@contextmanager
def _temporary(folder: Path) -> Iterator[IO[bytes]]:
    make_folder(folder)
    with tempfile.SpooledTemporaryFile(_IN_MEMORY, dir=str(folder)) as file:
        yield file

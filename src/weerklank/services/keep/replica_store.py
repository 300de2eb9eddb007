"""A replica in a store that speaks S3: each part is a bucket of its own.

The log lies there as it is, under a lock that nobody can lift; the rest is encrypted, and what can
be deleted is. What lies there is listed once, when the replica is opened.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from io import FileIO
from pathlib import Path

from weerklank.integrity.verify.findings import Outcome
from weerklank.integrity.verify.tree import Entry, Tree, Unreadable
from weerklank.model.errors import NotNow
from weerklank.services.keep.replica_files import (
    DATA_PART,
    LOG_PART,
    MARKER,
    UNSURE,
    Remains,
    ReplicaFiles,
    part_of,
)
from weerklank.services.keep.store_cipher import Cipher, Plain, Sealed
from weerklank.services.keep.store_names import StoreNames
from weerklank.store.object_store import Bucket, Version
from weerklank.store.replica_keys import Generation

_INVENTORY = "inventory.json"


class ReplicaStore(ReplicaFiles):
    """The files of a replica in a store."""

    def __init__(self, buckets: dict[str, Bucket], plain: Plain, sealed: Sealed) -> None:
        self.folder = None
        self.outcome = Outcome()
        self.buckets = buckets
        self._sealed = sealed
        self._ciphers: dict[str, Cipher] = {LOG_PART: plain, DATA_PART: sealed}
        self._names = {
            part: StoreNames(row for row in bucket.names() if row[0] != MARKER)
            for part, bucket in buckets.items()
        }
        if self._names[DATA_PART].kind("") != "folder":
            sealed.make_rest()
        sealed.demand_rest()
        for part, names in self._names.items():
            for name in names.strange:
                self.outcome.found("VERIFY-104", f"{part}/{name}")

    def tree(self, name: str) -> Tree:
        """Give what reads the part in which a path lies, as the check of an archive does."""
        return _StoreTree(self, part_of(name))

    def kind(self, name: str) -> str:
        """Tell what is there; what is encrypted under a key that is gone is `other`."""
        return self.kind_in(part_of(name), name)

    def kind_in(self, part: str, name: str) -> str:
        """Tell what is there in a part."""
        found = self._names[part].kind(name)
        return "other" if found == "file" and not self._ciphers[part].can_open(name) else found

    def listing(self, name: str, part: str | None = None) -> list[Entry]:
        """Give the files and folders in a folder; paths are those of the archive."""
        return self._names[part or part_of(name)].listing(name)

    def read(self, name: str, most: int) -> bytes | None:
        """Read a small file; None when it is not there, or is not one."""
        part = part_of(name)
        if (self._names[part].size(name) or 0) > most:
            return None
        try:
            return b"".join(self.blocks_in(part, name))
        except (FileNotFoundError, Unreadable):
            return None

    def digest(self, name: str) -> str | None:
        """Give the SHA-256 of a file; None when it is not there, or can't be read."""
        digest = hashlib.sha256()
        try:
            for block in self.blocks(name):
                digest.update(block)
        except (FileNotFoundError, Unreadable):
            return None
        return digest.hexdigest()

    def blocks_in(self, part: str, name: str) -> Iterator[bytes]:
        """Give a file of a part in pieces; FileNotFoundError or Unreadable."""
        size = self._names[part].size(name)
        if size is None:
            raise FileNotFoundError(name)
        yield from self._ciphers[part].opened(name, self.buckets[part].get(name, size))

    def size_in(self, part: str, name: str) -> int:
        """Give how many bytes a file of a part has there, encrypted; 0 for what is not there."""
        return self._names[part].size(name) or 0

    def strange_tops(self) -> Iterator[str]:
        """Name nothing: beside the parts there is no place."""
        return iter(())

    # --- writing -----------------------------------------------------------------------------

    def put(self, name: str, blocks: Iterable[bytes], is_due: Callable[[str], bool]) -> int:
        """Write a file, read it back, and give its bytes; errors as of any replica."""
        part = part_of(name)
        bucket, names = self.buckets[part], self._names[part]
        with self._ciphers[part].packed(name, blocks, is_due) as packed:
            bucket.put(name, packed.content, packed.size, packed.digest)
            if bucket.digest(name, packed.size) != packed.digest:
                bucket.delete([name])
                raise NotNow(UNSURE, path=name)
            names.add(name, packed.size)
            return packed.given

    def move(self, name: str, to: str) -> None:
        """Move a folder: copied within the store and read back, its inventory last."""
        part = part_of(name)
        bucket, names = self.buckets[part], self._names[part]
        for one in self._inventory_last(name):
            target, size = to + one[len(name) :], self.size_in(part, one)
            bucket.copy(one, target)
            if bucket.digest(target, size) != bucket.digest(one, size):
                bucket.delete([target])
                raise NotNow(UNSURE, path=target)
            names.add(target, size)
        self.remove(name)

    def remove(self, name: str) -> None:
        """Remove a file, or all below a folder; an object ends with its inventory."""
        part = part_of(name)
        for one in reversed(self._inventory_last(name)):
            self.buckets[part].delete([one])
            self._names[part].drop(one)

    def remove_empty(self, name: str) -> None:
        """Do nothing: a store has no folders that are empty."""

    # --- what stays behind -------------------------------------------------------------------

    def forget_keys(self, current: set[Generation], days_gone: set[str]) -> None:
        """Destroy the keys of generations that are no more, and of days that went."""
        self._sealed.destroy_others(current, days_gone)

    def clear_remains(self) -> Remains:
        """Delete what the store keeps of what was deleted, and tell what is locked."""
        uploads = sum(bucket.clear_uploads() for bucket in self.buckets.values())
        data = self.buckets[DATA_PART]
        found: dict[str, list[Version]] = {}
        for one in data.versions():
            if one.is_mark or not one.is_latest:
                found.setdefault(one.name, []).append(one)
        deleted, locked = 0, list[Version]()
        for versions in found.values():
            kept = [one for one in versions if not one.is_mark and not data.delete_version(one)]
            deleted += sum(not one.is_mark for one in versions) - len(kept)
            locked += kept
            # Without its mark, what is locked would be what one gets.
            for mark in versions if not kept else ():
                deleted += mark.is_mark and data.delete_version(mark)
        untils = [until for one in locked if (until := data.locked_until(one))]
        return Remains(uploads, deleted, len(locked), max(untils, default=None))

    def _inventory_last(self, name: str) -> list[str]:
        found = self._names[part_of(name)].below(name)
        return sorted(found, key=lambda one: (one == f"{name}/{_INVENTORY}", one))


class _StoreTree(Tree):
    """Reads one part as the check of an archive reads a folder."""

    def __init__(self, files: ReplicaStore, part: str) -> None:
        super().__init__(Path(), Outcome())
        self._files = files
        self._part = part

    def kind(self, path: str) -> str:
        return self._files.kind_in(self._part, path)

    def listing(self, path: str) -> list[Entry]:
        return self._files.listing(path, self._part)

    def open(self, path: str) -> FileIO:
        raise Unreadable(path)  # what lies in a store is read whole, or its digest is taken

    def read(self, path: str, most: int) -> bytes:
        if self._files.size_in(self._part, path) > most:
            raise Unreadable(path)
        return b"".join(self._files.blocks_in(self._part, path))

    def digest(self, path: str, salt: bytes = b"") -> str:
        digest = hashlib.sha256(salt)
        for block in self._files.blocks_in(self._part, path):
            digest.update(block)
        return digest.hexdigest()

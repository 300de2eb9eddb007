"""A replica in a folder: its two parts are folders of their own.

No link is followed, no file read beyond its bound, and nothing is written through what is no plain
folder.
"""

import hashlib
import os
import shutil
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from weerklank.integrity.verify.findings import Outcome
from weerklank.integrity.verify.tree import Entry, Tree, Unreadable
from weerklank.model.errors import BrokenInput, NotNow, fault
from weerklank.model.text import Text
from weerklank.services.keep.replica_files import (
    BLOCK,
    DATA_PART,
    LOG_PART,
    MARKER,
    UNSURE,
    ReplicaFiles,
    Unsound,
    mode_of,
    part_of,
)
from weerklank.store.atomic import make_folder, replacing, sync_folder

STRANGE = fault(
    "REPLICA-006",
    Text(
        nl="In de replica ligt op {path} iets anders dan een gewoon bestand of een gewone map.",
        en="At {path} in the replica lies something other than a plain file or folder.",
    ),
    Text(
        nl="Er is niets doorheen geschreven. Zoek uit wie daar kan schrijven en haal het weg.",
        en="Nothing was written through it. Find out who can write there and take it away.",
    ),
)


class ReplicaFolder(ReplicaFiles):
    """The files of a replica in a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder: Path = folder
        self.outcome = Outcome()
        self._tree = Tree(folder, self.outcome)

    def tree(self, name: str) -> Tree:
        """Give what reads a part; links and devices are findings of its own outcome."""
        return Tree(self.folder / part_of(name), Outcome())

    def kind(self, name: str) -> str:
        """Tell what is there: `file`, `folder`, `other`, or `` for nothing."""
        return self._tree.kind(f"{part_of(name)}/{name}")

    def listing(self, name: str, part: str | None = None) -> list[Entry]:
        """Give the plain files and folders in a folder; paths are those of the archive."""
        before = part or part_of(name)
        found = self._tree.listing(f"{before}/{name}" if name else before)
        return [
            Entry(one.name, one.path[len(before) + 1 :], is_folder=one.is_folder) for one in found
        ]

    def read(self, name: str, most: int) -> bytes | None:
        """Read a small file; None when it is not there, or is not one."""
        try:
            return self._tree.read(f"{part_of(name)}/{name}", most)
        except (FileNotFoundError, Unreadable):
            return None

    def digest(self, name: str) -> str | None:
        """Give the SHA-256 of a file; None when it is not there, or can't be read."""
        try:
            return self._tree.digest(f"{part_of(name)}/{name}")
        except (FileNotFoundError, Unreadable):
            return None

    def blocks_in(self, part: str, name: str) -> Iterator[bytes]:
        """Give a file of a part in pieces; FileNotFoundError or Unreadable."""
        with self._tree.open(f"{part}/{name}") as stream:
            while block := stream.read(BLOCK):
                yield block

    def size_in(self, part: str, name: str) -> int:
        """Give how many bytes a file of a part has; 0 for what is not there."""
        try:
            return os.lstat(self.folder / part / name).st_size
        except OSError:
            return 0

    def strange_tops(self) -> Iterator[str]:
        """Name what lies beside the parts; a file system has something of its own there."""
        known = {MARKER, LOG_PART, DATA_PART, "lost+found"}
        yield from sorted(path.name for path in self.folder.iterdir() if path.name not in known)

    def full(self, name: str) -> Path:
        """Give the path in the file system."""
        return self.folder / part_of(name) / name

    # --- writing -----------------------------------------------------------------------------

    def put(self, name: str, blocks: Iterable[bytes], is_due: Callable[[str], bool]) -> int:
        """Write a file, read it back, and give its bytes.

        `is_due` says of the SHA-256 of what was given whether it is what it should be: when not,
        Unsound, and nothing is written. NotNow when the disk gives back something else.
        """
        path = self._make_way(name)
        digest, size = hashlib.sha256(), 0
        with replacing(path, mode=mode_of(name)) as stream:
            for block in blocks:
                digest.update(block)
                size += len(block)
                stream.write(block)
            if not is_due(digest.hexdigest()):
                raise Unsound(name)
            stream.flush()
            os.fsync(stream.fileno())
            # So that what is read back comes from the disk, as far as the system heeds it.
            os.posix_fadvise(stream.fileno(), 0, 0, os.POSIX_FADV_DONTNEED)
        if self.digest(name) != digest.hexdigest():
            path.unlink(missing_ok=True)
            raise NotNow(UNSURE, path=name)
        return size

    def move(self, name: str, to: str) -> None:
        """Move a folder to another place in the same part."""
        target = self._make_way(to)
        self.full(name).rename(target)
        sync_folder(target.parent)
        self._forget_folders()

    def remove(self, name: str) -> None:
        """Remove a file, or a folder with all that is in it; an object ends with its inventory."""
        path = self.full(name)
        if self.kind(name) == "folder":
            (path / "inventory.json").unlink(missing_ok=True)
            shutil.rmtree(path)
        else:
            path.unlink(missing_ok=True)
        self._forget_folders()
        sync_folder(path.parent)

    def remove_empty(self, name: str) -> None:
        """Remove a folder, and those that it lies in below their book or store, when empty."""
        while name.count("/") and self.kind(name) == "folder" and not self.listing(name):
            self.full(name).rmdir()
            name = name.rpartition("/")[0]
        self._forget_folders()

    def _forget_folders(self) -> None:
        self._tree = Tree(self.folder, self.outcome)

    def _make_way(self, name: str) -> Path:
        """Make the folder of a file, and refuse what is no plain folder on the way there."""
        path = self.full(name)
        folder = self.folder
        for step in path.parent.relative_to(self.folder).parts:
            folder = folder / step
            if folder.is_symlink() or (folder.exists() and not folder.is_dir()):
                raise BrokenInput(STRANGE, path=folder.relative_to(self.folder).as_posix())
        make_folder(path.parent)
        if path.is_symlink() or (path.exists() and not path.is_file()):
            raise BrokenInput(STRANGE, path=path.relative_to(self.folder).as_posix())
        return path

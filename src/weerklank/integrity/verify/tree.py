"""Read an archive that may be hostile: no link is followed, no file read beyond its bound.

Whatever can't be read is a finding, and reading goes on elsewhere.
"""

import hashlib
import os
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from io import FileIO
from pathlib import Path
from typing import cast

import orjson

from weerklank.integrity.verify.findings import Outcome
from weerklank.model.canonical import canonical
from weerklank.model.json_value import JsonObject

#: Inventories, manifests and statements, which are read whole.
LARGE = 64 << 20
#: Events.
MIDDLE = 16 << 20
#: Checkpoints, keys, time stamps.
SMALL = 1 << 20
_BLOCK = 1 << 18
_MOST_REMEMBERED = 10_000


class Unreadable(Exception):
    """A file could not be read, and the finding was made already."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A name in a folder: a plain file or a folder, nothing else."""

    name: str
    #: Below the archive's folder.
    path: str
    is_folder: bool


class Tree:
    """The files of one archive, by path below its folder."""

    def __init__(self, root: Path, outcome: Outcome) -> None:
        self._root = os.fspath(root)
        self._plain_folders: set[str] = set()
        self._buffer = bytearray(_BLOCK)
        self.outcome = outcome

    def full(self, path: str) -> str:
        """Give the path in the file system."""
        return f"{self._root}/{path}" if path else self._root

    def kind(self, path: str) -> str:
        """Tell what is there, links not followed: `file`, `folder`, `other`, or `` for nothing."""
        try:
            mode = os.lstat(self.full(path)).st_mode
        except (OSError, ValueError):
            return ""
        if stat.S_ISREG(mode):
            return "file"
        return "folder" if stat.S_ISDIR(mode) else "other"

    def listing(self, path: str) -> list[Entry]:
        """Give the plain files and folders in a folder, by name; links and devices are findings.

        A folder that is not there has nothing in it.
        """
        entries = []
        if not self._is_plain_folder(path):
            return []
        try:
            with os.scandir(self.full(path)) as found:
                for entry in found:
                    below = f"{path}/{entry.name}" if path else entry.name
                    if entry.is_dir(follow_symlinks=False):
                        entries.append(Entry(entry.name, below, is_folder=True))
                    elif entry.is_file(follow_symlinks=False):
                        entries.append(Entry(entry.name, below, is_folder=False))
                    elif self.kind(below):  # not one that went away meanwhile
                        self.outcome.found("VERIFY-104", below)
        except FileNotFoundError:
            return []
        except OSError as error:
            self.outcome.found("VERIFY-107", path, problem=str(error.strerror))
        return sorted(entries, key=lambda entry: entry.name)

    def files_below(self, path: str) -> Iterator[Entry]:
        """Give all plain files below a folder; empty folders are findings."""
        waiting = [path]
        while waiting:
            folder = waiting.pop()
            entries = self.listing(folder)
            if not entries and self.kind(folder) == "folder":
                self.outcome.found("VERIFY-106", folder)
            for entry in entries:
                if entry.is_folder:
                    waiting.append(entry.path)
                else:
                    yield entry

    def _is_plain_folder(self, path: str) -> bool:
        """Tell whether a folder and all above it, up to the archive, are no links."""
        if not path or path in self._plain_folders:
            return True
        if not self._is_plain_folder(path.rpartition("/")[0]) or self.kind(path) != "folder":
            return False
        if len(self._plain_folders) >= _MOST_REMEMBERED:
            self._plain_folders.clear()
        self._plain_folders.add(path)
        return True

    def open(self, path: str) -> FileIO:
        """Open a plain file; FileNotFoundError, or Unreadable after a finding."""
        folder = path.rpartition("/")[0]
        if not self._is_plain_folder(folder):
            raise FileNotFoundError(path)
        try:
            handle = os.open(self.full(path), os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
        except FileNotFoundError:
            raise
        except (OSError, ValueError) as error:
            if self.kind(path) == "other":
                self.outcome.found("VERIFY-104", path)
            else:
                problem = error.strerror if isinstance(error, OSError) else "name"
                self.outcome.found("VERIFY-107", path, problem=str(problem))
            raise Unreadable(path) from error
        if not stat.S_ISREG(os.fstat(handle).st_mode):
            os.close(handle)
            self.outcome.found("VERIFY-104", path)
            raise Unreadable(path)
        return FileIO(handle)

    def read(self, path: str, most: int) -> bytes:
        """Read a file whole, when it is no larger than its bound; errors as in `open`."""
        with self.open(path) as stream:
            try:
                size = os.fstat(stream.fileno()).st_size
                content = stream.read(size + 1) if size <= most else b""
                while size <= most and len(content) < size and (rest := stream.read(size)):
                    content += rest
            except OSError as error:
                self.outcome.found("VERIFY-107", path, problem=str(error.strerror))
                raise Unreadable(path) from error
        if max(size, len(content)) > most:
            self.outcome.found("VERIFY-108", path, most=most)
            raise Unreadable(path)
        self.outcome.looked_at(len(content))
        return content

    def read_due(self, path: str, most: int) -> bytes:
        """Read a file that should be there: also its absence is a finding."""
        try:
            return self.read(path, most)
        except FileNotFoundError as error:
            self.outcome.found("VERIFY-101", path)
            raise Unreadable(path) from error

    def digest(self, path: str, salt: bytes = b"") -> str:
        """Give the SHA-256 of salt and file in hexadecimal; errors as in `open`."""
        digest = hashlib.sha256(salt)
        size = 0
        view = memoryview(self._buffer)
        with self.open(path) as stream:
            try:
                while count := stream.readinto(view):
                    digest.update(view[:count])
                    size += count
            except OSError as error:
                self.outcome.found("VERIFY-107", path, problem=str(error.strerror))
                raise Unreadable(path) from error
        if not salt:
            self.outcome.looked_at(size)
        return digest.hexdigest()


class Malformed(ValueError):
    """Something that was read has not the form that the format gives it; says which part."""


def demand(condition: object, part: str) -> None:
    """Raise Malformed unless a condition holds."""
    if not condition:
        raise Malformed(part)


def parse(text: bytes) -> object:
    """Read JSON; Malformed when it is none."""
    try:
        value: object = orjson.loads(text)
    except ValueError as error:
        raise Malformed("JSON") from error
    return value


def parse_object(text: bytes) -> dict[str, object]:
    """Read a JSON object; Malformed when it is none."""
    value = parse(text)
    if not isinstance(value, dict):
        raise Malformed("JSON")
    return value


def parse_line(text: bytes) -> dict[str, object]:
    """Read a file of one canonical JSON line; Malformed when it is none."""
    value = parse_object(text)
    try:
        again = canonical(cast("JsonObject", value))
    except (TypeError, ValueError) as error:
        raise Malformed("JSON") from error
    demand(text == again + b"\n", "canonical")
    return value


def number(value: object, part: str) -> int:
    """Give a whole number from 0; Malformed otherwise."""
    if not isinstance(value, int) or isinstance(value, bool) or value < 0:
        raise Malformed(part)
    return value


def words(value: object, part: str) -> str:
    """Give a text; Malformed otherwise."""
    if not isinstance(value, str):
        raise Malformed(part)
    return value

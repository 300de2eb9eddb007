"""A place of a replica in a folder."""

import os
from collections.abc import Iterable
from pathlib import Path
from urllib.parse import unquote, urlsplit

from weerklank.model.errors import Refused, WrongUse
from weerklank.services.keep.place import INSIDE, MOST, NO_ADDRESS, OTHERS, Place
from weerklank.services.keep.replica_files import MARKER, ReplicaFiles
from weerklank.services.keep.replica_folder import ReplicaFolder
from weerklank.store.atomic import create_file, make_folder
from weerklank.store.plain_file import NotPlain, read_plain

#: What a new file system has of itself.
_EMPTY = frozenset({"lost+found"})


class FolderPlace(Place):
    """A folder, on another disk."""

    def __init__(self, url: str) -> None:
        self._folder = _folder_of(url)
        self.url = self._folder.as_uri()
        self.shown = str(self._folder)

    def refuse_within(self, others: Iterable[str]) -> None:
        """Refuse a folder that lies in another, or around it; of a store there is none."""
        for other in (_folder_of(one) for one in others if not one.startswith("s3:")):
            is_one = self._folder == other
            if is_one or self._folder in other.parents or other in self._folder.parents:
                raise Refused(INSIDE, folder=self._folder, other=other)

    def refuse_unfit(self) -> None:
        """Refuse what is no folder."""
        if self._folder.exists() and not self._folder.is_dir():
            raise Refused(OTHERS, folder=self._folder)

    def is_free(self) -> bool:
        """Tell whether nothing lies there."""
        if not self._folder.exists():
            return True
        return all(path.name in _EMPTY for path in self._folder.iterdir())

    def marker(self) -> bytes:
        """Read what says that a replica lies there; FileNotFoundError or ValueError."""
        try:
            return read_plain(self._folder / MARKER, MOST)
        except FileNotFoundError:
            raise
        except (OSError, NotPlain) as error:
            raise ValueError(MARKER) from error

    def mark(self, content: bytes) -> None:
        """Say that a replica lies there."""
        make_folder(self._folder)
        create_file(self._folder / MARKER, content)

    def files(self, replica: str) -> ReplicaFiles:  # noqa: ARG002 - a folder has no keys
        """Give its files."""
        return ReplicaFolder(self._folder)


def _folder_of(url: str) -> Path:
    """Read the address of a folder (WrongUse for any other); links are resolved."""
    parts = urlsplit(url) if "://" in url else None
    path = url if parts is None else unquote(parts.path)
    if parts and (parts.scheme != "file" or parts.netloc not in ("", "localhost")):
        raise WrongUse(NO_ADDRESS)
    if "\0" in path or not Path(path).is_absolute():
        raise WrongUse(NO_ADDRESS)
    return Path(os.path.realpath(path))

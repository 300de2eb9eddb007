"""Media that came in and wait for their item: files on disk, facts in a table."""

import hashlib
import os
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from weerklank.model.symbols import encode
from weerklank.store.sorted_file import SortedTable

_TAG = 16
_SALT = 16
_DIGEST = 32
_SIZE = 8
_BLOCK = 1 << 20
_YES = b"\1"
_MOST_UNSAVED = 5_000
#: Endings of file names that say what a file is; any other may be part of a name.
_ENDINGS = frozenset(
    ".3gp .aac .avif .bmp .flac .gif .heic .heif .jfif .jpeg .jpg .m4a .m4v .mkv .mov "
    ".mp3 .mp4 .mpeg .mpg .oga .ogg .ogv .opus .pdf .png .svg .tif .tiff .vtt .wav .webm "
    ".webp".split()
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ShelvedMedium:
    """One medium of one item, on the same file system as the packages."""

    id: str
    path: Path
    #: Name that it gets in a package: opaque.
    name: str
    size: int
    salt: bytes
    #: SHA-256 over salt and file: what the record says.
    salted: str
    #: SHA-256 of the file: what the manifest says.
    digest: str


class MediaShelf:
    """Takes media in as streams, and gives them to their items."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, mode=0o700)
        self._folder = folder
        self._table = SortedTable(folder / "table", _TAG, _SALT + 2 * _DIGEST + _SIZE)
        self._refused = SortedTable(folder / "refused", _TAG, len(_YES))

    def receive(self, tags: list[bytes], source: str, read: Callable[[int], bytes]) -> None:
        """Take one medium in, for each of the items that name it; read once, in flat memory.

        A stream that breaks off leaves nothing behind and its error goes on. Of two files of one
        name the first counts.
        """
        if (self._folder / file_name(tags[0], source)).exists():
            return
        salts = [os.urandom(_SALT) for _ in tags]
        salted = [hashlib.sha256(salt) for salt in salts]
        digest = hashlib.sha256()
        first = self._folder / file_name(tags[0], source)
        size = 0
        try:
            with first.open("wb") as file:
                while block := read(_BLOCK):
                    file.write(block)
                    digest.update(block)
                    for one in salted:
                        one.update(block)
                    size += len(block)
        except BaseException:  # Ctrl-C too: nothing half stays; raised again
            first.unlink(missing_ok=True)
            raise
        for tag, salt, one in zip(tags, salts, salted, strict=True):
            place = self._folder / file_name(tag, source)
            if place != first:
                os.link(first, place)
            facts = salt + one.digest() + digest.digest() + size.to_bytes(_SIZE, "big")
            self._table.put(tag, facts)
        if self._table.unsaved > _MOST_UNSAVED:
            self._table.save()

    def refuse(self, tags: list[bytes]) -> None:
        """Note of a medium that a file of its name came, and that this is none."""
        for tag in tags:
            self._refused.put(tag, _YES)
        if self._refused.unsaved > _MOST_UNSAVED:
            self._refused.save()

    def is_refused(self, tag: bytes) -> bool:
        """Tell whether what came in the place of a medium is none."""
        return self._refused.get(tag) is not None

    def find(self, tag: bytes, source: str) -> ShelvedMedium | None:
        """Give a medium that came in and was not given out yet."""
        facts = self._table.get(tag)
        if facts is None:
            return None
        name = file_name(tag, source)
        path = self._folder / name
        if not path.exists():
            return None
        salted, digest = facts[_SALT : _SALT + _DIGEST], facts[_SALT + _DIGEST : -_SIZE]
        return ShelvedMedium(
            id=encode(tag),
            path=path,
            name=name,
            size=int.from_bytes(facts[-_SIZE:], "big"),
            salt=facts[:_SALT],
            salted=salted.hex(),
            digest=digest.hex(),
        )

    @staticmethod
    def is_same(medium: ShelvedMedium, salt: bytes, salted: str) -> bool:
        """Tell whether a medium that came in is one of which only a salted digest is kept."""
        digest = hashlib.sha256(salt)
        with medium.path.open("rb") as file:
            while block := file.read(_BLOCK):
                digest.update(block)
        return digest.hexdigest() == salted

    def close(self) -> None:
        """Let go of the tables."""
        self._table.close()
        self._refused.close()


def file_name(tag: bytes, source: str) -> str:
    """Give a medium its opaque name; of the platform's name only a harmless ending is kept."""
    ending = PurePosixPath(source).suffix.lower()
    return encode(tag) + (ending if ending in _ENDINGS else "")

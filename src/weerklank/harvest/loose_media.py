"""Loose media: files of the account in an export that no record of it names (docs/adr/0072).

A connector gives the files of the folders in which the platform puts media of posts, and of
nothing else: never of messages. Each record that names one takes it off the list, whether the
record comes in or not; what is left at the end of `scan` is given as entries of its own.
"""

import mimetypes
from array import array
from collections.abc import Callable, Iterable, Iterator
from pathlib import PurePosixPath

import msgspec

from weerklank.model.item import ItemKind
from weerklank.model.raw import Field, RawItem, RawMedium, RawPerson, Scanned, media_path

_MAPPING = 1
_SHAPE: dict[str, Field] = {"loose_file": Field.TEXT, "moment": Field.KEEP}


class _Entry(msgspec.Struct):
    """A loose file, as it waits for the second pass."""

    loose_file: str
    moment: str


_WRITE = msgspec.json.Encoder()
_READ = msgspec.json.Decoder(_Entry)
_BEGIN = b'{"loose_file":'


class _Marks:
    """Tells what was put in before, by some twenty bytes each; never what it was.

    A table of hashes, which are others in each process. That two of a million paths have one hash
    happens once in forty million exports.
    """

    def __init__(self) -> None:
        self._slots = array("Q", bytes(8 << 10))
        self._held = 0

    def add(self, path: str) -> None:
        """Put a path in."""
        at, mark = self._place(path)
        if self._slots[at] == 0:
            self._slots[at] = mark
            self._held += 1
            if self._held * 4 > len(self._slots) * 3:
                self._grow()

    def __contains__(self, path: str) -> bool:
        """Tell whether a path was put in."""
        return self._slots[self._place(path)[0]] != 0

    def _place(self, path: str) -> tuple[int, int]:
        mark = hash(path) & 0xFFFFFFFFFFFFFFFF or 1
        return self._slot(mark), mark

    def _slot(self, mark: int) -> int:
        slots, last = self._slots, len(self._slots) - 1
        at = mark & last
        while slots[at] not in (0, mark):
            at = (at + 1) & last
        return at

    def _grow(self) -> None:
        before, self._slots = self._slots, array("Q", bytes(16 * len(self._slots)))
        for mark in before:
            if mark:
                self._slots[self._slot(mark)] = mark


class LooseMedia:
    """The files of an export that no record has named yet.

    Keeps some twenty bytes of each path that was named, and the paths of what is left.
    """

    def __init__(self, files: Iterable[str], owner: RawPerson) -> None:
        """`files` are gone through as often as it is asked what is left."""
        self._owner = owner
        self._files = files
        self._named = _Marks()

    def __len__(self) -> int:
        """Tell how many no record has named."""
        return len(self._left())

    def named(self, path: str) -> None:
        """Take a file off the list, since a record names it."""
        self._named.add(media_path(path))

    def _left(self) -> dict[str, str]:
        """Give what no record has named, by its place."""
        places = ((media_path(path), path) for path in self._files)
        return {place: path for place, path in places if place not in self._named}

    def entries(self, moment_of: Callable[[str], str]) -> Iterator[Scanned]:
        """Give what no record named, in order of path; `moment_of` gives the moment of a file.

        That is the one that the platform tells, as by a number in the name, or else that of the
        export as a whole (RFC 3339, UTC).
        """
        for place, path in sorted(self._left().items()):
            moment = moment_of(path)
            yield Scanned(
                content=_WRITE.encode(_Entry(path, moment)),
                native_id=self._native(place),
                parent=None,
                created_at=moment,
                persons=(),
                media=(place,),
                is_loose=True,
            )

    def _native(self, place: str) -> str:
        """Name a file: paths are alike in exports of different accounts."""
        return f"file:{self._owner.user_id or self._owner.handle}/{place}"

    def read(self, content: bytes) -> RawItem | None:
        """Read an entry in the second pass; None when it is a record of the export."""
        if not content.startswith(_BEGIN):
            return None
        entry = _READ.decode(content)
        name = PurePosixPath(entry.loose_file).name
        return RawItem(
            platform=self._owner.platform,
            native_id=self._native(media_path(entry.loose_file)),
            kind=ItemKind.MEDIUM,
            created_at=entry.moment,
            author=self._owner,
            title=name,
            media=(
                RawMedium(source=entry.loose_file, content_type=mimetypes.guess_type(name)[0]),
            ),
            source={"loose_file": entry.loose_file, "moment": entry.moment},
            shape={**_SHAPE},
            mapping=_MAPPING,
        )

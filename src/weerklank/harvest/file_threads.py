"""The threads of one export: which items hang together, by what they answer and what they say.

An answer to somebody else's post names a post that the export does not hold. Two answers below the
same post of ours then have nothing in common but the conversation that the platform names in both.
"""

from collections.abc import Iterator
from pathlib import Path

from weerklank.model.talk import MARK
from weerklank.store.sorted_file import SortedTable

_TAG = 16
#: Bytes of an item's number in the file: the first item of a conversation comes first.
_NUMBER = 8
_MOST_UNSAVED = 10_000
#: Steps upwards: a thread that bites its own tail ends too.
_MOST_STEPS = 10_000


class FileThreads:
    """Which item of a file hangs below which, as keyed tags in working files."""

    def __init__(self, folder: Path) -> None:
        self._parents = SortedTable(folder / "parents", _TAG, _TAG, seldom=True)
        #: Conversation and number of an item -> the item, and the mark of the conversation's name.
        self._talks = SortedTable(folder / "talks", _TAG + _NUMBER, _TAG + MARK)
        self._coming = SortedTable(folder / "coming", _TAG, 1)
        self._roots = SortedTable(folder / "roots", _TAG, 1)
        #: What hangs below another by its conversation alone; None when that is too much to hold.
        self._hung: set[bytes] | None = set()

    def note_parent(self, item: bytes, parent: bytes) -> None:
        """Note what an item answers."""
        self._parents.put(item, parent)
        if self._parents.unsaved > _MOST_UNSAVED:
            self._parents.save()

    def note_talk(self, talk: bytes, mark: bytes, number: int, item: bytes) -> None:
        """Note the conversation that an item says to belong to; `number` is that of its record."""
        self._talks.put(talk + number.to_bytes(_NUMBER, "big"), item + mark)
        if self._talks.unsaved > _MOST_UNSAVED:
            self._talks.save()

    def join_talks(self) -> None:
        """Hang what is of one conversation below its first item; once, after all was noted.

        The topmost item of one hangs below the topmost of the other, so that whatever answers the
        same post of somebody else goes along, and no thread comes to bite its own tail.
        """
        self._parents.save()
        self._talks.save()
        talk = first = b""
        for row, value in self._talks.rows():
            item = value[:_TAG]
            if row[:_TAG] != talk:
                talk, first = row[:_TAG], item
                continue
            top, other = self.root(first), self.root(item)
            if top != other:
                self.note_parent(other, top)
                self._note_hung(other)
        self._parents.gather()

    def talks(self) -> Iterator[tuple[tuple[bytes, bytes], bytes]]:
        """Give each conversation by both its marks, and its first item; after `join_talks`."""
        before = b""
        for row, value in self._talks.rows():
            if row[:_TAG] != before:
                before = row[:_TAG]
                yield (before, value[_TAG:]), value[:_TAG]

    def _note_hung(self, item: bytes) -> None:
        if self._hung is not None:
            self._hung.add(item)
            if len(self._hung) > _MOST_UNSAVED:
                self._hung = None

    def may_hang(self, item: bytes) -> bool:
        """Tell quickly of an item that answers none whether it may hang below another at all."""
        return self._hung is None or item in self._hung

    def root(self, item: bytes) -> bytes:
        """Give the topmost item of a thread that is known from here upwards."""
        for _ in range(_MOST_STEPS):
            parent = self._parents.get(item)
            if parent is None:
                return item
            item = parent
        return item

    def note_coming(self, item: bytes) -> None:
        """Note of an item that it comes in, where others of the file may not."""
        self._coming.put(item, b"\x01")
        if self._coming.unsaved > _MOST_UNSAVED:
            self._coming.save()

    def note_roots_of_coming(self) -> None:
        """Note the topmost item of everything that comes in; once, after talks were joined."""
        self._coming.save()
        for item, _ in self._coming.rows():
            self._roots.put(self.root(item), b"\x01")
            if self._roots.unsaved > _MOST_UNSAVED:
                self._roots.save()

    def is_coming(self, root: bytes) -> bool:
        """Tell whether anything comes in of the thread with this topmost item."""
        return self._roots.get(root) is not None

    def lower(self) -> Iterator[bytes]:
        """Give the items that hang below another, by their tags."""
        return (item for item, _ in self._parents.rows())

    def close(self) -> None:
        """Let go of the working files."""
        for table in (self._parents, self._talks, self._coming, self._roots):
            table.close()

"""The objects of a file that is one JSON list, too large to parse whole.

Some platforms put a statement before it, as in `window.YTD.tweets.part0 = [`; some write no list
when there is one object only. What is broken is named, and costs itself alone.
"""

import re
from collections.abc import Callable, Iterator
from typing import BinaryIO, TypeVar, cast

from weerklank.harvest.json_array import BrokenPiece, ObjectSplitter
from weerklank.harvest.port import Unreadable
from weerklank.model.text import Text

T = TypeVar("T")

NO_LIST = Text("geen lijst", "not a list")

_READ = 1 << 16
#: Name, such as `window.YTD.tweets.part0`, and the sign with which the list or object begins.
_HEAD = re.compile(
    rb"(?:\xef\xbb\xbf)?(?>(?:\s*+//[^\n]*+\n)*)\s*+(?:(?:var\s+)?([\w.$]{1,200})\s*=\s*)?([\[{])"
)
_FIRST_KEY = re.compile(rb'\s*\{\s*"([^"\\]{1,200})"\s*:')


class JsonList:
    """A list in a file, of which the beginning was read; Unreadable when there is none."""

    def __init__(self, stream: BinaryIO) -> None:
        begin = b""
        while len(begin) < _READ and (piece := stream.read(_READ)):
            begin += piece
        head = _HEAD.match(begin)
        if head is None:
            raise Unreadable(NO_LIST)
        #: What the file gives the list as its name; empty when it gives none.
        self.name = (head[1] or b"").decode("ascii", "replace")
        is_list = head[2] == b"["
        self._first = begin[head.end() if is_list else head.start(2) :]
        self._stream = stream if is_list else cast("BinaryIO", _Closing(stream))

    def objects(
        self,
        decode: Callable[[bytes], T],
        is_item: Callable[[T], bool],
        first_keys: tuple[bytes, ...] = (),
    ) -> Iterator[tuple[bytes, T] | BrokenPiece]:
        """Give each object as it is written and as `decode` reads it; once.

        A BrokenPiece stands in the place of what can't be read, and comes last where the list is
        not closed. `decode` raises ValueError for what is no whole object, Unreadable where it can
        say why; `is_item` tells an object of the list from one that stands inside such an object.
        Objects of one list begin with the same key, or with one of `first_keys` where they are
        stated; one that begins otherwise is read as well.
        """
        found = _FIRST_KEY.match(self._first)
        keys = first_keys or ((found[1],) if found else (b"id",))
        return iter(ObjectSplitter(self._stream, self._first, decode, is_item, keys))


class _Closing:
    """A stream that closes a list behind its end."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._closed = False

    def read(self, size: int) -> bytes:
        """Read on."""
        piece = self._stream.read(size)
        if piece or self._closed:
            return piece
        self._closed = True
        return b"]"

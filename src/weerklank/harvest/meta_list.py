"""The records of a file of Instagram, Facebook or Threads, one by one.

A file is a list, an object around a list under a known name, or, where there is one record only,
that record by itself.
"""

import re
from collections.abc import Iterator
from typing import BinaryIO, cast

from weerklank.harvest.json_array import BrokenPiece, ObjectSplitter, find_array
from weerklank.harvest.json_fields import parse
from weerklank.harvest.json_list import JsonList
from weerklank.harvest.port import BrokenOff, Unreadable
from weerklank.model.json_value import Json, JsonObject

_READ = 1 << 16
#: With which records begin, those of all three platforms.
_FIRST_KEYS = (
    *(b"media", b"uri", b"creation_timestamp", b"title", b"string_map_data", b"media_list_data"),
    *(b"timestamp", b"attachments", b"data", b"description", b"fbid", b"label_values"),
)
_KEYS = frozenset(key.decode() for key in _FIRST_KEYS)
_OBJECT = re.compile(rb"(?:\xef\xbb\xbf)?\s*\{")
_NOTHING = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:\[\s*\]|\{\s*\}|null)?\s*")
#: It goes along with each record of the list.
_LONGEST_AROUND = 1_000
#: What stands between the fields of an object.
_BETWEEN = b" \t\r\n,"

Piece = tuple[bytes, Json] | BrokenPiece


class RecordList:
    """The records of one file; `around` holds texts before them in an object around them."""

    def __init__(self, stream: BinaryIO, names: tuple[str, ...]) -> None:
        """Begin to read; `names` are those of the lists that may be meant."""
        self._stream = _UntilBroken(stream)
        self._head = self._stream.read(_READ)
        self.around: JsonObject = {}
        self._first: bytes | None = None
        for name in names if _OBJECT.match(self._head) else ():
            key = name.encode()
            if b'"' + key + b'"' in self._head:
                before, self._first = find_array(self._as_stream, key, self._head)
                self._head = b"" if self._first is not None else before
                self.around = _object(before) if self._first is not None else {}
                break

    @property
    def _as_stream(self) -> BinaryIO:
        return cast("BinaryIO", self._stream)

    def pieces(self) -> Iterator[Piece]:
        """Give each record as it is written and as it is parsed; once.

        A BrokenPiece stands in the place of what can't be read.
        """
        if self._first is not None:
            yield from ObjectSplitter(self._as_stream, self._first, parse, _is_record, _FIRST_KEYS)
            return
        if len(self._head) < _READ and _NOTHING.fullmatch(self._head) and self._head.strip():
            return
        whole = cast("BinaryIO", _Again(self._head, self._stream))
        try:
            records = JsonList(whole)
        except Unreadable as error:
            yield BrokenPiece(error.reason)
            return
        yield from records.objects(parse, _is_record, _FIRST_KEYS)


def _is_record(value: Json) -> bool:
    return isinstance(value, dict) and not _KEYS.isdisjoint(value)


def _object(before: bytes) -> JsonObject:
    """Read the short texts before a list in the object around it, as far as they can be read."""
    try:
        found = parse(before.rstrip(_BETWEEN) + b"}")
    except (Unreadable, RecursionError):
        return {}
    told = found if isinstance(found, dict) else {}
    return {
        name: one
        for name, one in told.items()
        if isinstance(one, str) and len(one) <= _LONGEST_AROUND
    }


class _UntilBroken:
    """A stream that ends where it breaks off: what came before is kept."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def read(self, size: int) -> bytes:
        """Read on."""
        try:
            return self._stream.read(size)
        except BrokenOff:
            return b""


class _Again:
    """A stream of which the beginning was read already."""

    def __init__(self, begin: bytes, stream: _UntilBroken) -> None:
        self._begin = begin
        self._stream = stream

    def read(self, size: int) -> bytes:
        """Read on."""
        if self._begin:
            piece, self._begin = self._begin[:size], self._begin[size:]
            return piece
        return self._stream.read(size)

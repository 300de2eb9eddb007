"""Read chosen parts of one JSON file that holds everything, and step over the rest undecoded.

A file such as TikTok's has posts, direct messages, orders and log-ins side by side. What no rule
asks for is walked past by its brackets and quotes alone: none of it is decoded, kept or named, not
even the names of its fields. Memory is that of one read and the largest value that is asked for.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import Enum, auto
from typing import BinaryIO, TypeAlias

import orjson

from weerklank.harvest.json_array import ENDS_INSIDE, NOT_READ, TOO_DEEP, TOO_LARGE, BrokenPiece
from weerklank.harvest.port import BrokenOff
from weerklank.model.text import Text

_READ = 1 << 18
_DEEPEST = 1_000
#: Bytes of the name of a field that may be asked for.
_LONGEST_NAME = 512
_SPACE = re.compile(rb"[ \t\r\n]*+")
#: A text with its end, or a sign of structure. Possessive, so that nothing is remembered.
_STRUCTURE = re.compile(rb'"(?:[^"\\]++|\\.)*+"|[{}\[\]"]', re.DOTALL)
_IN_TEXT = re.compile(rb'[^"\\]*+')
_SCALAR = re.compile(rb'[^\s,:{}\[\]"]++')
_QUOTE, _ESCAPE, _COMMA, _COLON = b'"\\,:'
_BEGIN, _END, _LIST, _LIST_END = b"{}[]"
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"


class Take(Enum):
    """What is wanted of a field."""

    #: Each entry of its list, by itself; a value that is no list counts as one entry.
    EACH = auto()
    #: Its value as it is.
    WHOLE = auto()


#: The fields that are wanted, by name; what is not named is stepped over.
Wanted: TypeAlias = Mapping[str, "Take | Wanted"]
#: Names of the fields that lead to a value, from the outermost.
Place: TypeAlias = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A value that was asked for."""

    place: Place
    content: bytes


@dataclass(frozen=True, slots=True)
class SteppedOver:
    """A field that was stepped over: how many entries its lists have, and nothing of them.

    `place` ends in a name that nobody asked for: it may be compared, and is never to be shown.
    """

    place: Place
    entries: int


@dataclass(frozen=True, slots=True)
class BrokenValue:
    """A value that was asked for and can't be read."""

    place: Place
    piece: BrokenPiece


class Subtrees:
    """Walks one JSON object, once.

    `broken` says why it ended too early, when it did; `met` which of the places that were asked
    for the file has, also where nothing stands in them.
    """

    def __init__(self, stream: BinaryIO, wanted: Wanted, *, largest: int) -> None:
        """`largest`: bytes of one value that is asked for; a larger one is broken."""
        self._text = _Text(stream)
        self._wanted = wanted
        self._largest = largest
        self.broken: Text | None = None
        self.met: set[Place] = set()

    def __iter__(self) -> Iterator[Found | SteppedOver | BrokenValue]:
        """Give what is wanted and what was stepped over, in the order of the file."""
        try:
            yield from self._object((), self._wanted)
        except _Astray as astray:
            self.broken = astray.reason

    def _object(self, place: Place, wanted: Wanted) -> Iterator[Found | SteppedOver | BrokenValue]:
        text = self._text
        if text.peek() != _BEGIN:
            raise _Astray(NOT_READ)
        text.step()
        while text.peek() != _END:
            here = (*place, text.name())
            yield from self._field(here, wanted.get(here[-1]))
            self._go_on(_END)
        text.step()

    def _field(
        self, place: Place, rule: "Take | Wanted | None"
    ) -> Iterator[Found | SteppedOver | BrokenValue]:
        if rule is None:
            yield SteppedOver(place, self._text.skip())
            return
        self.met.add(place)
        if rule is Take.WHOLE:
            yield self._value(place)
        elif rule is Take.EACH:
            yield from self._each(place)
        elif self._text.peek() == _BEGIN:
            yield from self._object(place, rule)
        else:  # such as null where nothing is
            self._text.skip()

    def _go_on(self, end: int) -> None:
        """Go past a comma, if there is more before the end."""
        sign = self._text.peek()
        if sign == _COMMA:
            self._text.step()
        elif sign != end:
            raise _Astray(NOT_READ)

    def _each(self, place: Place) -> Iterator[Found | SteppedOver | BrokenValue]:
        text = self._text
        if text.peek() != _LIST:
            found = self._value(place)
            if not (isinstance(found, Found) and found.content == b"null"):
                yield found
            return
        text.step()
        while text.peek() != _LIST_END:
            yield self._value(place)
            self._go_on(_LIST_END)
        text.step()

    def _value(self, place: Place) -> Found | BrokenValue:
        content = self._text.take(self._largest)
        if content is None:
            return BrokenValue(place, BrokenPiece(TOO_LARGE))
        return Found(place, content)


class _Astray(Exception):
    """The file ends inside a value, or is no JSON from here on."""

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


class _Text:
    """The bytes of the file, a piece at a time."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._buffer = b""
        self._at = 0
        #: From where the bytes are still needed, and how many may be.
        self._kept_from: int | None = None
        self._most = 0
        self._more()
        if self._buffer.startswith(_BYTE_ORDER_MARK):
            self._at = len(_BYTE_ORDER_MARK)

    def _more(self) -> bool:
        """Read on; what is no longer needed goes. False at the end of the file."""
        try:
            piece = self._stream.read(_READ)
        except BrokenOff:
            piece = b""
        if self._kept_from is not None and self._at - self._kept_from > self._most:
            self._kept_from = None  # too large: the rest is stepped over
        begin = self._at if self._kept_from is None else self._kept_from
        self._buffer = self._buffer[begin:] + piece
        self._at -= begin
        if self._kept_from is not None:
            self._kept_from = 0
        return bool(piece)

    def peek(self) -> int:
        """Give the next sign that is no space; none is an error."""
        while True:
            self._at = _end_of(_SPACE, self._buffer, self._at)
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._more():
                raise _Astray(ENDS_INSIDE)

    def step(self) -> None:
        """Go past one sign."""
        self._at += 1

    def name(self) -> str:
        """Read the name of a field and go past its colon; one that can't be read is empty."""
        if self.peek() != _QUOTE:
            raise _Astray(NOT_READ)
        content = self.take(_LONGEST_NAME)
        if self.peek() != _COLON:
            raise _Astray(NOT_READ)
        self.step()
        try:
            return str(orjson.loads(content)) if content else ""
        except orjson.JSONDecodeError:
            return ""

    def take(self, most: int) -> bytes | None:
        """Give the next value as it is written; None when it is larger than `most` bytes."""
        self.peek()
        self._kept_from, self._most = self._at, most
        self.skip()
        return self._kept()

    def _kept(self) -> bytes | None:
        """Give what was kept, and keep no longer; None when it was too much."""
        begin, self._kept_from = self._kept_from, None
        if begin is None or self._at - begin > self._most:
            return None
        return self._buffer[begin : self._at]

    def skip(self) -> int:
        """Go past the next value; gives how many objects stand in its lists."""
        sign = self.peek()
        if sign == _QUOTE:
            self._skip_text()
        elif sign in (_BEGIN, _LIST):
            return self._skip_nested()
        else:
            self._skip_scalar()
        return 0

    def _skip_scalar(self) -> None:
        size = 0
        while True:
            end = _end_of(_SCALAR, self._buffer, self._at)
            size += end - self._at
            self._at = end
            if end < len(self._buffer) or not self._more():
                break
        if not size:  # a sign of structure where a value belongs
            raise _Astray(NOT_READ)

    def _skip_text(self) -> None:
        """Go past a text of whatever length."""
        self._at += 1
        while True:
            self._at = _end_of(_IN_TEXT, self._buffer, self._at)
            if self._at < len(self._buffer) and self._buffer[self._at] == _QUOTE:
                self._at += 1
                return
            while len(self._buffer) - self._at < 2:
                if not self._more():
                    raise _Astray(ENDS_INSIDE)
            if self._buffer[self._at] == _ESCAPE:
                self._at += 2

    def _skip_nested(self) -> int:
        nesting = _Nesting()
        while True:
            for found in _STRUCTURE.finditer(self._buffer, self._at):
                self._at = found.end()
                sign = self._buffer[found.start()]
                if sign != _QUOTE:
                    if nesting.meets(sign):
                        return nesting.entries
                elif self._at - found.start() == 1:  # its end was not read yet
                    self._at -= 1
                    self._skip_text()
                    break
            else:
                self._at = len(self._buffer)
                if not self._more():
                    raise _Astray(ENDS_INSIDE)


class _Nesting:
    """Which brackets are open."""

    def __init__(self) -> None:
        self._around = bytearray()
        #: Objects that stand in a list.
        self.entries = 0

    def meets(self, sign: int) -> bool:
        """Take note of a bracket; tells whether it closes the outermost."""
        if sign in (_BEGIN, _LIST):
            self.entries += sign == _BEGIN and self._around.endswith(b"[")
            self._around.append(sign)
            if len(self._around) > _DEEPEST:
                raise _Astray(TOO_DEEP)
            return False
        if self._around.pop() != (_BEGIN if sign == _END else _LIST):
            raise _Astray(NOT_READ)
        return not self._around


def _end_of(pattern: re.Pattern[bytes], content: bytes, begin: int) -> int:
    found = pattern.match(content, begin)
    return found.end() if found else begin

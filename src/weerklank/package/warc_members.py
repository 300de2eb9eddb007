"""Read a WARC gzip member by gzip member, in flat memory, however much one unpacks to."""

import hashlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from isal import igzip_lib, isal_zlib

from weerklank.model.text import Text

_READ = 1 << 16
#: How a member begins that says nothing but that it is one (RFC 1952 2.3).
_PLAIN = b"\x1f\x8b\x08" + bytes(5)
#: A class at run time, a plain value to isal's stubs.
_DAMAGE = cast("type[Exception]", igzip_lib.IsalError)
#: Bytes that a file may unpack to, all members together.
MOST_UNPACKED = 16 << 30

NOT_GZIP = Text("dit deel is geen goede gzip", "this member is no sound gzip")
CUT_OFF = Text("het laatste deel is afgekapt", "the last member is cut off")
TOO_LARGE = Text(
    "het bestand pakt uit tot meer dan 16 GiB en is niet verder gelezen",
    "the file unpacks to more than 16 GiB and was not read further",
)


class BrokenWarc(ValueError):
    """A file of which no more can be read: where, and why."""

    def __init__(self, offset: int, problem: Text) -> None:
        super().__init__(problem.en)
        self.offset = offset
        self.problem = problem


class Members:
    """The gzip members of a part of a file, one after the other."""

    def __init__(self, stream: BinaryIO, start: int, length: int) -> None:
        self._stream = stream
        self._place = start
        self._left = length
        self._waiting = b""
        self._unpacked = 0
        #: Where the next member begins, counted from the start of the part.
        self.offset = 0

    def __iter__(self) -> Iterator["Member"]:
        """Give each member; one that was not read to its end is read to it first."""
        while self.more():
            member = Member(self, self.offset)
            yield member
            member.finish()

    def more(self) -> bytes:
        """Give packed bytes that are not read yet; nothing at the end."""
        if not self._waiting and self._left:
            self._stream.seek(self._place)
            self._waiting = self._stream.read(min(_READ, self._left))
            self._place += len(self._waiting)
            self._left = self._left - len(self._waiting) if self._waiting else 0
        return self._waiting

    def took(self, count: int) -> None:
        """Note that so many packed bytes were of the member that is read."""
        self._waiting = self._waiting[count:]
        self.offset += count

    def unpacked(self, count: int) -> None:
        """Note what came out; BrokenWarc when that is more than any file of ours holds."""
        self._unpacked += count
        if self._unpacked > MOST_UNPACKED:
            raise BrokenWarc(self.offset, TOO_LARGE)


class Member:
    """One gzip member."""

    def __init__(self, members: Members, offset: int) -> None:
        self._members = members
        self._reader = isal_zlib.decompressobj(wbits=31)
        self._digest = hashlib.sha256()
        self._head = b""
        self.offset = offset

    def pieces(self) -> Iterator[bytes]:
        """Give what the member unpacks to, in pieces of 64 kB at most; BrokenWarc if unsound."""
        while not self._reader.eof:
            packed = self._members.more()
            if not packed:
                raise BrokenWarc(self.offset, CUT_OFF)
            try:
                piece = self._reader.decompress(packed, _READ)
            except _DAMAGE as error:
                raise BrokenWarc(self.offset, NOT_GZIP) from error
            rest = self._reader.unused_data or self._reader.unconsumed_tail
            used = len(packed) - len(rest)
            if not used and not piece:
                raise BrokenWarc(self.offset, NOT_GZIP)
            self._digest.update(packed[:used])
            self._head += packed[: min(used, len(_PLAIN) - len(self._head))]
            self._members.took(used)
            self._members.unpacked(len(piece))
            if piece:
                yield piece

    def finish(self) -> None:
        """Read what is left of it."""
        for _ in self.pieces():
            pass

    @property
    def is_plain(self) -> bool:
        """Whether its own header tells nothing, no name, remark or moment, once it is read."""
        return self._head == _PLAIN

    @property
    def length(self) -> int:
        """Packed bytes, once it is read to its end."""
        return self._members.offset - self.offset

    @property
    def digest(self) -> str:
        """Digest of its packed bytes, once it is read to its end."""
        return f"sha256:{self._digest.hexdigest()}"

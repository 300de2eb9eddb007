"""How a zip of stored members lies in a file: each member once, one after the other, no gap.

Readers of zip pass over members that overlap, that a second entry names, or that differ between
their own header and the list at the end (APPNOTE 4.3): what one reader shows, another does not.
Here such a file has no layout. The bytes are foreign: little is read, and nothing unpacked.
"""

import os
import re
import struct
from dataclasses import dataclass
from typing import BinaryIO

from weerklank.model.text import Text

#: Members at most, and bytes of the list of them.
MOST_MEMBERS = 1000
_LARGEST_LIST = 1 << 20
_LOCAL = struct.Struct("<4s5H3I2H")
_ENTRY = struct.Struct("<4s6H3I5H2I")
_END = struct.Struct("<4s4H2IH")
_FAR = struct.Struct("<4sIQI")
_FAR_END = struct.Struct("<4sQ2H2I4Q")
_NAME = re.compile(rb"[A-Za-z0-9_-][A-Za-z0-9._-]*(?:/[A-Za-z0-9_-][A-Za-z0-9._-]*)*")
_WIDE, _WIDE16 = 0xFFFFFFFF, 0xFFFF
#: Versions that a stored member asks for, with sizes of 32 and of 64 bits.
_VERSIONS = (20, 45)
_UNIX = 3 << 8
#: A plain file that everybody may read.
_ATTRIBUTES = 0o100644 << 16


class NoLayout(ValueError):
    """A file that is no zip of stored members: why."""

    def __init__(self, problem: Text) -> None:
        super().__init__(problem.en)
        self.problem = problem


@dataclass(frozen=True, slots=True)
class Stored:
    """A member: its bytes lie in the file as they are."""

    name: str
    #: Of the first byte of its content, in the file.
    start: int
    length: int
    crc: int


@dataclass(frozen=True, slots=True)
class _Entry:
    """What the list at the end says of a member."""

    name: bytes
    #: Version, flags, method, time, date.
    plain: tuple[int, int, int, int, int]
    crc: int
    length: int
    offset: int


def layout(stream: BinaryIO) -> tuple[Stored, ...]:
    """Give the members of a file in their order; NoLayout when it is not sound to the byte."""
    try:
        return _layout(stream)
    except struct.error as error:
        raise NoLayout(CUT) from error


def _layout(stream: BinaryIO) -> tuple[Stored, ...]:
    size = stream.seek(0, os.SEEK_END)
    start, length, count = _end(stream, size)
    if length > _LARGEST_LIST or count > MOST_MEMBERS:
        raise NoLayout(TOO_MANY)
    entries = _entries(_at(stream, start, length), count)
    found = []
    offset = 0
    for entry in entries:
        if entry.offset != offset:
            raise NoLayout(OVERLAP)
        found.append(_member(stream, entry))
        offset = found[-1].start + entry.length
    if offset != start:
        raise NoLayout(OVERLAP)
    if len({member.name.lower() for member in found}) != len(found):
        raise NoLayout(TWICE)
    return tuple(found)


def _at(stream: BinaryIO, offset: int, length: int) -> bytes:
    if offset < 0:
        raise NoLayout(CUT)
    stream.seek(offset)
    content = stream.read(length)
    if len(content) != length:
        raise NoLayout(CUT)
    return content


def _end(stream: BinaryIO, size: int) -> tuple[int, int, int]:
    """Read where the list of members begins, its bytes and how many there are."""
    end = size - _END.size
    mark, disk, first, here, count, length, start, note = _END.unpack(_at(stream, end, _END.size))
    if mark != b"PK\x05\x06" or disk or first or note or here != count:
        raise NoLayout(NO_END)
    if _WIDE in {length, start} or count == _WIDE16:
        start, length, count, end = _far_end(stream, end)
    if start + length != end:
        raise NoLayout(OVERLAP)
    return start, length, count


def _far_end(stream: BinaryIO, end: int) -> tuple[int, int, int, int]:
    """Read the same of a file for which 32 bits are too few."""
    mark, disk, place, disks = _FAR.unpack(_at(stream, end - _FAR.size, _FAR.size))
    if mark != b"PK\x06\x07" or disk or disks != 1 or place != end - _FAR.size - _FAR_END.size:
        raise NoLayout(NO_END)
    mark, rest, made, needed, on, first, here, count, length, start = _FAR_END.unpack(
        _at(stream, place, _FAR_END.size)
    )
    fits = (rest, made, needed, on, first) == (_FAR_END.size - 12, 45, 45, 0, 0)
    if mark != b"PK\x06\x06" or not fits or here != count:
        raise NoLayout(NO_END)
    return start, length, count, place


def _entries(content: bytes, count: int) -> list[_Entry]:
    entries = []
    offset = 0
    for _ in range(count):
        entry, offset = _entry(content, offset)
        entries.append(entry)
    if offset != len(content):
        raise NoLayout(OVERLAP)
    return entries


def _entry(content: bytes, offset: int) -> tuple[_Entry, int]:
    fields = _ENTRY.unpack_from(content, offset)
    mark, made, version, flags, method, time, date, crc, packed, length = fields[:10]
    named, more, note, disk, inside, outside, place = fields[10:]
    offset += _ENTRY.size
    name = content[offset : offset + named]
    extra = content[offset + named : offset + named + more]
    if mark != b"PK\x01\x02" or note or disk or inside or outside != _ATTRIBUTES:
        raise NoLayout(NO_ENTRY)
    if version not in _VERSIONS or made - _UNIX not in _VERSIONS or flags or method:
        raise NoLayout(NOT_STORED)
    if not _NAME.fullmatch(name) or len(name) != named:
        raise NoLayout(BAD_NAME)
    length, packed, place = _wide(extra, [length, packed, place])
    if length != packed:
        raise NoLayout(NOT_STORED)
    entry = _Entry(name, (version, flags, method, time, date), crc, length, place)
    return entry, offset + named + more


def _wide(extra: bytes, values: list[int]) -> list[int]:
    """Fill in what stands in the extra field for 64 bits, and nothing else may stand there."""
    wide = [number for number, value in enumerate(values) if value == _WIDE]
    if not wide and not extra:
        return values
    if extra[:4] != struct.pack("<2H", 1, 8 * len(wide)) or len(extra) != 4 + 8 * len(wide):
        raise NoLayout(NO_ENTRY)
    for number, value in zip(wide, struct.unpack(f"<{len(wide)}Q", extra[4:]), strict=True):
        values[number] = value
    return values


def _member(stream: BinaryIO, entry: _Entry) -> Stored:
    """Read a member's own header, which must say what the list says."""
    fields = _LOCAL.unpack(_at(stream, entry.offset, _LOCAL.size))
    mark, *plain, crc, packed, length, named, more = fields
    rest = _at(stream, entry.offset + _LOCAL.size, named + more)
    length, packed = _wide(rest[named:], [length, packed])
    same = (tuple(plain), crc, packed, length, rest[:named]) == (
        entry.plain,
        entry.crc,
        entry.length,
        entry.length,
        entry.name,
    )
    if mark != b"PK\x03\x04" or not same:
        raise NoLayout(TWO_STORIES)
    start = entry.offset + _LOCAL.size + len(rest)
    return Stored(entry.name.decode("ascii"), start, entry.length, entry.crc)


CUT = Text("het bestand is afgekapt", "the file is cut off")
NO_END = Text(
    "het bestand eindigt niet als een zip van één deel, zonder toelichting",
    "the file does not end as a zip of one part without comment",
)
TOO_MANY = Text(
    f"de zip noemt meer dan {MOST_MEMBERS} bestanden",
    f"the zip names more than {MOST_MEMBERS} files",
)
OVERLAP = Text(
    "bestanden in de zip overlappen, of er staat iets tussen of achter",
    "files in the zip overlap, or something stands between or behind them",
)
TWICE = Text("twee bestanden in de zip heten gelijk", "two files in the zip have one name")
NO_ENTRY = Text(
    "de lijst van bestanden in de zip is niet zoals zij hoort",
    "the list of files in the zip is not as it should be",
)
NOT_STORED = Text(
    "een bestand in de zip is ingepakt of versleuteld: delen zijn dan niet los op te vragen",
    "a file in the zip is packed or encrypted, so that no part of it can be asked for",
)
BAD_NAME = Text(
    "een naam in de zip kan buiten de map leiden of is niet leesbaar",
    "a name in the zip may lead out of its folder, or can't be read",
)
TWO_STORIES = Text(
    "de kop van een bestand in de zip zegt iets anders dan de lijst aan het eind",
    "the header of a file in the zip says something else than the list at the end",
)

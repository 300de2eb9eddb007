"""Lines in small gzip members: any `gzip` reads the whole, we read 64 lines at a time.

The writer returns where each member begins and ends, so that a hit in the catalogue costs the
decompression of one member, and so that a rewrite copies untouched members byte for byte.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from isal import igzip_lib, isal_zlib

from weerklank.model.errors import BrokenInput, fault
from weerklank.model.text import Text

#: Lines of one member; the last of a run may have fewer.
LINES = 64
_READ = 1 << 16
#: A member of 64 lines that unpacks to more than this is hostile or broken.
LARGEST_MEMBER = 256 << 20


@dataclass(frozen=True, slots=True)
class Place:
    """Where one member lies in its file, in bytes."""

    offset: int
    length: int


#: A class at run time, a plain value to isal's stubs.
_DAMAGE = cast("type[Exception]", igzip_lib.IsalError)


DAMAGED = fault(
    "ARCHIVE-008",
    Text(
        nl="Het bestand {path} is beschadigd ({problem}).",
        en="The file {path} is damaged ({problem}).",
    ),
    Text(
        nl="Verander niets; draai 'weerklank verify' en zet het bestand terug uit een kopie.",
        en="Change nothing; run 'weerklank verify' and put the file back from a copy.",
    ),
)
PART_GONE = fault(
    "ARCHIVE-010",
    Text(
        nl="{path} ontbreekt, van een pakket dat het logboek noemt.",
        en="{path} is missing, of a package that the log names.",
    ),
    Text(
        nl="Verander niets; draai 'weerklank verify' en zet het bestand terug uit een kopie.",
        en="Change nothing; run 'weerklank verify' and put the file back from a copy.",
    ),
)


NOT_GZIP = Text("de inhoud is geen goede gzip", "its content is no sound gzip")
OUT_OF_PLACE = Text(
    "een deel eindigt voor of na zijn plaats", "a member ends before or after its place"
)
CUT_OFF = Text("het laatste deel is afgekapt", "the last member is cut off")
NO_LINE_FEED = Text(
    "de laatste regel van een deel is niet afgesloten",
    "the last line of a member has no line feed",
)
TOO_LARGE = Text("een deel pakt uit tot meer dan 256 MiB", "a member unpacks to more than 256 MiB")


class BrokenMember(BrokenInput):
    """A file of lines of a package that can't be read: which, and why."""

    def __init__(self, path: Path, problem: Text) -> None:
        super().__init__(DAMAGED, path=path, problem=problem)
        self.problem = problem


def pack(lines: Iterable[bytes]) -> bytes:
    """Compress lines into one member; each gets its line feed."""
    packed: bytes = igzip_lib.compress(
        b"\n".join(lines) + b"\n", level=2, flag=igzip_lib.COMP_GZIP, hist_bits=15
    )
    return packed


def unpack(packed: bytes, path: Path) -> list[bytes]:
    """Decompress one member of a file into its lines, without line feeds."""
    reader = isal_zlib.decompressobj(wbits=31)
    try:
        text: bytes = reader.decompress(packed, LARGEST_MEMBER)
    except _DAMAGE as error:
        raise BrokenMember(path, NOT_GZIP) from error
    if not reader.eof or reader.unused_data or not text.endswith(b"\n"):
        raise BrokenMember(path, OUT_OF_PLACE)
    return text[:-1].split(b"\n")


def nothing() -> bytes:
    """Give the member of no lines: a file without lines is a gzip file all the same."""
    packed: bytes = igzip_lib.compress(b"", level=2, flag=igzip_lib.COMP_GZIP, hist_bits=15)
    return packed


class MemberWriter:
    """Collects lines and writes a member for every 64."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._waiting: list[bytes] = []
        self._offset = 0
        self.places: list[Place] = []

    def add(self, line: bytes) -> None:
        """Add one line; it must hold no line feed."""
        self._waiting.append(line)
        if len(self._waiting) == LINES:
            self.flush()

    def line(self, number: int) -> bytes:
        """Give a line that was added, from the file or of those that wait."""
        member, place = divmod(number, LINES)
        if member == len(self.places):
            return self._waiting[place]
        self._stream.flush()
        return read_place(Path(self._stream.name), self.places[member])[place]

    def flush(self) -> None:
        """Write what waits as a member of its own."""
        if not self._waiting:
            return
        packed = pack(self._waiting)
        self._stream.write(packed)
        self.places.append(Place(self._offset, len(packed)))
        self._offset += len(packed)
        self._waiting.clear()


def read_place(path: Path, place: Place) -> list[bytes]:
    """Read the lines of one member."""
    with path.open("rb") as stream:
        stream.seek(place.offset)
        return unpack(stream.read(place.length), path)


def read_members(path: Path) -> Iterator[tuple[Place, list[bytes]]]:
    """Read a file member by member, in flat memory; BrokenMember when it is damaged."""
    with path.open("rb") as stream:
        buffer = stream.read(_READ)
        offset = 0
        while buffer:
            text, consumed, buffer = _one_member(stream, buffer, path)
            if not text:
                offset += consumed  # of a package from which everything went
                buffer = buffer or stream.read(_READ)
                continue
            lines = text.split(b"\n")
            if lines.pop():  # what stands behind the last line feed
                raise BrokenMember(path, NO_LINE_FEED)
            yield Place(offset, consumed), lines
            offset += consumed
            buffer = buffer or stream.read(_READ)


def _one_member(stream: BinaryIO, buffer: bytes, path: Path) -> tuple[bytes, int, bytes]:
    """Unpack the member that begins a buffer: its text, its length, and what lies behind it."""
    reader = isal_zlib.decompressobj(wbits=31)
    pieces: list[bytes] = []
    consumed = size = 0
    while not reader.eof:
        buffer = buffer or stream.read(_READ)
        if not buffer:
            raise BrokenMember(path, CUT_OFF)
        try:
            pieces.append(reader.decompress(buffer))
        except _DAMAGE as error:
            raise BrokenMember(path, NOT_GZIP) from error
        size += len(pieces[-1])
        if size > LARGEST_MEMBER:
            raise BrokenMember(path, TOO_LARGE)
        consumed += len(buffer) - len(reader.unused_data)
        buffer = reader.unused_data
    return b"".join(pieces), consumed, buffer


def read_lines(path: Path) -> Iterator[bytes]:
    """Read all lines of a file of members, in flat memory."""
    for _, lines in read_members(path):
        yield from lines

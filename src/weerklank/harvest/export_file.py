"""Open the container of an export, tar.gz or zip, as hostile as it may be.

Nothing is extracted by its own path; a member is opened only when a connector asks for it by
name. What expands far beyond its size is refused.
"""

import contextlib
import lzma
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import IO, BinaryIO, cast

from isal import igzip, igzip_lib

from weerklank.harvest.port import BrokenOff
from weerklank.harvest.tar_stream import TarStream
from weerklank.harvest.zip_listing import members_of, parts_of
from weerklank.model.clock import civil_day
from weerklank.model.errors import BrokenInput, fault
from weerklank.model.run import Shortfall
from weerklank.model.text import Text, verbatim

NOT_READABLE = fault(
    "IMPORT-001",
    Text(
        nl="{file} is geen export van een platform dat Weerklank kent.",
        en="{file} is no export of a platform that Weerklank knows.",
    ),
    Text(
        nl="Geef het bestand zoals het platform het leverde, tar.gz of zip, niet uitgepakt.",
        en="Give the file as the platform delivered it, tar.gz or zip, not unpacked.",
    ),
)
BOMB = fault(
    "IMPORT-002",
    Text(
        nl="{file} pakt uit tot meer dan {times} maal zijn grootte en is geweigerd.",
        en="{file} unpacks to more than {times} times its size and was refused.",
    ),
    Text(
        nl="Vraag een nieuwe export bij het platform aan.",
        en="Ask the platform for a new export.",
    ),
)
CUT_OFF = fault(
    "IMPORT-007",
    Text(
        nl="{file} is een zip-bestand dat beschadigd is of afgekapt: het einde, met de "
        "inhoudsopgave, ontbreekt.",
        en="{file} is a zip file that is damaged or cut off: its end, with the list of what it "
        "holds, is missing.",
    ),
    Text(
        nl="Download de export opnieuw; de vorige download was niet compleet.",
        en="Download the export again; the last download was not complete.",
    ),
)

BROKEN_GZIP = fault(
    "IMPORT-042",
    Text(
        nl="{file} is een gecomprimeerd bestand dat al aan het begin beschadigd of afgekapt is.",
        en="{file} is a compressed file that is damaged or cut off at its very beginning.",
    ),
    Text(
        nl="Download de export opnieuw; de vorige download was niet compleet.",
        en="Download the export again; the last download was not complete.",
    ),
)
ENCRYPTED = fault(
    "IMPORT-012",
    Text(
        nl="{file} is versleuteld; zonder wachtwoord is er niets in te lezen.",
        en="{file} is encrypted; nothing in it can be read without a password.",
    ),
    Text(
        nl="Geef de export zoals het platform hem leverde: die is niet versleuteld. Heeft iemand "
        "hem met een wachtwoord ingepakt, pak hem dan uit en maak een zip zonder wachtwoord.",
        en="Give the export as the platform delivered it: that is not encrypted. If somebody "
        "packed it with a password, unpack it and make a zip without one.",
    ),
)

DAMAGED = Text("het bestand is beschadigd of afgekapt", "the file is damaged or cut off")

_GZIP = b"\x1f\x8b"
#: How often its own size a container may unpack to, beyond the first gigabyte.
_LARGEST_RATIO = 200
_FREE = 1 << 30
#: The same of one medium, beyond the first 16 MiB: no picture or film shrinks like that in a zip.
_FREE_MEDIUM = 1 << 24
#: What is lost at most before the place where a container is damaged.
_BLOCK = 1 << 14

#: Errors by which a container says that it is damaged or cut off.
DAMAGE = (
    EOFError,
    OSError,
    zlib.error,
    cast("type[Exception]", igzip_lib.IsalError),
    tarfile.TarError,
    zipfile.BadZipFile,
    NotImplementedError,  # zipfile, for a compression that it does not know
    RuntimeError,  # zipfile, for a member that is encrypted
    ValueError,  # zipfile, for a place that can't be, or a name in no encoding
    OverflowError,  # the same, beyond what a file can hold
    struct.error,  # zipfile, for a head of LZMA that ends too early
    lzma.LZMAError,
)

Member = tuple[str, BinaryIO]


class Container:
    """An export file. `damage` tells what was found broken while reading.

    `made` is the day of its newest member, known once the members were gone through.
    """

    def __init__(self, path: Path) -> None:
        self.path = path
        self.damage: str | None = None
        self.made: date | None = None
        self._read = 0
        self._zip = is_zip(path)

    @property
    def is_zip(self) -> bool:
        """Tell whether its members can be listed without reading it through."""
        return self._zip

    def members(self, wanted: Callable[[str], bool]) -> Iterator[Member]:
        """Give the members whose cleaned name is wanted, in order of the file, as streams.

        A container that ends too early gives what came before and sets `damage`; so does a
        member that is damaged, and reading it raises BrokenOff.
        """
        self._read = 0
        try:
            yield from self._zip_members(wanted) if self._zip else self._tar_members(wanted)
        except DAMAGE as error:
            self.damage = type(error).__name__

    def _tar_members(self, wanted: Callable[[str], bool]) -> Iterator[Member]:
        with self.path.open("rb") as raw:
            magic = raw.read(2)
            raw.seek(0)
            guarded = _Guarded(_gunzip(raw) if magic == _GZIP else raw, self.path)
            for tar, member in TarStream(cast("BinaryIO", guarded)).members():
                self._note_day(_day_in_tar(member))
                name = clean_name(member.name)
                # One with holes in it may say that it is larger than any disk.
                ordinary = member.isfile() and not member.issparse()
                if ordinary and name and wanted(name):
                    content = tar.extractfile(member)
                    if content is not None:
                        size = self.path.stat().st_size  # of all of it: no more is told
                        yield name, self._checked(content, member.size, size)

    def _zip_members(self, wanted: Callable[[str], bool]) -> Iterator[Member]:
        unpacked = 0
        for archive in parts_of(self.path):
            for info in archive.infolist():
                self._note_day(_day_in_zip(info))
                name = clean_name(info.filename)
                if info.is_dir() or info.flag_bits & 1 or not name or not wanted(name):
                    continue
                unpacked += info.file_size
                refuse_bomb(self.path, unpacked)
                with archive.open(info) as content:
                    yield name, self._checked(content, info.file_size, info.compress_size)

    def _note_day(self, day: date | None) -> None:
        if day:
            self.made = max(day, self.made or day)

    def _checked(self, stream: IO[bytes], size: int, packed: int) -> BinaryIO:
        is_inflated = size > max(_FREE_MEDIUM, _LARGEST_RATIO * packed)
        return cast("BinaryIO", _Checked(stream, self, is_inflated=is_inflated))


class _Checked:
    """A member as a stream: one that can't be read to its end says so, and to its container."""

    def __init__(self, stream: IO[bytes], container: Container, *, is_inflated: bool) -> None:
        """`is_inflated`: it unpacks to far more than a medium would."""
        self._stream = stream
        self._container = container
        self.is_inflated = is_inflated

    def read(self, size: int) -> bytes:
        """Read on; what lies before the damage is given first."""
        blocks: list[bytes] = []
        while size > 0:
            try:
                block = self._stream.read(min(size, _BLOCK))
            except DAMAGE as error:
                self._container.damage = type(error).__name__
                if blocks:
                    break
                raise BrokenOff from None
            if not block:
                break
            blocks.append(block)
            size -= len(block)
        return b"".join(blocks)


class _Guarded:
    """A stream that refuses to give far more than the file it comes from."""

    def __init__(self, stream: BinaryIO, path: Path) -> None:
        self._stream = stream
        self._path = path
        self._given = 0

    def read(self, size: int = -1) -> bytes:
        """Read on."""
        content = self._stream.read(size)
        self._given += len(content)
        refuse_bomb(self._path, self._given)
        return content


class UntilBroken:
    """A stream that ends where it breaks off: what came before is kept."""

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def read(self, size: int) -> bytes:
        """Read on."""
        try:
            return self._stream.read(size)
        except BrokenOff:
            return b""


def is_zip(path: Path) -> bool:
    """Tell whether a file is a zip; no other way than by `path.open`, which may decrypt it."""
    try:
        with path.open("rb") as raw:
            return zipfile.is_zipfile(raw)
    except OSError:
        return False


def damage_of(container: Container) -> list[Shortfall]:
    """Give the gap of a container that was found damaged or cut off, if it was."""
    if not container.damage:
        return []
    where = (verbatim(container.path.name), verbatim(container.damage))
    return [Shortfall(kind="file_damaged", count=1, reason=DAMAGED, where=where)]


def is_inflated(stream: BinaryIO) -> bool:
    """Tell of a member whether it unpacks to so much more than its size that it is no medium."""
    return bool(getattr(stream, "is_inflated", False))


def names_in(path: Path) -> Iterator[str]:
    """Give the cleaned names of the files in a zip, in order; none of what is too damaged."""
    with contextlib.suppress(OSError, zipfile.BadZipFile):
        for info in members_of(path):
            if not info.is_dir():
                yield clean_name(info.filename)


def refuse_encrypted(path: Path) -> None:
    """Raise BrokenInput for a zip of which members are encrypted: no platform delivers such."""
    with contextlib.suppress(*DAMAGE):
        if not is_zip(path):
            return
        is_encrypted = any(info.flag_bits & 1 for info in members_of(path))
        if is_encrypted:
            raise BrokenInput(ENCRYPTED, file=path.name)


def _day_in_tar(member: tarfile.TarInfo) -> date | None:
    with contextlib.suppress(ValueError, OverflowError, OSError):  # it may say any number
        return civil_day(datetime.fromtimestamp(member.mtime, UTC))
    return None


def _day_in_zip(member: zipfile.ZipInfo) -> date | None:
    with contextlib.suppress(ValueError):  # such as month 0
        return date(*member.date_time[:3])
    return None


def refuse_bomb(path: Path, unpacked: int) -> None:
    """Raise BrokenInput when a container has given too much for its size."""
    if unpacked > _FREE and unpacked > _LARGEST_RATIO * path.stat().st_size:
        raise BrokenInput(BOMB, file=path.name, times=_LARGEST_RATIO)


def clean_name(name: str) -> str:
    """Give a member's name without leading dots and slashes; empty when it tries to climb."""
    parts = [part for part in name.replace("\\", "/").split("/") if part not in {"", "."}]
    return "" if ".." in parts else "/".join(parts)


def open_container(path: Path) -> Container | None:
    """Open a file as container; None when it is neither tar nor zip."""
    with contextlib.suppress(*DAMAGE):
        if is_zip(path) or _is_tar(path):
            return Container(path)
        with path.open("rb") as raw:
            if raw.read(4) == b"PK\x03\x04":
                raise BrokenInput(CUT_OFF, file=path.name)
        return None
    with contextlib.suppress(OSError), path.open("rb") as raw:
        if raw.read(2) == _GZIP:
            raise BrokenInput(BROKEN_GZIP, file=path.name)
    return None


def _gunzip(raw: BinaryIO) -> BinaryIO:
    # isal ships no types for its file object
    return cast("BinaryIO", igzip.IGzipFile(fileobj=raw))  # type: ignore[no-untyped-call] # isal has no types here


def _is_tar(path: Path) -> bool:
    with path.open("rb") as raw:
        if raw.read(2) == _GZIP:
            raw.seek(0)
            head = _gunzip(raw).read(512)
        else:
            raw.seek(0)
            head = raw.read(512)
    return head[257:262] == b"ustar" or _old_tar(head)


def _old_tar(head: bytes) -> bool:
    with contextlib.suppress(tarfile.TarError):
        tarfile.TarInfo.frombuf(head, "utf-8", "surrogateescape")
        return True
    return False

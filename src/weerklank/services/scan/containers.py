"""Open what holds other files, one inside the other, with bounds on depth and size.

What a container holds is given as streams with a name of ours for their place in it: never its own
name, which may be somebody's. What can't be opened is told, and read as bytes besides.
"""

import bz2
import io
import lzma
import re
import sqlite3
import struct
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import closing
from email import message_from_bytes
from email.policy import default as mail_policy
from pathlib import Path
from typing import BinaryIO, Protocol

from weerklank.services.scan.pdf import pdf_parts

#: Bytes of a container that must be held whole in memory, and of one part of it.
LARGEST = 64 << 20
_BLOCK = 1 << 18
_PNG = b"\x89PNG\r\n\x1a\n"
#: Known by their first bytes, and not to be opened here.
CLOSED: dict[bytes, str] = {
    b"\x28\xb5\x2f\xfd": "zstandard",
    b"7z\xbc\xaf": "7-Zip",
    b"\x04\x22\x4d\x18": "LZ4",
    b"PAR1": "Parquet",
    b"Rar!": "RAR",
}
#: Known by their first bytes: what they show is not read, their data are.
PICTURES = (_PNG, b"\xff\xd8\xff", b"GIF8", b"RIFF")
FILMS = (b"\x1a\x45\xdf\xa3", b"OggS", b"ID3")

#: What a header of HTTP says of its body.
_CHUNKED = re.compile(rb"\ntransfer-encoding:[ \t]*[^\r\n]*chunked", re.IGNORECASE)
_BROTLI = re.compile(rb"\ncontent-encoding:[ \t]*br", re.IGNORECASE)
_DEFLATE = re.compile(rb"\ncontent-encoding:[ \t]*deflate", re.IGNORECASE)
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,8})[ \t]*(?:;[^\r\n]{0,200})?\r\n")


class Reads(Protocol):
    """Gives bytes."""

    def read(self, size: int = ..., /) -> bytes:
        """Give the next bytes; none at the end."""
        ...


class Unopened(Exception):
    """A container that can't be opened, or not all of it: why, in a word of ours."""


BROKEN: tuple[type[Exception], ...] = (
    Unopened, ValueError, EOFError, OSError, zlib.error, lzma.LZMAError, tarfile.TarError,
    zipfile.BadZipFile, NotImplementedError, RuntimeError, sqlite3.Error, LookupError,
    # What the library's readers of mail and of archives let through on hostile bytes.
    AttributeError, TypeError, AssertionError, ArithmeticError, struct.error, MemoryError,
)  # fmt: skip
Part = tuple[str, Reads]
Opens = Callable[[Reads], Iterator[Part]]


def opener(head: bytes) -> Opens | None:
    """Give what opens a container that begins so; None for what is none."""
    for magic, opens in _OPENS.items():
        if head.startswith(magic):
            return opens
    return _tar if head[257:262] == b"ustar" else None


def whole(stream: Reads) -> bytes:
    """Read all of a stream; Unopened when it is larger than is held in memory."""
    content = stream.read(LARGEST + 1)
    while 0 < len(content) <= LARGEST and (more := stream.read(LARGEST + 1 - len(content))):
        content += more
    if len(content) > LARGEST:
        raise Unopened("too-large")
    return content


class Unpacked(io.RawIOBase):
    """A stream of what something unpacks to, block by block."""

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self._blocks = blocks
        self._rest = b""

    def readable(self) -> bool:
        """Tell that it is read from."""
        return True

    def read(self, size: int = -1, /) -> bytes:
        """Give the next bytes."""
        parts = [self._rest]
        have = len(self._rest)
        while size < 0 or have < size:
            block = next(self._blocks, None)
            if block is None:
                break
            parts.append(block)
            have += len(block)
        found = b"".join(parts)
        size = have if size < 0 else size
        self._rest = found[size:]
        return found[:size]


def _gzip(stream: Reads) -> Iterator[Part]:
    """Give all members of a gzip file as one stream, as any reader of gzip does."""
    told: list[bytes] = []
    yield "gzip", Unpacked(_gzip_blocks(stream, told))
    yield "gzip/names", io.BytesIO(b"\n".join(told))


def _gzip_blocks(stream: Reads, told: list[bytes]) -> Iterator[bytes]:
    """Give what all members unpack to; to `told` is added what the first is called."""
    reader = zlib.decompressobj(31)
    rest = stream.read(_BLOCK)
    told.append(_gzip_names(rest))
    while block := rest or stream.read(_BLOCK):
        found = reader.decompress(block, _BLOCK)
        if found:
            yield found
        rest = reader.unconsumed_tail
        if reader.eof:
            rest = reader.unused_data
            if rest.strip(b"\0"):
                reader = zlib.decompressobj(31)
            elif not (rest := stream.read(_BLOCK)):
                return
            else:
                reader = zlib.decompressobj(31)
    raise EOFError


def _gzip_names(head: bytes) -> bytes:
    """Give the extra field and name of a member of gzip, and what is said of it (RFC 1952)."""
    extra, name, said = 4, 8, 16
    flags, at, told = head[3] if len(head) > 10 else 0, 10, b""
    if flags & extra:
        end = at + 2 + int.from_bytes(head[at : at + 2], "little")
        at, told = end, head[at + 2 : end]
    for one in (name, said):
        if flags & one:
            found, _, _ = head[at:].partition(b"\0")
            at, told = at + len(found) + 1, told + b"\n" + found
    return told


def _bzip2(stream: Reads) -> Iterator[Part]:
    with bz2.BZ2File(io.BytesIO(whole(stream))) as unpacked:
        yield "bzip2", unpacked


def _xz(stream: Reads) -> Iterator[Part]:
    with lzma.LZMAFile(io.BytesIO(whole(stream))) as unpacked:
        yield "xz", unpacked


def _zip(stream: Reads) -> Iterator[Part]:
    """Give names and members of a zip; what can't be sought in is read into memory."""
    file = stream if isinstance(stream, io.BufferedReader) else io.BytesIO(whole(stream))
    with zipfile.ZipFile(file) as archive:
        told = [archive.comment]
        for info in archive.infolist():
            told += [info.filename.encode("utf-8", "surrogateescape"), info.comment, info.extra]
        yield "zip/names", io.BytesIO(b"\n".join(told))
        for number, info in enumerate(archive.infolist(), 1):
            if info.flag_bits & 1:
                raise Unopened("encrypted")
            with archive.open(info) as member:
                yield f"zip/{number}", member


def _tar(stream: Reads) -> Iterator[Part]:
    file: BinaryIO = io.BytesIO(whole(stream))
    with tarfile.open(fileobj=file) as archive:
        for number, member in enumerate(archive, 1):
            told = [member.name, member.linkname, member.uname, member.gname]
            told += [f"{one}={value}" for one, value in member.pax_headers.items()]
            yield f"tar/names/{number}", io.BytesIO("\n".join(told).encode("utf-8", "replace"))
            held = archive.extractfile(member)
            if held is not None:
                yield f"tar/{number}", held


def _png(stream: Reads) -> Iterator[Part]:
    """Give what a picture says of itself where that is packed; the rest stands in its bytes."""
    content = whole(stream)
    at = len(_PNG)
    while at < len(content):
        size = int.from_bytes(content[at : at + 4], "big")
        kind, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + size]
        at += 12 + size
        if kind == b"zTXt":
            yield "png/zTXt", io.BytesIO(_inflated(data.partition(b"\0")[2][1:]))
        elif kind == b"iTXt":
            rest = data.partition(b"\0")[2]
            text = rest[2:].split(b"\0", 2)[-1]
            yield "png/iTXt", io.BytesIO(_inflated(text) if rest[:1] == b"\1" else text)


def _inflated(data: bytes) -> bytes:
    return zlib.decompressobj().decompress(data, LARGEST)


def _pdf(stream: Reads) -> Iterator[Part]:
    for name, content in pdf_parts(whole(stream)):
        yield f"pdf/{name}", io.BytesIO(content)


def _sqlite(stream: Reads) -> Iterator[Part]:
    """Give the values of a database; what lies in free pages stands in its bytes."""
    content = whole(stream)
    with closing(sqlite3.connect(":memory:")) as connection:
        connection.deserialize(content[:18] + b"\x01\x01" + content[20:])
        yield from sqlite_values(connection)


def sqlite_file(path: Path) -> Iterator[Part]:
    """Give the values of a database in a file, as it is without what waits in its log."""
    address = f"{path.resolve().as_uri()}?mode=ro&immutable=1"
    with closing(sqlite3.connect(address, uri=True)) as connection:
        yield from sqlite_values(connection)


def sqlite_values(connection: sqlite3.Connection) -> Iterator[Part]:
    """Give all values of each table, one a line, those that are bytes by themselves."""
    # A column can be made of what a hostile file says: no value is larger than what is held.
    connection.setlimit(sqlite3.SQLITE_LIMIT_LENGTH, LARGEST)
    connection.text_factory = lambda value: value.decode("utf-8", "replace")
    tables = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall()
    for number, (table,) in enumerate(tables, 1):
        quoted = str(table).replace('"', '""')
        rows = connection.execute(f'SELECT * FROM "{quoted}"')  # noqa: S608 - its own names
        yield f"sqlite/{number}", Unpacked(_texts(rows))
        for column in range(len(rows.description)):
            blobs = connection.execute(f'SELECT * FROM "{quoted}"')  # noqa: S608 - its own names
            for row in blobs:
                value = row[column]
                if isinstance(value, bytes) and opener(value[:512]) is not None:
                    yield f"sqlite/{number}/{column}", io.BytesIO(value)


def _texts(rows: sqlite3.Cursor) -> Iterator[bytes]:
    for row in rows:
        told = [one if isinstance(one, bytes) else str(one).encode() for one in row]
        yield b"\t".join(told) + b"\n"


def _warc(stream: Reads) -> Iterator[Part]:
    """Give the records of a WARC: each its header, then what an answer says, then its body."""
    lines = io.BufferedReader(_Raw(stream))
    number = 0
    while header := _header(lines):
        number += 1
        if not header.startswith(b"WARC/"):
            raise Unopened("no-warc")
        length = _length(header)
        yield f"warc/{number}/header", io.BytesIO(header.partition(b"\n")[2])
        block = lines.read(min(length, LARGEST + 1))
        if len(block) < length:
            raise Unopened("too-large" if length > LARGEST else "cut-off")
        if block.startswith((b"HTTP/", b"GET ", b"POST ", b"HEAD ")):
            told, _, block = block.partition(b"\r\n\r\n")
            yield f"warc/{number}/http", io.BytesIO(told)
            if _CHUNKED.search(told):
                block, rest = _joined(block)
                yield f"warc/{number}/rest", io.BytesIO(rest)
            if _BROTLI.search(told):
                raise Unopened("brotli")
            if _DEFLATE.search(told):
                block = _inflated(block)
        yield f"warc/{number}", io.BytesIO(block)


def _joined(block: bytes) -> tuple[bytes, bytes]:
    """Put the chunks of a body together (RFC 9112, 7.1), and give what stands behind them."""
    parts, at = [], 0
    while match := _CHUNK.match(block, at):
        size = int(match[1], 16)
        if not size:
            break
        parts.append(block[match.end() : match.end() + size])
        at = match.end() + size + 2
    return b"".join(parts), block[at:]


def _header(lines: "io.BufferedReader[_Raw]") -> bytes:
    """Give the lines before the next empty one; those that are empty before them are none."""
    header = b""
    while line := lines.readline(1 << 16):
        if line.strip():
            header += line
        elif header:
            break
    return header


def _length(header: bytes) -> int:
    for line in header.splitlines():
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            return int(value)
    return 0


class _Raw(io.RawIOBase):
    """A stream that fills a buffer, of one that only gives bytes."""

    def __init__(self, stream: Reads) -> None:
        self._stream = stream

    def readable(self) -> bool:
        """Tell that it is read from."""
        return True

    def readinto(self, buffer: "memoryview | bytearray") -> int:  # type: ignore[override]  # stricter than what io declares
        """Fill a buffer."""
        found = self._stream.read(len(buffer))
        buffer[: len(found)] = found
        return len(found)


def mail_parts(content: bytes) -> Iterator[Part]:
    """Give the headers and texts of a message, decoded."""
    message = message_from_bytes(content, policy=mail_policy)
    for number, part in enumerate(message.walk(), 1):
        # Not from the first byte on: else they look like a message themselves.
        told = "".join(f"\n{name}: {value}" for name, value in part.items())
        yield f"mail/{number}/headers", io.BytesIO(told.encode("utf-8", "replace"))
        held = part.get_payload(decode=True)
        if isinstance(held, bytes):
            yield f"mail/{number}", io.BytesIO(held)


_OPENS: dict[bytes, Opens] = {
    b"\x1f\x8b\x08": _gzip,
    b"PK\x03\x04": _zip,
    b"PK\x05\x06": _zip,
    b"BZh": _bzip2,
    b"\xfd7zXZ\0": _xz,
    b"SQLite format 3\0": _sqlite,
    _PNG: _png,
    b"%PDF-": _pdf,
    b"WARC/1.": _warc,
}

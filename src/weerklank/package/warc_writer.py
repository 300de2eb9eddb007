"""Write WARC 1.1 (ISO 28500): one gzip member per record, in one pass and in flat memory.

What is packed already (pictures, film, fonts) is stored, not deflated: a member of stored blocks
is a gzip member like any other. Bodies stand as they are read, unpacked; the caller says what a
record is of, and nothing that a stranger wrote can begin a line of its own.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from typing import Protocol

from isal import igzip_lib, isal_zlib

from weerklank.model.canonical import canonical
from weerklank.model.errors import Defect, fault
from weerklank.model.json_value import JsonObject
from weerklank.model.text import Text
from weerklank.package.warc_fields import (
    Headers,
    ascii_address,
    header_value,
    is_packed,
    media_type,
    moment,
    protocol_line,
    request_lines,
    response_lines,
)

OTHER_BODY = fault(
    "PAGE-001",
    Text(
        nl="Een bestand bij een pagina is niet wat ervan gezegd is: {length} bytes of een andere "
        "inhoud bij een tweede lezing.",
        en="A file of a page is not what was said of it: {length} bytes, or other content when "
        "read again.",
    ),
    Text(
        nl="De pagina is niet bewaard. Oogst opnieuw; meld het als het terugkomt.",
        en="The page was not kept. Harvest again; report it if it comes back.",
    ),
)
#: Bodies up to this size are held while they are written, longer ones are read twice.
HELD = 1 << 20
_LEVEL = 2
_CONFORMS_TO = "http://iipc.github.io/warc-specifications/specifications/warc-format/warc-1.1/"
_END = b"\r\n\r\n"
_STORED_HEAD = b"\x1f\x8b\x08\x00\x00\x00\x00\x00\x00\xff"
_BLOCK = 0xFFFF
_COUNTER = 0xFFFFFFFF


class TakesBytes(Protocol):
    """Where the file goes."""

    def write(self, content: bytes, /) -> int:
        """Take all of it."""
        ...


@dataclass(frozen=True, slots=True)
class Body:
    """A body that is too long to hold, or that is read where it lies."""

    length: int
    #: Gives the bytes from the begin, each time anew.
    read: Callable[[], Iterator[bytes]]


@dataclass(frozen=True, slots=True)
class WarcRecord:
    """A record that was written: where it lies and what an index says of it."""

    kind: str
    #: `urn:uuid:…`
    id: str
    address: str
    #: RFC 3339 in UTC, to the second.
    at: str
    #: Without parameters; empty when it is not told.
    media_type: str
    #: Of an answer of HTTP, else 0.
    status: int
    #: Of the payload, `sha256:` and hex; of the gzip member likewise, empty when not asked for.
    digest: str
    member_digest: str
    #: Place of the gzip member in the file, in bytes.
    offset: int
    length: int


@dataclass(frozen=True, slots=True)
class _Part:
    """What differs from record to record."""

    kind: str
    address: str
    at: str
    content_type: bytes
    media_type: str
    status: int = 0
    #: Lines of the WARC header beside those of every record.
    more: bytes = b""
    #: Lines of HTTP that stand before the payload.
    lines: bytes = b""
    has_payload: bool = True


class WarcWriter:
    """Writes records one after the other; the first says what made them."""

    def __init__(
        self, stream: TakesBytes, *, seed: str, at: str, digests_members: bool = False
    ) -> None:
        """`seed` and the order of records make their ids: the same input gives the same file."""
        self._stream = stream
        self._offset = 0
        self._at = moment(at)
        self._digests_members = digests_members
        first = hashlib.sha256(f"weerklank warc\n{seed}".encode()).digest()[:16]
        # RFC 9562, version 8: 122 bits of our own choice, of which 32 count the records.
        plain = int.from_bytes(first) & ~(0xF << 76 | 0x3 << 62 | _COUNTER)
        self._ids = plain | 0x8 << 76 | 0x2 << 62
        self._count = 0
        self._info = b""

    def warcinfo(self, software: str, fields: Headers = ()) -> WarcRecord:
        """Write what made the file; once, before anything else."""
        lines = [
            f"software: {header_value(software)}",
            "format: WARC File Format 1.1",
            f"conformsTo: {_CONFORMS_TO}",
            *(f"{header_value(name)}: {header_value(value)}" for name, value in fields),
        ]
        written = self._write(
            _Part("warcinfo", "", self._at, b"application/warc-fields", "", has_payload=False),
            ("\r\n".join(lines) + "\r\n").encode(),
        )
        self._info = f"WARC-Warcinfo-ID: <{written.id}>\r\n".encode()
        return written

    def exchange(
        self,
        address: str,
        at: str,
        *,
        status: int,
        headers: Headers,
        protocol: str,
        body: bytes | Body,
    ) -> tuple[WarcRecord, WarcRecord]:
        """Write a question and its answer, side by side; ValueError where there is no HTTP."""
        target, when = ascii_address(address), moment(at)
        told = tuple(headers)
        length = len(body) if isinstance(body, bytes) else body.length
        lines = response_lines(status, told, length)
        question = request_lines(target)
        spoken = protocol_line(protocol)
        answer_id = self._id(self._count + 1)
        asked = self._write(
            _Part(
                "request",
                target,
                when,
                b"application/http; msgtype=request",
                "",
                more=b"%bWARC-Concurrent-To: <%b>\r\n" % (spoken, answer_id.encode()),
                lines=question,
                has_payload=False,
            ),
            b"",
        )
        answered = self._write(
            _Part(
                "response",
                target,
                when,
                b"application/http; msgtype=response",
                media_type(told),
                status,
                more=b"%bWARC-Concurrent-To: <%b>\r\n" % (spoken, asked.id.encode()),
                lines=lines,
            ),
            body,
        )
        return asked, answered

    def resource(self, address: str, at: str, kind: str, body: bytes | Body) -> WarcRecord:
        """Write a file that came by no HTTP, under an address of its own (`urn:…`)."""
        return self._own("resource", address, at, kind, body, b"")

    def metadata(self, address: str, at: str, about: WarcRecord, told: JsonObject) -> WarcRecord:
        """Write what is told of another record, under an address of its own (`urn:…`)."""
        more = f"WARC-Refers-To: <{about.id}>\r\n".encode()
        return self._own("metadata", address, at, "application/json", canonical(told), more)

    def _own(
        self, kind: str, address: str, at: str, content: str, body: bytes | Body, more: bytes
    ) -> WarcRecord:
        content_type = header_value(content)
        plain = media_type((("content-type", content_type),))
        return self._write(
            _Part(
                kind,
                ascii_address(address),
                moment(at),
                content_type.encode("ascii"),
                plain,
                more=more,
            ),
            body,
        )

    def _id(self, number: int) -> str:
        digits = f"{self._ids | number:032x}"
        return (
            f"urn:uuid:{digits[:8]}-{digits[8:12]}-{digits[12:16]}-{digits[16:20]}-{digits[20:]}"
        )

    def _write(self, part: _Part, body: bytes | Body) -> WarcRecord:
        if isinstance(body, Body) and body.length <= HELD:
            body = _held(body)
        record_id, start = self._id(self._count), self._offset
        self._count += 1
        if isinstance(body, bytes):
            digest, member_digest = self._write_held(part, record_id, body)
        else:
            digest, member_digest = self._write_long(part, record_id, body)
        return WarcRecord(
            part.kind,
            record_id,
            part.address,
            part.at,
            part.media_type,
            part.status,
            digest,
            member_digest,
            start,
            self._offset - start,
        )

    def _head(self, part: _Part, record_id: str, length: int, block: str, payload: str) -> bytes:
        target = f"WARC-Target-URI: {part.address}\r\n" if part.address else ""
        told = f"WARC-Payload-Digest: sha256:{payload}\r\n" if part.has_payload else ""
        return (
            f"WARC/1.1\r\nWARC-Type: {part.kind}\r\nWARC-Record-ID: <{record_id}>\r\n{target}"
            f"WARC-Date: {part.at}\r\n{told}WARC-Block-Digest: sha256:{block}\r\n"
            f"Content-Length: {length}\r\nContent-Type: "
        ).encode("ascii") + b"%b\r\n%b%b\r\n" % (part.content_type, self._info, part.more)

    def _write_held(self, part: _Part, record_id: str, body: bytes) -> tuple[str, str]:
        payload = hashlib.sha256(body).hexdigest()
        block = payload
        if part.lines:
            whole = hashlib.sha256(part.lines)
            whole.update(body)
            block = whole.hexdigest()
        head = self._head(part, record_id, len(part.lines) + len(body), block, payload)
        record = b"".join((head, part.lines, body, _END))
        member = _stored(record) if is_packed(part.media_type) else _deflated(record)
        self._stream.write(member)
        self._offset += len(member)
        told = hashlib.sha256(member).hexdigest() if self._digests_members else ""
        return f"sha256:{payload}", f"sha256:{told}" if told else ""

    def _write_long(self, part: _Part, record_id: str, body: Body) -> tuple[str, str]:
        payload, block = hashlib.sha256(), hashlib.sha256(part.lines)
        length = check = 0
        for piece in body.read():
            payload.update(piece)
            block.update(piece)
            check = isal_zlib.crc32(piece, check)
            length += len(piece)
            if length > body.length:
                break
        if length != body.length:
            raise Defect(OTHER_BODY, length=body.length)
        size = len(part.lines) + length
        head = self._head(part, record_id, size, block.hexdigest(), payload.hexdigest())
        pieces = _again(body, head + part.lines, check)
        pack = _stored_pieces if is_packed(part.media_type) else _deflated_pieces
        told = hashlib.sha256()
        for member in pack(pieces):
            self._stream.write(member)
            self._offset += len(member)
            if self._digests_members:
                told.update(member)
        return (
            f"sha256:{payload.hexdigest()}",
            f"sha256:{told.hexdigest()}" if self._digests_members else "",
        )


def _held(body: Body) -> bytes:
    """Read a short body whole; Defect when it is not as long as was said."""
    pieces: list[bytes] = []
    left = body.length
    for piece in body.read():
        pieces.append(piece)
        left -= len(piece)
        if left < 0:
            break
    if left:
        raise Defect(OTHER_BODY, length=body.length)
    return b"".join(pieces)


def _again(body: Body, before: bytes, check: int) -> Iterator[bytes]:
    """Give a record piece by piece; Defect when its body is another than at the first reading."""
    yield before
    found = length = 0
    for piece in body.read():
        found = isal_zlib.crc32(piece, found)
        length += len(piece)
        if length > body.length:
            break
        yield piece
    if length != body.length or found != check:
        raise Defect(OTHER_BODY, length=body.length)
    yield _END


def _deflated(record: bytes) -> bytes:
    packed: bytes = igzip_lib.compress(
        record, level=_LEVEL, flag=igzip_lib.COMP_GZIP, hist_bits=15
    )
    return packed


def _deflated_pieces(pieces: Iterable[bytes]) -> Iterator[bytes]:
    packer = isal_zlib.compressobj(_LEVEL, wbits=31)
    for piece in pieces:
        yield packer.compress(piece)
    yield packer.flush()


def _stored(record: bytes) -> bytes:
    return b"".join(_stored_pieces((record,)))


def _stored_pieces(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """Give a gzip member of stored blocks (RFC 1951 3.2.4)."""
    yield _STORED_HEAD
    check = length = 0
    for piece in pieces:
        check = isal_zlib.crc32(piece, check)
        length += len(piece)
        view = memoryview(piece)
        for start in range(0, len(piece), _BLOCK):
            block = view[start : start + _BLOCK]
            yield b"\x00%b%b" % (
                len(block).to_bytes(2, "little"),
                (len(block) ^ _BLOCK).to_bytes(2, "little"),
            )
            yield bytes(block)
    yield b"\x01\x00\x00\xff\xff"
    yield (check & _COUNTER).to_bytes(4, "little") + (length & _COUNTER).to_bytes(4, "little")

"""Open what a browser recorded: records of WARC, and what HTTP packed in them."""

import importlib
import re
import zlib
from collections.abc import Callable, Iterator

#: Bytes that something may unpack to: a test's archive is small.
_LARGEST = 1 << 28
_LENGTH = re.compile(rb"\r\ncontent-length:[ \t]*(\d+)", re.IGNORECASE)
_PACKED = re.compile(rb"\r\ncontent-encoding:[ \t]*([^\r\n]+)", re.IGNORECASE)
_CHUNKED = re.compile(rb"\r\ntransfer-encoding:[ \t]*chunked", re.IGNORECASE)
_END = b"\r\n\r\n"


def open_warc(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Give the heads of records and of HTTP, and what they carry, unpacked."""
    number = 0
    while content:
        head, end, rest = content.partition(_END)
        length = _LENGTH.search(head)
        if not end or length is None or len(rest) < int(length[1]):
            raise EOFError
        block, content = rest[: int(length[1])], rest[int(length[1]) :].removeprefix(_END)
        yield f"record {number}", b"\n" + head  # not taken for a record again
        if block.startswith(b"HTTP/") or b" HTTP/1." in block[:8192].partition(b"\r\n")[0]:
            told, _, block = block.partition(_END)
            yield f"record {number} HTTP", told
            block = _payload(told, block)
        yield f"record {number} body", block
        number += 1


def _payload(head: bytes, body: bytes) -> bytes:
    """Give a body as it was before the server packed it; ValueError where nobody can."""
    if _CHUNKED.search(head) and (whole := _joined(body)) is not None:
        body = whole  # some recorders join the pieces and leave the head as it was
    packed = _PACKED.search(head)
    for form in reversed(packed[1].lower().split(b",") if packed else []):
        body = _UNPACK.get(form.strip(), _closed)(body) if body else body
    return body


def _joined(body: bytes) -> bytes | None:
    """Join the pieces of a body; None where it lies in none."""
    whole = b""
    while body:
        size, _, body = body.partition(b"\r\n")
        try:
            length = int(size.partition(b";")[0], 16)
        except ValueError:
            return None
        if not length:
            return whole
        whole, body = whole + body[:length], body[length:].removeprefix(b"\r\n")
    return None


def inflate(content: bytes) -> bytes:
    """Unpack what zlib packed, or gzip, in any of their frames."""
    for frame in (47, -15):
        reader = zlib.decompressobj(frame)
        try:
            part = reader.decompress(content, _LARGEST)
        except zlib.error:
            continue
        if reader.eof:
            return part
    raise zlib.error


def unbrotli(content: bytes) -> bytes:
    """Unpack what Brotli packed; ValueError for what it did not, or where it is not installed."""
    try:
        brotli = importlib.import_module("brotli")
    except ImportError:  # it comes with other libraries, and not with all that run this
        return _closed(content)
    try:
        unpacked: bytes = brotli.decompress(content)
    except brotli.error as error:
        raise ValueError("brotli") from error
    return unpacked


def _closed(_content: bytes) -> bytes:
    raise ValueError("closed")


_UNPACK: dict[bytes, Callable[[bytes], bytes]] = {
    b"gzip": inflate,
    b"x-gzip": inflate,
    b"deflate": inflate,
    b"br": unbrotli,
    b"identity": bytes,
}

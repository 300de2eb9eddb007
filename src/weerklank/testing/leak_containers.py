"""Open what bytes may lie in: containers of every kind, and text that is written as other text.

What is packed is opened by what it is, not by its name. Used by the search for canaries.
"""

import base64
import binascii
import bz2
import html
import io
import json
import lzma
import re
import sqlite3
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from urllib.parse import unquote_to_bytes

from weerklank.testing.leak_http import inflate, open_warc, unbrotli

#: Bytes that a container may unpack to: a test's archive is small.
_LARGEST = 1 << 28
_PNG = b"\x89PNG\r\n\x1a\n"
_SQLITE = b"SQLite format 3\0"
_PDF_STREAM = re.compile(rb"stream\r?\n")
#: Ways in which a PDF may be packed or closed that nothing here opens.
_PDF_CLOSED = re.compile(rb"/Encrypt|/LZWDecode|/ASCII85Decode|/ASCIIHexDecode|/RunLengthDecode")
_RANGE = re.compile(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]{1,4})>")
_SIGNS = re.compile(rb"<((?:[0-9A-Fa-f]{4})+)>")
#: Bytes of a digest, salt or tag at most.
_TAG = 32
#: What begins so is a picture, film or sound: what is told in it lies open, and was searched.
_MEDIA = (b"\xff\xd8\xff", b"GIF8", b"RIFF", b"ID3", b"OggS", b"\x1aE\xdf\xa3")
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{16,}={0,2}")
_HEX = re.compile(rb"(?:[0-9a-fA-F]{2}){8,}")
_ESCAPE = re.compile(rb"(?:\\u[0-9a-fA-F]{4})+")
#: Letters that show nothing: of no width, of direction, soft hyphens, of variation.
_UNSEEN = re.compile(
    rb"\xe2\x80[\x8b-\x8f\xaa-\xae]|\xe2\x81[\xa0-\xa9]|\xef\xbb\xbf|\xc2\xad|\xef\xb8[\x80-\x8f]"
)

#: Errors by which a container says that it is damaged or can't be opened.
BROKEN = (
    ValueError,
    EOFError,
    OSError,
    zlib.error,
    lzma.LZMAError,
    tarfile.TarError,
    zipfile.BadZipFile,
    NotImplementedError,
    RuntimeError,
    sqlite3.Error,
)
#: What a container holds, by name.
Parts = Iterator[tuple[str, bytes]]


def opener_of(content: bytes) -> Callable[[bytes], Parts] | None:
    """Give what opens a container, known by its first bytes; None where it is none."""
    for magic, opener in (
        (b"\x1f\x8b", gunzip),
        (b"PK\x03\x04", _unzip),
        (b"PK\x05\x06", _unzip),
        (_SQLITE, _sqlite),
        (_PNG, _png),
        (b"WARC/1.", open_warc),
        (b"%PDF", _pdf),
        (b"BZh", lambda packed: iter([("bzip2", bz2.decompress(packed))])),
        (b"\xfd7zXZ\0", lambda packed: iter([("xz", lzma.decompress(packed))])),
    ):
        if content.startswith(magic):
            return opener
    if content[257:262] == b"ustar":
        return _untar
    return None


def is_medium(content: bytes) -> bool:
    """Tell whether bytes are a picture, film or sound of which nothing that is told is packed."""
    return content.startswith(_MEDIA) or content[4:8] == b"ftyp"


def gunzip(content: bytes) -> Parts:
    """Give every member; what follows the last one must be nothing."""
    rest, number = content, 0
    while rest:
        reader = zlib.decompressobj(31)
        part = reader.decompress(rest, _LARGEST)
        if not reader.eof:
            raise EOFError
        yield f"gzip {number}", part
        rest, number = reader.unused_data, number + 1


def _unzip(content: bytes) -> Parts:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        yield "comment", archive.comment
        for info in archive.infolist():
            yield info.filename, info.comment + info.extra
            yield info.filename, archive.read(info)


def _untar(content: bytes) -> Parts:
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        for member in archive:
            told = [member.name, member.linkname, member.uname, member.gname]
            yield member.name, json.dumps([*told, member.pax_headers]).encode()
            stream = archive.extractfile(member)
            if stream is not None:
                yield member.name, stream.read()


def _sqlite(content: bytes) -> Parts:
    """Give every value of every table; free pages were seen as raw bytes of the file."""
    # As a database without a log: what waits in the log is a file of its own, seen raw.
    plain = content[:18] + b"\x01\x01" + content[20:]
    connection = sqlite3.connect(":memory:")
    try:
        connection.deserialize(plain)
        tables = connection.execute("SELECT name, sql FROM sqlite_master").fetchall()
        for name, sql in tables:
            yield str(name), str(sql).encode()
        for (name,) in connection.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table'"
        ).fetchall():
            quoted = str(name).replace('"', '""')
            for row in connection.execute(f'SELECT * FROM "{quoted}"'):  # noqa: S608 - its own names
                for value in row:
                    if value is not None:
                        yield str(name), _value(value)
    finally:
        connection.close()


def _value(value: object) -> bytes:
    """Give a value as text, but for bytes that may hold more than a digest or a tag."""
    if not isinstance(value, bytes):
        return str(value).encode()
    return value if len(value) > _TAG else value.hex().encode()


def _pdf(content: bytes) -> Parts:
    """Give what the streams of a PDF hold, objects among them, and the words that it shows."""
    if b"%%EOF" not in content or _PDF_CLOSED.search(content):
        raise NotImplementedError
    streams = []
    for match in _PDF_STREAM.finditer(content):
        reader = zlib.decompressobj()
        with suppress(zlib.error):
            streams.append(reader.decompress(content[match.end() :], _LARGEST))
    maps = [_letters(one) for one in streams if b"beginbf" in one]
    for stream in streams:
        yield "stream", stream
        if b"TJ" in stream or b"Tj" in stream:
            for letters in maps:
                yield "words", _words(stream, letters).encode()


def _letters(table: bytes) -> dict[int, str]:
    """Give the letter of each sign of a font, from its table of them (PDF 32000-1, 9.10.3)."""
    letters: dict[int, str] = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.DOTALL):
        for sign, letter in re.findall(rb"<([0-9A-Fa-f]+)>\s*<([0-9A-Fa-f]+)>", block):
            letters[int(sign, 16)] = bytes.fromhex(letter.decode()).decode("utf-16-be", "replace")
    for block in re.findall(rb"beginbfrange(.*?)endbfrange", table, re.DOTALL):
        for row in _RANGE.findall(block):
            first, last, begin = (int(part, 16) for part in row)
            letters |= {first + n: chr(begin + n) for n in range(min(last - first, 65535) + 1)}
    return letters


def _words(stream: bytes, letters: dict[int, str]) -> str:
    """Give what a page shows when its signs are of one font; gaps between pieces are left out."""
    pieces = (bytes.fromhex(one.decode()) for one in _SIGNS.findall(stream))
    return "".join(
        letters.get(int.from_bytes(piece[at : at + 2], "big"), "\ufffd")
        for piece in pieces
        for at in range(0, len(piece), 2)
    )


def _png(content: bytes) -> Parts:
    at = len(_PNG)
    pixels = b""
    while at < len(content):
        size = int.from_bytes(content[at : at + 4], "big")
        kind, data = content[at + 4 : at + 8], content[at + 8 : at + 8 + size]
        if len(data) != size:
            raise EOFError
        at += 12 + size
        if kind == b"IDAT":
            pixels += data
        elif kind == b"zTXt":
            yield "zTXt", zlib.decompress(data.partition(b"\0")[2][1:])
        elif kind == b"iTXt":
            keyword, _, rest = data.partition(b"\0")
            language, translated, text = rest[2:].split(b"\0", 2)
            yield "iTXt", b"\n".join((keyword, language, translated))
            yield "iTXt", zlib.decompress(text) if rest[0] else text
        elif kind in {b"tEXt", b"eXIf"}:
            # As the Latin-1 that it is by PNG: as bytes it was searched with the file.
            yield kind.decode(), data.replace(b"\0", b"\n").decode("latin-1").encode()
    if pixels:
        zlib.decompress(pixels)  # must be whole; pixels say nothing that a scan reads


def decoded(content: bytes) -> Parts:
    """Give content as each decoding that something in it asks for."""
    if b"%" in content:
        yield "percent", unquote_to_bytes(content)
    if b"&" in content:
        text = html.unescape(content.decode("utf-8", "replace"))
        yield "entities", text.encode("utf-8", "replace")
    if b"\\u" in content:
        yield "escapes", _ESCAPE.sub(_unescape, content)
    if _UNSEEN.search(content):
        yield "without unseen letters", _UNSEEN.sub(b"", content)
    wide = _wide(content)
    if wide:
        yield "two bytes a letter", wide
    for kind, pattern, decode in (
        ("base64", _BASE64, _unbase64),
        ("hex", _HEX, lambda found: bytes.fromhex(found.decode())),
    ):
        for match in pattern.finditer(content):
            yield kind, decode(match[0])


def _wide(content: bytes) -> bytes | None:
    """Give text of two bytes a letter as UTF-8; None for what is no such text."""
    if 4 * content.count(0) < len(content) or len(content) % 2:
        return None
    is_little = content.count(0) == content[1::2].count(0) or content[:2] == b"\xff\xfe"
    try:
        return content.decode("utf-16-le" if is_little else "utf-16-be").encode()
    except UnicodeError:
        return None


def unpacked(content: bytes) -> Parts:
    """Give what bytes are that say by no mark how they are packed."""
    for kind, unpack in (("zlib", inflate), ("brotli", unbrotli)):
        with suppress(*BROKEN):
            yield kind, unpack(content)


def _unbase64(found: bytes) -> bytes:
    part = found.rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
    try:
        return base64.b64decode(part + b"=" * (-len(part) % 4))
    except binascii.Error:
        return b""


def is_promising(decoded: bytes) -> bool:
    """Say whether decoded bytes are worth a look inside: text, or a container."""
    if opener_of(decoded) and (decoded[:2] != b"\x1f\x8b" or decoded[2:3] == b"\x08"):
        return True
    try:
        decoded.decode()
    except UnicodeDecodeError:
        return False
    return True


def _unescape(match: "re.Match[bytes]") -> bytes:
    try:
        text: str = json.loads(b'"' + match[0] + b'"')
    except ValueError:
        return match[0]
    return text.encode("utf-8", "replace")

"""Look for canaries in every byte of a folder, through every container and encoding.

What can't be opened is a finding too: a test that passes over what it can't read proves nothing.
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
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import unquote_to_bytes

from ahocorasick_rs import BytesAhoCorasick

from weerklank.testing.canaries import Canary, patterns

_DEEPEST = 8
#: Bytes that a container may unpack to: a test's archive is small.
_LARGEST = 1 << 28
_PNG = b"\x89PNG\r\n\x1a\n"
_SQLITE = b"SQLite format 3\0"
_BASE64 = re.compile(rb"[A-Za-z0-9+/_-]{16,}={0,2}")
_HEX = re.compile(rb"(?:[0-9a-fA-F]{2}){8,}")
_ESCAPE = re.compile(rb"(?:\\u[0-9a-fA-F]{4})+")
#: Containers that are known by their first bytes and that nothing here can open.
_CLOSED = {
    b"\x28\xb5\x2f\xfd": "zstandard",
    b"%PDF": "PDF",
    b"7z\xbc\xaf": "7-Zip",
    b"\x04\x22\x4d\x18": "LZ4",
    b"\x7fELF": "program or core dump",
}
#: Bits of a byte that ciphertext has, of 8, from so many bytes on: six standard deviations or
#: more below the mean of random bytes. Base 64 has 6 at most, text less than 5.
_ENTROPY = ((65_536, 7.99), (8_192, 7.95), (1_024, 7.7), (256, 6.75))


@dataclass(frozen=True, slots=True)
class Finding:
    """A canary, or something that can't be looked into."""

    #: The file, and the way through its containers.
    where: str
    what: str
    canary: Canary | None = None


class LeakScan:
    """Scans bytes, files and folders for a set of canaries."""

    def __init__(
        self,
        canaries: Iterable[Canary],
        *,
        is_vault: Callable[[Path], bool] = lambda _: False,
        is_ciphertext: Callable[[Path], bool] = lambda _: False,
        is_raw: Callable[[Path], bool] = lambda _: False,
    ) -> None:
        """Know the canaries.

        `is_vault` says which files hold lines with ciphertext, `is_ciphertext` which are nothing
        else than ciphertext, and `is_raw` which are binary files to be read as bytes only.
        """
        written, self._owners = patterns(canaries)
        self._automaton = BytesAhoCorasick(written) if written else None
        self._is_vault = is_vault
        self._is_ciphertext = is_ciphertext
        self._is_raw = is_raw
        self._findings: dict[tuple[str, str, Canary | None], Finding] = {}

    def folder(self, root: Path) -> list[Finding]:
        """Scan all files below a folder, and their names."""
        self._findings = {}
        for path in sorted(root.rglob("*")):
            name = str(path.relative_to(root))
            self._search(f"{name} (name)", name.encode("utf-8", "surrogateescape"))
            if path.is_symlink() or not path.is_file():
                continue
            self._file(path, name, path.read_bytes())
        return list(self._findings.values())

    def content(self, where: str, content: bytes) -> list[Finding]:
        """Scan bytes, such as what a command said."""
        self._findings = {}
        self._open(where, content, 0)
        return list(self._findings.values())

    def _file(self, path: Path, name: str, content: bytes) -> None:
        if self._is_ciphertext(path):
            self._search(name, content)
            self._check_random(name, content)
        elif self._is_vault(path):
            self._search(name, content)
            self._vault(name, content)
        elif self._is_raw(path):
            self._search(name, content)
        elif not self._open(name, content, 0):
            self._note(name, "undecodable: neither text nor a known container")

    def _note(self, where: str, what: str, canary: Canary | None = None) -> None:
        self._findings.setdefault((where, what, canary), Finding(where, what, canary))

    def _search(self, where: str, content: bytes) -> None:
        if self._automaton is None:
            return
        for number, _, _ in self._automaton.find_matches_as_indexes(content):
            canary = self._owners[number]
            self._note(where, f"canary of {canary.path}", canary)

    def _open(self, where: str, content: bytes, depth: int) -> bool:
        """Search content and all that it contains; say whether it was understood."""
        self._search(where, content)
        if depth > _DEEPEST:
            self._note(where, "undecodable: too deep")
            return True
        for magic, kind in _CLOSED.items():
            if content.startswith(magic):
                self._note(where, f"undecodable: {kind}")
                return True
        opener = _opener(content)
        if opener is not None:
            try:
                for name, part in opener(content):
                    self._search(f"{where}!{name[:80]} (name)", name.encode("utf-8", "replace"))
                    self._open(f"{where}!{name[:80]}", part, depth + 1)
            except _BROKEN as error:
                self._note(where, f"undecodable: {type(error).__name__}")
            return True
        return self._text(where, content, depth)

    def _text(self, where: str, content: bytes, depth: int) -> bool:
        for kind, decoded in _decoded(content):
            if decoded != content:
                self._open(f"{where}!{kind}", decoded, depth + 1)
        try:
            content.decode()
        except UnicodeDecodeError:
            return False
        return True

    def _vault(self, where: str, content: bytes) -> None:
        """Check that the vault's lines hold ciphertext and names of ours, nothing else."""
        pool = b""
        try:
            for _, lines in _gunzip(content):
                for line in lines.splitlines():
                    value = json.loads(line)
                    ciphertext = base64.b64decode(value.pop("ciphertext"), validate=True)
                    self._search(where, ciphertext)
                    self._check_random(where, ciphertext)
                    pool += ciphertext
                    self._open(f"{where}!line", json.dumps(value).encode(), 1)
        except (*_BROKEN, KeyError) as error:
            self._note(where, f"undecodable: {type(error).__name__}")
        self._check_random(where, pool)

    def _check_random(self, where: str, content: bytes) -> None:
        least = next((bits for size, bits in _ENTROPY if len(content) >= size), 0.0)
        if entropy(content) < least or len(zlib.compress(content, 9)) < len(content):
            self._note(where, "not ciphertext: has a pattern")


def entropy(content: bytes) -> float:
    """Give the Shannon entropy of a byte, in bits."""
    from collections import Counter
    from math import log2

    shares = [count / len(content) for count in Counter(content).values()]
    return -sum(share * log2(share) for share in shares)


_BROKEN = (
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
Parts = Iterator[tuple[str, bytes]]


def _opener(content: bytes) -> Callable[[bytes], Parts] | None:
    for magic, opener in (
        (b"\x1f\x8b", _gunzip),
        (b"PK\x03\x04", _unzip),
        (b"PK\x05\x06", _unzip),
        (_SQLITE, _sqlite),
        (_PNG, _png),
        (b"BZh", lambda packed: iter([("bzip2", bz2.decompress(packed))])),
        (b"\xfd7zXZ\0", lambda packed: iter([("xz", lzma.decompress(packed))])),
    ):
        if content.startswith(magic):
            return opener
    if content[257:262] == b"ustar":
        return _untar
    return None


def _gunzip(content: bytes) -> Parts:
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
                        yield str(name), value if isinstance(value, bytes) else str(value).encode()
    finally:
        connection.close()


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
            yield kind.decode(), data.replace(b"\0", b"\n")
    if pixels:
        zlib.decompress(pixels)  # must be whole; pixels say nothing that a scan reads


def _decoded(content: bytes) -> Parts:
    """Give content as each decoding that something in it asks for."""
    if b"%" in content:
        yield "percent", unquote_to_bytes(content)
    if b"&" in content:
        text = html.unescape(content.decode("utf-8", "replace"))
        yield "entities", text.encode("utf-8", "replace")
    if b"\\u" in content:
        yield "escapes", _ESCAPE.sub(_unescape, content)
    for kind, pattern, decode in (
        ("base64", _BASE64, _unbase64),
        ("hex", _HEX, lambda found: bytes.fromhex(found.decode())),
    ):
        for match in pattern.finditer(content):
            decoded = decode(match[0])
            if _promising(decoded):
                yield kind, decoded


def _unbase64(found: bytes) -> bytes:
    part = found.rstrip(b"=").replace(b"-", b"+").replace(b"_", b"/")
    try:
        return base64.b64decode(part + b"=" * (-len(part) % 4))
    except binascii.Error:
        return b""


def _promising(decoded: bytes) -> bool:
    """Say whether decoded bytes are worth a look inside: text, or a container."""
    if _opener(decoded) and (decoded[:2] != b"\x1f\x8b" or decoded[2:3] == b"\x08"):
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

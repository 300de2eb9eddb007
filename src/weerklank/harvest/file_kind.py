"""Which kind of file something is, by its bytes alone: what it says of itself is not believed.

Files are hostile: packed ones are read by their list, no more of them is unpacked than fits, and
one that holds a program is none of these kinds.
"""

import lzma
import struct
import zipfile
import zlib
from codecs import getincrementaldecoder
from collections.abc import Iterator
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import IO

from weerklank.model.own_sites import FileKind

#: Bytes at the beginning by which a kind is told.
BEGIN = 4096
#: What `zipfile` raises of a file that is damaged, packed in another way, or encrypted.
_UNREADABLE = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, NotImplementedError,
    RuntimeError, ValueError, OverflowError,
)  # fmt: skip
_BEGINNINGS: tuple[tuple[bytes, FileKind], ...] = (
    (b"%PDF-", FileKind.PDF),
    (b"\x89PNG\r\n\x1a\n", FileKind.PNG),
    (b"\xff\xd8\xff", FileKind.JPEG),
    (b"GIF87a", FileKind.GIF),
    (b"GIF89a", FileKind.GIF),
)
_ZIP = b"PK\x03\x04"
#: By the folder that a file of Office Open XML has its document in.
_OOXML = {"word": FileKind.DOCX, "xl": FileKind.XLSX, "ppt": FileKind.PPTX}
#: By the member `mimetype` of an OpenDocument file.
_ODF = {
    b"application/vnd.oasis.opendocument.text": FileKind.ODT,
    b"application/vnd.oasis.opendocument.spreadsheet": FileKind.ODS,
    b"application/vnd.oasis.opendocument.presentation": FileKind.ODP,
}
_LONGEST_TYPE = 100
#: Members of one file, and bytes of all its texts together, unpacked.
_MOST_MEMBERS, MOST_TEXT = 20_000, 64 << 20
_BLOCK = 1 << 16
#: Files packed in each other.
_DEEPEST = 3
#: Names of members that hold a program, or tables of which the words can't be read here.
_PROGRAMS = (
    "vbaproject.bin", "/scripts/", "/basic/", "activex", "/macrosheets/", "/embeddings/oleobject",
    "/xl/workbook.bin",
)  # fmt: skip
#: How the texts of a packed file may begin that are no UTF-8 (XML 1.0, F.1).
_UTF_16 = {
    b"\xff\xfe": "utf-16-le",
    b"\xfe\xff": "utf-16-be",
    b"<\0": "utf-16-le",
    b"\0<": "utf-16-be",
}
_CSV_SIGNS = frozenset(b",;\t")
_CONTROLS = frozenset(bytes(range(32))) - frozenset(b"\t\n\r")


class TooMuch(ValueError):
    """A file has more in it than is looked through."""


def is_page(begin: bytes, said: str) -> bool:
    """Tell whether what begins so, and says to be of that type, is a page of the web."""
    return said in {"text/html", "application/xhtml+xml"} and not _by_begin(begin)


def kind_of_file(path: Path, said: str) -> FileKind | None:
    """Tell which kind a file is; None for what is none of them, or holds a program.

    `said` is its type by the server: of a text it tells whether it is a table, as bytes can't.
    """
    with path.open("rb") as stream:
        begin = stream.read(BEGIN)
    kind = _by_begin(begin)
    if kind is None and begin.startswith(_ZIP):
        return _of_zip(path)
    if kind is None and said in {"text/csv", "application/csv", "text/comma-separated-values"}:
        return FileKind.CSV if _reads_as_table(begin) else None
    return kind


def text_of_file(path: Path, kind: FileKind) -> str:
    """Give what a file says, as far as its kind lets that be read here: to look for names.

    Nothing of pictures and PDF. TooMuch for one that has more in it than is looked through, and
    for one that can't be read to its end.
    """
    if kind is FileKind.CSV:
        if path.stat().st_size > MOST_TEXT:
            raise TooMuch
        return _of_table(path.read_bytes())
    if kind in {*_OOXML.values(), *_ODF.values()}:
        try:
            return "\n".join(_texts_of(path))
        except _UNREADABLE:
            raise TooMuch from None
    return ""


def _by_begin(begin: bytes) -> FileKind | None:
    if begin.startswith(b"RIFF") and begin[8:12] == b"WEBP":
        return FileKind.WEBP
    return next((kind for start, kind in _BEGINNINGS if begin.startswith(start)), None)


def _of_zip(path: Path) -> FileKind | None:
    try:
        with zipfile.ZipFile(path) as packed:
            names = packed.namelist()
            low = [f"/{name.lower()}".replace("\\", "/") for name in names]
            if len(names) > _MOST_MEMBERS or any(sign in n for n in low for sign in _PROGRAMS):
                return None
            if "[Content_Types].xml" in names:
                folders = {name.partition("/")[0] for name in names}
                found = [kind for folder, kind in _OOXML.items() if folder in folders]
                return found[0] if len(found) == 1 else None
            if "mimetype" in names:
                with packed.open("mimetype") as stream:
                    return _ODF.get(stream.read(_LONGEST_TYPE))
    except (*_UNREADABLE, OSError):
        return None
    return None


def _texts_of(path: Path) -> Iterator[str]:
    with zipfile.ZipFile(path) as packed:
        yield from _texts_in(packed, _Left(MOST_TEXT), 0)


@dataclass(slots=True)
class _Left:
    """Bytes that may still be unpacked of one file."""

    count: int

    def take(self, taken: int) -> None:
        self.count -= taken
        if self.count < 0:
            raise TooMuch


def _texts_in(packed: zipfile.ZipFile, left: _Left, depth: int) -> Iterator[str]:
    """Give what is written in a packed file: its names, its texts, and files packed in it."""
    yield "\n".join((*packed.namelist(), packed.comment.decode("utf-8", "replace")))
    for info in packed.infolist():
        with packed.open(info) as stream:
            begin = stream.read(BEGIN)
            if begin.startswith(_ZIP):
                yield from _texts_inside(begin, stream, left, depth)
            elif _by_begin(begin) is None:
                yield from _text_of(begin, stream, left)


def _texts_inside(begin: bytes, stream: IO[bytes], left: _Left, depth: int) -> Iterator[str]:
    """Give the texts of a file that is packed in another, such as the figures of a chart."""
    if depth >= _DEEPEST:
        raise TooMuch
    content = begin + stream.read(left.count + 1)
    left.take(len(content))
    with zipfile.ZipFile(BytesIO(content)) as packed:
        yield from _texts_in(packed, left, depth + 1)


def _text_of(block: bytes, stream: IO[bytes], left: _Left) -> Iterator[str]:
    decoder = getincrementaldecoder(_UTF_16.get(block[:2], "utf-8"))("replace")
    while block:
        left.take(len(block))
        yield decoder.decode(block)
        block = stream.read(_BLOCK)


def _of_table(content: bytes) -> str:
    """Give the text of a table; spreadsheets write it in the signs of their country as well."""
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp1252", "replace")


def _reads_as_table(begin: bytes) -> bool:
    if not begin or begin.lstrip(b"\xef\xbb\xbf \t\r\n").startswith((b"<", b"{", b"[")):
        return False
    return not _CONTROLS.intersection(begin) and not _CSV_SIGNS.isdisjoint(begin)

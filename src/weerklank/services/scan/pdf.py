"""What a PDF says: its streams unpacked, and the text of its pages by the tables of its fonts."""

import re
import zlib
from collections.abc import Iterator

_STREAM = re.compile(rb"stream\r?\n")
_ROW = re.compile(rb"<([0-9A-Fa-f]{2,8})>\s*<([0-9A-Fa-f]{4,32})>(?:\s*<([0-9A-Fa-f]{4,32})>)?")
_RANGES = re.compile(rb"beginbfrange(.{0,200000}?)endbfrange", re.DOTALL)
_CHARS = re.compile(rb"beginbfchar(.{0,200000}?)endbfchar", re.DOTALL)
_SHOWN = re.compile(rb"<([0-9A-Fa-f\s]{2,})>|([\r\n])|(T[dDm*])")
#: Bytes that one stream unpacks to.
_LARGEST = 64 << 20
#: Letters that one row of a table stands for.
_MOST = 65_536


def pdf_parts(content: bytes) -> Iterator[tuple[str, bytes]]:
    """Give each stream unpacked, and of each page what it says by each font of the file."""
    streams: list[bytes] = []
    for match in _STREAM.finditer(content):
        end = content.find(b"endstream", match.end())
        packed = content[match.end() : end if end >= 0 else len(content)]
        try:
            streams.append(zlib.decompressobj().decompress(packed, _LARGEST))
        except zlib.error:
            continue  # a picture, or packed in no way; its bytes are read as they are
    tables = [table for one in streams if (table := _table(one))]
    for number, stream in enumerate(streams, 1):
        yield f"{number}", stream
        if b"Tf" in stream or b"TJ" in stream or b"Tj" in stream:
            for table in tables:
                yield f"{number}/text", _said(stream, table).encode("utf-8", "replace")


def _table(stream: bytes) -> dict[int, str]:
    """Read which letters the glyphs of a font are; empty for what is no such table."""
    found: dict[int, str] = {}
    if b"beginbf" not in stream:
        return found
    for block in _CHARS.findall(stream):
        for glyph, letters, _ in _ROW.findall(block):
            found[int(glyph, 16)] = _letters(letters)
    for block in _RANGES.findall(stream):
        for first, last, letters in _ROW.findall(block):
            if not letters:
                continue
            begin = int(letters, 16)
            for step in range(min(int(last, 16) - int(first, 16) + 1, _MOST)):
                found[int(first, 16) + step] = _letters(b"%0*x" % (len(letters), begin + step))
    return found


def _letters(written: bytes) -> str:
    return bytes.fromhex(written.decode()).decode("utf-16-be", "replace")


def _said(stream: bytes, table: dict[int, str]) -> str:
    """Give what a page says in one font; a line for each place at which it writes anew."""
    parts: list[str] = []
    for written, _, moved in _SHOWN.findall(stream):
        if moved:
            parts.append("\n")
        elif written:
            digits = b"".join(written.split())
            glyphs = (digits[at : at + 4] for at in range(0, len(digits), 4))
            parts += [table.get(int(glyph, 16), "") for glyph in glyphs]
    return "".join(parts)

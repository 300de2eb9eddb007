"""Every way in which a text may be written in another: escapes, entities, base 64, split words.

Only what something in the text asks for is decoded, with what stands around it, so that a plain
text costs no more than the look that finds it plain.
"""

import base64
import binascii
import html
import json
import quopri
import re
import sys
from collections.abc import Callable, Iterator
from urllib.parse import unquote

from weerklank.minimise.other_readings import other_readings

#: Encodings within one another that are followed.
_DEEPEST = 4
#: Characters around what is encoded that are read with it: a name goes on beside an escape.
_AROUND = 120
_PERCENT = re.compile(r"%[0-9A-Fa-f]{2}")
_ENTITY = re.compile(r"&#?\w{1,8};")
_ESCAPE = re.compile(r"\\u[0-9A-Fa-f]{4}|\\/|\\x[0-9A-Fa-f]{2}|\\\\u")
#: Of a style sheet: digits of a character, and the space that ends them.
_STYLED = re.compile(r"\\([0-9A-Fa-f]{1,6})[ \t\n]?")
_QUOTED = re.compile(r"=[0-9A-F]{2}|=\r?\n")
_SPLIT = re.compile(r"\w(?:<[^<>]{0,300}>)+(?=\w)")
_MOJIBAKE = re.compile(r"[\xc2-\xc5][\x80-\xbf\u0152-\u2122]")
_BASE64 = re.compile(r"[A-Za-z0-9+/_-]{12,}={0,2}")
#: The same over several lines, as mail and keys have it.
_LINES = re.compile(r"(?<![A-Za-z0-9+/])(?:[A-Za-z0-9+/]{40,100}\r?\n)+[A-Za-z0-9+/]{1,100}={0,2}")
_HEX = re.compile(r"(?:[0-9A-Fa-f]{2}){6,}")
_PARTING = re.compile("[-_/+]")
_HALVES = range(0xD800, 0xE000)
_TAG = re.compile(r"<[^<>]{0,300}>")
_ESCAPED = re.compile(r"(?:\\u[0-9A-Fa-f]{4})+|\\x[0-9A-Fa-f]{2}|\\/|\\\\")
#: Of what is encoded, letters that stand together count, when more of it than this is no text.
_TOGETHER, _MOST_ODD = re.compile(rb"(?:[\x20-\x7e]|[\xc3-\xc5][\x80-\xbf]){6,}"), 0.3
#: Characters from which what stands at the beginning of a text may have begun before it.
_LONG = 200
#: Beginnings of containers that may stand in base 64.
_MAGIC = (b"\x1f\x8b\x08", b"PK\x03\x04", b"BZh", b"\xfd7zXZ", b"\x89PNG", b"%PDF", b"SQLite")

#: Gives what is encoded as bytes that are no text: a container within a text.
Packed = Callable[[int, bytes], None]


def hidden_writings(text: str, packed: Packed, depth: int = 0) -> Iterator[tuple[int, str]]:
    """Give what may be written in a text otherwise, each with the character at which it begins.

    `packed` is told of containers that stand in it.
    """
    if depth >= _DEEPEST:
        return
    for at, read in _read(text, packed):
        yield at, read
        for _, deeper in hidden_writings(read, packed, depth + 1):
            yield at, deeper


def _read(text: str, packed: Packed) -> Iterator[tuple[int, str]]:
    for mark, asked, decode in _WAYS:
        if mark in text:
            for start, end in _spans(text, asked):
                part = text[start:end]
                decoded = decode(part)
                if decoded != part:
                    yield start, decoded
    if not text.isascii():
        for reading in other_readings(text):
            yield reading.origin[0], reading.text
        for start, end in _spans(text, _MOJIBAKE):
            yield start, _unmojibake(text[start:end])
    yield from _coded(text, packed)


def _coded(text: str, packed: Packed) -> Iterator[tuple[int, str]]:
    """Give what stands in base 64 or in hexadecimal digits, where that is a text."""
    for pattern, unpack, together in _CODES:
        for match in pattern.finditer(text):
            for start in _starts(match, together):
                content = unpack(match[0][start:])
                if content.startswith(_MAGIC):
                    packed(match.start(), content)
                elif decoded := _as_text(content):
                    yield match.start(), decoded


def _starts(match: "re.Match[str]", together: int) -> Iterator[int]:
    """Give where a group of signs may begin: also behind what may part a name from its prefix.

    What goes on from the window before may begin in the middle of a group.
    """
    if not match.start() and len(match[0]) > _LONG:
        yield from range(together)
        return
    seen = {0}
    yield 0
    for parted in _PARTING.finditer(match[0], 0, _LONG):
        if parted.end() % together not in seen:
            seen.add(parted.end() % together)
            yield parted.end()


def _spans(text: str, asked: re.Pattern[str]) -> Iterator[tuple[int, int]]:
    """Give the parts of a text in which something is encoded, with what stands around it."""
    start = end = -1
    for match in asked.finditer(text):
        if start >= 0 and match.start() - _AROUND <= end:
            end = match.end() + _AROUND
            continue
        if start >= 0:
            yield start, end
        start, end = max(0, match.start() - _AROUND), match.end() + _AROUND
    if start >= 0:
        yield start, end


def _unescape(part: str) -> str:
    return _ESCAPED.sub(_letter, part)


def _letter(match: "re.Match[str]") -> str:
    found = match[0]
    if found == "\\/":
        return "/"
    if found == "\\\\":
        return "\\"
    if found[1] == "x":
        return bytes.fromhex(found[2:]).decode("latin-1")
    text: str = json.loads(f'"{found}"')
    return text.encode("utf-8", "replace").decode()


def _letter_of_style(match: "re.Match[str]") -> str:
    number = int(match[1], 16)
    return "\ufffd" if number in _HALVES or number > sys.maxunicode else chr(number)


def _unquote_printable(part: str) -> str:
    try:
        content = quopri.decodestring(part.encode("utf-8", "surrogateescape"))
    except ValueError:
        return part
    return content.decode("utf-8", "replace")


def _unmojibake(part: str) -> str:
    content = b"".join(
        one.encode("latin-1") if ord(one) < 256 else one.encode("cp1252", "replace")
        for one in part
    )
    return content.decode("utf-8", "replace")


def _unhex(found: str) -> bytes:
    return bytes.fromhex(found[: len(found) - len(found) % 2])


def _unbase64(found: str) -> bytes:
    plain = "".join(found.split()).rstrip("=").replace("-", "+").replace("_", "/")
    plain = plain[: len(plain) - (len(plain) % 4 == 1)]
    try:
        return base64.b64decode(plain + "=" * (-len(plain) % 4))
    except binascii.Error:
        return b""


def _as_text(content: bytes) -> str:
    """Give what bytes say; of what is no text, the letters that stand together in it."""
    codec, errors = "utf-8", "surrogateescape"
    for first, wide in ((1, "utf-16-le"), (0, "utf-16-be")):
        if content[first::2].count(0) > len(content) // 4:
            codec, errors = wide, "replace"
    text = content.decode(codec, errors)
    if len(text) - sum(map(str.isprintable, text)) > len(text) * _MOST_ODD:
        return b"\n".join(_TOGETHER.findall(content)).decode()
    return text


_CODES: tuple[tuple[re.Pattern[str], Callable[[str], bytes], int], ...] = (
    (_BASE64, _unbase64, 4),
    (_LINES, _unbase64, 1),
    (_HEX, _unhex, 2),
)
_WAYS: tuple[tuple[str, re.Pattern[str], Callable[[str], str]], ...] = (
    ("%", _PERCENT, lambda part: unquote(part, errors="replace")),
    ("&", _ENTITY, html.unescape),
    ("\\", _ESCAPE, _unescape),
    ("\\", _STYLED, lambda part: _STYLED.sub(_letter_of_style, part)),
    ("=", _QUOTED, _unquote_printable),
    ("<", _SPLIT, lambda part: _TAG.sub("", part)),
)

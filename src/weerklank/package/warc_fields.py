"""What may stand in a line of a WARC or of HTTP: foreign words can't begin a line of their own.

Addresses become ASCII by percent encoding (RFC 3986), without fragment, name or password. Of
headers of HTTP the framing is left to who writes, and what signs in is never written.
"""

import re
from collections.abc import Iterable
from datetime import datetime
from functools import lru_cache
from http import HTTPStatus

_UNSAFE = re.compile(r'[^\x21-\x7e]|["<>\\^`{|}]')
_USER = re.compile(r"^([A-Za-z][A-Za-z0-9+.-]*://)[^/?#@]*@(?:[^/?#@]*@)*")
_PARTS = re.compile(r"https?://([^/?#]+)([^?#]*)(\?[^#]*)?", re.IGNORECASE)
_TOKEN = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]{1,100}")
_MOMENT = re.compile(r"(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)(?:\.\d{1,9})?(?:Z|\+00:00)", re.ASCII)
_CONTROLS = re.compile(r"[\x00-\x1f\x7f]+")
_SHOWN = re.compile(r"[\x20-\x7e]*")
_PROTOCOL = re.compile(r"[a-z0-9./-]{1,20}")
_LONGEST_VALUE = 8192
#: Bytes of headers of one answer, about; what comes after them is left out.
_MOST_LINES = 32 << 10
#: Symbols of an address of which a record is written.
LONGEST_ADDRESS = 8192
_STATUSES = range(100, 600)

#: Headers that say how a body went over the wire; here it stands unpacked and whole.
_FRAMING = {"content-encoding", "content-length", "transfer-encoding"}
#: Headers of one connection, and those that sign in: of no use to who reads, or secret.
_LEFT_OUT = {
    "authorization",
    "connection",
    "cookie",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "set-cookie",
    "set-cookie2",
    "te",
    "trailer",
    "upgrade",
    "www-authenticate",
}

Headers = Iterable[tuple[str, str]]


def ascii_address(address: str) -> str:
    """Give an address as one word of ASCII: no fragment, no name or password in it."""
    bare = _USER.sub(r"\1", address.partition("#")[0])
    return _UNSAFE.sub(_percent, bare)


def is_web_address(address: str) -> bool:
    """Tell whether an address is one of HTTP, with a host, of which a record can be written."""
    return len(address) <= LONGEST_ADDRESS and _PARTS.match(address) is not None


@lru_cache(maxsize=256)
def moment(at: str) -> str:
    """Give a moment of RFC 3339 in UTC to the second, as WARC writes it; ValueError if none."""
    match = _MOMENT.fullmatch(at)
    if match is None:
        raise ValueError("no moment in UTC")
    datetime.fromisoformat(match[1])  # no 31 February
    return f"{match[1]}Z"


def protocol_line(protocol: str) -> bytes:
    """Give the line that says how the browser spoke; nothing when it does not say."""
    word = protocol.lower()
    return b"WARC-Protocol: %b\r\n" % word.encode() if _PROTOCOL.fullmatch(word) else b""


def request_lines(address: str) -> bytes:
    """Give the question for an address in ASCII: method and host, and nothing of who asked."""
    match = _PARTS.match(address)
    if match is None or len(address) > LONGEST_ADDRESS:
        raise ValueError("no address of HTTP")
    path = (match[2] or "/") + (match[3] or "")
    return f"GET {path} HTTP/1.1\r\nHost: {match[1]}\r\n\r\n".encode("ascii")


def response_lines(status: int, headers: Headers, length: int) -> bytes:
    """Give status line and headers of an answer whose body stands unpacked behind them.

    What said how it was packed is kept as `x-orig-…`, as browsertrix does.
    """
    if status not in _STATUSES:
        raise ValueError("no status of HTTP")
    try:
        phrase = HTTPStatus(status).phrase
    except ValueError:
        phrase = ""
    lines = [f"HTTP/1.1 {status} {phrase}"]
    left = _MOST_LINES
    for name, value in headers:
        plain = name.lower()
        if _TOKEN.fullmatch(name) and plain not in _LEFT_OUT and left > 0:
            label = f"x-orig-{plain}" if plain in _FRAMING else name
            lines.append(f"{label}: {header_value(value)}")
            left -= len(lines[-1])
    lines.append(f"Content-Length: {length}\r\n\r\n")
    return "\r\n".join(lines).encode("ascii")


def is_kept_line(line: str) -> bool:
    """Tell of a header of an answer whether `response_lines` may have written it."""
    name, colon, value = line.partition(": ")
    plain = name.lower()
    if not colon or _TOKEN.fullmatch(name) is None or _SHOWN.fullmatch(value) is None:
        return False
    return plain == "content-length" or plain not in _LEFT_OUT | _FRAMING


def header_value(value: str) -> str:
    """Give the value of a header as one line of ASCII."""
    line = _CONTROLS.sub(" ", value[:_LONGEST_VALUE]).strip()
    if not line.isascii():
        line = "".join(c if c.isascii() else _quoted(c) for c in line)
    return line[:_LONGEST_VALUE]


def media_type(headers: Headers) -> str:
    """Give the media type that headers tell, in lower case without parameters; else nothing."""
    for name, value in headers:
        if name.lower() == "content-type":
            return re.split(r"[;\s]", header_value(value), maxsplit=1)[0].lower()
    return ""


_PACKED = re.compile(
    r"image/(?!svg|bmp|x-ms-bmp|tiff|x-icon|vnd\.microsoft\.icon)|video/(?!vnd\.|mp2t-text)|"
    r"audio/(?!wav|x-wav|aiff|x-mpegurl|mpegurl|midi)|font/woff|application/(?:font-woff|x-font-woff|"
    r"zip|gzip|x-gzip|pdf|x-7z|x-bzip|x-xz|zstd|ogg|mp4)"
)


def is_packed(media_type: str) -> bool:
    """Tell whether files of a media type are packed already: packing again gives nothing."""
    return _PACKED.match(media_type) is not None


def _percent(match: re.Match[str]) -> str:
    return _quoted(match[0])


def _quoted(character: str) -> str:
    return "".join(f"%{byte:02X}" for byte in character.encode("utf-8", "replace"))

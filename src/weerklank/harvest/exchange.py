"""What a server was asked and what it answered, in memory only: raw, persons included."""

import zlib
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from weerklank.model.text import Text

#: Bytes that are unpacked at once.
_BLOCK = 1 << 16

UNREACHABLE = Text("de server is niet bereikbaar", "the server can't be reached")
TOO_SLOW = Text("de server antwoordt niet binnen de tijd", "the server does not answer in time")
CUT_OFF = Text("het antwoord is afgebroken", "the answer was cut off")
TOO_LARGE = Text("het antwoord is te groot", "the answer is too large")
TOO_BUSY = Text(
    "de server vraagt langer te wachten dan een run duurt",
    "the server asks to wait for longer than a run lasts",
)
IN_TROUBLE = Text("de server meldt een storing", "the server reports a failure")
LEADS_ASTRAY = Text(
    "de server verwijst naar een adres waar niet wordt gelezen",
    "the server refers to an address that is not read",
)
SIGN_IN_REFUSED = Text(
    "de server neemt de toestemming om te lezen niet meer aan",
    "the server no longer takes the permission to read",
)
NOT_THERE = Text("de server geeft het niet", "the server does not give it")
NO_SENSE = Text("het antwoord is geen geldige JSON", "the answer is no valid JSON")


class NoAnswer(Exception):
    """A question to which no usable answer came; says why in words of our own.

    It holds no address, no header and no part of an answer: it may end up in a traceback.
    """

    def __init__(self, reason: Text) -> None:
        super().__init__(reason.en)
        self.reason = reason


@dataclass(frozen=True, slots=True, kw_only=True)
class Exchange:
    """One answer, as it came over the wire."""

    #: Moment at which it had come in whole (UTC).
    at: datetime
    status: int
    #: As sent: order, capitals and repeats too.
    headers: tuple[tuple[bytes, bytes], ...]
    #: As sent, packed if it was.
    body: bytes

    def header(self, name: str) -> str | None:
        """Give the first header of a name, in whatever capitals; None without one."""
        wanted = name.lower().encode()
        for given, value in self.headers:
            if given.lower() == wanted:
                return value.decode("latin-1").strip()
        return None

    def at_server(self) -> datetime:
        """Give the moment of the answer by the server's clock; by ours where it tells none."""
        told = self.header("date")
        try:
            there = parsedate_to_datetime(told) if told else self.at
        except (ValueError, OverflowError):
            return self.at
        return there if there.tzinfo else there.replace(tzinfo=UTC)

    def named_headers(self) -> tuple[tuple[str, str], ...]:
        """Give all headers as text."""
        return tuple((n.decode("latin-1"), v.decode("latin-1").strip()) for n, v in self.headers)

    def content(self, most: int) -> bytes:
        """Give the body unpacked, `most` bytes at most; NoAnswer when it can't be, or is more."""
        packing = (self.header("content-encoding") or "identity").lower()
        if packing == "identity":
            return self.body
        if packing not in {"gzip", "x-gzip"}:
            raise NoAnswer(NO_SENSE)
        try:
            return _unpacked(self.body, most)
        except zlib.error:
            raise NoAnswer(CUT_OFF) from None


def _unpacked(body: bytes, most: int) -> bytes:
    stream = zlib.decompressobj(wbits=31)
    parts: list[bytes] = []
    size, rest = 0, body
    while rest and not stream.eof:
        part = stream.decompress(rest, _BLOCK)
        rest = stream.unconsumed_tail
        size += len(part)
        if size > most:
            raise NoAnswer(TOO_LARGE)
        parts.append(part)
    if not stream.eof:
        raise NoAnswer(CUT_OFF)
    return b"".join(parts)

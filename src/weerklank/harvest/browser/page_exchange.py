"""What a page asked and what it got, as the browser tells it: raw, persons included.

The bodies lie in an encrypted spool (`bodies`); nothing of this reaches a disk in the clear.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from weerklank.model.text import Text

Headers = tuple[tuple[str, str], ...]


class Wholeness(StrEnum):
    """How much of an answer was recorded."""

    #: All of it, by the browser's own count of bytes.
    WHOLE = "whole"
    #: It was still coming when the visit ended, and has no end by nature (server-sent events).
    ENDLESS = "endless"
    #: It broke off, or the browser no longer had it: `why` says which.
    CUT = "cut"
    #: There was no answer, or none was let through: `why` says which.
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class PageExchange:
    """One question of a page, and its answer."""

    #: Moment of the question (UTC).
    at: datetime
    #: What wanted it: `Document`, `Image`, `XHR`, … in the words of the DevTools protocol.
    wanted_as: str
    method: str
    address: str
    #: Without what signs in: see `asked.headers_of`.
    asked_headers: Headers
    asked_body: bytes | None
    #: None without an answer.
    status: int | None
    status_text: str
    headers: Headers
    #: As the browser spoke it, such as `h2`; empty when it does not say.
    protocol: str
    #: Name of the body in the spool, unpacked; None without one.
    body: str | None
    #: Bytes of the body, unpacked.
    length: int
    wholeness: Wholeness
    why: Text | None = None
    #: Whether a service worker of the page answered in the server's place.
    from_worker: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class PageSocket:
    """One WebSocket of a page; its frames lie in the spool, each as one entry."""

    at: datetime
    address: str
    asked_headers: Headers
    status: int | None
    headers: Headers
    #: Name of the frames in the spool; `bodies.SocketFrame` reads an entry.
    frames: str
    count: int

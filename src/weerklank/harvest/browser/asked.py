"""One question of a page while it is under way: what is known of it so far."""

import base64
import binascii
import re
from dataclasses import dataclass, field
from datetime import UTC, datetime

from weerklank.harvest.browser.page_exchange import Headers
from weerklank.model.json_value import Json, JsonObject

#: Headers that sign in, or name a session: they are no part of the record.
_SECRET = re.compile(
    r"cookie|auth(?:enticate|orization|entication)?(?:-|$)|csrf|xsrf|token|secret|session|"
    r"api-?key|dpop|^x-fb-lsd$|^x-ig-www-claim$"
)
#: Kind, and status, of answers that a page takes in parts and again.
_PLAYED, _PARTIAL = "Media", 206
#: What has no end by nature, and isn't waited for.
ENDLESS = frozenset({"EventSource"})
#: Bytes from which an answer is taken in pieces while it comes.
LONG = 256 << 10
#: Figures of a length that is one; and bytes that an empty body in pieces has around it.
_FIGURES, _AROUND = 16, 24


@dataclass(slots=True, kw_only=True)
class Asked:
    """A question, and as much of its answer as came."""

    session: str
    #: By which the browser names it; questions that redirects lead to share it.
    request: str
    #: The how manieth of that name: each redirect is one more.
    hop: int
    at: datetime
    wanted_as: str
    method: str
    address: str
    headers: Headers
    body: bytes | None
    #: The browser holds a body that it has not told yet.
    body_untold: bool = False
    answer: JsonObject | None = None
    #: Bytes that came, unpacked, by the browser's count.
    counted: int = 0
    #: Bytes that came over the wire for the body, with whatever was put around it.
    came: float = 0
    #: Where the body is kept; None while nothing is.
    kept_as: str | None = None
    kept: int = 0
    #: The browser was asked to give the body in pieces, and has not said yet whether it will.
    is_awaited: bool = False
    #: What came meanwhile: it follows what the browser held when it was asked.
    early: list[bytes] = field(default_factory=list)
    is_over: bool = False
    #: In which frame it was asked, and by which page in it.
    frame: str = ""
    loader: str = ""
    #: Whoever asked is gone, and the browser may never tell how it ended.
    is_left: bool = False

    @property
    def is_awaited_end(self) -> bool:
        """Tell whether its end is waited for."""
        return self.wanted_as not in ENDLESS and not self.is_over and not self.is_left

    def note_page(self, frame: str, loader: str) -> None:
        """Take note of the page that is in a frame now: what an earlier one asked is left."""
        is_going_there = self.request == self.loader and self.answer is None
        if self.frame == frame and self.loader != loader and not is_going_there:
            self.is_left = True

    def is_long(self) -> bool:
        """Tell whether the answer may be long: it says so, or does not say how long it is."""
        if self.wanted_as in ENDLESS:
            return True
        headers = headers_of((self.answer or {}).get("headers"))
        stated = [value for name, value in headers if name.lower() == "content-length"]
        return not stated or not stated[0].isdigit() or int(stated[0]) >= LONG

    def misses_something(self) -> bool:
        """Tell whether more came than is kept, or was to come: a page may take it unseen."""
        if self.method == "HEAD":
            return False
        headers = {
            name.lower(): value for name, value in headers_of((self.answer or {}).get("headers"))
        }
        told = headers.get("content-length", "")
        stated = int(told) if told.isascii() and told.isdigit() and len(told) < _FIGURES else None
        if self.kept:
            is_packed = "content-encoding" in headers
            return self.kept < (self.counted if is_packed else max(self.counted, stated or 0))
        return bool(self.counted or (self.came > _AROUND if stated is None else stated))


@dataclass(slots=True)
class WireHeaders:
    """Headers as they went over the wire, which the browser tells apart from the question."""

    asked: list[Headers] = field(default_factory=list)
    answered: list[Headers] = field(default_factory=list)

    def of(self, hop: int, told: list[Headers]) -> Headers | None:
        """Give those of a hop; None when the browser told none."""
        return told[hop] if hop < len(told) else None


def headers_of(value: Json) -> Headers:
    """Read headers as the protocol gives them, several of one name apart, without secrets."""
    if not isinstance(value, dict):
        return ()
    return tuple(
        (name, one)
        for name, given in value.items()
        if isinstance(given, str) and not _SECRET.search(name.lower())
        for one in given.split("\n")
    )


def asked_body(request: JsonObject) -> tuple[bytes | None, bool]:
    """Give the body of a question, and whether there is one that was not told."""
    entries = request.get("postDataEntries")
    pieces: list[bytes] = []
    if isinstance(entries, list) and entries:
        for entry in entries:
            piece = entry.get("bytes") if isinstance(entry, dict) else None
            decoded = decoded_base64(piece)
            if decoded is None:  # a file, which the browser reads only when it sends it
                return None, True
            pieces.append(decoded)
        return b"".join(pieces), False
    told = request.get("postData")
    if isinstance(told, str):
        return told.encode("utf-8", "surrogatepass"), False
    return None, request.get("hasPostData") is True


def sent_of(headers: Headers | None) -> int:
    """Give of how many bytes a question says that its body is; none where it does not say."""
    stated = [value for name, value in headers or () if name.lower() == "content-length"]
    return int(stated[0]) if stated and stated[0].isascii() and stated[0].isdigit() else 0


def decoded_base64(value: Json) -> bytes | None:
    """Give the bytes; None for anything else."""
    if not isinstance(value, str):
        return None
    try:
        return base64.b64decode(value)
    except (binascii.Error, ValueError):
        return None


def text_of(value: Json) -> str:
    """Give a text; empty for anything else."""
    return value if isinstance(value, str) else ""


def moment_of(value: Json) -> datetime:
    """Read seconds since 1970; now, when the browser tells none that can be."""
    if isinstance(value, int | float) and 0 < value < 1e11:
        return datetime.fromtimestamp(value, UTC)
    return datetime.now(UTC)


def unasked(session: str, key: str, answer: JsonObject) -> Asked:
    """Take up an answer to what the browser itself asked: the script of a service worker."""
    return Asked(
        session=session,
        request=key,
        hop=0,
        at=datetime.now(UTC),
        wanted_as="Script",
        method="GET",
        address=text_of(answer.get("url")),
        headers=headers_of(answer.get("requestHeaders")),
        body=None,
    )


def is_played(asked: Asked) -> bool:
    """Tell whether this is a film or sound, or another part of something larger."""
    answer = asked.answer or {}
    kind = text_of(answer.get("mimeType"))
    return (
        asked.wanted_as == _PLAYED
        or answer.get("status") == _PARTIAL
        or kind.startswith(("video/", "audio/"))
    )

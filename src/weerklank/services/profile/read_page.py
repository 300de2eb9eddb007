"""Look at a page that a profile leads to: by the one way out, once, and keep nothing of it."""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from urllib.parse import urlsplit

from yarl import URL

from weerklank.harvest.exchange import LEADS_ASTRAY, TOO_LARGE, Exchange, NoAnswer
from weerklank.harvest.transport import Transport
from weerklank.model.errors import Refused
from weerklank.model.host_form import with_host_form
from weerklank.model.profile_template import ProfilePages
from weerklank.model.profile_words import (
    NO_ENCODING,
    NO_PAGE,
    NO_TEXT,
    OUT_OF_TIME,
    PAGE_GONE,
    PAGE_REFUSED,
)
from weerklank.model.text import Text
from weerklank.services.profile.page_text import NOTHING, Shown, plain, shown_in
from weerklank.services.profile.statements import NO_WORDS, Words, words_of

#: Makes the way out, by the address that a person put into the register.
WayOut = Callable[[str, Callable[[float], None]], Transport]

#: Bytes of a page that is looked at, unpacked.
_LARGEST = 2 << 20
#: Pages that one check looks at, and seconds that it may take for all.
_MOST_PAGES, _MOST_SECONDS = 12, 60.0
#: A page with fewer letters shows nothing until a script has run.
_FEWEST_LETTERS = 40
_HTML = frozenset({"text/html", "application/xhtml+xml"})
_PLAIN = "text/plain"
_CODECS = {
    "utf-8": "utf-8",
    "utf8": "utf-8",
    "us-ascii": "cp1252",
    "iso-8859-1": "cp1252",
    "latin1": "cp1252",
    "windows-1252": "cp1252",
    "iso-8859-15": "iso-8859-15",
}
_CHARSET = re.compile(r"charset\s{0,9}=\s{0,9}[\"']?([\w-]{1,40})", re.IGNORECASE)
#: Where browsers look for the encoding in the page itself.
_HEAD = 1_024


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """A page that was looked at, or why it could not be."""

    #: Where the link leads, without what follows `?` or `#`.
    address: str
    shown: Shown = NOTHING
    words: Words = NO_WORDS
    #: Why it could not be read; None when it was.
    reason: Text | None = None
    #: Whether the server says that there is no such page.
    is_gone: bool = False

    @property
    def was_read(self) -> bool:
        """Tell whether it was."""
        return self.reason is None


@dataclass(slots=True)
class PageReader:
    """Looks at pages, each once, as long as there is time."""

    way_out: WayOut
    pages: ProfilePages
    clock: Callable[[], float] = time.monotonic
    #: Those that were looked at, by their address without fragment.
    seen: dict[str, Page] = field(default_factory=dict)
    _since: float | None = None

    def read(self, address: str) -> Page:
        """Look at a page."""
        whole = address.partition("#")[0]
        if not urlsplit(whole).path and "?" not in whole:
            whole += "/"
        if whole not in self.seen:
            self.seen[whole] = self._read(whole)
        return self.seen[whole]

    def _read(self, address: str) -> Page:
        now = self.clock()
        self._since = now if self._since is None else self._since
        if len(self.seen) >= _MOST_PAGES or now - self._since > _MOST_SECONDS:
            return Page(address=named(address), reason=OUT_OF_TIME)
        transport = self.way_out(self._home(address), lambda _: None)
        try:
            exchange, at = transport.look(str(URL(with_host_form(address))))
            return _page(address, exchange, at)
        except ValueError:  # an address that can't be written as one goes over the line
            return Page(address=named(address), reason=LEADS_ASTRAY)
        except NoAnswer as none:
            return Page(address=named(address), reason=none.reason)
        except Refused as refused:
            reason = Text(refused.message("nl"), refused.message("en"))
            return Page(address=named(address), reason=reason)
        finally:
            transport.close()

    def _home(self, address: str) -> str:
        """Give the server that a person named, which may be on an inner network; else none.

        A page that only a profile names must be public and have TLS.
        """
        ours = (self.pages.privacy, self.pages.contact, self.pages.landing)
        named_by_us = {_origin(one) for one in ours if one}
        origin = _origin(address)
        return origin if origin in named_by_us else "https://"


def named(address: str) -> str:
    """Give an address as it is kept: without what follows `?` or `#`, and without a sign-in."""
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _origin(address: str) -> str:
    parts = urlsplit(address)
    return f"{parts.scheme}://{parts.netloc}"


def _page(address: str, exchange: Exchange, at: str) -> Page:
    status = exchange.status
    if status != HTTPStatus.OK:
        is_gone = status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}
        why = (PAGE_GONE if is_gone else PAGE_REFUSED).filled(status=status)
        return Page(address=named(address), reason=why, is_gone=is_gone)
    told = (exchange.header("content-type") or "").lower()
    kind = told.partition(";")[0].strip()
    if kind not in _HTML and kind != _PLAIN:
        return Page(address=named(address), reason=NO_PAGE)
    content = exchange.content(_LARGEST)
    if len(content) > _LARGEST:  # one that came unpacked
        raise NoAnswer(TOO_LARGE)
    text = _decoded(content, told)
    if text is None:
        return Page(address=named(address), reason=NO_ENCODING)
    shown = shown_in(text, at) if kind in _HTML else Shown(plain(text))
    if sum(map(str.isalpha, shown.text)) < _FEWEST_LETTERS:
        return Page(address=named(address), reason=NO_TEXT)
    return Page(address=named(address), shown=shown, words=words_of(shown.text))


def _decoded(content: bytes, content_type: str) -> str | None:
    """Give a page as text; None in an encoding that is not known here."""
    told = _CHARSET.search(content_type)
    told = told or _CHARSET.search(content[:_HEAD].decode("ascii", "ignore"))
    codec = _CODECS.get(told[1].lower() if told else "utf-8")
    return content.decode(codec, "replace") if codec else None

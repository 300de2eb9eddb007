"""The text that a page shows, and where its links lead: all that is looked at of it.

Pages are hostile: they are read in one pass, cost what their length is, and nothing in them acts.
"""

import re
import unicodedata
from dataclasses import dataclass
from urllib.parse import urljoin, urlsplit

from weerklank.minimise.html_nodes import BREAKS, MARKUP, decode, read_attributes
from weerklank.model.addresses_in_text import addresses_in

#: Signs that show nothing and may stand within a word.
_INVISIBLE = dict.fromkeys(
    (0xAD, 0x34F, 0x61C, 0x180E, *range(0x200B, 0x2010), *range(0x202A, 0x202F))
) | dict.fromkeys((*range(0x2060, 0x2070), 0xFEFF))
#: What stands in these is not on the page, or struck out.
_NOT_SHOWN = frozenset(
    {"head", "template", "title", "textarea", "select", "svg", "object", "noscript", "datalist"}
    | {"canvas", "audio", "video", "del", "s", "strike"}
)
#: Tags with nothing inside.
_VOID = frozenset(
    {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param"}
    | {"source", "track", "wbr"}
)
#: What hides an element and all in it, in the words of its own style.
_HIDES = re.compile(
    r"(?:^|;)\s*(?:display\s*:\s*none\b|visibility\s*:\s*hidden\b|(?:opacity|font-size)\s*:\s*0"
    r"(?:px|r?em|%)?\s*(?:;|!|$))",
    re.IGNORECASE,
)
#: Attributes longer than this are not looked into for what hides.
_LONGEST_REST = 4_000
#: Links of one page that are looked at, and characters of what they are called.
_MOST_LINKS, _LONGEST_LABEL = 2_000, 200
#: A host alone: what has a path is an address by that.
_BARE = re.compile(r"(?<![\w@./-])www\.[\w-]{1,63}(?:\.[\w-]{1,63}){1,8}(?![\w/])", re.IGNORECASE)
_WEB = re.compile(r"https?://[^\s/?#]+", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Link:
    """A link: where it begins in the text, where it leads, and what it is called."""

    start: int
    address: str
    label: str


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown, as plain text, with its links in their order."""

    text: str
    links: tuple[Link, ...] = ()


NOTHING = Shown("")


def shown_in(html: str, address: str = "") -> Shown:
    """Give what HTML shows; links become whole by the address at which it stands."""
    reading = _Reading(address)
    done = 0
    for match in MARKUP.finditer(html):
        reading.add(html[done : match.start()])
        done = match.end()
        name = (match["name"] or "").lower()
        if name:
            reading.tag(name, bool(match["closing"]), match["rest"])
    reading.add(html[done:])
    return reading.result()


def shown_by(text: str) -> Shown:
    """Give what plain text shows, with the addresses in it as links."""
    text = plain(text)
    found = {start: Link(start, address, "") for start, _, address in addresses_in(text)}
    for match in _BARE.finditer(text):
        found.setdefault(match.start(), Link(match.start(), f"https://{match[0]}", ""))
    links = [found[start] for start in sorted(found) if is_web(found[start].address)]
    return Shown(text, tuple(links[:_MOST_LINKS]))


def is_web(address: str) -> bool:
    """Tell whether an address is one of the web that can be taken apart."""
    try:
        parts = urlsplit(address)
        return bool(_WEB.match(address) and parts.hostname) and (parts.port or 0) >= 0
    except ValueError:  # such as half of an IPv6 address, or a port that is none
        return False


def plain(text: str) -> str:
    """Give text in one form: composed letters, without signs that show nothing."""
    return unicodedata.normalize("NFC", text.translate(_INVISIBLE))


class _Reading:
    """The text of a page so far."""

    def __init__(self, address: str) -> None:
        self._address = address
        self._parts: list[str] = []
        self._size = 0
        self._links: list[Link] = []
        #: Where the link that is open begins, and where it leads.
        self._open: tuple[int, str, int] | None = None
        #: What is open that is not on the page, and how deep.
        self._hidden, self._depth = "", 0

    def add(self, raw: str) -> None:
        if raw and not self._hidden:
            self._put(plain(decode(raw)))

    def tag(self, name: str, closing: bool, rest: str) -> None:  # noqa: FBT001 - of the match
        if self._hidden and self._stays_hidden(name, closing=closing):
            return
        if name in BREAKS or name in {"body", "title", "option"}:
            self._put("\n")
        is_left_out = name in _NOT_SHOWN and not rest.rstrip().endswith("/")
        if not closing and (is_left_out or (name not in _VOID and _is_hidden(name, rest))):
            self._hidden, self._depth = name, 1
        elif name == "a":
            self._end_link()
            if not closing and len(self._links) < _MOST_LINKS:
                self._begin_link(rest)

    def _stays_hidden(self, name: str, *, closing: bool) -> bool:
        """Tell whether what is not on the page goes on after a tag within it."""
        if self._hidden == "p" and not closing and name in BREAKS and name != "br":
            self._hidden = ""  # a paragraph ends where the next block begins
            return False
        if name == self._hidden:
            self._depth += -1 if closing else 1
            self._hidden = self._hidden if self._depth else ""
        # A head that is never closed ends where the body begins.
        elif self._hidden == "head" and name == "body":
            self._hidden = ""
        return True

    def result(self) -> Shown:
        self._end_link()
        return Shown("".join(self._parts), tuple(self._links))

    def _put(self, text: str) -> None:
        self._parts.append(text)
        self._size += len(text)

    def _begin_link(self, rest: str) -> None:
        written = dict(read_attributes(rest)).get("href", "").strip()
        try:
            address = urljoin(self._address, written)
        except ValueError:  # such as half of an IPv6 address
            return
        if written and is_web(address):
            self._open = (self._size, address, len(self._parts))

    def _end_link(self) -> None:
        if self._open is None:
            return
        start, address, since = self._open
        self._open = None
        label = " ".join("".join(self._parts[since:])[:_LONGEST_LABEL].split())
        self._links.append(Link(start, address, label))


def _is_hidden(name: str, rest: str) -> bool:
    """Tell of a tag that begins whether its element is on the page and nobody sees it."""
    if name == "dialog":
        return "open" not in dict(read_attributes(rest[:_LONGEST_REST]))
    lower = rest[:_LONGEST_REST].lower()
    if not any(word in lower for word in ("hidden", "none", "opacity", "font-size")):
        return False
    told = dict(read_attributes(rest[:_LONGEST_REST]))
    return "hidden" in told or bool(_HIDES.search(told.get("style", "")))

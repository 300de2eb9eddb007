"""A page as a browser showed it, persons included: for harvest, connectors and minimise alone."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Protocol, Union

import msgspec

#: Tags of what a page holds apart from its own tree: a shadow root, and the page in a frame.
SHADOW, FRAME = "#shadow", "#frame"


class SeenElement(msgspec.Struct, frozen=True, kw_only=True):
    """One element as it stood in the page when it was looked at."""

    #: In lower case; `SHADOW` and `FRAME` stand as first child of the element that holds them.
    tag: str
    attributes: dict[str, str] = {}
    children: tuple[Union["SeenElement", str], ...] = ()
    #: Left, top, width and height in CSS pixels of the page; None when it is not displayed.
    box: tuple[int, int, int, int] | None = None


class SeenSheet(msgspec.Struct, frozen=True, kw_only=True):
    """A style sheet that was in force, as the browser had read it."""

    #: Where it was loaded from; None of one that the page itself wrote.
    address: str | None
    text: str


class SeenPage(msgspec.Struct, frozen=True, kw_only=True):
    """A page at one moment."""

    address: str
    #: RFC 3339, UTC.
    at: str
    title: str
    #: Width and height of the whole page in CSS pixels.
    size: tuple[int, int]
    #: The element `html`.
    root: SeenElement
    sheets: tuple[SeenSheet, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenResource:
    """An answer that a page got, by the address at which it is to be found in the page."""

    address: str
    method: str
    status: int
    #: As the server says, such as `image/png`; empty when it does not.
    content_type: str
    headers: tuple[tuple[str, str], ...]
    #: As the browser spoke it, such as `h2`; empty when it does not say.
    protocol: str
    #: RFC 3339, UTC.
    at: str
    #: Bytes, unpacked.
    length: int
    #: Name of the body in the spool of the run.
    body: str | None
    #: Whether all of it came.
    is_whole: bool


class ReadsBodies(Protocol):
    """Reads bodies of a visit out of the spool."""

    def read(self, name: str) -> Iterator[bytes]:
        """Give a body in pieces."""
        ...


#: What a page got, by address without fragment.
Resources = Mapping[str, SeenResource]

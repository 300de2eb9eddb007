"""A page as it was, after minimisation: what is kept of it, and what was changed."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import msgspec

from weerklank.model.minimised import MinimisedText


class PageRole(StrEnum):
    """What a file of a page is for."""

    #: The page to replay: WACZ, with the page, its styles and pictures as WARC.
    REPLAY = "replay"
    #: Picture of the whole page, and of the post alone.
    PAGE = "page"
    POST = "post"
    #: The page to print: PDF.
    PRINT = "print"
    #: All that the page says, as text.
    TEXT = "text"
    #: A file of the organisation's own site that a post leads to.
    ATTACHMENT = "attachment"


#: Where the source line of a page has a digest of what it held; by that the next is compared.
CONTENT = "content"


class PageFacts(msgspec.Struct, frozen=True, omit_defaults=True, kw_only=True):
    """What is told of a page beside its files: the banner above its replay says it."""

    #: Whether not all of it was seen: it is visited again.
    cut: bool = False
    #: Places that are empty in the page, since nothing of them is archived.
    grey: int = 0
    #: Version of the map by which was chosen what is kept.
    map: int
    #: Addresses of what the page shows of ours and could not be had, how many.
    missing: int = 0
    #: Texts in which a third party was replaced.
    replaced: int = 0
    #: Replies that stand in it as the archive holds them, under pseudonyms.
    replies: int = 0
    #: Why the browser stopped: a value of the recorder's own list.
    stopped: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChosenPage:
    """What was chosen of a page: static, with nobody in it whom the archive does not show."""

    #: Where it stood.
    address: str
    #: RFC 3339, UTC.
    at: str
    title: MinimisedText | None
    #: A whole document in UTF-8: no script, no form that sends, no address that leaves.
    html: bytes
    #: All that it says, for who can't see it.
    text: str
    #: Addresses of pictures, films and fonts that it shows, each in `KeptResource`.
    resources: tuple[str, ...]
    #: Keys of the items that it shows.
    shows: tuple[str, ...]
    #: Left, top, width and height of the post that the page is of; None for a page of many.
    post_box: tuple[int, int, int, int] | None
    facts: PageFacts


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptResource:
    """A file that a page needs to be shown, as it is kept."""

    address: str
    status: int
    #: Those that say what it is; none that names a person or signs in.
    headers: tuple[tuple[str, str], ...]
    #: As the browser spoke it, such as `h2`; empty when it does not say.
    protocol: str
    #: RFC 3339, UTC.
    at: str
    length: int
    #: Gives the bytes from the begin, each time anew.
    read: Callable[[], Iterator[bytes]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rendered:
    """Pictures and print of a page, made from what was chosen of it."""

    page_png: bytes
    #: None for a page of many posts.
    post_png: bytes | None
    pdf: bytes
    #: Whether the page goes on below the end of its picture; the print has all of it.
    is_cut: bool = False

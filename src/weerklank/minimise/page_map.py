"""The map of a platform's pages: what in them is ours to keep, as data that a connector brings."""

import re
from enum import StrEnum
from typing import Annotated
from urllib.parse import urlsplit

import cssselect2
import msgspec

#: A selector of CSS; of those with `@` behind it, an attribute is meant: `a.time@href`.
Selectors = tuple[str, ...]
_SOME = msgspec.Meta(min_length=1)


class PageKind(StrEnum):
    """What a page is of."""

    POST = "post"
    ACCOUNT = "account"


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    pass


class PageForm(_Strict, frozen=True, kw_only=True):
    """A kind of page: by which address it is known, and what must be found in it."""

    kind: PageKind
    #: Regular expression of the whole path of the address.
    path: str
    #: Each must match at least once: else the page is another than the map was made for.
    needs: Annotated[Selectors, _SOME]


class BlockOf(StrEnum):
    """What a block shows."""

    POST = "post"
    #: The account that the page is of.
    ACCOUNT = "account"


class Kept(_Strict, frozen=True, kw_only=True):
    """What is kept in a block of ours; everything else in it is grey."""

    #: Words, with the marks in them: third parties are replaced.
    text: Selectors = ()
    name: Selectors = ()
    poll: Selectors = ()
    #: Pictures, films and sound with their alternative texts.
    media: Selectors = ()
    avatar: Selectors = ()
    #: Numbers with listed words around them.
    counts: Selectors = ()
    time: Selectors = ()


class Block(_Strict, frozen=True, kw_only=True):
    """A part of a page that one item or account stands in."""

    select: str
    of: BlockOf = BlockOf.POST
    #: Where its address stands; not of the account, whose address is that of the page.
    address: Selectors = ()
    #: Where stands who wrote it: an address, or a whole handle as text.
    author: Annotated[Selectors, _SOME]
    keep: Kept


class Chrome(_Strict, frozen=True, kw_only=True):
    """The platform's own frame around what people wrote: kept without what it says of anybody."""

    select: Selectors = ()
    #: Pictures in it that are of the platform.
    images: Selectors = ()
    #: Attributes of the page as a whole by which its styles know how it looks.
    root: tuple[str, ...] = ()


class Words(_Strict, frozen=True, kw_only=True):
    """Words of the platform that stay, each a whole text or a part between figures."""

    chrome: tuple[str, ...] = ()
    #: Beside numbers: `boosts`, `volgers`.
    counts: tuple[str, ...] = ()
    #: In moments: names of months, `uur`.
    time: tuple[str, ...] = ()


class PageMap(_Strict, frozen=True, kw_only=True):
    """What is kept of the pages of a platform."""

    #: One more with each change of what is kept.
    version: Annotated[int, msgspec.Meta(ge=1)]
    #: Pictures in texts that stand for a sign.
    emoji: Selectors = ()
    pages: Annotated[tuple[PageForm, ...], _SOME]
    blocks: Annotated[tuple[Block, ...], _SOME]
    chrome: Chrome = Chrome()
    words: Words = Words()

    def form_of(self, address: str) -> PageForm | None:
        """Give the kind of page that is at an address, if the map knows it."""
        try:
            path = urlsplit(address).path
        except ValueError:
            return None
        return next((form for form in self.pages if re.fullmatch(form.path, path)), None)


def read_map(content: bytes) -> PageMap:
    """Read a map from TOML; ValueError when anything in it is unknown, or no selector."""
    try:
        found = msgspec.toml.decode(content, type=PageMap)
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise ValueError(f"no map of a page: {error}") from None
    for form in found.pages:
        _demand_pattern(form.path)
    for selector in _all_selectors(found):
        demand_selector(selector.partition("@")[0])
    if not all(re.fullmatch("data-[a-z-]{1,30}", name) for name in found.chrome.root):
        raise ValueError("an attribute of the page as a whole begins with data-")
    for block in found.blocks:
        if (block.of is BlockOf.POST) != bool(block.address):
            raise ValueError(f"a post has an address, and an account none: {block.select}")
    return found


def _demand_pattern(path: str) -> None:
    try:
        re.compile(path)
    except re.error as error:
        raise ValueError(f"no regular expression: {path}") from error


def demand_selector(selector: str) -> None:
    """Raise ValueError when something is no selector of elements."""
    try:
        found = cssselect2.compile_selector_list(selector)
    except cssselect2.SelectorError as error:
        raise ValueError(f"no selector: {selector}") from error
    if any(one.pseudo_element for one in found):
        raise ValueError(f"no selector of elements: {selector}")


def _all_selectors(found: PageMap) -> list[str]:
    selectors = [*found.emoji, *found.chrome.select, *found.chrome.images]
    for form in found.pages:
        selectors += form.needs
    for block in found.blocks:
        keep = block.keep
        selectors += (block.select, *block.address, *block.author)
        selectors += (*keep.text, *keep.name, *keep.poll, *keep.media, *keep.avatar)
        selectors += (*keep.counts, *keep.time)
    return selectors

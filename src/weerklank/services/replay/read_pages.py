"""Read pages: the pages of its platform on which an item stands, and the files of each."""

from collections.abc import Mapping
from dataclasses import dataclass

import orjson

from weerklank.catalogue.catalogue import Catalogue
from weerklank.catalogue.item_places import Located
from weerklank.model.errors import BrokenInput, WrongUse
from weerklank.model.item import OF_PAGE, ArchivalItem, ItemKind, ItemState
from weerklank.model.page import PageRole
from weerklank.model.question import Sight
from weerklank.model.symbols import decode
from weerklank.package.warc_fields import ascii_address
from weerklank.services.find.pages_of import (
    EVERYTHING,
    PageFile,
    ShownPage,
    linked_in,
    own_pages_in,
    standing_of,
)
from weerklank.services.find.read_items import (
    UNKNOWN_ITEM,
    ItemReader,
    ask_for_part,
    locate,
    read_lines,
    refuse_destroyed,
)
from weerklank.services.find.read_marks import laid_states
from weerklank.services.find.show_item import find_medium
from weerklank.services.find.show_thread import may_see
from weerklank.services.replay.ranges import ReadsRanges, ranges_of
from weerklank.services.workplace import Workplace


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPage:
    """A page as it was, at one moment."""

    item: ArchivalItem
    state: ItemState
    #: Whether it, or anything that stands on it, was for followers only.
    shielded: bool
    #: Whether anything on it probably holds special data.
    special: bool
    files: Mapping[PageRole, PageFile]
    #: Where it stood, by which its container knows it; empty where that is not said any more.
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class PagesOf:
    """The pages that are of an item."""

    #: The item itself; None where the archive does not hold it, or it may not be seen.
    item: ArchivalItem | None
    #: Those that may be seen and read, newest first.
    pages: tuple[KeptPage, ...]
    #: What is wrong with files of those that can't be read.
    unreadable: tuple[BrokenInput, ...]


def pages_of(workplace: Workplace, name: str, sight: Sight = EVERYTHING) -> PagesOf:
    """Give the pages that are of an item, by its permanent address or that of one of its pages.

    A page on which anything stands that may not be seen is not told of. WrongUse when there is no
    such item, or it may not be seen; BrokenInput when it can't be read.
    """
    refuse_destroyed(workplace, name)

    def find(catalogue: Catalogue, reader: ItemReader) -> PagesOf:
        return _Finder(workplace, sight, catalogue, reader).find(name)

    return ask_for_part(workplace, find)


def has_pages(workplace: Workplace, name: str, sight: Sight = EVERYTHING) -> bool:
    """Tell whether there is a page of an item that may be seen."""
    return bool(pages_of(workplace, name, sight).pages)


def open_replay(
    workplace: Workplace, page: str, medium: str, sight: Sight = EVERYTHING
) -> ReadsRanges:
    """Open the container of a page for a replay.

    WrongUse when there is none of that name, or it may not be seen; OSError when it is away.
    """
    found = find_medium(workplace, page, medium, sight)
    if found.medium.role is not PageRole.REPLAY or found.path is None:
        raise WrongUse(UNKNOWN_ITEM, item=f"{page}/{medium}")
    return ranges_of(found.path)


class _Finder:
    """Finds pages in one consultation of the catalogue."""

    def __init__(
        self, workplace: Workplace, sight: Sight, catalogue: Catalogue, reader: ItemReader
    ) -> None:
        self._workplace = workplace
        self._sight = sight
        self._catalogue, self._places = catalogue, catalogue.database.places
        self._reader = reader
        self._laid = laid_states(workplace)

    def find(self, name: str) -> PagesOf:
        """Give the pages of an item, or of the item that a page is of."""
        place = locate(self._catalogue, name)[-1]
        asked = self._reader.read(place)
        if not self._sees(asked, place):
            raise WrongUse(UNKNOWN_ITEM, item=name)
        of: ArchivalItem | None = asked
        key = asked.key
        if asked.kind is ItemKind.PAGE:
            key = next(ref.key for ref in asked.refs if ref.type in OF_PAGE)
            of = self._held(key)
        damage: list[BrokenInput] = []
        ways = self._workplace, self._catalogue, self._reader, decode(key), self._sight, damage
        if asked.is_linked:  # of an own site: its other captures for the same post
            pages = tuple(one for one in linked_in(*ways) if one.item.url == asked.url)
        else:
            pages = own_pages_in(*ways)
        return PagesOf(item=of, pages=tuple(map(self._kept, pages)), unreadable=tuple(damage))

    def _held(self, key: str) -> ArchivalItem | None:
        place = self._places.newest_by_key(decode(key))
        found = self._reader.try_read(place) if place is not None else None
        if place is None or found is None or isinstance(found, BrokenInput):
            return None
        return found if self._sees(found, place) else None

    def _sees(self, item: ArchivalItem, place: Located) -> bool:
        if item.kind is ItemKind.PAGE:  # and everything on it
            standing = standing_of(self._workplace, self._catalogue, self._reader, item)
            return standing.may_be_seen(self._sight)
        return may_see(item, self._sight, self._laid, place)

    def _kept(self, page: ShownPage) -> KeptPage:
        return KeptPage(
            item=page.item,
            state=page.standing.state,
            shielded=page.standing.shielded,
            special=page.standing.special,
            files=page.files,
            address=self._address(page.item),
        )

    def _address(self, page: ArchivalItem) -> str:
        """Give the address that the source of a page tells; what is damaged tells none."""
        place = self._places.newest_by_key(decode(page.key))
        if place is None:
            return ""
        try:
            source = orjson.loads(read_lines(self._workplace, place).source)
        except BrokenInput:
            return ""
        found = source.get("address") if isinstance(source, dict) else None
        return ascii_address(found) if isinstance(found, str) else ""

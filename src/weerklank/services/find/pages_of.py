"""Pages of an item: on which pages of its platform it stands, each with its files by role."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

from weerklank.catalogue.catalogue import Catalogue
from weerklank.catalogue.item_places import Located
from weerklank.model.errors import BrokenInput
from weerklank.model.item import ArchivalItem, ItemState, Medium, state_of
from weerklank.model.page import PageRole
from weerklank.model.question import Sight
from weerklank.model.symbols import decode, encode
from weerklank.services.find.files_of_media import file_in_packages
from weerklank.services.find.read_items import ItemReader
from weerklank.services.find.read_marks import is_special, laid_states
from weerklank.services.seal.read_destructions import destroyed_keys
from weerklank.services.workplace import Workplace

EVERYTHING = Sight()


@dataclass(frozen=True, slots=True)
class PageFile:
    """A file of a page; without a path, `medium.missing` says why, or it is damaged away."""

    medium: Medium
    #: In its package. Made by us of what the platform showed: foreign all the same.
    path: Path | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPage:
    """A page on which an item stands."""

    #: Its record: `captured_at`, `page` and `url` tell when and where it stood, and what is empty.
    item: ArchivalItem
    #: The item that it is of, as its newest version has it; None where the archive has none.
    of: ArchivalItem | None
    #: Whether it is of the item that was asked, and not of another that it stands with.
    is_own: bool
    files: Mapping[PageRole, PageFile]
    #: How it stands: whoever sees what is shielded or restricted is noted (`note_seen`).
    standing: "Standing"


def own_pages_in(
    workplace: Workplace,
    catalogue: Catalogue,
    reader: ItemReader,
    key: bytes,
    sight: Sight,
    damage: list[BrokenInput],
) -> tuple[ShownPage, ...]:
    """Give the pages that are of an item itself, within an answer that is being made.

    To `damage` is added what is wrong with files in which a page, or anything on it, lies.
    """
    own = catalogue.database.pages.of(key)
    if not own:
        return ()
    found = _Pages(workplace, catalogue, reader, sight)
    shown = (*found.all_of(own, is_own=True),)
    damage += found.damage
    return shown


def linked_in(
    workplace: Workplace,
    catalogue: Catalogue,
    reader: ItemReader,
    key: bytes,
    sight: Sight,
    damage: list[BrokenInput],
) -> tuple[ShownPage, ...]:
    """Give what was kept of own sites to which an item leads, the newest first; else as above."""
    places = catalogue.database.pages.linked_from(key)
    if not places:
        return ()
    found = _Pages(workplace, catalogue, reader, sight)
    shown = (*found.all_of(places, is_own=False),)
    damage += found.damage
    return shown


def pages_in(
    workplace: Workplace,
    catalogue: Catalogue,
    reader: ItemReader,
    key: bytes,
    sight: Sight,
    damage: list[BrokenInput],
) -> tuple[ShownPage, ...]:
    """Give the pages on which an item stands: those of itself first, each the newest first.

    Only those of which everything on them may be seen, and none of what is being destroyed.
    `damage` as above.
    """
    pages = catalogue.database.pages
    own = pages.of(key)
    keys = {place.key for place in own}
    others = [
        place
        for page in pages.showing([key])
        if page not in keys and (place := catalogue.database.places.newest_by_key(page))
    ]
    others.sort(key=lambda place: (place.created, place.row), reverse=True)
    if not own and not others:
        return ()
    found = _Pages(workplace, catalogue, reader, sight)
    shown = (*found.all_of(own, is_own=True), *found.all_of(others, is_own=False))
    damage += found.damage
    return shown


@dataclass(frozen=True, slots=True)
class Standing:
    """How a page stands, and with it everything on it: by the strictest of them."""

    state: ItemState
    #: Whether any version of anything on it was for followers only.
    shielded: bool
    #: Whether anything on it probably holds special data.
    special: bool
    #: Whether anything on it is being destroyed, or can't be read.
    is_lost: bool

    def may_be_seen(self, sight: Sight) -> bool:
        """Tell whether someone may see the page."""
        is_open = sight.restricted or self.state is not ItemState.RESTRICTED
        is_open = is_open and (sight.special or not self.special)
        return not self.is_lost and is_open and (sight.shielded or not self.shielded)


def standing_of(
    workplace: Workplace, catalogue: Catalogue, reader: ItemReader, page: ArchivalItem
) -> Standing:
    """Give how a page stands."""
    return _Pages(workplace, catalogue, reader, EVERYTHING).standing(page)


class _Pages:
    """The pages of one answer."""

    def __init__(
        self, workplace: Workplace, catalogue: Catalogue, reader: ItemReader, sight: Sight
    ) -> None:
        self._workplace = workplace
        self._catalogue = catalogue
        self._reader = reader
        self._sight = sight
        self._laid = laid_states(workplace)
        self._destroyed = destroyed_keys(workplace)
        #: What is wrong with files in which a page, or anything on one, lies.
        self.damage: list[BrokenInput] = []

    def all_of(self, places: list[Located], *, is_own: bool) -> Iterator[ShownPage]:
        """Give those that may be seen; what can't be read is left out, and named in `damage`."""
        for place in places:
            item = self._reader.try_read(place)
            if isinstance(item, BrokenInput):
                self.damage.append(item)
                continue
            standing = self.standing(item)
            if standing.may_be_seen(self._sight):
                yield self.shown(item, place, standing, is_own=is_own)

    def standing(self, page: ArchivalItem) -> Standing:
        """Give how a page stands."""
        key = decode(page.key)
        items, shielded, special, is_lost = [page], False, False, False
        for one in (key, *self._catalogue.database.pages.shown_by(key)):
            held = self._catalogue.database.places.newest_by_key(one)
            is_lost |= encode(one) in self._destroyed
            if held is not None:
                shielded |= held.shielded
                special |= is_special(held, self._laid)
                item = self._reader.try_read(held)
                if isinstance(item, BrokenInput):
                    is_lost = True
                    self.damage.append(item)
                else:
                    items.append(item)
        is_restricted = any(state_of(item, self._laid) is ItemState.RESTRICTED for item in items)
        state = ItemState.RESTRICTED if is_restricted else state_of(page)
        return Standing(state, shielded, special, is_lost)

    def shown(
        self, item: ArchivalItem, place: Located, standing: Standing, *, is_own: bool
    ) -> ShownPage:
        """Give a page with its files."""
        first = next(iter(self._catalogue.database.pages.shown_by(place.key)), None)
        held = self._catalogue.database.places.newest_by_key(first) if first else None
        of = self._reader.try_read(held) if held else None
        files = {
            one.role: PageFile(one, file_in_packages(self._workplace, [place], one))
            for one in item.media
            if one.role is not None
        }
        return ShownPage(
            item=item,
            of=None if isinstance(of, BrokenInput) else of,
            is_own=is_own,
            files=files,
            standing=standing,
        )

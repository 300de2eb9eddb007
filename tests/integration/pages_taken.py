"""Pages made by hand in a small archive, and what it holds of items and pages."""

from dataclasses import replace
from typing import Any

from small_archive import Small

from weerklank.minimise.item_keys import ItemKeys
from weerklank.model.item import ArchivalItem
from weerklank.model.item_address import item_address
from weerklank.model.page import ChosenPage
from weerklank.model.run import RunReport
from weerklank.package.names import packages
from weerklank.package.reader import read_items
from weerklank.testing.taken_pages import page_by_hand, take_pages_by_hand


def held(small: Small) -> dict[str, ArchivalItem]:
    """Every item by its address on the platform, in its newest version; no pages."""
    found: dict[str, ArchivalItem] = {}
    for package in packages(small.layout):
        for _, items in read_items(package):
            for item in items:
                known = found.get(str(item.url))
                if item.kind != "page" and (known is None or item.version >= known.version):
                    found[str(item.url)] = item
    return found


def pages(small: Small) -> list[ArchivalItem]:
    """Every page, oldest first."""
    found = (i for p in packages(small.layout) for _, items in read_items(p) for i in items)
    return sorted((one for one in found if one.kind == "page"), key=lambda one: one.created_at)


def chosen(address: str, text: str, shows: tuple[str, ...] = (), **more: Any) -> ChosenPage:
    """Make a page by hand; `more` are fields of it that are otherwise."""
    at = more.pop("at", "2026-11-20T10:00:00Z")
    return replace(page_by_hand(address, text, shows, at=at), **more)


def take_pages(small: Small, *made: ChosenPage, native: tuple[str, ...] = ()) -> RunReport:
    """Write pages in a run of their own; each is of the item at its address, or of `native`."""
    workplace = small.workplace()
    (account,) = workplace.register().accounts.values()
    names = native or tuple(item_address(page.address) for page in made)
    return take_pages_by_hand(workplace, account, [*zip(names, made, strict=True)])


def key_of(small: Small, native: str) -> str:
    """Give the key of an item of the account by its native id."""
    workplace = small.workplace()
    (account,) = workplace.register().accounts.values()
    return ItemKeys(workplace.keys.ids).key(account.platform, native)

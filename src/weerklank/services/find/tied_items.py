"""Tied items: what one of our posts leads to among our own, and which of ours lead to it (C2)."""

from dataclasses import dataclass

from weerklank.catalogue.catalogue import Catalogue
from weerklank.catalogue.item_places import Located
from weerklank.model.errors import BrokenInput
from weerklank.model.item import ArchivalItem
from weerklank.model.question import Sight
from weerklank.model.special import LaidStates
from weerklank.services.find.read_items import ItemReader
from weerklank.services.find.show_thread import may_see

#: Items that are shown of one post; who leads to it that often finds the rest by searching.
_MOST = 50


@dataclass(frozen=True, slots=True)
class Tied:
    """A post of ours that belongs with another by a link."""

    item: ArchivalItem
    #: Whether the post that was asked for leads to it; else it leads to that one.
    is_led_to: bool


def tied_items(
    reader: ItemReader,
    catalogue: Catalogue,
    asked: Located,
    sight: Sight,
    laid: LaidStates,
) -> tuple[Tied, ...]:
    """Give what belongs with an item by a link, newest first, as far as it may be seen.

    Not what stands in the same thread: that is shown as such. What can't be read is left out here,
    as its own page tells.
    """
    ties = catalogue.database.ties
    keys = dict.fromkeys(ties.is_led_to(asked.key), False) | dict.fromkeys(
        ties.leads_to(asked.key), True
    )
    places = ((catalogue.database.places.newest_by_key(key), to) for key, to in keys.items())
    others = [(one, to) for one, to in places if one is not None and one.thread != asked.thread]
    found: list[Tied] = []
    for place, is_led_to in sorted(others, key=lambda other: other[0].created, reverse=True):
        if len(found) == _MOST:  # thousands may lead to one
            break
        item = reader.try_read(place)
        if isinstance(item, BrokenInput) or not may_see(item, sight, laid, place):
            continue
        found.append(Tied(item, is_led_to))
    return tuple(sorted(found, key=lambda one: one.item.created_at, reverse=True))

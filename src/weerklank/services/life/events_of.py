"""Events of: the whole life of one item by its permanent address, also of one that is gone."""

from dataclasses import dataclass

from weerklank.catalogue.catalogue import Catalogue
from weerklank.model.item import ArchivalItem
from weerklank.model.life import LifeEvent
from weerklank.services.find.read_items import (
    ItemReader,
    address,
    ask_for_part,
    locate,
)
from weerklank.services.life.lives import Lives, event_of, in_order
from weerklank.services.life.of_lists import steps_of
from weerklank.services.life.told_events import read_books
from weerklank.services.seal.read_destructions import read_lists
from weerklank.services.workplace import Workplace


@dataclass(frozen=True, slots=True)
class Life:
    """The life of one item."""

    #: Permanent address.
    id: str
    #: In the order in which they happened.
    events: tuple[LifeEvent, ...]
    #: Its versions, oldest first; none of an item that was destroyed.
    versions: tuple[ArchivalItem, ...] = ()
    #: Lists by which it was destroyed, or is being.
    destroyed_by: tuple[str, ...] = ()


def events_of(workplace: Workplace, name: str) -> Life:
    """Give the life of an item by its permanent address.

    Of one that was destroyed: that it was, by which list, and nothing else. WrongUse when there
    is none of that name; BrokenInput where a version of it can't be read.
    """
    gone = _destroyed(workplace, address(name))
    if gone is not None:
        return gone

    def tell(catalogue: Catalogue, _: ItemReader) -> Life:
        places = locate(catalogue, name)
        lives = Lives(workplace, catalogue)
        lines = [lives.lines(place) for place in places]
        events = lives.of(places, lines)
        versions = tuple(one.item for one in lines)
        return Life(versions[-1].id, tuple(events), versions)

    return ask_for_part(workplace, tell)


def _destroyed(workplace: Workplace, item: str) -> Life | None:
    """Tell of what is gone only by which list it went: a tombstone never says what it was."""
    lists = [
        found.id
        for found in read_lists(workplace).values()
        if found.has_begun and item in found.items
    ]
    if not lists:
        return None
    decisions = read_books(workplace).decisions
    steps = [told for number in lists for told in steps_of(decisions.of(number), item)]
    return Life(item, tuple(in_order(event_of(item, told) for told in steps)), (), (*lists,))

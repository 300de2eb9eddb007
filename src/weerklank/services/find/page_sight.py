"""Page sight: who may see a page is who may see all that stands on it."""

from weerklank.catalogue.item_places import ItemPlaces, Located
from weerklank.model.item import ArchivalItem, RefType
from weerklank.model.symbols import decode


def shielded_with(places: ItemPlaces, item: ArchivalItem, place: Located) -> bool:
    """Tell whether any version of an item, or of one that it shows, was for followers only."""
    if place.shielded:
        return True
    shown = (ref.key for ref in item.refs if ref.type is RefType.SHOWS)
    found = (places.newest_by_key(decode(key)) for key in shown)
    return any(one.shielded for one in found if one is not None)

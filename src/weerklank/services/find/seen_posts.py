"""Seen posts: of permanent addresses, what someone may see of them and what each is."""

from collections.abc import Sequence

from weerklank.catalogue.catalogue import Catalogue
from weerklank.model.errors import BrokenInput
from weerklank.model.item import ArchivalItem, ItemKind
from weerklank.model.question import Sight
from weerklank.services.find.pages_of import standing_of
from weerklank.services.find.read_items import ItemReader, ask_for_part
from weerklank.services.find.read_marks import laid_states
from weerklank.services.find.show_thread import may_see
from weerklank.services.workplace import Workplace


def seen_posts(
    workplace: Workplace, names: Sequence[str], sight: Sight
) -> tuple[ArchivalItem, ...]:
    """Give the newest version of each that may be seen, in the order of the addresses.

    What may not be seen, was destroyed or lies in a damaged file is left out.
    """
    if not names:
        return ()
    laid = laid_states(workplace)

    def ask(catalogue: Catalogue, reader: ItemReader) -> tuple[ArchivalItem, ...]:
        found = []
        for name in names:
            places = catalogue.database.places.versions_by_id(name)
            item = reader.try_read(places[-1]) if places else None
            if item is None or isinstance(item, BrokenInput):
                continue
            is_seen = may_see(item, sight, laid, places[-1])
            if is_seen and item.kind is ItemKind.PAGE:
                is_seen = standing_of(workplace, catalogue, reader, item).may_be_seen(sight)
            if is_seen:
                found.append(item)
        return tuple(found)

    return ask_for_part(workplace, ask)

"""Named items: some items by their permanent addresses, as lists show them."""

from collections.abc import Iterable

from weerklank.catalogue.catalogue import Catalogue
from weerklank.model.errors import BrokenInput
from weerklank.model.item import state_of, techniques_of
from weerklank.services.find.find_items import Hit
from weerklank.services.find.item_json import author_name
from weerklank.services.find.read_items import ItemReader, ask_for_part
from weerklank.services.find.read_marks import is_special, laid_states
from weerklank.services.workplace import Workplace


def named_items(workplace: Workplace, ids: Iterable[str]) -> dict[str, Hit | BrokenInput]:
    """Give items by their permanent addresses: each by its newest version, or what is wrong.

    What is not there is left out.
    """
    names = tuple(ids)
    laid = laid_states(workplace)

    def find(catalogue: Catalogue, reader: ItemReader) -> dict[str, Hit | BrokenInput]:
        found: dict[str, Hit | BrokenInput] = {}
        database = catalogue.database
        for name in names:
            places = database.places.versions_by_id(name)
            if not places:
                continue
            newest = places[-1]
            item = reader.try_read(newest)
            if isinstance(item, BrokenInput):
                found[name] = item
                continue
            older = [reader.try_read(place) for place in places[:-1]]
            read = [one for one in older if not isinstance(one, BrokenInput)]
            deletion = database.deletions.of(newest.key)
            found[name] = Hit(
                item=item,
                state=state_of(item, laid, deleted=deletion is not None),
                deletion=deletion,
                author=author_name(item.author),
                techniques=techniques_of([item, *read]),
                shielded=newest.shielded,
                special=is_special(newest, laid),
                in_thread=1,
                snippets=(),
                damage=tuple(one for one in older if isinstance(one, BrokenInput)),
            )
        return found

    return ask_for_part(workplace, find)

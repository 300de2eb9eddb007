"""Hold versions of an item against the log: which of them was changed since it was sealed."""

from collections.abc import Iterable, Iterator

from weerklank.catalogue.item_places import Located
from weerklank.integrity.merkle import commitment, leaf_hash
from weerklank.model.errors import BrokenInput
from weerklank.model.text import Text
from weerklank.package.names import RECORDS
from weerklank.services.catalogue.find_package import Moved, find_generation
from weerklank.services.find.read_items import read_lines
from weerklank.services.seal.first_leaves import first_leaves
from weerklank.services.workplace import Workplace
from weerklank.store.members import DAMAGED
from weerklank.store.ocfl import CONTENT

UNLIKE_LOG = Text("past niet bij het logboek", "does not fit the log")


def unlike_log(workplace: Workplace, places: Iterable[Located]) -> Iterator[BrokenInput]:
    """Give of each version that the log does not vouch for what is wrong; unsealed ones are not.

    Moved when a package was rewritten since the catalogue was asked.
    """
    sealed = first_leaves(workplace)
    latest = workplace.log.latest()
    for place in places:
        firsts = sealed.get(place.package)
        if latest is None or not firsts:
            continue
        try:
            lines = read_lines(workplace, place)
            leaf = lines.place.leaf(firsts)
            if leaf >= latest.size:
                continue
            digest = leaf_hash(commitment(lines.salt, lines.record, lines.source))
            is_false = workplace.log.leaf(leaf) != digest
        except BrokenInput as error:
            yield error
            continue
        if is_false:
            yield BrokenInput(DAMAGED, path=_records_of(workplace, place), problem=UNLIKE_LOG)


def _records_of(workplace: Workplace, place: Located) -> str:
    package = find_generation(workplace, place.package, place.generation)
    if package is None:
        raise Moved(place.package)
    path = package.folder / CONTENT / RECORDS
    return path.relative_to(workplace.layout.root).as_posix()

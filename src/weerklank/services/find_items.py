"""Find: search in the catalogue, read in the packages."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from weerklank.catalogue.catalogue import Catalogue
from weerklank.catalogue.database import Located
from weerklank.catalogue.query import ask
from weerklank.model.errors import Defect, WrongUse, fault
from weerklank.model.item import ArchivalItem
from weerklank.model.question import Question
from weerklank.model.symbols import encode
from weerklank.model.text import Text
from weerklank.package.reader import Lines, read_record, read_three
from weerklank.services.catalogue_packages import find_package, open_catalogue
from weerklank.services.read_destructions import destroyed_keys, read_lists
from weerklank.services.workplace import Workplace

UNKNOWN_ITEM = fault(
    "SEARCH-001",
    Text(nl="Het archief kent geen bericht '{item}'.", en="The archive knows no post '{item}'."),
    Text(
        nl="Een permanent adres ziet eruit als vbd-2026-09-14-7kq4m; zoek het bericht met "
        "'weerklank search'.",
        en="A permanent address looks like vbd-2026-09-14-7kq4m; find the post with "
        "'weerklank search'.",
    ),
)
DESTROYED = fault(
    "SEARCH-003",
    Text(
        nl="Bericht {item} is vernietigd bij besluit {list}.",
        en="Post {item} was destroyed by decision {list}.",
    ),
    Text(
        nl="Er is niets meer van over; het besluit staat in de map decisions van het archief.",
        en="Nothing is left of it; the decision stands in the folder decisions of the archive.",
    ),
)
PACKAGE_GONE = fault(
    "SEARCH-002",
    Text(
        nl="Pakket {package} staat in de catalogus en is er niet.",
        en="Package {package} is in the catalogue and is not there.",
    ),
    Text(
        nl="Draai 'weerklank verify'; maak daarna de catalogus opnieuw met "
        "'weerklank catalogue rebuild'.",
        en="Run 'weerklank verify'; then make the catalogue anew with "
        "'weerklank catalogue rebuild'.",
    ),
)


@dataclass(frozen=True, slots=True)
class Hits:
    """How many items fit, and the first of them."""

    total: int
    items: list[ArchivalItem]


@dataclass(frozen=True, slots=True)
class Shown:
    """One item with its older versions, newest last, and its direct replies."""

    item: ArchivalItem
    versions: list[ArchivalItem]
    replies: list[ArchivalItem]
    #: Key of every item that was destroyed, with the decision.
    destroyed: dict[str, str]


@contextmanager
def reading(workplace: Workplace) -> Iterator[Catalogue]:
    """Have the catalogue at hand while the block runs."""
    catalogue = open_catalogue(workplace)
    try:
        yield catalogue
    finally:
        catalogue.close()


def find_items(workplace: Workplace, question: Question) -> Hits:
    """Search; gives the newest version of what fits, read from the packages."""
    with reading(workplace) as catalogue:
        answer = ask(catalogue.texts, question)
        located = (catalogue.database.by_row(row) for row in answer.rows)
        gone = destroyed_keys(workplace)
        items = [
            read(workplace, place)
            for place in located
            if place is not None and encode(place.key) not in gone
        ]
    return Hits(answer.total, items)


def show_item(workplace: Workplace, name: str) -> Shown:
    """Give one item with its versions and replies; WrongUse when there is none of that name."""
    for found in read_lists(workplace).values():
        if found.has_begun and address(name) in found.items:
            raise WrongUse(DESTROYED, item=address(name), list=found.id)
    with reading(workplace) as catalogue:
        places = locate(catalogue, name)
        versions = [read(workplace, place) for place in places]
        replies = [
            read(workplace, place) for place in catalogue.database.replies_to(places[-1].key)
        ]
    return Shown(versions[-1], versions, replies, destroyed_keys(workplace))


def locate(catalogue: Catalogue, name: str) -> list[Located]:
    """Find all versions of an item by its permanent address, oldest first."""
    places = catalogue.database.versions_by_id(address(name))
    if not places:
        raise WrongUse(UNKNOWN_ITEM, item=name)
    return places


def address(name: str) -> str:
    """Clean up a permanent address as someone typed or copied it."""
    return name.strip().lower().removeprefix("/id/")


def read(workplace: Workplace, place: Located) -> ArchivalItem:
    """Read the record at a place."""
    package = find_package(workplace, place.package)
    if package is None:
        raise Defect(PACKAGE_GONE, package=place.package)
    return read_record(package.folder, place.records, place.line)


def read_lines(workplace: Workplace, place: Located) -> Lines:
    """Read record, source and proof at a place, as they were committed to."""
    package = find_package(workplace, place.package)
    if package is None:
        raise Defect(PACKAGE_GONE, package=place.package)
    return read_three(package.folder, place.records, place.sources, place.proofs, place.line)

"""Find: search in the catalogue, read in the packages."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from weerklank.catalogue.catalogue import Catalogue
from weerklank.catalogue.database import Located
from weerklank.catalogue.query import MOST, Answer, ask
from weerklank.model.errors import BrokenInput, WrongUse, fault
from weerklank.model.item import ArchivalItem
from weerklank.model.question import Question
from weerklank.model.symbols import encode
from weerklank.model.text import Text
from weerklank.package.reader import Lines, read_record, read_three
from weerklank.services.catalogue_packages import Moved, consult, find_generation, open_catalogue
from weerklank.services.read_destructions import destroyed_keys, read_lists
from weerklank.services.workplace import Workplace

T = TypeVar("T")

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

_PRESENT = "state:present"


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
    """Search; gives each item of which a version fits once, by its newest version."""
    gone = destroyed_keys(workplace)

    def search(catalogue: Catalogue) -> Hits:
        limit = question.limit
        while True:
            answer = ask(catalogue.texts, replace(question, limit=limit))
            places = _newest(workplace, catalogue, answer, question, gone)
            if len(places) >= question.limit or limit >= min(answer.total, MOST):
                break
            limit = min(2 * limit, MOST)  # versions of one item stood in the way of others
        total = answer.total - len(answer.rows) + len(places)
        return Hits(total, [read(workplace, place) for place in places[: question.limit]])

    return ask_catalogue(workplace, search)


def _newest(
    workplace: Workplace,
    catalogue: Catalogue,
    answer: Answer,
    question: Question,
    gone: dict[str, str],
) -> list[Located]:
    found: dict[bytes, Located] = {}
    for row in answer.rows:
        place = catalogue.database.by_row(row)
        if place is None or place.key in found or encode(place.key) in gone:
            continue
        newest = catalogue.database.newest_by_key(place.key) or place
        # What was edited later is not as it was, whatever its first version says.
        if (
            newest.version == place.version
            or _PRESENT not in question.tags
            or not read(workplace, newest).is_edited
        ):
            found[place.key] = newest
    return list(found.values())


def show_item(workplace: Workplace, name: str) -> Shown:
    """Give one item with its versions and replies; WrongUse when there is none of that name."""
    refuse_destroyed(workplace, name)

    def show(catalogue: Catalogue) -> Shown:
        places = locate(catalogue, name)
        versions = [read(workplace, place) for place in places]
        replies = [
            read(workplace, place) for place in catalogue.database.replies_to(places[-1].key)
        ]
        return Shown(versions[-1], versions, replies, destroyed_keys(workplace))

    return ask_catalogue(workplace, show)


def refuse_destroyed(workplace: Workplace, name: str) -> None:
    """Say by which decision an item was destroyed, where it was."""
    for found in read_lists(workplace).values():
        if found.has_begun and address(name) in found.items:
            raise WrongUse(DESTROYED, item=address(name), list=found.id)


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
    """Read the record at a place; Moved when its package was rewritten since."""
    return _at(workplace, place, lambda folder: read_record(folder, place.records, place.line))


def read_lines(workplace: Workplace, place: Located) -> Lines:
    """Read record, source and proof at a place, as they were committed to; Moved as above."""
    three = (place.records, place.sources, place.proofs)
    return _at(workplace, place, lambda folder: read_three(folder, *three, place.line))


def _at(workplace: Workplace, place: Located, use: Callable[[Path], T]) -> T:
    package = find_generation(workplace, place.package, place.generation)
    try:
        if package is not None:
            return use(package.folder)
    except FileNotFoundError:
        pass  # taken away while it was read
    raise Moved(place.package)


def ask_catalogue(workplace: Workplace, use: Callable[[Catalogue], T]) -> T:
    """Consult the catalogue and read what it points at; BrokenInput when that is not there."""
    try:
        return consult(workplace, use)
    except Moved as moved:
        raise BrokenInput(PACKAGE_GONE, package=moved) from None

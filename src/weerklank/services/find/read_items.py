"""Read items: where the catalogue says that they are, in the packages."""

from collections.abc import Callable
from itertools import count
from pathlib import Path
from typing import TypeVar

from weerklank.catalogue.catalogue import Catalogue
from weerklank.catalogue.item_places import Located
from weerklank.model.errors import BrokenInput, WrongUse, fault
from weerklank.model.item import ArchivalItem
from weerklank.model.text import Text
from weerklank.package.reader import Lines, read_record, read_three
from weerklank.services.catalogue.consult_catalogue import consult
from weerklank.services.catalogue.find_package import Moved, find_generation
from weerklank.services.seal.read_destructions import read_lists
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


def refuse_destroyed(workplace: Workplace, name: str) -> None:
    """Say by which decision an item was destroyed, where it was."""
    for found in read_lists(workplace).values():
        if found.has_begun and address(name) in found.items:
            raise WrongUse(DESTROYED, item=address(name), list=found.id)


def locate(catalogue: Catalogue, name: str) -> list[Located]:
    """Find all versions of an item by its permanent address, oldest first."""
    places = catalogue.database.places.versions_by_id(address(name))
    if not places:
        raise WrongUse(UNKNOWN_ITEM, item=name)
    return places


def address(name: str) -> str:
    """Clean up a permanent address as someone typed or copied it."""
    return name.strip().lower().removeprefix("/id/")


class ItemReader:
    """Reads the items of one answer; each package is looked for once."""

    def __init__(self, workplace: Workplace, *, is_again: bool = False) -> None:
        self._workplace = workplace
        self._folders: dict[tuple[str, int], Path] = {}
        #: Whether a package was not there before: if it still is not, it is gone.
        self._is_again = is_again

    def read(self, place: Located) -> ArchivalItem:
        """Read the record at a place; Moved when its package was rewritten since."""
        folder = self._folders.get((place.package, place.generation))
        if folder is None:
            package = find_generation(self._workplace, place.package, place.generation)
            if package is None:
                raise Moved(place.package)
            folder = self._folders[place.package, place.generation] = package.folder
        try:
            return read_record(folder, place.records, place.line)
        except FileNotFoundError:  # taken away while it was read
            raise Moved(place.package) from None

    def try_read(self, place: Located) -> ArchivalItem | BrokenInput:
        """Read the record at a place, or give what is wrong with the file that it lies in.

        Moved when its package was rewritten since the catalogue was asked for the first time.
        """
        try:
            return self.read(place)
        except BrokenInput as error:
            return error
        except Moved as moved:
            if not self._is_again:
                raise
            return BrokenInput(PACKAGE_GONE, package=str(moved))


def read(workplace: Workplace, place: Located) -> ArchivalItem:
    """Read the record at a place; Moved when its package was rewritten since."""
    return ItemReader(workplace).read(place)


def read_lines(workplace: Workplace, place: Located) -> Lines:
    """Read record, source and proof at a place as they lie there now; Moved as above."""
    three = (place.records, place.sources, place.proofs)
    return _at(
        workplace, place, lambda folder: read_three(folder, *three, place.line, from_disk=True)
    )


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


def ask_for_part(workplace: Workplace, use: Callable[[Catalogue, ItemReader], T]) -> T:
    """Consult the catalogue; what can't be read of what it points at takes nothing else away."""
    times = count()
    return ask_catalogue(
        workplace,
        lambda catalogue: use(catalogue, ItemReader(workplace, is_again=next(times) > 0)),
    )

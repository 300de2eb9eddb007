"""Load the catalogue as it lies there, with what reads a record where a row points."""

from weerklank.catalogue.catalogue import Catalogue
from weerklank.catalogue.item_places import Located
from weerklank.model.item import ArchivalItem
from weerklank.package.reader import read_record
from weerklank.services.catalogue.find_package import find_generation
from weerklank.services.workplace import Workplace


def load_catalogue(workplace: Workplace) -> Catalogue:
    """Load the catalogue as it lies there, under the lock that the caller holds."""

    def read(place: Located) -> ArchivalItem | None:
        package = find_generation(workplace, place.package, place.generation)
        if package is None:
            return None
        try:
            return read_record(package.folder, place.records, place.line)
        except FileNotFoundError:
            return None  # taken away while it was read

    return Catalogue(workplace.layout.index, read)

"""Files of media: where they lie, in the package in which each first came in."""

from collections.abc import Iterable
from pathlib import Path

from weerklank.catalogue.catalogue import Catalogue
from weerklank.catalogue.item_places import Located
from weerklank.model.item import ArchivalItem, Medium
from weerklank.model.symbols import decode
from weerklank.package.names import MEDIA
from weerklank.services.catalogue.find_package import find_generation
from weerklank.services.find.read_items import ask_catalogue
from weerklank.services.workplace import Workplace
from weerklank.store.ocfl import CONTENT


def file_in_packages(workplace: Workplace, places: list[Located], medium: Medium) -> Path | None:
    """Find the file of a medium of an item whose versions lie at these places, oldest first.

    Foreign bytes: never to be opened unguarded.
    """
    if medium.file is None:
        return None
    for place in reversed(places):
        package = find_generation(workplace, place.package, place.generation)
        path = package.folder / CONTENT / MEDIA / medium.file if package else None
        if path is not None and path.is_file():
            return path
    return None


def files_of_media(workplace: Workplace, items: Iterable[ArchivalItem]) -> dict[str, Path]:
    """Give the files of all media of some items that are there, by the id of the medium."""
    wanted = [item for item in items if item.media]

    def find(catalogue: Catalogue) -> dict[str, Path]:
        found: dict[str, Path] = {}
        for item in wanted:
            places = catalogue.database.places.versions_by_key(decode(item.key))
            for medium in item.media:
                path = file_in_packages(workplace, places, medium)
                if path is not None:
                    found[medium.id] = path
        return found

    return ask_catalogue(workplace, find) if wanted else {}


def addresses_of_keys(workplace: Workplace, keys: Iterable[str]) -> dict[str, str]:
    """Give the permanent addresses of the items that are held, by key."""
    wanted = dict.fromkeys(keys)

    def find(catalogue: Catalogue) -> dict[str, str]:
        places = {key: catalogue.database.places.newest_by_key(decode(key)) for key in wanted}
        return {key: place.id for key, place in places.items() if place is not None}

    return ask_catalogue(workplace, find) if wanted else {}

"""Held versions: read what the archive holds of an item, beside which what comes in is laid."""

from collections.abc import Iterator

import orjson

from weerklank.catalogue.catalogue import Catalogue
from weerklank.catalogue.item_places import Located
from weerklank.model.errors import BrokenInput
from weerklank.model.item import ArchivalItem
from weerklank.model.json_value import JsonObject
from weerklank.model.symbols import decode
from weerklank.package.names import Found
from weerklank.package.reader import Lines, read_record, read_three
from weerklank.services.catalogue.find_package import find_package
from weerklank.services.find.read_items import PACKAGE_GONE
from weerklank.services.workplace import Workplace


class HeldVersions:
    """Reads the versions of items of one archive."""

    def __init__(self, workplace: Workplace, catalogue: Catalogue) -> None:
        self._workplace = workplace
        self._catalogue = catalogue

    def read(self, located: Located) -> ArchivalItem:
        """Read one version; BrokenInput when its package is gone."""
        package = find_package(self._workplace, located.package)
        if package is None:
            raise BrokenInput(PACKAGE_GONE, package=located.package)
        return read_record(package.folder, located.records, located.line)

    def earlier(self, held: ArchivalItem) -> Iterator[ArchivalItem]:
        """Read the versions before one, when they are asked for, the newest first."""
        for located in reversed(self._places(decode(held.key))):
            if located.version < held.version:
                yield self.read(located)

    def source_of(self, held: ArchivalItem) -> JsonObject:
        """Read the source of a version; BrokenInput when its package is gone."""
        for located in self._places(decode(held.key)):
            if located.version == held.version:
                package = find_package(self._workplace, located.package)
                if package is None:
                    raise BrokenInput(PACKAGE_GONE, package=located.package)
                source: JsonObject = orjson.loads(_three(package, located).source)
                return source
        raise ValueError(held.key)

    def sources_of(self, held: ArchivalItem) -> Iterator[JsonObject]:
        """Give the source of a version; none when its package is gone."""
        for located in self._places(decode(held.key)):
            package = find_package(self._workplace, located.package)
            if located.version == held.version and package is not None:
                yield orjson.loads(_three(package, located).source)

    def salt(self, item: bytes, medium: str) -> bytes | None:
        """Give the salt of a medium: it lies with the version that brought it in."""
        for located in self._places(item):
            package = find_package(self._workplace, located.package)
            if package is not None:
                salt = _three(package, located).media_salts.get(medium)
                if salt:
                    return bytes.fromhex(salt)
        return None

    def media(self, item: bytes) -> frozenset[bytes]:
        """Give the media of an item whose files the archive holds."""
        located = self._catalogue.database.places.newest_by_key(item)
        if located is None:
            return frozenset()
        return frozenset(decode(m.id) for m in self.read(located).media if m.file)

    def _places(self, item: bytes) -> list[Located]:
        return self._catalogue.database.places.versions_by_key(item)


def _three(package: Found, located: Located) -> Lines:
    places = (located.records, located.sources, located.proofs)
    return read_three(package.folder, *places, located.line)

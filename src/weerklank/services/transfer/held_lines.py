"""Read what goes into a SIP from packages that hold by their manifests and by the log."""

from functools import lru_cache
from pathlib import Path

import orjson

from weerklank.catalogue.item_places import Located
from weerklank.model.errors import BrokenInput
from weerklank.model.item import Medium
from weerklank.model.json_value import JsonObject
from weerklank.package.names import FORMATS, MEDIA, PackageName
from weerklank.package.reader import Lines, read_three
from weerklank.services.catalogue.find_package import find_generation
from weerklank.services.find.read_items import PACKAGE_GONE
from weerklank.services.seal.check_sources import SourceCheck
from weerklank.services.workplace import Workplace
from weerklank.store.members import PART_GONE
from weerklank.store.ocfl import CONTENT
from weerklank.transfer.mdto import Concept, Reference
from weerklank.transfer.mdto_lists import IANA, PRONOM

JSON = Concept("JSON Data Interchange Format", "fmt/817", Reference(PRONOM))
WARC = Concept("WARC", "fmt/1281", Reference(PRONOM))


class HeldLines:
    """Reads records, sources and media; each package is checked whole when it is first needed."""

    def __init__(self, workplace: Workplace) -> None:
        self._workplace = workplace
        self._check = SourceCheck(workplace)
        self._folders: dict[tuple[str, int], Path] = {}
        #: What `formats.jsonl` of a package says, for the few that are in use.
        self._formats = lru_cache(maxsize=8)(_formats_of)

    def folder(self, place: Located) -> Path:
        """Give the content folder of a package; BrokenInput where it is damaged or gone."""
        named = (place.package, place.generation)
        if named not in self._folders:
            found = find_generation(self._workplace, *named)
            if found is None:
                raise BrokenInput(PACKAGE_GONE, package=place.package)
            self._check.check([(PackageName.read(place.package), place.generation)])
            self._folders[named] = found.folder
        return self._folders[named]

    def lines(self, place: Located) -> Lines:
        """Read record and source."""
        three = (place.records, place.sources, place.proofs)
        return read_three(self.folder(place), *three, place.line)

    def file(self, places: list[Located], medium: Medium) -> tuple[Path, Concept] | None:
        """Find the file of a medium of an item whose versions lie there, and its format.

        None where the record says that there is none; BrokenInput where there should be.
        """
        if medium.file is None:
            return None
        for place in reversed(places):
            content = self.folder(place) / CONTENT
            path = content / MEDIA / medium.file
            if path.is_file():
                known = self._formats(content / FORMATS).get(f"{MEDIA}/{medium.file}")
                return path, known or _by_type(medium)
        raise BrokenInput(PART_GONE, path=Path(MEDIA, medium.file))


def _by_type(medium: Medium) -> Concept:
    """Name a format that PRONOM doesn't know by its media type (IANA)."""
    kind = medium.type or "application/octet-stream"
    return Concept(kind, kind, Reference(IANA))


def _formats_of(path: Path) -> dict[str, Concept]:
    if not path.is_file():
        return {}
    found: dict[str, Concept] = {}
    for line in path.read_bytes().splitlines():
        told: JsonObject = orjson.loads(line)
        matches = told.get("matches")
        first = matches[0] if isinstance(matches, list) and matches else None
        if isinstance(first, dict) and first.get("puid"):
            name = " ".join(str(first[key]) for key in ("format", "version") if first.get(key))
            puid = str(first["puid"])
            found[str(told["file"])] = Concept(name or puid, puid, Reference(PRONOM))
    return found

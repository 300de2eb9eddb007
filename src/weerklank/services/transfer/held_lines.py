"""Read what goes into a SIP from packages that hold by their manifests and by the log."""

from pathlib import Path

from weerklank.catalogue.item_places import Located
from weerklank.model.errors import BrokenInput
from weerklank.model.file_format import FileFormat
from weerklank.model.item import Medium
from weerklank.package.names import MEDIA, PackageName
from weerklank.package.reader import Lines, read_three
from weerklank.services.catalogue.find_package import find_generation
from weerklank.services.find.file_formats import format_of
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
            path = self.folder(place) / CONTENT / MEDIA / medium.file
            if path.is_file():
                return path, concept_of(format_of(path)) or _by_type(medium)
        raise BrokenInput(PART_GONE, path=Path(MEDIA, medium.file))


def _by_type(medium: Medium) -> Concept:
    """Name a format that PRONOM doesn't know by its media type (IANA)."""
    kind = medium.type or "application/octet-stream"
    return Concept(kind, kind, Reference(IANA))


def concept_of(found: FileFormat) -> Concept | None:
    """Name a format by PRONOM; None where that doesn't know it."""
    if found.puid is None:
        return None
    name = " ".join(part for part in (found.name, found.version) if part)
    return Concept(name or found.puid, found.puid, Reference(PRONOM))

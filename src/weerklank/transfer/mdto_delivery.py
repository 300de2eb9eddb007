"""The rules of MDTO and its SIP that only show in a delivery as a whole.

Sources: attributenKlassen.md of the Metagegevensschema; MDTO-SIP-specificatie 1.0 (March 2026). It
holds a row for each object, so it is for who checks a delivery, not for who writes one.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from weerklank.model.text import Text
from weerklank.transfer.mdto import FileObject, Identifier, InformationObject, Mdto, Reference
from weerklank.transfer.mdto_rules import Finding

SIDECAR, FILE_SIDECAR = ".mdto.xml", ".bestand.mdto.xml"
#: Files that describe the delivery and lie beside its tree.
BESIDE = frozenset({"pakbon.xml", "manifest-sha256.txt"})
DELIVERY_RULES: dict[str, Text] = {
    "MDTO-D01": Text(
        "{path}: identificatie '{value}' heeft een ander object ook.",
        "{path}: identificatie '{value}' is of another object too.",
    ),
    "MDTO-D02": Text(
        "{path}: een naam heeft hoogstens 255 tekens: a-z, 0-9, punt, streepje, laag streepje.",
        "{path}: a name has 255 characters at most, of a-z, 0-9, dot, hyphen and underscore.",
    ),
    "MDTO-D03": Text(
        "{path}: een ander bestand in de levering heet ook zo.",
        "{path}: another file of the delivery has that name too.",
    ),
    "MDTO-D04": Text(
        "{path}: het metagegevensbestand ligt niet op zijn plaats.",
        "{path}: the file with metadata is not in its place.",
    ),
    "MDTO-D05": Text(
        "{path}: er is geen metagegevensbestand bij dit bestand.",
        "{path}: there is no file with metadata beside this file.",
    ),
    "MDTO-D06": Text(
        "{path}: '{value}' noemt dit object niet terug.",
        "{path}: '{value}' does not name this object in return.",
    ),
    "MDTO-D07": Text(
        "{path}: het object is een onderdeel van zichzelf.",
        "{path}: the object is part of itself.",
    ),
    "MDTO-D08": Text(
        "{path}: een bestand hoort bij een informatieobject van de levering.",
        "{path}: a file belongs to an information object of the delivery.",
    ),
}
_NAME = re.compile(r"[a-z0-9._-]{1,255}", re.ASCII)


class Delivery:
    """What was seen of a delivery so far, by the paths of its files."""

    def __init__(self) -> None:
        self._paths: list[PurePosixPath] = []
        self._of: dict[Identifier, str] = {}
        self._above: dict[Identifier, set[Identifier]] = defaultdict(set)
        self._below: dict[Identifier, set[Identifier]] = defaultdict(set)
        self._shown_by: dict[Identifier, set[Identifier]] = defaultdict(set)
        self._shows: dict[Identifier, tuple[str, Identifier | None]] = {}
        self._found: list[Finding] = []

    def take(self, path: str, document: Mdto | None) -> None:
        """Take a file, with what stands in it where it is one of metadata."""
        place = PurePosixPath(path)
        self._paths.append(place)
        if document is None:
            return
        subject = document.subject
        for one in subject.ids:
            if self._of.setdefault(one, path) != path:
                self._say("MDTO-D01", path, one.mark)
        first = subject.ids[0]
        if isinstance(subject, FileObject):
            self._shows[first] = path, subject.represents.id
            if not path.endswith(FILE_SIDECAR):
                self._say("MDTO-D04", path)
            return
        if place.name != place.parent.name + SIDECAR:
            self._say("MDTO-D04", path)
        self._object(first, subject)

    def _object(self, first: Identifier, subject: InformationObject) -> None:
        self._above[first] |= set(_ids(subject.part_of))
        self._below[first] |= set(_ids(subject.parts))
        self._shown_by[first] |= set(_ids((*subject.represented_by, *subject.extra)))

    def findings(self) -> list[Finding]:
        """Give what is wrong, once all was taken."""
        self._names()
        for one, above in self._above.items():
            self._in_return(one, above, self._below)
        for one, below in self._below.items():
            self._in_return(one, below, self._above)
        self._files()
        for one in [*self._above]:
            if one in self._all_above(one):
                self._say("MDTO-D07", self._of[one])
        return self._found

    def _files(self) -> None:
        for one, (path, shown) in self._shows.items():
            if shown is None or shown not in self._above:
                self._say("MDTO-D08", path)
            elif one not in self._shown_by[shown]:
                self._say("MDTO-D06", path, shown.mark)
        for one, files in self._shown_by.items():
            for file in files - self._shows.keys():
                self._say("MDTO-D06", self._of[one], file.mark)

    def _names(self) -> None:
        names: set[str] = set()
        known = {str(path) for path in self._paths}
        for path in self._paths:
            if not all(_NAME.fullmatch(part) for part in path.parts):
                self._say("MDTO-D02", str(path))
            if path.name in names:
                self._say("MDTO-D03", str(path))
            names.add(path.name)
            is_content = not path.name.endswith(SIDECAR) and str(path) not in BESIDE
            if is_content and f"{path}{FILE_SIDECAR}" not in known:
                self._say("MDTO-D05", str(path))
            is_beside = path.name.endswith(FILE_SIDECAR)
            if is_beside and str(path).removesuffix(FILE_SIDECAR) not in known:
                self._say("MDTO-D04", str(path))

    def _in_return(
        self, one: Identifier, others: set[Identifier], back: dict[Identifier, set[Identifier]]
    ) -> None:
        """Look whether what lies in the delivery and is pointed at points back."""
        for other in others:
            if other in self._of and one not in back.get(other, set()):
                self._say("MDTO-D06", self._of[one], other.mark)

    def _all_above(self, one: Identifier) -> set[Identifier]:
        found: set[Identifier] = set()
        waiting = [*self._above.get(one, ())]
        while waiting:
            other = waiting.pop()
            if other not in found:
                found.add(other)
                waiting += self._above.get(other, ())
        return found

    def _say(self, code: str, path: str, value: str = "") -> None:
        text = DELIVERY_RULES[code].filled(path=path, value=value)
        self._found.append(Finding(code, text))


def _ids(references: Iterable[Reference]) -> Iterator[Identifier]:
    return (one.id for one in references if one.id is not None)

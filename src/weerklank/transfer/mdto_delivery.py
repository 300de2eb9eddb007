"""The rules of MDTO and its SIP that only show in a delivery as a whole.

Sources: attributenKlassen.md of the Metagegevensschema; MDTO-SIP-specificatie 1.0 (March 2026).
For who checks a delivery, not for who writes one. What points at what goes to a database without
a name that is gone with the process: paths, and digests of identifiers. A delivery may have more
objects than fit in memory.
"""

import re
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass
from hashlib import blake2b
from pathlib import PurePosixPath

from weerklank.transfer import delivery_queries as queries
from weerklank.transfer.circles import in_circles
from weerklank.transfer.delivery_rules import found_in_delivery
from weerklank.transfer.mdto import FileObject, Identifier, Mdto, Reference
from weerklank.transfer.mdto_lists import DIGESTS
from weerklank.transfer.mdto_rules import Finding

SIDECAR, FILE_SIDECAR = ".mdto.xml", ".bestand.mdto.xml"
#: Files that describe the delivery and lie beside its tree.
PAKBON, MANIFEST = "pakbon.xml", "manifest-sha256.txt"
BESIDE = frozenset({PAKBON, MANIFEST})
#: As size of a file that is stated larger than a file can be.
_MORE_THAN_ANY = 1 << 62
_FORBIDDEN = re.compile(r'[<>:"/\\|?*#&\s]')


@dataclass(frozen=True, slots=True)
class Stated:
    """A digest that metadata state of a file, by another algorithm than that of all."""

    path: str
    sidecar: str
    #: As hashlib names it; None for one that is not in the list of MDTO.
    algorithm: str | None
    value: str


class Delivery(AbstractContextManager["Delivery"]):
    """What was seen of a delivery so far, by the paths of its files."""

    def __init__(self) -> None:
        # Without a name: in memory while small, else in a file that has no name either.
        self._database = sqlite3.connect("", isolation_level=None)
        self._database.executescript("PRAGMA journal_mode = OFF;" + queries.TABLES)
        self._database.execute("BEGIN")
        self._misplaced: list[str] = []
        self._number = 0

    def __exit__(self, *_: object) -> None:
        """Forget all of it."""
        self._database.close()

    def begin(self, path: str) -> None:
        """Take in that there is a file; what else is told until the next is of this one."""
        self._number += 1
        of, stem = _what_of(path)
        row = (self._number, path, PurePosixPath(path).name, of, stem)
        self._run("INSERT INTO file (n, path, name, of, stem) VALUES (?, ?, ?, ?, ?)", *row)

    def measure(self, size: int, sha256: str) -> None:
        """Take in how large the file is, in bytes, and its digest in hexadecimal."""
        self._run("UPDATE file SET size = ?, sha256 = ? WHERE n = ?", size, sha256, self._number)

    def take_part(self, part: Reference) -> None:
        """Take in that the object of the file has a part."""
        self._point(queries.DOWN, (part,))

    def take(self, path: str, document: Mdto | None) -> None:
        """Take a file, with what stands in it where it is one of metadata."""
        self.begin(path)
        if document is not None:
            self.describe(path, document)

    def describe(self, path: str, document: Mdto) -> None:
        """Take in what stands in the file that came last."""
        place, subject = PurePosixPath(path), document.subject
        is_file = isinstance(subject, FileObject)
        self._run("INSERT INTO object VALUES (?, ?)", self._number, is_file)
        for one in subject.ids:
            self._run("INSERT OR IGNORE INTO known VALUES (?, ?)", _key(one), self._number)
        if isinstance(subject, FileObject):
            self._point(queries.SHOWS, (subject.represents,))
            self._state(subject)
            is_placed = path.lower().endswith(FILE_SIDECAR)
        else:
            self._point(queries.UP, subject.part_of)
            self._point(queries.DOWN, subject.parts)
            self._point(queries.SHOWN_BY, (*subject.represented_by, *subject.extra))
            is_placed = place.name.lower() == f"{place.parent.name}{SIDECAR}".lower()
        if not is_placed:
            self._run("UPDATE file SET of = NULL WHERE n = ?", self._number)
            self._misplaced.append(path)

    def _state(self, subject: FileObject) -> None:
        size = subject.size.strip()
        is_count = re.fullmatch(r"\+?\d{1,4000}", size, re.ASCII)
        known = min(int(size), _MORE_THAN_ANY) if is_count else None
        for one in subject.digests:
            row = (self._number, known, one.algorithm.label, one.value.strip().lower())
            self._run("INSERT INTO stated VALUES (?, ?, ?, ?)", *row)

    def list_file(self, path: str, sha256: str) -> None:
        """Take in that the manifest names a file, with its digest; each digest of one counts."""
        self._run("INSERT OR IGNORE INTO listed VALUES (?, ?)", path, sha256)

    def done(self) -> None:
        """Take in that nothing follows; only then anything can be asked."""
        self._database.executescript(queries.INDEXES + "ANALYZE;")

    def counts(self) -> tuple[int, int, int]:
        """Count the information objects, the files with content, and the bytes of those."""
        objects, files, size = next(self._rows(queries.COUNTS))
        return int(str(objects)), int(str(files)), int(str(size))

    def findings(self) -> Iterator[tuple[str, Finding]]:
        """Give what is wrong with the tree, with the file where it shows."""
        for (row,) in self._rows("SELECT path FROM file ORDER BY n"):
            path = str(row)
            if any(len(one) > 255 or _FORBIDDEN.search(one) for one in PurePosixPath(path).parts):
                yield path, found_in_delivery("MDTO-D02")
        for misplaced in self._misplaced:
            yield misplaced, found_in_delivery("MDTO-D04")
        for code, query in queries.TREE_RULES:
            for number, other in self._rows(query):
                told = {} if other is None else {"value": self._path(other)}
                yield self._path(number), found_in_delivery(code, **told)
        for number in in_circles(self._database):
            yield self._path(number), found_in_delivery("MDTO-D07")

    def wrong_bytes(self) -> Iterator[tuple[str, Finding]]:
        """Give the files that are others than their metadata say, by size and SHA-256."""
        for number, sidecar, stated, size, algorithm, value, digest in self._of_content():
            told = {"value": self._path(sidecar)}
            if stated is not None and stated != size:
                yield self._path(number), found_in_delivery("MDTO-B01", **told)
            if _algorithm(str(algorithm)) == "sha256" and value != digest:
                yield self._path(number), found_in_delivery("MDTO-B02", **told)

    def not_calculated(self) -> Iterator[Stated]:
        """Give what is stated by another algorithm than SHA-256."""
        for number, sidecar, _, _, label, value, _ in self._of_content():
            algorithm = _algorithm(str(label))
            if algorithm != "sha256":
                yield Stated(self._path(number), self._path(sidecar), algorithm, str(value))

    def wrong_in_manifest(self) -> Iterator[tuple[str, Finding]]:
        """Give the files that the manifest does not name, or as others than they are."""
        for code, which in (("MDTO-B03", queries.DIFFERS), ("MDTO-B04", queries.MISSES)):
            for (number,) in self._rows(queries.NOT_LISTED.format(which)):
                path = self._path(number)
                if path not in BESIDE:
                    yield path, found_in_delivery(code)
        for (listed,) in self._rows(queries.LISTED_NOT_THERE):
            yield str(listed), found_in_delivery("MDTO-B05")

    def _of_content(self) -> Iterator[tuple[object, ...]]:
        return self._rows(queries.OF_CONTENT)

    def _point(self, kind: int, references: Iterable[Reference]) -> None:
        self._database.executemany(
            "INSERT OR IGNORE INTO points VALUES (?, ?, ?)",
            ((kind, self._number, _key(one.id)) for one in references if one.id is not None),
        )

    def _path(self, number: object) -> str:
        ((path,),) = self._rows("SELECT path FROM file WHERE n = ?", number)
        return str(path)

    def _run(self, statement: str, *values: object) -> None:
        self._database.execute(statement, values)

    def _rows(self, query: str, *values: object) -> Iterator[tuple[object, ...]]:
        yield from self._database.execute(query, values)


def _algorithm(label: str) -> str | None:
    """Give what hashlib calls an algorithm of the list of MDTO."""
    known = label in DIGESTS.terms or label in DIGESTS.also
    return label.replace("-", "").lower() if known else None


def _key(one: Identifier) -> bytes:
    told = f"{len(one.mark)} {one.mark}{one.source}".encode()
    return blake2b(told, digest_size=16).digest()


def _what_of(path: str) -> tuple[str | None, str | None]:
    """Tell of which content a file of metadata is; of one with content its name less its ending.

    The specification names the metadata of a file with its ending in its text, and without in its
    picture.
    """
    low = path.lower()
    if low.endswith(FILE_SIDECAR):
        return path[: -len(FILE_SIDECAR)], None
    if low.endswith(SIDECAR) or path in BESIDE:
        return None, None
    return None, str(PurePosixPath(path).with_suffix(""))

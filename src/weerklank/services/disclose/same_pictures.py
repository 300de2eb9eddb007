"""Same pictures: a file that is kept back in one document and given out with another."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from weerklank.model.area import Area, core, is_covered
from weerklank.model.dossier import Disclosure, Dossier, DossierDocument
from weerklank.model.item import ArchivalItem, Medium
from weerklank.model.span import OF_FILES, Place
from weerklank.services.disclose.read_document import read_documents
from weerklank.services.find.clean_medium import CleanCopy, clean_copy
from weerklank.services.find.files_of_media import files_of_media
from weerklank.services.workplace import Workplace


def media_given(document: DossierDocument, item: ArchivalItem) -> tuple[tuple[int, Medium], ...]:
    """Give the media of a document that are not kept back, with the place of each, from 0."""
    if document.judgement is Disclosure.REFUSED:
        return ()
    kept = document.media_kept_back
    return tuple((at, one) for at, one in enumerate(item.media) if at not in kept)


@dataclass(frozen=True, slots=True)
class Leak:
    """What is kept back, and where it can be read or seen."""

    #: Of its redaction; of what is not public at all, of the document.
    number: int
    #: Number of the document that gives it out.
    where: str
    is_whole: bool = False


class SamePictures:
    """The files that are kept back in a dossier, to be found in other documents.

    Held against each other is what is given out, byte for byte: two files that differ in when they
    were made, or for whom, show the same.
    """

    def __init__(self, workplace: Workplace, dossier: Dossier) -> None:
        self._workplace = workplace
        #: By digest which redaction, or which document (then true); and the sizes, since of most
        #: files nothing else need be read.
        self._kept: dict[str, tuple[int, bool]] = {}
        self._sizes: set[int] = set()
        #: By digest which parts of a picture are kept back somewhere, and by which redaction.
        self._parts: dict[str, list[tuple[int, Area]]] = {}
        every = dossier.documents.values()
        marked = (one for one in every if _keeps_pictures(one))
        for document, item in read_documents(workplace, dossier, marked):
            self._keep(document, item)

    def in_document(self, document: DossierDocument, item: ArchivalItem) -> Iterator[Leak]:
        """Give which files that are kept back this document gives out."""
        given = media_given(document, item) if self._sizes else ()
        paths = files_of_media(self._workplace, [item]) if given else {}
        where = f"{document.number:04d}"
        for at, medium in given:
            path = paths.get(medium.id)
            if path is None or size_given(path) not in self._sizes:
                continue
            digest = digest_given(path)
            found = self._kept.get(digest)
            if found is not None:
                number, is_whole = found
                yield Leak(number, where, is_whole)
            covers = [one.area for one in document.parts_of(at) if one.area]
            for number, area in self._parts.get(digest, ()):
                if not is_covered(core(area), covers):
                    yield Leak(number, where)

    def _keep(self, document: DossierDocument, item: ArchivalItem) -> None:
        paths = files_of_media(self._workplace, [item])
        kept = [
            (mark.start, (mark.number, False))
            for mark in document.redactions
            if mark.place is Place.MEDIUM and not mark.allowed
        ]
        if document.is_secret:
            kept += [(at, (document.number, True)) for at in range(len(item.media))]
        for at, which in kept:
            path = paths.get(item.media[at].id) if at < len(item.media) else None
            if path is not None:
                self._kept.setdefault(digest_given(path), which)
                self._sizes.add(size_given(path))
        for mark in document.redactions:
            inside = mark.area is not None and not mark.allowed and mark.start < len(item.media)
            path = paths.get(item.media[mark.start].id) if inside else None
            if path is not None and mark.area is not None:
                self._parts.setdefault(digest_given(path), []).append((mark.number, mark.area))
                self._sizes.add(size_given(path))


def _keeps_pictures(document: DossierDocument) -> bool:
    places = {one.place for one in document.redactions}
    return document.is_secret or not places.isdisjoint(OF_FILES)


def size_given(path: Path) -> int:
    """Give how many bytes a file has without what it carries besides what it shows."""
    copy = clean_copy(path)
    return copy.size if isinstance(copy, CleanCopy) else path.stat().st_size


def digest_given(path: Path) -> str:
    """Give the digest of a file without what it carries besides what it shows."""
    copy = clean_copy(path)
    if isinstance(copy, CleanCopy):
        digest = hashlib.sha256()
        for block in copy.blocks():
            digest.update(block)
        return digest.hexdigest()
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()

"""Same pictures: a file that is kept back in one document and given out with another."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

from weerklank.model.dossier import Disclosure, Dossier, DossierDocument, Place
from weerklank.model.item import ArchivalItem, Medium
from weerklank.services.disclose.read_document import read_documents
from weerklank.services.find.files_of_media import files_of_media
from weerklank.services.workplace import Workplace


def media_given(document: DossierDocument, item: ArchivalItem) -> tuple[tuple[int, Medium], ...]:
    """Give the media of a document that are not kept back, with the place of each, from 0."""
    if document.judgement is Disclosure.REFUSED:
        return ()
    kept = document.media_kept_back
    return tuple((at, one) for at, one in enumerate(item.media) if at not in kept)


class SamePictures:
    """The files that are kept back in a dossier, byte for byte, to be found in other documents."""

    def __init__(self, workplace: Workplace, dossier: Dossier) -> None:
        self._workplace = workplace
        #: Redaction by digest; and the sizes, since of most files nothing else need be read.
        self._kept: dict[str, int] = {}
        self._sizes: set[int] = set()
        marked = (one for one in dossier.documents.values() if one.media_kept_back)
        for document, item in read_documents(workplace, dossier, marked):
            self._keep(document, item)

    @property
    def are_sought(self) -> bool:
        """Tell whether any file is kept back."""
        return bool(self._kept)

    def in_document(
        self, document: DossierDocument, item: ArchivalItem
    ) -> Iterator[tuple[int, str]]:
        """Give which redactions of files are undone by what this document gives out."""
        given = media_given(document, item) if self._kept else ()
        paths = files_of_media(self._workplace, [item]) if given else {}
        for _, medium in given:
            path = paths.get(medium.id)
            if path is not None and path.stat().st_size in self._sizes:
                number = self._kept.get(_digest(path))
                if number is not None:
                    yield number, f"{document.number:04d}"

    def _keep(self, document: DossierDocument, item: ArchivalItem) -> None:
        paths = files_of_media(self._workplace, [item])
        for mark in document.redactions:
            if mark.place is Place.MEDIUM and not mark.allowed and mark.start < len(item.media):
                path = paths.get(item.media[mark.start].id)
                if path is not None:
                    self._kept.setdefault(_digest(path), mark.number)
                    self._sizes.add(path.stat().st_size)


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()

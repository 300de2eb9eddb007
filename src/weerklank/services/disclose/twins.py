"""Twins: documents of a dossier that say the same, so that one look is enough for all of them."""

import hashlib
import re
from collections.abc import Iterator

from weerklank.model.dossier import Disclosure, Dossier, DossierDocument
from weerklank.model.event import Book
from weerklank.model.item import ArchivalItem, AuthorRole
from weerklank.model.person import Role
from weerklank.model.span import RUNNING
from weerklank.model.woo_grounds import TWIN
from weerklank.services.disclose.open_dossier import find_unfrozen
from weerklank.services.disclose.read_document import read_documents, words_of
from weerklank.services.seal.read_dossiers import JUDGED, find_dossier
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

_WHITE = re.compile(r"\s+")

#: A document, and the one before it in the dossier that says the same.
Twin = tuple[DossierDocument, DossierDocument]


def find_twins(workplace: Workplace, name: str) -> tuple[Twin, ...]:
    """Give each document that says what an earlier one of the dossier says, with that one.

    The same words but for white, by the same kind of author, without files: of files that
    platforms make anew nobody can say that they are the same.
    """
    workplace.require(Role.WOO, Role.REVIEWER)
    return tuple(_twins(workplace, find_dossier(workplace, name)))


def judge_twins(workplace: Workplace, name: str) -> Dossier:
    """Leave out each later twin that nobody judged or redacted, as standing in another already."""
    workplace.require(Role.WOO)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        dossier = find_unfrozen(workplace, name)
        for document, _ in _twins(workplace, dossier):
            if document.judged is None and not document.redactions:
                workplace.record(
                    Book.DECISIONS,
                    JUDGED,
                    dossier.id,
                    {
                        "grounds": [TWIN],
                        "id": document.id,
                        "judgement": Disclosure.REFUSED.value,
                        "looked": None,
                    },
                )
    return find_dossier(workplace, name)


def _twins(workplace: Workplace, dossier: Dossier) -> Iterator[Twin]:
    first: dict[bytes, DossierDocument] = {}
    for document, item in read_documents(workplace, dossier, dossier.documents.values()):
        says = _says(workplace, item)
        if says is not None and first.setdefault(says, document) is not document:
            yield document, first[says]


def _says(workplace: Workplace, item: ArchivalItem) -> bytes | None:
    """Give a digest of what a document says; None of one that can't be held against another."""
    if item.media or item.poll is not None:
        return None
    words = [
        _WHITE.sub(" ", one).strip()
        for place, one in words_of(workplace, item).items()
        if place in RUNNING
    ]
    if item.author.role is AuthorRole.CITIZEN:
        words.append(item.author.shown or item.id)
    if not any(words):
        return None
    said = "\0".join((item.author.role.value, *words))
    return hashlib.blake2b(said.encode()).digest()

"""Work on words: what goes before each act of an officer on the words of one document."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import NamedTuple

from weerklank.model.dossier import Dossier, DossierDocument
from weerklank.model.item import ArchivalItem
from weerklank.model.person import Role
from weerklank.services.disclose.gather import document_of, refuse_changed
from weerklank.services.disclose.open_dossier import find_unfrozen
from weerklank.services.disclose.read_document import read_document
from weerklank.services.disclose.unseen import refuse_hidden
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked


class AtWork(NamedTuple):
    """A document at work, as it stands under the lock."""

    dossier: Dossier
    document: DossierDocument
    item: ArchivalItem


@contextmanager
def working_on(workplace: Workplace, name: str, item: str, seen: int | None) -> Iterator[AtWork]:
    """Give the document while the block decides something of its words; a Woo officer does.

    Refused for what is frozen, what nobody else may see, and where somebody did anything with it
    since it was looked at (`seen`, as in `refuse_changed`).
    """
    workplace.require(Role.WOO)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        dossier = find_unfrozen(workplace, name)
        document = document_of(dossier, item)
        refuse_hidden(workplace, document)
        refuse_changed(dossier, document, seen)
        yield AtWork(dossier, document, read_document(workplace, dossier, document))

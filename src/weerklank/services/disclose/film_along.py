"""Film along: whether what the films of a document say goes along as text."""

from weerklank.model.dossier import Dossier
from weerklank.model.errors import WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.json_value import JsonObject
from weerklank.model.person import Role
from weerklank.model.span import Place
from weerklank.model.text import Text
from weerklank.services.disclose.gather import document_of, refuse_changed
from weerklank.services.disclose.open_dossier import find_unfrozen
from weerklank.services.disclose.read_document import read_document, words_of
from weerklank.services.disclose.unseen import refuse_hidden
from weerklank.services.seal.read_dossiers import FILM, find_dossier
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

NO_TEXT_IN_FILM = fault(
    "DOSSIER-040",
    Text(
        nl="In stuk {document} is geen tekst in een film die te lezen is.",
        en="Document {document} has no text in a film that can be read.",
    ),
    Text(
        nl="Bekijk het stuk: ondertitels die Weerklank niet leest, gaan niet mee.",
        en="Look at the document: subtitles that Weerklank does not read don't go along.",
    ),
)


def let_film_along(
    workplace: Workplace, name: str, item: str, *, along: bool, seen: int | None = None
) -> Dossier:
    """Decide that what the films of a document say goes along as text, or does not after all.

    Without it no text of a film goes out. `seen` is as in `refuse_changed`. WrongUse where there
    is nothing to be read.
    """
    workplace.require(Role.WOO)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        dossier = find_unfrozen(workplace, name)
        document = document_of(dossier, item)
        refuse_hidden(workplace, document)
        refuse_changed(dossier, document, seen)
        held = read_document(workplace, dossier, document)
        if along and Place.FILM not in words_of(workplace, held):
            raise WrongUse(NO_TEXT_IN_FILM, document=f"{document.number:04d}")
        if document.film_along is not along:
            told: JsonObject = {"along": along, "id": document.id}
            workplace.record(Book.DECISIONS, FILM, dossier.id, told)
    return find_dossier(workplace, name)

"""Film along: whether what the films of a document say goes along as text."""

from weerklank.model.dossier import Dossier
from weerklank.model.errors import WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.json_value import JsonObject
from weerklank.model.span import Place
from weerklank.model.text import Text
from weerklank.services.disclose.read_document import words_of
from weerklank.services.disclose.work_on_words import working_on
from weerklank.services.seal.read_dossiers import FILM, find_dossier
from weerklank.services.workplace import Workplace

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
    with working_on(workplace, name, item, seen) as (dossier, document, held):
        if along and Place.FILM not in words_of(workplace, held):
            raise WrongUse(NO_TEXT_IN_FILM, document=f"{document.number:04d}")
        if document.film_along is not along:
            told: JsonObject = {"along": along, "id": document.id}
            workplace.record(Book.DECISIONS, FILM, dossier.id, told)
    return find_dossier(workplace, name)

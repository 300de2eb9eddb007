"""Redact: mark what is kept back, with its ground; undo a mark.

The archive stays as it is: a mark says which letters of which version, and on what ground.
"""

from collections.abc import Callable, Iterator

from weerklank.disclose.passages import places_of
from weerklank.model.dossier import Dossier, Place
from weerklank.model.errors import WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.json_value import Json
from weerklank.model.person import Role
from weerklank.model.text import Text
from weerklank.model.woo_grounds import ground_of
from weerklank.services.disclose.gather import document_of
from weerklank.services.disclose.open_dossier import find_unfrozen
from weerklank.services.disclose.read_document import read_document, words_of
from weerklank.services.seal.read_dossiers import REDACTED, UNDONE, find_dossier
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

NOT_THERE = fault(
    "DOSSIER-012",
    Text(
        nl="Die passage staat niet in {item}, of alles ervan is al gelakt.",
        en="That passage does not stand in {item}, or all of it is redacted already.",
    ),
    Text(
        nl="Neem de woorden letter voor letter over, zoals 'weerklank show {item}' ze geeft.",
        en="Copy the words letter for letter, as 'weerklank show {item}' gives them.",
    ),
)
NO_REDACTION = fault(
    "DOSSIER-013",
    Text(
        nl="Dossier {dossier} heeft geen lakking met nummer {number}.",
        en="Dossier {dossier} has no redaction of number {number}.",
    ),
    Text(
        nl="Kijk met 'weerklank dossier show {dossier}' welke er zijn.",
        en="See with 'weerklank dossier show {dossier}' which there are.",
    ),
)


def redact(workplace: Workplace, name: str, item: str, passage: str, ground: str) -> Dossier:
    """Mark every place of a passage in a document as kept back; a Woo officer does.

    WrongUse when it does not stand there, letter for letter.
    """

    def find(place: Place, words: str) -> Iterator[tuple[Place, int, int]]:
        return ((place, start, end) for start, end in places_of(passage.strip(), words))

    return _mark(workplace, name, item, ground, find)


def redact_whole(workplace: Workplace, name: str, item: str, field: Place, ground: str) -> Dossier:
    """Mark all words of the title or the text of a document as kept back; likewise."""

    def find(place: Place, words: str) -> Iterator[tuple[Place, int, int]]:
        if place is field:
            yield place, 0, len(words)

    return _mark(workplace, name, item, ground, find)


def _mark(
    workplace: Workplace,
    name: str,
    item: str,
    ground: str,
    find: Callable[[Place, str], Iterator[tuple[Place, int, int]]],
) -> Dossier:
    workplace.require(Role.WOO)
    code = ground_of(ground).code
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        dossier = find_unfrozen(workplace, name)
        document = document_of(dossier, item)
        known = {(one.place, one.start, one.end, one.ground) for one in document.redactions}
        spans: list[Json] = [
            [where.value, start, end]
            for place, words in words_of(read_document(workplace, dossier, document)).items()
            for where, start, end in find(place, words)
            if (where, start, end, code) not in known
        ]
        if not spans:
            raise WrongUse(NOT_THERE, item=document.id)
        workplace.record(
            Book.DECISIONS,
            REDACTED,
            dossier.id,
            {"ground": code, "id": document.id, "spans": spans},
        )
    return find_dossier(workplace, name)


def undo_redaction(workplace: Workplace, name: str, number: int) -> Dossier:
    """Take a mark away again; its number is not given out once more."""
    workplace.require(Role.WOO)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        dossier = find_unfrozen(workplace, name)
        if all(one.number != number for one in dossier.redactions):
            raise WrongUse(NO_REDACTION, dossier=dossier.id, number=number)
        workplace.record(Book.DECISIONS, UNDONE, dossier.id, {"number": number})
    return find_dossier(workplace, name)

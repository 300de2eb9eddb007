"""Redact: mark what is kept back, with its ground; undo a mark; let its words stay elsewhere.

The archive stays as it is: a mark says which letters of which version, and on what ground.
"""

from collections.abc import Callable, Iterator

from weerklank.disclose.passages import places_of
from weerklank.model.dossier import RUNNING, Dossier, Place, Redaction, Span
from weerklank.model.errors import WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.item import ArchivalItem
from weerklank.model.json_value import Json
from weerklank.model.person import Role
from weerklank.model.text import Text
from weerklank.model.woo_grounds import ground_of
from weerklank.services.disclose.gather import document_of
from weerklank.services.disclose.open_dossier import MOST, find_unfrozen, told
from weerklank.services.disclose.read_document import read_document, words_at, words_of
from weerklank.services.disclose.seek_words import found_in, seek
from weerklank.services.disclose.unseen import refuse_hidden
from weerklank.services.seal.read_dossiers import ALLOWED, REDACTED, UNDONE, find_dossier
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


NAMES_IT = fault(
    "DOSSIER-021",
    Text(
        nl="De reden noemt zelf wat lakking {number} weglaat.",
        en="The reason itself names what redaction {number} keeps back.",
    ),
    Text(
        nl="Een reden blijft in het archief. Zeg het zonder die woorden.",
        en="A reason stays in the archive. Say it without those words.",
    ),
)


def redact(workplace: Workplace, name: str, item: str, passage: str, ground: str) -> Dossier:
    """Mark every place of a passage in a document as kept back; a Woo officer does.

    WrongUse when it does not stand there, letter for letter.
    """

    def find(found: ArchivalItem) -> Iterator[Span]:
        for place, words in words_of(found).items():
            if place in RUNNING:
                for start, end in places_of(passage.strip(), words):
                    yield place, start, end

    return _mark(workplace, name, item, ground, find)


def redact_whole(workplace: Workplace, name: str, item: str, field: Place, ground: str) -> Dossier:
    """Mark all of the title, the text, the author or the files as kept back; likewise."""

    def find(found: ArchivalItem) -> Iterator[Span]:
        if field is Place.MEDIUM:
            yield from ((field, at, at + 1) for at in range(len(found.media)))
        elif words := words_of(found).get(field):
            yield field, 0, len(words)

    return _mark(workplace, name, item, ground, find)


def redact_span(workplace: Workplace, name: str, item: str, span: Span, ground: str) -> Dossier:
    """Mark the letters of one place as kept back, or one file by its place; likewise.

    Of words what is white before and behind them stays.
    """

    def find(found: ArchivalItem) -> Iterator[Span]:
        place, start, end = span
        if place is Place.MEDIUM:
            if 0 <= start < len(found.media):
                yield place, start, start + 1
            return
        words = words_of(found).get(place, "")
        start, end = max(0, start), min(end, len(words))
        said = words[start:end]
        start, end = start + len(said) - len(said.lstrip()), end - len(said) + len(said.rstrip())
        if start < end:
            yield place, start, end

    return _mark(workplace, name, item, ground, find)


def _mark(
    workplace: Workplace,
    name: str,
    item: str,
    ground: str,
    find: Callable[[ArchivalItem], Iterator[Span]],
) -> Dossier:
    workplace.require(Role.WOO)
    code = ground_of(ground).code
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        dossier = find_unfrozen(workplace, name)
        document = document_of(dossier, item)
        refuse_hidden(workplace, document)
        known = {(one.place, one.start, one.end, one.ground) for one in document.redactions}
        spans: list[Json] = [
            [place, start, end]
            for place, start, end in find(read_document(workplace, dossier, document))
            if (place, start, end, code) not in known
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
        _mark_of(dossier, number)
        workplace.record(Book.DECISIONS, UNDONE, dossier.id, {"number": number})
    return find_dossier(workplace, name)


def allow_elsewhere(workplace: Workplace, name: str, number: int, reason: str) -> Dossier:
    """Say why the words of one mark may stay readable elsewhere in the dossier.

    They are not looked for any more; the second reader and the set are told of it. WrongUse for a
    reason that names them.
    """
    workplace.require(Role.WOO)
    why = told(reason, MOST)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        dossier = find_unfrozen(workplace, name)
        mark = _mark_of(dossier, number)
        words = words_at(read_document(workplace, dossier, dossier.documents[mark.id]), mark)
        passage = seek(number, words)
        if passage is not None and found_in(why, [passage]):
            raise WrongUse(NAMES_IT, number=number)
        workplace.record(Book.DECISIONS, ALLOWED, dossier.id, {"number": number, "reason": why})
    return find_dossier(workplace, name)


def _mark_of(dossier: Dossier, number: int) -> Redaction:
    for one in dossier.redactions:
        if one.number == number:
            return one
    raise WrongUse(NO_REDACTION, dossier=dossier.id, number=number)

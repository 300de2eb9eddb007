"""Redact: mark what is kept back, with its ground; undo a mark; let its words stay elsewhere.

The archive stays as it is: a mark says which letters of which version, and on what ground.
"""

from collections.abc import Iterator, Sequence

from weerklank.disclose.passages import places_of
from weerklank.model.dossier import Dossier, Redaction
from weerklank.model.errors import WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.item import ArchivalItem
from weerklank.model.json_value import Json
from weerklank.model.person import Role
from weerklank.model.span import OF_FILES, RUNNING, Place, Span
from weerklank.model.text import Text
from weerklank.model.woo_grounds import ground_of
from weerklank.services.disclose.gather import refuse_changed
from weerklank.services.disclose.open_dossier import MOST, find_unfrozen, told
from weerklank.services.disclose.read_document import read_document, words_at, words_of
from weerklank.services.disclose.seek_words import found_in, seek
from weerklank.services.disclose.work_on_words import working_on
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


#: What is kept back: a passage wherever it stands, all of a place, or the letters of one place.
Part = str | Place | Span


def redact(
    workplace: Workplace,
    name: str,
    item: str,
    parts: Sequence[Part],
    ground: str,
    *,
    seen: int | None = None,
) -> Dossier:
    """Mark parts of a document as kept back; a Woo officer does. All of them, or nothing.

    WrongUse when one of them does not stand there, letter for letter. `seen` is as in
    `refuse_changed`. What somebody else decided before lapses by it where it leaves nothing out,
    and that it did stays on the document (`DossierDocument.lapsed`).
    """
    workplace.require(Role.WOO)
    code = ground_of(ground).code
    with working_on(workplace, name, item, seen) as (dossier, document, held):
        known = {(one.place, one.start, one.end, one.ground) for one in document.redactions}
        found: list[Span] = []
        for part in parts:
            if (part[0] if isinstance(part, tuple) else part) is Place.PICTURE:
                raise WrongUse(NOT_THERE, item=document.id)  # which part of it, was not told
            news = [span for span in spans_of(workplace, part, held) if (*span, code) not in known]
            if not news:
                raise WrongUse(NOT_THERE, item=document.id)
            found += news
        spans: list[Json] = [[*span] for span in dict.fromkeys(found)]
        workplace.record(
            Book.DECISIONS,
            REDACTED,
            dossier.id,
            {"ground": code, "id": document.id, "spans": spans},
        )
    return find_dossier(workplace, name)


def spans_of(workplace: Workplace, part: Part, found: ArchivalItem) -> Iterator[Span]:
    """Give where a part stands in a document; none where it does not."""
    words = words_of(workplace, found)
    if isinstance(part, Place):
        return _whole(part, found, words)
    return _passage(part, words) if isinstance(part, str) else _span(part, found, words)


def _passage(passage: str, every: dict[Place, str]) -> Iterator[Span]:
    for place, words in every.items():
        if place in RUNNING:
            for start, end in places_of(passage.strip(), words):
                yield place, start, end


def _whole(field: Place, found: ArchivalItem, every: dict[Place, str]) -> Iterator[Span]:
    if field is Place.MEDIUM:
        yield from ((field, at, at + 1) for at in range(len(found.media)))
    elif words := every.get(field):
        yield field, 0, len(words)


def _span(span: Span, found: ArchivalItem, every: dict[Place, str]) -> Iterator[Span]:
    """Give a span without what is white before and behind its words."""
    place, start, end = span
    if place in OF_FILES:
        if 0 <= start < len(found.media):
            yield place, start, start + 1
        return
    words = every.get(place, "")
    start, end = max(0, start), min(end, len(words))
    said = words[start:end]
    start, end = start + len(said) - len(said.lstrip()), end - len(said) + len(said.rstrip())
    if start < end:
        yield place, start, end


def undo_redaction(
    workplace: Workplace, name: str, number: int, *, seen: int | None = None
) -> Dossier:
    """Take a mark away again; its number is not given out once more. `seen` as in `redact`."""
    workplace.require(Role.WOO)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        dossier = find_unfrozen(workplace, name)
        mark = _mark_of(dossier, number)
        refuse_changed(dossier, dossier.documents[mark.id], seen)
        workplace.record(Book.DECISIONS, UNDONE, dossier.id, {"number": number})
    return find_dossier(workplace, name)


def allow_elsewhere(
    workplace: Workplace, name: str, number: int, reason: str, *, seen: int | None = None
) -> Dossier:
    """Say why the words of one mark may stay readable elsewhere in the dossier.

    They are not looked for any more; the second reader and the set are told of it. WrongUse for a
    reason that names them. `seen` is as in `redact`.
    """
    workplace.require(Role.WOO)
    why = told(reason, MOST)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        dossier = find_unfrozen(workplace, name)
        mark = _mark_of(dossier, number)
        refuse_changed(dossier, dossier.documents[mark.id], seen)
        words = words_at(
            workplace, read_document(workplace, dossier, dossier.documents[mark.id]), mark
        )
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

"""Disagree: a second reader says with which documents not, and why; who works on it answers.

What one says to the other stays in the archive and goes out with no set. It names nothing of what
is kept back, or may still have to be.
"""

from collections.abc import Iterable, Mapping

from weerklank.disclose.leaks import Sought
from weerklank.model.disagreement import Disagreement, DisagreementState
from weerklank.model.dossier import Dossier, DossierDocument
from weerklank.model.errors import Refused, WrongUse, fault
from weerklank.model.event import Book
from weerklank.model.json_value import JsonObject
from weerklank.model.person import Role
from weerklank.model.span import Span, said_span
from weerklank.model.text import Text
from weerklank.services.disclose.gather import document_of, refuse_changed
from weerklank.services.disclose.judge import READERS, SAME_PERSON, for_second
from weerklank.services.disclose.open_dossier import MOST, find_unfrozen, told
from weerklank.services.disclose.read_document import read_document, read_documents, words_at
from weerklank.services.disclose.redact import spans_of
from weerklank.services.disclose.seek_words import found_in, seek
from weerklank.services.disclose.suggest import Suggests
from weerklank.services.disclose.unseen import hidden_among, refuse_hidden
from weerklank.services.find.read_items import address
from weerklank.services.people.look_alikes import is_one_of
from weerklank.services.seal.read_dossiers import AGREED, ANSWERED, DISAGREED, find_dossier
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

NO_DISAGREEMENT = fault(
    "DOSSIER-029",
    Text(
        nl="Dossier {dossier} heeft geen niet-akkoord met nummer {number} dat nog loopt.",
        en="Dossier {dossier} has no disagreement of number {number} that still stands.",
    ),
    Text(
        nl="Kijk met 'weerklank dossier show {dossier}' welke er zijn.",
        en="See with 'weerklank dossier show {dossier}' which there are.",
    ),
)
NAMES_WORDS = fault(
    "DOSSIER-030",
    Text(
        nl="De reden noemt zelf wat in stuk {document} is gelakt, of misschien moet.",
        en="The reason itself names what is redacted in document {document}, or may have to be.",
    ),
    Text(
        nl="Een reden blijft in het archief. Wijs de plaats aan zonder die woorden.",
        en="A reason stays in the archive. Point at the place without those words.",
    ),
)
NOTHING_THERE = fault(
    "DOSSIER-032",
    Text(
        nl="Op plaats {span} van {item} staat niets.",
        en="Nothing stands at place {span} of {item}.",
    ),
    Text(
        nl="Kies een lakking, zin of selectie van dat stuk, of wijs geen plaats aan.",
        en="Choose a redaction, sentence or selection of that document, or point at no place.",
    ),
)


def disagree(
    workplace: Workplace,
    name: str,
    items: Iterable[str],
    reason: str,
    *,
    span: Span | None = None,
    seen: Mapping[str, int] | None = None,
) -> Dossier:
    """Record that a second reader does not agree with some documents, with the reason.

    With a span: with what stands or is kept back at that place of each. Said again of the same it
    takes the place of what was said before. WrongUse for a place at which nothing stands, and for
    a reason that names what is kept back of one of them; then nothing is recorded. `seen` is as in
    `judge_several`.
    """
    workplace.require(*READERS)
    why = told(reason, MOST)
    known = {address(item): acts for item, acts in (seen or {}).items()}
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        dossier = for_second(workplace, name)
        documents = [document_of(dossier, one) for one in dict.fromkeys(items)]
        for document in documents:
            refuse_changed(dossier, document, known.get(document.id))
        _refuse_words(workplace, dossier, documents, why)
        at = [_at(workplace, dossier, one, span) for one in documents] if span else []
        for number, document in enumerate(documents):
            said: JsonObject = {"id": document.id, "reason": why}
            if at:
                said["span"] = [*at[number]]
            workplace.record(Book.DECISIONS, DISAGREED, dossier.id, said)
    return find_dossier(workplace, name)


def _at(workplace: Workplace, dossier: Dossier, document: DossierDocument, span: Span) -> Span:
    """Give the place that is pointed at, without white at its ends."""
    refuse_hidden(workplace, document)
    found = next(spans_of(workplace, span, read_document(workplace, dossier, document)), None)
    if found is None:
        raise WrongUse(NOTHING_THERE, item=document.id, span=said_span(span))
    return found


def answer(workplace: Workplace, name: str, number: int, reason: str) -> Dossier:
    """Explain to the second reader why a document stays as it is; a Woo officer does.

    A change of the document is an answer by itself. Refused to who does not agree.
    """
    workplace.require(Role.WOO)
    why = told(reason, MOST)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        dossier = find_unfrozen(workplace, name)
        one = _standing(dossier, number, DisagreementState.OPEN)
        if is_one_of(workplace.actor.known_as, (one.by,)):
            raise Refused(SAME_PERSON, name=one.by, dossier=dossier.id)
        _refuse_words(workplace, dossier, [dossier.documents[one.id]], why)
        workplace.record(Book.DECISIONS, ANSWERED, dossier.id, {"number": number, "reason": why})
    return find_dossier(workplace, name)


def agree(workplace: Workplace, name: str, number: int) -> Dossier:
    """Record that a second reader agrees after all, whether it was answered or not."""
    workplace.require(*READERS)
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        dossier = for_second(workplace, name)
        _standing(dossier, number)
        workplace.record(Book.DECISIONS, AGREED, dossier.id, {"number": number})
    return find_dossier(workplace, name)


def _standing(
    dossier: Dossier, number: int, state: DisagreementState | None = None
) -> Disagreement:
    for one in dossier.standing:
        if one.number == number and state in (None, one.state):
            return one
    raise WrongUse(NO_DISAGREEMENT, dossier=dossier.id, number=number)


def _refuse_words(
    workplace: Workplace, dossier: Dossier, documents: list[DossierDocument], why: str
) -> None:
    """Refuse a reason that names words of a document that who gives it may read.

    Of what is restricted or special nothing is compared: trying reasons would tell its words.
    """
    suggests, hidden = Suggests(workplace), hidden_among(workplace, documents)
    shown = [one for one in documents if one.id not in hidden]
    for document, item in read_documents(workplace, dossier, shown):
        words = [words_at(workplace, item, mark) for mark in document.redactions]
        words += [
            one.words
            for one in suggests.of(document, item)
            if not one.is_left and one.public is None
        ]
        if found_in(why, _sought(words)):
            raise WrongUse(NAMES_WORDS, document=f"{document.number:04d}")


def _sought(words: Iterable[str]) -> list[Sought]:
    return [one for number, said in enumerate(words) if (one := seek(number, said)) is not None]

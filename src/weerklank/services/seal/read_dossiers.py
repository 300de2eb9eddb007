"""Read dossiers: what the decisions say of each."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from weerklank.model.area import Area, listed_area
from weerklank.model.dossier import (
    OPEN,
    Disclosure,
    DocumentJudgement,
    Dossier,
    DossierDocument,
    DossierState,
    LapsedJudgement,
    Redaction,
    Suspension,
)
from weerklank.model.errors import WrongUse, fault
from weerklank.model.event import Book, Event
from weerklank.model.span import Place, Span, listed_span
from weerklank.model.text import Text
from weerklank.services.seal.fold_disagreements import DisagreementsFold
from weerklank.services.workplace import Workplace

OPENED = "dossier.opened"
ADDED = "dossier.added"
REMOVED = "dossier.removed"
REDACTED = "dossier.redacted"
UNDONE = "dossier.undone"
LEFT = "dossier.left"
OFFERED_AGAIN = "dossier.offered"
ALLOWED = "dossier.allowed"
JUDGED = "dossier.judged"
FILM = "dossier.film"
EXTENDED = "dossier.extended"
SUSPENDED = "dossier.suspended"
RESUMED = "dossier.resumed"
DISAGREED = "dossier.disagreed"
ANSWERED = "dossier.answered"
AGREED = "dossier.agreed"
REVIEWED = "dossier.reviewed"
FROZEN = "dossier.frozen"
GIVEN_OUT = "dossier.exported"

UNKNOWN_DOSSIER = fault(
    "DOSSIER-002",
    Text(nl="Er is geen dossier '{dossier}'.", en="There is no dossier '{dossier}'."),
    Text(
        nl="Kijk met 'weerklank dossier list' welke er zijn.",
        en="See with 'weerklank dossier list' which there are.",
    ),
)


def read_dossiers(workplace: Workplace) -> dict[str, Dossier]:
    """Read all dossiers as their events tell them, in order."""
    return workplace.events.fold(Book.DECISIONS, _DossiersFold)


def find_dossier(workplace: Workplace, name: str) -> Dossier:
    """Find a dossier by its number; WrongUse when there is none."""
    found = read_dossiers(workplace).get(name.strip().lower())
    if found is None:
        raise WrongUse(UNKNOWN_DOSSIER, dossier=name)
    return found


class _Draft:
    """A dossier while events come in: each changes one document, and copies none of the rest."""

    def __init__(self, dossier: Dossier) -> None:
        self._dossier = dossier
        self.documents: dict[str, DossierDocument] = {}
        #: In which document each passage stands.
        self.passages: dict[int, str] = {}
        self.disagreements = DisagreementsFold()
        self._told: Dossier | None = None

    @property
    def dossier(self) -> Dossier:
        """Its facts; its documents and disagreements stand beside it."""
        return self._dossier

    @dossier.setter
    def dossier(self, changed: Dossier) -> None:
        """Take its facts as they are now; also set after what stands beside it changed."""
        self._dossier = changed
        self._told = None

    def told(self) -> Dossier:
        """Give it as it is now, which stays so whatever comes in later."""
        if self._told is None:
            documents = MappingProxyType(dict(self.documents))
            self._told = replace(
                self._dossier, documents=documents, disagreements=self.disagreements.result()
            )
        return self._told


class _DossiersFold:
    """Every dossier as the events so far tell it."""

    def __init__(self) -> None:
        self._drafts: dict[str, _Draft] = {}

    def take(self, event: Event) -> None:
        if event.kind == OPENED:
            self._drafts[event.subject] = _Draft(_opened(event))
        elif event.kind in _STEPS and event.subject in self._drafts:
            _STEPS[event.kind](self._drafts[event.subject], event)

    def result(self) -> dict[str, Dossier]:
        return {name: one.told() for name, one in self._drafts.items()}


def _opened(event: Event) -> Dossier:
    return Dossier(
        id=event.subject,
        request=str(event.data["request"]),
        received=date.fromisoformat(str(event.data["received"])),
        case=str(event.data["case"]),
        by=event.actor.known_as,
        at=event.at,
        workers=(event.actor.known_as,),
    )


def _work(draft: _Draft, event: Event) -> None:
    """Note who changed something: what a second reader saw before holds no more."""
    known = draft.dossier
    workers = tuple(dict.fromkeys((*known.workers, event.actor.known_as)))
    acts = known.acts + 1
    draft.dossier = replace(
        known, workers=workers, state=DossierState.OPEN, reviewer=None, acts=acts
    )


def _put(draft: _Draft, event: Event, document: DossierDocument) -> None:
    before = draft.documents[document.id]
    draft.documents[document.id] = replace(
        document, acts=before.acts + 1, changed_by=event.actor.known_as
    )
    if _outcome(before) != _outcome(document):
        marks = _marks(before) ^ _marks(document)
        at = None if event.kind in (JUDGED, FILM) else [(one[0], one[1], one[2]) for one in marks]
        draft.disagreements.changed(event, document.id, at)
    _work(draft, event)


def _outcome(document: DossierDocument) -> tuple[object, ...]:
    """Tell what of a document somebody may agree with or not."""
    looked = document.judged.looked if document.judged else None
    return document.judgement, document.grounds, looked, document.film_along, _marks(document)


def _marks(document: DossierDocument) -> frozenset[tuple[Place, int, int, str, str, Area | None]]:
    return frozenset(
        (one.place, one.start, one.end, one.ground, one.allowed, one.area)
        for one in document.redactions
    )


def _add(draft: _Draft, event: Event) -> None:
    number = draft.dossier.numbered
    items = event.data["items"]
    assert isinstance(items, list)  # noqa: S101 - the writer below makes no other
    for one in items:
        assert isinstance(one, list)  # noqa: S101 - the same
        number += 1
        correction = None if one[4] is None else str(one[4])
        draft.documents[str(one[0])] = DossierDocument(
            number=number,
            id=str(one[0]),
            key=str(one[1]),
            account=str(one[2]),
            version=int(str(one[3])),
            correction=correction,
        )
    draft.dossier = replace(draft.dossier, numbered=number)
    _work(draft, event)


def _remove(draft: _Draft, event: Event) -> None:
    name = str(event.data["id"])
    draft.documents.pop(name, None)
    draft.disagreements.changed(event, name)
    _work(draft, event)


def _redact(draft: _Draft, event: Event) -> None:
    spans = event.data["spans"]
    assert isinstance(spans, list)  # noqa: S101 - the writer makes no other
    # Only of pictures: which part of each.
    areas = event.data.get("areas") or [None] * len(spans)
    assert isinstance(areas, list)  # noqa: S101 - the same
    name, number = str(event.data["id"]), draft.dossier.passages
    document = draft.documents[name]
    made = list(document.redactions)
    for (place, start, end), area in zip(map(listed_span, spans), areas, strict=True):
        number += 1
        draft.passages[number] = name
        made.append(
            Redaction(
                number=number,
                id=name,
                place=place,
                start=start,
                end=end,
                ground=str(event.data["ground"]),
                by=event.actor.known_as,
                at=event.at,
                area=None if area is None else listed_area(area),
            )
        )
    # Of what somebody found public before, that holds no more.
    changed = replace(document, redactions=tuple(made))
    if document.judged and document.judged.judgement in OPEN:
        changed = _lapse(changed, document.judged, event)
    draft.dossier = replace(draft.dossier, passages=number)
    _put(draft, event, changed)


def _leave(draft: _Draft, event: Event) -> None:
    document, span = draft.documents[str(event.data["id"])], _span(event)
    left = (*document.left, span)
    _put(draft, event, replace(document, left=left, left_at=event.at))


def _offer_again(draft: _Draft, event: Event) -> None:
    document, span = draft.documents[str(event.data["id"])], _span(event)
    left = tuple(one for one in document.left if one != span)
    _put(draft, event, replace(document, left=left, left_at=None))


def _span(event: Event) -> Span:
    place, start, end = (str(event.data[one]) for one in ("place", "start", "end"))
    return Place(place), int(start), int(end)


def _holder(draft: _Draft, number: int) -> DossierDocument | None:
    """Give the document in which a passage stands; None where neither is there any more."""
    document = draft.documents.get(draft.passages.get(number, ""))
    if document is None or all(one.number != number for one in document.redactions):
        return None
    return document


def _undo(draft: _Draft, event: Event) -> None:
    number = int(str(event.data["number"]))
    document = _holder(draft, number)
    if document is None:
        return
    left = tuple(one for one in document.redactions if one.number != number)
    changed = replace(document, redactions=left)
    judged = changed.judged
    if judged and judged.judgement is Disclosure.PARTLY and not changed.grounds:
        changed = _lapse(changed, judged, event)  # of which nothing is left
    _put(draft, event, changed)


def _lapse(document: DossierDocument, judged: DocumentJudgement, event: Event) -> DossierDocument:
    """Take a judgement away, and remember whose it was and by whom it lapsed."""
    lapsed = LapsedJudgement(judged=judged, by=event.actor.known_as, at=event.at)
    return replace(document, judged=None, lapsed=lapsed)


def _allow(draft: _Draft, event: Event) -> None:
    number = int(str(event.data["number"]))
    document = _holder(draft, number)
    if document is None:
        return
    reason, by = str(event.data["reason"]), event.actor.known_as
    marks = tuple(
        replace(one, allowed=reason, allowed_by=by) if one.number == number else one
        for one in document.redactions
    )
    if marks != document.redactions:
        _put(draft, event, replace(document, redactions=marks))


def _judge(draft: _Draft, event: Event) -> None:
    document = draft.documents[str(event.data["id"])]
    grounds, looked = event.data["grounds"], event.data["looked"]
    assert isinstance(grounds, list)  # noqa: S101 - the writer makes no other
    judged = DocumentJudgement(
        judgement=Disclosure(str(event.data["judgement"])),
        grounds=tuple(map(str, grounds)),
        looked=None if looked is None else date.fromisoformat(str(looked)),
        by=event.actor.known_as,
        at=event.at,
    )
    _put(draft, event, replace(document, judged=judged, lapsed=None))


def _film(draft: _Draft, event: Event) -> None:
    document = draft.documents[str(event.data["id"])]
    _put(draft, event, replace(document, film_along=event.data["along"] is True))


def _extend(draft: _Draft, event: Event) -> None:
    draft.dossier = replace(draft.dossier, extended=str(event.data["reason"]))


def _suspend(draft: _Draft, event: Event) -> None:
    begun = Suspension(
        since=date.fromisoformat(str(event.data["from"])),
        until=None,
        reason=str(event.data["reason"]),
    )
    draft.dossier = replace(draft.dossier, suspensions=(*draft.dossier.suspensions, begun))


def _resume(draft: _Draft, event: Event) -> None:
    *before, last = draft.dossier.suspensions
    until = date.fromisoformat(str(event.data["on"]))
    draft.dossier = replace(draft.dossier, suspensions=(*before, replace(last, until=until)))


def _disagree(draft: _Draft, event: Event) -> None:
    """Note that a second reader does not agree: what was read before holds no more."""
    draft.disagreements.said(event, draft.documents[str(event.data["id"])].number)
    draft.dossier = replace(draft.dossier, state=DossierState.OPEN, reviewer=None)


def _explain(draft: _Draft, event: Event) -> None:
    draft.disagreements.explained(event)
    _work(draft, event)


def _agree(draft: _Draft, event: Event) -> None:
    draft.disagreements.agreed(event)
    draft.dossier = replace(draft.dossier)


def _review(draft: _Draft, event: Event) -> None:
    draft.dossier = replace(
        draft.dossier, state=DossierState.REVIEWED, reviewer=event.actor.known_as
    )


def _freeze(draft: _Draft, event: Event) -> None:
    draft.dossier = replace(
        draft.dossier,
        state=DossierState.FROZEN,
        frozen_by=event.actor.known_as,
        frozen_at=event.at,
    )


_STEPS: dict[str, Callable[[_Draft, Event], None]] = {
    ADDED: _add,
    REMOVED: _remove,
    REDACTED: _redact,
    UNDONE: _undo,
    LEFT: _leave,
    OFFERED_AGAIN: _offer_again,
    ALLOWED: _allow,
    JUDGED: _judge,
    FILM: _film,
    EXTENDED: _extend,
    SUSPENDED: _suspend,
    RESUMED: _resume,
    DISAGREED: _disagree,
    ANSWERED: _explain,
    AGREED: _agree,
    REVIEWED: _review,
    FROZEN: _freeze,
}

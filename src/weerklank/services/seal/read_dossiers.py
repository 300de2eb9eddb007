"""Read dossiers: what the decisions say of each."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from types import MappingProxyType

from weerklank.model.dossier import (
    OPEN,
    Disclosure,
    DocumentJudgement,
    Dossier,
    DossierDocument,
    DossierState,
    Place,
    Redaction,
    Suspension,
)
from weerklank.model.errors import WrongUse, fault
from weerklank.model.event import Book, Event
from weerklank.model.text import Text
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
EXTENDED = "dossier.extended"
SUSPENDED = "dossier.suspended"
RESUMED = "dossier.resumed"
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


class _DossiersFold:
    """Every dossier as the events so far tell it."""

    def __init__(self) -> None:
        self._dossiers: dict[str, Dossier] = {}

    def take(self, event: Event) -> None:
        if event.kind == OPENED:
            self._dossiers[event.subject] = _opened(event)
        elif event.kind in _STEPS and event.subject in self._dossiers:
            known = self._dossiers[event.subject]
            self._dossiers[event.subject] = _STEPS[event.kind](known, event)

    def result(self) -> dict[str, Dossier]:
        return dict(self._dossiers)


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


def _worked(known: Dossier, event: Event) -> Dossier:
    """Note who changed something: what a second reader saw before holds no more."""
    workers = tuple(dict.fromkeys((*known.workers, event.actor.known_as)))
    acts = known.acts + 1
    return replace(known, workers=workers, state=DossierState.OPEN, reviewer=None, acts=acts)


def _added(known: Dossier, event: Event) -> Dossier:
    documents, number = dict(known.documents), known.numbered
    items = event.data["items"]
    assert isinstance(items, list)  # noqa: S101 - the writer below makes no other
    for one in items:
        assert isinstance(one, list)  # noqa: S101 - the same
        number += 1
        correction = None if one[4] is None else str(one[4])
        documents[str(one[0])] = DossierDocument(
            number=number,
            id=str(one[0]),
            key=str(one[1]),
            account=str(one[2]),
            version=int(str(one[3])),
            correction=correction,
        )
    return replace(_worked(known, event), documents=MappingProxyType(documents), numbered=number)


def _removed(known: Dossier, event: Event) -> Dossier:
    gone = str(event.data["id"])
    left = {name: one for name, one in known.documents.items() if name != gone}
    return replace(_worked(known, event), documents=MappingProxyType(left))


def _redacted(known: Dossier, event: Event) -> Dossier:
    name, number = str(event.data["id"]), known.passages
    document = known.documents[name]
    spans = event.data["spans"]
    assert isinstance(spans, list)  # noqa: S101 - the writer makes no other
    made = list(document.redactions)
    for span in spans:
        assert isinstance(span, list)  # noqa: S101 - the same
        number += 1
        made.append(
            Redaction(
                number=number,
                id=name,
                place=Place(str(span[0])),
                start=int(str(span[1])),
                end=int(str(span[2])),
                ground=str(event.data["ground"]),
                by=event.actor.known_as,
                at=event.at,
            )
        )
    # Of what somebody found public before, that holds no more.
    is_open = document.judged and document.judged.judgement in OPEN
    judged = None if is_open else document.judged
    changed = replace(document, redactions=tuple(made), judged=judged)
    return replace(_with(_worked(known, event), changed), passages=number)


def _left(known: Dossier, event: Event) -> Dossier:
    document, span = known.documents[str(event.data["id"])], _span(event)
    left = (*document.left, span)
    return _with(_worked(known, event), replace(document, left=left, left_at=event.at))


def _offered_again(known: Dossier, event: Event) -> Dossier:
    document, span = known.documents[str(event.data["id"])], _span(event)
    left = tuple(one for one in document.left if one != span)
    return _with(_worked(known, event), replace(document, left=left, left_at=None))


def _span(event: Event) -> tuple[Place, int, int]:
    place, start, end = (str(event.data[one]) for one in ("place", "start", "end"))
    return Place(place), int(start), int(end)


def _undone(known: Dossier, event: Event) -> Dossier:
    number = int(str(event.data["number"]))
    for document in known.documents.values():
        left = tuple(one for one in document.redactions if one.number != number)
        if len(left) < len(document.redactions):
            changed = replace(document, redactions=left)
            if not changed.grounds and changed.judgement is Disclosure.PARTLY:
                changed = replace(changed, judged=None)  # of which nothing is left
            return _with(_worked(known, event), changed)
    return known


def _allowed(known: Dossier, event: Event) -> Dossier:
    number = int(str(event.data["number"]))
    for document in known.documents.values():
        marks = tuple(
            replace(one, allowed=str(event.data["reason"]), allowed_by=event.actor.known_as)
            if one.number == number
            else one
            for one in document.redactions
        )
        if marks != document.redactions:
            return _with(_worked(known, event), replace(document, redactions=marks))
    return known


def _judged(known: Dossier, event: Event) -> Dossier:
    document = known.documents[str(event.data["id"])]
    grounds, looked = event.data["grounds"], event.data["looked"]
    assert isinstance(grounds, list)  # noqa: S101 - the writer makes no other
    judged = DocumentJudgement(
        judgement=Disclosure(str(event.data["judgement"])),
        grounds=tuple(map(str, grounds)),
        looked=None if looked is None else date.fromisoformat(str(looked)),
        by=event.actor.known_as,
        at=event.at,
    )
    return _with(_worked(known, event), replace(document, judged=judged))


def _with(known: Dossier, document: DossierDocument) -> Dossier:
    return replace(known, documents=MappingProxyType({**known.documents, document.id: document}))


def _extended(known: Dossier, event: Event) -> Dossier:
    return replace(known, extended=str(event.data["reason"]))


def _suspended(known: Dossier, event: Event) -> Dossier:
    begun = Suspension(
        since=date.fromisoformat(str(event.data["from"])),
        until=None,
        reason=str(event.data["reason"]),
    )
    return replace(known, suspensions=(*known.suspensions, begun))


def _resumed(known: Dossier, event: Event) -> Dossier:
    *before, last = known.suspensions
    until = date.fromisoformat(str(event.data["on"]))
    return replace(known, suspensions=(*before, replace(last, until=until)))


def _reviewed(known: Dossier, event: Event) -> Dossier:
    return replace(known, state=DossierState.REVIEWED, reviewer=event.actor.known_as)


def _frozen(known: Dossier, event: Event) -> Dossier:
    return replace(
        known, state=DossierState.FROZEN, frozen_by=event.actor.known_as, frozen_at=event.at
    )


_STEPS: dict[str, Callable[[Dossier, Event], Dossier]] = {
    ADDED: _added,
    REMOVED: _removed,
    REDACTED: _redacted,
    UNDONE: _undone,
    LEFT: _left,
    OFFERED_AGAIN: _offered_again,
    ALLOWED: _allowed,
    JUDGED: _judged,
    EXTENDED: _extended,
    SUSPENDED: _suspended,
    RESUMED: _resumed,
    REVIEWED: _reviewed,
    FROZEN: _frozen,
}

"""A Woo dossier: what somebody asked to see, what was gathered, and what of it is kept back (H1).

Nothing of what is kept back stands here: a passage is told by the version of the post and the
places of its first and last letter.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from types import MappingProxyType

from weerklank.model.area import Area
from weerklank.model.clock import civil_day
from weerklank.model.disagreement import Disagreement
from weerklank.model.span import PLACES, Place, Span
from weerklank.model.text import Text
from weerklank.model.woo_grounds import TERM, TWIN


class DossierState(StrEnum):
    """Where a dossier stands."""

    OPEN = "open"
    REVIEWED = "reviewed"
    FROZEN = "frozen"


class Disclosure(StrEnum):
    """What is decided on one document."""

    PUBLIC = "public"
    PARTLY = "partly"
    REFUSED = "refused"
    ALREADY_PUBLIC = "already-public"


#: What leaves nothing out.
OPEN = (Disclosure.PUBLIC, Disclosure.ALREADY_PUBLIC)


#: How long what was decided on is kept after it was frozen: six weeks in which somebody may object
#: (Awb 6:7), and two in which the decision goes out and an objection comes in by post. The text of
#: the law was not looked up. Whoever objects later is a reason for a legal hold.
KEPT_AFTER = timedelta(weeks=8)

#: How people say it; of a judgement as the inventory of the platform of VWS has it.
DOSSIER_STATES: dict[DossierState, Text] = {
    DossierState.OPEN: Text("in behandeling", "open"),
    DossierState.REVIEWED: Text("beoordeeld door een tweede lezer", "read by a second reader"),
    DossierState.FROZEN: Text("vastgesteld", "frozen"),
}
DISCLOSURES: dict[Disclosure, Text] = {
    Disclosure.PUBLIC: Text("Openbaar", "Public"),
    Disclosure.PARTLY: Text("Deels openbaar", "Partly public"),
    Disclosure.REFUSED: Text("Niet openbaar", "Not public"),
    Disclosure.ALREADY_PUBLIC: Text("Reeds openbaar", "Already public"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Redaction:
    """One passage, file or part of a picture that is kept back."""

    #: Counts on within the dossier.
    number: int
    #: Permanent address of the post.
    id: str
    place: Place
    #: Of its version in the dossier: place of the first letter, and behind the last one.
    start: int
    end: int
    #: Code of the ground.
    ground: str
    by: str
    at: datetime
    #: Why its words may stay readable elsewhere in the dossier; empty where they may not.
    allowed: str = ""
    allowed_by: str | None = None
    #: Which part of a picture; None of all else.
    area: Area | None = None

    @property
    def where(self) -> Text:
        """Tell at what of its document it is, without a word of that."""
        said, number = PLACES[self.place], self.start + 1
        if self.area is not None:
            at = self.area.said()
            return Text(f"{said.nl} {number} ({at.nl})", f"{said.en} {number} ({at.en})")
        if self.place is Place.MEDIUM:
            return Text(f"{said.nl} {number}", f"{said.en} {number}")
        return said


@dataclass(frozen=True, slots=True, kw_only=True)
class DocumentJudgement:
    """What a person decided on a document."""

    judgement: Disclosure
    #: Codes of the grounds, where it is kept back.
    grounds: tuple[str, ...]
    #: Day on which somebody looked whether it is public; only of what is already public.
    looked: date | None
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class LapsedJudgement:
    """A judgement that holds no more, since somebody redacted the document or undid that."""

    judged: DocumentJudgement
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierDocument:
    """One post, reply or page in a dossier, in the version that was gathered."""

    #: Counts on within the dossier; what is taken out leaves its number.
    number: int
    id: str
    key: str
    account: str
    version: int
    #: Decision by which its record had been corrected then; another one since moves its letters.
    correction: str | None
    judged: DocumentJudgement | None = None
    #: What was decided before, until somebody judges it anew.
    lapsed: LapsedJudgement | None = None
    redactions: tuple[Redaction, ...] = ()
    #: What was proposed and somebody let stand: place, first letter, and behind the last one.
    left: tuple[Span, ...] = ()
    #: When anything of it was let stand last.
    left_at: datetime | None = None
    #: Whether what its films say goes along as text; without a decision it does not.
    film_along: bool = False
    #: How often anything was done with it, and by whom last: what somebody saw is told by it.
    acts: int = 0
    changed_by: str = ""

    @property
    def judgement(self) -> Disclosure:
        """Tell what is decided: where nobody said so, what its passages come to."""
        if self.judged is not None:
            return self.judged.judgement
        return Disclosure.PARTLY if self.redactions else Disclosure.PUBLIC

    @property
    def is_decided(self) -> bool:
        """Tell whether anybody decided on it: if not, it goes out as public."""
        return self.judged is not None or bool(self.redactions)

    @property
    def is_secret(self) -> bool:
        """Tell whether nobody may read it: not what is left out as it stands elsewhere already."""
        return self.judgement is Disclosure.REFUSED and self.grounds != (TWIN,)

    @property
    def media_kept_back(self) -> frozenset[int]:
        """Give which of its files are kept back, by their place among them."""
        return frozenset(one.start for one in self.redactions if one.place is Place.MEDIUM)

    def parts_of(self, file: int) -> tuple[Redaction, ...]:
        """Give the parts that are kept back of a picture, by its place among the files."""
        return tuple(
            one for one in self.redactions if one.place is Place.PICTURE and one.start == file
        )

    @property
    def grounds(self) -> tuple[str, ...]:
        """Give the grounds on which anything of it is kept back, each once."""
        said = self.judged.grounds if self.judged else ()
        return tuple(dict.fromkeys((*said, *(one.ground for one in self.redactions))))


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspension:
    """Days on which the term stands still: until others had their say, or on another ground."""

    since: date
    until: date | None
    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Dossier:
    """A request and what is decided on it, as its events tell."""

    id: str
    #: What was asked, without who asks.
    request: str
    #: Day on which the organisation received it.
    received: date
    #: Number in the organisation's own file system.
    case: str
    by: str
    at: datetime
    state: DossierState = DossierState.OPEN
    documents: Mapping[str, DossierDocument] = field(default_factory=lambda: MappingProxyType({}))
    #: Why more time is needed.
    extended: str = ""
    suspensions: tuple[Suspension, ...] = ()
    #: Who added, took out, marked or judged anything: none of them is the second reader.
    workers: tuple[str, ...] = ()
    reviewer: str | None = None
    frozen_by: str | None = None
    frozen_at: datetime | None = None
    #: How many documents and passages it had so far: numbers are not given out twice.
    numbered: int = 0
    #: How often anything was added, taken out, marked or judged: what a reader saw is told by it.
    acts: int = 0
    passages: int = 0
    #: With what a second reader did not agree, in the order in which that was said.
    disagreements: tuple[Disagreement, ...] = ()

    @property
    def standing(self) -> tuple[Disagreement, ...]:
        """Give those on which a second reader still has to agree: until then it is not frozen."""
        return tuple(one for one in self.disagreements if one.stands)

    @property
    def redactions(self) -> tuple[Redaction, ...]:
        """Give all passages that are kept back, in the order of their numbers."""
        every = (one for document in self.documents.values() for one in document.redactions)
        return tuple(sorted(every, key=lambda one: one.number))

    @property
    def allowed(self) -> tuple[Redaction, ...]:
        """Give those whose words may stay readable elsewhere in it."""
        return tuple(one for one in self.redactions if one.allowed)

    @property
    def keeps_until(self) -> date | None:
        """Give the last day on which its documents are kept; None while it is not frozen."""
        return civil_day(self.frozen_at) + KEPT_AFTER if self.frozen_at else None

    def keeps_on(self, today: date) -> bool:
        """Tell whether its documents may not be destroyed on a day."""
        return self.keeps_until is None or today <= self.keeps_until

    def due(self, today: date) -> date:
        """Give the last day on which it is to be decided; a suspension that runs counts so far."""
        days = sum(
            max(0, ((one.until or max(today, one.since)) - one.since).days)
            for one in self.suspensions
        )
        return TERM.due(self.received, extended=bool(self.extended), suspended=days)

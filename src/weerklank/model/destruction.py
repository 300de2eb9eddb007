"""Destruction: on what ground, through which states, and who may bring it from one to the next.

Requirement G4; art. 8 Archiefbesluit 1995 (verklaring van vernietiging).
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import combinations

from weerklank.model.json_value import JsonObject
from weerklank.model.person import Role
from weerklank.model.text import Text


class Ground(StrEnum):
    """Why something may be destroyed."""

    SELECTION = "selection"
    NOT_GOVERNMENT = "not-government"
    UNLAWFUL = "unlawful"
    COURT = "court"
    #: A person asked for it and was in the right; it comes of the decision on the request alone.
    ERASURE = "erasure"


class ListState(StrEnum):
    """Where a destruction list (vernietigingslijst) stands."""

    PROPOSED = "proposed"
    REVIEWED = "reviewed"
    APPROVED = "approved"
    EXECUTED = "executed"
    CERTIFIED = "certified"


#: From which state to which, and the role of whoever does it. The graph is a line; the one way
#: back is that a reviewer or archivist asks for changes: then it is proposed once more.
STEPS: dict[ListState, tuple[ListState, Role]] = {
    ListState.REVIEWED: (ListState.PROPOSED, Role.REVIEWER),
    ListState.APPROVED: (ListState.REVIEWED, Role.ARCHIVIST),
    ListState.EXECUTED: (ListState.APPROVED, Role.ARCHIVIST),
    ListState.CERTIFIED: (ListState.EXECUTED, Role.ARCHIVIST),
}
#: States in which what is on the list is gone.
GONE = frozenset({ListState.EXECUTED, ListState.CERTIFIED})


#: How people say it.
WORDS: dict[ListState, Text] = {
    ListState.PROPOSED: Text("voorgesteld", "proposed"),
    ListState.REVIEWED: Text("beoordeeld", "reviewed"),
    ListState.APPROVED: Text("gemachtigd", "approved"),
    ListState.EXECUTED: Text("uitgevoerd", "executed"),
    ListState.CERTIFIED: Text("verklaard", "certified"),
}
GROUNDS: dict[Ground, Text] = {
    Ground.SELECTION: Text("selectielijst", "selection list"),
    Ground.NOT_GOVERNMENT: Text("geen overheidsinformatie", "not government information"),
    Ground.UNLAWFUL: Text("onrechtmatige verwerking", "unlawful processing"),
    Ground.COURT: Text("gerechtelijk bevel", "court order"),
    Ground.ERASURE: Text(
        "recht op gegevenswissing, op verzoek van wie het schreef",
        "right to erasure, asked by who wrote it",
    ),
}


class WhyNot(StrEnum):
    """Why a place was not searched for what was destroyed."""

    #: An export is not where it was written.
    MOVED = "moved"
    #: It could not be read.
    UNREADABLE = "unreadable"
    #: It could not be unpacked to its end.
    DAMAGED = "damaged"
    #: It lies elsewhere, under a lock or a term of its own, or behind a link.
    ELSEWHERE = "elsewhere"
    #: It is encrypted, and the key of what was destroyed is destroyed.
    KEY_DESTROYED = "key-destroyed"


WHY_NOT: dict[WhyNot, Text] = {
    WhyNot.MOVED: Text(
        "die uitvoer staat niet meer waar zij is geschreven",
        "that export is not where it was written any more",
    ),
    WhyNot.UNREADABLE: Text("niet te lezen", "can't be read"),
    WhyNot.DAMAGED: Text("niet tot het einde uit te pakken", "can't be unpacked to its end"),
    WhyNot.ELSEWHERE: Text(
        "staat elders, met een eigen termijn of slot, of achter een koppeling",
        "lies elsewhere, by its own term or lock, or behind a link",
    ),
    WhyNot.KEY_DESTROYED: Text(
        "is versleuteld, en de sleutel van wat is vernietigd bestaat niet meer, behalve in "
        "back-ups van de sleutelmap van daarvoor",
        "is encrypted, and the key of what was destroyed is no more, except in back-ups of the "
        "key folder of before",
    ),
}


@dataclass(frozen=True, slots=True)
class NotSearched:
    """A place that was not searched for what was destroyed, and why."""

    #: File within the archive, or what lies outside it.
    place: str
    why: WhyNot

    def told(self) -> JsonObject:
        """Write it as events and commands have it."""
        return {"place": self.place, "why": str(self.why)}


@dataclass(frozen=True, slots=True, kw_only=True)
class PageGone:
    """A page that a destruction takes along, or that was on the list by itself."""

    id: str
    key: str
    #: Key of the item that it was of.
    of: str
    #: When it was taken: RFC 3339, UTC.
    taken_at: str
    #: Whether it goes by itself, and nothing that stands on it.
    alone: bool
    #: Whether it is of an own site to which the item leads, and none of the item itself.
    linked: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Excepted:
    """An item that was taken off a list before it was executed; it stays where it is."""

    id: str
    key: str
    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class WentBefore:
    """An item that had gone by another list when this one began."""

    id: str
    list: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangesAsked:
    """That a reviewer or an archivist did not agree, and what the proposer said to it."""

    reason: str
    by: str
    at: datetime
    #: To which state they would have brought it.
    instead_of: ListState
    #: What the proposer answered, with which the next round began; None until then.
    answer: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class DueRow:
    """Items of a list that are due by one row of a selection list."""

    list: str
    row: str
    #: First and last day until which they were to be kept.
    until_first: date
    until_last: date
    keys: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class DestructionList:
    """A list as its events tell it."""

    id: str
    state: ListState
    ground: Ground
    reason: str
    #: Permanent addresses.
    items: tuple[str, ...]
    #: Keys of the same items: what harvests and imports look at.
    keys: tuple[str, ...]
    #: Name of who brought it to each state.
    by: dict[str, str]
    #: System user of who brought it to each state.
    system_users: dict[str, str]
    #: States to which it was brought by who had signed in; else the name was only stated.
    signed_in: frozenset[str] = frozenset()
    #: Packages with the generation that is to be replaced; once there are any, the destruction
    #: has begun, goes on whatever happens, and hides its items.
    packages: tuple[tuple[str, int], ...] | None = None
    #: Keys of the threads that its items belonged to.
    threads: tuple[str, ...] = ()
    #: The pages among its items, named by themselves or with what stands on them. Those that came
    #: since it was proposed are among them once the destruction has begun.
    pages: tuple[PageGone, ...] = ()
    #: The marked item that it was made for; it holds while the decision on the mark names it.
    mark: str | None = None
    #: The request of a person that it was made for; it holds while the decision names it.
    request: str | None = None
    #: Keys of pages that nobody named: they go along with what stands on them.
    along: frozenset[str] = frozenset()
    excepted: tuple[Excepted, ...] = ()
    #: What this list does not destroy, since another did: not among its items from then on.
    before: tuple[WentBefore, ...] = ()
    changes: tuple[ChangesAsked, ...] = ()
    #: By which rows of a selection list its items are due, where it was made of what is due.
    rows: tuple[DueRow, ...] = ()
    #: First day on which it may be executed, as who approved it decided; None: at once.
    not_before: date | None = None

    @property
    def has_begun(self) -> bool:
        """Tell whether its items are hidden: from the moment that the destruction begins."""
        return self.packages is not None

    @property
    def is_open(self) -> bool:
        """Tell whether the destruction has begun and is not done."""
        return self.has_begun and self.state not in GONE

    @property
    def round(self) -> int:
        """Give how many times it was proposed: once, and once after each answer."""
        return 1 + sum(one.answer is not None for one in self.changes)

    @property
    def not_due(self) -> int:
        """Give how many of its items no row of a selection list lets go, though that is why."""
        if self.ground is not Ground.SELECTION:
            return 0
        named = len(self.keys) - len(self.along)
        return named - sum(len(row.keys) for row in self.rows)

    @property
    def waits_for_proposer(self) -> bool:
        """Tell whether changes were asked that were not answered."""
        return bool(self.changes) and self.changes[-1].answer is None

    @property
    def is_stated_only(self) -> bool:
        """Tell whether one system user acted for two of the persons, not both signed in."""
        return any(
            self.system_users[one] == self.system_users[other]
            and not {one, other} <= self.signed_in
            for one, other in combinations(self.system_users, 2)
        )

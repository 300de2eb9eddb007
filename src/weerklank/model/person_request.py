"""A person asks: what is held about them, or that it is put right, kept apart or wiped (D5).

Who asks stands in the file system of the organisation, under the case number: here are the kind,
the days, the pseudonyms that it is about, and the decision.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from weerklank.model.hand_in import add_months
from weerklank.model.platform import Platform
from weerklank.model.text import Text


class RequestKind(StrEnum):
    """What somebody asks for."""

    ACCESS = "access"
    RECTIFICATION = "rectification"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    OBJECTION = "objection"


class RequestOutcome(StrEnum):
    """What is decided on a request."""

    GRANTED = "granted"
    PARTLY = "partly"
    REFUSED = "refused"


class PersonRequestState(StrEnum):
    """Where a request of a person stands."""

    OPEN = "open"
    DECIDED = "decided"


#: How people say what is asked, with the article that gives the right.
KINDS: dict[RequestKind, Text] = {
    RequestKind.ACCESS: Text("inzage (artikel 15 AVG)", "access (article 15 GDPR)"),
    RequestKind.RECTIFICATION: Text(
        "rectificatie (artikel 16 AVG)", "rectification (article 16 GDPR)"
    ),
    RequestKind.ERASURE: Text("gegevenswissing (artikel 17 AVG)", "erasure (article 17 GDPR)"),
    RequestKind.RESTRICTION: Text("beperking (artikel 18 AVG)", "restriction (article 18 GDPR)"),
    RequestKind.OBJECTION: Text("bezwaar (artikel 21 AVG)", "objection (article 21 GDPR)"),
}
OUTCOMES: dict[RequestOutcome, Text] = {
    RequestOutcome.GRANTED: Text("toegewezen", "granted"),
    RequestOutcome.PARTLY: Text("deels toegewezen", "partly granted"),
    RequestOutcome.REFUSED: Text("afgewezen", "refused"),
}
#: Requests of which the items are kept apart once they are granted.
SETS_APART = frozenset({RequestKind.ERASURE, RequestKind.RESTRICTION, RequestKind.OBJECTION})


@dataclass(frozen=True, slots=True)
class AnswerTerm:
    """Within how many calendar months a request is answered, and who says so."""

    months: int
    #: What reasons may add.
    extension: int
    source: Text


TERM = AnswerTerm(
    1,
    2,
    Text(
        "AVG artikel 12, derde lid; de wettekst is hier niet nageslagen. Een laatste dag in een "
        "weekeinde of op een feestdag schuift hier niet op.",
        "GDPR article 12(3); the text of the law was not looked up here. A last day in a weekend "
        "or on a holiday does not move here.",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Identified:
    """Somebody looked whether who asks is who the account is of."""

    #: How, without a name.
    how: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Answered:
    """The decision on a request."""

    outcome: RequestOutcome
    #: Code of the ground in the table.
    ground: str
    motivation: str
    by: str
    at: datetime
    #: Keys of the items that it goes for, by account; of access that was granted all there are.
    items: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    #: What the person says of items; it stands beside them.
    note: str = ""
    #: Destruction list that was proposed.
    list: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Lifted:
    """A decision ended what kept items apart."""

    reason: str
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonRequest:
    """A request as its events tell it."""

    id: str
    kind: RequestKind
    platform: Platform
    #: Day on which the organisation received it.
    received: date
    #: Number in the organisation's own file system, where it stands who asks.
    case: str
    #: Symbols of the pseudonyms that it is about; none: nothing is held.
    persons: tuple[str, ...]
    #: The same pseudonyms as people see them.
    shown: tuple[str, ...]
    registered: datetime
    by: str
    identified: Identified | None = None
    #: Why more time is needed.
    extended: str = ""
    answered: Answered | None = None
    lifted: Lifted | None = None

    @property
    def due(self) -> date:
        """Give the last day on which it is to be answered."""
        more = TERM.extension if self.extended else 0
        return add_months(self.received, TERM.months + more)

    @property
    def first_due(self) -> date:
        """Give the last day without an extension: until then it can be extended."""
        return add_months(self.received, TERM.months)

    @property
    def state(self) -> PersonRequestState:
        """Tell where it stands."""
        return PersonRequestState.DECIDED if self.answered else PersonRequestState.OPEN

    @property
    def is_granted(self) -> bool:
        """Tell whether it was granted, as a whole or in part."""
        return self.answered is not None and self.answered.outcome is not RequestOutcome.REFUSED

    @property
    def keeps_apart(self) -> bool:
        """Tell whether its items are for few to see: until a decision lifts that."""
        return self.kind in SETS_APART and self.is_granted and self.lifted is None

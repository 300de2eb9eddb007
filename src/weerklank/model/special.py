"""Special: what replies of others probably tell that the law protects more (requirement D7).

AVG art. 9 (special categories), art. 10 (criminal data) and recital 38 (children). A rule says
*probably*: a person decides.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from weerklank.model.ids import AccountId
from weerklank.model.item import ItemState
from weerklank.model.text import Text


class SpecialKind(StrEnum):
    """What a text probably tells of somebody."""

    HEALTH = "health"
    RELIGION = "religion"
    POLITICS = "politics"
    UNION = "union"
    ETHNICITY = "ethnicity"
    SEXUALITY = "sexuality"
    #: Biometric or genetic.
    BIOMETRIC = "biometric"
    #: Of whoever did something, not of whom it was done to.
    CRIMINAL = "criminal"
    #: A child speaks, or is spoken of.
    CHILD = "child"


KINDS: dict[SpecialKind, Text] = {
    SpecialKind.HEALTH: Text("gezondheid", "health"),
    SpecialKind.RELIGION: Text("geloof of levensovertuiging", "religion or belief"),
    SpecialKind.POLITICS: Text("politieke opvatting", "political opinion"),
    SpecialKind.UNION: Text("lidmaatschap van een vakbond", "union membership"),
    SpecialKind.ETHNICITY: Text("ras of etnische afkomst", "racial or ethnic origin"),
    SpecialKind.SEXUALITY: Text("seksueel leven of gerichtheid", "sex life or orientation"),
    SpecialKind.BIOMETRIC: Text("biometrisch of genetisch", "biometric or genetic"),
    SpecialKind.CRIMINAL: Text("strafrechtelijk", "criminal"),
    SpecialKind.CHILD: Text("een kind", "a child"),
}
#: What all of it is called.
SPECIAL = Text("mogelijk bijzondere persoonsgegevens", "probably special personal data")


@dataclass(frozen=True, slots=True, order=True)
class SpecialFind:
    """One rule that fits a text."""

    kind: SpecialKind
    #: Name and version of the rule.
    rule: str
    #: Lower bound of the share of texts that it marks rightly, as measured.
    confidence: float


class SpecialState(StrEnum):
    """Where it stands that an item is special."""

    #: A rule or somebody marked it; it is withheld, and waits for a person.
    WAITING = "waiting"
    CONFIRMED = "confirmed"
    #: Somebody looked: it is not, and is shown again.
    WITHDRAWN = "withdrawn"


STATES: dict[SpecialState, Text] = {
    SpecialState.WAITING: Text("wacht op een besluit", "waits for a decision"),
    SpecialState.CONFIRMED: Text("bevestigd", "confirmed"),
    SpecialState.WITHDRAWN: Text("niet bijzonder", "not special"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialStep:
    """Somebody marked an item by hand, or decided on it."""

    at: datetime
    by: str
    #: WAITING of who marked it.
    state: SpecialState
    #: Why it was marked.
    reason: str = ""
    #: Newest version of the item then: a withdrawal says nothing of what it says later.
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class SpecialMark:
    """What people said of one item, in order of time; what rules say of it stands nowhere."""

    #: Permanent address, and key.
    id: str
    key: str
    account: AccountId
    steps: tuple[SpecialStep, ...]

    @property
    def state(self) -> SpecialState:
        """Tell where it stands."""
        return self.steps[-1].state

    @property
    def markers(self) -> frozenset[str]:
        """Give who marked it by hand, at any time: none of them decides."""
        return frozenset(one.by for one in self.steps if one.state is SpecialState.WAITING)


@dataclass(frozen=True, slots=True)
class LaidStates(Mapping[str, ItemState]):
    """What decisions lay over records: states of items, by key, and which are special or not.

    As a mapping it gives the states.
    """

    states: Mapping[str, ItemState]
    #: Keys of what somebody marked or confirmed.
    special: frozenset[str] = frozenset()
    #: Keys of what is none by decision, each with the last version that was decided on.
    ordinary: Mapping[str, int] = field(default_factory=dict)

    def is_special(self, key: str, version: int, *, by_rule: bool) -> bool:
        """Tell whether few may see an item, by its key and its newest version."""
        if key in self.special:
            return True
        return by_rule and self.ordinary.get(key, 0) < version

    def __getitem__(self, key: str) -> ItemState:
        return self.states[key]

    def __iter__(self) -> Iterator[str]:
        return iter(self.states)

    def __len__(self) -> int:
        return len(self.states)

"""Mark: somebody says that a post or reply is not government information; an archivist decides.

Requirement D6. Module 3: 'Zorg dat corporate accounts enkel overheidsinformatie bevatten'.
Whitepaper 4.1.1: 'Het is de verantwoordelijkheid van de ambtenaar/afdeling om te zorgen dat hier
geen privé- of partijpolitieke informatie tussen zit.'
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from weerklank.model.clock import civil_day
from weerklank.model.hand_in import add_months
from weerklank.model.ids import AccountId
from weerklank.model.text import Text


class Judgement(StrEnum):
    """What an archivist decides on a mark."""

    #: It is government information: the mark is lifted, and so is an earlier restriction.
    KEEP = "keep"
    #: It stays in the archive, for few to see.
    RESTRICT = "restrict"
    #: It is proposed for destruction, by three persons, and restricted until then.
    REMOVE = "remove"


class MarkState(StrEnum):
    """Where a mark stands."""

    WAITING = "waiting"
    KEPT = "kept"
    RESTRICTED = "restricted"
    REMOVAL_PROPOSED = "removal-proposed"


#: What a judgement brings a mark to.
BROUGHT: dict[Judgement, MarkState] = {
    Judgement.KEEP: MarkState.KEPT,
    Judgement.RESTRICT: MarkState.RESTRICTED,
    Judgement.REMOVE: MarkState.REMOVAL_PROPOSED,
}
#: How people say it.
WORDS: dict[MarkState, Text] = {
    MarkState.WAITING: Text("wacht op de archivaris", "waits for the archivist"),
    MarkState.KEPT: Text("gehouden", "kept"),
    MarkState.RESTRICTED: Text("beperkt", "restricted"),
    MarkState.REMOVAL_PROPOSED: Text("voorgesteld voor vernietiging", "proposed for destruction"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class MarkStep:
    """Somebody marked an item, or decided on the mark."""

    at: datetime
    by: str
    system_user: str
    is_signed_in: bool = False
    #: None of who marked it.
    judgement: Judgement | None = None
    #: Why it was marked.
    reason: str = ""
    #: Destruction list that the judgement led to.
    list: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Mark:
    """What was said of one item, in order of time; the first step marks it."""

    #: Permanent address of the item.
    id: str
    #: Its key: what harvests and searches look at.
    key: str
    account: AccountId
    steps: tuple[MarkStep, ...]

    @property
    def marked(self) -> MarkStep:
        """Give the step that marked it last."""
        return next(step for step in reversed(self.steps) if step.judgement is None)

    @property
    def markers(self) -> frozenset[str]:
        """Give who marked it, at any time: none of them decides."""
        return frozenset(step.by for step in self.steps if step.judgement is None)

    @property
    def decided(self) -> MarkStep | None:
        """Give the decision that holds; of an item that was marked again the earlier one."""
        return next((step for step in reversed(self.steps) if step.judgement), None)

    @property
    def state(self) -> MarkState:
        """Tell where it stands."""
        judgement = self.steps[-1].judgement
        return BROUGHT[judgement] if judgement else MarkState.WAITING

    @property
    def is_restricted(self) -> bool:
        """Tell whether few may see the item: a mark by itself changes nothing."""
        decided = self.decided
        return decided is not None and decided.judgement is not Judgement.KEEP

    @property
    def is_stated_only(self) -> bool:
        """Tell whether one system user named who marked or who decided: not both signed in."""
        last, marked = self.steps[-1], self.marked
        if last.judgement is None or (last.is_signed_in and marked.is_signed_in):
            return False
        return last.system_user == marked.system_user


@dataclass(frozen=True, slots=True)
class Recurrence:
    """From how many items on within how many calendar months it recurs, and who says so."""

    items: int
    months: int
    source: Text


#: When the register warns of an account (D6). The sources name no number.
RECURRENCE = Recurrence(
    3,
    12,
    Text(
        "eigen norm; module 3 en whitepaper 4.1.1 noemen geen aantal",
        "a rule of our own; module 3 and whitepaper 4.1.1 name no number",
    ),
)


def recurring(
    marks: Iterable[Mark], today: date, rule: Recurrence = RECURRENCE
) -> dict[AccountId, int]:
    """Give the accounts where it recurs, each with its number of items.

    Counted are items that an archivist judged no government information, by the day on which they
    were marked.
    """
    counts: dict[AccountId, int] = {}
    for mark in marks:
        is_recent = add_months(civil_day(mark.marked.at), rule.months) >= today
        if mark.is_restricted and is_recent:
            counts[mark.account] = counts.get(mark.account, 0) + 1
    return {account: count for account, count in counts.items() if count >= rule.items}

"""Which row of which list an item goes by: decisions first, then the list in force (G1).

Of decisions the narrowest goes first: on the item, on its account, on its kind of content in one
scenario, on that kind of content. Scenario A is one way and B two way; C follows the row of
one-way or two-way communication, whichever it was on that day (whitepaper 4.2).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from weerklank.appraise.calendar_terms import UNDATED
from weerklank.model.selection import (
    Assignment,
    Direction,
    ListKind,
    Outcome,
    Row,
    SelectionList,
    Serves,
    Share,
    Target,
)
from weerklank.model.text import Text

BY_ITEM = Text("besluit over dit bericht", "decision on this post")
BY_ACCOUNT = Text("besluit over dit account", "decision on this account")
BY_DEFAULT = Text("besluit over dit soort inhoud", "decision on this kind of content")
BY_LIST = Text(
    "de geldende lijst heeft een rij voor dit soort inhoud",
    "the list in force has a row for this kind of content",
)
NO_LIST = Text(
    "er geldt geen selectielijst voor wat toen is geplaatst",
    "no selection list is in force for what was published then",
)
NO_ROW = Text(
    "de geldende lijst heeft geen rij voor dit soort inhoud",
    "the list in force has no row for this kind of content",
)
NO_DIALOGUE = Text(
    "de geldende lijst heeft het werkproces 'het voeren van dialoog tussen overheid en burgers' "
    "niet",
    "the list in force lacks the process 'het voeren van dialoog tussen overheid en burgers'",
)
LIST_NOT_FOR = Text(
    "de lijst van het besluit geldt niet voor wat toen is geplaatst",
    "the list of the decision is not for what was published then",
)
ROW_GONE = Text(
    "de rij van het besluit staat niet in de lijst die geldt voor wat toen is geplaatst",
    "the row of the decision is not in the list that is for what was published then",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What was decided so far: lists, decisions by the name of their target, days of laws."""

    lists: tuple[SelectionList, ...] = ()
    assignments: Mapping[str, Assignment]
    law_begins: Mapping[str, date]

    def in_force(self, day: date) -> SelectionList | None:
        """Give the list by process that is for what was published on a day.

        Of several the one that began last; of one beginning, what was loaded last.
        """
        return newest(
            one for one in self.lists if one.kind is ListKind.PROCESS and one.is_for(day)
        )

    def version_for(self, name: str, day: date) -> SelectionList | None:
        """Give the version of a list that is for what was published on a day."""
        return newest(one for one in self.lists if one.id == name and one.is_for(day))


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """The row that some content goes by; without one it is still to be determined."""

    row: Row | None = None
    list: SelectionList | None = None
    reason: Text
    by: Assignment | None = None

    @property
    def outcome(self) -> Outcome:
        """What the row says."""
        return self.row.outcome if self.row else Outcome.UNDECIDED


def newest(lists: Iterable[SelectionList]) -> SelectionList | None:
    """Give, of lists that hold, the one that began last, and of those what was loaded last."""
    return max(lists, key=lambda one: (one.valid_from or date.min, one.loaded_at), default=None)


def names_for(direction: Direction, scenario: str, share: Share) -> tuple[str, ...]:
    """Give the names of targets that cover a kind of content, the narrowest first."""
    return tuple(
        Target(direction=direction, scenario=one, share=part).name
        for one, part in ((scenario, share), (scenario, None), (None, share), (None, None))
    )


def choose(
    decided: Decided,
    day: date | None,
    *,
    account: str,
    direction: Direction,
    scenario: str,
    share: Share,
    item: str | None = None,
) -> Choice:
    """Choose the row for content of an account that was published on a day."""
    own = decided.assignments.get(item) if item else None
    if own is not None:
        return _decided(decided, own, day, BY_ITEM)
    if day is None:
        return Choice(reason=UNDATED)
    levels = (
        (BY_ACCOUNT, (Target(account=account, share=share).name, account)),
        (BY_DEFAULT, names_for(direction, scenario, share)),
    )
    for reason, names in levels:
        for name in names:
            if name in decided.assignments:
                return _decided(decided, decided.assignments[name], day, reason)
    return _by_list(decided, day, direction, share)


def _decided(decided: Decided, assignment: Assignment, day: date | None, reason: Text) -> Choice:
    """Follow a decision to its row, in the version of the list for the day of publication."""
    if day is None:
        found = newest(one for one in decided.lists if one.id == assignment.list)
    else:
        found = decided.version_for(assignment.list, day)
    if found is None:
        return Choice(reason=LIST_NOT_FOR, by=assignment)
    row = found.row(assignment.row)
    if row is None or row.is_withdrawn:
        return Choice(list=found, reason=ROW_GONE, by=assignment)
    return Choice(row=row, list=found, reason=reason, by=assignment)


def _by_list(decided: Decided, day: date, direction: Direction, share: Share) -> Choice:
    found = decided.in_force(day)
    if found is None:
        return Choice(reason=NO_LIST)
    row = found.serving(serves_for(direction, share))
    if row is None:
        missing = NO_DIALOGUE if direction is Direction.TWO_WAY else NO_ROW
        return Choice(list=found, reason=missing)
    return Choice(row=row, list=found, reason=BY_LIST)


def serves_for(direction: Direction, share: Share) -> Serves:
    """Say which row of a list is for some content where no decision says otherwise."""
    if direction is Direction.TWO_WAY:
        return Serves.DIALOGUE
    return Serves.END_PRODUCT if share is Share.OWN else Serves.REST

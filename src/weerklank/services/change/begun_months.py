"""Months of which the closing was begun: what a close that is killed leaves to be said.

A month is closed by renames and merges, and the last word on it is an event. Whoever died between
the two had the month closed and nobody told: so the close says first which packages it takes, and
the next one that comes ends what the last did not. The last word names what it ends: two
processes of which the clocks differ may stand in the journal the other way round.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from weerklank.model.event import Book, Event
from weerklank.model.ids import AccountId
from weerklank.model.json_value import Json
from weerklank.services.runs.kept_fold import KeptFold, fold_journal
from weerklank.services.workplace import Workplace, session_name

CLOSING, CLOSED = "month.closing", "month.closed"
#: In the last word: the closings that it ends.
ENDS = "closings"


@dataclass(frozen=True, slots=True)
class BegunMonth:
    """A closing of a month that was begun and not ended."""

    id: str
    month: str
    #: Names of what it takes.
    packages: frozenset[str]


#: By account.
AllBegun = Mapping[str, Sequence[BegunMonth]]


def begin_month(
    workplace: Workplace, account: AccountId, month: str, packages: Iterable[str]
) -> BegunMonth:
    """Write down which packages the closing of a month takes, before any of them moves."""
    begun = BegunMonth(f"{account}-{month}-{session_name()}", month, frozenset(packages))
    names: list[Json] = [*sorted(begun.packages)]
    data: dict[str, Json] = {"closing": begun.id, "month": month, "packages": names}
    workplace.record(Book.JOURNAL, CLOSING, account, data)
    return begun


def begun_months(workplace: Workplace) -> AllBegun:
    """Give the closings of months that were begun and not ended, by account."""
    found: dict[str, list[BegunMonth]] = {}
    for account, month in fold_journal(workplace, _KEPT, keep=True).begun.values():
        found.setdefault(account, []).append(month)
    return {account: tuple(months) for account, months in found.items()}


def still_begun(workplace: Workplace, begun: Sequence[BegunMonth]) -> list[BegunMonth]:
    """Give those that are not ended yet, under the lock of their account.

    What was read before the lock was had, or is remembered, may have been ended since.
    """
    if not begun:
        return []
    ended = {
        name
        for event in workplace.events.read_backwards(Book.JOURNAL, (CLOSED,))
        for name in _ended(event)
    }
    return [one for one in begun if one.id not in ended]


def _ended(event: Event) -> Iterable[str]:
    names = event.data.get(ENDS)
    return map(str, names) if isinstance(names, list) else ()


@dataclass(frozen=True, slots=True)
class _SoFar:
    """What was begun and not ended, with whose it is; and what was ended before it was begun."""

    begun: dict[str, tuple[str, BegunMonth]]
    ended: frozenset[str]


class _BegunFold:
    """Keeps what was begun until something ends it, in whatever order they come."""

    def __init__(self, so_far: _SoFar | None = None) -> None:
        self._begun = dict(so_far.begun) if so_far else {}
        self._ended = set(so_far.ended) if so_far else set()

    def take(self, event: Event) -> None:
        if event.kind == CLOSED:
            ended = {name: self._begun.pop(name, None) for name in _ended(event)}
            self._ended.update(name for name, one in ended.items() if one is None)
            for one in filter(None, ended.values()):
                self._told(*one)
        elif event.kind == CLOSING:
            name, packages = str(event.data.get("closing")), event.data.get("packages")
            if name not in self._ended and isinstance(packages, list):
                month = BegunMonth(
                    name, str(event.data.get("month")), frozenset(map(str, packages))
                )
                self._begun[name] = event.subject, month

    def _told(self, account: str, month: BegunMonth) -> None:
        """Leave out of other closings what was told: one that died may have taken it first."""
        for name, (whose, other) in [*self._begun.items()]:
            if whose == account and not other.packages.isdisjoint(month.packages):
                self._begun[name] = whose, replace(other, packages=other.packages - month.packages)
                if other.packages <= month.packages:
                    del self._begun[name]

    def result(self) -> _SoFar:
        return _SoFar(dict(self._begun), frozenset(self._ended))


_KEPT = KeptFold("months", _SoFar, _BegunFold, _BegunFold)

"""What audits looked at, and when: from the journal alone."""

from dataclasses import dataclass, field
from datetime import datetime

from weerklank.jobs.audit import AUDITED, SPREAD, Look
from weerklank.model.event import Book, Event
from weerklank.services.workplace import Workplace


@dataclass(frozen=True, slots=True)
class PastLook:
    """A check of the whole archive, or of some accounts."""

    #: How long the log was when it began: what came later it did not look at.
    size: int
    at: datetime
    #: Empty for all of them.
    accounts: frozenset[str]
    damaged: frozenset[str]

    def covers(self, part: str, first: int) -> bool:
        """Tell whether it looked at a part, of which the log has its first leaf at a place."""
        return self.size > first and (not self.accounts or part.partition("/")[0] in self.accounts)

    def takes_over(self, other: "PastLook") -> bool:
        """Tell whether it looked at all that another did."""
        is_wider = not self.accounts or (other.accounts and other.accounts <= self.accounts)
        return other.size <= self.size and bool(is_wider)


@dataclass(slots=True)
class Audits:
    """When each part was last looked at by an audit, and all of them by a check."""

    looks: dict[str, Look] = field(default_factory=dict)
    #: The look before that: the last may be of a clock that ran ahead.
    before: dict[str, Look] = field(default_factory=dict)
    #: Checks of `verify` that can say of a part that it was as it should be.
    checks: list[PastLook] = field(default_factory=list)
    #: When each audit was, in the order of the journal.
    moments: list[datetime] = field(default_factory=list)
    #: The last audit: when, and how much was found, in the log too.
    last: datetime | None = None
    found: int = 0


class _Fold:
    def __init__(self) -> None:
        self._audits = Audits()

    def take(self, event: Event) -> None:
        audits, data = self._audits, event.data
        if event.kind == "check.done":
            self._check(event)
            return
        parts, damaged = data.get("parts"), data.get("damaged")
        if event.kind == AUDITED and isinstance(parts, list) and isinstance(damaged, dict):
            for name in map(str, parts):
                self._look(name, Look(event.at, name not in damaged))
            findings = data.get("findings")
            audits.moments.append(event.at)
            audits.last = event.at
            audits.found = findings if isinstance(findings, int) else 0

    def _check(self, event: Event) -> None:
        """Take a check: damage stands until somebody looks again, as that of an audit does."""
        data, audits = event.data, self._audits
        told, accounts, size = data.get("damaged"), data.get("accounts"), data.get("size")
        damaged = frozenset(told if isinstance(told, dict) else ())
        for name in damaged:
            self._look(name, Look(event.at, ok=False))
        # Checks of before told of no parts: only such as found nothing can speak for all.
        says = isinstance(told, dict) or data.get("ok") is True
        if says and isinstance(size, int):
            some = frozenset(map(str, accounts)) if isinstance(accounts, list) else frozenset()
            new = PastLook(size, event.at, some, damaged)
            audits.checks = [*(one for one in audits.checks if not new.takes_over(one)), new]

    def _look(self, name: str, look: Look) -> None:
        if name in self._audits.looks:
            self._audits.before[name] = self._audits.looks[name]
        self._audits.looks[name] = look

    def result(self) -> Audits:
        known = self._audits
        looks, before = dict(known.looks), dict(known.before)
        checks, moments = list(known.checks), list(known.moments)
        return Audits(looks, before, checks, moments, known.last, known.found)


class _Spread:
    def __init__(self) -> None:
        self._days: int | None = None

    def take(self, event: Event) -> None:
        if event.kind == SPREAD:
            days = event.data.get("days")
            self._days = days if isinstance(days, int) else None

    def result(self) -> int | None:
        return self._days


def read_audits(workplace: Workplace) -> Audits:
    """Give what audits and checks looked at."""
    return workplace.events.fold(Book.JOURNAL, _Fold)


def spread_of(workplace: Workplace) -> int | None:
    """Give within how many days all is looked at by itself; None where nobody decided that."""
    return workplace.events.fold(Book.DECISIONS, _Spread)

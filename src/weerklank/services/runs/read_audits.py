"""What audits looked at, and when: from the journal alone."""

from dataclasses import dataclass, field
from datetime import datetime

from weerklank.jobs.audit import AUDITED, SPREAD, Look
from weerklank.model.event import Book, Event
from weerklank.services.workplace import Workplace


@dataclass(slots=True)
class Audits:
    """When each part was last looked at by an audit, and all of them by a check."""

    looks: dict[str, Look] = field(default_factory=dict)
    #: The look before that: the last may be of a clock that ran ahead.
    before: dict[str, Look] = field(default_factory=dict)
    #: Checks of the whole archive that found nothing: how long the log was then, and when.
    whole: list[tuple[int, datetime]] = field(default_factory=list)
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
        size, parts, damaged = data.get("size"), data.get("parts"), data.get("damaged")
        if event.kind == "check.done" and data.get("ok") is True and isinstance(size, int):
            audits.whole = [*(one for one in audits.whole if one[0] > size), (size, event.at)]
        elif event.kind == AUDITED and isinstance(parts, list) and isinstance(damaged, dict):
            for name in map(str, parts):
                if name in audits.looks:
                    audits.before[name] = audits.looks[name]
                audits.looks[name] = Look(event.at, name not in damaged)
            findings = data.get("findings")
            audits.moments.append(event.at)
            audits.last = event.at
            audits.found = findings if isinstance(findings, int) else 0

    def result(self) -> Audits:
        known = self._audits
        looks, before = dict(known.looks), dict(known.before)
        whole, moments = list(known.whole), list(known.moments)
        return Audits(looks, before, whole, moments, known.last, known.found)


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

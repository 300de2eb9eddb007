"""Read the books: who did what, when and about what, newest first."""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from weerklank.model.clock import civil_day
from weerklank.model.event import OPEN_BOOKS, Book, Event
from weerklank.services.workplace import Workplace


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One event, without its details."""

    at: datetime
    book: Book
    kind: str
    subject: str
    #: The person, where one was named.
    by: str | None
    #: Roles at that time.
    roles: tuple[str, ...]
    system_user: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Sought:
    """Which events someone asks for; None means any."""

    book: Book | None = None
    by: str | None = None
    subject: str | None = None
    since: date | None = None
    until: date | None = None


def read_journal(workplace: Workplace, sought: Sought) -> list[Entry]:
    """Give the events that fit, newest first; days as they are in Europe/Amsterdam."""
    books = (sought.book,) if sought.book else OPEN_BOOKS
    found = [entry for book in books for entry in _entries(workplace, book, sought)]
    return sorted(found, key=lambda entry: entry.at, reverse=True)


def _entries(workplace: Workplace, book: Book, sought: Sought) -> Iterator[Entry]:
    by = sought.by.casefold() if sought.by else ""
    subject = sought.subject.casefold() if sought.subject else ""
    for entry in workplace.events.fold(book, _EntriesFold, genuine=True):
        if not _is_within(entry, sought):
            continue
        if by and by not in (entry.by or entry.system_user).casefold():
            continue
        if subject and subject not in entry.subject.casefold():
            continue
        yield entry


def _is_within(entry: Entry, sought: Sought) -> bool:
    """Tell whether an event is of the days asked for; a day is reckoned where one was asked."""
    if sought.since is None and sought.until is None:
        return True
    day = civil_day(entry.at)
    if sought.since and day < sought.since:
        return False
    return not (sought.until and day > sought.until)


class _EntriesFold:
    """The events of a book so far, without their details."""

    def __init__(self) -> None:
        self._entries: list[Entry] = []
        #: The same few roles and names are held once.
        self._roles: dict[tuple[str, ...], tuple[str, ...]] = {}

    def take(self, event: Event) -> None:
        roles = tuple(map(str, event.actor.roles))
        name = event.actor.name
        self._entries.append(
            Entry(
                at=event.at,
                book=event.book,
                kind=sys.intern(event.kind),
                subject=event.subject,
                by=None if name is None else sys.intern(name),
                roles=self._roles.setdefault(roles, roles),
                system_user=sys.intern(event.actor.system_user),
            )
        )

    def result(self) -> tuple[Entry, ...]:
        return tuple(self._entries)

"""Read the books: who did what, when and about what, newest first."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime

from weerklank.model.clock import civil_day
from weerklank.model.event import Book
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
    books = (sought.book,) if sought.book else tuple(Book)
    found = [entry for book in books for entry in _entries(workplace, book, sought)]
    return sorted(found, key=lambda entry: entry.at, reverse=True)


def _entries(workplace: Workplace, book: Book, sought: Sought) -> Iterator[Entry]:
    for event in workplace.events.read_genuine(book):
        day = civil_day(event.at)
        if sought.since and day < sought.since:
            continue
        if sought.until and day > sought.until:
            continue
        entry = Entry(
            at=event.at,
            book=book,
            kind=event.kind,
            subject=event.subject,
            by=event.actor.name,
            roles=tuple(map(str, event.actor.roles)),
            system_user=event.actor.system_user,
        )
        if sought.by and sought.by.casefold() not in (entry.by or entry.system_user).casefold():
            continue
        if sought.subject and sought.subject.casefold() not in entry.subject.casefold():
            continue
        yield entry

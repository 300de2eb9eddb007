"""Newest event: when the last one of a book was written, without reading any."""

from datetime import UTC, datetime

from weerklank.model.event import Book
from weerklank.store.layout import Layout

#: Figures of the time of day in the name of an event: hours to milliseconds.
_DIGITS = 9


def newest_of(layout: Layout, book: Book) -> datetime | None:
    """Give when the newest event of a book was written, by the name of its file."""
    folder = layout.book(book)
    for day in sorted(folder.glob("*/*/*"), reverse=True):
        for file in sorted(day.glob("*.json"), reverse=True):
            clock = file.name.partition("-")[0]
            try:
                named = f"{day.relative_to(folder).as_posix()} {clock:0<{_DIGITS}}000"
                return datetime.strptime(named, "%Y/%m/%d %H%M%S%f").replace(tzinfo=UTC)
            except ValueError:
                continue  # none of ours
    return None

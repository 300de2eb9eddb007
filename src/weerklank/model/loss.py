"""Events that the log holds and that are gone from their book."""

from dataclasses import dataclass

from weerklank.model.event import Book


@dataclass(frozen=True, slots=True)
class Loss:
    """What a book lacks."""

    book: Book
    #: How many events are gone.
    count: int
    #: One of them; empty where the log names none, and the book can't be empty.
    path: str
    #: Whether nothing of the book is left.
    is_whole: bool

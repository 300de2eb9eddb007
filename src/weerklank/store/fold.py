"""A fold: what the events of a book come to, taken one after another."""

from typing import Protocol, TypeVar

from weerklank.model.event import Event

T_co = TypeVar("T_co", covariant=True)


class Fold(Protocol[T_co]):
    """Takes events in order of time, and tells what they come to so far."""

    def take(self, event: Event) -> None:
        """Take one event into account."""
        ...

    def result(self) -> T_co:
        """Give what the events come to; later events do not change what was given."""
        ...

"""Read the portal: whether it is open, and of which accounts replies are read, as decided."""

from dataclasses import replace
from types import MappingProxyType

from weerklank.model.event import Book, Event
from weerklank.model.ids import AccountId
from weerklank.model.portal import Portal, PortalStep
from weerklank.services.workplace import Workplace

OPENED, CLOSED = "portal.opened", "portal.closed"
ALLOWED, WITHDRAWN = "portal.replies-allowed", "portal.replies-withdrawn"
#: Subject of what is decided on all of it; of an account it is its number.
WHOLE = "portal"


def read_portal(workplace: Workplace) -> Portal:
    """Read what was decided on the portal; without any decision it is closed."""
    return workplace.events.fold(Book.DECISIONS, _PortalFold)


class _PortalFold:
    """The portal as the events so far tell it."""

    def __init__(self) -> None:
        self._portal = Portal()

    def take(self, event: Event) -> None:
        held = self._portal
        if event.kind not in {OPENED, CLOSED, ALLOWED, WITHDRAWN}:
            return
        step = PortalStep(at=event.at, by=event.actor.known_as, reason=str(event.data["reason"]))
        replies = dict(held.replies)
        if event.kind == OPENED:
            held = replace(held, opened=step)
        elif event.kind == CLOSED:
            held = replace(held, opened=None, closed=step)
        elif event.kind == ALLOWED:
            replies[AccountId(event.subject)] = step
        else:
            replies.pop(AccountId(event.subject), None)
        self._portal = replace(held, replies=MappingProxyType(replies), count=held.count + 1)

    def result(self) -> Portal:
        return self._portal

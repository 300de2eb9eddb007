"""Finish closings: do what a closing of a month decided, from wherever its process came."""

from weerklank.model.event import Book
from weerklank.model.ids import AccountId
from weerklank.services.catalogue.open_catalogue import open_catalogue
from weerklank.services.seal.read_closings import DONE, Closing, open_closings
from weerklank.services.seal.rewrite import rewrite
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace


def finish_closings(workplace: Workplace, account: AccountId) -> None:
    """Go on with the closings that a dead process left open, under the account's lock."""
    for closing in open_closings(workplace):
        if closing.account == account:
            finish_closing(workplace, closing)


def finish_closing(workplace: Workplace, closing: Closing) -> None:
    """Merge, log, remove, catalogue: each step looks at what is on disk."""
    rewrite(workplace, closing.steps, closing.id)
    open_catalogue(workplace).close()
    workplace.record(Book.DECISIONS, DONE, closing.id, {"parts": len(closing.steps)})
    seal_events(workplace)

"""What a screen reader is told of harvests at work: each step once, and no count of it.

The lists of what goes on are put in place anew every few seconds, and would be read out each time
if they were announced. So this stands beside them, and is answered only when it is another.
"""

import hashlib
from dataclasses import dataclass

from weerklank.model.ids import AccountId
from weerklank.model.text import Text
from weerklank.services.runs.live_progress import live_of
from weerklank.services.schedule.at_work import is_at_work
from weerklank.services.schedule.whats_due import whats_due
from weerklank.web.account_facts import Row, row_of
from weerklank.web.harvestable import platforms
from weerklank.web.visit import Visit

_BEGINNING = Text("Wordt begonnen.", "Beginning.")
_NO_SIGN = Text(
    "Er loopt een run die niet vertelt hoe ver hij is.",
    "A run goes on that does not tell how far it is.",
)


@dataclass(frozen=True, slots=True)
class Said:
    """The step at which each harvest is."""

    steps: tuple[tuple[Row, Text], ...]
    #: The only account that is told of, where it is one.
    account: AccountId | None
    #: Whether it may become another by itself, so that it is worth asking again.
    is_live: bool

    @property
    def mark(self) -> str:
        """Give what tells this from what is said at another step."""
        told = [(row.account.id, step.nl) for row, step in self.steps]
        return hashlib.sha256(repr((told, self.is_live)).encode()).hexdigest()[:16]


def said_of(visit: Visit, only: AccountId | None = None) -> Said:
    """Give the step at which each harvest is, or that of one account alone."""
    stands = whats_due(visit.workplace, platforms(), only)
    running = [one.account for one in stands if one.why == "running"]
    waits = only is None and any(one.is_due for one in stands) and is_at_work(visit.workplace)
    steps = tuple((_row(visit, one), _step(visit, one)) for one in running)
    return Said(steps, only, bool(running) or waits)


def _row(visit: Visit, account: AccountId) -> Row:
    found = visit.accounts[account]
    return row_of(found, visit.workplace.organisation.name, (), visit.workplace.today())


def _step(visit: Visit, account: AccountId) -> Text:
    live = live_of(visit.workplace, account)
    if live is None:
        return _NO_SIGN
    return live.steps[-1].text if live.steps else _BEGINNING

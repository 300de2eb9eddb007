"""Which archive is looked at next for what is due: each in its turn, a few at a time.

The front knows that something was sent to an organisation, never what: its archive is looked at
soon after, for somebody may have asked for a harvest.
"""

import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from weerklank.web.many.order import Ended, Order, Part

#: Seconds that a round may last where others wait: it goes on in its next turn.
LONGEST = 30 * 60.0
#: Seconds between a round and one that was asked for: whoever sends much keeps no turn.
PAUSE = 10.0


@dataclass(slots=True)
class _Turn:
    order: Order
    due: float
    asked: bool = False
    #: When it may begin at the soonest.
    rested: float = 0.0
    begun: float | None = None
    told_to_stop: bool = False


class Rounds:
    """Turns of all organisations of which the archive lies here."""

    def __init__(
        self, ask: Callable[[Order], object], *, now: Callable[[], float] = time.monotonic
    ) -> None:
        self._ask, self._now = ask, now
        self._at_once, self._every = 0, 0.0
        self._turns: dict[str, _Turn] = {}

    def take(self, orders: Sequence[Order], *, at_once: int, every: float) -> None:
        """Give turns to these from now on; who had one keeps it.

        A round of an organisation that is not among them any more, or that changed, is ended: what
        it closed stays.
        """
        self._at_once, self._every = at_once, every
        before, self._turns = self._turns, {}
        for order in orders:
            turn = before.pop(order.organisation.name, None)
            if turn is None:
                turn = _Turn(order, self._now())
            elif turn.order != order:
                self._end(turn)
                turn.order, turn.asked = order, True
            self._turns[order.organisation.name] = turn
        for turn in before.values():
            self._end(turn)

    def _end(self, turn: _Turn) -> None:
        if turn.begun is not None and not turn.told_to_stop:
            turn.told_to_stop = True
            self._ask(stopping(turn.order))

    def sent(self, name: str) -> None:
        """Note that something was sent to an organisation."""
        if (turn := self._turns.get(name)) is not None:
            turn.asked = True

    def ended(self, told: Ended) -> None:
        """Note that a round ended."""
        if told.part is Part.ROUND and (turn := self._turns.get(told.name)) is not None:
            turn.begun, turn.told_to_stop = None, False
            turn.due = self._now() + self._every
            turn.rested = self._now() + PAUSE

    def look(self) -> None:
        """Begin what may begin, and end what lasted too long while others wait."""
        now = self._now()
        waiting = [one for one in self._turns.values() if one.begun is None and _wants(one, now)]
        waiting.sort(key=lambda one: (not one.asked, one.due))
        running = [one for one in self._turns.values() if one.begun is not None]
        for turn in waiting[: max(self._at_once - len(running), 0)]:
            turn.begun, turn.asked = now, False
            self._ask(turn.order)
        if len(waiting) + len(running) <= self._at_once:
            return
        for turn in running:
            if turn.begun is not None and now - turn.begun > LONGEST:
                self._end(turn)


def stopping(order: Order) -> Order:
    """Give the order to end what an order began."""
    return Order(part=order.part, organisation=order.organisation, folder=order.folder, stop=True)


def _wants(turn: _Turn, now: float) -> bool:
    return turn.due <= now or (turn.asked and turn.rested <= now)

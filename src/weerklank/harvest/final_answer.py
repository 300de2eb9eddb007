"""Which answers are final, and which may be another one later."""

from datetime import timedelta

from weerklank.harvest.exchange import IN_TROUBLE, TOO_BUSY, Exchange
from weerklank.harvest.meta_error import is_busy
from weerklank.harvest.rate_budget import RateBudget
from weerklank.harvest.rate_limits import asked_wait
from weerklank.model.text import Text

_BUSY = 429
_TRANSIENT = frozenset({408, 425, 500, 502, 503, 504})


class Later(Exception):
    """An answer that may be another one later, and how long the server asks to wait."""

    def __init__(self, reason: Text, wait: timedelta | None, *, is_busy: bool = False) -> None:
        super().__init__(reason.en)
        self.reason = reason
        self.wait = wait
        self.is_busy = is_busy


def demand_final(exchange: Exchange, budget: RateBudget) -> None:
    """Tell by an answer whether it is final, and when the next question may be asked.

    Later when it is not.
    """
    budget.note(exchange)
    if exchange.status == _BUSY or is_busy(exchange):
        raise Later(TOO_BUSY, asked_wait(exchange), is_busy=True)
    if exchange.status in _TRANSIENT:
        told = exchange.header("retry-after")
        raise Later(IN_TROUBLE, asked_wait(exchange) if told else None)

"""How long a question is asked again, and how long somebody waits for a server."""

import secrets
import time
from collections.abc import Callable
from datetime import timedelta
from typing import TypeVar

from weerklank.harvest.exchange import TOO_BUSY, NoAnswer
from weerklank.harvest.final_answer import Later
from weerklank.harvest.rate_budget import RateBudget

T = TypeVar("T")

#: How often one question is asked while the server fails, and while it says to come back later.
_ATTEMPTS, _TIMES_BUSY = 5, 10
_FIRST_WAIT = 1.0
_LONGEST_BACK_OFF = 60.0
#: Seconds from which a wait is told.
_NOTICED = 10.0
#: Mastodon counts per five minutes; who asks for more than this without any answer in between is
#: not waited for.
_LONGEST_WAIT = timedelta(minutes=15)
#: Seconds that somebody who looks at one page waits for the server's turn.
_PAGE_WAIT = 5.0


class Patience:
    """Asks until there is a final answer, and waits as servers ask; not for ever."""

    def __init__(
        self,
        waits: Callable[[float], None] = lambda _: None,
        sleep: Callable[[float], None] = time.sleep,
    ) -> None:
        """Tell `waits` of each wait that people notice, in seconds."""
        self._waits, self._sleep = waits, sleep
        #: How long was waited, as servers asked, since the last answer to a question.
        self._waited = timedelta()

    def persist(self, budget: RateBudget, ask: Callable[[], T]) -> T:
        """Ask until there is a final answer, with longer and longer pauses."""
        failed = busy = 0
        while True:
            try:
                with budget.turn(self.wait_for_turn):
                    answer = ask()
            except Later as later:
                busy += later.is_busy
                failed += not later.is_busy
                if failed >= _ATTEMPTS or busy >= _TIMES_BUSY:
                    raise NoAnswer(later.reason) from None
                wait = later.wait
            else:
                self._waited = timedelta()
                return answer
            if wait is not None:
                self._demand_short(wait)
            pause = _back_off(failed + busy)
            self._wait(pause if wait is None else max(wait.total_seconds(), pause / 4))
            budget.was_waited_for()

    def pause(self, attempt: int) -> None:
        """Wait before something is tried anew, longer each time."""
        self._wait(_back_off(attempt))

    def wait_for_turn(self, seconds: float) -> None:
        """Wait until the server takes questions again; not for longer than a run lasts."""
        self._demand_short(timedelta(seconds=seconds))
        self._wait(seconds)

    def wait_a_moment(self, seconds: float) -> None:
        """Wait until the server takes questions, only for as long as somebody waits for a page."""
        if seconds > _PAGE_WAIT:
            raise NoAnswer(TOO_BUSY)
        self._sleep(seconds)

    def _wait(self, seconds: float) -> None:
        if seconds >= _NOTICED:
            self._waits(seconds)
        self._sleep(seconds)

    def _demand_short(self, wait: timedelta) -> None:
        """Refuse to wait any longer without an answer: other accounts wait for this one.

        A server that answers in between is waited for again, or a large account would never end.
        """
        if self._waited + wait > _LONGEST_WAIT:
            raise NoAnswer(TOO_BUSY)
        self._waited += wait


def _back_off(attempt: int) -> float:
    """Give the seconds to wait before an attempt: doubled each time, and never quite the same."""
    longest = min(_FIRST_WAIT * 2.0 ** max(attempt - 1, 0), _LONGEST_BACK_OFF)
    return longest * (0.75 + secrets.randbelow(500) / 1000)

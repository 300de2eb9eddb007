"""The rate budget of one server, shared by all accounts and processes that share the key folder.

A server counts the questions of a machine or a token, not of an account, and says with each answer
how many it still takes and until when that holds. So one question at a time goes to it, whoever
asks: the lock of its file is held from before a question leaves until its answer was noted. A
question is taken off before it is asked; what the file says is never more than what the server
allows, also when whoever asked was killed before the answer.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from weerklank.harvest.exchange import Exchange
from weerklank.harvest.meta_error import is_busy
from weerklank.harvest.rate_limits import asked_wait, questions_left
from weerklank.store.lock import locked
from weerklank.store.plain_file import NotPlain, read_plain
from weerklank.store.state_folder import put

_MOST = 1 << 10
_BUSY, _AWAY = 429, 503
_NEVER = datetime.min.replace(tzinfo=UTC)
#: What a server says of a later moment than this is not believed.
_LONGEST = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Left:
    """How many questions a server still takes until a moment."""

    questions: int
    until: datetime


@dataclass(frozen=True, slots=True)
class _Stand:
    """How many questions a server takes until a moment; after that nothing is known."""

    left: int | None = None
    until: datetime = _NEVER

    def taken(self, now: datetime) -> "_Stand":
        """Take one question off."""
        if self.left is None or self.until <= now:
            return _Stand()
        return replace(self, left=max(self.left - 1, 0))


class RateBudget:
    """What one server allows, as its last answer said."""

    def __init__(self, file: Path | None, now: Callable[[], datetime]) -> None:
        """`file` is where processes share it; None for a server that is asked now and then."""
        self._file = file
        self._now = now
        self._stand = _Stand()
        #: A moment that was waited for: it is not waited for again, whatever the clock says.
        self._waited = self._stand.until

    @contextmanager
    def turn(self, wait: Callable[[float], None]) -> Iterator[None]:
        """Hold the turn to ask one question; `wait` is told how many seconds to wait before."""
        while True:
            with self._alone():
                stand, now = self._read(), self._now()
                if stand.left != 0 or stand.until <= max(now, self._waited):
                    self._write(stand.taken(now))
                    yield
                    return
            self._waited = stand.until
            wait((stand.until - now).total_seconds())

    def note(self, exchange: Exchange) -> None:
        """Note what an answer says of further questions; in the turn in which it was asked."""
        wait = asked_wait(exchange)
        if wait is None:
            return
        is_away = exchange.status == _AWAY and exchange.header("retry-after") is not None
        is_full = is_away or exchange.status == _BUSY or is_busy(exchange)
        left = 0 if is_full else questions_left(exchange)
        if left is not None:
            self._write(_Stand(left, exchange.at + min(wait, _LONGEST)))

    def was_waited_for(self) -> None:
        """Take it that what the last answer asked to wait for has passed."""
        self._waited = max(self._waited, self._read().until)

    def left(self) -> Left | None:
        """Give how many questions are left; None when nothing is known of this moment."""
        stand = self._read()
        is_known = stand.left is not None and stand.until > self._now()
        return Left(stand.left or 0, stand.until) if is_known else None

    @contextmanager
    def _alone(self) -> Iterator[None]:
        if self._file is None:
            yield
            return
        with locked(self._file.with_suffix(".lock"), self._file.stem, wait=True):
            yield

    def _read(self) -> _Stand:
        if self._file is None:
            return self._stand
        try:
            told = json.loads(read_plain(self._file, _MOST))
            return _Stand(int(told["left"]), datetime.fromtimestamp(told["until"], UTC))
        except (OSError, NotPlain, ValueError, TypeError, LookupError, OverflowError):
            return _Stand()  # none yet, or no file of ours: the next answer says it again

    def _write(self, stand: _Stand) -> None:
        self._stand = stand
        if self._file is None:
            return
        if stand.left is None:
            self._file.unlink(missing_ok=True)
            return
        told = json.dumps({"left": stand.left, "until": stand.until.timestamp()})
        put(self._file, told.encode())

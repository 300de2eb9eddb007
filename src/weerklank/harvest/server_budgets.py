"""What the servers that one run asks still allow: each apart, one's own for all who ask it."""

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

from weerklank.harvest.rate_budget import Left, RateBudget

#: Where the budget stands of the account's own server for who shows the token.
_SIGNED = "signed"


class ServerBudgets:
    """The budgets of one run, by the name and port of each server."""

    def __init__(self, home: str, shared: Path | None, now: Callable[[], datetime]) -> None:
        """`shared` is the folder in which all accounts share what their own servers allow."""
        self._ours = _server(home)
        self._shared = shared
        self._now = now
        self._budgets: dict[str, RateBudget] = {}
        if shared is not None:
            self._budgets[self._ours] = RateBudget(shared / _file_name(self._ours), now)

    def sign_in(self, known_as: str) -> None:
        """Keep apart what the account's own server allows to who shows a token."""
        if self._shared is not None:
            file = self._shared / _file_name(f"{self._ours} {known_as}")
            self._budgets[_SIGNED] = RateBudget(file, self._now)

    def of(self, address: str, *, is_signed: bool) -> RateBudget:
        """Give what a server allows, to who shows the token apart from everyone else."""
        name = _SIGNED if is_signed else _server(address)
        return self._budgets.setdefault(name, RateBudget(None, self._now))


def known_budget(shared: Path, address: str, known_as: str | None = None) -> Left | None:
    """Give what a server of ours said last of what it allows; None where nothing is known now.

    `known_as` asks of what it allows to who shows that token.
    """
    server = _server(address)
    file = shared / _file_name(server if known_as is None else f"{server} {known_as}")
    return RateBudget(file, lambda: datetime.now(UTC)).left()


def _server(address: str) -> str:
    return address.partition("://")[2].partition("/")[0]


def _file_name(server: str) -> str:
    """Give the name of the file of a server of ours: letters and digits, whatever its name."""
    return f"{hashlib.sha256(server.lower().encode()).hexdigest()[:32]}.json"

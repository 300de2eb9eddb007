"""Exports that someone picks from: held in memory between one page and the next, and no longer.

One a person: the next takes the place of the one before. It is let go of on signing out, when the
server ends, and when nothing was done with it for as long as someone stays signed in.
"""

import os
import threading
import time
from dataclasses import dataclass, field

from weerklank.web.configure import SIGNED_IN
from weerklank.web.work import WORKS


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldExport:
    """An export that someone sent, and what it is picked from for."""

    account: str
    #: The hand-in that is to be confirmed from it; empty to pick freely.
    hand_in: str
    #: First and last day of what was listed (ISO 8601).
    since: str
    until: str
    #: The work that listed it.
    work: str
    #: By which a process that inherits it reads the file.
    descriptor: int = field(repr=False)


class HeldExports:
    """What is held for whom."""

    def __init__(self) -> None:
        self._held: dict[str, tuple[float, HeldExport]] = {}
        self._lock = threading.Lock()

    def hold(self, name: str, export: HeldExport) -> None:
        """Hold an export for a person, in place of what was held before."""
        with self._lock:
            _, before = self._held.get(name, (0.0, None))
            if before is not None and before.descriptor == export.descriptor:
                WORKS.drop(before.work)  # the same file, listed anew
            else:
                self._close(name)
            self._held[name] = (time.monotonic(), export)
            self._let_go_of_old()

    def find(self, name: str, account: str) -> HeldExport | None:
        """Give what is held for a person, of an account."""
        with self._lock:
            self._let_go_of_old()
            _, export = self._held.get(name, (0.0, None))
            if export is None or export.account != account:
                return None
            self._held[name] = (time.monotonic(), export)
            return export

    def let_go(self, name: str) -> None:
        """Let go of what is held for a person."""
        with self._lock:
            self._close(name)

    @property
    def holds_any(self) -> bool:
        """Tell whether something is held for anybody."""
        with self._lock:
            self._let_go_of_old()
            return bool(self._held)

    def let_go_of_all(self) -> None:
        """Let go of everything: the server ends."""
        with self._lock:
            for name in [*self._held]:
                self._close(name)

    def _let_go_of_old(self) -> None:
        oldest = time.monotonic() - SIGNED_IN
        for name in [name for name, (used, _) in self._held.items() if used < oldest]:
            self._close(name)

    def _close(self, name: str) -> None:
        _, export = self._held.pop(name, (0.0, None))
        if export is not None:
            os.close(export.descriptor)
            WORKS.drop(export.work)  # it holds what was listed


EXPORTS = HeldExports()

"""A register file between preview and confirmation: in memory, for one person, not for long.

Nothing of it reaches a disk, so the server holds it (docs/adr/0041). One file a person; whoever
sends another, takes it in or lets it go is rid of the first.
"""

import secrets
import threading
from dataclasses import dataclass, field

#: Seconds that a file is held: long enough to read its preview.
LASTS = 30 * 60
#: Files that are held at most, of at most `MOST_BYTES` each; the oldest goes first.
_MOST = 8


@dataclass(frozen=True, slots=True)
class _Held:
    by: str
    content: bytes = field(repr=False)
    end: threading.Timer = field(repr=False)


class HeldFiles:
    """What was sent and waits for a yes or a no, by a name that cannot be guessed."""

    def __init__(self) -> None:
        self._held: dict[str, _Held] = {}
        self._lock = threading.Lock()

    def hold(self, by: str, content: bytes) -> str:
        """Hold a file for who sent it; gives its name."""
        name = secrets.token_urlsafe(16)
        end = threading.Timer(LASTS, self._drop, (name,))
        end.daemon = True
        with self._lock:
            others = [one for one, held in self._held.items() if held.by == by]
            kept = [one for one in self._held if one not in others]
            for one in [*others, *kept[: max(len(kept) - _MOST + 1, 0)]]:
                self._held.pop(one).end.cancel()
            self._held[name] = _Held(by, content, end)
        end.start()
        return name

    def see(self, name: str, by: str) -> bytes | None:
        """Give a file to who sent it; None when it is gone, or was someone else's."""
        held = self._held.get(name)
        return held.content if held is not None and held.by == by else None

    def take(self, name: str, by: str) -> bytes | None:
        """Give a file to who sent it, and hold it no longer."""
        with self._lock:
            held = self._held.get(name)
            if held is None or held.by != by:
                return None
            del self._held[name]
        held.end.cancel()
        return held.content

    def _drop(self, name: str) -> None:
        with self._lock:
            self._held.pop(name, None)


HELD = HeldFiles()

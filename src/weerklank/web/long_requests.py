"""Long requests: so many at once are read while they come, and the others wait without a thread.

Who sends a long one slowly holds the thread that reads it; a dozen of those, from somebody who
need not have signed in, and nobody gets a page. So threads are left for what is there already.
"""

import threading
from collections import deque

from cheroot.server import HTTPConnection


class LongRequests:
    """Who sends a request of which a thread reads the rest, and who waits until it may."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._read: set[HTTPConnection] = set()
        self._waiting: deque[HTTPConnection] = deque()
        self._lock = threading.Lock()

    def may_be_read(self, connection: HTTPConnection) -> bool:
        """Tell whether a thread is left for it; else it waits until `ended` gives it back."""
        with self._lock:
            if len(self._read) < self._most:
                self._read.add(connection)
                return True
            self._waiting.append(connection)
            return False

    def ended(self, connection: HTTPConnection) -> HTTPConnection | None:
        """Note that a thread is done with one; gives who may be read in its place."""
        with self._lock:
            if connection not in self._read:
                return None
            self._read.remove(connection)
            if not self._waiting:
                return None
            following = self._waiting.popleft()
            self._read.add(following)
            return following

    def close(self) -> None:
        """Let go of all who wait."""
        with self._lock:
            while self._waiting:
                self._waiting.popleft().close()

"""Signing in: a drawn password per person of the register, and a bound on guessing.

Who a person is and which roles someone has stands in the register; here stands only by what they
are known again. Passwords are drawn by the program, 80 bits, and shown once.
"""

import secrets
import threading
import time
from collections import deque

from django.http import HttpRequest

from weerklank.model.symbols import ALPHABET
from weerklank.web import site

_SYMBOLS = 16
_GROUP = 4
#: Failures within the window after which the next try waits: for one name, and from one address.
MOST_BY_NAME = 10
MOST_BY_ADDRESS = 50
WINDOW = 15 * 60.0
#: Names and addresses that are remembered at most; the oldest go first.
_MOST_KEPT = 10_000


def draw_password(name: str) -> str:
    """Give someone a new password; the old one and every session by it end."""
    from django.contrib.auth.models import User

    drawn = "".join(ALPHABET[byte & 31] for byte in secrets.token_bytes(_SYMBOLS)).lower()
    password = "-".join(drawn[at : at + _GROUP] for at in range(0, _SYMBOLS, _GROUP))
    user, _ = User.objects.get_or_create(username=name)
    user.set_password(password)
    user.save()
    return password


class Attempts:
    """Counts failures to sign in; what is counted is forgotten after the window."""

    def __init__(self) -> None:
        self._failures: dict[str, deque[float]] = {}
        self._lock = threading.Lock()

    def must_wait(self, name: str, address: str) -> bool:
        """Tell whether there were too many failures for this name or from this address."""
        with self._lock:
            by_name = self._count(f"name {name.casefold()}")
            by_address = self._count(f"address {address}")
        return by_name >= MOST_BY_NAME or by_address >= MOST_BY_ADDRESS

    def failed(self, name: str, address: str) -> None:
        """Count a failure."""
        now = time.monotonic()
        with self._lock:
            for key in (f"name {name.casefold()}", f"address {address}"):
                while len(self._failures) >= _MOST_KEPT:
                    del self._failures[next(iter(self._failures))]
                self._failures.setdefault(key, deque(maxlen=MOST_BY_ADDRESS)).append(now)

    def succeeded(self, name: str) -> None:
        """Forget the failures of someone who is in."""
        with self._lock:
            self._failures.pop(f"name {name.casefold()}", None)

    def _count(self, key: str) -> int:
        times = self._failures.get(key)
        if times is None:
            return 0
        while times and times[0] < time.monotonic() - WINDOW:
            times.popleft()
        if not times:
            del self._failures[key]
        return len(times)


ATTEMPTS = Attempts()


def address_of(request: HttpRequest) -> str:
    """Give where someone comes from: behind TLS as the web server in front says, as its last word.

    What stands before the last comma was said by whoever asks, and may be anything.
    """
    told = request.headers.get("X-Forwarded-For", "") if site.current().is_secure else ""
    last = told.rpartition(",")[2].strip()
    return last or str(request.META.get("REMOTE_ADDR", ""))

"""Questions to the API of one server, and answers that make sense."""

from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlencode, urlsplit

import msgspec

from weerklank.harvest.exchange import LEADS_ASTRAY, NO_SENSE, Exchange, NoAnswer
from weerklank.harvest.json_fields import parse, without_half_surrogates
from weerklank.harvest.message_endpoints import LedToMessages
from weerklank.harvest.port import Asks, Unreadable
from weerklank.harvest.transport import LARGEST_ANSWER
from weerklank.model.json_value import Json

T = TypeVar("T")

_OK = 200
GONE = frozenset({404, 410})
#: How often an answer that can't be read is asked for.
_TIMES = 3


class Client:
    """Asks one server."""

    def __init__(self, url: str, asks: Asks) -> None:
        """`url` is that of a profile on the server."""
        parts = urlsplit(url)
        self._base = f"{parts.scheme}://{parts.netloc}"
        self.host = parts.netloc.lower()
        self._asks = asks

    @property
    def is_signed_in(self) -> bool:
        """Tell whether it asks with a permission of the account."""
        return self._asks.is_signed_in

    def address(self, path: str, **query: object) -> str:
        """Give the address of an endpoint."""
        asked = f"?{urlencode(query, doseq=True)}" if query else ""
        return f"{self._base}/api/v1/{path}{asked}"

    def knows(self, name: str) -> bool:
        """Tell by WebFinger (RFC 7033), which all servers of the fediverse have, of an account."""
        host = self._base.partition("://")[2]
        asked = urlencode({"resource": f"acct:{name}@{host}"})
        exchange = self._asks.get(f"{self._base}/.well-known/webfinger?{asked}")
        return exchange.status not in GONE

    def is_at_work(self) -> bool:
        """Tell whether the server answers for itself: by NodeInfo, else by Mastodon's API.

        One in trouble may say of all that it is asked that it is not there.
        """
        _, found = self.ask(f"{self._base}/.well-known/nodeinfo")
        if not isinstance(found, dict):
            _, found = self.ask(self.address("instance"))
        return isinstance(found, dict)

    def ask(self, address: str) -> tuple[Exchange, Json]:
        """Give an answer and what it says; nothing of one that is no success."""
        return self.ask_for(address, parse)

    def ask_for(self, address: str, read: Callable[[bytes], T]) -> tuple[Exchange, T | None]:
        """Give an answer as `read` reads it; one that it can't read is asked for again.

        NoAnswer when none comes, or none that can be read, or when it leads to messages.
        """
        for attempt in range(1, _TIMES + 1):
            try:
                exchange = self._asks.get(address)
            except LedToMessages:  # a server may lead anywhere: nothing was asked there
                raise NoAnswer(LEADS_ASTRAY) from None
            if exchange.status != _OK:
                return exchange, None
            try:
                return exchange, _read(exchange.content(LARGEST_ANSWER), read)
            except (Unreadable, msgspec.DecodeError, RecursionError, NoAnswer):
                if attempt < _TIMES:
                    self._asks.pause(attempt)
        raise NoAnswer(NO_SENSE)


def _read(content: bytes, read: Callable[[bytes], T]) -> T:
    """Read an answer; one post with half a surrogate costs no other post."""
    try:
        return read(content)
    except msgspec.DecodeError:
        mended = without_half_surrogates(content)
        if mended == content:
            raise
        return read(mended)

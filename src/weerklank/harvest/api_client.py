"""Questions to the API of one server, and answers that make sense."""

from collections.abc import Callable, Mapping
from typing import TypeVar
from urllib.parse import urlencode, urlsplit

import msgspec

from weerklank.harvest.exchange import LEADS_ASTRAY, NO_SENSE, Exchange, NoAnswer
from weerklank.harvest.json_fields import parse, without_half_surrogates
from weerklank.harvest.message_endpoints import LedToMessages
from weerklank.harvest.port import NO_HEADERS, Asks, Unreadable
from weerklank.harvest.wire import LARGEST_ANSWER
from weerklank.model.json_value import Json, JsonObject

T = TypeVar("T")

_OK = 200
#: How often an answer that can't be read is asked for.
_TIMES = 3


class ApiClient:
    """Asks one server for JSON."""

    def __init__(self, url: str, asks: Asks, headers: Mapping[str, str] = NO_HEADERS) -> None:
        """`url` is any address on the server; `headers` go along with each question."""
        parts = urlsplit(url)
        self.base = f"{parts.scheme}://{parts.netloc}"
        self.host = parts.netloc.lower()
        self._asks = asks
        self._headers = headers

    @property
    def is_signed_in(self) -> bool:
        """Tell whether it asks with a permission of the account."""
        return self._asks.is_signed_in

    def pause(self, attempt: int) -> None:
        """Wait before something is asked anew, longer each time."""
        self._asks.pause(attempt)

    def address(self, path: str, **query: object) -> str:
        """Give the address of an endpoint, by its path without the first `/`."""
        asked = f"?{urlencode(query, doseq=True)}" if query else ""
        return f"{self.base}/{path}{asked}"

    def ask(self, address: str) -> tuple[Exchange, Json]:
        """Give an answer and what it says; nothing of one that is no success."""
        return self.ask_for(address, parse)

    def ask_for(self, address: str, read: Callable[[bytes], T]) -> tuple[Exchange, T | None]:
        """Give an answer as `read` reads it; one that it can't read is asked for again.

        NoAnswer when none comes, or none that can be read, or when it leads to messages.
        """
        return self._persist(lambda: self._asks.get(address, self._headers), read)

    def ask_by_post(
        self, address: str, body: JsonObject, read: Callable[[bytes], T]
    ) -> tuple[Exchange, T | None]:
        """Give an answer to a question in JSON, as `ask_for` does."""
        return self._persist(lambda: self._asks.post(address, body, self._headers), read)

    def _persist(
        self, ask: Callable[[], Exchange], read: Callable[[bytes], T]
    ) -> tuple[Exchange, T | None]:
        for attempt in range(1, _TIMES + 1):
            try:
                exchange = ask()
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


def error_of(exchange: Exchange) -> JsonObject:
    """Read what an answer that is no success says; an empty object when that is no JSON object."""
    try:
        found = parse(exchange.content(LARGEST_ANSWER))
    except (Unreadable, msgspec.DecodeError, RecursionError, NoAnswer):
        return {}
    return found if isinstance(found, dict) else {}


def _read(content: bytes, read: Callable[[bytes], T]) -> T:
    """Read an answer; one post with half a surrogate costs no other post."""
    try:
        return read(content)
    except msgspec.DecodeError:
        mended = without_half_surrogates(content)
        if mended == content:
            raise
        return read(mended)

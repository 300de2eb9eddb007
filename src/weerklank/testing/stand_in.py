"""A way out that ends on loopback: for a server that stands in for one of another name."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime

from weerklank.harvest.exchange import LEADS_ASTRAY, Exchange, NoAnswer
from weerklank.harvest.medium_stream import MediumStream
from weerklank.harvest.port import NO_HEADERS
from weerklank.harvest.transport import Transport
from weerklank.model.json_value import JsonObject


class StandInTransport(Transport):
    """Asks a server on loopback what is asked of the server that it stands in for.

    So the addresses in what is harvested are those of an invented name that leads nowhere, and no
    question leaves the machine: none is asked of any other server.
    """

    def __init__(self, stands_for: str, listens: str, now: Callable[[], datetime]) -> None:
        """Both are addresses of a server without a path, such as `https://host`."""
        super().__init__(listens, now=now)
        self._stands_for = f"{stands_for}/"
        self._listens = f"{listens}/"

    def get(self, address: str, headers: Mapping[str, str] = NO_HEADERS) -> Exchange:
        """Ask for an address; NoAnswer when no answer comes."""
        return super().get(self._there(address), headers)

    def post(
        self, address: str, body: JsonObject, headers: Mapping[str, str] = NO_HEADERS
    ) -> Exchange:
        """Ask by a POST that reads; NoAnswer when no answer comes."""
        return super().post(self._there(address), body, headers)

    def look(self, address: str) -> tuple[Exchange, str]:
        """Ask once for a page; NoAnswer when no answer comes."""
        return super().look(self._there(address))

    @contextmanager
    def open(self, address: str) -> Iterator[MediumStream]:
        """Open a media file to read as a stream; NoAnswer when the server does not give it."""
        with super().open(self._there(address)) as stream:
            yield stream

    def _there(self, address: str) -> str:
        if not address.startswith(self._stands_for):
            raise NoAnswer(LEADS_ASTRAY)
        return self._listens + address.removeprefix(self._stands_for)

"""A way out that ends in memory: some files by their address, and a note of what was asked."""

import io
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import cast

from weerklank.harvest.exchange import LEADS_ASTRAY, NOT_THERE, UNREACHABLE, NoAnswer
from weerklank.harvest.medium_stream import MediumStream
from weerklank.harvest.transport import Transport


class _Given(io.BytesIO):
    #: It never breaks off.
    is_broken = False


class FileDouble(Transport):
    """Gives files that it was made with, of the domains that it is kept within; asks no server."""

    def __init__(self, files: Mapping[str, bytes], *, is_down: bool = False) -> None:
        """`is_down`: no server answers."""
        super().__init__("https://nowhere.example")
        self.files = dict(files)
        self.is_down = is_down
        self.asked: list[str] = []
        self._within: tuple[str, ...] = ()

    def keep_within(self, domains: tuple[str, ...]) -> None:
        """Go to these domains alone."""
        self._within = domains

    @contextmanager
    def open(self, address: str) -> Iterator[MediumStream]:
        """Open a file; NoAnswer when there is none, or it is elsewhere."""
        self.asked.append(address)
        host = address.split("/")[2]
        if not any(host == one or host.endswith(f".{one}") for one in self._within):
            raise NoAnswer(LEADS_ASTRAY)
        if self.is_down:
            raise NoAnswer(UNREACHABLE)
        if address not in self.files:
            raise NoAnswer(NOT_THERE)
        yield cast("MediumStream", _Given(self.files[address]))

    def close(self) -> None:
        """Stay open: a test asks more than once."""

    def way(self, home: str, waits: Callable[[float], None]) -> Transport:  # noqa: ARG002 - of the port
        """Give itself, whatever account it is for."""
        return self

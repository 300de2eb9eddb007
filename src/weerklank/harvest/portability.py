"""The port of a portability job: a platform is asked for an archive, and gives it days later.

What is asked for is fixed in the connector, and is posts and profile alone: no caller can name
anything else, so that direct messages are never even made ready (docs/adr/0090).
"""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from typing import Protocol, runtime_checkable

from weerklank.harvest.connecting import Sends, SignsIn
from weerklank.harvest.exchange import Exchange, NoAnswer
from weerklank.harvest.port import Asks, BrokenOff, Export
from weerklank.model.json_value import JsonObject


class NotTaken(NoAnswer):
    """The platform answered that it does not take the request: nothing was begun there."""


class Stage(StrEnum):
    """How far a platform says that it is with an archive."""

    BUSY = "busy"
    READY = "ready"
    FAILED = "failed"
    EXPIRED = "expired"


@dataclass(frozen=True, slots=True)
class Part:
    """Where one file of an archive is to be had; its address is a secret and kept nowhere."""

    address: str = field(repr=False)
    #: What is sent along by POST, with the permission of the account; None for a GET without.
    body: JsonObject | None = None


@dataclass(frozen=True, slots=True)
class Seen:
    """What a platform says of a job."""

    stage: Stage
    #: All files of the archive, once it is ready.
    parts: tuple[Part, ...] = ()


class AsksForJobs(Asks, Protocol):
    """Asks a server; the transport does."""

    def post_once(self, address: str, body: JsonObject) -> Exchange:
        """Ask by a POST that begins something: once, as it is not known what another would do."""
        ...

    def download(
        self, address: str, body: JsonObject | None = None
    ) -> AbstractContextManager["Download"]:
        """Open a file as a stream; NoAnswer when the server does not give it."""
        ...


class Download(Protocol):
    """A file on its way in."""

    def read(self, size: int) -> bytes:
        """Give at most `size` bytes, none at its end; BrokenOff when the rest does not come."""
        ...


class Portability(Protocol):
    """How one platform makes archives for whoever its account permits it to."""

    @property
    def api(self) -> str:
        """Give the origin of the API."""
        ...

    @property
    def asks_for(self) -> tuple[str, ...]:
        """Give all that is ever asked for, as the platform calls it."""
        ...

    @property
    def hosts(self) -> tuple[str, ...]:
        """Give the domains at which archives lie besides."""
        ...

    def sign_in(self, endpoint: str, sends: Sends) -> SignsIn:
        """Give the way to ask for the permission that a job needs, apart from any other."""
        ...

    def file_name(self, part: int) -> str:
        """Name a file of an archive, counted from 1, as the platform names such files."""
        ...

    def open(self, paths: Sequence[Path]) -> Export | None:
        """Open all files of an archive as one export; None when they are none of this platform.

        BrokenInput when they are, and can't be read at all.
        """
        ...

    def ask(self, endpoint: str, asks: AsksForJobs) -> str:
        """Ask for an archive; gives by what the platform knows the job.

        NotTaken when the platform refuses; NoAnswer when nobody knows whether it was taken.
        """
        ...

    def look(self, endpoint: str, asks: AsksForJobs, job: str) -> Seen:
        """Ask how far a job is; NoAnswer when that does not come."""
        ...


@runtime_checkable
class MakesArchives(Protocol):
    """A connector of a platform that knows such jobs."""

    portability: Portability


#: Bytes that are read at once, and that all files of one archive have at most.
_BLOCK = 1 << 16
LARGEST_ARCHIVE = 64 << 30


def blocks_of(download: Download, most: int = LARGEST_ARCHIVE) -> Iterator[bytes]:
    """Give a file in blocks as it comes in; BrokenOff when it ends early or is too large."""
    size = 0
    while block := download.read(_BLOCK):
        size += len(block)
        if size > most:
            raise BrokenOff
        yield block

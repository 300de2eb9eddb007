"""An export that holds links in place of media: those are fetched while it is taken in.

Such links expire within days, so what is not fetched then is lost with that file. Only hosts of
the platform are asked, by the one way out; a server that does not answer is not asked on and on.
What can't be had is told, each with a reason and none with its address, which holds a key.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import UTC, date, datetime
from typing import BinaryIO, Protocol, cast, runtime_checkable
from urllib.parse import parse_qs, urlsplit

import msgspec

from weerklank.harvest.exchange import NOT_THERE, NoAnswer
from weerklank.harvest.medium_stream import MediumStream
from weerklank.harvest.port import BrokenOff, Export, shows_restored, shows_until
from weerklank.harvest.transport import Transport
from weerklank.model.errors import Refused
from weerklank.model.raw import Broken, Passed, RawItem, RawPerson, Scanned
from weerklank.model.run import Shortfall
from weerklank.model.text import Text
from weerklank.store.spool import Spool

LINK_EXPIRED = Text(
    "de link naar het mediabestand is verlopen; vraag een nieuwe export aan en neem die binnen "
    "enkele dagen op",
    "the link to the media file has expired; ask for a new export and take it in within some days",
)
LINK_FAILED = Text(
    "het mediabestand achter de link kwam niet of niet heel binnen",
    "the media file behind the link did not come in, or not whole",
)
LINK_NOWHERE = Text(
    "de export noemt een mediabestand en geeft er geen link naar",
    "the export names a media file and gives no link to it",
)
_REASONS = {
    "link_expired": LINK_EXPIRED,
    "link_failed": LINK_FAILED,
    "link_missing": LINK_NOWHERE,
}
_STREAM = "links"
#: How often a file that breaks off is asked for.
_TIMES = 2
#: After so many questions in a row without an answer a host is not asked any more.
_MOST_IN_VAIN = 2
_WRITE = msgspec.msgpack.Encoder()
_READ = msgspec.msgpack.Decoder(tuple[str, str])
#: Fields of a link that say until when it leads somewhere, in seconds since 1970.
_EXPIRES = ("x-tos-expires", "x-expires", "expires", "e")
_LATEST = 1 << 33


@runtime_checkable
class HoldsLinks(Export, Protocol):
    """An export whose items say by `addresses` where their media are to be had."""

    #: Domains of the platform: no other is asked.
    hosts: tuple[str, ...]

    def places_of_profile(self) -> tuple[tuple[str, str], ...]:
        """Give where the pictures of the profile are to be had, by their path."""
        ...


class FetchedExport:
    """An export with links, as one that holds its media."""

    def __init__(
        self,
        export: HoldsLinks,
        transport: Transport | None,
        spool: Spool,
        *,
        now: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        """`transport` is None where nothing may be fetched: each medium is missing then."""
        self._export = export
        self._transport = transport
        self._spool = spool
        self._now = now
        self._missed: Counter[str] = Counter()
        self._in_vain: Counter[str] = Counter()
        self.shows_restored = shows_restored(export)
        self.items_file = export.items_file
        self.stated_items = export.stated_items
        self.exported: date | None = export.exported
        self.owner: RawPerson = export.owner

    @property
    def shows_until(self) -> date | None:
        """Give the day up to which the export tells of anything."""
        return shows_until(self._export)

    @property
    def told_media(self) -> int:
        """Give how many media are told of as missing, by their links."""
        return self._missed.total()

    def scan(self) -> Iterator[Scanned | Passed | Broken]:
        """Give the items, and remember where their media are."""
        for entry in self._export.scan():
            for named in (entry, entry.also) if isinstance(entry, Scanned) else ():
                for place in zip(named.media, named.addresses, strict=True) if named else ():
                    self._spool.add(_STREAM, _WRITE.encode(place))
            yield entry
        self.stated_items = self._export.stated_items

    def read(self, content: bytes) -> RawItem:
        """Read one scanned item whole."""
        return self._export.read(content)

    def profile(self) -> RawItem | None:
        """Give the profile."""
        return self._export.profile()

    def media(self, wanted: Callable[[str], bool]) -> Iterator[tuple[str, BinaryIO]]:
        """Give what the export holds itself, and fetch what it links to and is wanted."""
        yield from self._export.media(wanted)
        for path, address in map(_READ.decode, self._spool.read(_STREAM)):
            if wanted(path):
                yield from self._fetch(path, address, self._missed)
        # A picture of the profile that is held is asked for as well, since it may be another one:
        # that it does not come is a gap only where none is held, which its record tells.
        for path, address in self._export.places_of_profile():
            if wanted(path):
                yield from self._fetch(path, address, Counter())

    def _fetch(
        self, path: str, address: str, missed: Counter[str]
    ) -> Iterator[tuple[str, BinaryIO]]:
        if not address:
            missed["link_missing"] += 1
            return
        if _is_expired(address, self._now()):
            missed["link_expired"] += 1
            return
        host = urlsplit(address).hostname or ""
        transport = self._transport
        if transport is None or self._in_vain[host] >= _MOST_IN_VAIN:
            missed["link_failed"] += 1
            return
        for _ in range(_TIMES):
            try:
                with transport.open(address) as stream:
                    self._in_vain[host] = 0
                    followed = _Followed(stream)
                    yield path, cast("BinaryIO", followed)
                    if not followed.has_failed:
                        return
                    if not stream.is_broken:  # it is no media file, and asking again won't help
                        break
            except (NoAnswer, Refused) as error:
                is_gone = isinstance(error, NoAnswer) and error.reason == NOT_THERE
                self._in_vain[host] += not is_gone
                # A server says that a link has expired by refusing it.
                missed["link_expired" if is_gone else "link_failed"] += 1
                return
        missed["link_failed"] += 1

    def unopened_media(self) -> int:
        """Tell how many media files the last `media` passed over."""
        return self._export.unopened_media()

    def findings(self) -> list[Shortfall]:
        """Tell what is missing in the file as a whole, and which links led to nothing."""
        missed = [
            Shortfall(kind=kind, count=self._missed[kind], reason=reason)
            for kind, reason in _REASONS.items()
            if self._missed[kind]
        ]
        return [*self._export.findings(), *missed]


class _Followed:
    """A media file on its way in, that remembers whether it came whole."""

    def __init__(self, stream: MediumStream) -> None:
        self._stream = stream
        self.has_failed = False

    def read(self, size: int) -> bytes:
        """Give at most `size` bytes; BrokenOff when the rest does not come."""
        try:
            return self._stream.read(size)
        except BrokenOff:
            self.has_failed = True
            raise


def _is_expired(address: str, now: datetime) -> bool:
    """Tell of a link that says so itself that it leads to nothing any more."""
    query = parse_qs(urlsplit(address).query)
    for name in _EXPIRES:
        told = query.get(name, [""])[0]
        if told.isascii() and told.isdecimal() and len(told) <= len(str(_LATEST)):
            return int(told) <= now.timestamp()
    return False

"""An account that is read live, in the form in which an export comes: as items and media.

So both go through the same stages, and a post that came in by both is one post.
"""

from collections.abc import Callable, Iterator
from datetime import date
from typing import BinaryIO, cast

import msgspec

from weerklank.harvest.exchange import NoAnswer
from weerklank.harvest.port import ChecksMedia, LiveAccount, PlacesPictures
from weerklank.harvest.standing import TellsStanding
from weerklank.harvest.transport import Transport
from weerklank.harvest.uncounted import Without
from weerklank.model.change_report import Reported
from weerklank.model.errors import Refused
from weerklank.model.item import ItemKind, Visibility
from weerklank.model.raw import Broken, Passed, RawItem, Scanned, media_path
from weerklank.model.run import Counted, Shortfall
from weerklank.model.text import Text
from weerklank.store.spool import Spool

_STREAM = "media"
#: How often a file that breaks off is asked for.
_TIMES = 3
_WRITE = msgspec.msgpack.Encoder()
_READ = msgspec.msgpack.Decoder(tuple[str, str])


class LiveSource:
    """Items of one account as its server gives them, and their media when they are wanted."""

    #: What is shown now has no day of its own.
    exported: date | None = None

    def __init__(self, live: LiveAccount, transport: Transport, spool: Spool) -> None:
        self._live = live
        self._transport = transport
        self._spool = spool
        self.owner = live.owner
        self.items_file = live.items_file
        self.stated_items = live.stated_items

    @property
    def is_signed_in(self) -> bool:
        """Tell whether the account is read with its permission."""
        return self._transport.is_signed_in

    @property
    def broken_off(self) -> Text | None:
        """Say why the list of items ended before its end, when it did."""
        return self._live.broken_off

    @property
    def standing(self) -> tuple[Reported, ...]:
        """Give what the account tells of itself, such as that it moved."""
        return self._live.standing if isinstance(self._live, TellsStanding) else ()

    @property
    def counts_own_replies(self) -> bool:
        """Tell whether the number of items that is stated counts answers of the account."""
        return self._live.counts_own_replies

    @property
    def uncounted(self) -> tuple[ItemKind | Visibility | Without, ...]:
        """Tell of which kind, or shown to whom, items are that the number does not count."""
        return self._live.uncounted

    @property
    def stated_replies(self) -> Counted | None:
        """Give how many replies came of those that the server counts, so far; None without any."""
        return self._live.stated_replies

    def scan(self) -> Iterator[Scanned | Passed | Broken]:
        """Give the items as they come, and remember where their media are."""
        for entry in self._live.scan():
            if isinstance(entry, Scanned):
                for place in zip(entry.media, entry.addresses, strict=True):
                    self._spool.add(_STREAM, _WRITE.encode(place))
            yield entry
        self.stated_items = self._live.stated_items  # more may have been made meanwhile

    def read(self, content: bytes) -> RawItem:
        """Read one scanned item whole."""
        return self._live.read(content)

    def profile(self) -> RawItem:
        """Give the profile."""
        return self._live.profile()

    def media(self, wanted: Callable[[str], bool]) -> Iterator[tuple[str, BinaryIO]]:
        """Fetch the media that are wanted; what does not come is missing with its item."""
        for path, address in self._places():
            if wanted(path):
                yield from self._fetch(path, address)

    def _places(self) -> Iterator[tuple[str, str]]:
        yield from map(_READ.decode, self._spool.read(_STREAM))
        if isinstance(self._live, PlacesPictures):
            yield from self._live.places_of_profile()
        else:
            yield from ((media_path(one.source), one.source) for one in self.profile().media)

    def _fetch(self, path: str, address: str) -> Iterator[tuple[str, BinaryIO]]:
        for attempt in range(1, _TIMES + 1):
            try:
                with self._transport.open(address) as stream:
                    yield path, self._checked(path, cast("BinaryIO", stream))
                    if not stream.is_broken:
                        return
            except (NoAnswer, Refused):  # a server may name any address as that of a medium
                return
            if attempt < _TIMES:
                self._transport.pause(attempt)

    def _checked(self, path: str, stream: BinaryIO) -> BinaryIO:
        live = self._live
        return live.checked(path, stream) if isinstance(live, ChecksMedia) else stream

    def unopened_media(self) -> int:
        """Tell how many media were there and not wanted: none is fetched that no item names."""
        return 0

    def findings(self) -> list[Shortfall]:
        """Tell what did not come in as a whole."""
        return self._live.findings()

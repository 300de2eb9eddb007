"""An account that was read from pages, in the form in which one comes that is read live.

What visits showed waits in the encrypted spool of the run until it is taken in; media that pages
loaded lie there too, and what they did not load is fetched.
"""

from collections.abc import Iterator
from io import BufferedReader, RawIOBase
from typing import BinaryIO, cast

import msgspec

from weerklank.harvest.browser.page_exchange import PageExchange, Wholeness
from weerklank.harvest.live_source import LiveSource
from weerklank.harvest.page_port import ReadsPages, Shown
from weerklank.harvest.port import Around
from weerklank.harvest.transport import Transport
from weerklank.harvest.uncounted import Without
from weerklank.model.change_report import Reported
from weerklank.model.item import ItemKind, Visibility
from weerklank.model.raw import Broken, Passed, RawItem, RawPerson, Scanned
from weerklank.model.raw_page import ReadsBodies
from weerklank.model.run import Counted, Shortfall
from weerklank.model.text import Text
from weerklank.store.spool import Spool

_STREAM, _NAMED = "entries", "named"
_SCANNED, _PASSED, _BROKEN = b"s", b"p", b"b"
_WRITE = msgspec.msgpack.Encoder()
_READ_SCANNED = msgspec.msgpack.Decoder(Scanned)
_READ_PASSED = msgspec.msgpack.Decoder(Passed)
_READ_BROKEN = msgspec.msgpack.Decoder(Broken)
_READ_PERSON = msgspec.msgpack.Decoder(RawPerson)
_OK = 200


class SeenAccount:
    """One account as visits to its pages showed it."""

    counts_own_replies = True
    uncounted: tuple[ItemKind | Visibility | Without, ...] = ()
    #: Each visit says by itself how it ended.
    broken_off: Text | None = None
    #: How many replies a page shows of those that are counted, its findings say.
    stated_replies: Counted | None = None

    def __init__(self, pages: ReadsPages, spool: Spool) -> None:
        self.pages = pages
        self._spool = spool
        self.owner = pages.owner
        self.items_file = pages.items_file
        self.stated_items = pages.stated_items

    @property
    def number(self) -> str:
        """Give by what the platform knows the account."""
        return self.pages.number

    @property
    def standing(self) -> tuple[Reported, ...]:
        """Give what the account tells of itself, such as that it moved."""
        return self.pages.standing

    def take(self, shown: Shown) -> None:
        """Take up what a visit showed."""
        for entry in self.pages.scan(shown):
            kind = _BROKEN
            if isinstance(entry, Scanned):
                kind = _SCANNED
            elif isinstance(entry, Passed):
                kind = _PASSED
            self._spool.add(_STREAM, kind + _WRITE.encode(entry))

    def scan(self) -> Iterator[Scanned | Passed | Broken]:
        """Give what all visits showed, in the order in which they did."""
        for told in self._spool.read(_STREAM):
            kind, content = told[:1], told[1:]
            if kind == _SCANNED:
                yield _READ_SCANNED.decode(content)
            elif kind == _PASSED:
                yield _READ_PASSED.decode(content)
            else:
                yield _READ_BROKEN.decode(content)

    def read(self, content: bytes) -> RawItem:
        """Read one post whole."""
        return self.pages.read(content)

    def around(self, _content: bytes) -> Around | None:
        """Tell nothing: nobody is asked for more than pages showed."""
        return None

    def profile(self) -> RawItem:
        """Give the profile."""
        return self.pages.profile()

    def findings(self) -> list[Shortfall]:
        """Tell what pages did not show."""
        return self.pages.findings()


class LoadedMedia:
    """Which files pages loaded whole, by their addresses."""

    def __init__(self) -> None:
        self._places: dict[str, tuple[ReadsBodies, str]] = {}

    def note(self, exchanges: tuple[PageExchange, ...], bodies: ReadsBodies) -> None:
        """Note what one visit loaded, while its bodies are there."""
        for one in exchanges:
            is_got = one.method == "GET" and one.status == _OK and one.body
            if is_got and one.wholeness is Wholeness.WHOLE:
                self._places[one.address] = bodies, one.body or ""

    def stream(self, address: str) -> BinaryIO | None:
        """Give a file from its begin; None where no page loaded it."""
        place = self._places.get(address)
        if place is None:
            return None
        bodies, name = place
        return cast("BinaryIO", BufferedReader(_Pieces(bodies.read(name))))


class SeenSource(LiveSource):
    """Items of an account as pages showed them, with the media that these loaded."""

    def __init__(
        self, seen: SeenAccount, media: LoadedMedia, transport: Transport, spool: Spool
    ) -> None:
        super().__init__(seen, transport, spool)
        self._media = media

    def _fetch(self, path: str, address: str) -> Iterator[tuple[str, BinaryIO]]:
        stream = self._media.stream(address)
        if stream is None:
            yield from super()._fetch(path, address)
        else:
            yield path, stream


class _Pieces(RawIOBase):
    """Pieces that come one after another, read as one file."""

    def __init__(self, pieces: Iterator[bytes]) -> None:
        self._pieces = pieces
        self._rest = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        room = memoryview(buffer)  # type: ignore[arg-type] # the buffer of whoever reads
        while not self._rest:
            piece = next(self._pieces, None)
            if piece is None:
                return 0
            self._rest = piece
        taken = self._rest[: len(room)]
        room[: len(taken)] = taken
        self._rest = self._rest[len(taken) :]
        return len(taken)


class NamedPersons:
    """Everybody else whom pages named in a run, in the encrypted spool, to be looked for."""

    def __init__(self, spool: Spool) -> None:
        self._spool = spool
        self._known: set[int] = set()

    def note(self, pages: ReadsPages, shown: Shown) -> None:
        """Note whom a visit named."""
        for person in pages.named(shown):
            if hash(person) not in self._known:
                self._known.add(hash(person))
                self._spool.add(_NAMED, _WRITE.encode(person))

    def all(self) -> tuple[RawPerson, ...]:
        """Give all of them."""
        return tuple(map(_READ_PERSON.decode, self._spool.read(_NAMED)))

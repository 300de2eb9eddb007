"""An export of Instagram, Facebook or Threads on its way in: one reading for all their files.

No post has an id in these exports. Of those that are named by their second several may stand
together in a file: `one_second` tells them apart.
"""

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator
from datetime import date
from functools import partial
from typing import BinaryIO

import msgspec
import orjson

from weerklank.harvest.json_array import BrokenPiece
from weerklank.harvest.json_fields import NO_OBJECT, parse, reason_of
from weerklank.harvest.loose_media import LooseMedia
from weerklank.harvest.meta_archive import MetaArchive
from weerklank.harvest.meta_list import Piece, RecordList
from weerklank.harvest.meta_media import files_in, id_of_file
from weerklank.harvest.meta_text import mended
from weerklank.harvest.one_second import Entry, OfSecond, told_apart
from weerklank.harvest.port import Unreadable
from weerklank.model.item import NO_MOMENT, RefType
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.raw import Broken, Passed, PassedOver, RawItem, RawPerson, Scanned, media_path
from weerklank.model.run import Shortfall
from weerklank.model.text import Text

#: A post is held many times over while third parties are looked for in it.
LARGEST_RECORD = 1 << 20
TOO_LARGE = Text(
    "groter dan 1 MiB: te groot voor een bericht", "larger than 1 MiB: too large for a post"
)
#: What a zip says that does not say when it was made.
_NO_ZIP = date(1980, 1, 1)


class Records(ABC):
    """Reads the records of one platform, mended already."""

    #: Whose export it is.
    owner: RawPerson
    #: Kinds of files with items in the order in which they are to be read, those of one step in
    #: the order of the zip.
    steps: tuple[tuple[str, ...], ...]
    #: Names under which the list of a kind of file may stand.
    names: dict[str, tuple[str, ...]]
    #: Whether a medium in a folder of posts that no record names is kept by itself.
    keeps_loose = True

    def begin(self, archive: MetaArchive) -> None:  # noqa: B027 - most remember nothing
        """Forget what an earlier first pass met, and read what posts are read by."""

    @abstractmethod
    def read(self, kind: str, record: JsonObject, around: JsonObject) -> RawItem | Passed:
        """Read one record; Unreadable when it is not as it should be."""

    @abstractmethod
    def linked(self, record: JsonObject) -> tuple[RawPerson, ...]:
        """Give whom the texts of a record lead to by an address."""

    def takes(self, kind: str, item: RawItem) -> bool:  # noqa: ARG002 - for those who look
        """Tell of an item, once in the first pass, whether no other holds the same already."""
        return True

    def earlier(
        self,
        item: RawItem,  # noqa: ARG002 - for those who know
        record: JsonObject,  # noqa: ARG002 - for those who know
    ) -> list[JsonObject]:
        """Give the records of the versions that an item had before, the oldest first."""
        return []

    def findings(self) -> list[Shortfall]:
        """Tell what could not be taken in besides; called after `scan`."""
        return []

    @abstractmethod
    def profile(self) -> RawItem | None:
        """Give the profile of the account."""


class MetaExport:
    """One export, opened."""

    #: What is taken out of the bin is among the others then.
    shows_restored = True

    def __init__(self, archive: MetaArchive, reader: Records, items_file: str) -> None:
        self._archive = archive
        self._reader = reader
        self.items_file = items_file
        self._loose = LooseMedia((), reader.owner)
        self._newest = NO_MOMENT
        self.stated_items: int | None = None  # these exports do not say
        self.exported: date | None = archive.made

    @property
    def owner(self) -> RawPerson:
        """Give whose export it is."""
        return self._reader.owner

    @owner.setter
    def owner(self, owner: RawPerson) -> None:
        """Take it as the export of an account, where it does not say whose it is."""
        self._reader.owner = owner

    def scan(self) -> Iterator[Entry]:
        """Give the items of all files, and last what was passed over unopened."""
        self._reader.begin(self._archive)
        files = self._archive.loose if self._reader.keeps_loose else ()
        self._loose = LooseMedia(files, self.owner)
        self._newest = NO_MOMENT
        yield from told_apart(self._scan_lists())
        for why, count in (
            (PassedOver.DIRECT_MESSAGE, self._archive.talks),
            (PassedOver.OUT_OF_SCOPE, self._archive.passed),
        ):
            if count:
                yield Passed(why=why, count=count)
        is_told = self.exported is not None and self.exported > _NO_ZIP
        made = f"{self.exported}T00:00:00Z" if is_told else self._newest
        yield from self._loose.entries(lambda _: made)

    def _scan_lists(self) -> Iterator[Entry | OfSecond]:
        for step in self._reader.steps:
            for kind, name, stream in self._archive.lists(step):
                yield from self._scan_list(kind, name, stream)

    def _scan_list(self, kind: str, name: str, stream: BinaryIO) -> Iterator[Entry | OfSecond]:
        records = RecordList(stream, self._reader.names.get(kind, ()))
        around = msgspec.Raw(orjson.dumps(records.around))
        before = b""
        for number, piece in enumerate(records.pieces(), 1):
            try:
                content, record, item = self._read_piece(kind, piece, records.around)
            except (ValueError, TypeError, LookupError, ArithmeticError, RecursionError) as error:
                yield Broken(file=name, number=number, reason=reason_of(error))
                continue
            if isinstance(item, Passed):
                yield item
                continue
            if content == before:  # the same record once more is no second item
                continue
            before = content
            self._newest = max(self._newest, item.created_at)
            if not self._reader.takes(kind, item):
                continue
            place = _Place(kind, around)
            entries = [*self._scanned(place, content, record, item)]
            if not _is_by_second(item.native_id):
                yield from entries
                continue
            yield OfSecond(
                second=item.created_at,
                name=item.native_id,
                words=_words_of(item),
                entries=partial(_called, entries),
            )

    def _read_piece(
        self, kind: str, piece: Piece, around: JsonObject
    ) -> tuple[bytes, JsonObject, RawItem | Passed]:
        if isinstance(piece, BrokenPiece):
            raise Unreadable(piece.reason)
        content, parsed = piece
        if len(content) > LARGEST_RECORD:
            raise Unreadable(TOO_LARGE)
        record = _mended(content, parsed)
        if not isinstance(record, dict):
            raise Unreadable(NO_OBJECT)
        for uri in files_in(record):
            self._loose.named(uri)
        return content, record, self._reader.read(kind, record, _mended_object(around))

    def _scanned(
        self, place: "_Place", content: bytes, record: JsonObject, item: RawItem
    ) -> Iterator[Scanned]:
        for before in self._reader.earlier(item, record):
            # Parsed and mended already: written so that it is not mended again.
            then = msgspec.structs.replace(place, kind=EARLIER, of=place.kind)
            raw = orjson.dumps(before)
            found = self._reader.read(EARLIER, before, {})
            if isinstance(found, RawItem):
                yield self._entry(then, raw, before, found, is_again=True)
        yield self._entry(place, content, record, item)

    def _entry(
        self,
        place: "_Place",
        content: bytes,
        record: JsonObject,
        item: RawItem,
        *,
        is_again: bool = False,
    ) -> Scanned:
        answered = (ref.native_id for ref in item.refs if ref.type is RefType.REPLY_TO)
        return Scanned(
            content=b"\n" + _PLACES.encode(place) + b"\n" + content,
            native_id=item.native_id,
            url=item.url,
            parent=next(answered, None),
            is_again=is_again,
            created_at=item.created_at,
            persons=item.persons,
            linked=self._reader.linked(record),
            media=tuple(media_path(medium.source) for medium in item.media),
        )

    def read(self, content: bytes) -> RawItem:
        """Read one record whole, or a medium that none names."""
        loose = self._loose.read(content)
        if loose is not None:
            return loose
        name, written, raw = content.split(b"\n", 2)
        place = _READ_PLACE.decode(written)
        parsed = parse(raw)
        record = parsed if place.kind == EARLIER else _mended(raw, parsed)
        if not isinstance(record, dict):
            raise Unreadable(NO_OBJECT)
        item = self._reader.read(place.kind, record, _mended_object(parse(bytes(place.around))))
        if isinstance(item, Passed):
            raise Unreadable(NO_OBJECT)
        return msgspec.structs.replace(item, native_id=name.decode() or item.native_id)

    def profile(self) -> RawItem | None:
        """Read the profile."""
        return self._reader.profile()

    def media(self, wanted: Callable[[str], bool]) -> Iterator[tuple[str, BinaryIO]]:
        """Give wanted media; a file that no kept item names is not opened."""
        yield from self._archive.media(wanted)

    def unopened_media(self) -> int:
        """Tell how many media files the last `media` passed over."""
        return self._archive.unopened_media()

    def findings(self) -> list[Shortfall]:
        """Tell what is missing or wrong in the file as a whole."""
        return [*self._archive.findings(), *self._reader.findings()]


#: Kind of an earlier version, which no file holds by itself.
EARLIER = "earlier"


class _Place(msgspec.Struct, frozen=True):
    """Where a record stood: in what kind of file, and in what object."""

    kind: str
    #: In JSON, as it was written.
    around: msgspec.Raw
    #: Of an earlier version: the kind of what it was a version of.
    of: str = ""


_PLACES = msgspec.json.Encoder()
_READ_PLACE = msgspec.json.Decoder(_Place)


def _called(entries: list[Scanned], name: str) -> list[Entry]:
    """Give the entries of a record under a name, which stands before their content."""
    if name == entries[0].native_id:
        return [*entries]
    return [
        msgspec.structs.replace(one, native_id=name, content=name.encode() + one.content)
        for one in entries
    ]


def _is_by_second(native_id: str) -> bool:
    return "/" in native_id


def _words_of(item: RawItem) -> str:
    """Give what tells an item from another of its second: its first medium, else what it says."""
    if item.media:
        return id_of_file(item.media[0].source)
    return item.html or item.title or ""


def _mended(content: bytes, parsed: Json) -> Json:
    """Mend what was parsed, unless none of its letters can be a broken one: U+0080 to U+00FF."""
    return parsed if content.isascii() and b"\\u00" not in content else mended(parsed)


def _mended_object(value: Json) -> JsonObject:
    found: Json = mended(value)
    return found if isinstance(found, dict) else {}

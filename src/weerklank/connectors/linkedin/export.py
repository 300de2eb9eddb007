"""LinkedIn's export of a member: CSV files and articles in a zip.

What the member published is read; messages, contacts, reactions, votes, searches and whatever else
stays closed, and is counted by file. The export does not say whose profile it is of.
"""

import hashlib
from collections.abc import Callable, Iterator
from datetime import date
from typing import BinaryIO

import orjson

from weerklank.connectors.linkedin.article import draft_at, read_article
from weerklank.connectors.linkedin.links import HOSTS
from weerklank.connectors.linkedin.members import HEADERS, Members, Part
from weerklank.connectors.linkedin.records import (
    Reader,
    is_of_post,
    is_of_profile,
    mended,
)
from weerklank.harvest.csv_rows import BrokenRow, CsvRows
from weerklank.harvest.json_array import TOO_LARGE
from weerklank.harvest.json_fields import parse_object, reason_of, text_of
from weerklank.harvest.one_second import Entry, OfSecond, told_apart
from weerklank.harvest.port import BrokenOff, Unreadable
from weerklank.model.json_value import JsonObject
from weerklank.model.platform import Platform
from weerklank.model.raw import Broken, Passed, PassedOver, RawItem, RawPerson, Scanned
from weerklank.model.run import Shortfall
from weerklank.model.text import Text, verbatim
from weerklank.model.withdrawn import Withdrawn

#: Of a page that nobody sees: its address.
_DRAFT = "draft"
DAMAGED = Text("het bestand is beschadigd of afgekapt", "the file is damaged or cut off")
NO_POSTS = Text(
    "de export heeft geen bestand met berichten; vraag het grotere archief aan, niet een keuze",
    "the export has no file with posts; ask for the larger archive, not for a choice",
)
COLUMNS_UNKNOWN = Text(
    "een bestand met berichten heeft andere kolommen dan Weerklank kent",
    "a file with posts has other columns than Weerklank knows",
)
#: Bytes of an article.
_LARGEST = 1 << 20
_ROWS = (Part.SHARES, Part.REPLIES, Part.REPOSTS, Part.ARTICLES)


class LinkedInExport:
    """One export, opened."""

    items_file = "Shares.csv"
    #: Where media of posts are to be had for some time.
    hosts = HOSTS

    def __init__(self, members: Members) -> None:
        self._members = members
        self.stated_items: int | None = None
        self._profile = self._read_profile()
        self.exported: date | None = members.container.made
        names = [self._profile.get(one) for one in ("First Name", "Last Name")]
        self.owner = RawPerson(
            platform=Platform.LINKEDIN,
            display_name=" ".join(filter(None, map(text_of, names))) or None,
        )
        self._unknown: list[str] = []
        #: By eight bytes each; kept only where something may be found by them.
        self._named_links: set[bytes] = set()
        self._unopened = 0

    def _read_profile(self) -> JsonObject:
        for _, _, stream in self._members.of(Part.PROFILE):
            rows = CsvRows(stream)
            for row in rows:
                if not isinstance(row, BrokenRow):
                    return dict(zip(rows.header, row.cells, strict=True))
        return {}

    def scan(self) -> Iterator[Scanned | Passed | Broken]:
        """Give the records of all files, then media that no post named, then what stayed shut."""
        self._unknown = []
        self._named_links = set()
        self._unopened = 0
        reader = Reader(self.owner)
        articles = 0
        for part, name, stream in self._members.of(*_ROWS):
            if part is Part.ARTICLES:  # the name of its file is its title, which may name somebody
                articles += 1
                entries = self._entries(reader, part, part.value, self._pages(stream), articles)
            else:
                entries = self._entries(reader, part, name, self._rows(part, stream))
            yield from told_apart(entries)
        for part, name, stream in self._members.of(Part.MEDIA):
            yield from told_apart(self._entries(reader, part, name, self._rows(part, stream)))
        if self._members.messages:
            yield Passed(why=PassedOver.DIRECT_MESSAGE, count=self._members.messages)
        if self._members.others:
            yield Passed(why=PassedOver.OUT_OF_SCOPE, count=self._members.others)

    def _entries(
        self,
        reader: Reader,
        part: Part,
        name: str,
        records: Iterator[JsonObject | Text],
        first: int = 1,
    ) -> Iterator[Entry | OfSecond]:
        for number, record in enumerate(records, first):
            if isinstance(record, Text):
                yield Broken(file=name, number=number, reason=record)
                continue
            try:
                yield self._scanned(reader, part, record)
            except (ValueError, RecursionError) as error:
                yield Broken(file=name, number=number, reason=reason_of(error))

    def _scanned(self, reader: Reader, part: Part, record: JsonObject) -> Entry | OfSecond:
        if part is Part.MEDIA and not self._is_loose(record):
            return Passed(why=PassedOver.OUT_OF_SCOPE)
        if _DRAFT in record:
            # One that is held was published, and was taken back since.
            native = text_of(record[_DRAFT])
            taken_back = Withdrawn.CLOSED if native else None
            return Passed(why=PassedOver.OUT_OF_SCOPE, native_id=native, withdrawn=taken_back)
        taken = record.get("pictures")
        pictures = tuple(map(str, taken)) if isinstance(taken, list) else ()
        plain = {name: value for name, value in record.items() if name != "pictures"}
        link = text_of(record.get("MediaUrl"))
        if link and self._members.has(Part.MEDIA):
            self._named_links.add(_short(link))
        made, native = reader.named(part, plain)

        def called(name: str) -> list[Entry]:
            content = orjson.dumps([part.value, name, plain, pictures])
            return [reader.scanned(part, plain, name, pictures, content)]

        if part is not Part.REPLIES:
            return called(native)[0]
        words = orjson.dumps(plain, option=orjson.OPT_SORT_KEYS).decode()
        return OfSecond(second=made, name=native, words=words, is_once=True, entries=called)

    def _is_loose(self, record: JsonObject) -> bool:
        """Tell of a file whether it is of posts, and no post names it.

        What is called by any other word may have been sent to somebody: it stays unfetched.
        """
        link = text_of(record.get("Media Link")) or ""
        if _short(link) in self._named_links or is_of_profile(record):
            return False
        is_known = is_of_post(record)
        self._unopened += not is_known
        return is_known

    def _rows(self, part: Part, stream: BinaryIO) -> Iterator[JsonObject | Text]:
        rows = CsvRows(stream)
        if not HEADERS[part] <= set(rows.header):
            if rows.header:
                self._unknown.append(part.value)
            return
        for row in rows:
            if isinstance(row, BrokenRow):
                yield row.reason
            else:
                cells = zip(rows.header, map(mended, row.cells), strict=True)
                yield {name: cell for name, cell in cells if name}

    def _pages(self, stream: BinaryIO) -> Iterator[JsonObject | Text]:
        try:
            content = stream.read(_LARGEST + 1)
        except BrokenOff:
            yield DAMAGED
            return
        if len(content) > _LARGEST:
            yield TOO_LARGE
            return
        try:
            page = content.decode("utf-8", "replace")
            article = read_article(page)
        except Unreadable as error:
            yield error.reason
            return
        if article:
            yield {**article.record, "pictures": [*article.pictures]}
        else:
            yield {_DRAFT: draft_at(page)}

    def read(self, content: bytes) -> RawItem:
        """Read one record whole."""
        part, native, record, pictures = orjson.loads(content)
        return Reader(self.owner).item(
            Part(part), parse_object(orjson.dumps(record)), native, tuple(pictures)
        )

    def profile(self) -> RawItem | None:
        """Read the profile; None when the file came without it."""
        return Reader(self.owner).profile(self._profile) if self._profile else None

    def places_of_profile(self) -> tuple[tuple[str, str], ...]:
        """Give none: the profile has no picture in the export."""
        return ()

    def media(
        self,
        wanted: Callable[[str], bool],  # noqa: ARG002 - of the port
    ) -> Iterator[tuple[str, BinaryIO]]:
        """Give none: the export holds links, which its media are fetched by."""
        yield from ()

    def unopened_media(self) -> int:
        """Tell how many media files were passed over: those that may be of something else."""
        return self._unopened

    def findings(self) -> list[Shortfall]:
        """Tell what is wrong with the file as a whole."""
        found = []
        damage = self._members.container.damage
        if damage:
            where = (verbatim(self._members.container.path.name), verbatim(damage))
            found.append(Shortfall(kind="file_damaged", count=1, reason=DAMAGED, where=where))
        if not self._members.has(Part.SHARES):
            found.append(Shortfall(kind="posts_not_in_export", count=1, reason=NO_POSTS))
        if self._unknown:
            count = len(self._unknown)
            files = tuple(map(verbatim, self._unknown))
            found.append(
                Shortfall(kind="part_unknown", count=count, reason=COLUMNS_UNKNOWN, where=files)
            )
        return found


def _short(link: str) -> bytes:
    """Tell links apart in a few bytes, without what differs between exports."""
    return hashlib.blake2b(link.partition("?")[0].encode(), digest_size=8).digest()

"""The archive of X: tweets.js of all generations, the profile, and media in a zip.

Messages, contacts, searches, likes and followers are never opened: members are chosen by a list of
what may be (`archive.py`), and the rest is counted by its name. In memory are the names of media,
long texts up to a limit, and the numbers of edited posts and of those that were deleted lately.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from datetime import date
from typing import BinaryIO, cast

import msgspec
import orjson

from weerklank.connectors.x.account import account_of, profile_of_account
from weerklank.connectors.x.archive import DELETED_HEADERS, MEDIA, Archive
from weerklank.connectors.x.gaps import (
    EDITS_MISSING,
    ELSEWHERE,
    FILE_MISSING,
    LONG_LEFT_OUT,
    LONG_NOT_THERE,
    MORE_THAN_STATED,
    PARTIAL,
    UNREAD,
)
from weerklank.connectors.x.long_texts import LongTexts
from weerklank.connectors.x.media_files import MediaFiles
from weerklank.connectors.x.moments import moment_in, moment_of
from weerklank.connectors.x.record import Record, is_record, record_of
from weerklank.connectors.x.small_file import objects_in
from weerklank.connectors.x.stated import Stated
from weerklank.connectors.x.text import words_of
from weerklank.connectors.x.tweet import Reader
from weerklank.harvest.export_file import UntilBroken, damage_of
from weerklank.harvest.json_array import ENDS_INSIDE, NOT_CLOSED, BrokenPiece
from weerklank.harvest.json_fields import Fields, parse_object, reason_of, text_of
from weerklank.harvest.json_list import JsonList
from weerklank.harvest.loose_media import LooseMedia
from weerklank.harvest.port import Unreadable
from weerklank.model.item import NO_MOMENT
from weerklank.model.json_value import JsonObject
from weerklank.model.raw import Broken, Passed, PassedOver, RawItem, RawPerson, Scanned
from weerklank.model.run import Shortfall
from weerklank.model.text import Text, verbatim

TOO_LARGE_FOR_POST = Text(
    "groter dan 1 MiB: te groot voor een bericht", "larger than 1 MiB: too large for a post"
)
_LARGEST_POST = 1 << 20
#: Of what is broken at the end of a file, so that what should stand behind it is not there.
_NO_END = (ENDS_INSIDE, NOT_CLOSED)
_FOLDERS = {
    "tweets": "tweets_media",
    "community": "community_tweet_media",
    "deleted": "deleted_tweets_media",
}
Entry = Scanned | Passed | Broken


class XExport:
    """One archive, opened."""

    items_file = "tweets.js"

    def __init__(self, archive: Archive, stated: Stated) -> None:
        self._archive = archive
        self._contents = archive.contents
        self._stated = stated
        self._account = account_of(archive, self._stated.user)
        self.owner: RawPerson = self._account.owner
        self.exported: date | None = self._stated.day or archive.container.made
        self.stated_items: int | None = None
        self._files = MediaFiles(self._contents.media)
        self._loose = LooseMedia(self._contents.media, self.owner)
        self._reader = Reader(self.owner, self._files)
        self._deleted = self._deletions()
        #: Versions that are there, by the first version of posts that have several.
        self._versions: dict[str, tuple[set[str], set[str]]] = {}
        self._long_left_out = self._broken_notes = 0
        self._unopened = 0
        #: Records that were read, by the file that they stand in.
        self._records: Counter[str] = Counter()
        #: Media of an archive in parts of which the post is in none that is here.
        self._media_elsewhere = 0
        #: Whether a file with posts ends before its end.
        self._is_cut = False

    def _deletions(self) -> dict[str, str]:
        """Read when which posts were deleted, as far as it is told apart from them."""
        found: dict[str, str] = {}
        for one in objects_in(self._archive, DELETED_HEADERS):
            header = one.get("tweet")
            number = text_of(header.get("tweet_id")) if isinstance(header, dict) else None
            if number and isinstance(header, dict) and header.get("deleted_at"):
                try:
                    found[number] = moment_of(header["deleted_at"])
                except Unreadable:
                    continue  # that it is deleted is told by where the post stands
        return found

    def scan(self) -> Iterator[Entry]:
        """Give the records of all files with posts, tweets first."""
        self._versions = {}
        self._records = Counter()
        self._broken_notes = 0
        long = LongTexts()
        yield from self._read_long_texts(long)
        for kind, folder in _FOLDERS.items():
            for name in self._contents.lists.get(kind, ()):
                yield from self._scan_file(name, kind, folder, long)
        unmatched = 0
        for content in long.rest():
            unmatched += 1
            yield self._scan_long(content)
        self.stated_items = self._count_stated(unmatched)
        self._long_left_out = long.left_out
        yield from self._passed()
        for path in self._of_profile():
            self._loose.named(path)
        if self._stated.is_partial:  # it may be of what is not here
            self._media_elsewhere = len(self._loose)
        elif not self._is_cut:
            yield from self._loose.entries(self._moment_of_file)

    def _count_stated(self, unmatched: int) -> int | None:
        """Give how many records there should be.

        A file that has more than is said of it makes up for no other that has fewer. Long texts
        are part of their posts, but for those of which no post is there or that can't be read.
        """
        stated = {
            name: count for name, count in self._stated.records.items() if not _is_of_notes(name)
        }
        if not stated:
            return None
        total = sum(stated.values())
        is_short = any(name and self._records[name] < count for name, count in stated.items())
        if is_short:
            total += sum(self._more_than_stated().values())
        return total + unmatched + self._broken_notes

    def _read_long_texts(self, long: LongTexts) -> Iterator[Broken]:
        for name in self._contents.lists.get("notes", ()):
            for _, stream in self._archive.members(lambda one, name=name: one == name):  # type: ignore[misc] # name is bound
                pieces = self._pieces(cast("BinaryIO", UntilBroken(stream)))
                for number, piece in enumerate(pieces, 1):
                    self._records[name] += 1
                    if isinstance(piece, BrokenPiece):
                        self._broken_notes += 1
                        yield Broken(file=name, number=number, reason=piece.reason)
                        continue
                    note = piece[1].get("noteTweet")
                    if isinstance(note, dict):
                        long.add(piece[0], note)

    def _pieces(self, stream: BinaryIO) -> Iterator[tuple[bytes, JsonObject] | BrokenPiece]:
        try:
            found = JsonList(stream)
        except Unreadable as error:
            yield BrokenPiece(error.reason)
            return
        yield from found.objects(parse_object, lambda one: is_record(one) or "noteTweet" in one)

    def _scan_file(self, name: str, kind: str, folder: str, long: LongTexts) -> Iterator[Entry]:
        for _, stream in self._archive.members(lambda one: one == name):
            pieces = self._pieces(cast("BinaryIO", UntilBroken(stream)))
            for number, piece in enumerate(pieces, 1):
                if isinstance(piece, BrokenPiece):
                    self._is_cut |= piece.reason in _NO_END
                    yield Broken(file=name, number=number, reason=piece.reason)
                    continue
                try:
                    yield self._scanned(*piece, kind, folder, long)
                    self._records[name] += 1
                except (ValueError, RecursionError) as error:
                    yield Broken(file=name, number=number, reason=reason_of(error))

    def _scanned(
        self, content: bytes, source: JsonObject, kind: str, folder: str, long: LongTexts
    ) -> Scanned:
        if len(content) > _LARGEST_POST:
            raise Unreadable(TOO_LARGE_FOR_POST)
        record = record_of(source)
        moment = self._reader.moment(record)
        for path in self._files.of(record.number):
            self._loose.named(path)
        self._note_versions(record)
        if kind == "deleted":
            self._note_deleted(record)
        if record.shares:
            return self._scanned_shared(content, record, moment)
        text = text_of(record.tweet.get("full_text")) or ""
        note = long.of(record.native_id, text, moment) if record.tweet is not source else None
        if note:
            content = _joined(content, note)
            record = record_of(parse_object(content))
        fields = Fields(record.tweet)
        words = words_of(record.tweet, record.note, fields)
        media = self._files.media_of(record.number, folder, fields)
        linked = self._reader.linked(words)
        opened = self._reader.opened(record, words) if linked else None
        return Scanned(
            content=orjson.dumps(opened) if opened else content,
            native_id=record.native_id,
            url=f"{self.owner.addresses[0]}/status/{record.number}",
            parent=self._reader.parent(record),
            is_again=record.is_earlier,
            created_at=moment,
            persons=self._reader.persons(record, words),
            linked=linked,
            media=tuple(one.source for one in media),
        )

    def _scanned_shared(self, content: bytes, record: Record, moment: str) -> Scanned:
        return Scanned(
            content=content,
            native_id=record.native_id,
            parent=None,
            created_at=moment,
            persons=self._reader.persons_of_shared(record),
            media=(),
        )

    def _scan_long(self, content: bytes) -> Entry:
        """Scan a long text of which the post is not there."""
        try:
            record = record_of(parse_object(content))
            words = words_of(record.tweet, record.note, Fields(record.tweet))
            return Scanned(
                content=content,
                native_id=record.native_id,
                parent=None,
                created_at=self._reader.moment(record),
                persons=self._reader.persons(record, words),
                linked=self._reader.linked(words),
                media=(),
            )
        except (ValueError, RecursionError) as error:
            return Broken(file=self._contents.lists["notes"][0], number=1, reason=reason_of(error))

    def _note_versions(self, record: Record) -> None:
        if len(record.versions) > 1:
            named, met = self._versions.setdefault(record.native_id, (set(), set()))
            named.update(record.versions)
            met.add(record.number)
            for later in record.versions[1:]:
                self._reader.first_of[later] = record.native_id

    def _note_deleted(self, record: Record) -> None:
        """Note when a post was deleted: as is told by it or apart, or else before the archive."""
        told = record.tweet.get("deleted_at")
        if told:
            self._deleted[record.number] = moment_of(told)
        else:
            self._deleted.setdefault(record.number, self._made)

    @property
    def _made(self) -> str:
        """Give the moment at which the archive was made, or else its day."""
        if self._stated.made:
            return self._stated.made
        return f"{self.exported}T00:00:00Z" if self.exported else NO_MOMENT

    def _passed(self) -> Iterator[Passed]:
        """Tell of what stayed closed, and that versions of a post are one post."""
        for later, first in self._reader.first_of.items():
            yield Passed(why=PassedOver.OUT_OF_SCOPE, count=0, native_id=later, parent=first)
        messages = self._stated.messages or self._contents.messages
        if messages:
            yield Passed(why=PassedOver.DIRECT_MESSAGE, count=messages, is_beside=True)
        if self._contents.closed:
            yield Passed(why=PassedOver.OUT_OF_SCOPE, count=self._contents.closed, is_beside=True)

    def _of_profile(self) -> Iterator[str]:
        profile = self.profile()
        for medium in profile.media:
            yield medium.source

    def _moment_of_file(self, path: str) -> str:
        """Give the moment of a file that no record names: that of the post whose number it has."""
        folder, _, name = path.partition("/")
        told = moment_in(name.partition("-")[0]) if folder in MEDIA else None
        return told or self._made

    def read(self, content: bytes) -> RawItem:
        """Read one record whole."""
        loose = self._loose.read(content)
        if loose:
            return loose
        record = record_of(parse_object(content))
        kind = "community" if "community_id_str" in record.tweet else "tweets"
        deleted = self._deleted.get(record.number)
        item = self._reader.item(record, _FOLDERS["deleted" if deleted else kind])
        return msgspec.structs.replace(item, deleted_at=deleted) if deleted else item

    def profile(self) -> RawItem:
        """Read the profile."""
        return profile_of_account(self._account, self._files, self._made)

    def media(self, wanted: Callable[[str], bool]) -> Iterator[tuple[str, BinaryIO]]:
        """Give wanted media; a file of a post that was shared is not opened."""
        self._unopened = 0

        def chosen(name: str) -> bool:
            if "/" not in name:
                return False
            if wanted(name):
                return True
            self._unopened += 1
            return False

        yield from self._archive.members(chosen)

    def unopened_media(self) -> int:
        """Tell how many media files the last `media` passed over."""
        return self._unopened

    def findings(self) -> list[Shortfall]:
        """Tell what is wrong with the archive as a whole, and what in it no mapping reads."""
        found = [gap for one in self._archive.containers for gap in damage_of(one)]
        there = {name for names in self._contents.lists.values() for name in names}
        absent = [n for n, count in self._stated.records.items() if n and count and n not in there]
        if absent:
            found.append(_gap("file_missing", len(absent), FILE_MISSING, absent))
        found += self._counts_that_differ()
        if self._stated.is_partial:
            found.append(_gap("partial_archive", 1, PARTIAL, ()))
        if self._media_elsewhere:
            found.append(_gap("media_of_other_part", self._media_elsewhere, ELSEWHERE, ()))
        unread = {n: self._stated.others[n] for n in self._contents.unread}
        if any(unread.values()):
            named = [name for name, count in unread.items() if count]
            found.append(_gap("not_read", sum(unread.values()), UNREAD, named))
        missing = sum(len(named - met) for named, met in self._versions.values())
        if missing:
            found.append(_gap("edits_missing", missing, EDITS_MISSING, ()))
        if self._long_left_out:
            found.append(_gap("long_texts_missing", self._long_left_out, LONG_LEFT_OUT, ()))
        return found

    def _counts_that_differ(self) -> list[Shortfall]:
        """Tell where a file holds another number of records than is said of it."""
        told = (
            ("more_than_stated", self._more_than_stated(), MORE_THAN_STATED),
            ("long_texts_missing", self._long_texts_fewer(), LONG_NOT_THERE),
        )
        return [_gap(kind, sum(n.values()), why, [*n]) for kind, n, why in told if n]

    def _more_than_stated(self) -> dict[str, int]:
        """Give the files that hold more than is said of them, with how much more."""
        stated = self._stated.records
        if "" in stated:  # of all together
            more = self._records.total() - stated[""]
            return {self.items_file: more} if more > 0 else {}
        posts = {name: count for name, count in self._records.items() if not _is_of_notes(name)}
        found = {name: count - stated.get(name, 0) for name, count in posts.items()}
        return {name: more for name, more in found.items() if more > 0} if stated else {}

    def _long_texts_fewer(self) -> dict[str, int]:
        """Give the files with long texts that hold fewer than is said, with how many fewer."""
        there = self._contents.lists.get("notes", ())
        stated = {name: self._stated.records.get(name, 0) for name in there}
        found = {name: count - self._records[name] for name, count in stated.items()}
        return {name: fewer for name, fewer in found.items() if fewer > 0}


def _is_of_notes(name: str) -> bool:
    return name.startswith("note-")


def _gap(kind: str, count: int, reason: Text, where: list[str] | tuple[()]) -> Shortfall:
    return Shortfall(kind=kind, count=count, reason=reason, where=tuple(map(verbatim, where)))


def _joined(tweet: bytes, note: bytes) -> bytes:
    """Give the record of a post with its long text behind it, both as they are written."""
    inner = note[note.index(b"{") + 1 :]
    return tweet.rstrip()[:-1] + b"," + inner

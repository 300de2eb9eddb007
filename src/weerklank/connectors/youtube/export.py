"""A Takeout of YouTube: channel, videos with films, posts, replies by the channel, playlists.

What is private is passed over and counted. History, chats, subscriptions, music and settings are
never opened, nor is the film of a video that is private, or that may be.
"""

from collections.abc import Callable, Iterator
from datetime import date
from itertools import islice
from typing import BinaryIO

import msgspec

from weerklank.connectors.youtube.columns import Record, Table, visibility_of
from weerklank.connectors.youtube.film_names import TitledFiles
from weerklank.connectors.youtube.known_ids import KnownIds
from weerklank.connectors.youtube.reader import (
    Entry,
    Reader,
    film_name,
    identity,
    picture_name,
    read_entry,
)
from weerklank.connectors.youtube.takeout import NO_CHANNEL, Takeout
from weerklank.harvest.csv_rows import BrokenRow, Row
from weerklank.harvest.json_fields import text_of, texts_in
from weerklank.harvest.loose_media import LooseMedia
from weerklank.harvest.port import Unreadable
from weerklank.model.errors import BrokenInput
from weerklank.model.item import NO_MOMENT, Visibility
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.raw import Broken, Passed, PassedOver, RawItem, RawPerson, Scanned
from weerklank.model.run import Shortfall
from weerklank.model.text import Text, verbatim
from weerklank.model.withdrawn import Withdrawn

DAMAGED = Text("het bestand is beschadigd of afgekapt", "the file is damaged or cut off")
UNKNOWN_VISIBILITY = Text(
    "wie het kan zien, staat er in een woord dat Weerklank niet kent",
    "who can see it is said in a word that Weerklank does not know",
)
FILM_UNCERTAIN = Text(
    "een film waarvan de naam bij geen titel past: hij kan van een privévideo zijn en is niet "
    "geopend",
    "a film whose name fits no title: it may be of a private video and was not opened",
)
TEXTS_LEFT = Text(
    "de tabel met de teksten van video's is te groot om ernaast te leggen; van deze video's is "
    "alleen de tekst in de videotabel opgenomen",
    "the table with the texts of videos is too large to lay beside it; of these videos only the "
    "text in the table of videos was taken in",
)
#: Characters of the table of texts that are held, at most.
_MOST_OF_TEXTS = 1 << 24
#: Videos of one playlist that are read: YouTube has no longer ones.
_MOST_IN_PLAYLIST = 20_000

Outcome = Scanned | Passed | Broken


class YouTubeExport:
    """One Takeout, opened."""

    items_file = "Takeout"

    def __init__(self, takeout: Takeout) -> None:
        """BrokenInput when its channel can't be read."""
        self._takeout = takeout
        self._reader = Reader(_channel_of(takeout))
        self.owner: RawPerson = self._reader.owner
        self.stated_items: int | None = None
        self.exported: date | None = takeout.made
        self._films = TitledFiles(takeout.films)
        #: What the files that may come in are called, once all titles were seen.
        self._names = {path: picture_name(path) for path in takeout.pictures}
        self._own, self._private, self._unlisted = KnownIds(), KnownIds(), KnownIds()
        #: Of the private ones, those of the channel itself that say so.
        self._closed = KnownIds()
        #: Private videos of which no film was seen: it may bear any name.
        self._hidden = 0
        #: Whether all videos of the channel could be read, the private ones too.
        self._all_known = False
        self._pictures_named: set[str] = set()
        self._loose = LooseMedia((), self.owner)
        self._opened_lists = 0
        self._texts: dict[str, JsonObject] = {}
        self._texts_left = 0
        self._uncertain = 0
        self._unopened = 0

    def scan(self) -> Iterator[Outcome]:
        """Give the rows of all tables, one table after another."""
        self._read_texts()
        yield from self._scan_videos()
        self._name_films()
        self._texts.clear()
        yield from self._scan(Table.POSTS, self._post)
        yield from self._scan(Table.REPLIES, self._reply)
        yield from self._scan_playlists()
        yield from self._scan_loose()
        if self._takeout.others:
            yield Passed(why=PassedOver.OUT_OF_SCOPE, count=self._takeout.others)

    def _scan(
        self, table: Table, read: Callable[[JsonObject], Entry | Passed]
    ) -> Iterator[Outcome]:
        for file, rows in self._takeout.tables(table):
            for row in rows:
                yield self._outcome(file, row, read)

    def _outcome(
        self, file: str, row: Record | BrokenRow, read: Callable[[JsonObject], Entry | Passed]
    ) -> Outcome:
        if isinstance(row, BrokenRow):
            return Broken(file=file, number=row.number, reason=row.reason)
        try:
            entry = read(row.values)
            if isinstance(entry, Passed):
                return entry
            return self._reader.scanned(entry.written(), self._reader.item(entry))
        except Unreadable as error:
            return Broken(file=file, number=row.number, reason=error.reason)

    def _scan_videos(self) -> Iterator[Outcome]:
        """Give the videos. One that can't be read may be private, and so may any film be its."""
        self._all_known = self._takeout.has(Table.VIDEOS)
        for outcome in self._scan(Table.VIDEOS, self._video):
            self._all_known &= not isinstance(outcome, Broken)
            yield outcome

    def _video(self, values: JsonObject) -> Entry | Passed:
        video = identity(values, "Video ID")
        texts = self._texts.get(video)
        title = text_of(values.get("Video Title (Original)")) or text_of(
            (texts or {}).get("Video Title Text Segments")
        )
        try:
            seen_by = _seen_by(values.get("Privacy"))
        except Unreadable:
            self._hide(video, title)
            raise
        is_others = self._is_others(values)
        if is_others or seen_by is None:
            self._hide(video, title)
            if is_others:
                return Passed(why=PassedOver.OTHER_ACTOR)
            self._closed.add(video)
            return _closed(video)
        self._own.add(video)
        if seen_by is Visibility.UNLISTED:
            self._unlisted.add(video)
        path = self._films.note(video, title or "", is_private=False)
        ending = f".{path.rpartition('.')[2].lower()}" if path else ".mp4"
        held = {**values, "video texts": texts} if texts else values
        return Entry(Table.VIDEOS, held, seen_by, ending)

    def _hide(self, video: str, title: str | None) -> None:
        self._private.add(video)
        path = self._films.note(video, title or "", is_private=True)
        self._hidden += path is None

    def _is_others(self, values: JsonObject) -> bool:
        """Tell whether a row is of another channel: who manages several has them all in one."""
        channel = text_of(values.get("Channel ID"))
        return channel is not None and channel != self._reader.id

    def _post(self, values: JsonObject) -> Entry | Passed:
        seen_by = _seen_by(values["Privacy"]) if "Privacy" in values else Visibility.PUBLIC
        if self._is_others(values):
            return Passed(why=PassedOver.OTHER_ACTOR)
        if seen_by is None:
            return _closed(text_of(values.get("Post ID")))
        self._own.add(identity(values, "Post ID"))
        self._pictures_named.update(map(picture_name, texts_in(values.get("Image Name"))))
        return Entry(Table.POSTS, values, seen_by, exported=self._moment)

    def _reply(self, values: JsonObject) -> Entry | Passed:
        if self._is_others(values):
            return Passed(why=PassedOver.OTHER_ACTOR)
        below = text_of(values.get("Video ID")) or text_of(values.get("Post ID")) or ""
        if below in self._private:
            is_closed = below in self._closed
            return _closed(text_of(values.get("Comment ID")) if is_closed else None)
        # Below what is not known it may be one of a private video that could not be read.
        is_doubtful = not self._all_known and below not in self._own
        is_unlisted = is_doubtful or below in self._unlisted
        seen_by = Visibility.UNLISTED if is_unlisted else Visibility.PUBLIC
        return Entry(Table.REPLIES, values, seen_by, is_below_own=below in self._own)

    def _scan_playlists(self) -> Iterator[Outcome]:
        """Give the playlists with their videos; what the private ones hold is not opened."""
        lists = TitledFiles(self._takeout.lists, are_lists=True)
        for _, rows in self._takeout.tables(Table.PLAYLISTS):
            for row in rows:
                if isinstance(row, Record):
                    native = text_of(row.values.get("Playlist ID")) or ""
                    title = text_of(row.values.get("Playlist Title (Original)")) or ""
                    lists.note(native, title, is_private=False)
        paths = {native: path for path, native in lists.certain().items()}

        def read(values: JsonObject) -> Entry | Passed:
            seen_by = _seen_by(values.get("Playlist Visibility"))
            if seen_by is None:
                return _closed(text_of(values.get("Playlist ID")))
            path = paths.pop(identity(values, "Playlist ID"), None)
            videos: list[Json] = [*self._videos_in(path)] if path else []
            return Entry(Table.PLAYLISTS, {**values, "videos": videos}, seen_by)

        yield from self._scan(Table.PLAYLISTS, read)
        unopened = len(self._takeout.lists) - self._opened_lists
        if unopened:
            yield Passed(why=PassedOver.OUT_OF_SCOPE, count=unopened)

    def _videos_in(self, path: str) -> Iterator[str]:
        self._opened_lists += 1
        for rows in self._takeout.list_of(path):
            for row in islice(rows, _MOST_IN_PLAYLIST):
                if isinstance(row, Row):
                    yield row.cells[0]

    def _read_texts(self) -> None:
        """Read the texts of videos, which stand in a table of their own, by video."""
        room = _MOST_OF_TEXTS
        for _, rows in self._takeout.tables(Table.TEXTS):
            for row in rows:
                if isinstance(row, BrokenRow):
                    continue  # what it says of a video stands in the table of videos as well
                texts = {name: _joined(value) for name, value in row.values.items()}
                room -= sum(map(len, texts.values()))
                if room < 0:
                    self._texts_left += 1
                else:
                    video = text_of(texts.pop("Video ID", None))
                    self._texts[video or ""] = {**texts}

    def _name_films(self) -> None:
        """Find out which film is of which video, now that all titles were seen."""
        private = self._films.may_be_private()
        for path, video in self._films.certain().items():
            if path not in private:
                self._names[path] = film_name(video, f".{path.rpartition('.')[2].lower()}")
        known = self._names.keys() | private
        rest = [path for path in self._takeout.films if path not in known]
        may_be_any = self._hidden or not self._all_known
        closed = self._films.of_none() if may_be_any else set[str]()
        self._uncertain = sum(path in closed for path in rest)
        self._names |= {path: path for path in rest if path not in closed}

    def _scan_loose(self) -> Iterator[Scanned]:
        """Give the films and pictures that are of no video or post that is known."""
        films = [path for path, name in self._names.items() if path == name]
        pictures = [
            path
            for path in self._takeout.post_pictures
            if picture_name(path) not in self._pictures_named
        ]
        self._names |= dict(zip(pictures, pictures, strict=True))
        self._loose = LooseMedia([*films, *pictures], self.owner)
        yield from self._loose.entries(lambda _: self._moment)

    @property
    def _moment(self) -> str:
        """Give the moment of the export, for what does not tell its own."""
        return f"{self.exported}T00:00:00Z" if self.exported else NO_MOMENT

    def read(self, content: bytes) -> RawItem:
        """Read one row whole; who could see a loose film is not told, so it counts as unlisted."""
        loose = self._loose.read(content)
        if loose is not None:
            return msgspec.structs.replace(loose, visibility=Visibility.UNLISTED)
        return self._reader.item(read_entry(content))

    def profile(self) -> RawItem:
        """Read the channel."""
        return self._reader.profile()

    def media(self, wanted: Callable[[str], bool]) -> Iterator[tuple[str, BinaryIO]]:
        """Give the films and pictures that are wanted, by the names that the items give them."""
        self._unopened = 0
        media = {*self._takeout.films, *self._takeout.pictures}

        def chosen(path: str) -> bool:
            name = self._names.get(path)
            if name is not None and wanted(name):
                return True
            self._unopened += path in media
            return False

        for path, stream in self._takeout.members(chosen):
            yield self._names[path], stream

    def unopened_media(self) -> int:
        """Tell how many media files the last `media` passed over."""
        return self._unopened

    def findings(self) -> list[Shortfall]:
        """Tell what is wrong with the file as a whole."""
        found: list[Shortfall] = []
        damage = self._takeout.damage()
        if damage:
            where = (verbatim(self._takeout.container.path.name), verbatim(damage))
            found.append(Shortfall(kind="file_damaged", count=1, reason=DAMAGED, where=where))
        for kind, count, reason in (
            ("film_uncertain", self._uncertain, FILM_UNCERTAIN),
            ("texts_left", self._texts_left, TEXTS_LEFT),
        ):
            if count:
                found.append(Shortfall(kind=kind, count=count, reason=reason))
        return found


def _closed(native_id: str | None) -> Passed:
    """Pass over what nobody but the channel sees; what is held of it says so from then on."""
    how = Withdrawn.CLOSED
    return Passed(why=PassedOver.OUT_OF_SCOPE, native_id=native_id, withdrawn=how)


def _channel_of(takeout: Takeout) -> JsonObject:
    """Read the row of the channel, with the names of its addresses; of several the first."""
    for _, rows in takeout.tables(Table.CHANNEL):
        for row in rows:
            if isinstance(row, Record) and _has_id(row.values):
                return {**row.values, **_addresses_of(takeout, row.values["Channel ID"])}
    raise BrokenInput(NO_CHANNEL, file=takeout.container.path.name, missing="channel.csv")


def _has_id(values: JsonObject) -> bool:
    try:
        return bool(identity(values, "Channel ID"))
    except Unreadable:
        return False


def _addresses_of(takeout: Takeout, channel: Json) -> JsonObject:
    for _, rows in takeout.tables(Table.ADDRESSES):
        for row in rows:
            if isinstance(row, Record) and row.values.get("Channel ID") == channel:
                names = row.values.get("Channel Vanity URL Name")
                return {"Channel Vanity URL Name": names} if names else {}
    return {}


def _seen_by(written: Json) -> Visibility | None:
    """Give who can see a row; None for nobody. Unreadable when it does not tell."""
    try:
        return visibility_of(text_of(written) or "")
    except ValueError:
        raise Unreadable(UNKNOWN_VISIBILITY) from None


def _joined(value: Json) -> str:
    """Give a text whose parts stand in columns of their own as one: a name may be cut in two."""
    return "".join(texts_in(value))

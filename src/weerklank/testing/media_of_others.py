"""Let what a connector reads hold media of others, and tell when one of those is taken.

Few exports and doubles have any. So items that it gives are made to be somebody else's, each with
a medium: past the connector itself, as its platform may give some tomorrow.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO, cast

import msgspec

from weerklank.harvest.port import Asks, Connector, Export, Held, LiveAccount, NotesAnswers
from weerklank.model.raw import Broken, Passed, RawItem, RawMedium, RawPerson, Scanned, media_path
from weerklank.testing.closed_members import WasOpened


class _Gives:
    """A connector of which each account and export passes through a change."""

    def __init__(
        self,
        connector: Connector,
        live: Callable[[LiveAccount], None] = lambda _: None,
        export: Callable[[Export], None] = lambda _: None,
    ) -> None:
        self.manifest = connector.manifest
        self._connector = connector
        self._live = live
        self._export = export

    def open_live(
        self,
        url: str,
        handle: str,
        asks: Asks,
        answers: NotesAnswers,
        held: Held,
        endpoint: str | None = None,
    ) -> LiveAccount | None:
        """Find an account as the connector does, and change it."""
        found = self._connector.open_live(url, handle, asks, answers, held, endpoint)
        if found is not None:
            self._live(found)
        return found

    def open_export(self, path: Path) -> Export | None:
        """Open an export as the connector does, and change it."""
        found = self._connector.open_export(path)
        if found is not None:
            self._export(found)
        return found


def with_pictures_of_others(connector: Connector, address: str) -> Connector:
    """Give a connector that reads accounts whose answers by others have a picture each."""
    picture = (RawMedium(source=address, content_type="image/jpeg"),)

    def change(live: LiveAccount) -> None:
        scan, read = live.scan, live.read

        def scans() -> Iterator[Scanned | Passed | Broken]:
            for entry in scan():
                if isinstance(entry, Scanned) and read(entry.content).author is not live.owner:
                    yield msgspec.structs.replace(
                        entry, media=(media_path(address),), addresses=(address,)
                    )
                else:
                    yield entry

        def reads(content: bytes) -> RawItem:
            item = read(content)
            theirs = item.author is not live.owner
            return msgspec.structs.replace(item, media=picture) if theirs else item

        vars(live).update(scan=scans, read=reads)

    return cast("Connector", _Gives(connector, live=change))


def with_posts_of_others(connector: Connector, somebody: RawPerson) -> Connector:
    """Give a connector that reads exports in which posts with pictures are somebody else's.

    All but the first of them. WasOpened when it gives a file of one of the others.
    """

    def change(export: Export) -> None:
        posts = _PostsOfOthers(export, somebody)
        vars(export).update(scan=posts.scan, read=posts.read, media=posts.media)

    return cast("Connector", _Gives(connector, export=change))


class _PostsOfOthers:
    """An export of which most posts with pictures are somebody else's."""

    def __init__(self, export: Export, somebody: RawPerson) -> None:
        self._scan, self._read, self._media = export.scan, export.read, export.media
        self._somebody = somebody
        self._first: str | None = None
        self._theirs: set[str] = set()
        self._places: set[str] = set()

    def scan(self) -> Iterator[Scanned | Passed | Broken]:
        """Give the items."""
        for entry in self._scan():
            if not isinstance(entry, Scanned) or not entry.media or entry.is_loose:
                yield entry
            elif self._first in (None, entry.native_id):
                self._first = entry.native_id
                yield entry
            else:
                self._theirs.add(entry.native_id)
                self._places.update(entry.media)
                by = (self._somebody,)
                yield msgspec.structs.replace(entry, author=self._somebody, persons=by)

    def read(self, content: bytes) -> RawItem:
        """Read an item whole."""
        item = self._read(content)
        if item.native_id not in self._theirs:
            return item
        by = (self._somebody,)
        return msgspec.structs.replace(item, author=self._somebody, persons=by)

    def media(self, wanted: Callable[[str], bool]) -> Iterator[tuple[str, BinaryIO]]:
        """Give the files that are wanted."""
        for path, stream in self._media(wanted):
            if media_path(path) in self._places:
                raise WasOpened("a picture of somebody else")
            yield path, stream

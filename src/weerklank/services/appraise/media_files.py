"""Media files: every file of a medium or a page that is held, item by item, in flat memory."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from itertools import islice
from pathlib import Path

from weerklank.catalogue.catalogue import Catalogue
from weerklank.catalogue.held_items import HeldItem
from weerklank.catalogue.item_places import Located
from weerklank.model.clock import begin_of
from weerklank.model.errors import BrokenInput
from weerklank.model.file_format import FileFormat
from weerklank.model.item import ArchivalItem, Medium
from weerklank.model.symbols import encode
from weerklank.services.appraise.appraise_items import held_items
from weerklank.services.catalogue.consult_catalogue import consult
from weerklank.services.find.file_formats import ABSENT, format_of
from weerklank.services.find.files_of_media import file_in_packages
from weerklank.services.find.read_items import ItemReader, ask_for_part, locate, refuse_destroyed
from weerklank.services.seal.read_destructions import destroyed_keys
from weerklank.services.workplace import Workplace

#: Items that are read at a time.
_AT_A_TIME = 500


@dataclass(frozen=True, slots=True)
class Scope:
    """Of which items; all that is said must hold."""

    #: Numbers of accounts; empty for all.
    accounts: frozenset[str] = frozenset()
    #: First and last day of publication.
    since: date | None = None
    until: date | None = None

    def holds(self, item: HeldItem) -> bool:
        """Tell whether an item is of it; one without a day is of no period."""
        if self.accounts and item.account not in self.accounts:
            return False
        if self.since and (not item.created or item.created < begin_of(self.since).timestamp()):
            return False
        after = begin_of(self.until + timedelta(days=1)).timestamp() if self.until else None
        return after is None or 0 < item.created < after


@dataclass(frozen=True, slots=True, kw_only=True)
class MediaFile:
    """A file that the record says is there."""

    item: ArchivalItem
    medium: Medium
    #: Which medium of the item, from 1.
    number: int
    #: Foreign bytes, never to be opened unguarded; None where the file is gone.
    path: Path | None
    format: FileFormat


@dataclass(slots=True)
class Unread:
    """Items that can't be read: nothing is known of their files."""

    items: int = field(default=0)


def media_files(workplace: Workplace, scope: Scope, unread: Unread) -> Iterator[MediaFile]:
    """Give the files of media and pages of the items in scope, by account and moment."""
    held = (one for one in held_items(workplace) if scope.holds(one))
    while some := [*islice(held, _AT_A_TIME)]:
        for found in _read(workplace, [one.id for one in some]):
            if found is None:
                unread.items += 1
            else:
                yield from found


def media_files_in(workplace: Workplace, package: str, unread: Unread) -> Iterator[MediaFile]:
    """Give the files of media and pages of the items of which a version lies in a package."""
    gone, last = destroyed_keys(workplace), 0

    def following(catalogue: Catalogue) -> list[tuple[int, str, bytes]]:
        return catalogue.database.parts.items_of(package, last, _AT_A_TIME)

    while rows := consult(workplace, following):
        last = rows[-1][0]
        names = dict.fromkeys(name for _, name, key in rows if encode(key) not in gone)
        for found in _read(workplace, [*names]):
            if found is None:
                unread.items += 1
            else:
                yield from found


def media_of(workplace: Workplace, name: str) -> list[MediaFile]:
    """Give the files of one item; WrongUse when it is not there, BrokenInput when damaged."""
    refuse_destroyed(workplace, name)

    def read(catalogue: Catalogue, reader: ItemReader) -> list[MediaFile]:
        places = locate(catalogue, name)
        return _files(workplace, places, [reader.read(place) for place in places])

    return ask_for_part(workplace, read)


def _read(workplace: Workplace, names: list[str]) -> list[list[MediaFile] | None]:
    """Give the files of some items; None for one that can't be read."""

    def files(catalogue: Catalogue, reader: ItemReader, name: str) -> list[MediaFile] | None:
        places = catalogue.database.places.versions_by_id(name)
        items = [reader.try_read(place) for place in places]
        read = [one for one in items if not isinstance(one, BrokenInput)]
        return _files(workplace, places, read) if len(read) == len(items) else None

    return ask_for_part(
        workplace, lambda catalogue, reader: [files(catalogue, reader, name) for name in names]
    )


def _files(
    workplace: Workplace, places: list[Located], versions: list[ArchivalItem]
) -> list[MediaFile]:
    """Give the files that any version of an item has."""
    found: dict[str, MediaFile] = {}
    for count, item in enumerate(versions, 1):
        for number, medium in enumerate(item.media, 1):
            path = file_in_packages(workplace, places[:count], medium)
            if medium.file is not None:
                told = format_of(path) if path else ABSENT
                found[medium.id] = MediaFile(
                    item=item, medium=medium, number=number, path=path, format=told
                )
    return [*found.values()]

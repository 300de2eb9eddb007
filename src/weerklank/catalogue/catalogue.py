"""The catalogue as a whole: follows the log, is made from packages, can be made anew."""

import shutil
from collections.abc import Callable, Collection, Iterator, Mapping
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from weerklank.catalogue.account_items import (
    NO_MESSAGE,
    OPEN,
    PAGE,
    SHIELDED,
    STORY,
    THEIRS,
)
from weerklank.catalogue.beside import BesideRow, beside_row
from weerklank.catalogue.database import Database
from weerklank.catalogue.day_counts import DaysOfPart
from weerklank.catalogue.entries import entry_of
from weerklank.catalogue.facts import texts_of, told_captions
from weerklank.catalogue.item_places import Located
from weerklank.catalogue.parts import ItemRow
from weerklank.catalogue.shown_pages import LED_TO, OF_ITSELF, Shown
from weerklank.catalogue.soundness import Unsound
from weerklank.catalogue.special_rules import specials_of
from weerklank.catalogue.text_index import Entry, TextIndex, when
from weerklank.catalogue.ties import Marks
from weerklank.model.deletion import Deletion
from weerklank.model.item import (
    OF_PAGE,
    ArchivalItem,
    AuthorRole,
    ItemKind,
    RefType,
    Visibility,
    techniques_of,
)
from weerklank.model.symbols import decode
from weerklank.store.members import Place

_NAME = "catalogue.sqlite"
_SIZE = "log size"

#: Items of one member with its places in records, sources and proofs, and of each item the mark of
#: its conversation and those of its links.
Member = tuple[
    tuple[Place, Place, Place], list[ArchivalItem], list[bytes | None], list[Marks | None]
]
#: Gives a version of an item from its package.
Read = Callable[[Located], ArchivalItem | None]


def discard(folder: Path) -> None:
    """Throw away what lies on disk, as damaged as it may be."""
    for path in folder.glob(f"{_NAME}*"):
        path.unlink()
    shutil.rmtree(folder / "search", ignore_errors=True)


def take_place(made: Path, folder: Path) -> None:
    """Put a catalogue that was made in another folder in the place of what lies in this one.

    The database goes before the shards: in between it names shards that are not there, which is
    seen as damage and never as less to be found.
    """
    discard(folder)
    for path in sorted(made.glob(f"{_NAME}*"), reverse=True):
        path.rename(folder / path.name)
    shards = made / "search"
    if shards.is_dir():
        shutil.rmtree(folder / "search", ignore_errors=True)  # a reader may have begun one
        shards.rename(folder / "search")


def knows(folder: Path, packages: Collection[str]) -> bool:
    """Tell whether what lies on disk, if anything, knows one of some packages."""
    path = folder / _NAME
    if not path.is_file():
        return False
    with closing(Database(path)) as database:
        return not database.parts.generations().keys().isdisjoint(packages)


class Catalogue:
    """Places and facts of every record, and the words of every item.

    `read` gives a version that lies in a package, None when that package was written anew since:
    then its new generation is still to be catalogued.
    """

    def __init__(self, folder: Path, read: Read) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._read = read
        #: Items of which there are several versions; of all others one look-up less is needed.
        self._edited: set[bytes] = set()
        #: Items that are marked as gone from their platform.
        self._deleted: set[bytes] = set()
        self.database = Database(folder / _NAME)
        self.texts = TextIndex(folder / "search")
        self._uncommitted: list[int] = []
        #: Who saw what was indexed and is not put into the database yet.
        self._beside: list[BesideRow | None] = []

    def check(self) -> None:
        """Raise Unsound when a shard of the text index is missing or can't be opened."""
        there = self.texts.shards()
        if self.database.shards() - set(there):
            raise Unsound
        for year in there:
            self.texts.open(year)

    def lies_in(self, folder: Path) -> bool:
        """Tell whether it lies in a folder itself, and not in a copy of it."""
        return self._folder == folder

    def close(self) -> None:
        """Finish and close."""
        self.commit()
        # An open shard keeps a thread and its files in memory while anything refers to it.
        self.texts.let_go()
        self.database.close()

    @property
    def log_size(self) -> int:
        """Size of the log up to which everything is catalogued."""
        return self.database.state(_SIZE)

    def clear(self) -> None:
        """Throw everything away."""
        self.database.close()
        self.texts.clear()
        discard(self._folder)
        self.database = Database(self._folder / _NAME)
        self.texts = TextIndex(self._folder / "search")
        self._uncommitted = []

    def add_package(self, name: str, generation: int, members: Iterator[Member]) -> int:
        """Catalogue one package, in place of what was known of it; give its records."""
        try:
            return self._catalogue(name, generation, members, self._index)
        except BaseException:  # Ctrl-C too: nothing half stays; raised again
            self.texts.undo()
            raise

    def replace_package(self, name: str, generation: int, members: Iterator[Member]) -> None:
        """Catalogue a package in its new generation; leaves the text index to `rebuild_years`."""
        self._catalogue(name, generation, members, lambda *_: None)

    def _index(self, name: str, row: int, items: list[ArchivalItem], rows: list[ItemRow]) -> None:
        """Index the items of a member; `row` is that of the first of them."""
        alone: list[Entry] = []
        for number, (item, (_, key, version, *_, created, _, _, _, _, _, _, _)) in enumerate(
            zip(items, rows, strict=True), start=row
        ):
            if item.kind is ItemKind.PAGE:
                continue
            if version > 1:
                self._edited.add(key)
            if key in self._edited:
                self.texts.add(alone)
                alone = []
                self._index_whole(key)
            else:
                self._beside.append(beside_row(key, created, [item]))
                alone.append(self._alone(item, name, number, when(created, key), key))
        self.texts.add(alone)
        self._put_beside()

    def _alone(self, item: ArchivalItem, name: str, row: int, moment: int, key: bytes) -> Entry:
        """Write what the index is told of an item of which there is one version."""
        deleted = key in self._deleted
        return entry_of(item, texts_of(item), (name,), row, moment, deleted=deleted)

    def _index_whole(self, key: bytes) -> None:
        """Index an item with the words of all its versions, in place of what there was of it."""
        places = self.database.places.versions_by_key(key)
        for place in places:
            self.texts.forget_row(str(datetime.fromtimestamp(place.created, UTC).year), place.row)
        found = [item for place in reversed(places) if (item := self._read(place)) is not None]
        if found:
            names = tuple(dict.fromkeys(place.package for place in places))
            texts = list(dict.fromkeys(text for one in found for text in texts_of(one)))
            moment, row = when(places[-1].created, key), places[-1].row
            entry = entry_of(
                found[0],
                texts,
                names,
                row,
                moment,
                techniques_of(found),
                captions=told_captions(found),
                deleted=key in self._deleted,
                shielded=places[-1].shielded,
            )
            self.texts.add([entry])
            self._beside.append(beside_row(key, places[-1].created, found))

    def _put_beside(self) -> None:
        self.database.beside.put(self._beside)
        self._beside = []

    def mark(self, marks: Mapping[bytes, Deletion | None]) -> None:
        """Mark items as gone from their platform, or no longer; found by that after `commit`."""
        self.database.deletions.set(marks)
        self._deleted = self.database.deletions.keys()
        held = [
            (place.created, key)
            for key in marks
            if (place := self.database.places.newest_by_key(key))
        ]
        for _, key in sorted(held):  # year by year: of the index one shard is written at a time
            self._index_whole(key)
        self._put_beside()

    def _catalogue(
        self,
        name: str,
        generation: int,
        members: Iterator[Member],
        index: Callable[[str, int, list[ArchivalItem], list[ItemRow]], None],
    ) -> int:
        """Enter a package in the database, whole or not at all; `index` gets each member."""
        self._beside = []
        with self.database.transaction():
            part = self.database.parts.begin(name, generation)
            self._edited = self.database.places.keys_with_versions()
            self._deleted = self.database.deletions.keys()
            row = self.database.parts.next_row()
            records = 0
            days = DaysOfPart(part, self.database.days.saw_before)
            for number, (places, items, talks, ties) in enumerate(members):
                self.database.parts.add_member(part, number, places)
                rows = [
                    _row(item, part, number, line, talk)
                    for line, (item, talk) in enumerate(zip(items, talks, strict=True))
                ]
                self.database.parts.add_items(rows)
                keys = (row_told[1] for row_told in rows)
                of_ours = zip(keys, ties, strict=True)
                self.database.ties.add(part, ((key, told) for key, told in of_ours if told))
                self.database.pages.add(part, map(_shown, _pages(items)))
                self.database.doubts.add(part, items)
                self.database.writers.add(part, items)
                index(name, row + records, items, rows)
                days.count(items, rows)
                records += len(items)
            self.database.days.add(days.rows())
            self.database.parts.finish(part, records)
        self._uncommitted.append(part)
        return records

    def forget_packages(self, names: list[str]) -> None:
        """Take packages out that went up in another; their words go before their rows do."""
        self.texts.forget_parts(names)
        self.database.parts.forget(names)

    def rebuild_years(
        self, years: list[str], members_of: Callable[[str], Iterator[Member]]
    ) -> None:
        """Make the text index of some years anew, so that no word of what is gone stays in it.

        Also of every year that a replaced package reaches into: its rows have new numbers.
        """
        years = sorted({*years, *self.database.parts.years_of(self._uncommitted)})
        for year in years:
            self.texts.drop(year)
        self.database.forget_shards(years)
        self.database.set_shards(year for year in years if self.database.parts.of_years([year]))
        self._edited = self.database.places.keys_with_versions()
        self._deleted = self.database.deletions.keys()
        for name in self.database.parts.of_years(years):
            rows = iter(self.database.parts.rows_of(name))
            for _, items, _, _ in members_of(name):
                for item, row in zip(items, rows, strict=False):
                    if item.created_at[:4] in years:
                        self._index_again(name, row, item)
                self._put_beside()
        self.database.deletions.forget_removed()
        self.database.shrink_log()

    def _index_again(self, name: str, row: int, item: ArchivalItem) -> None:
        """Index an item in a shard that is empty at first: when its newest version comes by."""
        key = decode(item.key)
        if item.kind is ItemKind.PAGE:
            return
        if key not in self._edited:
            created = _seconds(item.created_at)
            self.texts.add([self._alone(item, name, row, when(created, key), key)])
            self._beside.append(beside_row(key, created, [item]))
        elif self.database.places.versions_by_key(key)[-1].row == row:
            self._index_whole(key)

    def commit(self, log_size: int | None = None) -> None:
        """Make the text index durable, and only then say that parts are indexed.

        After an error in it they are not: whoever opens the catalogue next catalogues them again.
        """
        if self.texts.is_lost:
            self.texts.let_go()
            self._uncommitted = []
            return
        self.texts.commit()
        self.database.set_shards(self.database.parts.years_of(self._uncommitted))
        self.database.parts.set_indexed(self._uncommitted)
        self._uncommitted = []
        if log_size is not None:
            self.database.set_state(_SIZE, log_size)

    def repair(self, again: Callable[[str], None]) -> None:
        """Catalogue again what a dead process left half done."""
        names = self.database.parts.unindexed()
        self.texts.forget_parts(names)
        for name in names:
            again(name)


def _row(item: ArchivalItem, part: int, member: int, line: int, talk: bytes | None) -> ItemRow:
    key = decode(item.key)
    thread = decode(item.thread) if item.thread and item.thread != item.key else key
    parent = None
    for ref in item.refs:
        if ref.type is RefType.REPLY_TO:
            parent = thread if ref.key == item.thread else decode(ref.key)
            break
    return (
        item.id,
        key,
        item.version,
        part,
        member,
        line,
        item.account,
        _seconds(item.created_at),
        thread,
        parent,
        talk,
        _whose(item),
        item.technique,
        int(item.visibility is Visibility.FOLLOWERS),
        int(bool(specials_of(item, texts_of(item)))),
    )


def _pages(items: list[ArchivalItem]) -> Iterator[ArchivalItem]:
    return (item for item in items if item.kind is ItemKind.PAGE)


def _shown(page: ArchivalItem) -> Shown:
    """Give what stands on a page."""
    how = LED_TO if page.is_linked else OF_ITSELF
    return decode(page.key), [decode(r.key) for r in page.refs if r.type in OF_PAGE], how


def _whose(item: ArchivalItem) -> int:
    if item.kind is ItemKind.PAGE:
        return PAGE
    if item.kind in (ItemKind.PROFILE, ItemKind.MEDIUM):
        return NO_MESSAGE
    if item.author.role is not AuthorRole.OWN:
        return THEIRS
    if item.kind is ItemKind.STORY:
        return STORY
    return SHIELDED if item.visibility is Visibility.FOLLOWERS else OPEN


def _seconds(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp())

"""The catalogue as a whole: follows the log, is made from packages, can be made anew."""

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

from weerklank.catalogue.database import Database, ItemRow
from weerklank.catalogue.soundness import Unsound
from weerklank.catalogue.text_index import Entry, TextIndex
from weerklank.model.item import ArchivalItem, RefType
from weerklank.model.symbols import decode
from weerklank.store.members import Place

_NAME = "catalogue.sqlite"
_SIZE = "log size"

#: Items of one member with its places in records, sources and proofs.
Member = tuple[tuple[Place, Place, Place], list[ArchivalItem]]


def discard(folder: Path) -> None:
    """Throw away what lies on disk, as damaged as it may be."""
    for path in folder.glob(f"{_NAME}*"):
        path.unlink()
    shutil.rmtree(folder / "search", ignore_errors=True)


class Catalogue:
    """Places and facts of every record."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self.database = Database(folder / _NAME)
        self.texts = TextIndex(folder / "search")
        self._uncommitted: list[int] = []

    def check(self) -> None:
        """Raise Unsound when a shard of the text index is missing or can't be opened."""
        there = self.texts.shards()
        if self.database.shards() - set(there):
            raise Unsound
        for year in there:
            self.texts.open(year)

    def close(self) -> None:
        """Finish and close."""
        self.commit()
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

    def _index(self, name: str, row: int, items: list[ArchivalItem]) -> None:
        self.texts.add(_entry(item, name, row + i) for i, item in enumerate(items))

    def _catalogue(
        self,
        name: str,
        generation: int,
        members: Iterator[Member],
        index: Callable[[str, int, list[ArchivalItem]], None],
    ) -> int:
        """Enter a package in the database, whole or not at all; `index` gets each member."""
        with self.database.transaction():
            part = self.database.begin_part(name, generation)
            row = self.database.next_row()
            records = 0
            for number, (places, items) in enumerate(members):
                self.database.add_member(part, number, places)
                self.database.add_items(
                    _row(item, part, number, line) for line, item in enumerate(items)
                )
                index(name, row + records, items)
                records += len(items)
            self.database.finish_part(part, records)
        self._uncommitted.append(part)
        return records

    def forget_packages(self, names: list[str]) -> None:
        """Take packages out that went up in another; their words go before their rows do."""
        self.texts.forget_parts(names)
        self.database.forget_parts(names)

    def rebuild_years(
        self, years: list[str], members_of: Callable[[str], Iterator[Member]]
    ) -> None:
        """Make the text index of some years anew, so that no word of what is gone stays in it.

        Also of every year that a replaced package reaches into: its rows have new numbers.
        """
        years = sorted({*years, *self.database.years_of(self._uncommitted)})
        for year in years:
            self.texts.drop(year)
        self.database.forget_shards(years)
        self.database.set_shards(year for year in years if self.database.parts_in([year]))
        for name in self.database.parts_in(years):
            rows = iter(self.database.rows_of(name))
            for _, items in members_of(name):
                self.texts.add(
                    _entry(item, name, row)
                    for item, row in zip(items, rows, strict=False)
                    if item.created_at[:4] in years
                )
        self.database.shrink_log()

    def commit(self, log_size: int | None = None) -> None:
        """Make the text index durable, and only then say that parts are indexed."""
        self.texts.commit()
        self.database.set_shards(self.database.years_of(self._uncommitted))
        self.database.set_indexed(self._uncommitted)
        self._uncommitted = []
        if log_size is not None:
            self.database.set_state(_SIZE, log_size)

    def repair(self, again: Callable[[str], None]) -> None:
        """Catalogue again what a dead process left half done."""
        names = self.database.unindexed()
        self.texts.forget_parts(names)
        for name in names:
            again(name)


def _row(item: ArchivalItem, part: int, member: int, line: int) -> ItemRow:
    key = decode(item.key)
    parent = next((ref.key for ref in item.refs if ref.type is RefType.REPLY_TO), None)
    return (
        item.id,
        key,
        item.version,
        part,
        member,
        line,
        item.account,
        _seconds(item.created_at),
        decode(item.thread) if item.thread else key,
        decode(parent) if parent else None,
    )


def _seconds(moment: str) -> int:
    return int(datetime.fromisoformat(moment).timestamp())


def _entry(item: ArchivalItem, package: str, row: int) -> Entry:
    texts = [item.title, item.text, *(medium.alt for medium in item.media)]
    if item.poll:
        texts.extend(option.text for option in item.poll.options)
    return Entry(
        row=row,
        part=package,
        year=item.created_at[:4],
        created=_seconds(item.created_at),
        text="\n".join(text for text in texts if text),
        tags=tags_of(item),
    )


def tags_of(item: ArchivalItem) -> tuple[str, ...]:
    """Give the facts by which an item may be filtered."""
    tags = [
        f"account:{item.account}",
        f"platform:{item.platform}",
        f"kind:{item.kind}",
        f"scenario:{item.scenario}",
        f"technique:{item.technique}",
        f"state:{'edited' if item.edited_at or item.version > 1 else 'present'}",
        f"media:{'yes' if item.media else 'no'}",
    ]
    if item.process:
        tags.append(f"process:{item.process}")
    for medium in item.media:
        kind = (medium.type or "").partition("/")[0]
        if kind:
            tags.append(f"media:{kind}")
    return tuple(dict.fromkeys(tags))

"""Held account: what the packages of one account hold, read once, without anybody's words.

Of a message some two hundred bytes are remembered while it is measured, and nothing after that.
"""

import os
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path

from weerklank.model.errors import BrokenInput
from weerklank.model.ids import AccountId
from weerklank.model.item import OF_PAGE, ArchivalItem, ItemKind
from weerklank.model.page import PageRole
from weerklank.package.names import MEDIA, RECORDS, Found
from weerklank.package.reader import read_line
from weerklank.services.measure.message import NEVER_SAID, Message, message_of
from weerklank.store.members import read_lines
from weerklank.store.ocfl import CONTENT, MANIFEST, read_manifest


@dataclass(slots=True)
class HeldPackage:
    """A package and what is there of it."""

    name: str
    generation: int
    #: Path within the archive.
    where: str
    folder: Path
    records: int = 0
    #: Files that its list names, and those of them that are not there or can't be read.
    files: int = 0
    lost: list[str] = field(default_factory=list)


@dataclass(slots=True)
class HeldPage:
    """A page that was kept of the account's own platform."""

    id: str
    #: Key of the message that it is of.
    of: str | None
    shows: tuple[str, ...]
    #: Days since the year 1.
    day: int
    where: str
    replay: str | None
    has_picture: bool


@dataclass(slots=True)
class HeldAccount:
    """All that is held of one account."""

    account: AccountId
    packages: list[HeldPackage] = field(default_factory=list)
    messages: dict[str, Message] = field(default_factory=dict)
    pages: dict[str, HeldPage] = field(default_factory=dict)
    #: Permanent ids of the versions of its profile.
    profiles: list[str] = field(default_factory=list)
    #: Media files that are there, by name, with the package that they lie in.
    media: dict[str, HeldPackage] = field(default_factory=dict)

    def take(self, item: ArchivalItem, where: str) -> None:
        """Take one version in, of a package at a path."""
        if item.kind is ItemKind.PROFILE:
            self.profiles.append(item.id)
        elif item.kind is ItemKind.PAGE:
            if not item.is_linked:
                self.pages[item.key] = _page(item, where)
        elif item.kind not in NEVER_SAID:
            found = message_of(item, where)
            known = self.messages.get(item.key)
            if known is None:
                self.messages[item.key] = found
            else:
                known.also(found)


def within(messages: Iterable[Message], first: date | None, last: date | None) -> list[Message]:
    """Give the messages that were published in a period; what has no day is in none."""
    begin = first.toordinal() if first else 0
    end = last.toordinal() if last else date.max.toordinal()
    if first is None and last is None:
        return [*messages]
    return [one for one in messages if one.is_dated and begin <= one.day <= end]


def read_held(root: Path, account: AccountId, packages: Iterable[Found]) -> HeldAccount:
    """Read what some packages hold of an account; damage is told and takes nothing else away."""
    held = HeldAccount(account)
    others: dict[str, list[HeldPackage]] = {}
    for found in packages:
        package = HeldPackage(
            name=str(found.name),
            generation=found.generation,
            where=found.folder.relative_to(root).as_posix(),
            folder=found.folder,
        )
        held.packages.append(package)
        _look_at_files(package)
        for name in _names(found.folder / CONTENT / MEDIA):
            if held.media.setdefault(name, package) is not package:
                others.setdefault(name, []).append(package)
    sizes = _Sizes(held.media, others)
    for package in held.packages:
        try:
            for line in read_lines(package.folder / CONTENT / RECORDS):
                item = read_line(line)
                sizes.take(item)
                held.take(item, package.where)
                package.records += 1
        except (BrokenInput, OSError, ValueError):
            if RECORDS not in package.lost:
                package.lost.append(RECORDS)
    return held


class _Sizes:
    """Media files that are not as long as they were: such a one is there no more."""

    def __init__(
        self, media: dict[str, HeldPackage], others: Mapping[str, Iterable[HeldPackage]]
    ) -> None:
        self._media = media
        #: Further packages that hold a file of the same name, which is of the same bytes.
        self._others = others
        self._seen: set[str] = set()

    def take(self, item: ArchivalItem) -> None:
        """Look at the files of a version, each of them once."""
        for one in item.media:
            name = one.file
            if name and name in self._media and name not in self._seen and one.bytes is not None:
                self._seen.add(name)
                self._look(name, one.bytes)

    def _look(self, name: str, size: int) -> None:
        whole = []
        for package in (self._media.pop(name), *self._others.get(name, ())):
            if _size(package.folder / CONTENT / MEDIA / name) == size:
                whole.append(package)
            else:
                package.lost.append(f"{MEDIA}/{name}")
        if whole:
            self._media[name] = whole[0]


def _size(path: Path) -> int | None:
    try:
        return path.stat().st_size
    except OSError:
        return None


def _look_at_files(package: HeldPackage) -> None:
    """See which files are there of those that its list names."""
    try:
        named = read_manifest(package.folder)
    except (OSError, ValueError):
        package.files += 1
        package.lost.append(MANIFEST)
        return
    there = {f"{MEDIA}/{name}" for name in _names(package.folder / CONTENT / MEDIA)}
    for name in named:
        is_there = (
            name in there
            if name.startswith(f"{MEDIA}/")
            else (package.folder / CONTENT / name).is_file()
        )
        if not is_there:
            package.lost.append(name)
    package.files += len(named)


def _names(folder: Path) -> list[str]:
    try:
        with os.scandir(folder) as entries:
            return [one.name for one in entries if one.is_file(follow_symlinks=False)]
    except OSError:
        return []


def _page(item: ArchivalItem, where: str) -> HeldPage:
    files = {one.role: one.file for one in item.media if one.role}
    shows = tuple(ref.key for ref in item.refs if ref.type in OF_PAGE)
    return HeldPage(
        id=item.id,
        of=shows[0] if shows else None,
        shows=shows,
        day=message_of(item, where).day,
        where=where,
        replay=files.get(PageRole.REPLAY),
        has_picture=bool(files.get(PageRole.PAGE) or files.get(PageRole.POST)),
    )

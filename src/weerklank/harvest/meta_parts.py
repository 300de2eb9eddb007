"""Open an export of Instagram, Facebook or Threads, with the parts that lie beside it.

Meta cuts what is large into several zips, each of which has other files: the texts in one, and
pictures in any. Their names say the platform, the account and the day, and differ behind that.
"""

import re
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path

from weerklank.harvest.export_file import open_container
from weerklank.harvest.meta_archive import Layout, MetaArchive
from weerklank.model.errors import BrokenInput

_MOST_BESIDE = 999
#: What the names of all parts have: up to a day, else all but a number at the end.
_UP_TO_DAY = re.compile(r"(.+?-(?:[0-9]{4}-[0-9]{2}-[0-9]{2}|[0-9]{2}-[0-9]{2}-[0-9]{4}))[-_ (.]")
_NUMBER = re.compile(r"(?:[-_ ]+(?:part|deel)?[-_ ]*[0-9]{1,3}| ?\([0-9]{1,3}\))$", re.IGNORECASE)


def open_meta(path: Path, layout: Layout) -> MetaArchive | None:
    """Recognise an export of a platform by the places of its files; None when it is none.

    Only a zip is looked into, as no other is delivered. Parts that lie beside it belong to it.
    """
    beside = _beside(path)
    own = _open_part(path, layout)
    if own is None or not own.marks:  # a part may hold pictures alone, or whose it is
        marked = next((one for one in _parts(beside, layout) if one.marks), None)
        own = _open_part(path, layout, marked.prefix) if marked else own
    if own is None:
        return None
    for part in _parts(beside, layout, own.prefix):
        if own.is_of_one_with(part):
            own.join(part)
    return own


def _beside(path: Path) -> list[Path]:
    """Give the files in the folder of one that may be parts of the same export, by their names."""
    whole = _whole(path)
    beside = (one for one in path.parent.glob("*.zip") if one.name != path.name)
    return sorted(islice((one for one in beside if _whole(one) == whole), _MOST_BESIDE))


def _whole(path: Path) -> str:
    dated = _UP_TO_DAY.match(path.name)
    return (dated[1] if dated else _NUMBER.sub("", path.stem)).casefold()


def _parts(paths: list[Path], layout: Layout, prefix: str | None = None) -> Iterator[MetaArchive]:
    for path in paths:
        with suppress(BrokenInput, OSError):  # a part that can't be read is missed by what it held
            part = _open_part(path, layout, prefix)
            if part is not None:
                yield part


def _open_part(path: Path, layout: Layout, prefix: str | None = None) -> MetaArchive | None:
    """Open one file by itself; where it bears no mark, by the folder that another part has."""
    container = open_container(path) if zipfile.is_zipfile(path) else None
    if container is None:
        return None
    look = _Look(layout, prefix)
    for _ in container.members(look.note):
        pass
    found = look.prefix()
    if found is None:
        return None
    return MetaArchive(container, found, frozenset(look.marks.get(found, ())), layout)


@dataclass(slots=True)
class _Look:
    """What the paths in a zip tell of the platform and of where its folder begins."""

    layout: Layout
    #: Where it begins in another part.
    elsewhere: str | None
    #: Marks by what stands before them.
    marks: dict[str, set[str]] = field(default_factory=dict)
    pictures: set[str] = field(default_factory=set)
    #: Whether anything else than pictures is there, and anything that fits the other part.
    has_others: bool = False
    fits: bool = False

    def note(self, name: str) -> bool:
        """Note a path; opens none."""
        mark = self.layout.mark.search(name)
        if mark:
            self.marks.setdefault(name[: mark.start()], set()).add(mark[0])
        picture = self.layout.pictures.search(name) if self.layout.pictures else None
        if picture:
            self.pictures.add(name[: picture.start()])
        self.has_others |= picture is None
        if self.elsewhere is not None and name.startswith(self.elsewhere):
            self.fits |= self.layout.has(name[len(self.elsewhere) :])
        return False

    def prefix(self) -> str | None:
        """Give where its folder begins; None where it is no part of such an export."""
        if self.marks:
            return min(self.marks, key=lambda one: (len(one), one))
        if self.elsewhere is not None and self.fits:
            return self.elsewhere
        is_pictures = len(self.pictures) == 1 and not self.has_others
        return next(iter(self.pictures)) if is_pictures else None

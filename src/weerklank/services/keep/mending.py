"""Put what was fetched in the place of what was damaged; what was there is kept aside.

A file takes its place by one rename. Of a package the damaged one goes aside first: a process
that dies between leaves it missing, and the next repair fetches it again.
"""

import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from weerklank.model.event import Book
from weerklank.model.json_value import JsonObject
from weerklank.services.keep.replica_files import mode_of
from weerklank.services.workplace import Workplace, session_name
from weerklank.store.atomic import create_file, make_folder, sync_folder

#: What names the folder of a repair below the working files.
REPAIR = "repair-"
REPAIRED = "archive.repaired"


@dataclass(frozen=True, slots=True)
class Mended:
    """One thing that is again as the log says."""

    #: Path of a file or of an object.
    path: str
    #: Number of the replica that had it.
    replica: str
    #: What `verify` said of it.
    codes: tuple[str, ...]


@dataclass(slots=True)
class Bench:
    """Where a repair works: fetched things in `new`, what they took the place of in `old`."""

    workplace: Workplace
    folder: Path
    mended: list[Mended] = field(default_factory=list)
    #: What was mended of the log, and is told of when all of it is sound.
    told_later: list[tuple[str, str, tuple[str, ...]]] = field(default_factory=list)
    _count: int = 0

    @classmethod
    def begin(cls, workplace: Workplace) -> "Bench":
        """Make a folder of its own."""
        return cls(workplace, workplace.layout.spool / f"{REPAIR}{session_name()}")

    def fresh(self) -> Path:
        """Give a path for something fetched."""
        self._count += 1
        make_folder(self.folder / "new")
        return self.folder / "new" / str(self._count)

    def stage(self, content: bytes) -> Path:
        """Lay down a small file that was fetched."""
        path = self.fresh()
        create_file(path, content)
        return path

    def put_file(self, name: str, fetched: Path) -> None:
        """Let a fetched file take its place."""
        path = self.workplace.layout.root / name
        make_folder(path.parent)
        if os.path.lexists(path):
            aside = self._aside(name)
            if path.is_file() and not path.is_symlink():
                os.link(path, aside)
            else:
                path.rename(aside)
        fetched.chmod(mode_of(name))
        fetched.replace(path)
        sync_folder(path.parent)

    def put_folder(self, name: str, fetched: Path) -> None:
        """Let a fetched package take its place."""
        self.set_aside(name)
        path = self.workplace.layout.root / name
        make_folder(path.parent)
        fetched.rename(path)
        sync_folder(path.parent)

    def set_aside(self, name: str) -> None:
        """Take something from its place, when it is there."""
        path = self.workplace.layout.root / name
        if os.path.lexists(path):
            path.rename(self._aside(name))
            sync_folder(path.parent)

    def _aside(self, name: str) -> Path:
        target = self.folder / "old" / name
        make_folder(target.parent)
        while os.path.lexists(target):
            target = target.with_name(target.name + "~")
        return target

    def tell_later(self, path: str, replica: str, codes: Iterable[str]) -> None:
        """Tell of something mended as soon as the log can hold it."""
        self.told_later.append((path, replica, tuple(codes)))

    def untold(self) -> list[Mended]:
        """Give what was mended and could not be told of: the log is not sound yet."""
        return [Mended(path, replica, codes) for path, replica, codes in self.told_later]

    def tell_all(self) -> None:
        """Tell of what waited for the log."""
        while self.told_later:
            self.tell(*self.told_later[0])
            del self.told_later[0]

    def tell(self, path: str, replica: str, codes: Iterable[str]) -> None:
        """Write down that something was mended; the log holds it when the repair is done."""
        one = Mended(path, replica, tuple(sorted(set(codes))))
        self.mended.append(one)
        told: JsonObject = {"codes": [*one.codes], "replica": replica}
        self.workplace.record(Book.JOURNAL, REPAIRED, path, told)


def left_aside(workplace: Workplace) -> list[Path]:
    """Give the folders of repairs in which something is kept."""
    return [path for path in sorted(workplace.layout.spool.glob(f"{REPAIR}*")) if path.is_dir()]


def clear_aside(workplace: Workplace) -> None:
    """Throw away what repairs kept aside: all is sound again."""
    for folder in left_aside(workplace):
        shutil.rmtree(folder)

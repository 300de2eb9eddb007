"""The power fails: what was not brought to the disk by fsync is gone, and nothing is lost by it.

The harshest disk there may be: of a file there is what its last fsync saw, or nothing; of a folder
the names that its last fsync saw. A rename is one step, as file systems with a journal have it.
Every fsync of a command makes such a disk, and from each of them the next command must get on.
"""

import os
import resource
import stat
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from small_archive import (
    MARKS,
    Small,
    account,
    failed,
    link,
    post,
    posts,
    small_parts,
    write_export,
)

#: Disks that are tried of all that a command makes; the first and the last are among them.
TRIED = 120
#: No part of the record, and not written by way of Python: as if it were lost each time.
LOST = ("archive/index",)


@dataclass
class Disk:
    """What would be left, by inode."""

    root: Path
    contents: dict[int, bytes] = field(default_factory=dict)
    names: dict[int, dict[str, int]] = field(default_factory=dict)
    #: Handles keep a number from being given to another file.
    handles: list[int] = field(default_factory=list)
    held: set[int] = field(default_factory=set)

    def take_all(self) -> "Disk":
        """Begin with all that is there."""
        for base, _, files in os.walk(self.root):
            for path in (Path(base), *(Path(base, name) for name in files)):
                handle = os.open(path, os.O_RDONLY)
                self.sync(handle)
                os.close(handle)
        return self

    def sync(self, handle: int) -> None:
        """Bring a file or the names in a folder to the disk."""
        about = os.fstat(handle)
        if stat.S_ISDIR(about.st_mode):
            self._sync_folder(handle, about.st_ino)
            return
        readable = os.open(f"/proc/self/fd/{handle}", os.O_RDONLY)
        self.contents[about.st_ino] = os.pread(readable, max(about.st_size, 1), 0)
        self.handles.append(readable)

    def _sync_folder(self, handle: int, number: int) -> None:
        place = f"/proc/self/fd/{handle}"
        found = {name: os.lstat(f"{place}/{name}") for name in os.listdir(handle)}
        self.names[number] = {name: one.st_ino for name, one in found.items()}
        for name, one in found.items():
            if one.st_ino not in self.held:
                self.held.add(one.st_ino)
                self.handles.append(os.open(f"{place}/{name}", os.O_RDONLY))
            if stat.S_ISDIR(one.st_mode):
                self.names.setdefault(one.st_ino, {})  # until its own fsync nothing is in it
            if stat.S_ISDIR(one.st_mode) or one.st_nlink == 1:
                self._moved(one.st_ino, number)

    def _moved(self, number: int, to: int) -> None:
        """Take what has one name only from the folder in which it was."""
        for folder, names in self.names.items():
            if folder != to:
                for name in [name for name, other in names.items() if other == number]:
                    del names[name]

    def frozen(self) -> "Disk":
        names = {folder: dict(names) for folder, names in self.names.items()}
        return Disk(self.root, dict(self.contents), names)

    def tree(self) -> dict[str, bytes]:
        """Give what can be reached: two disks that differ in nothing else are one."""
        found: dict[str, bytes] = {}
        waiting = [("", self.root.stat().st_ino)]
        while waiting:
            name, number = waiting.pop()
            for entry, below in self.names[number].items():
                path = f"{name}/{entry}".lstrip("/")
                found[path] = self.contents.get(below, b"")
                if below in self.names and path not in LOST:
                    waiting.append((path, below))
        return found

    def write(self, root: Path) -> Small:
        """Write the disk as it would be found."""
        self._write(root, self.root.stat().st_ino, "")
        return Small(root)

    def _write(self, target: Path, number: int, name: str) -> None:
        target.mkdir(mode=0o700)
        for entry, below in self.names.get(number, {}).items():
            path = f"{name}/{entry}".lstrip("/")
            if path in LOST:
                continue
            if below in self.names:
                self._write(target / entry, below, path)
            else:
                (target / entry).touch(mode=0o600)
                (target / entry).write_bytes(self.contents.get(below, b""))


@pytest.fixture
def disks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[..., list[Disk]]]:
    """Give what makes all the disks that a command may leave."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (hard, hard))
    disk: list[Disk] = []

    def during(root: Path, command: Callable[[], object]) -> list[Disk]:
        now = Disk(root).take_all()
        disk.append(now)
        left = [now.frozen()]
        seen = now.tree()

        def fsync(handle: int) -> None:
            nonlocal seen
            now.sync(handle)
            if (tree := now.tree()) != seen:
                seen = tree
                left.append(now.frozen())

        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", fsync)
            command()
        return left

    monkeypatch.setattr(os, "fsync", lambda _: None)
    yield during
    for handle in (handle for one in disk for handle in one.handles):
        os.close(handle)
    resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))


def some(left: list[Disk]) -> list[tuple[int, Disk]]:
    step = max(1, len(left) // TRIED)
    return [(n, disk) for n, disk in enumerate(left) if n % step == 0 or n == len(left) - 1]


def assert_no_damage(small: Small, when: int) -> None:
    code, told = small.run("verify", "--deep")
    assert (code, told.get("findings")) == (0, []), (when, told)
    assert failed(small.archive) == [], when


@pytest.mark.timeout(1800)
@pytest.mark.slow
def test_an_import_survives_a_power_failure_at_any_moment(
    tmp_path: Path, disks: Callable[..., list[Disk]], monkeypatch: pytest.MonkeyPatch
) -> None:
    small_parts(monkeypatch)
    root = tmp_path / "small"
    small = Small(root).make()
    small.take_in(posts().items[:3])
    person = ("https://mast.example/users/wieke_zand", "@wieke_zand@mast.example")
    newer = post(20, f"Een nieuw bericht voor {link(person)} over de brug.", mentions=(person,))
    write_export(root / "newer.tar.gz", account(), [*posts(edited=True).items, newer])
    left = disks(root, lambda: small.good("import", str(root / "newer.tar.gz")))
    assert len(left) > 60
    due = small.versions()
    for number, disk in some(left):
        found = disk.write(tmp_path / f"disk-{number}")
        assert_no_damage(found, number)
        found.good("import", str(found.root / "newer.tar.gz"))
        assert found.versions() == due, number
        assert_no_damage(found, number)


@pytest.mark.slow
def test_a_destruction_survives_a_power_failure_at_any_moment(
    tmp_path: Path, disks: Callable[..., list[Disk]], monkeypatch: pytest.MonkeyPatch
) -> None:
    small_parts(monkeypatch)
    root = tmp_path / "small"
    small = Small(root).make()
    small.take_in(posts().items)
    doomed = small.ids()[posts().url("doel")]
    number = small.approve(doomed)
    left = disks(root, lambda: small.good("destroy", "execute", number, acting="Anna"))
    assert len(left) > 40
    due = small.versions()
    for place, disk in some(left):
        found = disk.write(tmp_path / f"disk-{place}")
        told = found.run("destroy", "execute", number, acting="Anna")  # done, or done now
        assert found.versions() == due, (place, told)
        assert found.holds(MARKS[0].encode()) == set(), place
        assert_no_damage(found, place)

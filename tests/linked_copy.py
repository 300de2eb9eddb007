"""Copies of archives that cost little, and how to see that nothing in an archive changed."""

import os
import shutil
from pathlib import Path

#: Folders of an archive in which a file is made once and replaced at most, never written in place.
_NEVER_WRITTEN_IN = frozenset(
    {"objects", "open", "sealed", "register", "decisions", "journal", "log", "blind", "search"}
)


def linked_copy(source: Path, target: Path) -> Path:
    """Copy a folder that holds an archive; packages, events and log come as links to the same.

    Copying hundreds of small files costs more than most commands do with them. Who damages one
    takes it away first (`damage`), or the archive copied from has the damage too; whoever makes
    that one asks in the end whether its `state_of` is what it was.
    """
    _copy(str(source), str(target), is_linked=False)
    return target


def _copy(source: str, target: str, *, is_linked: bool) -> None:
    os.mkdir(target)  # noqa: PTH102  # a path object for each of hundreds is half of the time
    with os.scandir(source) as entries:
        for entry in entries:
            to = f"{target}/{entry.name}"
            if entry.is_dir(follow_symlinks=False):
                _copy(entry.path, to, is_linked=is_linked or entry.name in _NEVER_WRITTEN_IN)
            elif is_linked and not entry.name.endswith(".lock"):  # held by one, held by all
                os.link(entry.path, to, follow_symlinks=False)
            else:
                shutil.copy2(entry.path, to, follow_symlinks=False)
    mode = os.stat(source).st_mode  # noqa: PTH116  # as above
    if mode & 0o777 != 0o755:
        os.chmod(target, mode & 0o777)  # noqa: PTH101  # as above


def damage(path: Path, content: bytes) -> None:
    """Give a file of a linked copy other bytes, without a trace in what it was copied from."""
    path.unlink()
    path.write_bytes(content)


def state_of(folder: Path) -> dict[str, tuple[int, int, int, int]]:
    """Tell of all that lies in a folder which file it is, its mode, size and last change.

    Of folders only which they are and their mode: what was made and taken away left nothing.
    """
    found: dict[str, tuple[int, int, int, int]] = {}
    waiting = [str(folder)]
    while waiting:
        with os.scandir(waiting.pop()) as entries:
            for entry in entries:
                told = entry.stat(follow_symlinks=False)
                is_folder = entry.is_dir(follow_symlinks=False)
                if is_folder:
                    waiting.append(entry.path)
                size, changed = (0, 0) if is_folder else (told.st_size, told.st_mtime_ns)
                found[entry.path] = (told.st_ino, told.st_mode, size, changed)
    return found

"""Write files so that after a crash they are there whole or not at all."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

#: Ending of a file that is being written; one that is left over is not damage.
UNFINISHED = ".new"


def sync_folder(folder: Path) -> None:
    """Make names in a folder durable."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def make_folder(folder: Path) -> None:
    """Make a folder and its parents, each durable in its parent."""
    missing = []
    current = folder
    while not current.is_dir():
        missing.append(current)
        current = current.parent
    for new in reversed(missing):
        new.mkdir(exist_ok=True)
        sync_folder(new.parent)


def _begin(path: Path, mode: int) -> tuple[Path, int]:
    """Open an unfinished file of its own beside a path.

    One that is left over goes first: it may be the finished file under a second name, and would
    be emptied with it.
    """
    unfinished = path.with_name(path.name + UNFINISHED)
    unfinished.unlink(missing_ok=True)
    return unfinished, os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)


@contextmanager
def replacing(path: Path, *, mode: int = 0o644) -> Iterator[BinaryIO]:
    """Write a file beside its place and put it there, durable, when the block ends well."""
    unfinished, handle = _begin(path, mode)
    try:
        with open(handle, "wb") as stream:
            yield stream
            stream.flush()
            os.fsync(stream.fileno())
    except BaseException:  # Ctrl-C too: nothing half stays; raised again
        unfinished.unlink(missing_ok=True)
        raise
    unfinished.replace(path)
    sync_folder(path.parent)


def replace_file(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Put content in the place of a file, or make it."""
    with replacing(path, mode=mode) as stream:
        stream.write(content)


def create_file(path: Path, content: bytes, *, mode: int = 0o644) -> None:
    """Make a file that may not exist yet; FileExistsError when it does."""
    unfinished, handle = _begin(path, mode)
    try:
        with open(handle, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        os.link(unfinished, path)
    finally:
        unfinished.unlink(missing_ok=True)
    sync_folder(path.parent)


def sync_tree(folder: Path) -> None:
    """Make every file and name below a folder durable."""
    for base, _, names in os.walk(folder):
        for name in names:
            handle = os.open(Path(base, name), os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)
        sync_folder(Path(base))

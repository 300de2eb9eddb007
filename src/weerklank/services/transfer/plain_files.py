"""Open files of others: ordinary ones alone, no link, and nothing that waits for a writer."""

import os
import stat
from collections.abc import Iterator
from io import BufferedReader
from pathlib import Path

from weerklank.model.errors import WrongUse, fault
from weerklank.model.text import Text, typed

NO_FILE = fault(
    "MDTO-002",
    Text(
        nl="{path} is geen map en geen bestand dat te openen is.",
        en="{path} is no folder and no file that can be opened.",
    ),
    Text(
        nl="Geef de map van een SIP, of een bestand dat op .mdto.xml eindigt.",
        en="Give the folder of a SIP, or a file that ends on .mdto.xml.",
    ),
)
_PIECE = 1 << 20
_DEEPEST = 64


def files_below(
    folder: Path, above: str = "", depth: int = 0
) -> Iterator[tuple[str, Path | None]]:
    """Give what lies in a folder, however deep, in order, by its path in it.

    None for what is no ordinary file or folder, can't be read, or lies too deep.
    """
    try:
        with os.scandir(folder) as rows:
            entries = sorted(rows, key=lambda one: one.name)
    except OSError:
        yield above or ".", None
        return
    for entry in entries:
        name = above + entry.name.encode(errors="backslashreplace").decode()
        if entry.is_dir(follow_symlinks=False) and depth < _DEEPEST:
            yield from files_below(Path(entry.path), f"{name}/", depth + 1)
        else:
            yield name, Path(entry.path) if entry.is_file(follow_symlinks=False) else None


def opened(path: Path) -> BufferedReader:
    """Open an ordinary file that is no link; WrongUse for anything else."""
    try:
        handle = os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError as error:
        raise WrongUse(NO_FILE, path=typed(str(path))) from error
    stream = open(handle, "rb")  # noqa: SIM115 - closed by who asked for it
    if not stat.S_ISREG(os.fstat(handle).st_mode):
        stream.close()
        raise WrongUse(NO_FILE, path=typed(str(path)))
    return stream


def pieces_of(stream: BufferedReader) -> Iterator[bytes]:
    """Give what follows in a file, in pieces."""
    while piece := stream.read(_PIECE):
        yield piece

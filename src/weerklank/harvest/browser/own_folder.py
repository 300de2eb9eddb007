"""The folder in which a browser runs: it goes with its run, and if not, with the next one.

A run that was killed leaves its folder behind. Each holds its own under a lock while it runs, so
that the next one tells a folder that somebody needs from one that nobody does.
"""

import fcntl
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_PREFIX = "weerklank-chromium-"


@contextmanager
def own_folder() -> Iterator[Path]:
    """Make a folder for temporary files that is gone at the end; first take away those left."""
    for left in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        _take_away(left)
    with tempfile.TemporaryDirectory(prefix=_PREFIX, ignore_cleanup_errors=True) as made:
        folder = Path(made)
        held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            yield folder
        finally:
            os.close(held)


def _take_away(folder: Path) -> None:
    """Take a folder of ours away that no run holds; an empty one may be held in a moment."""
    with suppress(OSError):
        held = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
        try:
            fcntl.flock(held, fcntl.LOCK_EX | fcntl.LOCK_NB)
            if os.fstat(held).st_uid == os.geteuid() and any(folder.iterdir()):
                shutil.rmtree(folder, ignore_errors=True)
        finally:
            os.close(held)

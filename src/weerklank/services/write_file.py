"""Write a file for the user: outside the archive, whole or not at all."""

import os
from pathlib import Path

from weerklank.store.atomic import replace_file


def write_result(path: Path, content: bytes) -> None:
    """Write a text where the user wants it; `-` and devices are written to as they are."""
    write_plain(path, content if _is_device(path) else content + b"\n")


def write_plain(path: Path, content: bytes) -> None:
    """Write bytes where the user wants them, and not one more."""
    if _is_device(path):
        with path.open("wb") as stream:
            stream.write(content)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(Path(os.path.abspath(path)), content)  # noqa: PTH100 - resolve() follows links


def _is_device(path: Path) -> bool:
    return path.exists() and not path.is_file()

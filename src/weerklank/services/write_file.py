"""Write a file for the user: outside the archive, whole or not at all."""

import os
from pathlib import Path

from weerklank.store.atomic import replace_file


def write_result(path: Path, content: bytes) -> None:
    """Write a result where the user wants it; `-` and devices are written to as they are."""
    if path.exists() and not path.is_file():
        with path.open("wb") as stream:
            stream.write(content)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    replace_file(Path(os.path.abspath(path)), content + b"\n")  # noqa: PTH100 - resolve() follows links

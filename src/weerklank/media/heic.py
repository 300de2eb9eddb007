"""HEIC: make a PNG of a picture as iPhones write it, by heif-convert of libheif.

The ffmpeg of Debian 12 reads none. The bytes are foreign, so they are decoded in a process of its
own within limits, and come on standard input. heif-convert turns the picture as the file says and
copies what it carries, such as the place where it was taken, and the turn once more: that is left
out.
"""

import re
import shutil
import tempfile
from pathlib import Path

from weerklank.media import png
from weerklank.media.foreign_file import Broken, ForeignFile, TooMuch
from weerklank.media.limited import Ended, Limit, run_limited
from weerklank.media.pieces import Pieces

PROGRAM = "heif-convert"
PUID = "fmt/1101"
_VERSION = re.compile(r"libheif version: ([0-9.]{1,30})")
_SOURCE = "/dev/stdin"
#: A picture of 200 million points takes a minute or so.
_LIMIT = Limit(seconds=600.0, memory=4 << 30, writes=4 << 30)


def tool() -> str | None:
    """Name heif-convert with its version; None where it is not installed."""
    if shutil.which(PROGRAM) is None:
        return None
    told = run_limited([PROGRAM, "--help"], Limit(seconds=60.0), with_errors=True).out
    found = _VERSION.search(told.decode(errors="replace"))
    return f"{PROGRAM} {found[1]}" if found else PROGRAM


def to_png(path: Path, folder: Path, name: str) -> Path | None:
    """Make a PNG `name` in a folder; None where that did not succeed, and nothing of it stays.

    Of a file with more pictures than one none is made: which of them was shown is not sure.
    """
    made = folder / name
    try:
        with tempfile.TemporaryDirectory(dir=folder) as aside, path.open("rb") as source:
            words = (PROGRAM, "--quiet", _SOURCE, "picture.png")
            ended = run_limited(words, _LIMIT, source, Path(aside), with_errors=True)
            pictures = [*Path(aside).iterdir()]
            if ended == Ended(0, b"") and len(pictures) == 1:
                _write_upright(pictures[0], made)
                return made
    except (OSError, Broken, TooMuch):
        pass  # as if it had not succeeded: the original is there or not, as before
    made.unlink(missing_ok=True)
    return None


def _write_upright(picture: Path, made: Path) -> None:
    """Write what is needed to show a picture, which is turned already."""
    pieces = Pieces()
    with picture.open("rb") as file, made.open("xb") as out:
        png.clean(ForeignFile(file, picture.stat().st_size), pieces, set(), is_upright=True)
        out.writelines(pieces.blocks(file))

"""Cover: a picture made anew with bars over parts of it, of which nothing is left beneath.

The picture is foreign: it is decoded in a process of its own that may use so much memory and time.
What comes back is taken apart by our own code once more, as the clean copy of a medium is.
"""

import io
import json
import sys
import threading
from collections.abc import Iterable
from dataclasses import dataclass
from typing import BinaryIO

import msgspec

from weerklank.media.clean import clean
from weerklank.media.limited import Limit, run_limited
from weerklank.model.area import Area
from weerklank.model.medium_trace import NotCleaned
from weerklank.model.part_of_picture import NotInPart

#: What is decoded; of each it is known how it is shown.
COVERED_KINDS = frozenset(("image/gif", "image/jpeg", "image/png", "image/webp"))
#: Bytes of a file that is decoded, and of what is made of it.
_LARGEST, _LARGEST_MADE = 64 << 20, 192 << 20
_LIMIT = Limit(seconds=90.0, memory=2 << 30, answer=_LARGEST_MADE)
#: A page may show many pictures: no more are decoded at a time, whoever asks.
_TURNS = threading.BoundedSemaphore(2)
_PROGRAM = (sys.executable, "-P", "-m", "weerklank.media.cover_pixels")
#: Ends of that program, as it names them.
_WHY = {3: NotInPart.TOO_LARGE, 4: NotInPart.BROKEN, None: NotInPart.TOO_LARGE}

#: An area, and the words on its bar.
Bar = tuple[Area, str]


class _Told(msgspec.Struct, frozen=True):
    frames: int
    height: int
    width: int


@dataclass(frozen=True, slots=True)
class Covered:
    """A picture that was made anew, upright, in the format that it had."""

    content: bytes
    width: int
    height: int
    #: How many pictures it is made of: one, unless it moves.
    frames: int


def cover(file: BinaryIO, size: int, kind: str, bars: Iterable[Bar]) -> Covered | NotInPart:
    """Make a picture anew with bars over it; why there is none where it can't be decoded safely.

    `file` is what is left of a foreign file once it was cleaned; it is read from where it stands.
    """
    if kind.startswith(("video/", "audio/")):
        return NotInPart.FILM
    if kind not in COVERED_KINDS:
        return NotInPart.KIND
    if size > _LARGEST:
        return NotInPart.TOO_LARGE
    asked = {"bars": [[*area.listed, words] for area, words in bars], "kind": kind}
    with _TURNS:
        ended = run_limited([*_PROGRAM, json.dumps(asked)], _LIMIT, file)
    if ended.code != 0:
        return _WHY.get(ended.code, NotInPart.BROKEN)
    head, _, made = ended.out.partition(b"\n")
    try:
        told = msgspec.json.decode(head, type=_Told)
    except msgspec.DecodeError:
        return NotInPart.BROKEN
    stream = io.BytesIO(made)
    copy = clean(stream, len(made), kind)
    if isinstance(copy, NotCleaned):
        return NotInPart.BROKEN
    content = b"".join(copy.pieces.blocks(stream))
    return Covered(content, told.width, told.height, told.frames)

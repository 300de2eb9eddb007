"""What programs of others read in a file beside what it shows: a second look, by no code of ours.

ffprobe reads films and sound, ExifTool whatever there is. The bytes are foreign: both run within
limits, and are given what to read, never a name that stood in it.
"""

import os
import shutil
from collections.abc import Iterator, Sequence
from typing import BinaryIO, NamedTuple

import msgspec
import orjson

from weerklank.media.codecs import PROGRAM as PROBE
from weerklank.media.codecs import SAFE, SOURCE
from weerklank.media.limited import Limit, run_limited
from weerklank.model.json_value import Json, JsonObject

EXIFTOOL = "exiftool"
#: Seconds for a file, whatever it is; and how many bytes a second may take at least.
_SECONDS, _SLOWEST = 20.0, 20_000_000
#: By media type the reader of ffprobe.
_READERS = {
    "audio/flac": "flac",
    "audio/mp4": "mov",
    "audio/mpeg": "mp3",
    "audio/wav": "wav",
    "video/mp4": "mov",
}
_ASKED = ("-show_streams", "-show_format", "-show_chapters", "-of", "json", "-i", SOURCE)
#: Groups of ExifTool that tell of the file on this disk, or of numbers alone.
_NOT_OF_IT = ("System:", "ExifTool:", "Composite:", "SourceFile")
_FILE, _NOTE = "File:", "File:Comment"


class Told(NamedTuple):
    """What is in a file beside picture and sound."""

    #: Words of its metadata.
    words: tuple[str, ...] = ()
    #: Kinds of what it carries besides, as ffprobe names them.
    besides: tuple[str, ...] = ()


class _Stream(msgspec.Struct, frozen=True):
    codec_type: str = ""
    closed_captions: int = 0
    disposition: dict[str, int] = {}
    tags: dict[str, str] = {}


class _Format(msgspec.Struct, frozen=True):
    tags: dict[str, str] = {}


class _Chapter(msgspec.Struct, frozen=True):
    tags: dict[str, str] = {}


class _Probed(msgspec.Struct, frozen=True):
    streams: list[_Stream] = []
    format: _Format = _Format()
    chapters: list[_Chapter] = []


def is_film_or_sound(kind: str) -> bool:
    """Tell whether ffprobe is to read a file of this media type."""
    return kind in _READERS


def told_of_film(source: BinaryIO, kind: str) -> Told | None:
    """Tell what a film or sound carries, as ffprobe reads it; None where it could not be asked."""
    if shutil.which(PROBE) is None:
        return None
    words = (PROBE, "-v", "quiet", *SAFE, "-f", _READERS[kind], *_ASKED)
    try:
        ended = run_limited(words, _limit(source), source)
        probed = msgspec.json.decode(ended.out, type=_Probed)
    except (OSError, msgspec.DecodeError):
        return None
    if ended.code != 0 or not probed.streams:
        return None
    every = [probed.format.tags, *(one.tags for one in probed.streams)]
    every += [one.tags for one in probed.chapters]
    return Told(
        words=tuple(value for tags in every for value in tags.values()),
        besides=tuple(dict.fromkeys(_besides(probed))),
    )


def _besides(probed: _Probed) -> Iterator[str]:
    pictures = [one for one in probed.streams if one.codec_type == "video"]
    if len(pictures) > 1 or any(one.disposition.get("attached_pic") for one in pictures):
        yield "video"
    yield from ("captions" for one in pictures if one.closed_captions)
    yield from ("chapters" for _ in probed.chapters)
    yield from (
        one.codec_type or "data"
        for one in probed.streams
        if one.codec_type not in ("video", "audio")
    )


def told_of_files(sources: Sequence[BinaryIO]) -> list[Told | None]:
    """Tell what words ExifTool reads in each of some open files; None of what it could not read.

    They are named by the places at which this process holds them open, so that none needs a name
    on the disk.
    """
    if shutil.which(EXIFTOOL) is None:
        return [None] * len(sources)
    names = [f"/proc/{os.getpid()}/fd/{one.fileno()}" for one in sources]
    seconds = sum(_limit(one).seconds for one in sources)
    # No settings of who runs this, every tag also where it stands twice, and what lies within.
    words = (EXIFTOOL, "-config", "", "-j", "-a", "-G1", "-ee", *names)
    try:
        rows: Json = orjson.loads(run_limited(words, Limit(seconds=seconds)).out)
    except (OSError, orjson.JSONDecodeError):
        return [None] * len(sources)
    found = {
        str(row.get("SourceFile")): Told(words=tuple(_words(row)))
        for row in (rows if isinstance(rows, list) else ())
        if isinstance(row, dict) and "ExifTool:Error" not in row
    }
    return [found.get(name) for name in names]


def _words(row: JsonObject) -> Iterator[str]:
    for name, value in row.items():
        if name.startswith(_NOT_OF_IT) or (name.startswith(_FILE) and name != _NOTE):
            continue
        yield from _texts(value)


def _texts(value: Json) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for one in value:
            yield from _texts(one)
    elif isinstance(value, dict):
        for one in value.values():
            yield from _texts(one)


def _limit(source: BinaryIO) -> Limit:
    size = os.fstat(source.fileno()).st_size
    return Limit(seconds=_SECONDS + size / _SLOWEST)

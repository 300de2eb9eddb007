"""Codecs: how picture and sound in a file are written, as ffprobe sees it.

The reader of a format is chosen by what the file was identified as, never by the file itself: a
list of other files that is named `.mp4` is read as MP4, and so is none. It gets the bytes on
standard input, knows no name, and speaks no protocol but that of a file.
"""

import re
import shutil
from pathlib import Path

import msgspec

from weerklank.media.limited import Limit, run_limited
from weerklank.model.file_format import Codecs, CodecState

PROGRAM = "ffprobe"
#: Seconds for a file, whatever it is; and how many bytes a second may take at least.
_SECONDS = 20.0
_SLOWEST = 50_000_000
_MOST = 64
_PLAIN = re.compile(r"[a-z0-9_]{1,40}")
#: By PUID the reader (demuxer) of a container.
READERS = {
    "fmt/199": "mov",
    "x-fmt/384": "mov",
    "fmt/2094": "mov",
    "fmt/573": "matroska",
    "fmt/569": "matroska",
    "fmt/585": "mpegts",
    "fmt/1": "wav",
    "fmt/2": "wav",
    "fmt/6": "wav",
    "fmt/141": "wav",
    "fmt/142": "wav",
    "fmt/143": "wav",
    "fmt/703": "wav",
    "fmt/704": "wav",
    "fmt/134": "mp3",
    "fmt/279": "flac",
    "fmt/203": "ogg",
    "fmt/944": "ogg",
    "fmt/945": "ogg",
    "fmt/946": "ogg",
    "fmt/947": "ogg",
    "fmt/948": "ogg",
}
#: What goes before the file: no protocol but that of files, and bytes from standard input.
SAFE = ("-protocol_whitelist", "file,pipe")
SOURCE = "file:/dev/stdin"


class _Stream(msgspec.Struct, frozen=True):
    codec_name: str = ""


class _Told(msgspec.Struct, frozen=True):
    streams: list[_Stream] = []


_TOLD = msgspec.json.Decoder(_Told)


def is_there() -> bool:
    """Tell whether ffprobe is installed."""
    return shutil.which(PROGRAM) is not None


def codecs_of(path: Path, puid: str | None, mime: str, *, asked: bool = True) -> Codecs:
    """Tell the codecs of a file that was identified so; the file is foreign.

    Without `asked` no program is started: of a container it is then said that nobody looked.
    """
    reader = READERS.get(puid or "")
    if reader is None:
        moves = mime.startswith(("video/", "audio/"))
        return Codecs(CodecState.NOT_CHECKED if moves else CodecState.NONE)
    if not asked or not is_there():
        return Codecs(CodecState.NOT_CHECKED)
    words = (PROGRAM, "-v", "quiet", *SAFE, "-f", reader, "-of", "json")
    shown = ("-show_entries", "stream=codec_name", "-i", SOURCE)
    try:
        with path.open("rb") as source:
            seconds = _SECONDS + path.stat().st_size / _SLOWEST
            ended = run_limited([*words, *shown], Limit(seconds=seconds), source)
    except OSError:
        return Codecs(CodecState.FAILED)
    names = _names(ended.out) if ended.code == 0 else ()
    return Codecs(CodecState.KNOWN if names else CodecState.FAILED, names)


def _names(answer: bytes) -> tuple[str, ...]:
    """Give the names told, each once; none where the answer is none."""
    try:
        told = [one.codec_name for one in _TOLD.decode(answer).streams]
    except msgspec.DecodeError:
        return ()
    return tuple(dict.fromkeys(name for name in told if _PLAIN.fullmatch(name)))[:_MOST]

"""Derive: make a file in a common format from a foreign one, by ffmpeg.

ffmpeg gets the bytes on standard input and the reader that goes with the PUID; it knows no name
and no network, works in a folder of its own, and may use so much memory, time and disk. What files
carry besides picture and sound is left out.
"""

import re
import shutil
from pathlib import Path
from typing import NamedTuple

import msgspec

from weerklank.media.codecs import PROGRAM as PROBE
from weerklank.media.codecs import READERS, SAFE, SOURCE
from weerklank.media.limited import Ended, Limit, run_limited
from weerklank.media.utf16_text import subtitles_puid
from weerklank.model.derivative import DerivedForm

PROGRAM = "ffmpeg"
_VERSION = re.compile(r"ffmpeg version ([0-9A-Za-z.+:~-]{1,60})")
#: Readers of pictures, by PUID.
_PICTURES = {
    "fmt/3": "gif",
    "fmt/4": "gif",
    "fmt/116": "bmp_pipe",
    "fmt/117": "bmp_pipe",
    "fmt/118": "bmp_pipe",
    "fmt/119": "bmp_pipe",
    "fmt/353": "tiff_pipe",
    "fmt/566": "webp_pipe",
    "fmt/567": "webp_pipe",
    "fmt/568": "webp_pipe",
    "fmt/2062": "mov",
}
_SUBTITLES = {"fmt/1218": ("srt", DerivedForm.VTT), "fmt/1454": ("webvtt", DerivedForm.SRT)}
_GIF, _MP4, _FLAC = "gif", "fmt/199", "fmt/279"
_SOUND = re.compile(
    r"aac|ac3|alac|amr_[a-z]+|eac3|flac|mp2|mp3|opus|pcm_\w+|vorbis|wma\w+|adpcm_\w+"
)
#: Codecs with which a film is MP4 as everybody reads it.
_COMMON = frozenset({"h264", "aac"})
_PLAIN = ("-map_metadata", "-1", "-map_chapters", "-1", "-fflags", "+bitexact", "-sn", "-dn")
#: An odd width or height gets one more line: H.264 halves the colours.
_EVEN = "pad=ceil(iw/2)*2:ceil(ih/2)*2,format=yuv420p"
_FILM = ("-map", "0:V:0", "-map", "0:a?", "-f", "mp4")
_ENCODED = (
    *("-vf", _EVEN, "-c:v", "libx264", "-preset", "medium", "-crf", "18"),
    *("-c:a", "aac", "-b:a", "192k", "-flags:v", "+bitexact", "-flags:a", "+bitexact"),
)
_MOST_PIXELS = ("-max_pixels", "200000000")
#: Seconds for a file, and how many bytes a second at least; four hours at most.
_SECONDS, _SLOWEST, _LONGEST = 300.0, 20_000, 14_400.0
_WRITES = 64 << 30
#: A WAV has no larger size in its head; longer sound is not made into one that ends early.
_LARGEST_WAV = (4 << 30) - 1


class Recipe(NamedTuple):
    """How a file is brought to another format."""

    reader: str
    form: DerivedForm
    words: tuple[str, ...]
    #: Whether picture and sound go over as they are.
    copied: bool = False


class _Stream(msgspec.Struct, frozen=True):
    nb_read_packets: str = "0"


class _Told(msgspec.Struct, frozen=True):
    streams: list[_Stream] = []


def tool() -> str | None:
    """Name ffmpeg with its version; None where it is not installed."""
    if shutil.which(PROGRAM) is None:
        return None
    told = run_limited([PROGRAM, "-version"], Limit(seconds=60.0)).out.decode(errors="replace")
    found = _VERSION.match(told)
    return f"ffmpeg {found[1]}" if found else "ffmpeg"


def recipe_of(path: Path, puid: str | None, codecs: tuple[str, ...]) -> Recipe | None:
    """Give how a file that was identified so is brought to a common format; None for no way.

    `codecs` are those of a film or sound, as `codecs_of` told them. Also None where it is in such
    a format already.
    """
    named = puid or subtitles_puid(path) or ""
    if named in _SUBTITLES:
        reader, form = _SUBTITLES[named]
        kind = "srt" if form is DerivedForm.SRT else "webvtt"
        return Recipe(reader, form, ("-map", "0:s:0", "-map_metadata", "-1", "-f", kind))
    if named in _PICTURES:
        reader = _PICTURES[named]
        if reader == _GIF and _moves(path):
            return Recipe(reader, DerivedForm.MP4, (*_PLAIN, *_ENCODED, *_FILM))
        picture = (
            "-map",
            "0:V:0",
            "-frames:v",
            "1",
            "-c:v",
            "png",
            "-f",
            "image2",
            "-update",
            "1",
        )
        return Recipe(reader, DerivedForm.PNG, (*_PLAIN, *picture))
    if named not in READERS or not codecs:
        return None
    return _film_or_sound(READERS[named], named, codecs)


def _film_or_sound(reader: str, puid: str, codecs: tuple[str, ...]) -> Recipe | None:
    if reader in ("mp3", "flac") or all(_SOUND.fullmatch(name) for name in codecs):
        if reader == "wav":
            return None
        depth = "pcm_s24le" if puid == _FLAC else "pcm_s16le"
        sound = ("-map", "0:a:0", "-c:a", depth, "-f", "wav")
        return Recipe(reader, DerivedForm.WAV, (*_PLAIN, *sound))
    if set(codecs) <= _COMMON:
        copy = (*_PLAIN, "-c", "copy", *_FILM)
        return None if puid == _MP4 else Recipe(reader, DerivedForm.MP4, copy, copied=True)
    return Recipe(reader, DerivedForm.MP4, (*_PLAIN, *_ENCODED, *_FILM))


def _moves(path: Path) -> bool:
    """Tell whether a GIF has more pictures than one; not, where it can't be read."""
    words = (PROBE, "-v", "quiet", *SAFE, "-f", _GIF, "-count_packets", "-of", "json")
    shown = ("-show_entries", "stream=nb_read_packets", "-i", SOURCE)
    with path.open("rb") as source:
        told = run_limited([*words, *shown], _limit(path, 0), source).out
    try:
        streams = msgspec.json.decode(told, type=_Told).streams
    except msgspec.DecodeError:
        return False
    return any(one.nb_read_packets.isdecimal() and int(one.nb_read_packets) > 1 for one in streams)


def convert(path: Path, recipe: Recipe, folder: Path, name: str) -> Path | None:
    """Make a file `name` in a folder by a recipe; None where that did not succeed.

    Nothing of it stays then. What ffmpeg has something to say of did not succeed: it makes half a
    film of half a file, and ends as if all were well.
    """
    made = folder / name
    strict = ("-v", "error", "-err_detect", "explode", "-xerror")
    before = (PROGRAM, *strict, "-nostdin", "-n", *_MOST_PIXELS, *SAFE, "-f", recipe.reader)
    words = [*before, "-i", SOURCE, *recipe.words, f"file:{name}"]
    try:
        with path.open("rb") as source:
            writes = _LARGEST_WAV if recipe.form is DerivedForm.WAV else _WRITES
            ended = run_limited(words, _limit(path, writes), source, folder, with_errors=True)
        if ended == Ended(0, b"") and made.is_file() and made.stat().st_size:
            return made
    except OSError:
        pass  # as if it had not succeeded: the original is there or not, as before
    made.unlink(missing_ok=True)
    return None


def _limit(path: Path, writes: int) -> Limit:
    seconds = min(_SECONDS + path.stat().st_size / _SLOWEST, _LONGEST)
    return Limit(seconds=seconds, memory=4 << 30, writes=writes)

"""Telling formats of media: files by the second of one core, against `file` on the same files.

`file` names a media type and no PRONOM number: it is what looking at the first bytes costs. Where
it is not there, or ffprobe is not, those figures are left out.
"""

import random  # noqa: TID251 - the same files each time
import resource
import shutil
import subprocess
import tempfile
import time
import wave
from collections.abc import Callable
from pathlib import Path

from benchmarks.figures import Figure
from weerklank.media.codecs import codecs_of, is_there
from weerklank.package.formats import format_lines
from weerklank.testing.png import encode_png

FILES = 1_500
_PROBED = 40
_SIDE = 96


def run() -> list[Figure]:
    """Identify invented pictures and sounds of some tens of kilobytes each."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        sounds = _make(folder)
        few = _spent(lambda: format_lines(folder))
        figures = [Figure("PRONOM, files per CPU-second", FILES / few, None, "")]
        if shutil.which("file"):
            paths = [str(path) for path in sorted(folder.iterdir())]
            peer = _spent(lambda: _run("file", "--brief", "--mime-type", *paths))
            figures.append(Figure("`file`, files per CPU-second", FILES / peer, None, ""))
            figures.append(Figure("PRONOM, CPU of `file`", few / peer, None, "x"))
        if is_there():
            probed = _spent(lambda: [codecs_of(one, "fmt/141", "audio/x-wav") for one in sounds])
            figures.append(Figure("codecs, files per CPU-second", _PROBED / probed, None, ""))
        return figures


def _make(folder: Path) -> list[Path]:
    """Write files, each other bytes; gives the sounds that are probed."""
    chance = random.Random(127)
    colours = [(one, 255 - one, 128) for one in range(256)]
    for number in range(FILES):
        if number % 3:
            rows = [chance.randbytes(_SIDE) for _ in range(_SIDE)]
            picture = encode_png(_SIDE, _SIDE, colours, rows)
            (folder / f"{number:05d}.png").write_bytes(picture)
        else:
            with wave.open(str(folder / f"{number:05d}.wav"), "wb") as sound:
                sound.setparams((1, 2, 8_000, 0, "NONE", "not compressed"))
                sound.writeframes(chance.randbytes(32_000))
    return sorted(folder.glob("*.wav"))[:_PROBED]


def _run(*words: str) -> None:
    subprocess.run(words, check=True, stdout=subprocess.DEVNULL)


def _spent(act: Callable[[], object]) -> float:
    """Give the CPU-seconds of an act, with those of the processes that it waits for."""
    before, begun = _children(), time.process_time()
    act()
    return time.process_time() - begun + _children() - before


def _children() -> float:
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    return used.ru_utime + used.ru_stime

"""A table for research as Parquet: the writer alone at 100,000 and 1,000,000 rows, and the export.

The writer runs in a process of its own, whose peak is what the system counted; rows are like those
of posts with 140 signs. The export goes through the whole program, from packages to a folder that
is closed; WEERKLANK_PARQUET_POSTS says of how many posts.
"""

import os
import resource
import tempfile
import time
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from benchmarks.figures import Figure, import_big, weerklank
from weerklank.services.share.columns import COLUMNS, Cell, ColumnKind
from weerklank.services.share.row_files import ParquetFile

POSTS = int(os.environ.get("WEERKLANK_PARQUET_POSTS", "20000"))
SIZES = (100_000, 1_000_000)
#: Megabytes that ten times as many rows may cost more: it is written as it comes.
_MOST_MORE = 60.0


def run() -> list[Figure]:
    """Measure the writer at each size, and the export of an archive."""
    figures = []
    peaks = []
    for rows in SIZES:
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
            took, peak = apart.submit(write, rows).result()
        peaks.append(peak)
        figures.append(Figure(f"Parquet, rows of {rows:,}", rows / took, None, "/s"))
        figures.append(Figure(f"Parquet, peak at {rows:,}", peak, None, "MB"))
    more = peaks[-1] - peaks[0]
    figures.append(Figure("Parquet, peak of ten times more", more, _MOST_MORE, "MB", at_most=True))
    return [*figures, *exported(POSTS)]


def exported(posts: int) -> list[Figure]:
    """Measure the command on an archive of so many posts."""
    with tempfile.TemporaryDirectory() as name:
        big = import_big(Path(name), posts)
        out = str(Path(name) / "out")
        spent = weerklank("export", "--format", "parquet", out, archive=big.archive)
    return [
        Figure(f"export of {posts:,} posts", posts / spent.wall, None, "/s"),
        Figure(f"export of {posts:,} posts, peak", spent.peak / 1e6, None, "MB"),
    ]


def write(rows: int) -> tuple[float, float]:
    """Write so many rows; gives seconds of the processor, and megabytes at the most."""
    with tempfile.TemporaryDirectory() as name:
        begun = time.process_time()
        with ParquetFile(Path(name)) as file:
            for number in range(rows):
                file.put(_row(number))
        took = time.process_time() - begun
    return took, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024 / 1e6


def _row(number: int) -> tuple[Cell, ...]:
    words = f"{number} De brug is weer open, het water zakt en de bussen rijden als gewoon. "
    made: dict[ColumnKind, Cell] = {
        ColumnKind.TEXT: f"vbd-{number:08}",
        ColumnKind.MOMENT: f"2026-01-{1 + number % 28:02}T10:00:00Z",
        ColumnKind.NUMBER: number % 977,
        ColumnKind.TEXTS: [words[:20]],
    }
    return tuple(words * 2 if one.name == "text" else made[one.kind] for one in COLUMNS)

"""Import of each export format: speed beside a bare loop, flat memory, and a zip of gigabytes.

`python -m benchmarks exports` measures all formats at sizes that take minutes. For others, and for
less than all of it: `python -m benchmarks.exports --help`. A million posts of one format take a
quarter of an hour and two gigabytes of disk.

Each import is a process of its own, at two sizes: memory that grows with the export shows in the
ratio of the two peaks. Exports are written, and the bare loop goes, in processes of their own too:
the operating system lets a child begin with the peak of its parent, so that one must stay small.
"""

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.export_kinds import KINDS, Kind
from benchmarks.figures import Figure, Run, spent, table, weerklank

_POSTS = 20_000
_TIMES = 4
#: quality.md: of a Mastodon export between 100,000 and a million posts at most a tenth.
_GROWTH = 1.1
_MOST_MEMORY = 250
_GIGABYTE = 1_000_000_000
#: The largest export is laid beside one of this part of it.
_PART = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class _Sizes:
    """How large the exports are that are measured, and where they are written."""

    posts: int
    times: int
    #: None: where the system keeps what is temporary.
    folder: Path | None


@dataclass(frozen=True, slots=True)
class _Imported:
    """One export that was taken in, and the least that can be done with the same one."""

    run: Run
    bytes: int
    bare: float


def _apart(*arguments: str) -> Run:
    """Run this module in a process of its own."""
    here = ["-m", "benchmarks.exports", *arguments]
    return spent(Path(sys.executable), *here, environment=dict(os.environ))


def _import(kind: Kind, folder: Path, export: Path) -> Run:
    """Import an export into a fresh archive."""
    archive = folder / "archive"
    weerklank("init", str(archive), "--organisation", "Maat", "--sealed", "12", archive=archive)
    weerklank("account", "add", kind.url, "--kind", "corporate", archive=archive)
    return weerklank("import", str(export), "--account", "a0001", archive=archive)


def _imported(kind: Kind, posts: int, place: Path | None, *, bare: bool) -> _Imported:
    """Write an export of so many posts, take it in and throw both away."""
    with tempfile.TemporaryDirectory(dir=place) as name:
        folder = Path(name)
        export = folder / kind.file
        _apart("--write", kind.name, "--posts", str(posts), "--to", str(export))
        run = _import(kind, folder, export)
        return _Imported(run, export.stat().st_size, _bare(export) if bare else 0.0)


def _bare(export: Path) -> float:
    """Give the CPU seconds of the bare loop, without those in which its process begins."""
    told = export.with_name("bare")
    _apart("--bare", str(export), "--to", str(told))
    return float(told.read_text())


def _figures(kind: Kind, sizes: _Sizes) -> Iterator[Figure]:
    """Measure one format at both sizes."""
    most = sizes.posts * sizes.times
    few = _imported(kind, sizes.posts, sizes.folder, bare=True)
    many = _imported(kind, most, sizes.folder, bare=False)
    cpu, peak, name = many.run.cpu, many.run.peak, kind.name
    yield Figure(f"{name}, posts per CPU-second at {most:,}", most / cpu, None, "")
    yield Figure(f"{name}, export per CPU-second", many.bytes / cpu / 1e6, None, "MB")
    yield Figure(f"{name}, ratio to the bare loop", few.run.cpu / few.bare, None, "x")
    yield Figure(f"{name}, peak at {most:,}", peak / 1e6, _MOST_MEMORY, "MB", at_most=True)
    yield Figure(f"{name}, its growth", peak / few.run.peak, _GROWTH, "x", at_most=True)


def _zips(gigabytes: float, place: Path | None) -> Iterator[Figure]:
    """Measure a zip that is nearly all media, beside one of a tenth of it."""
    kind = KINDS["media"]
    films = max(_PART, round(gigabytes * _GIGABYTE / kind.bytes_each))
    few = _imported(kind, films // _PART, place, bare=False)
    many = _imported(kind, films, place, bare=False)
    size, cpu = many.bytes, many.run.cpu
    yield Figure(f"zip of {size / 1e9:.1f} GB, per CPU-second", size / cpu / 1e6, None, "MB")
    yield Figure("zip, peak", many.run.peak / 1e6, _MOST_MEMORY, "MB", at_most=True)
    growth = many.run.peak / few.run.peak
    yield Figure("zip, its growth", growth, _GROWTH, "x", at_most=True)


def measure(names: Sequence[str], sizes: _Sizes, gigabytes: float) -> Iterator[Figure]:
    """Measure the formats that are named, and a zip of so many gigabytes unless that is none."""
    for name in names:
        yield from _figures(KINDS[name], sizes)
    if gigabytes:
        yield from _zips(gigabytes, sizes.folder)


def run() -> list[Figure]:
    """Measure each format."""
    return [*measure(_counted(), _Sizes(posts=_POSTS, times=_TIMES, folder=None), 0.0)]


def _counted() -> list[str]:
    """Name the formats that are measured by their number of posts."""
    return [name for name, kind in KINDS.items() if kind.is_counted]


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.exports", description="Measure the import of exports."
    )
    parser.add_argument("names", nargs="*", metavar="FORMAT", choices=[[], *_counted()],
                        help=f"any of {', '.join(_counted())}; all without one")  # fmt: skip
    parser.add_argument("--posts", type=int, default=_POSTS, help="of the smaller export")
    parser.add_argument("--times", type=int, default=_TIMES, help="how often that the larger is")
    parser.add_argument("--folder", type=Path, help="where exports and archives are written")
    parser.add_argument("--zip-gigabytes", type=float, default=0.0, metavar="N",
                        help="also a zip of so much media; takes twice that of disk")  # fmt: skip
    parser.add_argument("--write", choices=[*KINDS], help=argparse.SUPPRESS)
    parser.add_argument("--bare", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--to", type=Path, help=argparse.SUPPRESS)
    return parser


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is asked for; ends with 1 when a figure misses its ceiling."""
    given = _parser().parse_args(arguments)
    if given.write:
        half = given.to.with_name("half")
        KINDS[given.write].write(half, given.posts)
        half.rename(given.to)  # so that half an export is none
        return 0
    if given.bare:
        from benchmarks.bare_export import bare_loop  # what only this process needs

        begun = time.process_time()
        bare_loop(given.bare)
        given.to.write_text(str(time.process_time() - begun))
        return 0
    sizes = _Sizes(posts=given.posts, times=given.times, folder=given.folder)
    figures = []
    names = given.names if given.names or given.zip_gigabytes else _counted()
    for figure in measure(names, sizes, given.zip_gigabytes):
        figures.append(figure)
        print(table([figure]), flush=True)
    return 1 if any(figure.misses for figure in figures) else 0


if __name__ == "__main__":
    sys.exit(main())

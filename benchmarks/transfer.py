"""Transfer: a SIP of many posts, and its check, in memory that does not grow with it.

`python -m benchmarks.transfer --help` says how to measure at other sizes.
"""

import argparse
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks.figures import Figure, Run, import_big, table, weerklank

_POSTS = 2_500
_TIMES = 4
#: quality.md: between a size and a multiple of it at most a tenth more.
_GROWTH = 1.1


@dataclass(frozen=True, slots=True)
class _Measured:
    """What a size took."""

    posts: int
    made: Run
    bagged: Run
    checked: Run


def run(posts: int = _POSTS, times: int = _TIMES, folder: Path | None = None) -> list[Figure]:
    """Measure a size, and a multiple of it."""
    small, large = (_measure(size, folder) for size in (posts, posts * times))
    figures = []
    for name, one, other in (
        ("SIP", small.made, large.made),
        ("SIP in a bag", small.bagged, large.bagged),
        ("check of a SIP", small.checked, large.checked),
    ):
        figures += [
            Figure(f"{name}, posts per CPU-second", large.posts / other.cpu, None, ""),
            Figure(f"{name}, peak at {large.posts:,}", other.peak / 1e6, None, "MB"),
            Figure(f"{name}, growth", other.peak / one.peak, _GROWTH, "x", at_most=True),
        ]
    return figures


def _measure(posts: int, folder: Path | None) -> _Measured:
    with tempfile.TemporaryDirectory(dir=folder) as name:
        archive = import_big(Path(name), posts).archive
        for person, role in (("Anna", "archivist"), ("Pia", "privacy")):
            weerklank("person", "add", person, "--role", role, archive=archive)
        out, bag = Path(name, "sip"), Path(name, "bag")
        made = _make(archive, str(out))
        checked = weerklank("transfer", "check", str(out), archive=archive)
        bagged = _make(archive, str(bag), "--as-bagit")
    return _Measured(posts, made, bagged, checked)


def _make(archive: Path, *arguments: str) -> Run:
    for person in ("Anna", "Pia"):
        weerklank("transfer", "decide", "--sealed", "keep", "--as", person, archive=archive)
    return weerklank("transfer", "make", *arguments, "--as", "Anna", archive=archive)


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is asked for; ends with 1 when a figure misses its ceiling."""
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks.transfer", description="Measure transfers."
    )
    parser.add_argument("--posts", type=int, default=_POSTS, help="of the smaller SIP")
    parser.add_argument("--times", type=int, default=_TIMES, help="how often that the larger is")
    parser.add_argument("--folder", type=Path, help="where archives and SIPs are written")
    given = parser.parse_args(arguments)
    figures = run(given.posts, given.times, given.folder)
    print(table(figures))
    return 1 if any(figure.misses for figure in figures) else 0


if __name__ == "__main__":
    sys.exit(main())

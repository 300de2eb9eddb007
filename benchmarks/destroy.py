"""Destruction in bulk: half of the posts of every package of many, in one list.

`python -m benchmarks.destroy --help` says how to measure at other sizes.
"""

import argparse
import resource
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.decade import Decade
from benchmarks.figures import Figure, table

_POSTS, _MONTHS = 2_000, 48
#: Months that a year has.
_A_YEAR = 12


def run(posts: int = _POSTS, months: int = _MONTHS) -> list[Figure]:
    """Measure on an archive of so many posts, as many in each month; half of them go."""
    with tempfile.TemporaryDirectory() as name:
        made = Decade(Path(name), posts, -(-months // _A_YEAR))
        with made.clock():
            made.fill()
            packages = len({*made.archive.glob("objects/**/0=ocfl_object_1.1")})
            marks = made.held_marks()
            items = sorted(marks, key=marks.__getitem__)[::2]
            given = [word for item in items for word in ("--id", item)]
            ground = ("--ground", "court", "--reason", "Vonnis.")
            number = str(
                made.run("destroy", "propose", *given, *ground, acting="Pia", what="propose")[
                    "list"
                ]
            )
            made.run("destroy", "review", number, acting="Ruud")
            made.run("destroy", "approve", number, acting="Anna")
            sure = ("--confirm", str(len(items)))
            made.run("destroy", "execute", number, *sure, acting="Anna", what="execute")
            left = made.marks_in_every_byte()
        if left & {marks[item] for item in items}:
            message = "something that was destroyed was found again"
            raise RuntimeError(message)
        spent = made.spent["execute"]
        return [
            Figure("destroyed", len(items), None, ""),
            Figure("packages", packages, None, ""),
            Figure("destroyed per CPU-second", len(items) / spent, None, ""),
            Figure("CPU-milliseconds a package", spent * 1000 / packages, None, "ms"),
            Figure("propose, CPU-seconds", made.spent["propose"], None, "s"),
            Figure("execute, CPU-seconds", spent, None, "s"),
            Figure(
                "peak memory of all of it",
                resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1e3,
                None,
                "MB",
            ),
        ]


def main(arguments: Sequence[str] | None = None) -> int:
    """Measure what is asked for."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.destroy", description=__doc__)
    parser.add_argument("--posts", type=int, default=_POSTS, help="of which half go")
    parser.add_argument("--months", type=int, default=_MONTHS, help="a package each")
    given = parser.parse_args(arguments)
    print(table(run(given.posts, given.months)))
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Run the benchmarks named, or all of them: `python -m benchmarks [NAME ...]`.

Ends with 1 when a figure misses its floor or ceiling, so that nobody has to read to know.
"""

import importlib
import sys
from pathlib import Path

from benchmarks.figures import Figure, table


def names() -> list[str]:
    """Give the benchmarks of this folder."""
    own = {
        "__init__",
        "__main__",
        "bare_export",
        "brozzler",
        "export_kinds",
        "figures",
        "tls_front",
    }
    return sorted(path.stem for path in Path(__file__).parent.glob("*.py") if path.stem not in own)


def main() -> int:
    """Run and tell."""
    figures: list[Figure] = []
    for name in sys.argv[1:] or names():
        figures.extend(importlib.import_module(f"benchmarks.{name}").run())
    print(table(figures))
    return 1 if any(figure.misses for figure in figures) else 0


sys.exit(main())

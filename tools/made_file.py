"""A file that a tool makes of the code: write it, or say whether it is up to date."""

import sys
from pathlib import Path


def write_or_check(target: Path, made: str) -> int:
    """Write the file; with --check only give 1 when it is not as it would be made, else 0."""
    if "--check" in sys.argv[1:]:
        return int(target.read_text(encoding="utf-8") != made)
    target.write_text(made, encoding="utf-8")
    return 0

"""An environment of its own for servers that others made in Python, at the versions of a lock.

Each package is checked against its digest. Does nothing when what is there was made of the same
locks.
"""

import hashlib
import re
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).parent.parent
SERVERS = ROOT / "tests" / "servers"
#: What ends a program when the packages were not to be had: any other trouble is ours, and ends
#: with 1.
NOT_TO_BE_HAD = 75
#: What pip says when a lock or this machine is at fault, and no registry.
_OURS = re.compile(
    r"DO NOT MATCH THE HASHES|require-hashes|subprocess-exited|metadata-generation|No space left"
)


def make_environment(place: Path, locks: Sequence[Path]) -> None:
    """Install what some locks hold, in their order, unless it is there as it should be."""
    made_of = place / ".made-of"  # written last
    stamp = hashlib.sha256(b"".join(lock.read_bytes() for lock in locks)).hexdigest()
    if made_of.is_file() and made_of.read_text() == stamp:
        return
    shutil.rmtree(place, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", place], check=True)
    for lock in locks:
        install(place / "bin" / "python", lock)
    made_of.write_text(stamp)
    print(f"made {place.relative_to(ROOT)}")


def install(python: Path, lock: Path, *more: str) -> None:
    """Install what a lock holds; ends the program where that can't be done, with why."""
    says = ("--quiet", "--disable-pip-version-check", "--require-hashes", "--no-build-isolation")
    installing = subprocess.run(
        [python, "-m", "pip", "install", *says, *more, "--requirement", lock],
        check=False,
        stderr=subprocess.PIPE,
        text=True,
    )
    if installing.returncode:
        print(installing.stderr, file=sys.stderr)
        raise SystemExit(1 if _OURS.search(installing.stderr) else NOT_TO_BE_HAD)

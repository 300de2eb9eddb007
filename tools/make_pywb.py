"""Install pywb, which replays pages in tests of theirs: `python tools/make_pywb.py`.

It pins what we have in other versions, so it has an environment of its own, at the versions of
tests/servers/pywb.lock, each package checked against its digest; one of them comes as source, and
is made with what tests/servers/pywb-build.lock holds. Does nothing when what is there was made of
the same locks.

Ends with 75 when the packages were not to be had, as when a registry is out of order; the tests
that need them are then skipped, and say so. Any other trouble is ours, and ends with 1.
"""

import hashlib
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
SERVERS = ROOT / "tests" / "servers"
#: What is built with goes first.
LOCKS = (SERVERS / "pywb-build.lock", SERVERS / "pywb.lock")
PLACE = SERVERS / ".venv"
#: Written last: digest of what the environment was made of.
MADE_OF = PLACE / ".made-of"
NOT_TO_BE_HAD = 75
#: What pip says when a lock or this machine is at fault, and no registry.
_OURS = re.compile(
    r"DO NOT MATCH THE HASHES|require-hashes|subprocess-exited|metadata-generation|No space left"
)


def main() -> None:
    """Install it, unless it is there as it should be."""
    stamp = hashlib.sha256(b"".join(lock.read_bytes() for lock in LOCKS)).hexdigest()
    if MADE_OF.is_file() and MADE_OF.read_text() == stamp:
        return
    shutil.rmtree(PLACE, ignore_errors=True)
    subprocess.run([sys.executable, "-m", "venv", PLACE], check=True)
    for lock in LOCKS:
        _install(lock)
    MADE_OF.write_text(stamp)
    print(f"made {PLACE.relative_to(ROOT)}")


def _install(lock: Path) -> None:
    says = ("--quiet", "--disable-pip-version-check", "--require-hashes", "--no-build-isolation")
    installing = subprocess.run(
        [PLACE / "bin" / "python", "-m", "pip", "install", *says, "--requirement", lock],
        check=False,
        stderr=subprocess.PIPE,
        text=True,
    )
    if installing.returncode:
        print(installing.stderr, file=sys.stderr)
        raise SystemExit(1 if _OURS.search(installing.stderr) else NOT_TO_BE_HAD)


if __name__ == "__main__":
    main()

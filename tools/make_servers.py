"""Install the servers that others made and tests talk to: `python tools/make_servers.py`.

A whole network of Bluesky, a strict provider of OAuth, and the linter of the NL API Design Rules,
at the versions of package-lock.json in tests/servers and tests/linter, each package checked by
its digest. No script of a package is run and nothing is compiled: SQLite for node is held at a
version whose package holds it built, and which does not crash where the one that the network asks
for does. Does nothing when what is there was made of the same lock.

Ends with 75 when the packages were not to be had, as when a registry is out of order; the tests
that need them are then skipped, and say so. Any other trouble is ours, and ends with 1.
"""

import hashlib
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
#: Servers, and the linter of the NL API Design Rules; each with a lock of its own.
FOLDERS = (ROOT / "tests" / "servers", ROOT / "tests" / "linter")
NOT_TO_BE_HAD = 75
#: What npm says when the lock does not fit: no registry's fault.
_OURS = re.compile(r"npm error code (EUSAGE|EINTEGRITY|EJSONPARSE|ENOSPC)")


def main() -> None:
    """Install them, unless they are there as they should be."""
    for folder in FOLDERS:
        modules, stamp = folder / "node_modules", _stamp(folder)
        made_of = modules / ".made-of"  # written last: digest of what the folder was made of
        if made_of.is_file() and made_of.read_text() == stamp:
            continue
        shutil.rmtree(modules, ignore_errors=True)
        _fetch(folder)
        made_of.write_text(stamp)
        print(f"made {modules.relative_to(ROOT)}")


def _stamp(folder: Path) -> str:
    """Digest what the folder is made of."""
    return hashlib.sha256((folder / "package-lock.json").read_bytes()).hexdigest()


def _fetch(folder: Path) -> None:
    npm = Path(sys.executable).with_name("npm")
    # An organisation may have an authority of its own: whom the machine trusts, npm trusts.
    says = {"NODE_OPTIONS": "--use-system-ca", "NODE_DISABLE_COMPILE_CACHE": "1"}
    fetching = subprocess.run(
        [npm, "ci", "--ignore-scripts", "--no-progress", "--loglevel=error"],
        cwd=folder,
        check=False,
        env={**os.environ, **says},
        stderr=subprocess.PIPE,
        text=True,
    )
    if fetching.returncode:
        print(fetching.stderr, file=sys.stderr)
        raise SystemExit(1 if _OURS.search(fetching.stderr) else NOT_TO_BE_HAD)


if __name__ == "__main__":
    main()

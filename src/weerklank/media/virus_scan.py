"""Scan files for viruses with ClamAV, where it is installed; no network, nothing fetched.

A file that ClamAV passes over counts as not scanned: by itself it calls one clean that is too
large, takes too long or is encrypted.
"""

import re
import shutil
import tempfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path

from weerklank.media.limited import Limit, run_limited

PROGRAM = "clamscan"
#: Where Debian's packages keep signatures.
FOLDER = Path("/var/lib/clamav")
#: Signatures of ClamAV's makers, with a header that tells their day.
_DATED = frozenset({".cvd", ".cld"})
#: Signatures of anybody, by the suffixes that ClamAV loads.
_OTHERS = frozenset(
    {".cud", ".hdb", ".hdu", ".hsb", ".hsu", ".ldb", ".ldu", ".mdb", ".mdu", ".msb", ".msu"}
    | {".ndb", ".ndu", ".yar", ".yara"}
)
_HEADER = re.compile(rb"ClamAV-VDB:(\d{1,2} [A-Z][a-z]{2} \d{4}) ")
_VERSION = re.compile(r"ClamAV [0-9.]{1,20}")
#: What ClamAV says of a file that it did not look at whole.
_PASSED_OVER = ("Heuristics.Limits.Exceeded", "Heuristics.Encrypted")
#: Seconds to load all signatures, and how many bytes a second are scanned at least.
_SECONDS = 300.0
_SLOWEST = 1_000_000
#: 2 GiB less a bit is as much as ClamAV takes; and half an hour for one file.
_OPTIONS = (
    *("--no-summary", "--stdout", "--alert-exceeds-max=yes", "--alert-encrypted=yes"),
    *("--max-filesize=2000M", "--max-scansize=2000M", "--max-scantime=1800000"),
)
_MEMORY = 6 << 30
_WRITES = 2 << 30
_LONGEST = 200


@dataclass(frozen=True, slots=True)
class Scanned:
    """What the scanner told of a file: scanned whole or not, and the signature that fits."""

    whole: bool
    name: str | None = None


NOT_SCANNED = Scanned(whole=False)


def engine() -> str | None:
    """Name the scanner with its version; None where there is none."""
    if shutil.which(PROGRAM) is None:
        return None
    told = run_limited([PROGRAM, "--version"], Limit(seconds=60.0)).out
    found = _VERSION.match(told.decode(errors="replace"))
    return found[0] if found else "ClamAV"


def dated(folder: Path) -> date | None:
    """Tell of which day the signatures in a folder are; None where there are none.

    That is the newest day that ClamAV's makers state; else the day of the newest file.
    """
    try:
        files = [path for path in folder.iterdir() if path.is_file()]
    except OSError:
        return None
    stated = [found for path in files if path.suffix in _DATED and (found := _stated(path))]
    if stated:
        return max(stated)
    other = [path.stat().st_mtime for path in files if path.suffix in _OTHERS]
    return datetime.fromtimestamp(max(other), UTC).date() if other else None


def _stated(path: Path) -> date | None:
    with path.open("rb") as file:
        found = _HEADER.match(file.read(512))
    if found is None:
        return None
    try:
        return datetime.strptime(found[1].decode(), "%d %b %Y").replace(tzinfo=UTC).date()
    except ValueError:
        return None


def scan(paths: Sequence[Path], folder: Path) -> Mapping[Path, Scanned]:
    """Scan files with the signatures of a folder; what is not told of was not scanned.

    What is unpacked to be scanned lies in a folder of its own, which goes with the scan.
    """
    size = sum(path.stat().st_size for path in paths if path.is_file())
    limit = Limit(seconds=_SECONDS + size / _SLOWEST, memory=_MEMORY, writes=_WRITES)
    with tempfile.TemporaryDirectory(prefix="weerklank-scan-") as aside:
        names = Path(aside) / "names"
        names.write_bytes(b"".join(str(path.absolute()).encode() + b"\n" for path in paths))
        where = (f"--database={folder.absolute()}", f"--tempdir={aside}", f"--file-list={names}")
        told = run_limited([PROGRAM, *_OPTIONS, *where], limit).out
    answers = {str(path.absolute()): path for path in paths}
    found: dict[Path, Scanned] = {}
    for line in told.decode(errors="replace").splitlines():
        name, _, said = line.rpartition(": ")
        if name in answers:
            one, before = scanned(said), found.get(answers[name])
            # Of what is told twice the worst goes: found, not scanned whole, clean.
            if before is None or (before.name is None and (one.name or not one.whole)):
                found[answers[name]] = one
    return found


def scanned(said: str) -> Scanned:
    """Read what ClamAV says of one file; a word that is none of its own is no answer."""
    if said == "OK":
        return Scanned(whole=True)
    signature = said.removesuffix(" FOUND")
    if signature == said or signature.startswith(_PASSED_OVER):
        return NOT_SCANNED
    return Scanned(whole=True, name="".join(c for c in signature if c.isprintable())[:_LONGEST])

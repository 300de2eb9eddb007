"""Places: where scans of late found what they found, kept beside the keys for who looks later.

Not in the archive: a copy without keys must not point at where somebody's name stands. What is
kept is what the scan says: code, file and place, never the word.
"""

from dataclasses import dataclass
from datetime import UTC, datetime

import orjson

from weerklank.services.scan.found import REASONS, SENTENCES, LeakFinding, LeftOut, Scanned
from weerklank.store.keys import KeyFolder
from weerklank.store.plain_file import NotPlain, read_plain
from weerklank.store.state_folder import put, scans

#: Scans of which the places are kept.
_MOST = 10
_LARGEST = 16 << 20


@dataclass(frozen=True, slots=True)
class Places:
    """Where a scan found something, and what it did not check with the first place of each."""

    findings: tuple[LeakFinding, ...]
    not_checked: tuple[LeftOut, ...]


def name_of_scan(at: datetime) -> str:
    """Give the name of the scan that was done at a moment."""
    return f"{at.astimezone(UTC):%Y%m%dT%H%M%S}{at.microsecond // 1000:03d}Z"


def keep_places(keys: KeyFolder, at: datetime, scanned: Scanned) -> None:
    """Keep where a scan found what it found, and of older ones but the newest."""
    folder = scans(keys)
    told = {
        "findings": [[one.code, one.path, one.place] for one in scanned.findings],
        "not_checked": [[one.what, one.count, one.where] for one in scanned.not_checked.values()],
    }
    put(folder / f"{name_of_scan(at)}.json", orjson.dumps(told))
    for path in sorted(folder.glob("2*.json"))[:-_MOST]:
        path.unlink(missing_ok=True)


def read_places(keys: KeyFolder, name: str) -> Places | None:
    """Give where the scan of this name found what it found; None where that is kept no more."""
    try:
        told = orjson.loads(read_plain(scans(keys) / f"{name}.json", _LARGEST))
        findings = tuple(
            LeakFinding(code, str(path), str(place))
            for code, path, place in told["findings"]
            if code in SENTENCES
        )
        left = tuple(
            LeftOut(what, int(count), str(where))
            for what, count, where in told["not_checked"]
            if what in REASONS
        )
    except (OSError, NotPlain, ValueError, TypeError, LookupError):
        return None
    return Places(findings, left)

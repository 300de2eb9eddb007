"""Live progress: how far long work is, told to whoever looks from another process.

A small file beside the keys, one of each process that harvests an account or scans the archive,
replaced once a second at most and gone with the work. It is no record: what came of it stands in
the journal.
"""

import json
import os
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

from weerklank.model.clock import from_iso, iso
from weerklank.model.ids import AccountId
from weerklank.model.text import Text
from weerklank.services.workplace import Reporter, Workplace
from weerklank.store.lock import is_held
from weerklank.store.plain_file import NotPlain, read_plain
from weerklank.store.state_folder import progress, put, scan_lock

#: Seconds between two tellings of how far a step is.
_OFTEN = 1.0
_MOST_STEPS = 30
#: What a scan is called here; no account is called so.
_SCAN = "scan"
_MOST = 1 << 16


@dataclass(slots=True)
class LiveStep:
    """One step, with how far it is."""

    text: Text
    done: int | None = None
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Live:
    """How far a harvest or a scan is."""

    #: Number of the process.
    process: int
    #: When the work began, and when this was told.
    began: datetime
    told: datetime
    steps: tuple[LiveStep, ...]


class _Telling:
    """Tells a file besides whoever was told already."""

    def __init__(self, workplace: Workplace, path: Path) -> None:
        self._inner: Reporter = workplace.reporter
        self._clock = workplace.clock
        self._path = path
        self._began = workplace.clock.now()
        self._steps: list[LiveStep] = []
        self._last = 0.0

    def step(self, text: Text, **values: object) -> None:
        """Say that a step begins or what was found."""
        self._inner.step(text, **values)
        self._steps = [*self._steps, LiveStep(text.filled(**values))][-_MOST_STEPS:]
        self._tell()

    def progress(self, done: int, total: int | None = None) -> None:
        """Say how far the step is."""
        self._inner.progress(done, total)
        if self._steps:
            self._steps[-1].done, self._steps[-1].total = done, total
        if time.monotonic() - self._last >= _OFTEN:
            self._tell()

    def _tell(self) -> None:
        self._last = time.monotonic()
        told = {
            "began": iso(self._began),
            "told": iso(self._clock.now()),
            "steps": [[s.text.nl, s.text.en, s.done, s.total] for s in self._steps],
        }
        with suppress(OSError):  # work does not end because nobody can look on
            put(self._path, json.dumps(told).encode())


@contextmanager
def told_live(workplace: Workplace, account: AccountId) -> Iterator[Workplace]:
    """Give a workplace of which the harvest can be followed from another process."""
    with _told(workplace, account) as followed:
        yield followed


@contextmanager
def scan_told_live(workplace: Workplace) -> Iterator[Workplace]:
    """Give a workplace of which the scan can be followed from another process."""
    with _told(workplace, _SCAN) as followed:
        yield followed


@contextmanager
def _told(workplace: Workplace, work: str) -> Iterator[Workplace]:
    folder = progress(workplace.keys)
    _clear(folder, work)
    path = folder / f"{work}-{os.getpid()}.json"
    try:
        yield replace(workplace, reporter=_Telling(workplace, path))
    finally:
        path.unlink(missing_ok=True)


def live_of(workplace: Workplace, account: AccountId) -> Live | None:
    """Give how far the harvest of an account is that goes on now; None when there is none."""
    is_at_work = is_held(workplace.layout.lock(f"account-{account}"))
    return _live(workplace, account) if is_at_work else None


def live_scan(workplace: Workplace) -> Live | None:
    """Give how far the scan is that goes on now; None when there is none, or it tells nothing."""
    return _live(workplace, _SCAN) if is_scanning(workplace) else None


def is_scanning(workplace: Workplace) -> bool:
    """Tell whether a scan goes on now, in whatever process."""
    return is_held(scan_lock(workplace.keys))


def _live(workplace: Workplace, work: str) -> Live | None:
    found = [
        live
        for path in (workplace.keys.folder / "state" / "progress").glob(f"{work}-*.json")
        if (live := _read(path)) is not None
    ]
    return max(found, key=lambda live: live.told, default=None)


def _read(path: Path) -> Live | None:
    try:
        told = json.loads(read_plain(path, _MOST))
        steps = tuple(
            LiveStep(Text(str(nl), str(en)), done, total) for nl, en, done, total in told["steps"]
        )
        process = int(path.stem.rpartition("-")[2])
        return Live(process, from_iso(told["began"]), from_iso(told["told"]), steps)
    except (OSError, NotPlain, ValueError, TypeError, LookupError):
        return None  # gone since, or of a process that was killed half way


def _clear(folder: Path, work: str) -> None:
    """Take away what processes left that are gone."""
    for path in folder.glob(f"{work}-*"):
        number = path.stem.rpartition("-")[2]
        if not number.isdecimal() or not _is_alive(int(number)):
            path.unlink(missing_ok=True)


def _is_alive(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except (PermissionError, OverflowError):
        return True
    return True

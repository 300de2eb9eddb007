"""Live progress: how far a harvest is, told to whoever looks from another process.

A small file beside the keys, one of each process that harvests an account, replaced once a second
at most and gone with the harvest. It is no record: what came of a run stands in the journal.
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
from weerklank.store.state_folder import progress, put

#: Seconds between two tellings of how far a step is.
_OFTEN = 1.0
_MOST_STEPS = 30
_MOST = 1 << 16


@dataclass(slots=True)
class LiveStep:
    """One step, with how far it is."""

    text: Text
    done: int | None = None
    total: int | None = None


@dataclass(frozen=True, slots=True)
class Live:
    """How far a harvest is."""

    account: AccountId
    #: Number of the process.
    process: int
    #: When the harvest began, and when this was told.
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
        with suppress(OSError):  # a harvest does not end because nobody can look on
            put(self._path, json.dumps(told).encode())


@contextmanager
def told_live(workplace: Workplace, account: AccountId) -> Iterator[Workplace]:
    """Give a workplace of which the work can be followed from another process, until the end."""
    folder = progress(workplace.keys)
    _clear(folder, account)
    path = folder / f"{account}-{os.getpid()}.json"
    try:
        yield replace(workplace, reporter=_Telling(workplace, path))
    finally:
        path.unlink(missing_ok=True)


def live_of(workplace: Workplace, account: AccountId) -> Live | None:
    """Give how far the harvest of an account is that goes on now; None when there is none."""
    if not is_held(workplace.layout.lock(f"account-{account}")):
        return None
    found = [
        live
        for path in (workplace.keys.folder / "state" / "progress").glob(f"{account}-*.json")
        if (live := _read(path, account)) is not None
    ]
    return max(found, key=lambda live: live.told, default=None)


def _read(path: Path, account: AccountId) -> Live | None:
    try:
        told = json.loads(read_plain(path, _MOST))
        steps = tuple(
            LiveStep(Text(str(nl), str(en)), done, total) for nl, en, done, total in told["steps"]
        )
        process = int(path.stem.rpartition("-")[2])
        return Live(account, process, from_iso(told["began"]), from_iso(told["told"]), steps)
    except (OSError, NotPlain, ValueError, TypeError, LookupError):
        return None  # gone since, or of a process that was killed half way


def _clear(folder: Path, account: AccountId) -> None:
    """Take away what processes left that are gone."""
    for path in folder.glob(f"{account}-*"):
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

"""What may come of hostile input: an answer, or an error that the reader names; nothing else."""

import os
import signal
import sys
import tempfile
import time
import traceback
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import FrameType
from typing import Any

from weerklank.model.errors import Defect, WeerklankError
from weerklank.testing.canaries import Canaries, CanaryClass

#: Third parties in the seeds: their names may stand in no error.
SOMEBODY = Canaries().give("fuzz", CanaryClass.THIRD)
CLOSED = Canaries().give("fuzz closed", CanaryClass.THIRD)
#: Bytes by which one input may let the process grow.
GROWTH = 300 << 20
#: Seconds after which an input that only waits is given up.
_WAITS = 60.0
#: Folders of the campaign itself, in which it may write while an input is read.
OURS: list[str] = []
_WRITES = os.O_WRONLY | os.O_RDWR | os.O_CREAT | os.O_TRUNC
_CHANGES = {
    "os.mkdir",
    "os.remove",
    "os.rename",
    "os.rmdir",
    "os.symlink",
    "os.link",
    "os.truncate",
}
#: Of these the second path is what comes to be.
_TO = {"os.rename", "os.symlink", "os.link"}


class TooLong(BaseException):
    """An input took longer than may be."""


@dataclass(frozen=True)
class Target:
    """A reader, sound input for it, and what it may answer with besides."""

    name: str
    seeds: Callable[[], tuple[bytes, ...]]
    read: Callable[[bytes, Path], object]
    allowed: tuple[type[BaseException], ...] = ()
    #: Whether it may start programs.
    starts: bool = False
    #: A folder besides that of the input in which it may write.
    place: Callable[[], Path] | None = None
    #: Whether all sound input comes to the same, so that one of it is read: each is a file of the
    #: same whole.
    is_one: bool = False
    #: How many hostile inputs it reads in the suite.
    few: int = 40
    #: Seconds of the processor that one input may take; how busy the machine is does not count.
    deadline: float = 4.0


@dataclass(frozen=True)
class Finding:
    """What came of an input that should not have come."""

    kind: str
    told: str

    @property
    def place(self) -> str:
        """Say where it is, so that one fault counts once."""
        lines = [one.strip() for one in self.told.splitlines() if one.startswith("  File ")]
        ours = [one for one in lines if "/weerklank/" in one]
        return f"{self.kind} {(ours or lines or [self.told[:200]])[-1]}"


class _Watched:
    """What the process does while an input is read."""

    def __init__(self) -> None:
        self.folder: str | None = None
        self.also: tuple[str, ...] = ()
        self.starts = False
        self.done: list[str] = []

    def hear(self, event: str, given: tuple[Any, ...]) -> None:
        """Note what reaches outside the folder of the input."""
        if self.folder is None:
            return
        if event == "open":
            path, _, flags = given
            if (
                isinstance(path, (str, bytes, os.PathLike))
                and isinstance(flags, int)
                and flags & _WRITES
            ):
                self._note(event, path)
        elif event in _CHANGES:
            self._note(event, given[1 if event in _TO else 0])
        elif event in {"socket.connect", "socket.getaddrinfo"} or (
            event in {"subprocess.Popen", "os.system", "os.exec"} and not self.starts
        ):
            self.done.append(f"{event} {given[1:2]}")

    def _note(self, event: str, path: Any) -> None:
        if isinstance(path, int) or _is_below_an_open_folder(os.fsdecode(path)):
            return
        where = os.path.normpath(os.fsdecode(path))
        if not where.startswith((self.folder or "", *self.also, "/dev/null", "/proc/self")):
            self.done.append(f"{event} {where}")


def _is_below_an_open_folder(path: str) -> bool:
    """Tell whether a name is one below a descriptor: `shutil.rmtree` goes so."""
    return not path.startswith("/") and "/" not in path and path != ".."


_WATCHED = _Watched()
_IS_HEARD = False


def _hear() -> None:
    global _IS_HEARD
    if not _IS_HEARD:
        sys.addaudithook(_WATCHED.hear)
        _IS_HEARD = True


@contextmanager
def _within(seconds: float) -> Iterator[None]:
    def late(_number: int, _frame: FrameType | None) -> None:
        raise TooLong

    timers = (
        (signal.ITIMER_PROF, signal.SIGPROF, seconds),
        (signal.ITIMER_REAL, signal.SIGALRM, _WAITS),
    )
    before = [(number, signal.signal(number, late)) for _, number, _ in timers]
    try:
        for timer, _, most in timers:
            signal.setitimer(timer, most)
        yield
    finally:
        for timer, _, _ in timers:
            signal.setitimer(timer, 0)
        for number, handler in before:
            signal.signal(number, handler)


def _said(error: BaseException) -> str:
    told = "".join(traceback.format_exception(error))
    if isinstance(error, WeerklankError):
        told += error.message("nl") + error.message("en") + error.hint("nl")
    return told


def judge(target: Target, data: bytes, folder: Path, *, is_sound: bool) -> Finding | None:
    """Read an input; give what came that may not come. What is sound may not be refused."""
    _hear()
    _WATCHED.folder, _WATCHED.starts = str(folder), target.starts
    _WATCHED.also = (*OURS, *([str(target.place())] if target.place else []))
    _WATCHED.done = []
    most, begun = _peak(), time.process_time()
    before, tempfile.tempdir = tempfile.tempdir, str(folder)
    finding: Finding | None = None
    try:
        with warnings.catch_warnings(), _within(target.deadline):
            warnings.simplefilter("error")
            target.read(data, folder)
    except TooLong as error:
        finding = Finding("TooLong", _said(error))
    except Defect as error:
        finding = Finding("Defect", _said(error))
    except (WeerklankError, *target.allowed) as error:
        told = _said(error)
        if is_sound:
            finding = Finding("refused", told)
        if any(needle in told for one in (SOMEBODY, CLOSED) for needle in one.needles):
            finding = Finding("names somebody", told)
    except BaseException as error:
        if isinstance(error, KeyboardInterrupt):
            raise
        finding = Finding(type(error).__name__, _said(error))
    finally:
        _WATCHED.folder = None
        tempfile.tempdir = before
    if finding is None and _WATCHED.done:
        finding = Finding("reaches out", "\n".join(_WATCHED.done[:5]))
    if finding is None and _peak() - most > GROWTH:
        finding = Finding("memory", f"grew by {_peak() - most} bytes")
    if finding is None and time.process_time() - begun > target.deadline:
        finding = Finding("TooLong", "in one piece")
    return finding


def _peak() -> int:
    """Give the most memory that this program had, in bytes.

    Not by getrusage: its peak goes along from who started this one, and tests grow large.
    """
    told = Path("/proc/self/status").read_text("ascii", errors="replace")
    return int(told.partition("VmHWM:")[2].split()[0]) * 1024

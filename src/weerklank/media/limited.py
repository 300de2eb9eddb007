"""Run a program on foreign bytes within limits, in a process that ends with it.

Started as a program by `run_limited`: it limits itself and becomes the other program, so that the
limits hold from the first instruction on, and none are set in a process of ours.
"""

import contextlib
import os
import resource
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_CHILD = (sys.executable, "-P", "-m", "weerklank.media.limited")
#: What a program sees of the environment: where programs are, plain English, and where this is.
_ENVIRONMENT = {"PATH": os.defpath, "LC_ALL": "C.UTF-8"} | {
    name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """What a program may use."""

    #: Seconds by the clock; of the processor as many for each of two cores.
    seconds: float
    #: Bytes of memory of its own.
    memory: int = 2 << 30
    #: Bytes of the largest file that it may write; 0 for none.
    writes: int = 0
    #: Bytes of what it may answer.
    answer: int = 16 << 20


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended: 0 where all went well, None where it was stopped; what it answered."""

    code: int | None
    out: bytes


def run_limited(
    words: Sequence[str],
    limit: Limit,
    source: BinaryIO | None = None,
    folder: Path | None = None,
    *,
    with_errors: bool = False,
) -> Ended:
    """Run a program; `source` is its standard input, `folder` where it works.

    `with_errors` adds what it says on standard error to its answer. One that answers without end
    is stopped, with all that it started. In a session of its own, so that what becomes of it at
    Ctrl-C is decided here.
    """
    numbers = (int(limit.seconds * 2) + 1, limit.memory, limit.writes)
    with subprocess.Popen(  # noqa: S603 - this interpreter, which becomes a program by its name
        [*_CHILD, *map(str, numbers), *words],
        stdin=source if source is not None else subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT if with_errors else subprocess.DEVNULL,
        start_new_session=True,
        cwd=folder,
        env=_ENVIRONMENT,
    ) as process:
        late = threading.Timer(limit.seconds, _end, [process])
        late.start()
        try:
            out = process.stdout.read(limit.answer) if process.stdout else b""
            if len(out) == limit.answer:
                _end(process)
            os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)
        finally:
            late.cancel()
            late.join()
            _end(process)
            code = process.wait()
    return Ended(code if code >= 0 else None, out)


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program that nobody waited for yet, and what it started: that may hold its answer."""
    with contextlib.suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)


def main() -> None:
    """Limit this process, and become the program that is named."""
    seconds, memory, writes = map(int, sys.argv[1:4])
    for limit, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_DATA, memory),
        (resource.RLIMIT_FSIZE, writes),
        (resource.RLIMIT_CORE, 0),
    ):
        resource.setrlimit(limit, (most, most))
    os.execvp(sys.argv[4], sys.argv[4:])  # noqa: S606 - no shell


if __name__ == "__main__":
    main()

"""Long works as forks of the process of the tests, which loaded the program long ago.

Starting Python and loading all of the program costs many times what such a work does with a small
export. That a work is started as the server does is in test_uploads.py, for one after another.
"""

import io
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from subprocess import TimeoutExpired
from types import SimpleNamespace
from typing import IO, NoReturn

import pytest

from weerklank.web import work, worker


class ForkedWork:
    """What `subprocess.Popen` is to the server: a process with two pipes of its own."""

    def __init__(self, command: Sequence[str], **_: object) -> None:
        """Fork it; the file that it is handed is open in it as it is here."""
        told, tell = os.pipe()
        heard, say = os.pipe()
        self.pid = os.fork()
        if not self.pid:
            for other in (tell, heard):  # its input would never end
                os.close(other)
            _be(command[3:], told, say)
        for other in (told, say):
            os.close(other)
        self.stdin: IO[bytes] = open(tell, "wb")  # noqa: SIM115 - who asked for it closes it
        self.stdout: IO[bytes] = open(heard, "rb")  # noqa: SIM115 - as above

    def wait(self, _seconds: float | None = None) -> int:
        """Wait until it ended."""
        return os.waitstatus_to_exitcode(os.waitpid(self.pid, 0)[1])

    def kill(self) -> None:
        """End it at once."""
        os.kill(self.pid, signal.SIGKILL)


def _be(arguments: Sequence[str], told: int, say: int) -> NoReturn:
    """Be that process until its work ended."""
    try:
        os.setsid()
        sys.argv = ["worker", *arguments]
        sys.stdin = io.TextIOWrapper(open(told, "rb"))  # noqa: SIM115 - they end with it
        sys.stdout = io.TextIOWrapper(open(say, "wb"))  # noqa: SIM115 - as above
        worker.main()
    finally:
        os._exit(0)  # what it came to it told


@contextmanager
def works_are_forked() -> Iterator[None]:
    """Let the server of this process fork its works, while the block runs."""
    # Not in the module itself: what a work starts in its turn is no work.
    forking = SimpleNamespace(Popen=ForkedWork, PIPE=-1, DEVNULL=-3, TimeoutExpired=TimeoutExpired)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(work, "subprocess", forking)
        yield

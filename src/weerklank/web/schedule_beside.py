"""A process beside a schedule that waits for a server: it goes on with what others have due.

It is the same program as `serve` keeps, told to do what is due once. It ends with whoever started
it, however that ends, as its standard input is closed then.
"""

import os
import subprocess
import sys

#: Seconds that it gets to close what it wrote.
_GRACE = 30.0


class BesideProcess:
    """At most one such process at a time."""

    def __init__(self, archive: str, keys: str) -> None:
        self._command = [
            *(sys.executable, "-m", "weerklank.web.scheduling", "--once"),
            *("--archive", archive, "--keys", keys),
        ]
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def goes_on(self) -> bool:
        """Tell whether it is at work."""
        return self._process is not None and self._process.poll() is None

    def start(self) -> None:
        """Start it; the caller looked that none is at work."""
        self._process = subprocess.Popen(  # noqa: S603 - our own program and values of our own
            self._command,
            stdin=subprocess.PIPE,  # it ends when this is closed
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            # What runs by itself is nobody's act.
            env={k: v for k, v in os.environ.items() if k != "WEERKLANK_ACTOR"},
            start_new_session=True,  # Ctrl-C reaches it through `stop` alone
        )

    def wait(self) -> None:
        """Wait until it did what was due."""
        if self._process is not None:
            self._process.wait()

    def stop(self) -> None:
        """End it, and wait for it; what it closed stays."""
        process = self._process
        if process is None:
            return
        process.terminate()
        try:
            process.wait(_GRACE)
        except subprocess.TimeoutExpired:
            process.kill()  # the archive survives that: it is recovered by the next run
            process.wait()
        if process.stdin is not None:
            process.stdin.close()
        self._process = None

"""Keep one process that runs the schedule, as long as the server serves.

It is ended with the server by its own number. When it ends by itself it is started again, after a
pause that grows as long as it does not last.
"""

import os
import subprocess
import sys
import threading
import time
from contextlib import suppress

from weerklank.web.site import Site

_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 300.0
#: Seconds after which a process that ended is taken to have worked.
_LASTED = 60.0
#: Seconds that it gets to close what it wrote.
_GRACE = 30.0
#: Seconds after which it is told once more to end.
_AGAIN = 5.0


class KeptSchedule:
    """The process, and the thread that starts it again."""

    def __init__(self, site: Site) -> None:
        self._command = [
            *(sys.executable, "-m", "weerklank.web.scheduling"),
            *("--archive", str(site.archive), "--keys", str(site.keys)),
        ]
        #: What runs by itself is nobody's act.
        self._environment = {k: v for k, v in os.environ.items() if k != "WEERKLANK_ACTOR"}
        self._over = threading.Event()
        self._lock = threading.Lock()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, daemon=True)

    def start(self) -> None:
        """Start it, and keep it."""
        self._thread.start()

    def stop(self) -> None:
        """End it, and wait for it; what it closed stays."""
        with self._lock:
            self._over.set()
            process = self._process
        if process is None:
            return
        if not _ends(process):
            process.kill()  # the archive survives that: it is recovered by the next run
        self._thread.join(_GRACE)

    def _keep(self) -> None:
        pause = _FIRST_PAUSE
        while (process := self._begin()) is not None:
            begun = time.monotonic()
            process.wait()
            has_lasted = time.monotonic() - begun > _LASTED
            pause = _FIRST_PAUSE if has_lasted else min(2 * pause, _LONGEST_PAUSE)
            if self._over.wait(pause):
                return

    def _begin(self) -> "subprocess.Popen[bytes] | None":
        with self._lock:
            if self._over.is_set():
                return None
            self._process = subprocess.Popen(  # noqa: S603 - our own program and values of our own
                self._command,
                stdin=subprocess.PIPE,  # it ends when this is closed
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                env=self._environment,
                start_new_session=True,  # Ctrl-C reaches it through `stop` alone
            )
            return self._process


def _ends(process: "subprocess.Popen[bytes]") -> bool:
    """Tell a process to end until it does; False where it does not in time.

    Once may be in vain: what Ctrl-C raises is lost where Python ignores exceptions, as in what it
    does behind an import.
    """
    end = time.monotonic() + _GRACE
    while time.monotonic() < end:
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(_AGAIN)
            return True
    return False

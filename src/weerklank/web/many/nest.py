"""The nest: forks the processes of organisations, as `python -P -m weerklank.web.many.nest`.

It loaded the program, and never opens an archive: what it forks begins with nothing of anybody,
in a third of a second, and shares the memory of the program. On each line of its standard input
stands what to start or to stop; on each line of its standard output what ended. It ends when its
input is closed, and its processes with it, however it ends.
"""

import gc
import os
import select
import signal
import sys
import threading
import time
from contextlib import suppress

from weerklank import bootstrap
from weerklank.web.many import child
from weerklank.web.many.order import Ended, Order, Part, line, order_of

#: Seconds that processes get to close what they wrote.
GRACE = 30.0
_READ = 1 << 16
Key = tuple[str, Part]


class Nest:
    """The processes, by organisation and what they do: never two of the same."""

    def __init__(self) -> None:
        self._pids: dict[int, Key] = {}
        self._numbers: dict[int, int] = {}
        #: What is to begin as soon as the one before it ended.
        self._next: dict[Key, Order] = {}
        #: Only this process holds the other end: whoever reads here learns that it is gone.
        self._held, self._end = os.pipe()
        self._woken, self._wake = os.pipe()
        for handle in (self._woken, self._wake):
            os.set_blocking(handle, False)
        signal.signal(signal.SIGCHLD, lambda _signal, _frame: None)
        signal.set_wakeup_fd(self._wake, warn_on_full_buffer=False)

    def run(self) -> None:
        """Do what is asked until nobody asks."""
        rest = b""
        while True:
            ready, _, _ = select.select([0, self._woken], [], [])
            if self._woken in ready:
                with suppress(BlockingIOError):
                    os.read(self._woken, _READ)
                self._reap()
            if 0 in ready:
                read = os.read(0, _READ)
                if not read:
                    break
                *lines, rest = (rest + read).split(b"\n")
                for told in lines:
                    self._do(order_of(told))
        self._stop_all()

    def _do(self, order: Order) -> None:
        key = (order.organisation.name, order.part)
        running = [pid for pid, whose in self._pids.items() if whose == key]
        if order.stop:
            self._next.pop(key, None)
            for pid in running:
                os.kill(pid, signal.SIGTERM)
        elif running:
            self._next[key] = order
        else:
            self._fork(order)

    def _fork(self, order: Order) -> None:
        pid = os.fork()
        if pid:
            self._pids[pid] = (order.organisation.name, order.part)
            self._numbers[pid] = order.number
            return
        code = child.FAILED
        try:
            self._leave()
            code = child.be(order)
        finally:
            with suppress(OSError, ValueError):
                sys.stderr.flush()
            os._exit(code)

    def _leave(self) -> None:
        """Be no part of the nest any more: its pipes, signals and terminal."""
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        for handle in (self._end, self._woken, self._wake):
            os.close(handle)
        nowhere = os.open(os.devnull, os.O_RDWR)
        os.dup2(nowhere, 0)
        os.dup2(nowhere, 1)  # nobody may speak for another
        os.close(nowhere)
        os.setsid()  # Ctrl-C reaches it through the nest alone
        threading.Thread(target=_end_with_nest, args=(self._held,), daemon=True).start()

    def _reap(self) -> None:
        while True:
            try:
                pid, status = os.waitpid(-1, os.WNOHANG)
            except ChildProcessError:
                return
            if not pid:
                return
            key = self._pids.pop(pid)
            order = self._next.pop(key, None)
            code = os.waitstatus_to_exitcode(status)
            told = Ended(name=key[0], part=key[1], code=code, number=self._numbers.pop(pid))
            with suppress(BrokenPipeError):
                os.write(1, line(told))
            if order is not None:
                self._fork(order)

    def _stop_all(self) -> None:
        self._next.clear()
        for pid in self._pids:
            os.kill(pid, signal.SIGTERM)
        until = time.monotonic() + GRACE
        while self._pids and (left := until - time.monotonic()) > 0:
            select.select([self._woken], [], [], left)
            with suppress(BlockingIOError):
                os.read(self._woken, _READ)
            self._reap()
        for pid in self._pids:  # the archive survives that: it is recovered by the next run
            os.kill(pid, signal.SIGKILL)


def main() -> None:
    """Load the program, and wait for what is asked."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # of the terminal: the front tells when to end
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    import weerklank.web.urls  # noqa: F401 - loaded once, for all that are forked

    bootstrap.connectors()
    nest = Nest()
    gc.collect()
    gc.freeze()  # what is shared stays shared: no look for what can go writes in it
    os.write(1, b"\n")  # ready
    nest.run()


def _end_with_nest(held: int) -> None:
    with suppress(OSError):
        os.read(held, 1)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()

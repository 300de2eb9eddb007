"""Long work that a page started: in a process of its own, told of while it goes on.

A page stays quick while an export is taken in, and a browser may be closed meanwhile. What became
of it stands in the journal; here stands only what the page of the work shows, as long as the
server runs.
"""

import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, Literal

from weerklank import bootstrap
from weerklank.model.text import Text
from weerklank.web.site import Site

#: Works that are remembered; the oldest that is done goes first.
_MOST_KEPT = 200
#: Seconds that a work gets to close what it wrote, when it is told to stop.
_GRACE = 30.0

Kind = Literal[
    "import",
    "verify",
    "viruses",
    "choices",
    "handin",
    "register",
    "destroy",
    "transfer",
    "measure",
    "remap",
    "replicate",
    "repair",
    "dossier",
]


@dataclass(slots=True)
class Step:
    """One step of a work, with how far it is."""

    text: Text
    done: int | None = None
    total: int | None = None


@dataclass(slots=True)
class Work:
    """One work; filled by the thread that listens to its process."""

    id: str
    kind: Kind
    by: str
    started: datetime
    #: Account that it is about, where it is about one.
    account: str = ""
    #: Number of the list that it is about, where it is about one.
    about: str = ""
    steps: list[Step] = field(default_factory=list)
    ended: bool = False
    stopped: bool = False
    #: What it ended with: `run`, `ok`, `handin`, or `error` (a pair) with `code`.
    result: dict[str, Any] = field(default_factory=dict)
    process: "subprocess.Popen[bytes] | None" = None
    #: Address at which to go on when it is done.
    onward: str = ""


class Works:
    """Every work of this server."""

    def __init__(self) -> None:
        self._works: dict[str, Work] = {}
        self._lock = threading.Lock()

    def start(
        self,
        site: Site,
        work: Work,
        arguments: Sequence[str],
        file: int | None = None,
        told: object = None,
        after: Callable[[Work], None] | None = None,
    ) -> None:
        """Start a work; `file` is a descriptor that its process inherits and this one lets go.

        `told` goes in as JSON by its standard input: what must not show in a list of processes.
        `after` is called when its process ended, however it did, before that is told.
        """
        command = [
            sys.executable,
            "-m",
            "weerklank.web.worker",
            *("--archive", str(site.archive), "--keys", str(site.keys), "--as", work.by),
            work.kind,
            *arguments,
        ]
        with self._lock, _held_back(signal.SIGINT):
            work.process = subprocess.Popen(  # noqa: S603 - our own program and values of our own
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env={**os.environ, **bootstrap.carried()},
                pass_fds=() if file is None else (file,),
                start_new_session=True,  # Ctrl-C reaches it through `stop_all` alone
            )
            self._works[work.id] = work
            self._forget()
        threading.Thread(target=_listen, args=(work, told, after), daemon=True).start()

    def find(self, name: str) -> Work | None:
        """Give a work by its name."""
        return self._works.get(name)

    def drop(self, name: str) -> None:
        """Forget a work, with what it ended with; one that goes on is stopped."""
        with self._lock:
            found = self._works.pop(name, None)
        if found is not None:
            self.stop(found)

    def running(self) -> list[Work]:
        """Give what is at work now."""
        return [work for work in self._works.values() if not work.ended]

    def stop(self, work: Work) -> None:
        """Tell a work to stop: what it closed stays, as with Ctrl-C."""
        if work.process is not None and not work.ended:
            work.stopped = True
            with contextlib.suppress(ProcessLookupError):
                os.kill(work.process.pid, signal.SIGINT)

    def stop_all(self) -> None:
        """Stop everything, and wait for it."""
        running = self.running()
        for work in running:
            self.stop(work)
        for work in running:
            if work.process is None:
                continue
            try:
                work.process.wait(_GRACE)
            except subprocess.TimeoutExpired:
                work.process.kill()  # the archive survives that: it is recovered by the next run

    def _forget(self) -> None:
        for name in [name for name, work in self._works.items() if work.ended]:
            if len(self._works) <= _MOST_KEPT:
                return
            del self._works[name]


WORKS = Works()


@contextlib.contextmanager
def _held_back(one: signal.Signals) -> Iterator[None]:
    """Hold a signal back in this thread, and in the processes that it starts meanwhile."""
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {one})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _listen(work: Work, told: object, after: Callable[[Work], None] | None = None) -> None:
    """Tell a process what it needs, and note what it tells, line by line, until it ends."""
    process = work.process
    if process is None or process.stdout is None or process.stdin is None:
        return
    with contextlib.suppress(BrokenPipeError), process.stdin as given:
        given.write(json.dumps(told).encode())
    with process.stdout as lines:
        for line in lines:
            with contextlib.suppress(ValueError):  # half a line, of a process that was killed
                _note(work, json.loads(line))
    process.wait()
    if not work.result:
        work.result = {"error": True, "code": "DEFECT-001"}
    try:
        if after is not None:
            after(work)
    finally:
        work.ended = True


def _note(work: Work, told: dict[str, Any]) -> None:
    if "step" in told:
        work.steps.append(Step(Text(**told["step"])))
    elif "done" in told and work.steps:
        work.steps[-1].done, work.steps[-1].total = told["done"], told["total"]
    elif "result" in told:
        work.result = told["result"]

"""The process that does the work of a worker: `python -m weerklank.web.hand`.

Each line of its standard input names an archive, its keys and a piece of work; for each it says on
a line of its standard output what came of it: codes, and when to try again what the archive says
nothing of. It ends on SIGTERM, and when its input is closed: whoever keeps it is gone then,
however that went. It knows nothing of any queue.
"""

import json
import os
import queue
import signal
import sys
import threading
from collections import OrderedDict
from types import FrameType

from weerklank import bootstrap
from weerklank.model.errors import INTERRUPTED, Locked, RunInterrupted, WeerklankError
from weerklank.services.schedule.due_work import Part, Work, work_named
from weerklank.services.schedule.run_schedule import Schedule
from weerklank.services.workplace import Memory, Silent

#: Seconds after which work is tried again on which another is busy, and what could not be done.
_BESIDE, _LEFT = 60.0, 900.0
#: Archives of which is remembered what was read.
_REMEMBERED = 4
DISK = "STORE-002"


def main() -> None:
    """Do what is asked, until told to stop."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, _as_ctrl_c)
    asked: queue.SimpleQueue[str] = queue.SimpleQueue()
    threading.Thread(target=_hear, args=(asked,), daemon=True).start()
    memories: OrderedDict[str, Memory] = OrderedDict()
    try:
        while True:
            told = json.loads(asked.get())
            archive = told["archive"]
            memory = memories[archive] = memories.pop(archive, Memory())
            if len(memories) > _REMEMBERED:
                memories.popitem(last=False)
            work = work_named(told["work"])
            with bootstrap.followed("work", told.get("trace", ""), part=work.part) as span:
                codes = _answer(_schedule(archive, told["keys"], memory), work)
                if span and codes:
                    span.fail(*codes)
    except KeyboardInterrupt:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # nothing is left that could be broken off


def _schedule(archive: str, keys: str, memory: Memory) -> Schedule:
    return Schedule(
        lambda: bootstrap.workplace(archive, keys, Silent(), memory=memory),
        bootstrap.connectors(),
        bootstrap.transport_for,
        browser=bootstrap.browser,
        clamd=bootstrap.clamd(),
    )


def _answer(schedule: Schedule, work: Work) -> list[str]:
    """Do one piece of work, and say what came of it; gives the codes of what went wrong."""
    codes: list[str] = []
    runs: list[str] = []
    later: float | None = None
    try:
        for one in schedule.only(work):
            codes += [one.error.code] if one.error else []
            runs += [run.run for run in one.runs]
            if isinstance(one.error, Locked):
                later = _BESIDE
            elif one.error is not None and work.part is Part.ARCHIVE:
                later = _LEFT
    except KeyboardInterrupt as stop:
        runs += [stop.run.run] if isinstance(stop, RunInterrupted) else []
        _say([*codes, INTERRUPTED], runs, None)
        raise
    except WeerklankError as error:
        codes, later = [*codes, error.code], _BESIDE
    except OSError:
        codes, later = [*codes, DISK], _BESIDE
    _say(codes, runs, later)
    return codes


def _say(codes: list[str], runs: list[str], later: float | None) -> None:
    sys.stdout.write(json.dumps({"codes": codes, "later": later, "runs": runs}) + "\n")
    sys.stdout.flush()


def _as_ctrl_c(_signal: int, _frame: FrameType | None) -> None:
    """Stop as by Ctrl-C, which waits for the end of what must be done whole."""
    signal.raise_signal(signal.SIGINT)


def _hear(asked: "queue.SimpleQueue[str]") -> None:
    """Pass on what is asked; end with whoever asks."""
    for line in sys.stdin:
        asked.put(line)
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()

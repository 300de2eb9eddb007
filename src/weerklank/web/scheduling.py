"""The process that `serve` keeps to run the schedule: `python -m weerklank.web.scheduling`.

It ends on SIGTERM, and when its standard input is closed: whoever keeps it is gone then, however
that went. What it does stands in the journal; it tells nothing else.
"""

import argparse
import os
import signal
import sys
import threading
from contextlib import suppress
from types import FrameType

from weerklank import bootstrap
from weerklank.model.errors import WeerklankError
from weerklank.services.schedule.run_schedule import Done, Schedule
from weerklank.services.workplace import Memory, Silent
from weerklank.web.schedule_beside import BesideProcess

#: What who keeps it may try again soon: another schedule is at work, the disk is full.
NOT_NOW = 75


def main() -> None:
    """Run the schedule until told to stop."""
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, _as_ctrl_c)
    threading.Thread(target=_end_with_keeper, daemon=True).start()
    parser = argparse.ArgumentParser()
    for name in ("--archive", "--keys"):
        parser.add_argument(name, required=True)
    parser.add_argument("--once", action="store_true")  # beside another schedule that waits
    given = parser.parse_args()
    memory = Memory()
    schedule = Schedule(
        lambda: bootstrap.workplace(given.archive, given.keys, Silent(), memory=memory),
        bootstrap.connectors(),
        bootstrap.transport_for,
        BesideProcess(given.archive, given.keys),
        browser=bootstrap.browser,
        clamd=bootstrap.clamd(),
    )
    try:
        done = schedule.once(mails=False) if given.once else schedule.without_end()
        for _ in bootstrap.follow_each("schedule", done, Done.codes):
            pass
    except KeyboardInterrupt:
        code = 0
    except (WeerklankError, OSError):
        code = NOT_NOW
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # nothing is left that could be broken off
    sys.exit(code)


def _as_ctrl_c(_signal: int, _frame: FrameType | None) -> None:
    """Stop as by Ctrl-C, which waits for the end of what must be done whole."""
    signal.raise_signal(signal.SIGINT)


def _end_with_keeper() -> None:
    with suppress(OSError):
        while os.read(sys.stdin.fileno(), 1):
            pass
    os.kill(os.getpid(), signal.SIGTERM)


if __name__ == "__main__":
    main()

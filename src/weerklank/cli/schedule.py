"""`weerklank schedule`: run what is due."""

import signal
from collections.abc import Generator, Iterator
from contextlib import closing, contextmanager
from types import FrameType

import click

from weerklank import bootstrap
from weerklank.cli.doctor import advise
from weerklank.cli.importing import show_run, spare_memory
from weerklank.cli.language import language, say
from weerklank.cli.options import Common, common
from weerklank.cli.output import STREAM, Progress, echo
from weerklank.cli.runs_text import tell_runs
from weerklank.model.errors import RunInterrupted, WeerklankError
from weerklank.model.run import RunReport, Technique
from weerklank.services.runs.run_report import report_json
from weerklank.services.schedule.run_schedule import Done, Schedule
from weerklank.services.workplace import Memory
from weerklank.web.schedule_beside import BesideProcess


@click.command(
    "schedule",
    help=say(
        "Oogst wat aan de beurt is en verstuur wat nog gemeld moet worden, tot Ctrl-C of SIGTERM. "
        "'weerklank serve' doet dit vanzelf.",
        "Harvest what is due and send what is still to be told, until Ctrl-C or SIGTERM. "
        "'weerklank serve' does so by itself.",
    ),
)
@click.option(
    "--once",
    is_flag=True,
    help=say(
        "Doe wat nu aan de beurt is, en stop. Bedoeld voor een vaste taak.",
        "Do what is due now, and stop. Meant for a regular task.",
    ),
)
@common
def schedule_command(given: Common, *, once: bool) -> None:
    """Run what is due, once or until stopped."""
    if once:
        run_once(given)
        return
    stop = _Stop()
    signal.signal(signal.SIGINT, stop.asked)
    signal.signal(signal.SIGTERM, _as_ctrl_c)
    schedule = _schedule(given, alone=False)
    echo(
        say(
            "De planning loopt (Ctrl-C om te stoppen).",
            "The schedule is at work (Ctrl-C to stop).",
        ),
        err=True,
    )
    workplace = given.workplace()
    advise(workplace.layout.root, workplace.keys.folder)
    with closing(_until_stopped(schedule, stop)) as runs:
        if given.json:
            STREAM.rows("runs", (report_json(run, language()) for run in runs))
            STREAM.end({"state": "stopped"})
        else:
            for run in runs:
                show_run(run)
            echo(say("De planning is gestopt.", "The schedule was stopped."), err=True)


def run_once(given: Common, technique: Technique | None = None) -> None:
    """Run what is due now, each account once; an error on one does not stop the next.

    By one technique only, if that is named.
    """
    schedule = _schedule(given, alone=True)  # what it did is all told at its end
    done: list[RunReport] = []
    errors: list[WeerklankError] = []
    try:
        for one in _followed(schedule.once(technique)):
            done += one.runs
            errors += [one.error] if one.error else []
    except RunInterrupted as stop:
        stop.earlier = tuple(done)
        raise
    tell_runs(given, done, errors)


def _schedule(given: Common, *, alone: bool) -> Schedule:
    workplace = given.workplace()  # says what is wrong before anything is begun
    archive, keys = str(workplace.layout.root), str(workplace.keys.folder)
    memory, told = Memory(), Progress()
    spare_memory()
    return Schedule(
        lambda: bootstrap.workplace(archive, keys, told, given.acting, memory=memory),
        bootstrap.connectors(),
        bootstrap.transport_for,
        None if alone else BesideProcess(archive, keys),
        browser=bootstrap.browser,
        clamd=bootstrap.clamd(),
    )


def _followed(done: Iterator[Done]) -> Iterator[Done]:
    """Follow each piece of work, where the operator asked for that."""
    return bootstrap.follow_each("weerklank schedule", done, Done.codes)


class _Stop:
    """A stop that waits while a run is told: half a row is no JSON, and no error either."""

    def __init__(self) -> None:
        self._waits = self._is_asked = False

    def asked(self, _signal: int, _frame: FrameType | None) -> None:
        """Stop now, or after what is told; a page stops a harvest so too, and that alone."""
        if not self._waits:
            raise KeyboardInterrupt
        self._is_asked = True

    @contextmanager
    def waiting(self) -> Generator[None]:
        """Let a stop wait for the end of this."""
        self._waits = True
        try:
            yield
        finally:
            self._waits = False
        if self._is_asked:
            raise KeyboardInterrupt


def _until_stopped(schedule: Schedule, stop: _Stop) -> Generator[RunReport]:
    """Give the runs as they end; the last is what a stop broke off, if it did."""
    try:
        for one in _followed(schedule.without_end()):
            for run in one.runs:
                with stop.waiting():
                    yield run
    except RunInterrupted as broken_off:
        yield broken_off.run
    except KeyboardInterrupt:
        return


def _as_ctrl_c(_signal: int, _frame: FrameType | None) -> None:
    """Stop as by Ctrl-C, which waits for the end of what must be done whole."""
    signal.raise_signal(signal.SIGINT)

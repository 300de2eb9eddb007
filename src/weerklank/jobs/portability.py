"""Portability jobs as the journal tells them: what was asked of whom, and when to look again.

A job lasts for days and no process does: everything that is known of it follows from events. The
address at which an archive lies is a secret, and stands in none (docs/adr/0090).
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum

from weerklank.jobs.past import Failure, failure_of, moment_of
from weerklank.model.clock import is_ahead
from weerklank.model.event import Event
from weerklank.model.ids import AccountId
from weerklank.model.run import Technique

#: Of an account (subject): it is about to be asked; it was taken (`job`); it was looked at;
#: looking or fetching failed; it came to an end without an archive that was taken in.
ASKING, ASKED = "portability.asking", "portability.asked"
LOOKED, FAILED, ENDED = "portability.looked", "portability.failed", "portability.ended"

_OF_RUNS = frozenset({"run.started", "run.finished"})
_OF_JOBS = _OF_RUNS | {ASKING, ASKED, LOOKED, FAILED, ENDED}

#: After which time an account is asked for anew by the schedule.
INTERVAL = timedelta(days=30)
#: The same after one of which nothing came.
AFTER_NOTHING = timedelta(days=7)
#: For how long nobody asks again where it is not known whether the last asking was taken.
IN_DOUBT = timedelta(days=1)
#: How long is waited between two looks, by how long ago was asked; the last goes for all later.
_LOOKS = (
    (timedelta(hours=1), timedelta(minutes=15)),
    (timedelta(days=1), timedelta(hours=1)),
    (timedelta.max, timedelta(hours=6)),
)
_LONGEST_BACK_OFF = timedelta(hours=6)
_FIRST_BACK_OFF = timedelta(minutes=15)
_MOST_DOUBLED = 8


class JobState(StrEnum):
    """How a job stands."""

    #: It was to be asked, and nobody knows whether the platform took it.
    IN_DOUBT = "in-doubt"
    WAITING = "waiting"
    DONE = "done"
    #: The platform refused it, let it fail or let it expire, or gave what can't be taken in.
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class PortabilityJob:
    """The newest job of one account."""

    state: JobState
    #: By what the platform knows it; None while that is not known.
    job: str | None = None
    asked_for: tuple[str, ...]
    #: When it was asked for, and by whom.
    asked: datetime
    by: str
    #: When it was looked at last.
    looked: datetime | None = None
    #: What went wrong last, and how often in a row.
    failure: Failure | None = None
    failures: int = 0
    #: The run that took it in, and with whose end it was done.
    run: str | None = None

    @property
    def is_open(self) -> bool:
        """Tell whether an archive may still come of it."""
        return self.state is JobState.WAITING

    @property
    def next_look(self) -> datetime:
        """Give from when it is to be looked at, or else asked for anew."""
        if self.state is JobState.IN_DOUBT:
            return self.asked + IN_DOUBT
        if not self.is_open:
            is_done = self.state is JobState.DONE
            return self.asked + (INTERVAL if is_done else AFTER_NOTHING)
        if self.failure is not None:
            times: int = 2 ** min(max(self.failures - 1, 0), _MOST_DOUBLED)
            doubled = _FIRST_BACK_OFF * times
            return self.failure.at + min(doubled, _LONGEST_BACK_OFF)
        last = self.looked or self.asked
        return last + next(pause for age, pause in _LOOKS if last - self.asked < age)


@dataclass(frozen=True, slots=True)
class JobsTold:
    """What the journal tells of jobs, in its own order."""

    #: The newest job of every account that has one.
    of: dict[AccountId, PortabilityJob]
    #: Latest moment by which an event of theirs is dated; None where there is none.
    newest: datetime | None


class PortabilityFold:
    """The newest job of every account, as the journal so far tells it."""

    def __init__(self) -> None:
        self._of: dict[AccountId, PortabilityJob] = {}
        #: Runs that take in an archive: of which account, and of which job.
        self._runs: dict[str, tuple[AccountId, str]] = {}
        self._newest: datetime | None = None

    def take(self, event: Event) -> None:
        """Take one event of the journal into account."""
        if event.kind in _OF_JOBS and not (self._newest and event.at < self._newest):
            self._newest = event.at
        if event.kind == "run.started":
            self._began(event)
        elif event.kind == "run.finished" and event.subject in self._runs:
            self._took_in(event)
        elif event.kind == ASKING:
            asked_for = event.data.get("asked_for")
            account = AccountId(event.subject)
            self._of[account] = PortabilityJob(
                state=JobState.IN_DOUBT,
                asked_for=tuple(map(str, asked_for)) if isinstance(asked_for, list) else (),
                asked=moment_of(event),
                by=event.actor.known_as,
            )
        elif event.kind in {ASKED, LOOKED, FAILED, ENDED}:
            account = AccountId(event.subject)
            known = self._of.get(account)
            if known is not None:
                self._of[account] = _changed(known, event)

    def result(self) -> JobsTold:
        """Give what was told so far."""
        return JobsTold({**self._of}, self._newest)

    def _began(self, event: Event) -> None:
        told, job = event.data, event.data.get("job")
        if told.get("technique") == Technique.PORTABILITY and isinstance(job, str):
            self._runs[event.subject] = AccountId(str(told.get("account"))), job

    def _took_in(self, event: Event) -> None:
        account, job = self._runs.pop(event.subject)
        known = self._of.get(account)
        if known is not None and known.job == job:
            done = JobState.DONE
            run = event.subject
            self._of[account] = replace(known, state=done, run=run, failure=None, failures=0)


def jobs_until(events: Iterable[Event], now: datetime) -> dict[AccountId, PortabilityJob]:
    """Give the newest job of every account without what a clock noted that ran ahead.

    Nobody knows when that was, and what came after it by a clock that was right stands before it
    in the journal. A run ended the job that it names, whenever that was.
    """
    known = [
        (moment, event)
        for event in events
        if event.kind in _OF_JOBS
        for moment in (moment_of(event),)
        if event.kind in _OF_RUNS or not is_ahead(moment, now)
    ]
    fold = PortabilityFold()
    for _, event in sorted(known, key=lambda one: one[0]):
        fold.take(event)
    return fold.result().of


def _changed(job: PortabilityJob, event: Event) -> PortabilityJob:
    if event.kind == ASKED:
        return replace(job, state=JobState.WAITING, job=str(event.data.get("job")))
    if event.kind == LOOKED:
        return replace(job, looked=moment_of(event), failure=None, failures=0)
    state = JobState.ENDED if event.kind == ENDED else job.state
    looked = moment_of(event) if job.job is not None else None
    failure, failures = failure_of(event), job.failures + 1
    return replace(job, state=state, looked=looked, failure=failure, failures=failures)

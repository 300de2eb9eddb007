"""What the journal tells of portability jobs, and when each is looked at again."""

from datetime import UTC, datetime, timedelta

import pytest

from weerklank.jobs.past import failure_json
from weerklank.jobs.portability import (
    ASKED,
    ASKING,
    ENDED,
    FAILED,
    LOOKED,
    JobState,
    PortabilityFold,
    PortabilityJob,
)
from weerklank.model.clock import iso
from weerklank.model.event import Book, Event
from weerklank.model.ids import AccountId
from weerklank.model.json_value import JsonObject
from weerklank.model.person import Actor
from weerklank.model.text import Text

ACCOUNT = AccountId("a0001")
BEGIN = datetime(2026, 3, 1, 9, tzinfo=UTC)
WRONG = failure_json("HARVEST-216", Text("mis", "wrong"), Text("later", "later"), None)
DAY = 24.0


def told(*events: tuple[float, str, JsonObject]) -> PortabilityJob:
    """Tell events, each so many hours after the first."""
    fold = PortabilityFold()
    for hours, kind, data in events:
        at = BEGIN + timedelta(hours=hours)
        subject = "een-run" if kind.startswith("run.") else ACCOUNT
        event = Event(
            book=Book.JOURNAL,
            kind=kind,
            subject=subject,
            at=at,
            actor=Actor(name=None, system_user="root"),
            data={**data, "at": iso(at)},
        )
        fold.take(event)
    return fold.result().of[ACCOUNT]


ASK = (0.0, ASKING, {"asked_for": ["video"]})
TAKEN = (0.0, ASKED, {"job": "7"})
STARTED = {"technique": "portability", "account": ACCOUNT, "job": "7"}


def hours(job: PortabilityJob) -> float:
    return (job.next_look - BEGIN).total_seconds() / 3600


@pytest.mark.parametrize(
    ("events", "state", "next_look"),
    [
        ((ASK,), JobState.IN_DOUBT, DAY),
        ((ASK, TAKEN), JobState.WAITING, 0.25),
        ((ASK, TAKEN, (0.5, LOOKED, {})), JobState.WAITING, 0.75),
        ((ASK, TAKEN, (5.0, LOOKED, {})), JobState.WAITING, 6.0),
        ((ASK, TAKEN, (48.0, LOOKED, {})), JobState.WAITING, 54.0),
        ((ASK, TAKEN, (1.0, FAILED, WRONG)), JobState.WAITING, 1.25),
        ((ASK, TAKEN, *((1.0, FAILED, WRONG),) * 3), JobState.WAITING, 2.0),
        ((ASK, TAKEN, *((1.0, FAILED, WRONG),) * 30), JobState.WAITING, 7.0),
        ((ASK, TAKEN, (1.0, FAILED, WRONG), (2.0, LOOKED, {})), JobState.WAITING, 3.0),
        ((ASK, (0.1, ENDED, WRONG)), JobState.ENDED, 7 * DAY),
        ((ASK, TAKEN, (2.0, "run.started", STARTED)), JobState.WAITING, 0.25),
        (
            (ASK, TAKEN, (2.0, "run.started", STARTED), (3.0, "run.finished", {})),
            JobState.DONE,
            30 * DAY,
        ),
        # Of another job, and by another technique.
        (
            (ASK, TAKEN, (2.0, "run.started", {**STARTED, "job": "6"}), (3.0, "run.finished", {})),
            JobState.WAITING,
            0.25,
        ),
        (
            (
                *(ASK, TAKEN),
                (2.0, "run.started", {**STARTED, "technique": "export"}),
                (3.0, "run.finished", {}),
            ),
            JobState.WAITING,
            0.25,
        ),
        ((ASK, TAKEN, (DAY, ENDED, WRONG), (2 * DAY, ASKING, {})), JobState.IN_DOUBT, 3 * DAY),
    ],
)
def test_how_a_job_stands_and_when_it_is_due(events, state, next_look):
    job = told(*events)
    assert (job.state, hours(job)) == (state, next_look)


def test_what_ended_a_job_is_kept_and_done_takes_it_away():
    job = told(ASK, TAKEN, (1.0, FAILED, WRONG))
    assert job.failure is not None
    assert (job.failure.code, job.looked) == ("HARVEST-216", BEGIN + timedelta(hours=1))
    done = told(
        ASK,
        TAKEN,
        (1.0, FAILED, WRONG),
        (2.0, "run.started", STARTED),
        (3.0, "run.finished", {}),
    )
    assert (done.failure, done.run, done.asked_for) == (None, "een-run", ("video",))

"""What is known of portability jobs, what of them is due, and what is written of them.

Everything stands in the journal: a process that asked may be gone for days when the platform is
done (docs/adr/0090).
"""

from dataclasses import dataclass
from datetime import datetime

from weerklank.harvest.port import Connector
from weerklank.jobs.past import failure_json
from weerklank.jobs.portability import (
    FAILED,
    JobState,
    PortabilityFold,
    PortabilityJob,
    jobs_until,
)
from weerklank.model.account import Account, AccountStatus, Scenario
from weerklank.model.clock import is_ahead, iso
from weerklank.model.connection import Purpose
from weerklank.model.errors import WeerklankError
from weerklank.model.event import Book
from weerklank.model.ids import AccountId
from weerklank.model.json_value import JsonObject
from weerklank.model.text import Language, Text
from weerklank.services.harvest.demand_decision import lacks_decision_on
from weerklank.services.harvest.held_connection import is_connected
from weerklank.services.harvest.server_signing import jobs_of
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace

__all__ = ["JobState", "PortabilityJob"]

STATES: dict[JobState, Text] = {
    JobState.IN_DOUBT: Text(
        "gevraagd; of het platform dat aannam is niet bekend",
        "asked; whether the platform took that is not known",
    ),
    JobState.WAITING: Text(
        "aangevraagd; het platform maakt het archief klaar",
        "asked; the platform is making the archive",
    ),
    JobState.DONE: Text("opgehaald en opgenomen", "fetched and taken in"),
    JobState.ENDED: Text("mislukt", "failed"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class JobStanding:
    """How an account stands that gives archives."""

    account: AccountId
    #: None where none was asked for yet.
    job: PortabilityJob | None
    #: From when it is looked at or asked for anew; None for at once.
    next: datetime | None

    def is_due(self, now: datetime) -> bool:
        """Tell whether the schedule goes on with it now."""
        return self.next is None or self.next <= now


def jobs_known(workplace: Workplace) -> dict[AccountId, PortabilityJob]:
    """Give the newest job of each account that has one."""
    told, now = workplace.events.fold(Book.JOURNAL, PortabilityFold), workplace.clock.now()
    if told.newest is not None and is_ahead(told.newest, now):
        return jobs_until(workplace.events.read_genuine(Book.JOURNAL), now)
    return told.of


def standing_jobs(workplace: Workplace, connectors: list[Connector]) -> list[JobStanding]:
    """Give every account that is connected for jobs and of which one may be asked for.

    Nothing is asked of what is closed, never may be read as a whole, or waits for a decision.
    """
    known = jobs_known(workplace)
    found = [
        JobStanding(account=one.id, job=job, next=job.next_look if job else None)
        for one in workplace.register().accounts.values()
        if _may_be_asked(workplace, connectors, one)
        for job in (known.get(one.id),)
    ]
    return sorted(found, key=lambda one: (one.next is not None, one.next or 0, one.account))


def job_json(job: PortabilityJob, language: Language) -> JsonObject:
    """Say how a job stands."""
    failure = job.failure
    return {
        "asked": iso(job.asked),
        "asked_for": [*job.asked_for],
        "by": job.by,
        "failure": None
        if failure is None
        else {
            "at": iso(failure.at),
            "code": failure.code,
            "hint": failure.hint.say(language),
            "message": failure.message.say(language),
        },
        "job": job.job,
        "looked": iso(job.looked) if job.looked else None,
        "next": iso(job.next_look),
        "run": job.run,
        "said": STATES[job.state].say(language),
        "state": job.state.value,
    }


def record(workplace: Workplace, account: AccountId, kind: str, told: JsonObject) -> None:
    """Write down what became of a job, in the log before anything else happens."""
    at = iso(workplace.clock.now())
    workplace.record(Book.JOURNAL, kind, account, {**told, "at": at})
    seal_events(workplace)


def record_failure(
    workplace: Workplace, account: AccountId, error: WeerklankError, kind: str = FAILED
) -> None:
    """Write down what went wrong, in sentences of ours."""
    message = Text(error.message("nl"), error.message("en"))
    hint = Text(error.hint("nl"), error.hint("en"))
    run = error.runs[0].run if error.runs else None
    record(workplace, account, kind, failure_json(error.code, message, hint, run))


def _may_be_asked(workplace: Workplace, connectors: list[Connector], account: Account) -> bool:
    today = workplace.today()
    scenarios = account.scenarios_until(today)
    return (
        account.status is not AccountStatus.CLOSED
        and jobs_of(connectors, account.platform) is not None
        and scenarios != {Scenario.C}
        and (scenarios == {Scenario.A} or workplace.policy().sealed is not None)
        and lacks_decision_on(workplace, connectors, account.platform) is None
        and is_connected(workplace, account, Purpose.PORTABILITY)
    )

"""Archives that a platform makes of an account: how the newest stands, and the permission."""

from dataclasses import dataclass
from datetime import datetime

from weerklank import bootstrap
from weerklank.model.account import Account
from weerklank.model.connection import Connection, Permission, Purpose
from weerklank.model.connection_words import FindingWords, findings_at, words_of
from weerklank.model.errors import WeerklankError
from weerklank.model.text import Text
from weerklank.services.harvest.connect_account import Connecting
from weerklank.services.harvest.held_connection import connection_of
from weerklank.services.harvest.portability_jobs import STATES, PortabilityJob, jobs_known
from weerklank.services.harvest.server_signing import jobs_of
from weerklank.web.error_words import next_told
from weerklank.web.visit import Visit


@dataclass(frozen=True, slots=True, kw_only=True)
class JobsShown:
    """What pages show of the archives of an account."""

    #: The newest, and how it stands in words; None where none was asked for yet.
    job: PortabilityJob | None
    state: Text | None
    held: Connection | None
    findings: tuple[FindingWords, ...]
    permissions: tuple[Permission, ...]

    @property
    def next(self) -> datetime | None:
        """Give from when it is looked at or asked for, where that goes by itself."""
        return self.job.next_look if self.job and self.held else None

    @property
    def next_step(self) -> Text | None:
        """Say what to do about what went wrong last, in words of a screen."""
        failure = self.job.failure if self.job else None
        return next_told(failure.code, failure.hint) if failure else None


def jobs_shown(visit: Visit, account: Account) -> JobsShown | None:
    """Give what pages show of them; None where the platform makes no archives."""
    opened, connectors = visit.workplace, bootstrap.connectors()
    if jobs_of(connectors, account.platform) is None:
        return None
    job = jobs_known(opened).get(account.id)
    try:
        held = connection_of(opened, account, Purpose.PORTABILITY)
    except WeerklankError:
        held = None  # its file is damaged: connecting makes it anew
    found = findings_at(held, opened.clock.now()) if held else ()
    ways = connectors, bootstrap.transport_for(opened)
    return JobsShown(
        job=job,
        state=STATES[job.state] if job else None,
        held=held,
        findings=tuple(map(words_of, found)),
        permissions=Connecting(opened, *ways, Purpose.PORTABILITY).permissions(account),
    )

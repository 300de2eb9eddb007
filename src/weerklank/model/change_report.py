"""Change report: somebody tells the owner of the register that something changed (module 3)."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from weerklank.model.clock import civil_day
from weerklank.model.ids import AccountId


class Reported(StrEnum):
    """What may be no longer right in the register."""

    MANAGERS = "managers"
    #: Another handle or address.
    ADDRESS = "address"
    PROFILE = "profile"
    UNUSED = "unused"
    CLOSED = "closed"
    #: The platform suspended it.
    SUSPENDED = "suspended"
    #: Nothing was posted for long.
    SILENT = "silent"
    #: It became somebody else's.
    KIND = "kind"
    PROCESS = "process"
    REPLIES = "replies"
    OFFICE_HOLDER = "office-holder"
    #: An account that the register does not know.
    NEW = "new-account"
    #: Told in a note.
    OTHER = "other"


class ReportState(StrEnum):
    """Where a report stands."""

    #: The owner of the register has not decided yet.
    WAITING = "waiting"
    #: It was so, and the register says it now.
    DONE = "done"
    #: It was not so, or is no matter for the register.
    REJECTED = "rejected"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeReport:
    """A report as its events tell it."""

    #: Such as `m0001`; None for what a run found, which is settled by editing the account.
    id: str | None
    #: None for an account that the register does not know yet.
    account: AccountId | None
    what: Reported
    #: In somebody's own words, or the handle that a run found.
    note: str | None = None
    #: Day from which it is so, as far as it was said.
    since: date | None
    #: Who tells: a colleague, or the run that found it.
    by: str
    reported: datetime
    state: ReportState = ReportState.WAITING
    reason: str | None = None
    settled: datetime | None = None
    settled_by: str | None = None
    by_run: bool = False

    def age(self, today: date) -> int:
        """Give how many days it waits, or waited until it was settled."""
        until = civil_day(self.settled) if self.settled else today
        return (until - civil_day(self.reported)).days

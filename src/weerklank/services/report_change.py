"""Report change: anyone may say that the register is no longer right (requirement A3).

What is reported changes nothing by itself: it waits for who keeps the register. It is an event of
the register, and so stays for good: its words are chosen from a list, never typed, so that no
third party comes into it.
"""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from weerklank.model.account import Account
from weerklank.model.event import Book
from weerklank.model.ids import AccountId
from weerklank.services.edit_account import refuse_future
from weerklank.services.workplace import Workplace

KIND = "account.reported"


class Reported(StrEnum):
    """What may be wrong with an account in the register."""

    MANAGERS = "managers"
    ADDRESS = "address"
    UNUSED = "unused"
    CLOSED = "closed"
    KIND = "kind"
    PROCESS = "process"
    REPLIES = "replies"
    OFFICE_HOLDER = "office-holder"


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeReport:
    """One report that waits."""

    account: AccountId
    what: str
    since: date | None
    at: datetime
    by: str


def report_change(
    workplace: Workplace, account: Account, what: Reported, since: date | None
) -> None:
    """Record that something about an account changed, as far as someone knows since when.

    Anyone may. WrongUse for a day that is yet to come. The caller seals the event.
    """
    refuse_future(workplace, since)
    workplace.record(
        Book.REGISTER,
        KIND,
        account.id,
        {"what": str(what), "since": since.isoformat() if since else None},
    )


def open_reports(workplace: Workplace) -> list[ChangeReport]:
    """Give the reports after which the account was not edited, oldest first."""
    waiting: dict[str, list[ChangeReport]] = {}
    for event in workplace.events.read(Book.REGISTER):
        if event.kind == "account.changed":
            waiting.pop(event.subject, None)
        elif event.kind == KIND:
            since = event.data.get("since")
            waiting.setdefault(event.subject, []).append(
                ChangeReport(
                    account=AccountId(event.subject),
                    what=str(event.data.get("what", "")),
                    since=date.fromisoformat(since) if isinstance(since, str) else None,
                    at=event.at,
                    by=event.actor.known_as,
                )
            )
    return sorted((one for reports in waiting.values() for one in reports), key=lambda r: r.at)

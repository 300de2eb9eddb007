"""Account number: by what its server knows an account, so that who takes its name is not it.

A name that became free goes to others, and bears another on another server; the number does not.
"""

from weerklank.model.event import Book
from weerklank.model.ids import AccountId, RunId
from weerklank.model.json_value import JsonObject
from weerklank.services.workplace import Workplace

NUMBERED = "account.numbered"


def note_number(workplace: Workplace, account: AccountId, number: str, run: RunId) -> None:
    """Write by what number a run found an account. The caller seals the event."""
    data: JsonObject = {"number": number, "run": run}
    workplace.record(Book.JOURNAL, NUMBERED, account, data)


def forget_number(workplace: Workplace, account: AccountId) -> None:
    """Write that the account of that name now is ours, by whatever number. The caller seals it."""
    data: JsonObject = {"number": None, "run": None}
    workplace.record(Book.JOURNAL, NUMBERED, account, data)

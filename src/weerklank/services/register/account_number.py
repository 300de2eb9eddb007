"""Account number: by what its server knows an account, so that who takes its name is not it.

A name that became free goes to others, and bears another on another server; the number does not.
"""

from dataclasses import dataclass

from weerklank.model.event import Book, Event
from weerklank.model.ids import AccountId, RunId
from weerklank.model.json_value import JsonObject
from weerklank.services.workplace import Workplace

_NUMBERED = "account.numbered"
#: Archives of before tell it with the look at the account.
_BEFORE = "account.looked"


@dataclass(frozen=True, slots=True)
class Numbered:
    """The number that an account is known by."""

    #: None where none is known, or whichever has the name now is ours.
    number: str | None = None
    #: How often it was told before: events tell in any order, as a clock may have run ahead.
    turn: int = 0


class Numbers:
    """The numbers of all accounts, as the journal so far tells them."""

    def __init__(self) -> None:
        self._known: dict[AccountId, Numbered] = {}

    def take(self, event: Event) -> None:
        """Take one event into account."""
        number, turn = event.data.get("number"), event.data.get("turn")
        found = Numbered(
            number if isinstance(number, str) else None, turn if isinstance(turn, int) else 0
        )
        account = AccountId(event.subject)
        is_told = event.kind == _NUMBERED or (event.kind == _BEFORE and found.number is not None)
        if is_told and found.turn >= self._known.get(account, Numbered()).turn:
            self._known[account] = found

    def result(self) -> dict[AccountId, Numbered]:
        """Give them by account."""
        return dict(self._known)


def note_number(
    workplace: Workplace, account: AccountId, number: str | None, run: RunId | None = None
) -> None:
    """Write by what number a run found an account; None that any is ours. The caller seals it."""
    known = workplace.events.fold(Book.JOURNAL, Numbers).get(account, Numbered())
    data: JsonObject = {"number": number, "run": run, "turn": known.turn + 1}
    workplace.record(Book.JOURNAL, _NUMBERED, account, data)

"""Account number: by what its platform knows an account, so that who takes its name is not it.

A name that became free goes to others, and bears another on another server; the number does not.
A server of Mastodon tells it to who asks; another platform has one for all, which its API and its
exports state alike.
"""

from dataclasses import dataclass

from weerklank.model.event import Book, Event
from weerklank.model.ids import AccountId, RunId
from weerklank.model.json_value import JsonObject
from weerklank.model.platform import Platform
from weerklank.services.workplace import Workplace

_NUMBERED = "account.numbered"
#: Archives of before tell it with the look at the account.
_BEFORE = "account.looked"
#: Who tells the number: the server, or a platform. They are never held against one another: an
#: account may have another platform in the register now.
BY_SERVER = ""
Teller = str


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
        self._known: dict[tuple[AccountId, Teller], Numbered] = {}

    def take(self, event: Event) -> None:
        """Take one event into account."""
        number, turn = event.data.get("number"), event.data.get("turn")
        found = Numbered(
            number if isinstance(number, str) else None, turn if isinstance(turn, int) else 0
        )
        told = AccountId(event.subject), str(event.data.get("stated_on") or BY_SERVER)
        is_told = event.kind == _NUMBERED or (event.kind == _BEFORE and found.number is not None)
        if is_told and found.turn >= self._known.get(told, Numbered()).turn:
            self._known[told] = found

    def result(self) -> dict[tuple[AccountId, Teller], Numbered]:
        """Give them by account and by who tells them."""
        return dict(self._known)


def teller_on(platform: Platform) -> Teller:
    """Give who tells the number of an account of a platform."""
    return BY_SERVER if platform is Platform.MASTODON else platform.value


def number_of(workplace: Workplace, account: AccountId, teller: Teller) -> str | None:
    """Give the number that an account is known by; None where none is known, or any is ours."""
    return _known(workplace, account, teller).number


def note_number(
    workplace: Workplace,
    account: AccountId,
    number: str | None,
    run: RunId | None = None,
    teller: Teller = BY_SERVER,
) -> None:
    """Write by what number a run found an account; None that any is ours. The caller seals it."""
    known = _known(workplace, account, teller)
    data: JsonObject = {"number": number, "run": run, "turn": known.turn + 1}
    if teller != BY_SERVER:
        data["stated_on"] = teller
    workplace.record(Book.JOURNAL, _NUMBERED, account, data)


def _known(workplace: Workplace, account: AccountId, teller: Teller) -> Numbered:
    return workplace.events.fold(Book.JOURNAL, Numbers).get((account, teller), Numbered())

"""Read looks: what the runs on an account looked at, and by what number they found it."""

from dataclasses import dataclass

from weerklank.model.clock import from_iso
from weerklank.model.event import Book, Event
from weerklank.model.ids import AccountId
from weerklank.model.reread import Look
from weerklank.services.register.account_number import BY_SERVER, Numbered, Numbers
from weerklank.services.workplace import Workplace

LOOKED = "account.looked"


@dataclass(frozen=True, slots=True)
class Looks:
    """What is known of an account by the runs that looked at it."""

    #: Oldest first.
    looks: tuple[Look, ...] = ()
    #: Number by which its server knows it; None where none is known, or any will do.
    number: str | None = None


def read_looks(workplace: Workplace, account: AccountId) -> Looks:
    """Give what the runs on an account looked at; nothing of one that none looked at."""
    return workplace.events.fold(Book.JOURNAL, _LooksFold).get(account, Looks())


class _LooksFold:
    """The looks at all accounts, as the journal so far tells them."""

    def __init__(self) -> None:
        self._looks: dict[AccountId, list[Look]] = {}
        self._numbers = Numbers()

    def take(self, event: Event) -> None:
        if event.kind == LOOKED:
            self._looks.setdefault(AccountId(event.subject), []).append(_look(event))
        self._numbers.take(event)

    def result(self) -> dict[AccountId, Looks]:
        numbers = self._numbers.result()
        return {
            name: Looks(
                tuple(self._looks.get(name, ())),
                numbers.get((name, BY_SERVER), Numbered()).number,
            )
            for name in self._looks.keys() | {account for account, _ in numbers}
        }


def _look(event: Event) -> Look:
    told = event.data
    since, unlooked, passed = told.get("since"), told.get("unlooked"), told.get("passed")
    return Look(
        at=from_iso(str(told["at"])),
        since=from_iso(since) if isinstance(since, str) else None,
        unlooked=frozenset(map(str, unlooked)) if isinstance(unlooked, list) else frozenset(),
        passed=passed if isinstance(passed, int) else 0,
    )

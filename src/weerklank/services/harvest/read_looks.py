"""Read looks: what the runs on an account looked at, missed, and by what number they found it."""

from dataclasses import dataclass, field

from weerklank.model.clock import from_iso
from weerklank.model.deletion import KINDS, Deletion, apply_deletion
from weerklank.model.event import Book, Event
from weerklank.model.ids import AccountId
from weerklank.model.reread import Look
from weerklank.services.register.account_number import NUMBERED
from weerklank.services.workplace import Workplace

LOOKED = "account.looked"


@dataclass(frozen=True, slots=True)
class Looks:
    """What is known of an account by the runs that looked at it."""

    #: Oldest first.
    looks: tuple[Look, ...] = ()
    #: Posts that are gone, by key.
    marks: dict[str, Deletion] = field(default_factory=dict)
    #: Number by which its server knows it; None where none is known, or any will do.
    number: str | None = None


def read_looks(workplace: Workplace, account: AccountId) -> Looks:
    """Give what the runs on an account looked at; nothing of one that none looked at."""
    return workplace.events.fold(Book.JOURNAL, _LooksFold).get(account, Looks())


class _LooksFold:
    """The looks at all accounts, as the journal so far tells them."""

    def __init__(self) -> None:
        self._looks: dict[AccountId, list[Look]] = {}
        self._marks: dict[AccountId, dict[str, Deletion]] = {}
        self._numbers: dict[AccountId, str | None] = {}

    def take(self, event: Event) -> None:
        account = AccountId(event.subject)
        number = event.data.get("number")
        if event.kind == LOOKED:
            self._looks.setdefault(account, []).append(_look(event))
            if isinstance(number, str):  # as archives of before tell it
                self._numbers[account] = number
        elif event.kind == NUMBERED:
            self._numbers[account] = number if isinstance(number, str) else None
        elif event.kind in KINDS:
            apply_deletion(self._marks.setdefault(account, {}), event)

    def result(self) -> dict[AccountId, Looks]:
        return {
            name: Looks(
                tuple(self._looks.get(name, ())),
                dict(self._marks.get(name, {})),
                self._numbers.get(name),
            )
            for name in self._looks.keys() | self._marks.keys() | self._numbers.keys()
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

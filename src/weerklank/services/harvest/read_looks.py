"""Read looks: what the runs on an account looked at."""

from weerklank.model.clock import from_iso
from weerklank.model.event import Book, Event
from weerklank.model.ids import AccountId
from weerklank.model.reread import Look
from weerklank.services.workplace import Workplace

LOOKED = "account.looked"


def read_looks(workplace: Workplace, account: AccountId) -> tuple[Look, ...]:
    """Give what the runs on an account looked at, oldest first."""
    return workplace.events.fold(Book.JOURNAL, _LooksFold).get(account, ())


class _LooksFold:
    """The looks at all accounts, as the journal so far tells them."""

    def __init__(self) -> None:
        self._looks: dict[AccountId, list[Look]] = {}

    def take(self, event: Event) -> None:
        if event.kind == LOOKED:
            self._looks.setdefault(AccountId(event.subject), []).append(_look(event))

    def result(self) -> dict[AccountId, tuple[Look, ...]]:
        return {name: tuple(looks) for name, looks in self._looks.items()}


def _look(event: Event) -> Look:
    told = event.data
    since, unlooked, passed = told.get("since"), told.get("unlooked"), told.get("passed")
    standing = told.get("standing")
    return Look(
        at=from_iso(str(told["at"])),
        since=from_iso(since) if isinstance(since, str) else None,
        unlooked=frozenset(map(str, unlooked)) if isinstance(unlooked, list) else frozenset(),
        passed=passed if isinstance(passed, int) else 0,
        standing=frozenset(map(str, standing)) if isinstance(standing, list) else None,
    )

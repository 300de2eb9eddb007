"""Read privacy corrections: which threads are due for a look, and what of them changes."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from weerklank.model.event import Book, Event
from weerklank.model.ids import AccountId
from weerklank.model.json_value import Json
from weerklank.package.names import PackageName
from weerklank.services.seal.rewrite import Step
from weerklank.services.workplace import Workplace

DUE = "privacy.due"
BEGUN = "privacy.begun"
CORRECTED = "privacy.corrected"


@dataclass(frozen=True, slots=True)
class PrivacyCorrection:
    """A correction of one account that is due or has begun, and is not done."""

    id: str
    account: AccountId
    #: Keys of the threads that somebody joined.
    threads: tuple[str, ...]
    #: Packages with the generation that is replaced; None as long as nobody looked.
    packages: tuple[tuple[PackageName, int], ...] | None = None
    #: Leaves of the records as they were.
    leaves: frozenset[int] = frozenset()

    @property
    def steps(self) -> tuple[Step, ...]:
        """What comes to its next generation."""
        return tuple(Step((one,)) for one in self.packages or ())


def open_corrections(workplace: Workplace) -> list[PrivacyCorrection]:
    """Give the corrections that are not done, oldest first."""
    return corrections_of(workplace.events.read(Book.DECISIONS))


def corrections_of(events: Iterable[Event]) -> list[PrivacyCorrection]:
    """Give the corrections that some decisions leave open, oldest first."""
    found: dict[str, PrivacyCorrection] = {}
    for event in events:
        if event.kind == DUE:
            account = AccountId(str(event.data["account"]))
            threads = tuple(map(str, _list(event.data["threads"])))
            found[event.subject] = PrivacyCorrection(event.subject, account, threads)
        elif event.kind == BEGUN:
            found[event.subject] = replace(
                found[event.subject],
                packages=_packages(event.data["packages"]),
                leaves=frozenset(int(str(leaf)) for leaf in _list(event.data["leaves"])),
            )
        elif event.kind == CORRECTED:
            found.pop(event.subject, None)
    return list(found.values())


def _packages(rows: Json) -> tuple[tuple[PackageName, int], ...]:
    return tuple(
        (PackageName.read(str(row["package"])), int(str(row["generation"])))
        for row in _list(rows)
        if isinstance(row, dict)
    )


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []

"""The own term of sealed originals: until when, what is due, and what decisions ended it.

What ends before its term, since it was transferred, goes the same way.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from weerklank.model.data_key import kept_until
from weerklank.model.event import Book, Event
from weerklank.model.hand_in import add_months
from weerklank.model.ids import AccountId
from weerklank.model.json_value import Json, JsonObject
from weerklank.package.names import Found, PackageName, packages
from weerklank.package.original_line import key_of_original, whose_original
from weerklank.package.rewriter import names_of_keys
from weerklank.services.seal.old_places import old_places
from weerklank.services.seal.rewrite import Step
from weerklank.services.workplace import Workplace
from weerklank.store.ocfl import CONTENT

BEGUN = "term.begun"
DONE = "term.done"
#: The same of originals of records that were transferred.
TRANSFERRED_BEGUN = "originals.begun"
TRANSFERRED_DONE = "originals.done"
#: Keys of terms were destroyed that nothing needed any more, apart from any originals.
SHREDDED = "term.shredded"


def kept_now_until(workplace: Workplace) -> date | None:
    """Give the last day of what is sealed today, by the policy in force; None when it keeps none.

    A later version of the policy does not change it: what was sealed keeps its term.
    """
    sealed = workplace.policy().sealed
    if sealed is None or sealed.months is None:
        return None
    return add_months(workplace.today(), sealed.months)


@dataclass(frozen=True, slots=True)
class Sealed:
    """A package with sealed originals."""

    package: Found
    #: Content of its sealed object.
    vault: Path

    def keys_due(self, day: date) -> list[str]:
        """Name its data keys whose last day is before a day."""
        return [one for one in names_of_keys(self.vault) if (kept_until(one) or day) < day]


def sealed_packages(workplace: Workplace) -> Iterator[Sealed]:
    """Give the packages that have sealed originals, of which any may have been destroyed."""
    for package in packages(workplace.layout):
        _, sealed = old_places(workplace, package.name, package.generation)
        if sealed is not None:
            yield Sealed(package, sealed / CONTENT)


@dataclass(frozen=True, slots=True)
class TermEnd:
    """The decision by which originals of one account are destroyed.

    Their term ended; or a depot received the records that they are of, and that was decided.
    """

    id: str
    account: AccountId
    #: Names of the data keys of the originals.
    keys: frozenset[str]
    #: Packages with the generation that is replaced.
    packages: tuple[tuple[PackageName, int], ...]
    #: The transfer; None where their term ended.
    transfer: str | None = None
    #: Id and version of the records that were transferred.
    records: frozenset[tuple[str, int]] = frozenset()

    def takes(self, line: bytes) -> bool:
        """Tell of a line of a file of originals whether what it holds is destroyed."""
        if self.transfer is None:
            return key_of_original(line) in self.keys
        return key_of_original(line) is not None and whose_original(line) in self.records

    @property
    def days(self) -> list[date]:
        """Give the last days until which the originals were kept."""
        return sorted({day for key in self.keys if (day := kept_until(key))})

    @property
    def generations(self) -> list[tuple[str, int]]:
        """Give the generations that are replaced, each by the name of its package."""
        return [(str(name), generation) for name, generation in self.packages]

    @property
    def steps(self) -> tuple[Step, ...]:
        """What comes to its next generation."""
        return tuple(Step((one,)) for one in self.packages)


def open_terms(workplace: Workplace) -> list[TermEnd]:
    """Give the ends of terms that began and are not done, oldest first."""
    return terms_of(workplace.events.read(Book.DECISIONS))


def terms_of(events: Iterable[Event]) -> list[TermEnd]:
    """Give the ends of terms that some decisions leave open, oldest first."""
    found: dict[str, TermEnd] = {}
    for event in events:
        if event.kind in (BEGUN, TRANSFERRED_BEGUN):
            found[event.subject] = read_term(event)
        elif event.kind in (DONE, TRANSFERRED_DONE):
            found.pop(event.subject, None)
    return list(found.values())


def read_term(begun: Event) -> TermEnd:
    """Read the decision from the event by which it begins."""
    return TermEnd(
        begun.subject,
        AccountId(str(begun.data["account"])),
        frozenset(map(str, _list(begun.data["keys"]))),
        tuple(
            (PackageName.read(str(row["package"])), int(str(row["generation"])))
            for row in _list(begun.data["packages"])
            if isinstance(row, dict)
        ),
        str(begun.data["transfer"]) if "transfer" in begun.data else None,
        read_records(begun.data.get("records")),
    )


def records_json(records: Iterable[tuple[str, int]]) -> JsonObject:
    """Write ids of records, each with its versions."""
    found: dict[str, list[Json]] = {}
    for address, version in sorted(records):
        found.setdefault(address, []).append(version)
    return {**found}


def read_records(told: Json) -> frozenset[tuple[str, int]]:
    """Read ids and versions as an event has them."""
    return frozenset(
        (address, int(str(version)))
        for address, versions in (told if isinstance(told, dict) else {}).items()
        for version in _list(versions)
    )


def _list(value: Json) -> list[Json]:
    return value if isinstance(value, list) else []

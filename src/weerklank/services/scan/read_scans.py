"""Read from the journal which scans there were, and what each found."""

from dataclasses import dataclass
from datetime import datetime

from weerklank.model.event import Book, Event
from weerklank.model.json_value import Json
from weerklank.services.scan.places import name_of_scan
from weerklank.services.workplace import Workplace

#: A scan began, and came to its end; without the second it was broken off.
BEGUN, SCANNED = "scan.begun", "scan.done"


@dataclass(frozen=True, slots=True, kw_only=True)
class PastScan:
    """A scan as the journal tells of it."""

    at: datetime
    by: str
    #: Empty for the whole archive.
    accounts: tuple[str, ...]
    #: How many folders outside the archive.
    also: int
    files: int
    bytes: int
    records: int
    findings: dict[str, int]
    more: int
    not_checked: dict[str, int]

    @property
    def name(self) -> str:
        """Give the name of the scan."""
        return name_of_scan(self.at)

    @property
    def found(self) -> int:
        """Give how many findings there were."""
        return sum(self.findings.values()) + self.more


def read_scans(workplace: Workplace) -> list[PastScan]:
    """Give every scan, newest first."""
    return [*workplace.events.fold(Book.JOURNAL, _ScanFold)]


def find_scan(workplace: Workplace, name: str) -> PastScan | None:
    """Give the scan of a name; None where there is none."""
    return next((one for one in read_scans(workplace) if one.name == name), None)


def unresolved_scan(workplace: Workplace) -> PastScan | None:
    """Give the newest scan that found something that no later one looked for again."""
    looked: set[str] = set()
    for one in read_scans(workplace):
        if one.accounts and looked.issuperset(one.accounts):
            continue
        if one.found:
            return one
        if not one.accounts:
            return None
        looked |= set(one.accounts)
    return None


class _ScanFold:
    """Scans as the journal so far tells them."""

    def __init__(self) -> None:
        self._scans: list[PastScan] = []

    def take(self, event: Event) -> None:
        if event.kind == SCANNED:
            self._scans.append(_scan(event))

    def result(self) -> tuple[PastScan, ...]:
        return tuple(sorted(self._scans, key=lambda one: one.at, reverse=True))


def _scan(event: Event) -> PastScan:
    data = event.data
    accounts = data.get("accounts")
    return PastScan(
        at=event.at,
        by=event.actor.known_as,
        accounts=tuple(map(str, accounts)) if isinstance(accounts, list) else (),
        also=_number(data.get("also")),
        files=_number(data.get("files")),
        bytes=_number(data.get("bytes")),
        records=_number(data.get("records")),
        findings=_numbers(data.get("findings")),
        more=_number(data.get("more")),
        not_checked=_numbers(data.get("not_checked")),
    )


def _number(value: Json) -> int:
    return value if isinstance(value, int) else 0


def _numbers(value: Json) -> dict[str, int]:
    return {name: _number(one) for name, one in value.items()} if isinstance(value, dict) else {}

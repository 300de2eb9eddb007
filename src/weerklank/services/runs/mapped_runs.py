"""Mapped runs: what was mapped again, and which runs an earlier mapping read.

It follows from the journal: a run tells its mapping, and what was mapped again tells by which.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime

from weerklank.harvest.map_again import FIRST, mapping_of
from weerklank.harvest.port import Connector
from weerklank.model.event import Book, Event
from weerklank.model.json_value import Json
from weerklank.model.run import Technique
from weerklank.services.runs.read_runs import PastRun
from weerklank.services.workplace import Workplace

BEGUN, DONE = "mapping.begun", "mapping.done"


@dataclass(frozen=True, slots=True, kw_only=True)
class MappedRun:
    """One time that an account was mapped again; `ended` is None where that was broken off."""

    id: str
    account: str
    started: datetime
    #: Who started it: the person, else the system user.
    by: str
    #: Versions of the mappings by technique.
    mappings: dict[str, int]
    ended: datetime | None = None
    looked_at: int = 0
    new_versions: int = 0
    #: Items by what the mapping would read and the kept source does not have.
    not_in_source: dict[str, int] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Mapped:
    """What the journal tells of mappings."""

    #: Of runs of a later mapping than the first: its version.
    of_run: dict[str, int]
    #: What was mapped again, by its name.
    again: dict[str, MappedRun]

    def ended(self, account: str) -> Iterator[MappedRun]:
        """Give the times that an account was mapped again to the end."""
        return (one for one in self.again.values() if one.account == account and one.ended)


class _MappedFold:
    """The journal so far."""

    def __init__(self) -> None:
        self._of_run: dict[str, int] = {}
        self._again: dict[str, MappedRun] = {}

    def take(self, event: Event) -> None:
        mapping = event.data.get("mapping")
        if event.kind == "run.started" and isinstance(mapping, int):
            self._of_run[event.subject] = mapping
        elif event.kind in {BEGUN, DONE}:
            known = self._again.get(event.subject) or _begun(event)
            self._again[event.subject] = _ended(known, event) if event.kind == DONE else known

    def result(self) -> Mapped:
        return Mapped(dict(self._of_run), dict(self._again))


def read_mapped(workplace: Workplace) -> Mapped:
    """Read what was mapped again, and by which mappings runs were read."""
    return workplace.events.fold(Book.JOURNAL, _MappedFold)


def _begun(event: Event) -> MappedRun:
    return MappedRun(
        id=event.subject,
        account=str(event.data.get("account")),
        started=event.at,
        by=event.actor.known_as,
        mappings=_numbers(event.data.get("mappings")),
    )


def _ended(known: MappedRun, event: Event) -> MappedRun:
    told = _numbers(event.data)
    return replace(
        known,
        ended=event.at,
        looked_at=told.get("looked_at", 0),
        new_versions=told.get("new_versions", 0),
        not_in_source=_numbers(event.data.get("not_in_source")),
    )


def _numbers(told: Json) -> dict[str, int]:
    found = told.items() if isinstance(told, dict) else ()
    return {name: one for name, one in found if isinstance(one, int)}


def is_outdated(workplace: Workplace, connectors: list[Connector], run: PastRun) -> bool:
    """Tell whether an earlier mapping read a run, and its account was not mapped again since."""
    account = workplace.register().accounts.get(run.account)
    if account is None or run.technique not in [*Technique]:
        return False
    connector = next((c for c in connectors if c.manifest.platform == account.platform), None)
    technique = Technique(run.technique)
    now, mapped = mapping_of(connector, technique), read_mapped(workplace)
    if mapped.of_run.get(run.id, FIRST) >= now:
        return False
    name = str(Technique.API if technique is Technique.API else Technique.EXPORT)
    return not any(
        one.started >= run.started and one.mappings.get(name, FIRST) >= now
        for one in mapped.ended(run.account)
    )

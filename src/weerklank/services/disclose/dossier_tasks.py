"""Dossier tasks: what a Woo request asks of whom, of those who work on such requests.

Each has a key that stays the same as long as it is the same task, so that nobody is told twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from weerklank.model.clock import civil_day
from weerklank.model.disagreement import Disagreement, DisagreementState
from weerklank.model.dossier import Dossier, DossierState
from weerklank.model.event import Book, Event
from weerklank.model.person import Role
from weerklank.services.seal.read_dossiers import ADDED, OPENED, REVIEWED, read_dossiers
from weerklank.services.workplace import Workplace

#: Days before the last one of its term from which a request is near it.
NEAR = 7


class Asks(StrEnum):
    """What is asked of somebody."""

    JUDGE = "judge"
    READ = "read"
    FREEZE = "freeze"
    ANSWER = "answer"
    DECIDE = "decide"
    NEAR = "near"
    OVER = "over"


@dataclass(frozen=True, slots=True, kw_only=True)
class DossierTask:
    """One task of one person."""

    dossier: str
    asks: Asks
    #: Which one it is, of those of this kind in the dossier.
    which: str
    #: Of how many documents; 0 where it is about the request as a whole.
    count: int = 0
    #: Last day of the term.
    due: date

    @property
    def key(self) -> str:
        """Name the task for good."""
        return f"{self.dossier} {self.asks} {self.which}".strip()


@dataclass(frozen=True, slots=True)
class _Begun:
    """What of a dossier only its events tell."""

    #: When documents were added last, and by whom; and how often it was read by a second reader.
    added: date | None = None
    by: str = ""
    reads: int = 0


class _BegunFold:
    """What only the events of dossiers tell, so far."""

    def __init__(self) -> None:
        self._found: dict[str, _Begun] = {}

    def take(self, event: Event) -> None:
        """Take an event of the decisions."""
        known = self._found.get(event.subject, _Begun())
        if event.kind == OPENED:
            self._found[event.subject] = known
        elif event.kind == ADDED:
            day, by = civil_day(event.at), event.actor.known_as
            self._found[event.subject] = _Begun(day, by, known.reads)
        elif event.kind == REVIEWED:
            self._found[event.subject] = _Begun(known.added, known.by, known.reads + 1)

    def result(self) -> dict[str, _Begun]:
        """Give it by dossier."""
        return dict(self._found)


@dataclass(frozen=True, slots=True)
class _Someone:
    """A person who works on requests."""

    name: str
    is_officer: bool


def dossier_tasks(workplace: Workplace) -> dict[str, tuple[DossierTask, ...]]:
    """Give what is asked of each Woo officer and each second reader, also when that is nothing."""
    today = workplace.today()
    people = [
        _Someone(one.name, Role.WOO in roles)
        for one in workplace.register().persons.values()
        if not {Role.WOO, Role.REVIEWER}.isdisjoint(roles := one.roles_on(today))
    ]
    begun = workplace.events.fold(Book.DECISIONS, _BegunFold) if people else {}
    found: dict[str, list[DossierTask]] = {one.name: [] for one in people}
    for dossier in read_dossiers(workplace).values() if people else ():
        if dossier.state is not DossierState.FROZEN:
            asked = _Asked(dossier, begun.get(dossier.id, _Begun()), people, today)
            for one in people:
                found[one.name] += asked.of(one)
    return {name: tuple(tasks) for name, tasks in found.items()}


class _Asked:
    """What one request asks."""

    def __init__(
        self, dossier: Dossier, begun: _Begun, people: list[_Someone], today: date
    ) -> None:
        self._dossier, self._begun, self._people = dossier, begun, people
        self._due = dossier.due(today)
        self._left = (self._due - today).days
        self._stands_still = any(
            one.until is None and one.since <= today for one in dossier.suspensions
        )
        self._undecided = sum(not one.is_decided for one in dossier.documents.values())

    def of(self, someone: _Someone) -> Iterator[DossierTask]:
        """Give the tasks of one person."""
        if someone.is_officer:
            yield from self._of_officer(someone.name)
        if someone.name not in self._dossier.workers:
            yield from self._of_second(someone.name)

    def _of_officer(self, name: str) -> Iterator[DossierTask]:
        if self._undecided and self._begun.by != name:
            yield self._task(Asks.JUDGE, str(self._begun.added or ""), self._undecided)
        for one in self._dossier.standing:
            if one.state is DisagreementState.OPEN and name in self._answerers(one):
                yield self._task(Asks.ANSWER, str(one.number), 1)
        if not self._stands_still and self._left < 0:
            yield self._task(Asks.OVER, self._due.isoformat())
        elif not self._stands_still and self._left <= NEAR:
            yield self._task(Asks.NEAR, self._due.isoformat())

    def _of_second(self, name: str) -> Iterator[DossierTask]:
        for one in self._dossier.standing:
            if one.state is DisagreementState.ANSWERED and name in self._deciders(one):
                yield self._task(Asks.DECIDE, str(one.number), 1)
        if self._undecided or self._dossier.standing or not self._dossier.documents:
            return
        total, reads = len(self._dossier.documents), str(self._begun.reads)
        if self._dossier.state is DossierState.OPEN:
            yield self._task(Asks.READ, reads, total)
        elif self._dossier.reviewer != name:
            yield self._task(Asks.FREEZE, reads, total)

    def _answerers(self, one: Disagreement) -> frozenset[str]:
        """Name who worked on the document; where none of them is an officer now, all who are."""
        document = self._dossier.documents.get(one.id)
        worked = set[str]()
        if document is not None:
            worked = {document.changed_by, *(mark.by for mark in document.redactions)}
            worked |= {document.judged.by} if document.judged else set()
        officers = {who.name for who in self._people if who.is_officer and who.name != one.by}
        return frozenset((worked & officers) or officers)

    def _deciders(self, one: Disagreement) -> frozenset[str]:
        """Name who did not agree; where they are no second reader now, all who are."""
        able = {who.name for who in self._people if who.name not in self._dossier.workers}
        return frozenset({one.by} if one.by in able else able)

    def _task(self, asks: Asks, which: str, count: int = 0) -> DossierTask:
        return DossierTask(
            dossier=self._dossier.id, asks=asks, which=which, count=count, due=self._due
        )

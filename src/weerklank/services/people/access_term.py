"""Access term: what is written of who looked at what goes when its term is over (requirement D7).

By day (UTC). Order: all that waits into the log; intent, sealed; files away; done. The intent
names days and how many events each had, never what. A process that dies in between is finished by
the next look. A day of which a file is missing or changed is damage, and waits: else a term would
cover up that somebody did that.
"""

import hashlib
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field

from weerklank.integrity.merkle import leaf_hash
from weerklank.integrity.verify.access_days import BEGUN, is_over
from weerklank.integrity.verify.findings import Outcome
from weerklank.integrity.verify.log import Leaves
from weerklank.integrity.verify.tree import Tree
from weerklank.model.access import TERM
from weerklank.model.errors import BrokenInput, WeerklankError, WrongUse, fault
from weerklank.model.event import Book, Event
from weerklank.model.person import Role
from weerklank.model.text import Text
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace, session_name
from weerklank.store.atomic import sync_folder
from weerklank.store.lock import locked
from weerklank.store.replica_keys import destroy_days

TERM_SET, DONE = "access.term", "access.done"
#: Months that can be chosen at most.
MOST_MONTHS = 120
NO_TERM = fault(
    "ACCESS-004",
    Text(
        nl="{months} is geen termijn van het inzagejournaal.",
        en="{months} is no term of the access journal.",
    ),
    Text(
        nl="Kies een aantal maanden, van 1 tot en met 120; gebruikelijk is 24.",
        en="Choose a number of months, from 1 to 120; usual is 24.",
    ),
)
DAY_DAMAGED = fault(
    "ACCESS-005",
    Text(
        nl="Van {day} ontbreken regels van het inzagejournaal, of zijn er veranderd; die dag "
        "wordt niet vernietigd.",
        en="Lines of the access journal of {day} are missing or were changed; that day is not "
        "destroyed.",
    ),
    Text(
        nl="'weerklank verify' noemt welke. Zet ze terug uit een kopie; daarna gaat de dag "
        "vanzelf weg.",
        en="'weerklank verify' names which. Put them back from a copy; then the day goes by "
        "itself.",
    ),
)


@dataclass(frozen=True, slots=True)
class AccessDay:
    """A day of the journal of who looked at what."""

    #: As `2026-11-27`, UTC.
    day: str
    events: int
    #: Whether its term is over.
    is_due: bool


@dataclass(slots=True)
class DaysEnded:
    """What was destroyed of who looked at what, and which days could not be."""

    days: int = 0
    events: int = 0
    errors: list[WeerklankError] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Ending:
    """A decision by which days go."""

    id: str
    days: dict[str, int]
    #: The log held so many leaves: what entered it later is not of this decision.
    size: int


def access_months(workplace: Workplace) -> int:
    """Give the months that it is kept who looked at what."""
    return workplace.events.fold(Book.DECISIONS, _TermFold).months


def set_access_term(workplace: Workplace, months: int) -> int:
    """Decide how many months it is kept who looked at what, by the privacy officer."""
    workplace.require(Role.PRIVACY)
    if not 1 <= months <= MOST_MONTHS:
        raise WrongUse(NO_TERM, months=months)
    workplace.record(Book.DECISIONS, TERM_SET, str(Book.ACCESS), {"months": months})
    return access_months(workplace)


def access_days(workplace: Workplace) -> list[AccessDay]:
    """Give the days that there are of who looked at what, oldest first; to the privacy officer."""
    workplace.require(Role.PRIVACY)
    months, now = access_months(workplace), workplace.clock.now()
    return [
        AccessDay(day, events, is_over(day, months, now))
        for day, events in sorted(Counter(_on_disk(workplace)).items())
    ]


def end_access_days(workplace: Workplace) -> DaysEnded:
    """Destroy the days whose term is over; finishes what a dead process began."""
    ended = DaysEnded()
    months, now = access_months(workplace), workplace.clock.now()
    state = workplace.events.fold(Book.DECISIONS, _TermFold)
    is_due = any(is_over(day, months, now) for day in set(_on_disk(workplace)))
    if not is_due and not state.open:
        return ended
    workplace.demand_sound()
    with locked(workplace.layout.lock("decisions"), "decisions", wait=True):
        # As it stands now: a process that was at it may be done.
        state = workplace.events.fold(Book.DECISIONS, _TermFold)
        for one in state.open:
            _finish(workplace, one, ended)
        there = set(_on_disk(workplace))
        for one in state.done:
            if there & one.days.keys():  # came back out of a copy
                _take_away(workplace, one)
        due = {day for day in _on_disk(workplace) if is_over(day, months, now)}
        begun = _begin(workplace, due, months, ended) if due else None
        if begun is not None:
            _finish(workplace, begun, ended)
    return ended


def _begin(workplace: Workplace, due: set[str], months: int, ended: DaysEnded) -> _Ending | None:
    """Write the intent: from here on it only goes forward. None where nothing can go."""
    size = seal_events(workplace)
    known = Counter(_day_of(name) for _, name in _sealed(workplace, size))
    known -= Counter(workplace.events.fold(Book.DECISIONS, _TermFold).gone)
    there = Counter(map(_day_of, _sound(workplace, due, size)))
    days = {day: known[day] for day in sorted(due) if 0 < known[day] == there[day]}
    for day in sorted(due):
        if known[day] > there[day]:
            ended.errors.append(BrokenInput(DAY_DAMAGED, day=day))
    if not days:
        return None
    one = _Ending(f"access-{session_name()}", days, size)
    workplace.record(
        Book.DECISIONS,
        BEGUN,
        one.id,
        {
            "days": [{"day": day, "events": events} for day, events in days.items()],
            "months": months,
            "size": size,
        },
    )
    return one


def _finish(workplace: Workplace, one: _Ending, ended: DaysEnded) -> None:
    """Take the files away that a decision names, once the log holds it."""
    seal_events(workplace)
    _take_away(workplace, one)
    events = sum(one.days.values())
    workplace.record(Book.DECISIONS, DONE, one.id, {"days": len(one.days), "events": events})
    seal_events(workplace)
    ended.days += len(one.days)
    ended.events += events


def _take_away(workplace: Workplace, one: _Ending) -> None:
    root, folders = workplace.layout.root, set()
    for _, name in _sealed(workplace, one.size):
        if _day_of(name) in one.days:
            (root / name).unlink(missing_ok=True)
            folders.add((root / name).parent)
    destroy_days(workplace.keys, set(one.days))
    for folder in sorted(folders):
        for empty in (folder, folder.parent, folder.parent.parent):
            if empty.is_dir():
                sync_folder(empty)
                if not any(empty.iterdir()):
                    empty.rmdir()
                    sync_folder(empty.parent)


def _sealed(workplace: Workplace, size: int) -> Iterator[tuple[int, str]]:
    """Give the files of who looked at what among so many leaves of the log, each with its leaf."""
    for first, statement in workplace.log.statements(size):
        names = statement.get("files")
        for place, name in enumerate(names if isinstance(names, list) else ()):
            if str(name).startswith(f"{Book.ACCESS}/"):
                yield first + place, str(name)


def _sound(workplace: Workplace, days: set[str], size: int) -> Iterator[str]:
    """Give the files of some days that are there as the log has them."""
    leaves = Leaves(Tree(workplace.layout.root, Outcome()))
    for leaf, name in _sealed(workplace, size):
        path = workplace.layout.root / name
        if _day_of(name) not in days or not path.is_file():
            continue
        if leaf_hash(hashlib.sha256(path.read_bytes()).digest()) == leaves.leaves(leaf, 1):
            yield name


def _files(workplace: Workplace) -> Iterator[str]:
    for path in workplace.layout.book(Book.ACCESS).glob("*/*/*/*.json"):
        yield path.relative_to(workplace.layout.root).as_posix()


def _on_disk(workplace: Workplace) -> Iterator[str]:
    return map(_day_of, _files(workplace))


def _day_of(name: str) -> str:
    return "-".join(name.split("/")[1:4])


class _Terms:
    """The term in force, and the decisions by which days went."""

    def __init__(
        self,
        months: int,
        gone: dict[str, int],
        open_: tuple[_Ending, ...],
        done: tuple[_Ending, ...],
    ) -> None:
        self.months, self.gone, self.open, self.done = months, gone, open_, done


class _TermFold:
    """What the decisions so far come to."""

    def __init__(self) -> None:
        self._months = TERM
        self._gone: Counter[str] = Counter()
        self._open: dict[str, _Ending] = {}
        self._done: list[_Ending] = []

    def take(self, event: Event) -> None:
        data = event.data
        if event.kind == TERM_SET:
            self._months = int(str(data["months"]))
        elif event.kind == BEGUN:
            rows = data.get("days")
            days = {
                str(row["day"]): int(str(row["events"]))
                for row in (rows if isinstance(rows, list) else [])
                if isinstance(row, dict)
            }
            self._gone.update(days)
            self._open[event.subject] = _Ending(event.subject, days, int(str(data["size"])))
        elif event.kind == DONE and event.subject in self._open:
            self._done.append(self._open.pop(event.subject))

    def result(self) -> _Terms:
        return _Terms(
            self._months, dict(self._gone), tuple(self._open.values()), tuple(self._done)
        )

"""What the books tell of items: every event by what it names, read in one pass.

Events are put under each name that they hold: the address or key of an item, an account, a
package, a run, the number of a decision. A life is then told by looking its names up, so that ten
thousand lives read no book ten thousand times. Who looked at what is personal data of its own
(book `access`) and never part of it.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field

from weerklank.integrity.stamp_events import STAMP_OBTAINED
from weerklank.jobs.audit import AUDITED
from weerklank.model.event import Book, Event
from weerklank.model.json_value import Json
from weerklank.services.find.read_hotspots import ADDED, LIFTED
from weerklank.services.find.read_hotspots import ADOPTED as HOTSPOT_ADOPTED
from weerklank.services.find.read_hotspots import WITHDRAWN as HOTSPOT_WITHDRAWN
from weerklank.services.find.read_marks import DECIDED, MARKED
from weerklank.services.find.read_rights import ENDED as RIGHTS_ENDED
from weerklank.services.find.read_rights import SET as RIGHTS_SET
from weerklank.services.runs.mapped_runs import BEGUN
from weerklank.services.seal.read_selection import ASSIGNED, UNASSIGNED
from weerklank.services.workplace import Workplace

#: Names of what goes for more items than it names.
STAMPS, CHECKS, COPIES, TRANSFERS, HOTSPOTS, HOLDS = (
    ":stamps",
    ":checks",
    ":copies",
    ":transfers",
    ":hotspots",
    ":holds",
)
Names = Callable[[Event], Iterable[str]]


@dataclass(frozen=True, slots=True)
class Told:
    """Events by the names that they hold, each list in order of time."""

    by_name: Mapping[str, list[Event]] = field(default_factory=dict)

    def of(self, name: str) -> list[Event]:
        """Give the events under a name."""
        return self.by_name.get(name, [])


@dataclass(frozen=True, slots=True)
class Books:
    """What decisions and journal tell."""

    decisions: Told
    journal: Told


def read_books(workplace: Workplace) -> Books:
    """Read what the books tell of items; a process that remembers books reads what is new."""
    return Books(
        workplace.events.fold(Book.DECISIONS, _DecisionsFold),
        workplace.events.fold(Book.JOURNAL, _JournalFold),
    )


def texts(value: Json) -> tuple[str, ...]:
    """Give the texts of a list, or the names of an object; none of anything else."""
    return tuple(map(str, value)) if isinstance(value, list | dict) else ()


def _subject(event: Event) -> Iterable[str]:
    return (event.subject,)


def _posts(event: Event) -> Iterable[str]:
    return texts(event.data.get("posts"))


def _targets(event: Event) -> Iterator[str]:
    """Give whose parts a decision on rights is of: an item, an account, or (empty) all."""
    rows = event.data.get("entries")
    parts = (
        [part for row in rows if isinstance(row, dict) for part in texts(row.get("parts"))]
        if (isinstance(rows, list))
        else [*texts(event.data.get("parts"))]
    )
    yield from dict.fromkeys(part.rpartition("/")[0] for part in parts)


def _target(event: Event) -> Iterator[str]:
    target = event.data.get("target")
    if isinstance(target, dict):
        yield str(target.get("item") or target.get("account") or target.get("direction"))


def _month(event: Event) -> Iterable[str]:
    return (f"{event.subject}/{event.data.get('month')}",)


def _parts(event: Event) -> Iterable[str]:
    return (name.rpartition("-g")[0] for name in texts(event.data.get("parts")))


def _media(groups: Json) -> Iterator[str]:
    """Give the media of rows, each of which is an id or says it."""
    for rows in groups.values() if isinstance(groups, dict) else ():
        for row in rows if isinstance(rows, list) else ():
            yield str(row.get("medium")) if isinstance(row, dict) else str(row)


def _under(*names: str) -> Names:
    return lambda _: names


#: Under which names an event of the journal is found.
JOURNAL: dict[str, Names] = {
    "run.started": _subject,
    BEGUN: _subject,
    "package.recovered": lambda event: (str(event.data.get("package")),),
    "month.closed": _month,
    "deletion.seen": _posts,
    "deletion.stated": _posts,
    "deletion.confirmed": _posts,
    "deletion.withdrawn": _posts,
    "check.done": _under(CHECKS),
    AUDITED: _parts,
    STAMP_OBTAINED: _under(STAMPS),
    "replica.written": _under(COPIES),
    "formats.scanned": lambda event: _media(event.data.get("states")),
    "formats.converted": lambda event: _media({"files": event.data.get("files")}),
    "archive.repaired": lambda event: tuple(package_in(event.subject)),
}
#: The same of decisions.
DECISIONS: dict[str, Names] = {
    MARKED: _subject,
    DECIDED: _subject,
    "formal.settled": _subject,
    RIGHTS_SET: _targets,
    RIGHTS_ENDED: _targets,
    ASSIGNED: _target,
    UNASSIGNED: _target,
    HOTSPOT_ADOPTED: _under(HOTSPOTS),
    HOTSPOT_WITHDRAWN: _under(HOTSPOTS),
    ADDED: _under(HOLDS),
    LIFTED: _under(HOLDS),
    "privacy.corrected": _subject,
    "term.done": _subject,
    "originals.done": _subject,
    "transfer.begun": _under(TRANSFERS),
    "transfer.made": _under(TRANSFERS),
    "transfer.received": _under(TRANSFERS),
    "destruction.proposed": _subject,
    "destruction.reviewed": _subject,
    "destruction.approved": _subject,
    "destruction.excepted": _subject,
    "destruction.executed": _subject,
    "destruction.certified": _subject,
}
#: What names an item once, and is named by its number from then on.
_VAULT, _REQUEST = "vault.", "request."


def package_in(path: str) -> Iterator[str]:
    """Give the package that a path within the archive is of; nothing where it is of none."""
    parts = path.split("/")
    if len(parts) > 3 and parts[0] == "objects":
        yield f"{parts[1]}/{parts[2]}/{parts[3].partition('-')[0]}"
    elif len(parts) > 4 and parts[0] == "open" and parts[4].isdecimal():
        yield f"{parts[1]}/{parts[2]}/{parts[4]}"


class _Fold:
    """Events by name, as far as they went by."""

    def __init__(self, names: Mapping[str, Names]) -> None:
        self._names = names
        self._told: dict[str, list[Event]] = {}
        #: Of what is named by a number alone, whose it is.
        self._owners: dict[str, tuple[str, ...]] = {}

    def take(self, event: Event) -> None:
        for name in self._named(event):
            self._told.setdefault(name, []).append(event)

    def _named(self, event: Event) -> Iterable[str]:
        names = self._names.get(event.kind)
        if names is not None:
            return names(event)
        if event.kind == f"{_VAULT}requested":
            self._owners[event.subject] = (str(event.data.get("item")),)
        elif event.kind == f"{_REQUEST}decided":
            rows = event.data.get("items")
            keys = (
                [key for some in rows.values() for key in texts(some)]
                if (isinstance(rows, dict))
                else []
            )
            self._owners[event.subject] = (*keys,)
        if event.kind in {f"{_VAULT}opened", f"{_REQUEST}decided", f"{_REQUEST}lifted"}:
            return self._owners.get(event.subject, ())
        return ()

    def result(self) -> Told:
        return Told(self._told)


class _DecisionsFold(_Fold):
    def __init__(self) -> None:
        super().__init__(DECISIONS)


class _JournalFold(_Fold):
    def __init__(self) -> None:
        super().__init__(JOURNAL)

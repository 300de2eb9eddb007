"""Which replicas there are, as decisions and journal tell."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime

from weerklank.model.clock import from_iso, iso
from weerklank.model.event import Book, Event
from weerklank.model.json_value import JsonObject
from weerklank.model.replica import Replica
from weerklank.services.workplace import Workplace
from weerklank.store.replica_keys import has_key, name_of_generation

ADDED, REMOVED = "replica.added", "replica.removed"
#: Of what the log does not hold.
_NEVER = 1 << 62
BEGUN, WRITTEN = "replica.begun", "replica.written"


class _Decided:
    """Replicas that were put on the list, and taken off it."""

    def __init__(self) -> None:
        self._found: dict[str, Replica] = {}

    def take(self, event: Event) -> None:
        if event.kind == ADDED:
            self._found[event.subject] = Replica(
                id=event.subject,
                url=str(event.data["url"]),
                added=event.at,
                by=event.actor.known_as,
            )
        elif event.kind == REMOVED and event.subject in self._found:
            known = self._found[event.subject]
            self._found[event.subject] = replace(known, removed=event.at)

    def result(self) -> dict[str, Replica]:
        return dict(self._found)


@dataclass(frozen=True, slots=True)
class _Stand:
    """What the journal tells of one replica."""

    since: int = 0
    is_open: bool = False
    written: datetime | None = None
    size: int = 0
    locked_until: datetime | None = None


class _Written:
    """When each was begun, and written whole, and of which size of the log."""

    def __init__(self) -> None:
        self._found: dict[str, _Stand] = {}

    def take(self, event: Event) -> None:
        told = event.data.get("size")
        size = told if isinstance(told, int) else 0
        known = self._found.get(event.subject)
        if event.kind == WRITTEN:
            locked = event.data.get("locked_until")  # events of before have none
            self._found[event.subject] = _Stand(
                since=size,
                written=event.at,
                size=size,
                locked_until=from_iso(locked) if isinstance(locked, str) else None,
            )
        elif event.kind == BEGUN:
            self._found[event.subject] = (
                replace(known, is_open=True) if known else _Stand(size, is_open=True)
            )

    def result(self) -> dict[str, _Stand]:
        return dict(self._found)


def read_replicas(workplace: Workplace, *, genuine: bool = False) -> dict[str, Replica]:
    """Give all replicas by number, also those that are on the list no more.

    BrokenInput at a decision that is false; with `genuine` such a one is passed over.
    """
    decided = workplace.events.fold(Book.DECISIONS, _Decided, genuine=genuine)
    stands = workplace.events.fold(Book.JOURNAL, _Written)
    found = {}
    for name, one in decided.items():
        stand = stands.get(name, _Stand())
        found[name] = replace(
            one,
            written=stand.written,
            size=stand.size,
            since=stand.since,
            is_open=stand.is_open,
            locked_until=stand.locked_until,
        )
    return found


def listed(workplace: Workplace) -> list[Replica]:
    """Give the replicas that are on the list."""
    return [one for one in read_replicas(workplace).values() if one.removed is None]


def still_there(workplace: Workplace, replica: Replica) -> list[str]:
    """Name the generations that a replica may still hold though they are superseded here.

    By the log and the journal alone: those that another took the place of since the replica was
    last written whole, and of what came after that only when writing it was begun again and did
    not end. They go with the next `replicate`.
    """
    firsts = _firsts(workplace)
    return [
        f"{package}-g{generation}"
        for first, statement in workplace.log.packages()
        for package, generation in _superseded(statement, firsts)
        if _may_hold(replica, firsts.get((package, generation), _NEVER), first)
    ]


def replicas_with(
    workplace: Workplace, generations: Iterable[tuple[str, int]]
) -> list[JsonObject]:
    """Tell which replicas may still hold any of some generations that another took the place of.

    Each with its `state`: `listed`, so that they go with the next `replicate`, or `removed`: it is
    on the list no more, and whoever has it must clear it. Of one that holds them encrypted,
    `key_destroyed` says whether their keys are gone; one where a lock keeps more is told of too.
    """
    generations = tuple(generations)
    firsts = _firsts(workplace)
    spans = [
        (firsts.get((name, number), _NEVER), firsts.get((name, number + 1), _NEVER))
        for name, number in generations
    ]
    now = workplace.clock.now()
    return [
        {
            **_key_told(workplace, one, generations),
            "replica": one.id,
            "state": "listed" if one.removed is None else "removed",
        }
        for one in read_replicas(workplace).values()
        if any(_may_hold(one, began, ended) for began, ended in spans)
        or (one.locked_until is not None and one.locked_until > now)
    ]


def _key_told(
    workplace: Workplace, replica: Replica, generations: Iterable[tuple[str, int]]
) -> JsonObject:
    """Tell whether a store could give any of some generations back; of a folder nothing."""
    if not replica.is_encrypted:
        return {}
    names = (name_of_generation(*one) for one in generations)
    return {"key_destroyed": not any(has_key(workplace.keys, replica.id, one) for one in names)}


def _may_hold(replica: Replica, began: int, ended: int) -> bool:
    """Tell whether a replica may hold what was in the log from one leaf on, up to another."""
    return replica.since <= ended and (replica.is_open or began < replica.size)


def _firsts(workplace: Workplace) -> dict[tuple[str, int], int]:
    """Give the first leaf of each generation of each package."""
    return {
        (str(one["package"]), generation): first
        for first, one in workplace.log.packages()
        if isinstance(generation := one["generation"], int)
    }


def _superseded(
    statement: JsonObject, firsts: dict[tuple[str, int], int]
) -> Iterator[tuple[str, int]]:
    """Name the generations that go when a generation of a package comes."""
    generation, merged = statement["generation"], statement.get("merged")
    if not isinstance(generation, int) or generation < 2:
        return
    yield str(statement["package"]), generation - 1
    for name in map(str, merged if isinstance(merged, list) else ()):
        number = 1
        while (name, number + 1) in firsts:
            number += 1
        yield name, number


def replica_json(workplace: Workplace, one: Replica) -> JsonObject:
    """Write a replica as `--json` has it."""
    latest = workplace.log.latest()
    return {
        "added": iso(one.added),
        "behind": (latest.size if latest else 0) - one.size,
        "by": one.by,
        "locked_until": iso(one.locked_until) if one.locked_until else None,
        "replica": one.id,
        "size": one.size,
        "state": "listed" if one.removed is None else "removed",
        "still_there": [*still_there(workplace, one)],
        "url": one.url,
        "written": iso(one.written) if one.written else None,
    }

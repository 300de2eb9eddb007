"""Which replicas there are, as decisions and journal tell."""

from collections.abc import Iterable
from dataclasses import replace

from weerklank.model.clock import iso
from weerklank.model.event import Book, Event
from weerklank.model.json_value import JsonObject
from weerklank.model.replica import Replica
from weerklank.services.workplace import Workplace

ADDED, REMOVED, WRITTEN = "replica.added", "replica.removed", "replica.written"


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


class _Written:
    """When each was last written whole, and of which size of the log."""

    def __init__(self) -> None:
        self._found: dict[str, Event] = {}

    def take(self, event: Event) -> None:
        if event.kind == WRITTEN:
            self._found[event.subject] = event

    def result(self) -> dict[str, Event]:
        return dict(self._found)


def read_replicas(workplace: Workplace, *, genuine: bool = False) -> dict[str, Replica]:
    """Give all replicas by number, also those that are on the list no more.

    BrokenInput at a decision that is false; with `genuine` such a one is passed over.
    """
    decided = workplace.events.fold(Book.DECISIONS, _Decided, genuine=genuine)
    written = workplace.events.fold(Book.JOURNAL, _Written)
    found = {}
    for name, one in decided.items():
        last = written.get(name)
        size = last.data.get("size") if last else 0
        found[name] = (
            replace(one, written=last.at, size=size if isinstance(size, int) else 0)
            if last
            else one
        )
    return found


def listed(workplace: Workplace) -> list[Replica]:
    """Give the replicas that are on the list."""
    return [one for one in read_replicas(workplace).values() if one.removed is None]


def still_there(workplace: Workplace, replica: Replica) -> list[str]:
    """Name the generations that a replica still holds though they are superseded here.

    By the log alone: those that another took the place of since the replica was last written
    whole. They go with the next `replicate`.
    """
    return [
        old
        for first, statement in workplace.log.packages()
        if first >= replica.size
        for old in _superseded(statement)
        if replica.size
    ]


def replicas_with(
    workplace: Workplace, generations: Iterable[tuple[str, int]]
) -> list[JsonObject]:
    """Tell which replicas still hold any of some generations that another took the place of.

    Each with its `state`: `listed`, so that they go with the next `replicate`, or `removed`: it is
    on the list no more, and whoever has it must clear it. By the log alone.
    """
    firsts = {
        (str(one["package"]), one["generation"]): first for first, one in workplace.log.packages()
    }
    never = 1 << 62
    spans = [
        (firsts.get((name, number), never), firsts.get((name, number + 1), never))
        for name, number in generations
    ]
    return [
        {"replica": one.id, "state": "listed" if one.removed is None else "removed"}
        for one in read_replicas(workplace).values()
        if any(began < one.size <= ended for began, ended in spans)
    ]


def _superseded(statement: JsonObject) -> list[str]:
    """Name what goes when a generation of a package comes."""
    generation, merged = statement["generation"], statement.get("merged")
    if not isinstance(generation, int) or generation < 2:
        return []
    names = [f"{statement['package']}-g{generation - 1}"]
    return names + [str(one) for one in (merged if isinstance(merged, list) else [])]


def replica_json(workplace: Workplace, one: Replica) -> JsonObject:
    """Write a replica as `--json` has it."""
    latest = workplace.log.latest()
    return {
        "added": iso(one.added),
        "behind": (latest.size if latest else 0) - one.size,
        "by": one.by,
        "replica": one.id,
        "size": one.size,
        "state": "listed" if one.removed is None else "removed",
        "still_there": [*still_there(workplace, one)],
        "url": one.url,
        "written": iso(one.written) if one.written else None,
    }

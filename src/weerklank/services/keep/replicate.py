"""Replicate: copy what is new to a replica, read it back, and take away there what is gone here.

Order: what the log names, then the log, its newest checkpoint last; only then what it names no
more. A process that died is finished by the next: an object is there from its inventory on, and
the log from its checkpoint on.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from weerklank.integrity.tiles import WIDTH, tile_path
from weerklank.integrity.verify.statements import EVENT_PATH
from weerklank.integrity.verify.tree import Entry
from weerklank.model.clock import iso
from weerklank.model.errors import NotNow, WeerklankError, fault
from weerklank.model.event import Book
from weerklank.model.json_value import JsonObject
from weerklank.model.replica import Replica
from weerklank.model.text import Text
from weerklank.services.keep.copying import INVENTORY, Copied, Copying, Moved
from weerklank.services.keep.object_names import name_of
from weerklank.services.keep.other_log import refuse_other_log
from weerklank.services.keep.replica_files import (
    DATA_PART,
    LOG_PART,
    TEXTS,
    ReplicaFiles,
    is_leftover,
)
from weerklank.services.keep.replica_place import open_replica
from weerklank.services.seal.held_at import HeldEvents, held_events, held_objects
from weerklank.services.seal.read_replicas import BEGUN, WRITTEN
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked
from weerklank.store.ocfl import ROOT_DECLARATION
from weerklank.store.state_folder import replica_lock
from weerklank.store.table_files import (
    TABLE_FILES,
    TABLES,
    is_of_epoch,
    read_table_files,
    table_folders,
)

NO_REST = fault(
    "REPLICA-008",
    Text(
        nl="Er veranderde in het archief steeds iets terwijl de replica werd geschreven.",
        en="Something changed in the archive each time while the replica was being written.",
    ),
    Text(
        nl="Wat is geschreven, blijft. Geef het commando opnieuw als er geen run bezig is.",
        en="What was written stays. Give the command again when no run is at work.",
    ),
)
COPIES = Text("Replica {replica} wordt bijgewerkt.", "Replica {replica} is brought up to date.")
#: Passes over an archive in which runs go on.
_TRIES = 5
_LEVELS = 7


@dataclass(frozen=True, slots=True)
class Replicated:
    """What a replica holds now, and what was done for it."""

    replica: Replica
    copied: Copied
    #: Leaves of the log that it has now.
    size: int

    @property
    def ok(self) -> bool:
        """Tell whether all went that should, and nothing strange lies there."""
        return not self.copied.damaged and not self.copied.strange


def replicate(workplace: Workplace, replica: Replica, *, deep: bool = False) -> Replicated:
    """Bring a replica up to date; with `deep` what lies there is read again too, and renewed.

    NotNow when it is not there; BrokenInput when the log here is not sound.
    """
    workplace.demand_sound()
    folder = open_replica(workplace, replica)
    with locked(replica_lock(workplace.keys, replica.id), replica.id):
        workplace.reporter.step(COPIES, replica=replica.id)
        refuse_other_log(workplace, folder)
        # From here on it may hold what it is not told to hold, until it is written whole.
        begun: JsonObject = {"size": seal_events(workplace)}
        workplace.record(Book.JOURNAL, BEGUN, replica.id, begun)
        seal_events(workplace)
        copied = Copied()
        for _ in range(_TRIES):
            size = _bring_up(workplace, folder, copied, deep=deep)
            if copied.damaged:
                return Replicated(replica, copied, size)
            _clear(workplace, folder, copied, size)
            end = _follow(workplace, folder, replica, copied, size)
            if end:
                return Replicated(replica, copied, end)
            deep = False
    raise NotNow(NO_REST)


def replicate_each(
    workplace: Workplace, replicas: Iterable[Replica], *, deep: bool = False
) -> tuple[list[Replicated], list[WeerklankError]]:
    """Bring replicas up to date: one that is away keeps no other from being written.

    Gives what was done, and what went wrong with each of the others.
    """
    done, problems = list[Replicated](), list[WeerklankError]()
    for one in replicas:
        try:
            done.append(replicate(workplace, one, deep=deep))
        except WeerklankError as error:
            problems.append(error)
    return done, problems


def _clear(workplace: Workplace, folder: ReplicaFiles, copied: Copied, size: int) -> None:
    """End the keys of what is gone, and clear what the place keeps of it."""
    current = {(one.package, one.generation) for one in held_objects(workplace, size)}
    days = {name.rpartition("/")[0] for name in held_events(workplace, size).ended}
    folder.forget_keys(current, days)
    found, before = folder.clear_remains(), copied.remains
    copied.remains = replace(
        found, uploads=found.uploads + before.uploads, deleted=found.deleted + before.deleted
    )


def _follow(
    workplace: Workplace, folder: ReplicaFiles, replica: Replica, copied: Copied, size: int
) -> int:
    """Tell that a replica was written whole, and let that event follow; 0 if more came in."""
    workplace.record(Book.JOURNAL, WRITTEN, replica.id, _told(copied, size))
    end = seal_events(workplace)
    if any(first >= size for first, _ in workplace.log.packages()):
        return 0
    try:
        _pass(workplace, folder, copied, end, deep=False)
    except Moved:
        return 0
    return end


def _told(copied: Copied, size: int) -> JsonObject:
    return {
        "bytes": copied.bytes,
        "files": copied.files,
        "locked": copied.remains.locked,
        "locked_until": iso(copied.remains.until) if copied.remains.until else None,
        "objects": copied.objects,
        "removed": [*copied.removed],
        "renewed": len(copied.renewed),
        "size": size,
        "strange": len(copied.strange),
    }


def _bring_up(workplace: Workplace, replica: ReplicaFiles, copied: Copied, *, deep: bool) -> int:
    for left in reversed(range(_TRIES)):
        try:
            size = _newest(workplace)
            _pass(workplace, replica, copied, size, deep=deep)
        except Moved:
            copied.damaged.clear()
            continue
        # What is gone may have gone to another generation meanwhile.
        if not (left and copied.damaged and _newest(workplace) > size):
            return size
        copied.damaged.clear()
    raise NotNow(NO_REST)


def _newest(workplace: Workplace) -> int:
    latest = workplace.log.latest()
    return latest.size if latest else 0


def _pass(
    workplace: Workplace, replica: ReplicaFiles, copied: Copied, size: int, *, deep: bool
) -> None:
    """Copy what the log held at a size."""
    copying = Copying(workplace, replica, copied, deep=deep)
    there = dict(objects_in(replica))
    held = held_objects(workplace, size)
    for name in ("objects", "sealed"):
        copying.small(f"{name}/{ROOT_DECLARATION}")
    for count, one in enumerate(held, 1):
        copying.object(one, there)
        workplace.reporter.progress(count, len(held))
    events = held_events(workplace, size)
    for leaf, name in events.due:
        copying.event(leaf, name)
    tables = _copy_blind(workplace, copying)
    _copy_log(workplace, replica, copying, size)
    if not copied.damaged:
        keep = {one.path or there.get(one.name, "") for one in held}
        _take_away(replica, copied, keep, there)
        _take_days(replica, copied, events)
    _look_for_strangers(replica, copied, events, tables)


def objects_in(replica: ReplicaFiles) -> Iterator[tuple[str, str]]:
    """Give the objects that a replica holds whole: their names with generation, and paths."""
    for path in _object_paths(replica):
        if replica.kind(f"{path}/{INVENTORY}") == "file":
            yield name_of(path), path


def _object_paths(replica: ReplicaFiles) -> Iterator[str]:
    """Give the folders in which an object should lie, whatever their names."""
    for top, depth in (("objects", 3), ("sealed", 3), ("open", 4)):
        yield from (one.path for one in _at(replica, top, depth) if one.is_folder)


def _at(replica: ReplicaFiles, folder: str, depth: int) -> Iterator[Entry]:
    for entry in replica.listing(folder):
        if depth == 1 or not entry.is_folder:
            yield entry
        else:
            yield from _at(replica, entry.path, depth - 1)


def _copy_blind(workplace: Workplace, copying: Copying) -> set[str]:
    """Copy the blind index, each list after the files that it names; gives what it names."""
    named = set()
    for table in table_folders(workplace.layout.blind):
        folder = workplace.layout.blind / table
        listed = read_table_files(folder)
        if listed is None:
            continue
        for name, (_, digest) in listed.items():
            copying.table(f"blind/{table}/{name}", digest)
            named.add(f"blind/{table}/{name}")
        if read_table_files(folder) != listed:
            raise Moved(table)
        copying.small(f"blind/{table}/{TABLE_FILES}")
        named.add(f"blind/{table}/{TABLE_FILES}")
    return named


def _copy_log(workplace: Workplace, replica: ReplicaFiles, copying: Copying, size: int) -> None:
    """Copy the log as it is at a size; its newest checkpoint comes last."""
    for name in TEXTS:
        copying.small(name)
    log = workplace.layout.log
    for path in sorted((log / "keys").iterdir()):
        copying.small(f"log/keys/{path.name}")
    for first, _ in workplace.log.statements(size):
        copying.fixed(f"log/segments/{first:012d}.json")
    _copy_tiles(replica, copying, size)
    for at in workplace.log.checkpoints():
        if at > size:
            break
        if workplace.log.stamp_path(at).is_file():
            copying.fixed(f"log/checkpoints/{at:012d}.tsr")
        copying.fixed(f"log/checkpoints/{at:012d}.txt")


def _copy_tiles(replica: ReplicaFiles, copying: Copying, size: int) -> None:
    """Copy the tiles of a size: of one that is not full, as many hashes as the size has."""
    for level in range(_LEVELS):
        full, rest = divmod(size >> 8 * level, WIDTH)
        for number in range(full):
            path = f"log/tile/{tile_path(level, number)}"
            is_new = replica.kind(path) != "file"
            copying.fixed(path)
            for part in replica.listing(f"{path}.p") if is_new else ():
                replica.remove(part.path)
        if not rest:
            continue
        path = f"log/tile/{tile_path(level, full, rest)}"
        if replica.kind(path) != "file":
            copying.small(path, copying.tile(level, full, rest))
        for narrower in replica.listing(path.rpartition("/")[0]):
            # Needless by now; a replica that has no checkpoint of this size yet keeps them.
            if narrower.path != path and narrower.name.isdecimal() and not narrower.is_folder:
                replica.remove(narrower.path)


def _take_away(
    replica: ReplicaFiles, copied: Copied, keep: set[str], there: dict[str, str]
) -> None:
    """Take away objects that are gone here: other generations, and what was never finished."""
    for path in [*_object_paths(replica)]:
        name = name_of(path)
        if path in keep or not name:
            continue
        if name in there:
            copied.removed.append(name)
        replica.remove(path)
        replica.remove_empty(path.rpartition("/")[0])


def _take_days(replica: ReplicaFiles, copied: Copied, events: HeldEvents) -> None:
    """Take away who looked at what, of days of which the term is over (docs/adr/0122)."""
    for entry in [*_at(replica, Book.ACCESS.value, 4)] if events.ended else ():
        if entry.path not in events.ended:
            continue
        replica.remove(entry.path)
        day = entry.path.rpartition("/")[0]
        replica.remove_empty(day)
        if day not in copied.removed:
            copied.removed.append(day)


def _look_for_strangers(
    replica: ReplicaFiles, copied: Copied, events: HeldEvents, tables: set[str]
) -> None:
    """Name what lies in the replica and is nothing of this archive; clear what a death left."""
    found = [*_strange_tops(replica)]
    for path in _object_entries(replica):
        found += [] if name_of(path) else [path]
    named = {name for _, name in events.due} | events.ended
    for book in Book:
        for entry in _at(replica, book.value, 4):
            if not EVENT_PATH.fullmatch(entry.path) or entry.path not in named:
                found += _unless_left(replica, entry)
    found += _clear_blind(replica, tables)
    # Links and devices, met while all this was listed, or in a pass before: each is told once.
    odd = {one.path for one in replica.outcome.findings if one.code == "VERIFY-104"}
    copied.strange[:] = sorted({*found, *odd})


def _clear_blind(replica: ReplicaFiles, tables: set[str]) -> Iterator[str]:
    """Take away files of the blind index of which the rows were merged, or went; name others."""
    for entry in replica.listing("blind"):
        if entry.is_folder and is_of_epoch(entry.name):
            for table in replica.listing(entry.path):
                yield from _clear_table(replica, table, tables)
            replica.remove_empty(entry.path)
        else:
            yield from _clear_table(replica, entry, tables)


def _clear_table(replica: ReplicaFiles, table: Entry, tables: set[str]) -> Iterator[str]:
    for entry in replica.listing(table.path) if table.is_folder else [table]:
        if entry.path in tables:
            continue
        if table.name in TABLES and not entry.is_folder:
            replica.remove(entry.path)
        else:
            yield entry.path
    if table.is_folder and is_of_epoch(table.path.split("/")[-2]):
        replica.remove_empty(table.path)  # of an epoch that ended


def _object_entries(replica: ReplicaFiles) -> Iterator[str]:
    for top, depth in (("objects", 3), ("sealed", 3), ("open", 4)):
        for entry in _at(replica, top, depth):
            if entry.path != f"{top}/{ROOT_DECLARATION}":
                yield from _unless_left(replica, entry)


def _unless_left(replica: ReplicaFiles, entry: Entry) -> list[str]:
    if is_leftover(entry):
        replica.remove(entry.path)
        return []
    return [entry.path]


def _strange_tops(replica: ReplicaFiles) -> Iterator[str]:
    """Name what lies beside the parts, and in them beside what belongs there."""
    yield from replica.strange_tops()
    books = {book.value for book in Book}
    for part, names in (
        (LOG_PART, {*TEXTS, "log"}),
        (DATA_PART, {"objects", "sealed", "open", "blind", *books}),
    ):
        for entry in replica.listing("", part):
            if entry.name not in names and not is_leftover(entry):
                yield f"{part}/{entry.name}"

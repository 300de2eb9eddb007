"""Rehearse a restore: make a working archive of a replica alone, and look whether it is one.

Beside the archive, with the keys that are given: nothing here is changed, but for an event that
tells how it went.
"""

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from weerklank.integrity.merkle import root
from weerklank.integrity.tiles import MissingTile
from weerklank.integrity.verify.findings import Finding, NotChecked
from weerklank.integrity.verify.tree import Unreadable
from weerklank.model.errors import BrokenInput, NotNow, Refused, WeerklankError, fault
from weerklank.model.event import Book
from weerklank.model.text import Text
from weerklank.services.catalogue.consult_catalogue import consult
from weerklank.services.catalogue.rebuild_catalogue import rebuild_catalogue
from weerklank.services.keep.repair_log import pin_of
from weerklank.services.keep.replica_files import (
    DATA_PART,
    LOG_PART,
    ReplicaFiles,
    mode_of,
)
from weerklank.services.keep.replica_place import replica_at
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.verify.verify_archive import look_over
from weerklank.services.workplace import Workplace, open_workplace
from weerklank.store.atomic import make_folder
from weerklank.store.keys import Pin

REHEARSED = "restore.rehearsed"
NOT_EMPTY = fault(
    "REPLICA-011",
    Text(
        nl="{folder} is niet leeg, of ligt in het archief, de sleutels of de replica.",
        en="{folder} is not empty, or lies within the archive, the keys or the replica.",
    ),
    Text(
        nl="Noem een lege of nieuwe map ernaast; wat bij de oefening ontstaat, komt daarin.",
        en="Name an empty or new folder beside it; what the rehearsal makes comes there.",
    ),
)
NO_ROOM = fault(
    "REPLICA-012",
    Text(
        nl="De replica zegt {bytes} bytes te hebben; in {folder} is ruimte voor {free}.",
        en="The replica says that it has {bytes} bytes; {folder} has room for {free}.",
    ),
    Text(
        nl="Noem een map op een schijf met meer ruimte.",
        en="Name a folder on a disk with more room.",
    ),
)
NO_LOG = fault(
    "REPLICA-013",
    Text(
        nl="De replica heeft geen logboek dat te lezen is.",
        en="The replica has no log that can be read.",
    ),
    Text(
        nl="Werk haar bij met 'weerklank replicate --deep', of noem een andere.",
        en="Bring it up to date with 'weerklank replicate --deep', or name another.",
    ),
)
COPIES = Text("De replica wordt overgezet.", "Copying the replica.")
#: What is not in a replica, and why that is so.
NOT_IN_IT = (
    Text(
        "sleutels: die komen uit de back-up van de sleutelmap",
        "keys: those come from the back-up of the key folder",
    ),
    Text(
        "de catalogus: zij is opnieuw gemaakt",
        "the catalogue: it was made anew",
    ),
    Text(
        "sloten en werkbestanden van runs",
        "locks and working files of runs",
    ),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Rehearsed:
    """How a rehearsal went."""

    #: Number of the replica.
    replica: str
    folder: Path
    findings: tuple[Finding, ...]
    not_checked: tuple[NotChecked, ...]
    #: Records that were found in the copy, and that the archive has now.
    records: int
    records_here: int
    #: Leaves of the log of the copy, and how many the archive has more.
    size: int
    behind: int
    #: Whether the log of the archive begins with that of the copy.
    same_log: bool
    #: Why no catalogue could be made; None when it could.
    problem: WeerklankError | None = None

    @property
    def ok(self) -> bool:
        """Tell whether what was copied is an archive, and is this one."""
        is_whole = self.records == self.records_here or bool(self.behind)
        return not self.findings and self.same_log and self.problem is None and is_whole


def rehearse_restore(workplace: Workplace, url: str, folder: Path) -> Rehearsed:
    """Make an archive of a replica in an empty folder, check all of it, and compare it with this.

    Refused for a folder that is not empty or not apart; NotNow without room; BrokenInput for what
    is no replica of this archive.
    """
    number, replica = replica_at(workplace, url)
    target = Path(os.path.realpath(folder))
    for other in filter(None, (workplace.layout.root, workplace.keys.folder, replica.folder)):
        real = Path(os.path.realpath(other))
        if target == real or target in real.parents or real in target.parents:
            raise Refused(NOT_EMPTY, folder=folder)
    if target.exists() and (not target.is_dir() or any(target.iterdir())):
        raise Refused(NOT_EMPTY, folder=folder)
    workplace.reporter.step(COPIES)
    unread = _copy_all(workplace, replica, target)
    done = _look(workplace, number, target, unread)
    workplace.record(
        Book.JOURNAL,
        REHEARSED,
        number,
        {
            "behind": done.behind,
            "findings": len(done.findings),
            "ok": done.ok,
            "records": done.records,
            "records_here": done.records_here,
            "same_log": done.same_log,
            "size": done.size,
        },
    )
    seal_events(workplace)
    return done


def _files(replica: ReplicaFiles, part: str, folder: str = "") -> Iterator[str]:
    for entry in replica.listing(folder, part):
        if entry.is_folder:
            yield from _files(replica, part, entry.path)
        else:
            yield entry.path


def _copy_all(workplace: Workplace, replica: ReplicaFiles, target: Path) -> list[str]:
    """Lay both parts over each other; gives what was no plain file, or could not be read."""
    make_folder(target)
    total, free = 0, shutil.disk_usage(target).free
    for part in (LOG_PART, DATA_PART):
        for name in _files(replica, part):
            total += replica.size_in(part, name)
    if total > free:
        raise NotNow(NO_ROOM, bytes=total, free=free, folder=target)
    count = 0
    unread = []
    for part in (LOG_PART, DATA_PART):
        for name in _files(replica, part):
            path = target / name
            path.parent.mkdir(parents=True, exist_ok=True)
            try:
                blocks = replica.blocks_in(part, name)
                first = next(blocks, b"")  # what can't be read makes no file
                with path.open("xb") as stream:
                    os.fchmod(stream.fileno(), mode_of(name))
                    stream.write(first)
                    stream.writelines(blocks)
            except (FileExistsError, FileNotFoundError, Unreadable):
                unread.append(f"{part}/{name}")
            count += 1
            workplace.reporter.progress(count)
    odd = {one.path for one in replica.outcome.findings}
    return sorted({*unread, *odd})


def _look(workplace: Workplace, number: str, target: Path, unread: list[str]) -> Rehearsed:
    """Check the copy as an archive of its own, and compare it with the one that it is of."""
    copy = open_workplace(
        target,
        workplace.keys.folder,
        clock=workplace.clock,
        reporter=workplace.reporter,
        verifying=True,
    )
    latest = copy.log.latest()
    if latest is None:
        raise BrokenInput(NO_LOG)
    here = workplace.log.latest()
    size = here.size if here else 0
    due = b""
    with suppress(MissingTile):
        due = root(latest.size, workplace.log.tiles.subtree) if latest.size <= size else b""
    pin = Pin(workplace.organisation.origin, pin_of(workplace).key, latest.size, latest.root)
    outcome = look_over(copy, deep=True, pin=pin)
    records, problem = 0, None
    try:
        records = rebuild_catalogue(copy).records
    except WeerklankError as error:
        problem = error
    held = 0
    with suppress(WeerklankError):
        held = consult(workplace, lambda catalogue: catalogue.database.parts.stand()[2])
    return Rehearsed(
        replica=number,
        folder=target,
        findings=(
            *(Finding("VERIFY-104", path) for path in unread),
            *outcome.all_findings(),
        ),
        not_checked=tuple(outcome.skipped.values()),
        records=records,
        records_here=held,
        size=latest.size,
        behind=size - latest.size,
        same_log=due == latest.root,
        problem=problem,
    )

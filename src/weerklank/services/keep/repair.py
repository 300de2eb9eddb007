"""Repair: mend from replicas what a check finds damaged or missing.

What comes from a replica is held against the signed log before it takes a place. What was there
is kept aside until a check finds nothing; what no replica has is named.
"""

from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

from weerklank.model.errors import BrokenInput, NotNow, WeerklankError, fault
from weerklank.model.text import Text
from weerklank.services.keep.mending import Bench, Mended, clear_aside, left_aside
from weerklank.services.keep.repair_log import Source, mend_log
from weerklank.services.keep.repair_packages import mend_blind, mend_packages
from weerklank.services.keep.replica_place import open_replica, replica_at
from weerklank.services.seal.read_replicas import read_replicas
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.verify.verify_archive import Verification, look_over, verify_archive
from weerklank.services.workplace import Workplace
from weerklank.store.lock import locked

NO_REPLICA = fault(
    "REPLICA-010",
    Text(
        nl="Er is geen replica om uit te herstellen.",
        en="There is no replica to mend from.",
    ),
    Text(
        nl="Sluit de schijf aan; 'weerklank replica list' toont welke er zijn.",
        en="Mount the disk; 'weerklank replica list' shows which there are.",
    ),
)
FETCHES = Text("Wat beschadigd is, wordt uit replica's gehaald.", "Fetching what is damaged.")
PASSED = Text("Replica {replica}: {message}", "Replica {replica}: {message}")


@dataclass(frozen=True, slots=True)
class Repaired:
    """What was mended, and what a check says after it."""

    mended: tuple[Mended, ...]
    after: Verification
    #: Where what was damaged is kept, below the archive's folder; empty when all is sound.
    kept: tuple[str, ...]

    @property
    def ok(self) -> bool:
        """Tell whether nothing is wrong any more."""
        return self.after.ok


def repair(workplace: Workplace, urls: Sequence[str] = ()) -> Repaired:
    """Mend what is damaged from replicas, and check again; from those on the list, or others.

    NotNow when no replica is at hand, and something is damaged.
    """
    bench = Bench.begin(workplace)
    found = look_over(workplace).findings
    if found:
        sources = [Source(*replica_at(workplace, url)) for url in urls] or _sources(workplace)
        if not sources:
            raise NotNow(NO_REPLICA)
        workplace.reporter.step(FETCHES)
        with locked(workplace.layout.lock("log"), "log", wait=True):
            mend_log(workplace, sources, bench)
        if _can_go_on(workplace):
            bench.tell_all()
            found = look_over(workplace).findings
            mend_packages(workplace, sources, bench, found)
            mend_blind(workplace, sources, bench, found)
            seal_events(workplace)
    after = verify_archive(workplace)
    if after.ok:
        clear_aside(workplace)
    root = workplace.layout.root
    kept = tuple(path.relative_to(root).as_posix() for path in left_aside(workplace))
    return Repaired((*bench.mended, *bench.untold()), after, kept)


def _sources(workplace: Workplace) -> list[Source]:
    """Give the replicas on the list that are at hand; a decision that is damaged lists none."""
    found = []
    for one in read_replicas(workplace, genuine=True).values():
        if one.removed is not None:
            continue
        try:
            found.append(Source(one.id, open_replica(workplace, one)))
        except WeerklankError as error:
            message = Text(error.message("nl"), error.message("en"))
            workplace.reporter.step(PASSED, replica=one.id, message=message)
    return found


def _can_go_on(workplace: Workplace) -> bool:
    """Tell whether the log is sound, so that it says what packages are, and takes in events."""
    with suppress(BrokenInput):
        workplace.demand_sound()
        return True
    return False

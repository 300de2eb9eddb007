"""Refuse a replica whose log is not a beginning of ours: it may be all that is left of it."""

from contextlib import suppress

from weerklank.integrity.checkpoint import BadCheckpoint, Checkpoint, is_signed_by, parse
from weerklank.integrity.merkle import root
from weerklank.integrity.verify.tree import SMALL
from weerklank.model.errors import BrokenInput, fault
from weerklank.model.text import Text
from weerklank.services.keep.repair_log import pin_of
from weerklank.services.keep.replica_files import ReplicaFiles
from weerklank.services.workplace import Workplace

AHEAD = fault(
    "REPLICA-009",
    Text(
        nl="De replica heeft een langer logboek ({there} bladeren) dan het archief ({here}).",
        en="The replica has a longer log ({there} leaves) than the archive ({here}).",
    ),
    Text(
        nl="Er is niets geschreven. Het archief is teruggezet of niet heel: draai 'weerklank "
        "verify' en haal uit de replica terug wat ontbreekt.",
        en="Nothing was written. The archive was put back or is not whole: run 'weerklank "
        "verify' and bring back from the replica what is missing.",
    ),
)
OTHER_LOG = fault(
    "REPLICA-014",
    Text(
        nl="Het logboek van de replica ging na een eerder punt anders verder dan dat van het "
        "archief ({size} bladeren).",
        en="The log of the replica went on otherwise than that of the archive ({size} leaves).",
    ),
    Text(
        nl="Er is niets geschreven. Het archief is teruggezet en daarna verder gegaan; wat tussen "
        "beide in kwam, ligt misschien alleen nog daar. Bewaar die replica, en begin een nieuwe.",
        en="Nothing was written. The archive was put back and went on since; what came in between "
        "may lie there alone. Keep that replica, and begin another.",
    ),
)


def refuse_other_log(workplace: Workplace, replica: ReplicaFiles) -> None:
    """Raise BrokenInput for a replica of which the log is longer, or went another way."""
    here = max(workplace.log.checkpoints(), default=0)
    names = [one.name for one in replica.listing("log/checkpoints")]
    sizes = [int(name[:-4]) for name in names if name.endswith(".txt") and name[:-4].isdecimal()]
    newest = max(sizes, default=0)
    if newest > here:
        raise BrokenInput(AHEAD, there=newest, here=here)
    for size in sorted(sizes, reverse=True):
        told = _signed(workplace, replica, size)
        if told is not None:  # what is damaged says nothing of another log
            if root(size, workplace.log.tiles.subtree) != told.root:
                raise BrokenInput(OTHER_LOG, size=size)
            return


def _signed(workplace: Workplace, replica: ReplicaFiles, size: int) -> Checkpoint | None:
    """Read a checkpoint of a replica; None when it is not one of this archive's key."""
    note = (replica.read(f"log/checkpoints/{size:012d}.txt", SMALL) or b"").decode(
        errors="replace"
    )
    if not is_signed_by(note, workplace.organisation.origin, pin_of(workplace).key):
        return None
    with suppress(BadCheckpoint):
        told = parse(note)
        return told if told.size == size and size else None
    return None

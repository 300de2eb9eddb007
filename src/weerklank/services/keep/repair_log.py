"""Mend the log and the books of events from a replica.

What a replica has is laid over the archive in thought, and the check of the archive judges it:
only what is then as signed checkpoints and leaves say takes the place of what is damaged.
"""

import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from weerklank.integrity.merkle import EMPTY_ROOT, leaf_hash
from weerklank.integrity.tiles import WIDTH, MissingTile, fold
from weerklank.integrity.verify.findings import Finding, Outcome
from weerklank.integrity.verify.log import Leaves
from weerklank.integrity.verify.root import ABOUT, README, VERIFIER
from weerklank.integrity.verify.tree import LARGE, MIDDLE, Malformed, Tree, Unreadable, parse_line
from weerklank.model.event import Book
from weerklank.services.keep.mending import Bench
from weerklank.services.keep.overlay import Overlay
from weerklank.services.keep.replica_files import LOG_PART, ReplicaFiles
from weerklank.services.verify.verify_archive import look_at_log
from weerklank.services.workplace import Workplace
from weerklank.store.keys import Pin

_HASH = 32
_MOST_ROUNDS = 8
_TILE = re.compile(r"log/tile/([0-6])/((?:x\d{3}/)*\d{3})(?:\.p/([1-9]\d{0,2}))?")
_NUMBERED = re.compile(r"log/(?:segments/(\d{12})\.json|checkpoints/(\d{12})\.(?:txt|tsr))")
_KEY = re.compile(r"log/keys/(?:[0-9a-f]{8}\.(?:vkey|pem)|tsa-ca\.pem)")
_BOOKS = tuple(f"{book.value}/" for book in Book)
#: What of a finding a replica can mend: the file is not there, or is not what it should be.
_STRAY = frozenset({"VERIFY-103", "VERIFY-104", "VERIFY-105", "VERIFY-106"})


@dataclass(frozen=True, slots=True)
class Source:
    """A replica to fetch from."""

    id: str
    folder: ReplicaFiles


def pin_of(workplace: Workplace) -> Pin:
    """Give what the log is held against: what was seen last, or else whose signature it has."""
    pinned = workplace.keys.pinned
    if pinned is not None:
        return pinned
    public = workplace.keys.signer.public_key().public_bytes_raw()
    return Pin(workplace.organisation.origin, public, 0, EMPTY_ROOT)


def mend_log(workplace: Workplace, sources: list[Source], bench: Bench) -> None:
    """Mend what is damaged of log and events, as far as a replica has it as it should be."""
    pin = pin_of(workplace)
    for _ in range(_MOST_ROUNDS):
        before = _judge(workplace, {}, pin)
        if not before or not any(
            _mend_from(workplace, source, bench, before, wider=wider)
            for wider in (False, True)
            for source in sources
        ):
            return


def _judge(workplace: Workplace, files: dict[str, Path], pin: Pin) -> list[Finding]:
    """Check the log with some files in the place of those that are there."""
    outcome = Outcome()
    look_at_log(workplace, Overlay(workplace.layout.root, outcome, files), pin)
    found = [one for one in outcome.findings if one.code not in _STRAY]
    # Texts that no leaf is of are in order when they are those of this version.
    skipped = {"readme-text": README, "verifier-text": VERIFIER}
    return found + [
        Finding("VERIFY-601", name)
        for what, name in skipped.items()
        if what in outcome.skipped and name in files
    ]


def _mend_from(
    workplace: Workplace, source: Source, bench: Bench, before: list[Finding], *, wider: bool
) -> bool:
    """Mend from one replica; tells whether anything was.

    With `wider` also what no finding names and the replica has otherwise: damage may hide other
    damage behind it, and what is fetched for the first is right only beside the second.
    """
    pin = pin_of(workplace)
    codes: dict[str, list[str]] = {}
    for finding in before:
        codes.setdefault(finding.path, []).append(finding.code)
    files = {
        name: bench.stage(content)
        for name, content in _candidates(workplace, source.folder, codes, wider=wider)
    }
    if not files:
        return False
    known = {(one.code, one.path) for one in before}
    for _ in range(_MOST_ROUNDS):  # without what does not help, what is left is judged again
        after = _judge(workplace, files, pin)
        bad = {one.path for one in after if one.path in files}
        if not bad:
            break
        files = {name: path for name, path in files.items() if name not in bad}
    # What can be checked only now may be found wrong now: the next round mends that.
    is_worse = any((one.code, one.path) not in known and one.path in codes for one in after)
    if not files or bad or is_worse or codes.keys() <= {one.path for one in after}:
        return False
    for name, path in files.items():
        bench.put_file(name, path)
    workplace.events.is_sound = False
    for name in files:
        bench.tell_later(name, source.id, codes.get(name, ["VERIFY-101"]))
    return True


def _candidates(
    workplace: Workplace, replica: ReplicaFiles, damaged: dict[str, list[str]], *, wider: bool
) -> Iterator[tuple[str, bytes]]:
    """Give what a replica may have in the place of what is damaged or missing."""
    here = Tree(workplace.layout.root, Outcome())
    due = [*_due(here, replica, pin_of(workplace))]
    names = {name for name in due if not here.kind(name)}
    if wider:
        names |= {name for name in due if _is_other(here, replica, name)}
    for name in sorted({*damaged, *names}):
        tile = _TILE.fullmatch(name)
        if tile:
            content = _tile(here, replica, tile)
        elif name.startswith((*_BOOKS, "log/")) or name in (ABOUT, README, VERIFIER):
            most = MIDDLE if name.startswith(_BOOKS) else LARGE
            content = replica.read(name, most)
        else:
            continue
        if content is not None:
            yield name, content


def _is_other(here: Tree, replica: ReplicaFiles, name: str) -> bool:
    """Tell whether a file of the log is another here than in a replica."""
    try:
        return here.read(name, LARGE) != replica.read(name, LARGE)
    except (FileNotFoundError, Unreadable):
        return True


def _due(here: Tree, replica: ReplicaFiles, pin: Pin) -> Iterator[str]:
    """Name the files of the log that a replica has and that must be here, and never change."""
    newest = max([pin.size, *(int(m[2]) for m in _numbered(here) if m[2])])
    for entry in _below(replica, "log"):
        match, tile = _NUMBERED.fullmatch(entry), _TILE.fullmatch(entry)
        number = int(match[1] or match[2]) if match else 0
        is_due = number <= newest if match else (tile and not tile[3]) or _KEY.fullmatch(entry)
        if is_due and not entry.endswith(".tsr"):
            yield entry


def _numbered(tree: Tree) -> Iterator[re.Match[str]]:
    for entry in tree.listing("log/checkpoints"):
        match = _NUMBERED.fullmatch(entry.path)
        if match:
            yield match


def _below(replica: ReplicaFiles, folder: str) -> Iterator[str]:
    for entry in replica.listing(folder, LOG_PART):
        if entry.is_folder:
            yield from _below(replica, entry.path)
        else:
            yield entry.path


def _tile(here: Tree, replica: ReplicaFiles, match: re.Match[str]) -> bytes | None:
    """Make a tile of what a replica has of it, and of what came since.

    That is told by the files of events, and of higher levels by the tiles below.
    """
    level, width = int(match[1]), int(match[3] or WIDTH)
    number = int(match[2].replace("x", "").replace("/", ""))
    there = Leaves(replica.tree("log/tile"))
    hashes = b""
    for has in range(width, 0, -1):
        try:
            hashes = there.tile(level, number, has)
        except MissingTile:
            continue
        break
    first = number * WIDTH
    try:
        for place in range(len(hashes) // _HASH, width):
            if level:
                lower = Leaves(here).tile(level - 1, first + place, WIDTH)
                hashes += fold([lower[i : i + _HASH] for i in range(0, len(lower), _HASH)])
            else:
                hashes += _leaf(here, first + place, match[0])
    except (MissingTile, FileNotFoundError, Unreadable, Malformed):
        return None
    return hashes


def _leaf(here: Tree, leaf: int, tile: str) -> bytes:
    """Give a leaf by the event that it is of; of a record as the damaged tile has it."""
    for entry in reversed(here.listing("log/segments")):
        match = _NUMBERED.fullmatch(entry.path)
        if match is None or int(match[1]) > leaf:
            continue
        files = parse_line(here.read(entry.path, LARGE)).get("files")
        if isinstance(files, list) and leaf - int(match[1]) < len(files):
            content = here.read(str(files[leaf - int(match[1])]), MIDDLE)
            return leaf_hash(hashlib.sha256(content).digest())
        break
    place = leaf % WIDTH * _HASH
    found = here.read(tile, WIDTH * _HASH)[place : place + _HASH]
    if len(found) != _HASH:
        raise MissingTile(tile)
    return found

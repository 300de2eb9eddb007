"""The log of an archive: what was written, in which order, so that nothing can be changed unseen.

log/tile/…                    hashes (C2SP tlog-tiles)
log/segments/<leaf>.json      which leaf numbers went to what, made once
log/checkpoints/<size>.txt    signed checkpoints, made once; beside it <size>.tsr, the time stamp
log/keys/<id>.pub             public keys
"""

import os
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import orjson

from weerklank.integrity import checkpoint as notes
from weerklank.integrity.checkpoint import Checkpoint
from weerklank.integrity.merkle import EMPTY_ROOT, Digest, inclusion_path, leaf_hash, root
from weerklank.integrity.tiles import MissingTile, Tiles
from weerklank.model.canonical import canonical
from weerklank.model.errors import BrokenInput, fault
from weerklank.model.json_value import JsonObject
from weerklank.model.text import Text
from weerklank.store.atomic import create_file, make_folder, replace_file
from weerklank.store.keys import KeyFolder
from weerklank.store.plain_file import read_plain

FORKED = fault(
    "LOG-001",
    Text(
        nl="Het logboek van het archief past niet bij wat deze computer het laatst zag: "
        "{size} bladeren hier, {pinned} daar.",
        en="The log of the archive does not fit what this machine saw last: "
        "{size} leaves here, {pinned} there.",
    ),
    Text(
        nl="Schrijf niets meer naar dit archief. Draai 'weerklank verify' en vergelijk met een "
        "replica of back-up.",
        en="Write nothing more to this archive. Run 'weerklank verify' and compare it with a "
        "replica or back-up.",
    ),
)

DAMAGED = fault(
    "LOG-002",
    Text(
        nl="Het bestand {path} van het logboek is beschadigd of past niet bij de rest.",
        en="The file {path} of the log is damaged or does not fit the rest.",
    ),
    Text(
        nl="Verander niets; draai 'weerklank verify' en zet het bestand terug uit een kopie.",
        en="Change nothing; run 'weerklank verify' and put the file back from a copy.",
    ),
)

_DIGITS = 12
#: Nanoseconds that a folder must have been left alone before its time of change tells anything.
_SETTLED = 2_000_000_000
_ROOT = 32
_EVENT = re.compile(r"[a-z]+/(\d{4}/\d{2}/\d{2})/[^/]+\.json", re.ASCII)
_PACKAGE = re.compile(r"a\d{4,9}/\d{4}-\d{2}/\d{4,6}", re.ASCII)
#: Bytes of the largest checkpoint or key, and statement; more is nothing that was written here.
_SMALL = 1 << 20
_LARGE = 64 << 20
_BROKEN = (ValueError, TypeError, LookupError, OverflowError)


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Entries that enter the log together, and the statement that says what they are."""

    entries: list[bytes]
    statement: JsonObject


@dataclass(frozen=True, slots=True)
class Told:
    """What the statements of a log tell, as far as they were read."""

    #: Leaves that were read, and the root of the checkpoint of that size.
    size: int = 0
    root: Digest = EMPTY_ROOT
    #: Event files that the log holds.
    events: frozenset[str] = frozenset()
    #: Statements of packages with their first leaves, in order.
    packages: tuple[tuple[int, JsonObject], ...] = ()


class RememberedLog:
    """What a process that answers many questions remembers of a log, for all its threads."""

    def __init__(self) -> None:
        self.told = Told()
        self.latest: Checkpoint | None = None
        #: Number and time of change of the folder of checkpoints in which that was the newest.
        self.seen: tuple[int, int] | None = None
        self.lock = threading.Lock()


class Log:
    """Reads the log, and appends to it under the lock that the caller holds."""

    def __init__(self, folder: Path, remembered: RememberedLog | None = None) -> None:
        self.folder = folder
        self.tiles = Tiles(folder / "tile")
        self._remembered = remembered
        self._own = RememberedLog() if remembered is None else remembered

    def checkpoints(self) -> list[int]:
        """Give the sizes at which there is a checkpoint, ascending."""
        return sorted(map(int, self._numbers("checkpoints", ".txt")))

    def _numbers(self, folder: str, ending: str) -> Iterator[str]:
        """Give the names of numbers that files in a folder bear."""
        try:
            names = os.listdir(self.folder / folder)  # noqa: PTH208 - thousands, at each page
        except (FileNotFoundError, NotADirectoryError):
            return iter(())
        stems = (name.removesuffix(ending) for name in names if name.endswith(ending))
        return filter(_is_number, stems)

    def note(self, size: int) -> str:
        """Give the signed note of a size; BrokenInput when it is not of that size."""
        self._read_note(size)
        return self._text(self.note_path(size))

    def _read_note(self, size: int) -> Checkpoint:
        path = self.note_path(size)
        try:
            found = notes.parse(self._text(path))
        except _BROKEN as error:
            raise self._damaged(path) from error
        if found.size != size or len(found.root) != _ROOT:
            raise self._damaged(path)
        return found

    def _text(self, path: Path) -> str:
        """Read a small file; ValueError when it is none, or not UTF-8."""
        return read_plain(path, _SMALL).decode("utf-8")

    def _damaged(self, path: Path) -> BrokenInput:
        below = path.relative_to(self.folder).as_posix()
        return BrokenInput(DAMAGED, path=f"{self.folder.name}/{below}")

    def note_path(self, size: int) -> Path:
        """Give the file of a checkpoint."""
        return self.folder / "checkpoints" / f"{size:0{_DIGITS}d}.txt"

    def stamp_path(self, size: int) -> Path:
        """Give the file of the time stamp over a checkpoint."""
        return self.folder / "checkpoints" / f"{size:0{_DIGITS}d}.tsr"

    def latest(self) -> Checkpoint | None:
        """Give the newest checkpoint; None for a log without any; BrokenInput for a bad one."""
        if self._remembered is None:
            return self._newest()
        try:
            told = (self.folder / "checkpoints").stat()
        except FileNotFoundError:
            return None
        seen = (told.st_ino, told.st_mtime_ns)
        with self._remembered.lock:
            if seen != self._remembered.seen:
                self._remembered.latest = self._newest()
                # Of a folder that was changed just now, a later change may bear the same time.
                is_settled = time.time_ns() - told.st_mtime_ns > _SETTLED
                self._remembered.seen = seen if is_settled else None
            return self._remembered.latest

    def _newest(self) -> Checkpoint | None:
        newest = max(self._numbers("checkpoints", ".txt"), default=None)
        return None if newest is None else self._read_note(int(newest))

    def statements(self, size: int | None = None) -> Iterator[tuple[int, JsonObject]]:
        """Give what went into the log, as (first leaf, statement), up to a size."""
        if size is None:
            latest = self.latest()
            size = latest.size if latest else 0
        due = 0
        for first, path in self._segments():
            if first < size:
                self._demand_next(due, first)
                statement = self._statement(path)
                due = first + _leaves(statement)
                yield first, statement
        self._demand_next(due, size)

    def events(self) -> frozenset[str]:
        """Give the event files that the log holds; what was read before is not read again."""
        return self._read_on().events

    def events_since(self, size: int) -> Iterator[str]:
        """Give the event files that entered the log from a size on, in order."""
        latest = self.latest()
        while latest is not None and size < latest.size:
            statement = self._statement(self._segment_path(size))
            leaves = _leaves(statement)
            if not leaves:
                raise self._damaged(self._segment_path(size))
            names = statement.get("files")
            yield from map(str, names) if isinstance(names, list) else ()
            size += leaves

    def packages(self) -> tuple[tuple[int, JsonObject], ...]:
        """Give the statements of packages, as (first leaf, statement), in order.

        What was read before is not read again.
        """
        return self._read_on().packages

    def _read_on(self) -> Told:
        """Read the statements that came since they were last read, up to the newest checkpoint."""
        latest = self.latest()
        with self._own.lock:
            told = self._own.told
            if latest is None or not self._goes_on(told, latest):
                told = Told()  # an older log was laid here, or another: what was read is not in it
            if latest is not None and told.size < latest.size:
                told = self._told_up_to(latest, told)
            self._own.told = told
        return told

    def _goes_on(self, told: Told, latest: Checkpoint) -> bool:
        """Tell whether this still is the log that was read."""
        if latest.size == told.size:
            return latest.root == told.root
        if latest.size < told.size:
            return False
        if not told.size:
            return True
        return self.note_path(told.size).exists() and self._read_note(told.size).root == told.root

    def holds(self, size: int, root_then: str) -> bool:
        """Tell whether there is a checkpoint of a size with that root, in hexadecimals."""
        latest = self.latest()
        if latest is None or not 0 < size <= latest.size or not self.note_path(size).exists():
            return False
        return self._read_note(size).root.hex() == root_then

    def _told_up_to(self, latest: Checkpoint, told: Told) -> Told:
        events: list[str] = []
        packages: list[tuple[int, JsonObject]] = []
        due = told.size
        while due < latest.size:
            path = self._segment_path(due)
            try:
                statement = self._statement(path)
            except FileNotFoundError as error:
                raise self._damaged(path) from error
            if not _leaves(statement):
                raise self._damaged(path)
            if statement["kind"] == "package":
                packages.append((due, statement))
            names = statement.get("files")
            events += map(str, names) if isinstance(names, list) else ()
            due += _leaves(statement)
        self._demand_next(due, latest.size)
        return Told(
            latest.size,
            latest.root,
            told.events.union(events),
            (*told.packages, *packages),
        )

    def _demand_next(self, due: int, found: int) -> None:
        """Refuse a hole: what the log does not tell of would be taken in a second time."""
        if due != found:
            raise self._damaged(self._segment_path(due))

    def _segment_path(self, first: int) -> Path:
        return self.folder / "segments" / f"{first:0{_DIGITS}d}.json"

    def _segments(self) -> list[tuple[int, Path]]:
        firsts = sorted(map(int, self._numbers("segments", ".json")))
        return [(first, self._segment_path(first)) for first in firsts]

    def _statement(self, path: Path) -> JsonObject:
        """Read a statement; BrokenInput when what it says can't be used."""
        try:
            statement: JsonObject = orjson.loads(read_plain(path, _LARGE))
            good = _is_count(statement["leaves"])
            files = statement.get("files")
            if statement["kind"] == "events":
                good = good and isinstance(files, list) and all(map(_is_event, files))
            else:
                good = good and _is_of_package(statement)
        except _BROKEN as error:
            raise self._damaged(path) from error
        if not good:
            raise self._damaged(path)
        return statement

    def append(self, batches: list[Batch], origin: str, keys: KeyFolder) -> Checkpoint:
        """Append batches and sign one checkpoint over them.

        Tiles first, then the statements, then the checkpoint: what lies beyond the newest
        checkpoint after a crash was never in the log, and is overwritten.
        """
        signer = keys.signer
        latest = self.demand_appendable(origin, keys)
        size = latest.size
        leaves = [leaf_hash(entry) for batch in batches for entry in batch.entries]
        self.tiles.append(size, leaves)
        make_folder(self.folder / "segments")
        self._drop_beyond(size)
        first = size
        for batch in batches:
            line = canonical({**batch.statement, "first": first, "leaves": len(batch.entries)})
            replace_file(self._segment_path(first), line + b"\n")
            first += len(batch.entries)
        new = Checkpoint(origin, first, root(first, self.tiles.subtree), previous=size)
        make_folder(self.folder / "checkpoints")
        create_file(self.note_path(first), notes.sign(new, signer).encode())
        keys.pin(
            origin=origin,
            public_key=signer.public_key().public_bytes_raw(),
            size=first,
            root=new.root,
        )
        return new

    def demand_appendable(self, origin: str, keys: KeyFolder) -> Checkpoint:
        """Give the checkpoint to append to, under the caller's lock.

        BrokenInput, NotNow or Refused when it can't be appended to with these keys.
        """
        latest = self._newest() or Checkpoint(origin, 0, EMPTY_ROOT)
        self._refuse_fork(latest, keys, keys.signer.public_key().public_bytes_raw())
        return latest

    def _drop_beyond(self, size: int) -> None:
        # Statements of a run that died between statement and checkpoint: never in the log.
        for first in map(int, self._numbers("segments", ".json")):
            if first >= size:
                self._segment_path(first).unlink()

    def _refuse_fork(self, latest: Checkpoint, keys: KeyFolder, public: bytes) -> None:
        """Refuse to sign what would stand on anything but what this key signed before.

        A checkpoint that someone else laid there would otherwise be vouched for by the next.
        """
        pinned = keys.pinned
        if pinned is not None and pinned.key != public:
            raise keys.damaged("log.pem")
        if latest.size:
            path = self.note_path(latest.size)
            if not notes.is_signed_by(self._text(path), latest.origin, public):
                raise self._damaged(path)
            if self._root(latest.size) != latest.root:
                raise self._damaged(self.tiles.folder)
        if pinned is None:
            return
        if pinned.size > latest.size or self._root(pinned.size) != pinned.root:
            raise BrokenInput(FORKED, size=latest.size, pinned=pinned.size)

    def _root(self, size: int) -> Digest:
        """Compute the root of a size from the tiles; BrokenInput when one is missing."""
        try:
            return root(size, self.tiles.subtree)
        except MissingTile as error:
            raise self._damaged(self.tiles.folder / str(error)) from error

    def path(self, leaf: int, size: int) -> list[bytes]:
        """Give the inclusion path of a leaf in the tree of a size."""
        try:
            return inclusion_path(leaf, size, self.tiles.subtree)
        except MissingTile as error:
            raise self._damaged(self.tiles.folder / str(error)) from error

    def leaf(self, number: int) -> Digest:
        """Give one leaf; BrokenInput when its tile is missing."""
        try:
            return self.tiles.leaf(number)
        except MissingTile as error:
            raise self._damaged(self.tiles.folder / str(error)) from error

    def damaged_tiles(self) -> BrokenInput:
        """Say that the tiles do not give the root of the newest checkpoint."""
        return self._damaged(self.tiles.folder)

    def signing_key(self, size: int) -> str:
        """Give the published key that signed a checkpoint, as C2SP verifier key.

        BrokenInput when a published key can't be read, or none signed it.
        """
        note = self.note(size)
        origin = notes.parse(note).origin
        for path in sorted((self.folder / "keys").glob("*.vkey")):
            try:
                line = self._text(path).strip()
                name, public = notes.read_verifier_key(line)
                if name == origin and notes.is_signed_by(note, name, public):
                    return line
            except _BROKEN as error:
                raise self._damaged(path) from error
        for identifier in notes.signers(note, origin):
            path = self.folder / "keys" / f"{identifier}.vkey"
            if not path.exists():
                raise self._damaged(path)
        raise self._damaged(self.note_path(size))

    def publish_key(self, origin: str, public: bytes) -> None:
        """Lay a public key beside the log: as verifier key, and as PEM for openssl."""
        folder = self.folder / "keys"
        make_folder(folder)
        identifier = notes.key_id(origin, public).hex()
        replace_file(
            folder / f"{identifier}.vkey", (notes.verifier_key(origin, public) + "\n").encode()
        )
        replace_file(folder / f"{identifier}.pem", public_pem(public))


def _is_event(name: object) -> bool:
    """Tell whether this names an event file; ValueError when its day is none."""
    match = _EVENT.fullmatch(name) if isinstance(name, str) else None
    return match is not None and bool(date.fromisoformat(match[1].replace("/", "-")))


def _is_of_package(statement: JsonObject) -> bool:
    """Tell whether a statement names a package, its generation, and what went up in it."""
    merged = statement.get("merged", [])
    names = [statement["package"], *(merged if isinstance(merged, list) else [None])]
    counts = (statement["generation"], statement.get("records", 0), statement.get("answers", 0))
    return all(isinstance(name, str) and _PACKAGE.fullmatch(name) for name in names) and all(
        map(_is_count, counts)
    )


def _is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0


def _leaves(statement: JsonObject) -> int:
    """Give how many leaves a statement tells of."""
    leaves = statement["leaves"]
    return leaves if isinstance(leaves, int) else 0


def _is_number(stem: str) -> bool:
    """Tell whether a file is named by a number of leaves; others are for `verify` to name."""
    return len(stem) == _DIGITS and stem.isascii() and stem.isdecimal()


def public_pem(public: bytes) -> bytes:
    """Write an Ed25519 key as the PEM that openssl reads (RFC 8410)."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    return Ed25519PublicKey.from_public_bytes(public).public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )

"""The log of an archive: what was written, in which order, so that nothing can be changed unseen.

log/tile/…                    hashes (C2SP tlog-tiles)
log/segments/<leaf>.json      which leaf numbers went to what, made once
log/checkpoints/<size>.txt    signed checkpoints, made once; beside it <size>.tsr, the time stamp
log/keys/<id>.pub             public keys
"""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import orjson

from weerklank.integrity import checkpoint as notes
from weerklank.integrity.checkpoint import Checkpoint
from weerklank.integrity.merkle import EMPTY_ROOT, inclusion_path, leaf_hash, root
from weerklank.integrity.tiles import Tiles
from weerklank.model.canonical import canonical
from weerklank.model.errors import Defect, fault
from weerklank.model.json_value import JsonObject
from weerklank.model.text import Text
from weerklank.store.atomic import create_file, make_folder, replace_file
from weerklank.store.keys import KeyFolder

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

_DIGITS = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """Entries that enter the log together, and the statement that says what they are."""

    entries: list[bytes]
    statement: JsonObject


class Log:
    """Reads the log, and appends to it under the lock that the caller holds."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.tiles = Tiles(folder / "tile")

    def checkpoints(self) -> list[int]:
        """Give the sizes at which there is a checkpoint, ascending."""
        return sorted(int(path.stem) for path in (self.folder / "checkpoints").glob("*.txt"))

    def note(self, size: int) -> str:
        """Give the signed note of a size."""
        return self.note_path(size).read_text()

    def note_path(self, size: int) -> Path:
        """Give the file of a checkpoint."""
        return self.folder / "checkpoints" / f"{size:0{_DIGITS}d}.txt"

    def stamp_path(self, size: int) -> Path:
        """Give the file of the time stamp over a checkpoint."""
        return self.folder / "checkpoints" / f"{size:0{_DIGITS}d}.tsr"

    def latest(self) -> Checkpoint | None:
        """Give the newest checkpoint; None for a log without any."""
        sizes = self.checkpoints()
        return notes.parse(self.note(sizes[-1])) if sizes else None

    def statements(self, size: int | None = None) -> Iterator[tuple[int, JsonObject]]:
        """Give what went into the log, as (first leaf, statement), up to a size."""
        if size is None:
            latest = self.latest()
            size = latest.size if latest else 0
        for path in sorted((self.folder / "segments").glob("*.json")):
            first = int(path.stem)
            if first < size:
                yield first, orjson.loads(path.read_bytes())

    def statements_backwards(self) -> Iterator[JsonObject]:
        """Give what went into the log, newest first."""
        latest = self.latest()
        size = latest.size if latest else 0
        for path in sorted((self.folder / "segments").glob("*.json"), reverse=True):
            if int(path.stem) < size:
                yield orjson.loads(path.read_bytes())

    def append(self, batches: list[Batch], origin: str, keys: KeyFolder) -> Checkpoint:
        """Append batches and sign one checkpoint over them.

        Tiles first, then the statements, then the checkpoint: what lies beyond the newest
        checkpoint after a crash was never in the log, and is overwritten.
        """
        latest = self.latest() or Checkpoint(origin, 0, EMPTY_ROOT)
        self._refuse_fork(latest, keys)
        size = latest.size
        leaves = [leaf_hash(entry) for batch in batches for entry in batch.entries]
        self.tiles.append(size, leaves)
        make_folder(self.folder / "segments")
        self._drop_beyond(size)
        first = size
        for batch in batches:
            line = canonical({**batch.statement, "first": first, "leaves": len(batch.entries)})
            replace_file(self.folder / "segments" / f"{first:0{_DIGITS}d}.json", line + b"\n")
            first += len(batch.entries)
        new = Checkpoint(origin, first, root(first, self.tiles.subtree))
        make_folder(self.folder / "checkpoints")
        signer = keys.signer
        create_file(self.note_path(first), notes.sign(new, signer).encode())
        keys.pin(
            origin=origin,
            public_key=signer.public_key().public_bytes_raw(),
            size=first,
            root=new.root,
        )
        return new

    def _drop_beyond(self, size: int) -> None:
        # Statements of a run that died between statement and checkpoint: never in the log.
        for path in (self.folder / "segments").glob("*.json"):
            if int(path.stem) >= size:
                path.unlink()

    def _refuse_fork(self, latest: Checkpoint, keys: KeyFolder) -> None:
        pinned = keys.pinned
        if pinned is None:
            return
        size = pinned["size"]
        if not isinstance(size, int) or size > latest.size:
            raise Defect(FORKED, size=latest.size, pinned=size)
        if size and root(size, self.tiles.subtree).hex() != pinned["root"]:
            raise Defect(FORKED, size=latest.size, pinned=size)

    def path(self, leaf: int, size: int) -> list[bytes]:
        """Give the inclusion path of a leaf in the tree of a size."""
        return inclusion_path(leaf, size, self.tiles.subtree)

    def publish_key(self, origin: str, public: bytes) -> None:
        """Lay a public key beside the log: as verifier key, and as PEM for openssl."""
        folder = self.folder / "keys"
        make_folder(folder)
        identifier = notes.key_id(origin, public).hex()
        replace_file(
            folder / f"{identifier}.vkey", (notes.verifier_key(origin, public) + "\n").encode()
        )
        replace_file(folder / f"{identifier}.pem", public_pem(public))


def public_pem(public: bytes) -> bytes:
    """Write an Ed25519 key as the PEM that openssl reads (RFC 8410)."""
    from cryptography.hazmat.primitives import serialization
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    return Ed25519PublicKey.from_public_bytes(public).public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )

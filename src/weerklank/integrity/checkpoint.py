"""Signed checkpoints: C2SP tlog-checkpoint in a C2SP signed note, with an Ed25519 signature.

One extension line names the checkpoint before it, so that none can be taken away unseen.
"""

import base64
import hashlib
import re
from contextlib import suppress
from dataclasses import dataclass

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey

_ED25519 = b"\x01"
_SIGNATURE = "— "
_PREVIOUS = re.compile("previous (0|[1-9][0-9]{0,11})", re.ASCII)


class BadCheckpoint(ValueError):
    """A checkpoint that can't be read."""


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """The state of a log: how many leaves, and their root."""

    origin: str
    size: int
    root: bytes
    #: Size of the checkpoint before it; 0 for the first.
    previous: int = 0

    @property
    def text(self) -> str:
        """The text that is signed."""
        root = base64.b64encode(self.root).decode()
        return f"{self.origin}\n{self.size}\n{root}\nprevious {self.previous}\n"


def key_id(name: str, public: bytes) -> bytes:
    """Give the four bytes by which a note says which key signed it."""
    return hashlib.sha256(name.encode() + b"\n" + _ED25519 + public).digest()[:4]


def verifier_key(name: str, public: bytes) -> str:
    """Write a public key as a C2SP verifier key: name, key id and key in one line."""
    encoded = base64.b64encode(_ED25519 + public).decode()
    return f"{name}+{key_id(name, public).hex()}+{encoded}"


def read_verifier_key(line: str) -> tuple[str, bytes]:
    """Read a verifier key into name and 32 bytes of Ed25519 key."""
    name, _, rest = line.strip().partition("+")
    identifier, _, encoded = rest.partition("+")
    raw = base64.b64decode(encoded)
    if raw[:1] != _ED25519 or key_id(name, raw[1:]).hex() != identifier:
        raise BadCheckpoint("a verifier key that does not fit its own id")
    return name, raw[1:]


def sign(checkpoint: Checkpoint, key: Ed25519PrivateKey) -> str:
    """Write a checkpoint as a signed note; the key bears the name of the log."""
    public = key.public_key().public_bytes_raw()
    signature = key.sign(checkpoint.text.encode())
    blob = base64.b64encode(key_id(checkpoint.origin, public) + signature).decode()
    return f"{checkpoint.text}\n{_SIGNATURE}{checkpoint.origin} {blob}\n"


def parse(note: str) -> Checkpoint:
    """Read a signed note without looking at its signatures."""
    lines = note.split("\n")
    try:
        size, root = int(lines[1]), base64.b64decode(lines[2], validate=True)
        named = _PREVIOUS.fullmatch(lines[3])
    except (IndexError, ValueError) as error:
        raise BadCheckpoint("not a checkpoint") from error
    if named is None or int(named[1]) >= size:
        raise BadCheckpoint("a checkpoint that names none before it")
    return Checkpoint(lines[0], size, root, int(named[1]))


def signers(note: str, name: str) -> list[str]:
    """Give the ids of the keys by which a note says to be signed, as published keys are named."""
    found = []
    for line in note.partition("\n\n")[2].splitlines():
        if line.startswith(f"{_SIGNATURE}{name} "):
            with suppress(ValueError):
                blob = base64.b64decode(line.rpartition(" ")[2], validate=True)
                found.append(blob[:4].hex())
    return found


def is_signed_by(note: str, name: str, public: bytes) -> bool:
    """Tell whether a note bears a good signature of a key; other signatures are passed over."""
    text, separator, signatures = note.partition("\n\n")
    if not separator:
        return False
    wanted = key_id(name, public)
    for line in signatures.splitlines():
        if not line.startswith(f"{_SIGNATURE}{name} "):
            continue
        try:
            blob = base64.b64decode(line.rpartition(" ")[2], validate=True)
        except ValueError:
            continue
        if blob[:4] != wanted:
            continue
        try:
            Ed25519PublicKey.from_public_bytes(public).verify(blob[4:], f"{text}\n".encode())
        except InvalidSignature:
            return False
        return True
    return False

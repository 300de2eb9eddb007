"""The commit of a repository: whose it is, in which state, and signed with which key.

Source: atproto.com/specs/repository, 'Commit objects', and atproto.com/specs/cryptography: ECDSA
over SHA-256 of the commit without its signature, on secp256k1 or P-256, as 64 bytes, with the
lower of the two values that both fit.
"""

import re
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

import libipld
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import encode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256

from weerklank.connectors.bluesky.dag_cbor import TO_BLOCK, decode, is_link
from weerklank.connectors.bluesky.tid import moment_of_tid
from weerklank.harvest.port import Unreadable

#: `did:web` names a host, `did:plc` 24 signs of base 32.
DID = re.compile(r"did:(?:plc:[a-z2-7]{24}|web:[A-Za-z0-9.-]+(?:%3A[0-9]+)?)")
_VERSIONS = (2, 3)
_HALF = 32
#: What stands before 64 bytes under the name `sig`.
_SIGNATURE = b"\x63sig\x58\x40"
#: By the code before the key: curve, and half of the number of its points.
_CURVES: dict[bytes, tuple[ec.EllipticCurve, int]] = {
    b"\xe7\x01": (
        ec.SECP256K1(),
        0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141 // 2,
    ),
    b"\x80\x24": (
        ec.SECP256R1(),
        0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551 // 2,
    ),
}
#: How documents of before 2023 name the curve, of keys without a code.
_OLDER_KINDS = {
    "EcdsaSecp256k1VerificationKey2019": b"\xe7\x01",
    "EcdsaSecp256r1VerificationKey2019": b"\x80\x24",
}


class Signed(StrEnum):
    """What came of checking a signature."""

    RIGHT = "right"
    WRONG = "wrong"
    #: There was no key to check it with, or none of a kind that is known.
    NOT_CHECKED = "not_checked"


@dataclass(frozen=True, slots=True, kw_only=True)
class Commit:
    """The state of a repository."""

    did: str
    #: Root of its tree.
    data: bytes
    #: Moment of the state as the server of the account wrote it; None in those of before 2023.
    made: datetime | None
    signature: bytes
    #: What was signed.
    signed: bytes


@dataclass(frozen=True, slots=True)
class SigningKey:
    """A key of an account, as its DID document writes it."""

    kind: str
    #: Multibase: `zQ3sh…`.
    written: str


def read_commit(content: bytes) -> Commit | None:
    """Read a block as commit; None when it is none."""
    try:
        value = decode(content)
    except Unreadable:
        return None
    if not isinstance(value, dict) or value.get("version") not in _VERSIONS:
        return None
    did, data, signature = value.get("did"), value.get("data"), value.get("sig")
    if not isinstance(did, str) or not DID.fullmatch(did) or not isinstance(signature, bytes):
        return None
    if not isinstance(data, bytes) or not is_link(data) or data[:4] != TO_BLOCK:
        return None
    rev = value.get("rev")
    return Commit(
        did=did,
        data=data,
        made=moment_of_tid(rev) if isinstance(rev, str) else None,
        signature=signature,
        signed=_without_signature(content, signature),
    )


def _without_signature(content: bytes, signature: bytes) -> bytes:
    """Give a commit as it was before it was signed; nothing when it is not in its one form.

    Cut out rather than written anew: what writes DAG-CBOR takes bytes for a link that look so.
    """
    entry = _SIGNATURE + signature
    if content.count(entry) != 1:
        return b""
    return bytes((content[0] - 1,)) + content[1:].replace(entry, b"")


def check(commit: Commit, key: SigningKey | None) -> Signed:
    """Check who signed a commit; without a key that can be read it is not checked."""
    read = _read_key(key) if key else None
    if read is None:
        return Signed.NOT_CHECKED
    public, highest = read
    if len(commit.signature) != 2 * _HALF or not commit.signed:
        return Signed.WRONG
    r, s = (int.from_bytes(h, "big") for h in (commit.signature[:_HALF], commit.signature[_HALF:]))
    if s > highest:  # the other value that fits: anyone can make it of the right one
        return Signed.WRONG
    try:
        public.verify(encode_dss_signature(r, s), commit.signed, ec.ECDSA(SHA256()))
    except InvalidSignature:
        return Signed.WRONG
    return Signed.RIGHT


def _read_key(key: SigningKey) -> tuple[ec.EllipticCurvePublicKey, int] | None:
    try:
        base, data = libipld.decode_multibase(key.written)
    except ValueError:
        return None
    code, point = _OLDER_KINDS.get(key.kind), data
    if code is None:
        code, point = data[:2], data[2:]
    curve = _CURVES.get(code)
    if base != "z" or curve is None:
        return None
    try:
        return ec.EllipticCurvePublicKey.from_encoded_point(curve[0], point), curve[1]
    except ValueError:  # no point of the curve
        return None

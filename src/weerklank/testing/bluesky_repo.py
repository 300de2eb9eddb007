"""Write repositories of the AT Protocol as CAR files, signed, in flat memory.

Written from the specification (atproto.com/specs/repository) and apart from the connector that
reads them, so that both can't be wrong in the same way unnoticed.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO

import libipld
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from weerklank.model.json_value import JsonObject

#: Values of DAG-CBOR; a link is its bytes.
Cbor = dict[str, "Cbor"] | list["Cbor"] | str | bytes | int | float | bool | None
#: A record: its key, and what it says.
Record = tuple[str, Cbor]

_TO_BLOCK, _TO_FILE = b"\x01\x71\x12\x20", b"\x01\x55\x12\x20"
_SIGNS = "234567abcdefghijklmnopqrstuvwxyz"
_LAYERS = 64
#: By curve: the code before a key, and the number of points.
_CURVES = {
    "secp256k1": (
        ec.SECP256K1(),
        b"\xe7\x01",
        0xFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFFEBAAEDCE6AF48A03BBFD25E8CD0364141,
    ),
    "p256": (
        ec.SECP256R1(),
        b"\x80\x24",
        0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551,
    ),
}


def link_to(content: bytes) -> bytes:
    """Give the CID of a block."""
    return _TO_BLOCK + hashlib.sha256(content).digest()


def link_to_file(content: bytes) -> bytes:
    """Give the CID of a file."""
    return _TO_FILE + hashlib.sha256(content).digest()


def written(link: bytes) -> str:
    """Give a CID as text."""
    return libipld.encode_cid(link)


def tid_of(moment: datetime, clock: int = 0) -> str:
    """Give the identifier of a moment; `clock`, below 1024, tells those of one moment apart."""
    number = int(moment.timestamp() * 1_000_000) << 10 | clock
    return "".join(_SIGNS[number >> shift & 31] for shift in range(60, -1, -5))


@dataclass(frozen=True, slots=True)
class RepoKey:
    """A key that repositories are signed with."""

    number: int = 20_260_101
    curve: str = "secp256k1"

    @property
    def _private(self) -> ec.EllipticCurvePrivateKey:
        return ec.derive_private_key(self.number, _CURVES[self.curve][0])

    @property
    def multibase(self) -> str:
        """The public key, as a DID document has it."""
        point = self._private.public_key().public_bytes(
            Encoding.X962, PublicFormat.CompressedPoint
        )
        return libipld.encode_multibase("z", _CURVES[self.curve][1] + point)

    def sign(self, content: bytes) -> bytes:
        """Sign, with the lower of the two values that fit."""
        r, s = decode_dss_signature(self._private.sign(content, ec.ECDSA(SHA256())))
        count = _CURVES[self.curve][2]
        return r.to_bytes(32, "big") + min(s, count - s).to_bytes(32, "big")


def did_document(did: str, handle: str, key: RepoKey) -> JsonObject:
    """Give the DID document of an account."""
    return {
        "@context": ["https://www.w3.org/ns/did/v1", "https://w3id.org/security/multikey/v1"],
        "id": did,
        "alsoKnownAs": [f"at://{handle}"],
        "verificationMethod": [
            {
                "id": f"{did}#atproto",
                "type": "Multikey",
                "controller": did,
                "publicKeyMultibase": key.multibase,
            }
        ],
        "service": [
            {
                "id": "#atproto_pds",
                "type": "AtprotoPersonalDataServer",
                "serviceEndpoint": "https://pds.voorbeelddam.example",
            }
        ],
    }


def write_repo(
    out: BinaryIO, did: str, records: Iterable[Record], key: RepoKey, made: datetime
) -> None:
    """Write a repository; the records come in order of their keys.

    The commit stands first and is known last: its place is kept free.
    """
    first = commit_block(did, link_to(b""), key, made)
    begin = _header(link_to(first)) + _block(first)
    start = out.tell()
    out.write(bytes(len(begin)))
    tree = _Tree(out)
    for name, record in records:
        tree.add(name, record)
    commit = commit_block(did, tree.end(), key, made)
    end = out.tell()
    out.seek(start)
    out.write(_header(link_to(commit)) + _block(commit))
    out.seek(end)


def commit_block(did: str, data: bytes, key: RepoKey, made: datetime) -> bytes:
    """Give the signed state of a repository of some moment."""
    before, behind = _fields(did=did, rev=tid_of(made)), _fields(data=data, prev=None, version=3)
    signature = key.sign(b"\xa5" + before + behind)
    # Not by the library: it takes bytes for a link that look like one.
    return b"\xa6" + before + b"\x63sig\x58\x40" + signature + behind


def _fields(**fields: Cbor) -> bytes:
    """Give the fields of an object, in the order in which they are given."""
    return b"".join(
        libipld.encode_dag_cbor(name) + libipld.encode_dag_cbor(value)
        for name, value in fields.items()
    )


def _header(root: bytes) -> bytes:
    content = libipld.encode_dag_cbor({"roots": [root], "version": 1})
    return _length(len(content)) + content


def _block(content: bytes) -> bytes:
    link = link_to(content)
    return _length(len(link) + len(content)) + link + content


def _length(number: int) -> bytes:
    made = bytearray()
    while number > 0x7F:
        made.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes((*made, number))


@dataclass(slots=True)
class _Open:
    """A node that is being filled."""

    before: bytes | None = None
    entries: list[dict[str, Cbor]] = field(default_factory=list)
    last: bytes = b""

    def put_below(self, node: bytes | None) -> None:
        """Put a node behind what there is."""
        if node is None:
            return
        if self.entries:
            self.entries[-1]["t"] = node
        else:
            self.before = node

    def add(self, key: bytes, value: bytes) -> None:
        """Add a key, without what it shares with the one before it."""
        shared = 0
        for one, other in zip(key, self.last, strict=False):
            if one != other:
                break
            shared += 1
        self.entries.append({"p": shared, "k": key[shared:], "v": value, "t": None})
        self.last = key


class _Tree:
    """A tree that is written while keys come in order: a node is done when its layer is passed."""

    def __init__(self, out: BinaryIO) -> None:
        self._out = out
        self._open = [_Open() for _ in range(_LAYERS)]

    def add(self, name: str, record: Cbor) -> None:
        """Write a record, and the nodes that end before it."""
        key = name.encode()
        zeros = 256 - int.from_bytes(hashlib.sha256(key).digest(), "big").bit_length()
        layer = zeros // 2
        self._open[layer].put_below(self._close(layer))
        self._open[layer].add(key, self._write(libipld.encode_dag_cbor(record)))

    def _close(self, layer: int) -> bytes | None:
        """Write the open nodes below a layer; gives the topmost."""
        below: bytes | None = None
        for number in range(layer):
            node = self._open[number]
            node.put_below(below)
            if node.entries or node.before is not None:
                made: Cbor = {"l": node.before, "e": list(node.entries)}
                below = self._write(libipld.encode_dag_cbor(made))
                self._open[number] = _Open()
        return below

    def end(self) -> bytes:
        """Write what is open, and give the root."""
        used = [n for n, node in enumerate(self._open) if node.entries or node.before is not None]
        root = self._close(max(used) + 1) if used else None
        return root or self._write(libipld.encode_dag_cbor({"l": None, "e": []}))

    def _write(self, content: bytes) -> bytes:
        self._out.write(_block(content))
        return link_to(content)


def split_blocks(content: bytes) -> list[bytes]:
    """Give the blocks of a repository apart, each with its length; the header first."""
    found: list[bytes] = []
    at = 0
    while at < len(content):
        size, shift, begin = 0, 0, at
        while content[at] >= 0x80:
            size |= (content[at] & 0x7F) << shift
            shift, at = shift + 7, at + 1
        at += 1 + (size | content[at] << shift)
        found.append(content[begin:at])
    return found

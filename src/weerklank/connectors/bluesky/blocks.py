"""The blocks of a CAR file (version 1), found by their CID and checked against it.

Source: ipld.io/specs/transport/car/carv1: a header, then blocks, each with its length before it.
A block is checked when it is asked for, so that what is passed over is not even read.
"""

import hashlib
from dataclasses import dataclass

from weerklank.connectors.bluesky.block_places import BlockPlaces
from weerklank.connectors.bluesky.dag_cbor import CID, TO_BLOCK, TO_FILE, decode
from weerklank.harvest.json_array import ENDS_INSIDE
from weerklank.harvest.port import Unreadable
from weerklank.harvest.reads_at import ReadsAt
from weerklank.model.text import Text

BLOCK_MISSING = Text("staat niet in het bestand", "is not in the file")
BLOCK_DAMAGED = Text(
    "is beschadigd: de inhoud past niet bij haar CID",
    "is damaged: the contents do not fit their CID",
)
BLOCK_TOO_LARGE = Text("is groter dan 2 MiB", "is larger than 2 MiB")
NO_LENGTH = Text(
    "de lengte van een blok is niet te lezen; wat erachter staat is niet te vinden",
    "the length of a block can't be read; what stands behind it can't be found",
)

#: What is read to tell whether a file is a CAR file.
HEAD = 1 << 16
_LARGEST_HEADER = 1 << 12
#: The protocol takes records of 1 MiB at most.
_LARGEST_BLOCK = 2 << 20
_READ = 1 << 18
#: Bytes of a length: no file is larger than five of them tell.
_LENGTH = 5


@dataclass(frozen=True, slots=True)
class Header:
    """What the begin of a CAR file says."""

    root: bytes
    #: Where its first block begins.
    end: int


def read_header(head: bytes) -> Header | None:
    """Read the begin of a CAR file whose root is a block of DAG-CBOR; None when it is none."""
    found = _length(head, 0)
    if found is None or not 0 < found[0] <= _LARGEST_HEADER:
        return None
    length, begin = found
    try:
        header = decode(head[begin : begin + length])
    except Unreadable:
        return None
    if not isinstance(header, dict) or header.get("version") != 1:
        return None
    roots = header.get("roots")
    root = roots[0] if isinstance(roots, list) and roots else None
    if not isinstance(root, bytes) or len(root) != CID or root[:4] != TO_BLOCK:
        return None
    return Header(root, begin + length)


def _length(data: bytes, at: int) -> tuple[int, int] | None:
    """Read a number of variable length; gives it, and where it ends. None when it is none."""
    value = 0
    for number, byte in enumerate(data[at : at + _LENGTH]):
        value |= (byte & 0x7F) << 7 * number
        if byte < 0x80:
            return value, at + number + 1
    return None


class Blocks:
    """The blocks of one file. `damage` tells why not all of the file could be gone through."""

    def __init__(self, source: ReadsAt, header: Header) -> None:
        self._source = source
        self._begin = header.end
        self._places: BlockPlaces | None = None
        self.damage: Text | None = None

    def get(self, cid: bytes) -> bytes:
        """Give a block; Unreadable when it is not there, does not fit its CID or is too large."""
        if self._places is None:
            self._places = self._find_all()
        reason = BLOCK_MISSING
        for offset in self._places.find(cid[4:]):
            start, size = self._measure(offset, cid)
            if size > _LARGEST_BLOCK:
                reason = BLOCK_TOO_LARGE
            elif size >= 0:
                content = self._source.read_at(start, size)
                if hashlib.sha256(content).digest() == cid[4:]:
                    return content
                reason = BLOCK_DAMAGED
        raise Unreadable(reason)

    def _measure(self, offset: int, cid: bytes) -> tuple[int, int]:
        """Give where the contents of a block begin and how large they are; -1 for another's."""
        head = self._source.read_at(offset, _LENGTH + CID)
        found = _length(head, 0)
        if found is None or head[found[1] : found[1] + CID] != cid:
            return 0, -1
        length, at = found
        return offset + at + CID, length - CID

    def _find_all(self) -> BlockPlaces:
        """Go through the file by the lengths of its blocks, and note where each stands."""
        places, size = BlockPlaces(), self._source.size
        position, begin, data = self._begin, 0, b""
        while position < size:
            at = position - begin
            if at < 0 or at + _LENGTH + CID > len(data):
                begin, at = position, 0
                data = self._source.read_at(position, _READ)
            found = _length(data, at)
            if found is None or found[0] == 0:
                self.damage = NO_LENGTH
                break
            length, start = found
            end = begin + start + length
            if end > size:
                self.damage = ENDS_INSIDE
                break
            if length >= CID and data[start : start + 4] in {TO_BLOCK, TO_FILE}:
                places.put(data[start + 4 : start + CID], position)
            position = end
        return places

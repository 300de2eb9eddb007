"""A file that is called after its CID, held against that while it is read."""

import hashlib
from collections.abc import Callable
from typing import BinaryIO

from weerklank.connectors.bluesky.dag_cbor import TO_FILE, written_link
from weerklank.harvest.export_file import is_inflated
from weerklank.harvest.port import BrokenOff


class Checked:
    """A medium as a stream: one that does not fit its CID breaks off at its end."""

    def __init__(self, stream: BinaryIO, cid: str, note: Callable[[], None]) -> None:
        self._stream = stream
        self._cid = cid
        self._digest = hashlib.sha256()
        self._note = note
        self.is_inflated = is_inflated(stream)

    def read(self, size: int) -> bytes:
        """Read on."""
        block = self._stream.read(size)
        self._digest.update(block)
        if not block and written_link(TO_FILE + self._digest.digest()) != self._cid:
            self._note()
            raise BrokenOff
        return block

"""A tree of a SIP of which nothing is written: what MDTO says of each of it is kept."""

import hashlib
from collections.abc import Iterable

from weerklank.services.transfer.tree import Tree
from weerklank.transfer.mdto import Mdto


class Sheet(Tree):
    """Keeps the metadata of what would be written; for one record, not for many."""

    def __init__(self, source: str, now: str) -> None:
        self._begin(source, now)
        #: By path, in the order in which they come.
        self.documents: list[tuple[str, Mdto]] = []

    def make(self, path: str) -> str:
        """Name a folder."""
        return path

    def _sidecar(self, path: str, document: Mdto) -> None:
        self.documents.append((path, document))

    def _write(self, path: str, pieces: Iterable[bytes]) -> tuple[str, int]:
        del path  # nothing comes there
        digest, size = hashlib.sha256(), 0
        for piece in pieces:
            digest.update(piece)
            size += len(piece)
        return digest.hexdigest(), size

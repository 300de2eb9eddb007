"""The tree of a SIP: folders, files and what MDTO says of each, counted as they are written."""

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import AbstractContextManager, ExitStack
from pathlib import Path
from typing import BinaryIO

from weerklank.transfer.mdto import (
    Concept,
    FileDigest,
    FileObject,
    Identifier,
    InformationObject,
    Mdto,
    Reference,
)
from weerklank.transfer.mdto_delivery import FILE_SIDECAR, SIDECAR
from weerklank.transfer.mdto_lists import DIGESTS
from weerklank.transfer.mdto_xml import mdto_pieces

MANIFEST = "manifest-sha256.txt"
_PIECE = 1 << 20


class Tree(AbstractContextManager["Tree"]):
    """Writes a SIP below a folder; the manifest beside it names every file as it comes."""

    def __init__(self, folder: Path, source: str, now: str) -> None:
        self.folder = folder
        self._begin(source, now)
        self._manifest = self.closing.enter_context((folder / MANIFEST).open("wb"))
        self._whole = hashlib.sha256()

    def _begin(self, source: str, now: str) -> None:
        self._source = source
        self._now = now
        #: What is to be closed at the end, whatever it was.
        self.closing = ExitStack()
        #: Information objects; files with content, and their bytes.
        self.objects = 0
        self.files = 0
        self.bytes = 0

    def __exit__(self, *_: object) -> None:
        """Close what is open."""
        self.closing.close()

    @property
    def digest(self) -> str:
        """SHA-256 of the manifest as far as it is written."""
        return self._whole.hexdigest()

    def content(
        self, path: str, pieces: Iterable[bytes], form: Concept, of: Reference
    ) -> Reference:
        """Write a file with content and what MDTO says of it; gives how to point at it."""
        digest, size = self._write(path, pieces)
        name = path.rpartition("/")[2]
        subject = FileObject(
            ids=(Identifier(name, self._source),),
            name=name,
            size=str(size),
            format=form,
            digests=(FileDigest(DIGESTS.concept("SHA-256"), digest, self._now),),
            represents=of,
        )
        self.files += 1
        self.bytes += size
        self._sidecar(path + FILE_SIDECAR, Mdto(subject))
        return Reference(name, subject.ids[0])

    def copy(self, source: Path, path: str, form: Concept, of: Reference) -> Reference:
        """Write a file with the bytes of another."""
        with source.open("rb") as stream:
            return self.content(path, _pieces(stream), form, of)

    def describe(self, path: str, subject: InformationObject) -> None:
        """Write what MDTO says of the object that is a folder."""
        name = path.rpartition("/")[2]
        self.objects += 1
        self._sidecar(f"{path}/{name}{SIDECAR}", Mdto(subject))

    def make(self, path: str) -> str:
        """Make a folder below the SIP."""
        (self.folder / path).mkdir()
        return path

    def _sidecar(self, path: str, document: Mdto) -> None:
        self._write(path, mdto_pieces(document))

    def _write(self, path: str, pieces: Iterable[bytes]) -> tuple[str, int]:
        digest, size = hashlib.sha256(), 0
        with (self.folder / path).open("xb") as stream:
            for piece in pieces:
                digest.update(piece)
                stream.write(piece)
                size += len(piece)
        self._note(path, digest.hexdigest())
        return digest.hexdigest(), size

    def _note(self, path: str, digest: str) -> None:
        line = f"{digest}  {path}\n".encode()
        self._manifest.write(line)
        self._whole.update(line)


def _pieces(stream: BinaryIO) -> Iterator[bytes]:
    while piece := stream.read(_PIECE):
        yield piece

"""Check sealed originals: each is the one that a record names, without opening any.

`docs/format/` section 4. Originals stand in the order of their records.
"""

from collections.abc import Iterator, Mapping
from hashlib import sha256
from pathlib import Path

import msgspec

from weerklank.integrity.verify.checkpoints import is_recipient
from weerklank.integrity.verify.objects import Place
from weerklank.integrity.verify.statements import Stated
from weerklank.integrity.verify.tree import SMALL, Tree, Unreadable
from weerklank.store.members import BrokenMember, read_lines
from weerklank.store.ocfl import CONTENT

ORIGINALS = "originals.jsonl.gz"
_NONCE = 12


class _Destroyed(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A line in the place of an original that was destroyed."""

    destroyed: str
    id: str
    version: int


class _Original(msgspec.Struct, frozen=True, gc=False, forbid_unknown_fields=True):
    """A line of the file of originals, its fields in the order of the canonical form."""

    #: In the line these two are base64 (RFC 4648, 4).
    ciphertext: bytes
    id: str
    key: str
    nonce: bytes
    version: int


#: Packages of which originals were destroyed, by the decision that did it.
Terms = Mapping[str, frozenset[str]]
_DECODER = msgspec.json.Decoder(_Original)
_DESTROYED = msgspec.json.Decoder(_Destroyed)
_ENCODER = msgspec.json.Encoder()


class Originals:
    """The sealed object beside one package."""

    def __init__(self, tree: Tree, place: Place, stated: Stated | None, terms: Terms) -> None:
        """`terms` is what the log says of originals that were destroyed."""
        self._tree = tree
        self._package = place.package
        self._terms = terms
        self._content = f"{_vault(tree, place)}/{CONTENT}"
        self._path = f"{self._content}/{ORIGINALS}"
        self._is_there = tree.kind(self._content) == "folder"
        self._said = not self._is_there and stated is not None and bool(stated.sealed_manifest)
        self._lines = self._read() if self._is_there else iter(())
        self._count = 0
        self._keys: set[str] = set()

    def _read(self) -> Iterator[bytes]:
        try:
            self._tree.open(self._path).close()
            yield from read_lines(Path(self._tree.full(self._path)))
        except BrokenMember as error:
            self._tree.outcome.found("VERIFY-513", self._path, problem=error.problem)
        except FileNotFoundError:
            self._tree.outcome.found("VERIFY-101", self._path)
        except OSError as error:
            self._tree.outcome.found("VERIFY-107", self._path, problem=str(error.strerror))
        except Unreadable:
            return

    def check(self, address: str, version: object, sealed: object, line: int) -> None:
        """Check the original of one record."""
        if self._said:
            return
        original = next(self._lines, None)
        self._count += 1
        if original is None or not self._is_of(original, address, version, sealed):
            self._tree.outcome.found("VERIFY-511", self._path, line=line)
            self._said = True  # all that follow would be shifted

    def _is_of(self, line: bytes, address: str, version: object, sealed: object) -> bool:
        if line.startswith(b'{"destroyed":'):
            return self._is_destroyed(line, address, version)
        try:
            original = _DECODER.decode(line)
            if _ENCODER.encode(original) != line:
                return False
        except (msgspec.MsgspecError, ValueError):
            return False
        return (
            sha256(original.ciphertext).hexdigest() == sealed
            and original.id == address
            and original.version == version
            and len(original.nonce) == _NONCE
            and self._has_key(original.key)
        )

    def _is_destroyed(self, line: bytes, address: str, version: object) -> bool:
        """Tell whether the log holds the decision by which an original was destroyed."""
        try:
            told = _DESTROYED.decode(line)
        except msgspec.MsgspecError:
            return False
        return (
            _ENCODER.encode(told) == line
            and told.id == address
            and told.version == version
            and self._package in self._terms.get(told.destroyed, ())
        )

    def _has_key(self, key: str) -> bool:
        """Tell whether the data key of an original is there, wrapped."""
        if key in self._keys:
            return True
        if "/" in key or self._tree.kind(f"{self._content}/keys/{key}.age") != "file":
            return False
        self._keys.add(key)
        return True

    def finish(self) -> None:
        """Check that no original is left over, and that the rest belongs there."""
        if not self._is_there or self._said:
            return
        if next(self._lines, None) is not None:
            self._tree.outcome.found("VERIFY-512", self._path, line=self._count + 1)
        for entry in self._tree.listing(f"{self._content}/keys"):
            if entry.name.removesuffix(".age") not in self._keys:
                self._tree.outcome.found("VERIFY-103", entry.path, by=ORIGINALS)
        path = f"{self._content}/recipient.txt"
        try:
            if not is_recipient(self._tree.read(path, SMALL)):
                self._tree.outcome.found("VERIFY-201", path, part="age")
        except (FileNotFoundError, Unreadable):
            return  # said already


def _vault(tree: Tree, place: Place) -> str:
    """Give where the sealed object of a package lies: it is moved before its package is."""
    beside = f"{place.path}-sealed"
    if place.run is not None and tree.kind(beside) == "folder":
        return beside
    return f"sealed/{place.package}-s{place.generation}"

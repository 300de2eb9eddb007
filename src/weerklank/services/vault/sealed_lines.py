"""Sealed lines: find what lies in the vault of one record, and see that it is what was sealed."""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import msgspec

from weerklank.minimise.vault import without_term
from weerklank.model.errors import BrokenInput, NotNow, Refused, fault
from weerklank.model.item import ArchivalItem
from weerklank.model.text import Text
from weerklank.package.names import Found
from weerklank.package.reader import read_items
from weerklank.services.seal.old_places import old_places
from weerklank.services.workplace import Workplace
from weerklank.store.keys import KeyFolder
from weerklank.store.members import BrokenMember, read_lines
from weerklank.store.ocfl import CONTENT, ORIGINALS
from weerklank.store.plain_file import NotPlain, read_plain

GONE = fault(
    "VAULT-012",
    Text(
        nl="Het verzegelde origineel van {item}, versie {version}, is er niet meer.",
        en="The sealed original of {item}, version {version}, is not there any more.",
    ),
    Text(
        nl="Draai 'weerklank verify' en zet de map sealed/ terug uit een kopie.",
        en="Run 'weerklank verify' and put the folder sealed/ back from a copy.",
    ),
)
DESTROYED = fault(
    "VAULT-021",
    Text(
        nl="Het verzegelde origineel van {item}, versie {version}, is vernietigd bij besluit "
        "{decision}.",
        en="The sealed original of {item}, version {version}, was destroyed by decision "
        "{decision}.",
    ),
    Text(
        nl="Zijn termijn was om; niemand kan het nog openen. Wat in het archief staat, blijft.",
        en="Its term was over; nobody can open it any more. What stands in the archive stays.",
    ),
)
ALTERED = fault(
    "VAULT-013",
    Text(
        nl="Wat in de kluis ligt van {item}, versie {version}, is niet wat werd verzegeld: "
        "{path} is veranderd.",
        en="What lies in the vault of {item}, version {version}, is not what was sealed: {path} "
        "was changed.",
    ),
    Text(
        nl="Er is niets geopend. Draai 'weerklank verify' en zet het bestand terug uit een kopie.",
        en="Nothing was opened. Run 'weerklank verify' and put the file back from a copy.",
    ),
)
MOVED = fault(
    "VAULT-014",
    Text(
        nl="Wat in de kluis op de plaats van {item}, versie {version}, ligt, is van een ander "
        "bericht: {path} is verschoven.",
        en="What lies in the vault in the place of {item}, version {version}, is of another post: "
        "{path} was moved about.",
    ),
    Text(
        nl="Er is niets geopend. Zoek uit wie in het archief kan schrijven, en zet het bestand "
        "terug uit een kopie.",
        en="Nothing was opened. Find out who can write to the archive, and put the file back from "
        "a copy.",
    ),
)
NO_DATA_KEY = fault(
    "VAULT-015",
    Text(
        nl="De sleutel waarmee {item}, versie {version}, is verzegeld, ontbreekt in {path}.",
        en="The key with which {item}, version {version}, was sealed is missing from {path}.",
    ),
    Text(
        nl="Draai 'weerklank verify' en zet de map terug uit een kopie; is de sleutel "
        "vernietigd, dan is er niets meer te openen.",
        en="Run 'weerklank verify' and put the folder back from a copy; if the key was destroyed, "
        "nothing can be opened any more.",
    ),
)
#: Name of a data key, as of a file.
_KEY_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]{0,99}")
#: Bytes of a wrapped key, or of the file that names the sealing key.
_MOST = 1 << 14


class _Line(msgspec.Struct):
    id: str
    version: int
    ciphertext: str = ""
    key: str = ""
    nonce: str = ""
    #: Decision by which it was destroyed; then nothing else is left of it.
    destroyed: str | None = None


_LINE = msgspec.json.Decoder(_Line)


@dataclass(frozen=True, slots=True)
class SealedLine:
    """What was sealed of one record at one time, still sealed."""

    item: str
    version: int
    ciphertext: bytes
    nonce: bytes
    #: Its data key, wrapped with age to the sealing key.
    wrapped: bytes
    #: The sealing key: public.
    recipient: str
    #: File that it lies in.
    path: Path

    @property
    def bound_to(self) -> bytes:
        """Give what the ciphertext is bound to (docs/format section 4)."""
        return f"{self.item} {self.version}".encode()


def sealed_lines(workplace: Workplace, found: Found, item: ArchivalItem) -> list[SealedLine]:
    """Give what was sealed of a record and at each correction, in that order.

    BrokenInput when anything of it is not what the record says, NotNow when it is gone.
    """
    about = {"item": item.id, "version": item.version}
    _, sealed = old_places(workplace, found.name, found.generation)
    if sealed is None:
        raise NotNow(GONE, **about)
    path = sealed / CONTENT / ORIGINALS
    wanted = [digest for digest in (item.sealed, *item.sealed_later) if digest]
    by_digest: dict[str, _Line] = {}
    strange: list[str] = []
    destroyed: list[str] = []
    for line in _lines_of(path, item):
        if line.destroyed is not None:
            destroyed.append(line.destroyed)
            continue
        digest = _digest(line)
        if digest in wanted:
            by_digest[digest] = line
        else:
            strange.append(digest)
    held = [digest for digest in wanted if digest in by_digest]
    if destroyed and not held:
        raise Refused(DESTROYED, decision=destroyed[-1], **about)
    missing = len(wanted) - len(held) - len(destroyed)
    if missing > 0 and not strange:
        raise NotNow(GONE, **about)
    if missing > 0:
        fault_of = MOVED if _is_of_another(found, frozenset(strange)) else ALTERED
        raise BrokenInput(fault_of, path=path, **about)
    recipient = _small(sealed / CONTENT / "recipient.txt", item).decode("ascii", "replace").strip()
    return [
        _sealed_line(workplace.keys, by_digest[digest], item, path, recipient) for digest in held
    ]


def _lines_of(path: Path, item: ArchivalItem) -> Iterator[_Line]:
    """Give the lines that say they are of a version of an item."""
    named = item.id.encode()
    try:
        for text in read_lines(path):
            if named not in text:
                continue
            line = _LINE.decode(text)
            if (line.id, line.version) == (item.id, item.version):
                yield line
    except FileNotFoundError as error:
        raise NotNow(GONE, item=item.id, version=item.version) from error
    except (BrokenMember, msgspec.DecodeError) as error:
        raise BrokenInput(ALTERED, item=item.id, version=item.version, path=path) from error


def _digest(line: _Line) -> str:
    try:
        return hashlib.sha256(base64.b64decode(line.ciphertext, validate=True)).hexdigest()
    except binascii.Error:
        return ""


def _is_of_another(found: Found, digests: frozenset[str]) -> bool:
    """Tell whether another record of the package names one of these as its own original."""
    return any(
        not digests.isdisjoint(one.sealed_later) or one.sealed in digests
        for _, items in read_items(found)
        for one in items
    )


def _sealed_line(
    at_hand: KeyFolder, line: _Line, item: ArchivalItem, path: Path, recipient: str
) -> SealedLine:
    keys = path.parent / "keys"
    about = {"item": item.id, "version": item.version, "path": keys}
    if _KEY_NAME.fullmatch(line.key) is None:
        raise BrokenInput(NO_DATA_KEY, **about)
    try:
        nonce = base64.b64decode(line.nonce, validate=True)
    except binascii.Error as error:
        raise BrokenInput(ALTERED, **{**about, "path": path}) from error
    return SealedLine(
        item=item.id,
        version=item.version,
        ciphertext=base64.b64decode(line.ciphertext),
        nonce=nonce,
        wrapped=without_term(at_hand, line.key, _small(keys / f"{line.key}.age", item)),
        recipient=recipient,
        path=path,
    )


def _small(path: Path, item: ArchivalItem) -> bytes:
    try:
        return read_plain(path, _MOST)
    except (OSError, NotPlain) as error:
        about = {"item": item.id, "version": item.version, "path": path.parent}
        raise BrokenInput(NO_DATA_KEY, **about) from error

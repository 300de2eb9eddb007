"""Seal what was removed: the harvester can close the vault (kluis) and cannot open it.

One data key per package, made here, wrapped with age to the sealing key and once more to the key
of its term, and forgotten. `docs/format/` section 4.
"""

import base64
import hashlib
import os
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pyrage
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from weerklank.minimise.removal import Removal
from weerklank.model.canonical import canonical
from weerklank.model.data_key import data_key_name, kept_until
from weerklank.store.atomic import make_folder, replace_file
from weerklank.store.keys import KeyFolder
from weerklank.store.members import MemberWriter
from weerklank.store.ocfl import CONTENT, ORIGINALS
from weerklank.store.term_keys import open_term, term_recipient

_NONCE = 12
#: Lengths of what is sealed go up by so many bytes: a list of names can't be laid beside them.
_STEP = 256


@dataclass(frozen=True, slots=True)
class Seal:
    """To whom originals are sealed, and until when."""

    #: age recipient: the sealing key.
    recipient: str
    #: age recipient: the key of the term.
    term: str
    #: Last day on which the originals are kept.
    until: date

    @classmethod
    def of(cls, keys: KeyFolder, until: date, recipient: str) -> "Seal":
        """Give what seals to a sealing key until a day; makes the key of that day if need be."""
        return cls(recipient, term_recipient(keys, until), until)


class Sealer:
    """Seals what was removed under a data key of its own, which nobody keeps but wrapped.

    `made_for` tells this key from any other of the archive.
    """

    def __init__(self, seal: Seal, made_for: str) -> None:
        data_key = AESGCM.generate_key(256)
        self._cipher = AESGCM(data_key)
        self.key_name = data_key_name(seal.until, made_for)
        self.wrapped = data_key
        for recipient in (seal.recipient, seal.term):
            to = pyrage.x25519.Recipient.from_str(recipient)
            self.wrapped = pyrage.encrypt(self.wrapped, [to])

    def seal(self, address: str, version: int, removal: Removal) -> tuple[bytes, str]:
        """Seal what was removed from one item; give its line and the SHA-256 of the ciphertext."""
        nonce = os.urandom(_NONCE)
        text = canonical([[pointer, value] for pointer, value in removal.values])
        text = text.ljust(-(-len(text) // _STEP) * _STEP)  # its length tells nobody's name
        ciphertext = self._cipher.encrypt(nonce, text, f"{address} {version}".encode())
        line = canonical(
            {
                "ciphertext": base64.b64encode(ciphertext).decode(),
                "id": address,
                "key": self.key_name,
                "nonce": base64.b64encode(nonce).decode(),
                "version": version,
            }
        )
        return line, hashlib.sha256(ciphertext).hexdigest()


def without_term(keys: KeyFolder, name: str, wrapped: bytes) -> bytes:
    """Take from a wrapped data key what the key of its term put around it.

    What is left is wrapped with age to the sealing key. An error that names the key of the term
    when that is not in the key folder: it was destroyed, or lies elsewhere.
    """
    until = kept_until(name)
    return wrapped if until is None else open_term(keys, until, wrapped)


class VaultWriter:
    """Writes the sealed originals of one package into a folder of their own."""

    def __init__(self, package: Path, seal: Seal, made_for: str) -> None:
        content = package / CONTENT
        make_folder(content / "keys")
        self.package = package
        self._sealer = Sealer(seal, made_for)
        replace_file(content / "keys" / f"{self._sealer.key_name}.age", self._sealer.wrapped)
        replace_file(content / "recipient.txt", f"{seal.recipient}\n".encode())
        self._stream = (content / ORIGINALS).open("wb")
        self._lines = MemberWriter(self._stream)
        self.count = 0

    def seal(self, address: str, version: int, removal: Removal) -> str:
        """Seal what was removed from one item; give the SHA-256 of the ciphertext."""
        line, digest = self._sealer.seal(address, version, removal)
        self._lines.add(line)
        self.count += 1
        return digest

    def close(self) -> None:
        """Write what waits."""
        self._lines.flush()
        self._stream.close()

"""Seal what was removed: the harvester can close the vault (kluis) and cannot open it.

One data key per package, made here, wrapped to the sealing key with age, and forgotten.
`docs/format/` section 4.
"""

import base64
import hashlib
import os
from pathlib import Path

import pyrage
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from weerklank.minimise.removal import Removal
from weerklank.model.canonical import canonical
from weerklank.store.atomic import make_folder, replace_file
from weerklank.store.members import MemberWriter
from weerklank.store.ocfl import CONTENT, ORIGINALS

_NONCE = 12


class Sealer:
    """Seals what was removed under a data key of its own, which nobody keeps but wrapped."""

    def __init__(self, recipient: str, key_name: str) -> None:
        data_key = AESGCM.generate_key(256)
        self._cipher = AESGCM(data_key)
        self.key_name = key_name
        self.wrapped = pyrage.encrypt(data_key, [pyrage.x25519.Recipient.from_str(recipient)])

    def seal(self, address: str, version: int, removal: Removal) -> tuple[bytes, str]:
        """Seal what was removed from one item; give its line and the SHA-256 of the ciphertext."""
        nonce = os.urandom(_NONCE)
        text = canonical([[pointer, value] for pointer, value in removal.values])
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


class VaultWriter:
    """Writes the sealed originals of one package into a folder of their own."""

    def __init__(self, package: Path, recipient: str, key_name: str) -> None:
        content = package / CONTENT
        make_folder(content / "keys")
        self.package = package
        self._sealer = Sealer(recipient, key_name)
        replace_file(content / "keys" / f"{key_name}.age", self._sealer.wrapped)
        replace_file(content / "recipient.txt", f"{recipient}\n".encode())
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

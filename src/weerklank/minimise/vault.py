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

from weerklank.minimise.source import Removal
from weerklank.model.canonical import canonical
from weerklank.store.atomic import make_folder, replace_file
from weerklank.store.members import MemberWriter
from weerklank.store.ocfl import CONTENT, ORIGINALS

_NONCE = 12


class VaultWriter:
    """Writes the sealed originals of one package into a folder of their own."""

    def __init__(self, package: Path, recipient: str, key_name: str) -> None:
        content = package / CONTENT
        make_folder(content / "keys")
        self.package = package
        self._key_name = key_name
        data_key = AESGCM.generate_key(256)
        self._cipher = AESGCM(data_key)
        wrapped = pyrage.encrypt(data_key, [pyrage.x25519.Recipient.from_str(recipient)])
        replace_file(content / "keys" / f"{key_name}.age", wrapped)
        replace_file(content / "recipient.txt", f"{recipient}\n".encode())
        self._stream = (content / ORIGINALS).open("wb")
        self._lines = MemberWriter(self._stream)
        self.count = 0

    def seal(self, address: str, version: int, removal: Removal) -> str:
        """Seal what was removed from one item; give the SHA-256 of the ciphertext."""
        nonce = os.urandom(_NONCE)
        text = canonical([[pointer, value] for pointer, value in removal.values])
        ciphertext = self._cipher.encrypt(nonce, text, f"{address} {version}".encode())
        self._lines.add(
            canonical(
                {
                    "ciphertext": base64.b64encode(ciphertext).decode(),
                    "id": address,
                    "key": self._key_name,
                    "nonce": base64.b64encode(nonce).decode(),
                    "version": version,
                }
            )
        )
        self.count += 1
        return hashlib.sha256(ciphertext).hexdigest()

    def close(self) -> None:
        """Write what waits."""
        self._lines.flush()
        self._stream.close()

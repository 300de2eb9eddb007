"""The signature of a page's file: wacz-auth 0.1.0, with a key and no name of whoever holds it.

What is signed is the text `sha256:<hex>` of datapackage.json, by ECDSA over P-384 with SHA-256 as
ArchiveWeb.page does it: 96 bytes, r and s, in base64; the key is its SubjectPublicKeyInfo (DER) in
base64. The same file gets the same signature (RFC 6979), so that it can be made again.
"""

import base64
import binascii
from typing import Protocol

from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import (
    decode_dss_signature,
    encode_dss_signature,
)

#: Version of the specification of signatures.
AUTH_VERSION = "0.1.0"
#: Bytes of each of the two numbers of a signature.
_HALF = 48


class SignsWacz(Protocol):
    """Whoever can put the signature of the archive under a file."""

    @property
    def public_key(self) -> str:
        """SubjectPublicKeyInfo (DER) in base64."""
        ...

    def sign(self, words: str) -> str:
        """Sign a text; the signature in base64."""
        ...


class WaczSigner:
    """Signs with the key of the archive for its pages (`store.keys.KeyFolder.page_signer`)."""

    def __init__(self, key: ec.EllipticCurvePrivateKey) -> None:
        self._key = key
        encoded = key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        self.public_key = base64.b64encode(encoded).decode("ascii")

    def sign(self, words: str) -> str:
        """Sign a text; the signature in base64."""
        algorithm = ec.ECDSA(hashes.SHA256(), deterministic_signing=True)
        r, s = decode_dss_signature(self._key.sign(words.encode(), algorithm))
        return base64.b64encode(r.to_bytes(_HALF) + s.to_bytes(_HALF)).decode("ascii")


def is_signed_by(words: str, signature: str, public_key: str) -> bool:
    """Tell whether a text bears a good signature of a key; False for what is no key or none."""
    try:
        raw = base64.b64decode(signature, validate=True)
        key = serialization.load_der_public_key(base64.b64decode(public_key, validate=True))
    except (ValueError, binascii.Error, UnsupportedAlgorithm):
        return False
    if not isinstance(key, ec.EllipticCurvePublicKey):
        return False
    half = (key.curve.key_size + 7) // 8
    if len(raw) == 2 * half:
        numbers = int.from_bytes(raw[:half]), int.from_bytes(raw[half:])
        raw = encode_dss_signature(*numbers)
    try:
        key.verify(raw, words.encode(), ec.ECDSA(hashes.SHA256()))
    except (InvalidSignature, UnsupportedAlgorithm):
        return False
    return True

"""Keyed tags: 16 bytes that stand for a text, and tell nothing without the key.

HMAC-SHA-256 (RFC 2104) cut to its first half. Written out as the two digests that it consists of:
a post costs a dozen tags, and setting up `hmac` costs four times as much as both digests.
"""

from hashlib import sha256

TAG = 16
#: Bytes that SHA-256 takes at once; a key is filled up to these.
_BLOCK = 64
_INNER, _OUTER = (bytes(code ^ mask for code in range(256)) for mask in (0x36, 0x5C))


class KeyedTags:
    """Makes tags under one key."""

    def __init__(self, key: bytes) -> None:
        filled = (key if len(key) <= _BLOCK else sha256(key).digest()).ljust(_BLOCK, b"\0")
        self._inner, self._outer = filled.translate(_INNER), filled.translate(_OUTER)

    def tag(self, message: bytes) -> bytes:
        """Give the tag of a message."""
        return sha256(self._outer + sha256(self._inner + message).digest()).digest()[:TAG]

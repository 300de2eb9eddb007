"""Tell whether what should be encrypted is: by the spread of its bytes, without opening it."""

import base64
import zlib
from collections import Counter
from math import log2

import orjson

from weerklank.services.scan.found import NO_CIPHERTEXT, OF_KIND, LeakFinding
from weerklank.services.scan.look import Look

#: Bits of a byte that ciphertext has, of 8, from so many bytes on.
_LEAST = ((65_536, 7.99), (8_192, 7.95), (1_024, 7.7), (256, 7.0))
#: Bytes that are looked at together: of one short value nothing can be told.
_POOL = 1 << 16


def is_random(content: bytes) -> bool:
    """Tell whether bytes are spread as those of ciphertext; a few always are."""
    least = next((bits for size, bits in _LEAST if len(content) >= size), 0.0)
    return _bits(content) >= least and len(zlib.compress(content, 9)) >= len(content)


def _bits(content: bytes) -> float:
    shares = [count / len(content) for count in Counter(content).values()]
    return -sum(share * log2(share) for share in shares)


def look_at_sealed(look: Look, path: str, lines: list[bytes]) -> None:
    """Look at lines of the vault: ciphertext in one field, and in the others nobody."""
    pool = b""
    for number, line in enumerate(lines, 1):
        value = orjson.loads(line)
        held = base64.b64decode(value.pop("ciphertext"), validate=True)
        look.scanned.read += len(line)
        look.scanned.skip("sealed", path)
        pool += held
        if not is_random(held):
            look.scanned.found(LeakFinding(NO_CIPHERTEXT, path, f"line {number}"))
        rest = orjson.dumps(value).decode()
        for _, sign in look.in_text(rest, path):
            look.scanned.found(LeakFinding(OF_KIND[sign.kind], path, f"line {number}", sign.tags))
        if len(pool) >= _POOL:
            _pooled(look, path, pool)
            pool = b""
    _pooled(look, path, pool)


def _pooled(look: Look, path: str, pool: bytes) -> None:
    if pool and not is_random(pool):
        look.scanned.found(LeakFinding(NO_CIPHERTEXT, path, ""))

"""Tell whether what should be encrypted is: by the spread of its bytes, without opening it."""

import base64
import zlib
from collections import Counter
from math import sqrt

import orjson

from weerklank.services.scan.found import NO_CIPHERTEXT, OF_KIND, LeakFinding
from weerklank.services.scan.look import Look

#: Fewer bytes than these tell nothing by their spread.
_TELLING = 128
#: How far from chance the spread may be, in standard deviations: of some hundred thousand random
#: values of this length one comes to 7, of longer ones fewer; base64 of 128 letters is at 17.
_FURTHEST = 10.0
#: Bytes that are looked at together: of one short value nothing can be told.
_POOL = 1 << 16


def is_random(content: bytes) -> bool:
    """Tell whether bytes are spread as those of ciphertext; a few always are."""
    if len(content) < _TELLING:
        return True
    return _from_chance(content) <= _FURTHEST and len(zlib.compress(content, 9)) >= len(content)


def _from_chance(content: bytes) -> float:
    """How far the number of pairs of equal bytes lies above chance, in standard deviations.

    Each of the n(n-1)/2 pairs is equal once in 256, and any two pairs are independent; so mean and
    deviation are exact for every length, which those of the entropy of short texts are not.
    """
    pairs = len(content) * (len(content) - 1) / 2
    equal = sum(count * (count - 1) // 2 for count in Counter(content).values())
    return (equal - pairs / 256) / sqrt(pairs * 255 / 256**2)


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

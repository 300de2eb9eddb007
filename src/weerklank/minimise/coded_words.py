"""Words that say something else when what they encode is read: base 64, hexadecimal, entities.

A link that tracks who follows it, or that leads back to where somebody came from, may hold the
address of a profile in base 64. What the leak scan reads in a word is read here, two layers deep.
"""

import re
import zlib
from collections.abc import Iterator

from weerklank.minimise.hidden_writings import hidden_writings

#: What stands in words. Twelve characters of base 64 hold nine of a name or an address.
CODED_WORD = re.compile(r"""[^\s<>"'\ufffc]{12,}""")
#: Tells quickly that nothing is encoded, as of most texts: letters without a figure, or a capital
#: behind the first, are words. It begins where such letters begin only: linear.
_MAY_BE_CODED = re.compile(
    r"(?<![A-Za-z0-9+_-])(?=[A-Z]?[a-z+_-]*[A-Z0-9])[A-Za-z0-9+_-]{12,}"
    r"|&#[0-9xX]|\\[ux][0-9A-Fa-f]{2}|=[0-9A-F]{2}="
)
_FIRST_LAYER = 2
_GZIP = b"\x1f\x8b"
_MOST_UNPACKED = 1 << 16


def may_be_coded(text: str) -> bool:
    """Tell quickly of most texts that no word in it encodes anything."""
    return _MAY_BE_CODED.search(text) is not None


def readings(word: str) -> Iterator[str]:
    """Give what a word may say when what it encodes is read."""
    packed: list[bytes] = []
    for _, read in hidden_writings(word, lambda _, content: packed.append(content), _FIRST_LAYER):
        yield read
    for content in packed:
        if content.startswith(_GZIP):
            yield _unpacked(content)


def _unpacked(content: bytes) -> str:
    try:
        text = zlib.decompressobj(31).decompress(content, _MOST_UNPACKED)
    except zlib.error:
        return ""
    return text.decode("utf-8", "replace")

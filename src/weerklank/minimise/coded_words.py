"""Words that say something else when what they encode is read: base 64, hexadecimal, entities.

A link that tracks who follows it, or that leads back to where somebody came from, may hold the
address of a profile in base 64. What the leak scan reads in a word is read here, two layers deep.
"""

import re
import unicodedata
import zlib
from collections.abc import Iterator
from functools import lru_cache

from weerklank.minimise.hidden_writings import hidden_writings

#: What is encoded stands in words: where letters are escaped, in `Zo&euml;` and longer.
_LONG_WORD = re.compile(r"""[^\s<>"'\ufffc]{12,}""")
_ESCAPED_WORD = re.compile(r"""[^\s<>"'\ufffc]{6,}""")
#: What may be encoded is long; of most texts that alone tells that nothing is. Twelve characters
#: of base 64 hold nine of a name or an address.
_LONG = re.compile(r"[A-Za-z0-9+_-]{12,}")
#: Letters with neither a figure nor a capital behind the first are words.
_NO_WORD = re.compile(r"[A-Z]?[a-z+_-]*[A-Z0-9]")
#: One is enough: `vera=5Fvos` and `Ren&eacute;e` are names to whoever reads them.
_ESCAPES = re.compile(r"&#[0-9xX]|&[A-Za-z]{2,8};|\\[ux][0-9A-Fa-f]{2}|=[0-9A-F]{2}")
#: What shows nothing and may stand in the middle of a word.
_UNSEEN = re.compile("[\u00ad\u200b-\u200f\u2060-\u2064\ufe00-\ufe0f\ufeff]+")
_FIRST_LAYER = 2
_GZIP = b"\x1f\x8b"
_MOST_UNPACKED = 1 << 16
#: Characters of words of which the readings are remembered.
_SHORT = 300


def may_be_coded(text: str) -> bool:
    """Tell quickly of most texts that no word in it encodes anything."""
    text = _plainly(text)
    # A list of runs, and each looked at: half the time of one pattern that says both.
    return any(map(_NO_WORD.match, _LONG.findall(text))) or _ESCAPES.search(text) is not None


def coded_words(text: str) -> Iterator[re.Match[str]]:
    """Give the words of a text that are long enough to encode something."""
    return (_ESCAPED_WORD if _ESCAPES.search(text) else _LONG_WORD).finditer(text)


def readings(word: str) -> Iterator[str]:
    """Give what a word may say when what it encodes is read."""
    return iter(_remembered(word)) if len(word) <= _SHORT else _read(word)


@lru_cache(maxsize=500)
def _remembered(word: str) -> tuple[str, ...]:
    """Read a link once that stands in a post as text, as address, and in each of its fields."""
    return tuple(_read(word))


def _read(word: str) -> Iterator[str]:
    packed: list[bytes] = []
    word = _plainly(word)
    for _, read in hidden_writings(word, lambda _, content: packed.append(content), _FIRST_LAYER):
        yield read
    for content in packed:
        if content.startswith(_GZIP):
            yield _unpacked(content)


def _plainly(text: str) -> str:
    """Give a text without what is not seen in it, and with letters of one width."""
    if text.isascii():
        return text
    return unicodedata.normalize("NFKC", _UNSEEN.sub("", text))


def _unpacked(content: bytes) -> str:
    try:
        text = zlib.decompressobj(31).decompress(content, _MOST_UNPACKED)
    except zlib.error:
        return ""
    return text.decode("utf-8", "replace")

"""The mark of a conversation: what two items have in common that the platform says are of one.

The name of a conversation stays in a source when it is one of the account's own server, and is
opaque in any other (`Field.TALK`). So there are two marks of one name, and both are asked for.
"""

import re
from hashlib import sha256

from weerklank.model.symbols import ALPHABET, KEY_SYMBOLS, decode

#: Bytes of a mark.
MARK = 16
_OPAQUE = re.compile(rf"weerklank:item:([{ALPHABET}]{{{KEY_SYMBOLS}}})")
#: The name in a line of a source, of which the fields are in order of the alphabet.
_NAMED = re.compile(rb'"conversation":\[?"([^"\\]+)"')
_CONTEXT = re.compile(rb'"context":\[?"([^"\\]+)"')
#: On Bluesky a reply names the post that its thread began with.
_ROOT = re.compile(rb'"root":\{(?:"\$type":"[a-zA-Z.]+",)?"uri":"([^"\\]+)"')


def talk_mark(name: str) -> bytes:
    """Give the mark of a name as a source holds it."""
    opaque = _OPAQUE.fullmatch(name)
    return decode(opaque[1]) if opaque else sha256(name.encode()).digest()[:MARK]


def talk_of(source: bytes) -> bytes | None:
    """Give the mark of the conversation that the line of a source says to be of; None for none."""
    found = _NAMED.search(source) or _CONTEXT.search(source) or _ROOT.search(source)
    return talk_mark(found[1].decode("utf-8", "replace")) if found else None

"""A line of the file of sealed originals: whose it is, and under which data key.

Of an original that was destroyed when its term ended a line stays that says by which decision.
"""

import msgspec

from weerklank.model.canonical import canonical


class _Original(msgspec.Struct):
    id: str
    version: int
    #: Absent of one that was destroyed.
    key: str | None = None
    destroyed: str | None = None
    ciphertext: str = ""


#: Bytes by which a ciphertext, or a wrapped key, is told from every other.
BEGINNING = 100
_ORIGINAL = msgspec.json.Decoder(_Original)


def whose_original(line: bytes) -> tuple[str, int]:
    """Give id and version of the item whose original this is."""
    original = _ORIGINAL.decode(line)
    return original.id, original.version


def key_of_original(line: bytes) -> str | None:
    """Give the name of the data key of an original; None of one that was destroyed."""
    return _ORIGINAL.decode(line).key


def beginning_of_original(line: bytes) -> bytes:
    """Give how the ciphertext of an original begins, as the line writes it."""
    return _ORIGINAL.decode(line).ciphertext[:BEGINNING].encode()


def destroyed_by(line: bytes) -> str | None:
    """Give the decision by which an original was destroyed; None of one that is there."""
    return _ORIGINAL.decode(line).destroyed


def destroyed_line(line: bytes, decision: str) -> bytes:
    """Write what stays in the place of an original: whose it was, and nothing of it."""
    address, version = whose_original(line)
    return canonical({"destroyed": decision, "id": address, "version": version})

"""Which version of which item a line of sealed originals belongs to."""

import msgspec


class _Original(msgspec.Struct):
    id: str
    version: int


_ORIGINAL = msgspec.json.Decoder(_Original)


def whose_original(line: bytes) -> tuple[str, int]:
    """Give id and version of the item whose original this is."""
    original = _ORIGINAL.decode(line)
    return original.id, original.version

"""The small files of an archive of X, read whole: of the account, its profile and the archive."""

import io
from collections.abc import Iterator

from weerklank.connectors.x.archive import Archive
from weerklank.harvest.json_array import BrokenPiece
from weerklank.harvest.json_fields import parse_object
from weerklank.harvest.json_list import JsonList
from weerklank.harvest.port import Unreadable
from weerklank.model.json_value import JsonObject

_LARGEST = 4 << 20


def objects_in(archive: Archive, name: str) -> Iterator[JsonObject]:
    """Give the objects of a small file; none when it is not there or can't be read."""
    content = archive.read(name, _LARGEST)
    if content is None:
        return
    try:
        found = JsonList(io.BytesIO(content))
    except Unreadable:
        return
    for piece in found.objects(parse_object, bool):
        if not isinstance(piece, BrokenPiece):
            yield piece[1]


def object_in(archive: Archive, name: str, key: str) -> JsonObject:
    """Give what stands under a key in a small file, the first time; empty when nothing does."""
    for one in objects_in(archive, name):
        found = one.get(key)
        if isinstance(found, dict):
            return found
    return {}

"""Ids of a channel's videos, remembered by eight bytes each: a large channel has many."""

from array import array
from bisect import bisect_left
from hashlib import blake2b


class KnownIds:
    """A set of ids. Two of them count as one once in a trillion channels."""

    def __init__(self) -> None:
        self._tags = array("Q")
        self._is_in_order = True

    def add(self, native_id: str) -> None:
        """Take one up."""
        self._tags.append(_tag(native_id))
        self._is_in_order = False

    def __contains__(self, native_id: str) -> bool:
        """Tell whether one was taken up."""
        if not self._is_in_order:
            self._tags = array("Q", sorted(self._tags))
            self._is_in_order = True
        tag = _tag(native_id)
        place = bisect_left(self._tags, tag)
        return place < len(self._tags) and self._tags[place] == tag


def _tag(native_id: str) -> int:
    return int.from_bytes(blake2b(native_id.encode(), digest_size=8).digest(), "big")

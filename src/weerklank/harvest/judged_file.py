"""A media file of an export on its way in, and whether it is a media file at all."""

from collections.abc import Callable

from weerklank.harvest.media_kind import BEGIN, stands_for_medium
from weerklank.harvest.port import NoMedium


def judged(read: Callable[[int], bytes]) -> Callable[[int], bytes]:
    """Read on by what comes back; its first call raises NoMedium when it is no media file.

    That is an empty one, or a page or message in place of it: taken in, it would stand for the
    medium for good, and no later export would mend it.
    """
    waiting: bytes | None = None

    def read_on(size: int) -> bytes:
        nonlocal waiting
        if waiting is None:
            waiting = _beginning(read)
            if not stands_for_medium(waiting):
                raise NoMedium
        block, waiting = waiting[:size], waiting[size:]
        return block or read(size)

    return read_on


def _beginning(read: Callable[[int], bytes]) -> bytes:
    begin = b""
    while len(begin) < BEGIN and (block := read(BEGIN - len(begin))):
        begin += block
    return begin

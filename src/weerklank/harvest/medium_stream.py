"""A media file on its way in, and whether what comes is a media file at all."""

from collections.abc import Callable

import aiohttp

from weerklank.harvest.media_kind import BEGIN, is_medium
from weerklank.harvest.port import BrokenOff

#: Bytes of one media file.
LARGEST_MEDIUM = 4 << 30


class MediumStream:
    """A media file on its way in."""

    def __init__(
        self,
        response: aiohttp.ClientResponse,
        read: Callable[[aiohttp.ClientResponse, int], bytes],
    ) -> None:
        self._response = response
        self._read = read
        self._size = 0
        #: What has come and was not given yet; the beginning waits until it can be judged.
        self._waiting = b""
        #: Whether it ended before its end, so that asking again may help.
        self.is_broken = False

    def read(self, size: int) -> bytes:
        """Give at most `size` bytes.

        BrokenOff when the rest does not come or is too much, and when it is no media file: empty,
        or a page or message in place of it.
        """
        if not self._size:
            self._judge()
        block, self._waiting = self._waiting[:size], self._waiting[size:]
        return block or self._further(size)

    def _judge(self) -> None:
        """Wait for the beginning, and look whether it is that of a medium."""
        parts = []
        while self._size < BEGIN and (part := self._further(BEGIN)):
            parts.append(part)
        self._waiting = b"".join(parts)
        said = self._response.headers.get("Content-Type", "")
        if not is_medium(self._waiting[:BEGIN], said):
            raise BrokenOff

    def _further(self, size: int) -> bytes:
        try:
            block = self._read(self._response, size)
        except BrokenOff:
            self.is_broken = True
            raise
        self._size += len(block)
        if self._size > LARGEST_MEDIUM:
            raise BrokenOff
        return block

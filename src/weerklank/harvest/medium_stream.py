"""A media file on its way in, and whether what comes is a media file at all."""

import re
from collections.abc import Callable

import aiohttp

from weerklank.harvest.port import BrokenOff

#: Bytes of one media file.
LARGEST_MEDIUM = 4 << 30
#: What a server says instead of the file, and calls it a success: a page to sign in at, an error.
_WORDS = re.compile(
    r"text/(?!vtt)|application/(?:[a-z.-]+\+)?(?:json|xml)\b|application/xhtml", re.IGNORECASE
)
#: How a page begins, whatever its server calls it.
_PAGE = re.compile(rb"\s*<(?:!doctype\s+html|html[\s>]|head[\s>])", re.IGNORECASE)


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
        #: Whether it ended before its end, so that asking again may help.
        self.is_broken = False

    def read(self, size: int) -> bytes:
        """Give at most `size` bytes.

        BrokenOff when the rest does not come or is too much, and when it is no media file: empty,
        or a page or message in place of it.
        """
        try:
            block = self._read(self._response, size)
        except BrokenOff:
            self.is_broken = True
            raise
        if not self._size and self._is_none(block):
            raise BrokenOff
        self._size += len(block)
        if self._size > LARGEST_MEDIUM:
            raise BrokenOff
        return block

    def _is_none(self, begin: bytes) -> bool:
        told = self._response.headers.get("Content-Type", "")
        return not begin or bool(_WORDS.match(told)) or bool(_PAGE.match(begin))

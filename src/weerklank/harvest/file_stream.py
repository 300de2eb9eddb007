"""A file of any kind on its way in."""

from collections.abc import Callable

import aiohttp


class FileStream:
    """An answer that is read as it comes, whatever it is of."""

    def __init__(
        self,
        response: aiohttp.ClientResponse,
        read: Callable[[aiohttp.ClientResponse, int], bytes],
    ) -> None:
        self._response = response
        self._read = read

    def read(self, size: int) -> bytes:
        """Give at most `size` bytes, none at its end; BrokenOff when the rest does not come."""
        return self._read(self._response, size)

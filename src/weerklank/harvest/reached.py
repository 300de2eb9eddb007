"""What is at an address, of whatever status and kind, before anything of it is read."""

from collections.abc import Callable

import aiohttp

from weerklank.harvest.file_stream import FileStream


class Reached(FileStream):
    """An answer that is looked at first: its status, what it says to be, and how long it is."""

    def __init__(
        self,
        response: aiohttp.ClientResponse,
        read: Callable[[aiohttp.ClientResponse, int], bytes],
    ) -> None:
        super().__init__(response, read)
        headers = response.headers
        self.status = response.status
        #: Without what stands behind it, in small letters.
        self.said = headers.get("Content-Type", "").partition(";")[0].strip().lower()
        #: Bytes as the server says; None where it does not.
        self.length = response.content_length
        #: Whether it comes packed, though that was not asked.
        self.is_packed = headers.get("Content-Encoding", "identity").lower() != "identity"

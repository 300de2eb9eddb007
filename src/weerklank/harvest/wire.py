"""One question over the wire, and one answer: to where it may go, and in words of our own.

Addresses, headers and what a server writes never come into an error: those may name persons or
hold a key.
"""

import asyncio
from collections.abc import Callable, Coroutine, Mapping
from datetime import datetime
from typing import TypeVar

import aiohttp
from yarl import URL

from weerklank import __version__
from weerklank.harvest.exchange import (
    CUT_OFF,
    LEADS_ASTRAY,
    TOO_LARGE,
    TOO_SLOW,
    UNREACHABLE,
    Exchange,
    NoAnswer,
)
from weerklank.harvest.final_answer import Later
from weerklank.harvest.link_header import led_to
from weerklank.harvest.message_endpoints import MESSAGES_REFUSED, LedToMessages, demand_no_messages
from weerklank.harvest.open_addresses import Closed, OpenAddresses, OpenResolver
from weerklank.harvest.port import BrokenOff
from weerklank.model.errors import Refused

T = TypeVar("T")

#: Bytes of an answer, packed and unpacked; forty long posts are a few hundred kilobytes.
LARGEST_ANSWER = 16 << 20
_BLOCK = 1 << 16
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_MOST_REDIRECTS = 5
#: What it says to be.
USER_AGENT = f"Weerklank/{__version__}"
_HEADERS = {"User-Agent": USER_AGENT, "Accept-Encoding": "gzip, identity"}

Data = bytes | Mapping[str, str]


class Wire:
    """The connections to one account's server and what that refers to."""

    def __init__(
        self,
        addresses: OpenAddresses,
        now: Callable[[], datetime],
        signature: Callable[[str], dict[str, str]],
    ) -> None:
        """`signature` gives the header that shows a permission to an address, or none."""
        self._addresses, self._now, self._signature = addresses, now, signature
        self._runner = asyncio.Runner()
        self._session: aiohttp.ClientSession | None = None

    async def ask(
        self,
        address: str,
        limits: aiohttp.ClientTimeout,
        headers: Mapping[str, str],
        *,
        signs: bool,
    ) -> tuple[aiohttp.ClientResponse, bool]:
        """Ask, and follow where the server refers to, as far as that may be gone to.

        Tells also whether what answered was shown the permission.
        """
        for _ in range(_MOST_REDIRECTS + 1):
            demand_no_messages(address)
            self._addresses.demand(address)
            shown = self._signature(address) if signs else {}
            response = await self._opened().get(
                URL(address, encoded=True),
                timeout=limits,
                headers={**headers, **shown},
                allow_redirects=False,
            )
            if response.status not in _REDIRECTS:
                return response, bool(shown)
            response.release()
            address = _led_to(address, response.headers.get("Location", ""))
            try:
                demand_no_messages(address)
            except Refused as refused:
                raise LedToMessages(MESSAGES_REFUSED) from refused
        raise NoAnswer(LEADS_ASTRAY)

    async def give(
        self,
        address: str,
        data: Data,
        limits: aiohttp.ClientTimeout,
        headers: Mapping[str, str],
    ) -> aiohttp.ClientResponse:
        """Ask by a POST; where the server refers to is not followed."""
        return await self._opened().post(
            URL(address, encoded=True),
            data=data,
            timeout=limits,
            headers=headers,
            allow_redirects=False,
        )

    async def read(self, response: aiohttp.ClientResponse) -> Exchange:
        """Read an answer to its end."""
        try:
            return self.exchange(response, await _whole(response))
        finally:
            response.release()

    def exchange(self, response: aiohttp.ClientResponse, body: bytes) -> Exchange:
        """Give an answer as it came."""
        return Exchange(
            at=self._now(),
            status=response.status,
            headers=tuple((bytes(name), bytes(value)) for name, value in response.raw_headers),
            body=body,
        )

    def _opened(self) -> aiohttp.ClientSession:
        if self._session is None:
            self._session = aiohttp.ClientSession(
                connector=aiohttp.TCPConnector(resolver=OpenResolver(self._addresses), limit=2),
                auto_decompress=False,
                cookie_jar=aiohttp.DummyCookieJar(),
                headers=_HEADERS,
            )
        return self._session

    def run(self, work: Coroutine[None, None, T]) -> T:
        """Run one question; what it fails with is told in words of our own, and nothing else."""
        try:
            # Not Runner.run: that sets a handler of Ctrl-C for each question, which is a third of
            # what one costs. So Ctrl-C ends the question at once; close() clears it away.
            return self._runner.get_loop().run_until_complete(work)
        except TimeoutError:
            raise Later(TOO_SLOW, None) from None
        except (aiohttp.ClientPayloadError, aiohttp.ServerDisconnectedError):
            raise Later(CUT_OFF, None) from None
        except aiohttp.ClientConnectorError as error:
            if isinstance(error.os_error, Closed):
                raise NoAnswer(LEADS_ASTRAY) from None
            raise Later(UNREACHABLE, None) from None
        except Closed:
            raise NoAnswer(LEADS_ASTRAY) from None
        except (aiohttp.InvalidURL, ValueError):
            raise NoAnswer(LEADS_ASTRAY) from None
        except (aiohttp.ClientError, OSError):
            raise Later(UNREACHABLE, None) from None

    def run_block(self, response: aiohttp.ClientResponse, size: int) -> bytes:
        """Read a piece of an answer; BrokenOff when no more of it comes."""
        try:
            return self.run(response.content.read(size))
        except (Later, NoAnswer):
            raise BrokenOff from None

    def close(self) -> None:
        """End all connections."""
        if self._session is not None:
            self._runner.run(self._session.close())
        self._runner.close()


async def _whole(response: aiohttp.ClientResponse) -> bytes:
    """Read an answer to its end, and not one that is larger than an answer may be."""
    parts: list[bytes] = []
    size = 0
    async for part in response.content.iter_chunked(_BLOCK):
        size += len(part)
        if size > LARGEST_ANSWER:
            response.close()
            raise NoAnswer(TOO_LARGE)
        parts.append(part)
    return b"".join(parts)


def _led_to(address: str, location: str) -> str:
    """Give where a server refers to; NoAnswer where that is no address."""
    there = led_to(address, location)
    if there is None:
        raise NoAnswer(LEADS_ASTRAY)
    return there

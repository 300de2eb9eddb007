"""Where a page may go: as far as our own questions may, and to no direct messages.

A page decides what it loads. It may not make the archive's machine ask the inner network
something, nor load what this archive never reads.
"""

import asyncio
import socket
from ipaddress import ip_address
from urllib.parse import urlsplit

from weerklank.harvest.exchange import LEADS_ASTRAY, NoAnswer
from weerklank.harvest.message_endpoints import demand_no_messages
from weerklank.harvest.open_addresses import Closed, OpenAddresses, is_public
from weerklank.model.errors import Refused
from weerklank.model.text import Text

MESSAGES = Text(
    "daar staan privéberichten, en die worden nooit gelezen",
    "direct messages are there, and those are never read",
)
#: What a page makes of itself, and asks nobody for.
_OF_ITSELF = frozenset({"data", "blob", "about"})
_PORTS = {"https": 443, "http": 80}


class Gate:
    """Says of each question of a page whether it may leave."""

    def __init__(self, home: str, within: tuple[str, ...] = ()) -> None:
        """`home` is the address with which the account is registered.

        With domains in `within` nothing is gone to besides home but those and what is under them.
        """
        self._addresses = OpenAddresses(home)
        self._addresses.keep_within(within)
        self._hosts: dict[tuple[str, int], bool] = {}

    async def refuses(self, address: str) -> Text | None:
        """Give why a question may not leave; None when it may."""
        try:
            parts = urlsplit(address)
            port = parts.port or _PORTS.get(parts.scheme, 0)
        except ValueError:
            return LEADS_ASTRAY
        if parts.scheme in _OF_ITSELF:
            return None
        try:
            demand_no_messages(address)
            self._addresses.demand(address)
        except Refused:
            return MESSAGES
        except (Closed, NoAnswer):
            return LEADS_ASTRAY
        host = (parts.hostname or "", port)
        if host not in self._hosts:
            self._hosts[host] = await self._is_open(*host)
        return None if self._hosts[host] else LEADS_ASTRAY

    async def _is_open(self, host: str, port: int) -> bool:
        if self._addresses.is_home(host, port):
            return True
        loop = asyncio.get_running_loop()
        try:
            found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
        except (OSError, UnicodeError):  # of a name that none can be, such as one without end
            return True  # the browser finds no server either, and says so of the question
        return all(is_public(ip_address(str(one[4][0]).partition("%")[0])) for one in found)

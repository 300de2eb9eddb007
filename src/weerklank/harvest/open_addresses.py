"""Which addresses the transport goes to: the public internet, and the server that was registered.

A server that is read decides where its redirects and its media lead. Without this rule it could
let the archive's own machine ask the inner network something (server-side request forgery).
"""

import socket
from ipaddress import IPv4Address, IPv6Address, ip_address
from urllib.parse import urlsplit

from aiohttp.abc import AbstractResolver, ResolveResult
from aiohttp.resolver import ThreadedResolver

_PORTS = {"http": 80, "https": 443}
#: Addresses of IPv6 that are one of IPv4 in another network's words (RFC 6052).
_TRANSLATED = b"\x00\x64\xff\x9b" + bytes(8)


class Closed(OSError):
    """An address that is not gone to."""


class OpenAddresses:
    """Knows where a run may go: everywhere in public, and to its account's own server."""

    def __init__(self, home: str) -> None:
        """`home` is the address with which the account is registered: a person put it there."""
        self._home = _origin(home)
        #: Domains besides which nothing is gone to, when there are any.
        self._within: tuple[str, ...] = ()

    def keep_within(self, domains: tuple[str, ...]) -> None:
        """Go to these domains from now on, and to the account's own server, and nowhere else."""
        self._within = domains

    def demand(self, address: str) -> None:
        """Refuse an address by its form: Closed for one without TLS, or a private number.

        A name is looked at when it is resolved, by what it stands for at that moment.
        """
        scheme, host, port = _origin(address)
        if (scheme, host, port) == self._home:
            return
        if scheme != "https" or not host or not self.is_within(host):
            raise Closed
        try:
            number = ip_address(host)
        except ValueError:
            return
        if not is_public(number):
            raise Closed

    def is_within(self, host: str) -> bool:
        """Tell whether a name is among the domains that were named, or none were."""
        named = (host == one or host.endswith(f".{one}") for one in self._within)
        return not self._within or any(named)

    def is_of_home(self, address: str) -> bool:
        """Tell whether an address is of the account's own server: scheme, name and port."""
        return _origin(address) == self._home

    def is_home(self, host: str, port: int) -> bool:
        """Tell whether this is the account's own server."""
        return (host.lower().rstrip("."), port) == self._home[1:]


class OpenResolver(AbstractResolver):
    """Resolves names, and forgets what is not public: so no later answer can differ."""

    def __init__(self, addresses: OpenAddresses) -> None:
        self._addresses = addresses
        self._inner = ThreadedResolver()

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """Give the numbers of a name that may be gone to; Closed when there are none."""
        found = await self._inner.resolve(host, port, family)
        if self._addresses.is_home(host, port):
            return found
        kept = [one for one in found if is_public(ip_address(one["host"].partition("%")[0]))]
        if not kept:
            raise Closed
        return kept

    async def close(self) -> None:
        """Let go."""
        await self._inner.close()


def is_public(number: IPv4Address | IPv6Address) -> bool:
    """Tell whether a number is of the public internet, also where it holds another number."""
    if isinstance(number, IPv6Address):
        inner = number.ipv4_mapped or number.sixtofour or (number.teredo or (None, None))[1]
        if number.packed[:12] == _TRANSLATED:
            inner = IPv4Address(number.packed[12:])
        if inner is not None:
            return is_public(inner)
    return number.is_global and not number.is_multicast


def _origin(address: str) -> tuple[str, str, int]:
    try:
        parts = urlsplit(address)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:  # such as half of an IPv6 address
        return "", "", 0
    return parts.scheme.lower(), (parts.hostname or "").rstrip("."), port

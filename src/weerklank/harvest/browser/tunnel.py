"""The one way out of a page: connections by SOCKS (RFC 1928), to public servers and to home alone.

The gate sees what the browser pauses. A WebSocket, and a name whose number changes between two
looks pass it by; a connection does not pass here. What goes through is not looked into: TLS is
between browser and server. WebSockets have a port of their own, so that a connection is known to
be one before anything of it has left.
"""

import asyncio
import contextlib
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Coroutine
from functools import partial
from ipaddress import ip_address
from typing import Protocol

from weerklank.harvest.open_addresses import OpenAddresses, is_public

_VERSION, _CONNECT, _NAME = 5, 1, 3
_NUMBERS = {1: 4, 4: 16}
_NO_SIGN_IN, _MADE, _REFUSED = b"\x05\x00", b"\x00", b"\x02"
_BOUND = b"\x00\x01\x00\x00\x00\x00\x00\x00"
#: First byte of everything that is TLS.
_TLS = b"\x16"
_BLOCK = 1 << 16
#: Seconds in which a server takes a connection.
_PATIENCE = 20.0

Ends = tuple[asyncio.StreamReader, asyncio.StreamWriter]


class WatchesSockets(Protocol):
    """Knows to which addresses the scripts of a visit open WebSockets."""

    async def lets(self, host: str, port: int) -> bool:
        """Tell whether a connection may be made, for one WebSocket that was opened."""
        ...

    async def stays(self, host: str, port: int) -> bool:
        """Tell whether what a WebSocket sends may still go there."""
        ...

    async def comes(self) -> bool:
        """Wait as long as nothing may come by WebSockets; then tell that it may."""
        ...


@contextlib.asynccontextmanager
async def tunnel(
    home: str, sockets: WatchesSockets, within: tuple[str, ...] = ()
) -> AsyncIterator[str]:
    """Run it for one visit; gives its addresses as browsers take them.

    `home` and `within` are as for the gate. WebSockets pass as far as `sockets` lets them.
    """
    addresses = OpenAddresses(home)
    addresses.keep_within(within)
    way = _Tunnel(addresses, sockets)
    questions = await asyncio.start_server(way.serve, "127.0.0.1", 0)
    lines = await asyncio.start_server(way.serve_socket, "127.0.0.1", 0)
    ports = [one.sockets[0].getsockname()[1] for one in (questions, lines)]
    first, second = (f"socks5://127.0.0.1:{port}" for port in ports)
    try:
        # What stands behind `socks` is for every scheme that is not named, and for WebSockets.
        yield f"http={first};https={first};socks={second}"
    finally:
        questions.close()
        lines.close()
        await way.end()


class _Tunnel:
    """The connections of one visit."""

    def __init__(self, addresses: OpenAddresses, sockets: WatchesSockets) -> None:
        self._addresses, self._sockets = addresses, sockets
        self._tasks: set[asyncio.Task[None]] = set()

    def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._do(self._carry((reader, writer), None))

    def serve_socket(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._do(self._carry((reader, writer), self._sockets))

    def _do(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def end(self) -> None:
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def _carry(self, page: Ends, sockets: WatchesSockets | None) -> None:
        reader, writer = page
        with contextlib.suppress(OSError, EOFError), contextlib.closing(writer):
            host, port = await _wanted(page)
            is_home = self._addresses.is_home(host, port)
            is_open = is_home or self._addresses.is_within(host.lower().rstrip("."))
            is_let = is_open and (sockets is None or await sockets.lets(host, port))
            server = await _reach(host, port, is_home=is_home) if is_let else None
            answer = _REFUSED if server is None else _MADE
            writer.write(bytes([_VERSION]) + answer + _BOUND)
            await writer.drain()
            if server is None:
                return
            with contextlib.closing(server[1]):
                first = await reader.read(_BLOCK)
                if not is_home and not first.startswith(_TLS):
                    return
                if sockets is not None and not await sockets.stays(host, port):
                    return
                server[1].write(first)
                stays = None if sockets is None else partial(sockets.stays, host, port)
                await asyncio.gather(
                    _pump(reader, server[1], stays),
                    _pump(server[0], writer, None if sockets is None else sockets.comes),
                )


async def _wanted(page: Ends) -> tuple[str, int]:
    """Hear where a connection is to go."""
    reader, writer = page
    _, ways = await reader.readexactly(2)
    await reader.readexactly(ways)
    writer.write(_NO_SIGN_IN)
    version, command, _, kind = await reader.readexactly(4)
    if (version, command) != (_VERSION, _CONNECT):
        raise EOFError
    if kind == _NAME:
        (length,) = await reader.readexactly(1)
        host = (await reader.readexactly(length)).decode("ascii", "replace")
    else:
        host = str(ip_address(await reader.readexactly(_NUMBERS.get(kind, 0))))
    return host, int.from_bytes(await reader.readexactly(2))


async def _reach(host: str, port: int, *, is_home: bool) -> Ends | None:
    """Connect by the numbers that were looked at; None where that may not be, or fails."""
    loop = asyncio.get_running_loop()
    try:
        found = await loop.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        return None
    numbers = [str(one[4][0]) for one in found]
    if not is_home and not all(is_public(ip_address(one.partition("%")[0])) for one in numbers):
        return None
    for number in numbers:
        with contextlib.suppress(OSError, TimeoutError):
            async with asyncio.timeout(_PATIENCE):
                return await asyncio.open_connection(number, port)
    return None


async def _pump(
    reader: asyncio.StreamReader,
    writer: asyncio.StreamWriter,
    stays: Callable[[], Awaitable[bool]] | None,
) -> None:
    """Carry one way, no faster than the other end takes it, and as long as it may."""
    while block := await reader.read(_BLOCK):
        if stays is not None and not await stays():
            raise EOFError
        writer.write(block)
        await writer.drain()
    if writer.can_write_eof():
        writer.write_eof()

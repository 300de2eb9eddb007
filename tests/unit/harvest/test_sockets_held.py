"""A WebSocket whose server never ends is held once a visit has seen enough, and stays open."""

import asyncio
from contextlib import suppress
from typing import cast

import pytest

from weerklank.harvest.browser.bodies import Bodies
from weerklank.harvest.browser.devtools import Devtools
from weerklank.harvest.browser.sockets import SocketRecorder
from weerklank.harvest.browser.tunnel import tunnel

pytestmark = [pytest.mark.enable_socket, pytest.mark.loopback]
_PIECE = bytes(1 << 16)
#: What may still lie between server and page when the visit holds.
_UNDERWAY = 32 << 20


class _Nothing:
    """A browser without pages, and a place in which nothing is kept."""

    def begin(self) -> str:
        return "body-000001"

    def listen(self, *_: object) -> None:
        return


async def _floods(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    with suppress(OSError):
        while True:
            writer.write(_PIECE)
            await writer.drain()


async def _went(*, holds: bool) -> tuple[int, bool]:
    """Give the bytes that came after a while, more than were under way or not, and if it ended."""
    server = await asyncio.start_server(_floods, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    sockets = SocketRecorder(cast("Devtools", _Nothing()), cast("Bodies", _Nothing()))
    sockets._hear("s", "Network.webSocketCreated", {"url": f"ws://127.0.0.1:{port}/"})
    async with tunnel(f"http://127.0.0.1:{port}", sockets) as ways:
        out = int(ways.rpartition(":")[2])
        reader, writer = await asyncio.open_connection("127.0.0.1", out)
        writer.write(b"\x05\x01\x00" + b"\x05\x01\x00\x01\x7f\x00\x00\x01" + port.to_bytes(2))
        await reader.readexactly(12)
        writer.write(b"GET / HTTP/1.1\r\n\r\n")
        await reader.readexactly(len(_PIECE))
        if holds:
            sockets.hold()
        came = 0
        with suppress(TimeoutError):
            async with asyncio.timeout(0.5 if holds else 5):
                while came <= 2 * _UNDERWAY and (piece := await reader.read(1 << 20)):
                    came += len(piece)
        ended = reader.at_eof()
        writer.close()
    server.close()
    return came, ended


def test_nothing_more_comes_once_it_is_held() -> None:
    came, ended = asyncio.run(_went(holds=True))
    assert came < _UNDERWAY
    assert not ended


def test_all_comes_before() -> None:
    came, _ = asyncio.run(_went(holds=False))
    assert came > 2 * _UNDERWAY

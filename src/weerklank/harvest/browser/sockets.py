"""Keeps what the WebSockets of one visit send and get, and lets none open to direct messages.

The protocol of the browser pauses no WebSocket, and a connection over TLS does not say for which
address of its server it is. But scripts tell of each WebSocket that they open, in the same order
in which they answer: whoever asks all of them something has then heard of all that were opened
before. So no connection for a WebSocket is made, and nothing of it sent, before that.
"""

import asyncio
import time
from collections import Counter
from contextlib import suppress
from ipaddress import ip_address
from typing import TypeAlias
from urllib.parse import urlsplit

from weerklank.harvest.browser.asked import decoded_base64, headers_of, moment_of, text_of
from weerklank.harvest.browser.bodies import Bodies, SocketFrame, TooMuch
from weerklank.harvest.browser.devtools import Declined, Devtools
from weerklank.harvest.browser.page_exchange import PageSocket
from weerklank.harvest.exchange import NoAnswer
from weerklank.harvest.message_endpoints import demand_no_messages
from weerklank.model.errors import NotNow, Refused
from weerklank.model.json_value import Json, JsonObject

_TEXT = 1
_Server: TypeAlias = tuple[str, int]
_PORTS = {"wss": 443, "ws": 80}
#: Seconds in which a script answers; while it does not, nothing of a WebSocket leaves.
_PATIENCE = 10.0


class SocketRecorder:
    """The WebSockets of one visit."""

    def __init__(self, devtools: Devtools, bodies: Bodies) -> None:
        self._devtools, self._bodies = devtools, bodies
        self._sockets: dict[tuple[str, str], _Socket] = {}
        self._sessions: set[str] = set()
        #: Connections that may still be made to a server: one for each WebSocket opened there.
        self._open_for: Counter[_Server] = Counter()
        #: Servers where a WebSocket was opened through which direct messages may pass.
        self._closed: set[_Server] = set()
        #: Whether a message was not kept because the visit had recorded as much as it may.
        self.is_full = False
        self._may_come = asyncio.Event()
        self._may_come.set()

    def hold(self) -> None:
        """Let nothing more come in: the visit has seen enough.

        The connections stay, so that no page tells that it lost one. What a server goes on to send
        waits there; else a server that never ends would hold up the look at the page for minutes.
        """
        self._may_come.clear()

    async def comes(self) -> bool:
        """Wait as long as nothing may come; then tell that it may."""
        return await self._may_come.wait()

    def attend(self, session: str) -> None:
        """Record a target whose Network domain is on."""
        self._sessions.add(session)
        self._devtools.listen(session, lambda method, given: self._hear(session, method, given))

    def leave(self, session: str) -> None:
        """Ask a target nothing any more: it is gone."""
        self._sessions.discard(session)

    async def lets(self, host: str, port: int) -> bool:
        """Tell whether a connection may be made, for one WebSocket that was opened there.

        Never to a server where one was opened through which direct messages may pass: which of
        them a connection is for can't be told.
        """
        server = _server(host, port)
        if not await self.stays(host, port) or not self._open_for[server]:
            return False
        self._open_for[server] -= 1
        return True

    async def stays(self, host: str, port: int) -> bool:
        """Tell whether what a WebSocket sends may still go there."""
        heard = await asyncio.gather(*(self._has_heard(one) for one in tuple(self._sessions)))
        return all(heard) and _server(host, port) not in self._closed

    async def _has_heard(self, session: str) -> bool:
        """Hear of all WebSockets that a target has opened until now; False when it hangs."""
        try:
            await self._devtools.ask("Runtime.getHeapUsage", session, patience=_PATIENCE)
        except (Declined, NotNow):
            return session not in self._sessions
        return True

    def told(self) -> list[PageSocket]:
        """Give the WebSockets, in the order in which they were opened."""
        return [one.told() for one in self._sockets.values()]

    def _hear(self, session: str, method: str, given: JsonObject) -> None:
        key = (session, text_of(given.get("requestId")))
        if method == "Network.webSocketCreated":
            self._open(key, text_of(given.get("url")))
            return
        socket = self._sockets.get(key)
        if socket is None:
            return
        match method:
            case "Network.webSocketWillSendHandshakeRequest":
                socket.at, socket.asked = given.get("wallTime"), given.get("request")
            case "Network.webSocketHandshakeResponseReceived":
                socket.answer = given.get("response")
            case "Network.webSocketFrameSent":
                self._keep(socket, given.get("response"), is_sent=True)
            case "Network.webSocketFrameReceived":
                self._keep(socket, given.get("response"), is_sent=False)

    def _open(self, key: tuple[str, str], address: str) -> None:
        socket = self._sockets[key] = _Socket(address, self._bodies.begin())
        server = _server_of(address)
        if socket.has_messages or server is None:
            self._closed.update(() if server is None else (server,))
        else:
            self._open_for[server] += 1

    def _keep(self, socket: "_Socket", frame: Json, *, is_sent: bool) -> None:
        if not isinstance(frame, dict) or socket.has_messages:
            return
        opcode, payload = frame.get("opcode"), text_of(frame.get("payloadData"))
        code = int(opcode) if isinstance(opcode, int | float) else _TEXT
        if code == _TEXT:
            content: bytes | None = payload.encode("utf-8", "surrogatepass")
        else:
            content = decoded_base64(payload)
        entry = SocketFrame(time.time(), is_sent, code, content or b"").packed()
        try:
            self._bodies.add_entry(socket.frames, entry)
            socket.count += 1
        except TooMuch:
            self.is_full = True


class _Socket:
    """A WebSocket while it is open."""

    def __init__(self, address: str, frames: str) -> None:
        self.address, self.frames = address, frames
        #: Direct messages may pass there: it is not opened.
        self.has_messages = _has_messages(address)
        self.at: Json = None
        self.asked: Json = None
        self.answer: Json = None
        self.count = 0

    def told(self) -> PageSocket:
        asked = self.asked if isinstance(self.asked, dict) else {}
        answer = self.answer if isinstance(self.answer, dict) else {}
        status = answer.get("status")
        return PageSocket(
            at=moment_of(self.at),
            address=self.address,
            asked_headers=headers_of(asked.get("headers")),
            status=status if isinstance(status, int) else None,
            headers=headers_of(answer.get("headers")),
            frames=self.frames,
            count=self.count,
        )


def _has_messages(address: str) -> bool:
    try:
        demand_no_messages(address)
    except (Refused, NoAnswer):
        return True
    return False


def _server_of(address: str) -> _Server | None:
    """Give to which server a WebSocket goes; None where none can be read."""
    try:
        parts = urlsplit(address)
        port = parts.port or _PORTS.get(parts.scheme, 0)
    except ValueError:
        return None
    return _server(parts.hostname or "", port)


def _server(host: str, port: int) -> _Server:
    """Give a server as it is compared, however its number is written."""
    with suppress(ValueError):
        return str(ip_address(host)), port
    return host.lower(), port

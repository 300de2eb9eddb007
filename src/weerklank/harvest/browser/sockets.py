"""Keeps what the WebSockets of one visit send and get; nothing where direct messages may pass."""

import time

from weerklank.harvest.browser.asked import decoded_base64, headers_of, moment_of, text_of
from weerklank.harvest.browser.bodies import Bodies, SocketFrame, TooMuch
from weerklank.harvest.browser.devtools import Devtools
from weerklank.harvest.browser.page_exchange import PageSocket
from weerklank.harvest.exchange import NoAnswer
from weerklank.harvest.message_endpoints import demand_no_messages
from weerklank.model.errors import Refused
from weerklank.model.json_value import Json, JsonObject

_TEXT = 1


class SocketRecorder:
    """The WebSockets of one visit."""

    def __init__(self, devtools: Devtools, bodies: Bodies) -> None:
        self._devtools, self._bodies = devtools, bodies
        self._sockets: dict[tuple[str, str], _Socket] = {}
        #: Whether a message was not kept because the visit had recorded as much as it may.
        self.is_full = False

    def attend(self, session: str) -> None:
        """Record a target whose Network domain is on."""
        self._devtools.listen(session, lambda method, given: self._hear(session, method, given))

    def told(self) -> list[PageSocket]:
        """Give the WebSockets, in the order in which they were opened."""
        return [one.told() for one in self._sockets.values()]

    def _hear(self, session: str, method: str, given: JsonObject) -> None:
        key = (session, text_of(given.get("requestId")))
        if method == "Network.webSocketCreated":
            self._sockets[key] = _Socket(text_of(given.get("url")), self._bodies.begin())
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
        #: Direct messages may pass there. The browser lets nobody hold such a line up (0093).
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

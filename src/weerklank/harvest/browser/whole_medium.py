"""Fetches a film, or another thing that a page got in parts, once and as a whole.

The browser itself asks, as the page would: with its cookies and its way of speaking.
"""

import time
from datetime import UTC, datetime

from weerklank.harvest.browser.asked import decoded_base64, headers_of, text_of
from weerklank.harvest.browser.bodies import Bodies, TooMuch
from weerklank.harvest.browser.devtools import Declined, Devtools
from weerklank.harvest.browser.gate import Gate
from weerklank.harvest.browser.page_exchange import PageExchange, Wholeness
from weerklank.harvest.browser.recorder import STILL_COMING, TOO_MUCH
from weerklank.harvest.exchange import CUT_OFF, NOT_THERE, UNREACHABLE
from weerklank.model.json_value import JsonObject
from weerklank.model.text import Text

_PIECE = 1 << 20
#: Seconds until a server has answered with the first bytes, and between two pieces.
_PATIENCE = 60.0
#: Seconds that a film gets when the time of a visit is nearly over.
_FEWEST = 5.0
_OPTIONS = {"disableCache": True, "includeCredentials": True}
_OK = 200


class WholeMedia:
    """Fetches media for one page, through its own session."""

    def __init__(
        self, devtools: Devtools, session: str, frame: str, gate: Gate, bodies: Bodies
    ) -> None:
        self._devtools, self._session, self._frame = devtools, session, frame
        self._gate, self._bodies = gate, bodies

    async def fetch(self, address: str, until: float, most: int | None = None) -> PageExchange:
        """Fetch one; what could not be had whole says why.

        `until` is when the visit is over, by the clock of `time.monotonic`; `most` are bytes.
        """
        at = datetime.now(UTC)
        if time.monotonic() > until:
            return _told(at, address, {}, None, 0, STILL_COMING)
        if why := await self._gate.refuses(address):
            return _told(at, address, {}, None, 0, why)
        try:
            got = await self._devtools.ask(
                "Network.loadNetworkResource",
                self._session,
                patience=min(_PATIENCE, max(until - time.monotonic(), _FEWEST)),
                frameId=self._frame,
                url=address,
                options=_OPTIONS,
            )
        except Declined:
            return _told(at, address, {}, None, 0, UNREACHABLE)
        told = got.get("resource")
        resource = told if isinstance(told, dict) else {}
        stream = text_of(resource.get("stream"))
        if not stream or resource.get("success") is not True:
            status = resource.get("httpStatusCode")
            return _told(at, address, resource, None, 0, NOT_THERE if status else UNREACHABLE)
        name = self._bodies.begin()
        length, why = await self._read(stream, name, until, most)
        return _told(at, address, resource, name, length, why)

    async def _read(
        self, stream: str, name: str, until: float, most: int | None
    ) -> tuple[int, Text | None]:
        """Read a stream to its end; gives the bytes kept, and why that is not all."""
        length = 0
        try:
            while time.monotonic() < until + _FEWEST:
                piece = await self._devtools.ask(
                    "IO.read", self._session, patience=_PATIENCE, handle=stream, size=_PIECE
                )
                text = text_of(piece.get("data"))
                is_packed = piece.get("base64Encoded") is True
                content = (decoded_base64(text) or b"") if is_packed else text.encode()
                if most is not None and length + len(content) > most:
                    return length, TOO_MUCH
                self._bodies.add(name, content)
                length += len(content)
                if piece.get("eof") is True:
                    await self._devtools.ask("IO.close", self._session, handle=stream)
                    return length, None
        except Declined:
            return length, CUT_OFF
        except TooMuch:
            return length, TOO_MUCH
        return length, STILL_COMING


def _told(
    at: datetime,
    address: str,
    resource: JsonObject,
    body: str | None,
    length: int,
    why: Text | None,
) -> PageExchange:
    status = resource.get("httpStatusCode")
    whole = Wholeness.WHOLE if why is None else Wholeness.CUT if body else Wholeness.NONE
    return PageExchange(
        at=at,
        wanted_as="Media",
        method="GET",
        address=address,
        asked_headers=(),
        asked_body=None,
        status=int(status) if isinstance(status, int | float) else None,
        status_text="OK" if status == _OK else "",
        headers=headers_of(resource.get("headers")),
        protocol="",
        body=body,
        length=length,
        wholeness=whole,
        why=why,
    )

"""Holds up each question of a browser until the gate has said whether it may leave.

In the browser itself and not in its pages: what workers ask that several pages share, and what is
asked to begin a worker, passes no page at which it could be held.
"""

import asyncio
import contextlib
from collections.abc import Coroutine

from weerklank.harvest.browser.asked import headers_of, text_of
from weerklank.harvest.browser.devtools import Declined, Devtools
from weerklank.harvest.browser.gate import Gate
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.text import Text

_EVERY_QUESTION = [{"urlPattern": "*", "requestStage": "Request"}]
#: What ends a line of events for good: after a failure the page would ask again and again. To a
#: question for another page it is the answer that leaves the one that is there.
_NO_MORE = 204
_EVENTS = "text/event-stream"


class Guard:
    """The questions of one visit."""

    def __init__(self, devtools: Devtools, gate: Gate) -> None:
        self._devtools, self._gate = devtools, gate
        self._tasks: set[asyncio.Task[None]] = set()
        self._lets_none = False
        #: Why nothing more may leave; None while that depends on where it goes.
        self._closed: Text | None = None
        #: Why questions did not leave, by the name that the browser gave them.
        self.refused: dict[str, Text] = {}

    async def start(self) -> None:
        """Hold up what is asked from now on."""
        self._devtools.listen(None, self._hear)
        await self._devtools.ask("Fetch.enable", patterns=_EVERY_QUESTION, handleAuthRequests=True)

    async def end(self) -> None:
        """Hold up nothing any more: whoever asked is gone."""
        self._devtools.listen_no_more(None, self._hear)
        with contextlib.suppress(Declined):
            await self._devtools.ask("Fetch.disable")

    def refuse_all(self, why: Text) -> None:
        """Refuse every question from now on, and have the page stay where it is."""
        self._closed = self._closed or why

    def let_none(self) -> None:
        """Leave every question where it is from now on."""
        self._lets_none = True

    async def settle(self) -> None:
        """Wait until all that was asked has left, or was refused."""
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)

    def _hear(self, method: str, given: JsonObject) -> None:
        if method == "Fetch.requestPaused" and not self._lets_none:
            self._do(self._let_go(given))
        elif method == "Fetch.authRequired":
            self._do(self._give_no_sign_in(text_of(given.get("requestId"))))

    def _do(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _let_go(self, given: JsonObject) -> None:
        request = given.get("request")
        address = text_of(request.get("url")) if isinstance(request, dict) else ""
        why = await self._gate.refuses(address) or self._closed
        pause = text_of(given.get("requestId"))
        with contextlib.suppress(Declined):  # its target is gone, and the question with it
            if why is None:
                await self._devtools.ask("Fetch.continueRequest", requestId=pause)
                return
            self.refused[text_of(given.get("networkId")) or pause] = why
            stays = self._closed is not None and given.get("resourceType") == "Document"
            if stays or _is_line(request):
                await self._devtools.ask(
                    "Fetch.fulfillRequest", requestId=pause, responseCode=_NO_MORE
                )
                return
            reason = "BlockedByClient"
            await self._devtools.ask("Fetch.failRequest", requestId=pause, errorReason=reason)

    async def _give_no_sign_in(self, pause: str) -> None:
        """Let the refusal be the answer: a browser would ask the reader, whom nobody is here."""
        with contextlib.suppress(Declined):
            await self._devtools.ask(
                "Fetch.continueWithAuth",
                requestId=pause,
                authChallengeResponse={"response": "CancelAuth"},
            )


def _is_line(request: Json) -> bool:
    """Tell whether a line of events is asked for; the kind that the browser tells does not."""
    headers = headers_of(request.get("headers")) if isinstance(request, dict) else ()
    return any(name.lower() == "accept" and value == _EVENTS for name, value in headers)

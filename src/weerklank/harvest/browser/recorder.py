"""Keeps everything that the targets of one visit ask and get, without holding the page up.

The Network domain tells of each question; long answers, and those without an end, come in pieces
while the page gets them, short ones are fetched when they are there. Films are left for a second
pass (`whole_medium`): a page plays parts of them, and several at once.
"""

import asyncio
import contextlib
import time
from collections.abc import Callable, Coroutine

from weerklank.harvest.browser.asked import (
    ENDLESS,
    LONG,
    Asked,
    WireHeaders,
    asked_body,
    decoded_base64,
    headers_of,
    is_played,
    moment_of,
    sent_of,
    text_of,
    unasked,
)
from weerklank.harvest.browser.bodies import Bodies, TooMuch
from weerklank.harvest.browser.devtools import Declined, Devtools
from weerklank.harvest.browser.guard import Guard
from weerklank.harvest.browser.page_exchange import PageExchange, Wholeness
from weerklank.harvest.exchange import CUT_OFF, UNREACHABLE
from weerklank.model.json_value import JsonObject
from weerklank.model.text import Text

TOO_MUCH = Text(
    "het bezoek heeft zoveel vastgelegd als het mag", "the visit has recorded as much as it may"
)
NOT_HELD = Text("de browser had de inhoud niet meer", "the browser no longer had the content")
STILL_COMING = Text("het bezoek was voorbij", "the visit was over")
WENT_ON = Text("de pagina wachtte er niet op", "the page did not wait for it")

#: What the browser holds for us at most until we fetch it: of all answers, and of one.
_HELD, _HELD_EACH = 64 << 20, 8 << 20
_TOLD: dict[str, object] = {"maxTotalBufferSize": _HELD, "maxResourceBufferSize": _HELD_EACH}
_NO_BODY = frozenset({204, 205, 304})
#: Seconds in which a target stops loading; a page that hangs does not.
_PATIENCE = 5.0
#: As good as nothing comes, and the page does not hear that it has no network; and it has none.
_SLOW: dict[str, object] = {
    "offline": False,
    "latency": 0,
    "downloadThroughput": 1,
    "uploadThroughput": 1,
}
_NO_NETWORK = {"offline": True}
_MOST_ASKED = 20_000
#: Bytes of what a page sends with one question, and of all its questions: those stay in memory.
_LONGEST_SENT, _MOST_SENT = 1 << 20, 64 << 20
_ASKED_OF_SERVERS = ("http:", "https:")


class Recorder:
    """What one visit asked and got."""

    def __init__(self, devtools: Devtools, guard: Guard, bodies: Bodies, most_bytes: int) -> None:
        """`most_bytes` are those of all answers but films; with more, what comes is broken off."""
        self._devtools, self._guard, self._bodies = devtools, guard, bodies
        self._most = most_bytes
        #: Bytes that were kept, and those that came unpacked, by the browser's count.
        self._kept = self._came = 0
        #: Bytes of the questions themselves.
        self._sent = 0
        self._sessions: set[str] = set()
        self._open: dict[str, Asked] = {}
        self._wire: dict[str, WireHeaders] = {}
        self._tasks: set[asyncio.Task[None]] = set()
        self.exchanges: list[PageExchange] = []
        #: Addresses of films and sounds, and of what a page took unseen, in the order in which
        #: they were first asked for; and which of both it is.
        self.played: dict[str, bool] = {}
        #: Whether something was not kept because the visit had recorded as much as it may.
        self.is_full = False
        self._events: dict[str, Callable[[str, str, JsonObject], None]] = {
            "Network.requestWillBeSent": self._asks,
            "Network.requestWillBeSentExtraInfo": self._asks_besides,
            "Network.responseReceived": self._answers,
            "Network.responseReceivedExtraInfo": self._answers_besides,
            "Network.dataReceived": self._comes,
            "Network.loadingFinished": self._is_over,
            "Network.loadingFailed": self._fails,
            "Page.frameNavigated": self._has_page,
        }
        #: What is asked from now on is held up until the page is thrown away.
        self._is_settling = False
        #: When something was last asked or came, by the clock of `time.monotonic`.
        self.last_sign = time.monotonic()

    @property
    def under_way(self) -> int:
        """How many answers are waited for: those without an end, or that may not come, are not."""
        return sum(
            one.is_awaited_end and key not in self._guard.refused
            for key, one in self._open.items()
        )

    async def attend(self, session: str) -> None:
        """Record a target from now on: called while it still waits for its first step."""
        self._sessions.add(session)
        self._devtools.listen(session, lambda method, given: self._hear(session, method, given))
        for method, given in (
            ("Network.enable", _TOLD | {"maxPostDataSize": LONG}),
            ("Network.setCacheDisabled", {"cacheDisabled": True}),
        ):
            with contextlib.suppress(Declined):  # gone already
                await self._devtools.ask(method, session, **given)

    async def _break_off(self) -> None:
        """Have nothing more come; what is asked from now on is refused, and the page stays.

        A server can pack a thousand bytes into one: closing its connection would come too late.
        """
        self._guard.refuse_all(TOO_MUCH)
        sessions = tuple(self._sessions)
        await asyncio.gather(*map(self._slow, sessions))
        await asyncio.gather(*map(self._stop, sessions))

    async def _slow(self, session: str) -> None:
        await self._have("Network.emulateNetworkConditions", session, _SLOW)
        # A page may go on asking: what it sends is not told any more.
        await self._have("Network.enable", session, _TOLD | {"maxPostDataSize": 0})

    async def _stop(self, session: str) -> None:
        # A worker knows no such thing; nor does a page that hangs.
        if not await self._have("Page.stopLoading", session, {}):
            await self._have("Network.emulateNetworkConditions", session, _SLOW | _NO_NETWORK)

    async def _have(self, method: str, session: str, given: dict[str, object]) -> bool:
        try:
            await self._devtools.ask(method, session, patience=_PATIENCE, **given)
        except Declined:
            return False
        return True

    def _fill(self) -> None:
        if not self.is_full:
            self.is_full = True
            self._do(self._break_off())

    async def catch_up(self) -> None:
        """Wait for what is being fetched now: it tells what is to be fetched apart."""
        await asyncio.gather(*self._tasks, return_exceptions=True)

    async def settle(self) -> None:
        """Wait for what is still being fetched; then close what is open, as far as it came.

        What a page asks meanwhile does not leave: it may go on asking for ever.
        """
        self._is_settling = True
        self._guard.let_none()
        await self._guard.settle()
        while self._tasks:
            await asyncio.gather(*self._tasks, return_exceptions=True)
        for key, asked in list(self._open.items()):
            endless = asked.wanted_as in ENDLESS and asked.answer is not None
            why = WENT_ON if asked.is_left else TOO_MUCH if self.is_full else STILL_COMING
            self._close(key, asked, Wholeness.ENDLESS if endless else Wholeness.CUT, why)

    def _hear(self, session: str, method: str, given: JsonObject) -> None:
        hears = self._events.get(method)
        if hears is not None:
            hears(session, text_of(given.get("requestId")), given)

    def _do(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    # Who is there to get something.

    def leave(self, session: str) -> None:
        """Wait no longer for what a target asked: it is gone."""
        self._sessions.discard(session)
        for asked in self._open.values():
            asked.is_left = asked.is_left or asked.session == session

    def _has_page(self, _session: str, _key: str, given: JsonObject) -> None:
        told = given.get("frame")
        frame = told if isinstance(told, dict) else {}
        for asked in self._open.values():
            asked.note_page(text_of(frame.get("id")), text_of(frame.get("loaderId")))

    # What a page asks.

    def _asks(self, session: str, key: str, given: JsonObject) -> None:
        request = given.get("request")
        if not isinstance(request, dict):
            return
        before = self._open.get(key)
        hop = 0
        if before is not None:
            hop = before.hop + 1
            self._redirected(key, before, given)
        address = text_of(request.get("url")) + text_of(request.get("urlFragment"))
        if not address.startswith(_ASKED_OF_SERVERS) or self._is_settling or self._is_many():
            return
        self.last_sign = time.monotonic()
        body, untold = asked_body(request)
        self._open[key] = Asked(
            session=session,
            request=key,
            hop=hop,
            at=moment_of(given.get("wallTime")),
            wanted_as=text_of(given.get("type")) or "Other",
            method=text_of(request.get("method")) or "GET",
            address=address,
            headers=headers_of(request.get("headers")),
            body=body,
            body_untold=untold,
            frame=text_of(given.get("frameId")),
            loader=text_of(given.get("loaderId")),
        )
        self._count_sent(len(self._open[key].address) + len(body or b""))

    def _count_sent(self, count: int) -> None:
        self._sent += count
        if self._sent > _MOST_SENT:
            self._fill()

    def _is_many(self) -> bool:
        """Tell whether as much was asked as is recorded of a visit; it is full then."""
        if len(self.exchanges) + len(self._open) >= _MOST_ASKED:
            self._fill()
            return True
        return False

    def _redirected(self, key: str, before: Asked, given: JsonObject) -> None:
        answer = given.get("redirectResponse")
        if isinstance(answer, dict):
            before.answer = answer
            self._close(key, before, Wholeness.WHOLE, None)
        else:
            self._close(key, before, Wholeness.CUT, CUT_OFF)

    def _asks_besides(self, _session: str, key: str, given: JsonObject) -> None:
        self._wire.setdefault(key, WireHeaders()).asked.append(headers_of(given.get("headers")))

    def _answers_besides(self, _session: str, key: str, given: JsonObject) -> None:
        self._wire.setdefault(key, WireHeaders()).answered.append(headers_of(given.get("headers")))

    # What it gets.

    def _answers(self, session: str, key: str, given: JsonObject) -> None:
        answer = given.get("response")
        if not isinstance(answer, dict):
            return
        asked = self._open.get(key)
        if asked is None:
            is_asked = text_of(answer.get("url")).startswith(_ASKED_OF_SERVERS)
            if not is_asked or self._is_settling or self._is_many():
                return
            asked = self._open[key] = unasked(session, key, answer)
        # The script of a worker is asked for by its page, and its answer is told by itself.
        asked.session = session
        self.last_sign = time.monotonic()
        asked.answer = answer
        asked.wanted_as = text_of(given.get("type")) or asked.wanted_as
        if is_played(asked):
            self.played[asked.address] = True
        elif asked.is_long():
            asked.is_awaited = True
            self._do(self._follow(key, asked))

    async def _follow(self, key: str, asked: Asked) -> None:
        """Have the body come in pieces; first what came before we asked for it."""
        try:
            came = await self._devtools.ask(
                "Network.streamResourceContent", asked.session, requestId=asked.request
            )
            self._keep(asked, decoded_base64(came.get("bufferedData")) or b"")
        except Declined:  # all of it is there already, and is fetched as a short one
            pass
        asked.is_awaited = False
        for piece in asked.early:
            self._keep(asked, piece)
        asked.early.clear()
        if asked.is_over:
            await self._finish(key, asked)

    def _comes(self, _session: str, key: str, given: JsonObject) -> None:
        asked, count = self._open.get(key), given.get("dataLength")
        if asked is None:
            return
        if asked.wanted_as not in ENDLESS:
            self.last_sign = time.monotonic()
        came = count if isinstance(count, int) else 0
        asked.counted += came
        self._came += 0 if is_played(asked) else came
        if self._came > self._most:
            self._fill()
        piece = decoded_base64(given.get("data"))
        if piece and asked.is_awaited:
            asked.early.append(piece)
        elif piece:
            self._keep(asked, piece)

    def _keep(self, asked: Asked, piece: bytes) -> None:
        if not piece:
            return
        if asked.kept_as is None:
            asked.kept_as = self._bodies.begin()
        if self._kept + len(piece) > self._most:
            self._fill()
            return
        try:
            self._bodies.add(asked.kept_as, piece)
        except TooMuch:
            self._fill()
            return
        asked.kept += len(piece)
        self._kept += len(piece)

    def _is_over(self, _session: str, key: str, given: JsonObject) -> None:
        asked = self._open.get(key)
        if asked is None:
            return
        before, after = (
            (asked.answer or {}).get("encodedDataLength"),
            given.get("encodedDataLength"),
        )
        if isinstance(before, int | float) and isinstance(after, int | float):
            asked.came = after - before
        self.last_sign = time.monotonic()
        asked.is_over = True
        if not asked.is_awaited:
            self._do(self._finish(key, asked))

    async def _finish(self, key: str, asked: Asked) -> None:
        if self._open.get(key) is not asked:
            return
        await self._fetch_asked_body(key, asked)
        status = asked.answer.get("status") if asked.answer else None
        if key in self._guard.refused or is_played(asked) or status in _NO_BODY:
            self._close(key, asked, Wholeness.WHOLE, None)
            return
        if not asked.kept:
            await self._fetch_body(asked)
        if not asked.misses_something():
            self._close(key, asked, Wholeness.WHOLE, None)
            return
        if asked.method == "GET" and not self.is_full:
            self.played.setdefault(asked.address, False)
        self._close(key, asked, Wholeness.CUT, TOO_MUCH if self.is_full else NOT_HELD)

    async def _fetch_body(self, asked: Asked) -> None:
        try:
            got = await self._devtools.ask(
                "Network.getResponseBody", asked.session, requestId=asked.request
            )
            text = text_of(got.get("body"))
            packed = got.get("base64Encoded") is True
            self._keep(
                asked, (decoded_base64(text) or b"") if packed else text.encode("utf-8", "replace")
            )
        except Declined:  # no longer held: its count of bytes tells that it is missing
            return

    async def _fetch_asked_body(self, key: str, asked: Asked) -> None:
        """Fetch what a page sent, where that is no upload: those are in no record anyway."""
        wire = self._wire.get(key, WireHeaders())
        if not asked.body_untold or sent_of(wire.of(asked.hop, wire.asked)) > _LONGEST_SENT:
            return
        try:
            got = await self._devtools.ask(
                "Network.getRequestPostData", asked.session, requestId=asked.request
            )
        except Declined:
            return
        body = text_of(got.get("postData")).encode("utf-8", "surrogatepass")
        if len(body) <= _LONGEST_SENT:
            asked.body = body
            self._count_sent(len(body))

    def _fails(self, _session: str, key: str, _given: JsonObject) -> None:
        asked = self._open.get(key)
        if asked is None:
            return
        came = asked.answer is not None
        if came and asked.method == "HEAD":  # has no end that a page waits for
            self._close(key, asked, Wholeness.WHOLE, None)
            return
        otherwise = TOO_MUCH if self.is_full else CUT_OFF if came else UNREACHABLE
        why = self._guard.refused.get(key, otherwise)
        self._close(key, asked, Wholeness.CUT if came else Wholeness.NONE, why)

    def _close(self, key: str, asked: Asked, wholeness: Wholeness, why: Text | None) -> None:
        if self._open.get(key) is asked:
            del self._open[key]
        refused = self._guard.refused.get(key)
        if refused is not None:
            wholeness, why = Wholeness.NONE, refused
            self._let_fall(asked)
        wire = self._wire.get(key, WireHeaders())
        answer = asked.answer or {}
        status = answer.get("status")
        self.exchanges.append(
            PageExchange(
                at=asked.at,
                wanted_as=asked.wanted_as,
                method=asked.method,
                address=asked.address,
                asked_headers=wire.of(asked.hop, wire.asked) or asked.headers,
                asked_body=asked.body,
                status=status if isinstance(status, int) and refused is None else None,
                status_text=text_of(answer.get("statusText")),
                headers=wire.of(asked.hop, wire.answered) or headers_of(answer.get("headers")),
                protocol=text_of(answer.get("protocol")),
                body=asked.kept_as,
                length=asked.kept,
                wholeness=wholeness,
                why=why,
                from_worker=answer.get("fromServiceWorker") is True,
            )
        )

    def _let_fall(self, asked: Asked) -> None:
        if asked.kept_as is not None:
            self._bodies.forget(asked.kept_as)
        asked.kept_as, asked.kept, asked.answer = None, 0, None

"""One organisation as the front knows it: where its server listens, how it is woken and asked."""

import asyncio
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from pathlib import Path

from aiohttp import ClientSession, ClientTimeout, DummyCookieJar, UnixConnector

from weerklank.services.machines.organisations import Organisation
from weerklank.web.many.nest_process import NestProcess
from weerklank.web.many.order import Order, Part
from weerklank.web.many.rounds import stopping

#: Requests of one organisation that its server has at a time; it has half the hands.
MOST_AT_ONCE = 24
#: Of those, requests that are sent on while they come: who sends slowly holds none of the others.
MOST_LONG = 12
#: Those that wait for their turn besides: a page of a few people full of pictures is many at once.
MOST_WAITING = 200
#: Bytes of a line, or of a field, in the head of what is handed on.
LARGEST_HEAD = 32 << 10
#: Seconds that a server gets until it listens, and between two looks.
_PATIENCE, _LOOK = 30.0, 0.02
#: Seconds that a request waits for its turn.
_LONGEST_WAIT = 30.0
#: Seconds before one that did not begin is tried again: at first, and at most.
_FIRST_PAUSE, _LONGEST_PAUSE = 1.0, 60.0


class House:
    """Where an organisation is at home; knows nothing of what is in it."""

    def __init__(self, one: Organisation, folder: Path, idle: float, nest: NestProcess) -> None:
        self.one = one
        self.order = Order(part=Part.SERVE, organisation=one, folder=folder, idle=idle)
        self.round = Order(part=Part.ROUND, organisation=one, folder=folder)
        self.socket = Path(one.socket) if one.socket else self.order.socket
        self.at_once = self.long = 0
        self._turns = asyncio.Semaphore(MOST_AT_ONCE)
        self._is_left = False
        self._session: ClientSession | None = None
        self._nest = nest
        self._waking = asyncio.Lock()
        self._pause = _FIRST_PAUSE
        self._not_before = 0.0

    def session(self) -> ClientSession:
        """Give the way to its server: a connection for each request, so none rides on another."""
        if self._session is None:
            self._session = ClientSession(
                connector=UnixConnector(str(self.socket), force_close=True, limit=0),
                cookie_jar=DummyCookieJar(),
                auto_decompress=False,
                skip_auto_headers=("User-Agent", "Accept", "Accept-Encoding", "Content-Type"),
                timeout=ClientTimeout(total=None, connect=10),
                max_line_size=LARGEST_HEAD,
                max_field_size=LARGEST_HEAD,
            )
        return self._session

    @asynccontextmanager
    async def turn(self, *, is_long: bool) -> AsyncIterator[bool]:
        """Wait until one more may be handed on; False where too many wait, or for too long.

        `is_long`: its body goes on while it comes, for as long as who sends it likes.
        """
        is_many = self.at_once >= MOST_AT_ONCE + MOST_WAITING
        if is_many or (is_long and self.long >= MOST_LONG):
            yield False
            return
        self.at_once += 1
        self.long += is_long
        try:
            is_mine = await self._taken()
            try:
                yield is_mine
            finally:
                if is_mine:
                    self._turns.release()
        finally:
            self.at_once -= 1
            self.long -= is_long

    async def _taken(self) -> bool:
        try:
            async with asyncio.timeout(_LONGEST_WAIT):
                return await self._turns.acquire()
        except TimeoutError:
            return False

    def leave(self) -> None:
        """Lead nobody here any more; it wakes no more, as another may have come in its place."""
        self._is_left = True
        if self.one.archive:
            self._nest.ask(stopping(self.order))

    def is_left(self) -> bool:
        """Tell whether nobody is led here any more."""
        return self._is_left

    async def close(self) -> None:
        """Close the way to its server."""
        if self._session is not None:
            await self._session.close()

    async def wake(self) -> bool:
        """Have its server listen; False where it does not, now."""
        if self.one.socket is not None:
            return await self._listens()  # another system user starts it
        async with self._waking:
            if await self._listens():
                return True
            if self.is_left():
                return False
            if time.monotonic() < self._not_before:
                return False
            number = self._nest.ask(self.order)
            until = time.monotonic() + _PATIENCE
            while time.monotonic() < until:
                if await self._listens():
                    self._pause = _FIRST_PAUSE
                    return True
                if self.is_left() or self._nest.has_failed(self.one.name, number):
                    break
                await asyncio.sleep(_LOOK)
            self._not_before = time.monotonic() + self._pause
            self._pause = min(2 * self._pause, _LONGEST_PAUSE)
            return False

    async def _listens(self) -> bool:
        with suppress(OSError):
            _, writer = await asyncio.open_unix_connection(self.socket)
            writer.close()
            return True
        return False

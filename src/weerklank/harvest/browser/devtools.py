"""Speaks the DevTools protocol with a browser of ours, through its two pipes.

Messages are JSON with a zero byte behind each. Every target (page, frame of another site, worker)
has a session of its own; an event goes to whoever listens to its session.
"""

import asyncio
import contextlib
import json
import os
import re
import select
import signal
from collections.abc import Callable
from typing import Self, TypeAlias

import msgspec

from weerklank.harvest.browser.chromium import Started
from weerklank.model.errors import NotNow, fault
from weerklank.model.json_value import JsonObject
from weerklank.model.text import Text

BROWSER_LOST = fault(
    "BROWSER-003",
    Text(
        nl="Chromium is onder het vastleggen gestopt.",
        en="Chromium stopped while it was recording.",
    ),
    Text(
        nl="Wat eerder was vastgelegd blijft. Probeer het opnieuw; kijk of er geheugen genoeg is.",
        en="What was recorded before stays. Try again; see whether there is memory enough.",
    ),
)

#: Seconds in which the browser answers; a page that hangs answers nothing.
ANSWER_TIME = 30.0
#: Bytes of one message; bodies come in pieces and stay far below.
_LONGEST_MESSAGE = 64 << 20
#: How an answer begins: with the number of what was asked.
_BEGIN = 32
_ANSWER_TO = re.compile(rb'\{"id":([0-9]{1,9}),')
_READ = 1 << 18
#: Seconds in which the browser ends after it was asked to.
_FAREWELL = 5.0

Hears: TypeAlias = Callable[[str, JsonObject], None]


class Declined(Exception):
    """The browser declined a command, such as one on a target that is gone; holds its method."""


class Unanswered(Declined):
    """The browser did not answer a command in time."""


class Devtools:
    """The connection with one browser."""

    def __init__(self, started: Started) -> None:
        self._started = started
        self._number = 0
        self._waiting: dict[int, tuple[str, asyncio.Future[JsonObject]]] = {}
        self._hears: dict[str | None, list[Hears]] = {}
        self._partial = bytearray()
        self._is_too_long = False
        self._is_lost = False
        os.set_blocking(started.hear, False)
        os.set_blocking(started.tell, False)
        self._loop = asyncio.get_running_loop()
        self._loop.add_reader(started.hear, self._read)
        self._unsent = bytearray()

    @property
    def process(self) -> int:
        """The number of the browser's process."""
        return self._started.process

    def listen(self, session: str | None, hears: Hears) -> None:
        """Call `hears(method, parameters)` for each event of a session; None is the browser."""
        self._hears.setdefault(session, []).append(hears)

    def listen_no_more(self, session: str | None, hears: Hears) -> None:
        """Undo one `listen`."""
        self._hears[session] = [one for one in self._hears.get(session, ()) if one != hears]

    def forget(self, session: str) -> None:
        """Listen to a session no more: its target is gone."""
        self._hears.pop(session, None)

    async def ask(
        self,
        method: str,
        session: str | None = None,
        /,
        patience: float = ANSWER_TIME,
        **given: object,
    ) -> JsonObject:
        """Give a command and wait for what it gives.

        Raises Declined when the browser declines it, and the kind Unanswered of it when that takes
        more than `patience` seconds; NotNow (BROWSER-003) when the browser is gone.
        """
        if self._is_lost:
            raise NotNow(BROWSER_LOST)
        self._number += 1
        number = self._number
        answer: asyncio.Future[JsonObject] = self._loop.create_future()
        self._waiting[number] = (method, answer)
        message: dict[str, object] = {"id": number, "method": method, "params": given}
        if session is not None:
            message["sessionId"] = session
        self._write(msgspec.json.encode(message) + b"\0")
        try:
            async with asyncio.timeout(patience):
                return await answer
        except TimeoutError:
            raise Unanswered(method) from None
        finally:
            self._waiting.pop(number, None)

    def _write(self, message: bytes) -> None:
        if not self._unsent:
            self._loop.add_writer(self._started.tell, self._flush)
        self._unsent += message

    def _flush(self) -> None:
        try:
            sent = os.write(self._started.tell, self._unsent)
        except BlockingIOError:
            return
        except OSError:
            self._lose()
            return
        del self._unsent[:sent]
        if not self._unsent:
            self._loop.remove_writer(self._started.tell)

    def _read(self) -> None:
        try:
            block = os.read(self._started.hear, _READ)
        except BlockingIOError:
            return
        except OSError:
            block = b""
        if not block:
            self._lose()
            return
        *whole, rest = block.split(b"\0")
        for piece in whole:
            message = bytes(self._partial) + piece
            self._partial.clear()
            if not self._is_too_long:
                self._take(message)
            self._is_too_long = False
        if not self._is_too_long:
            self._partial += rest
        if len(self._partial) > _LONGEST_MESSAGE:
            self._let_pass()

    def _let_pass(self) -> None:
        """Hold no more of a message that is too long; whoever asked for it is declined."""
        self._is_too_long = True
        begin = _ANSWER_TO.match(bytes(self._partial[:_BEGIN]))
        self._partial.clear()
        method, answer = self._waiting.get(int(begin[1]) if begin else 0, ("", None))
        if answer is not None and not answer.done():
            answer.set_exception(Declined(method))

    def _take(self, message: bytes) -> None:
        try:
            heard: JsonObject = msgspec.json.decode(message, type=dict)
        except ValueError:  # half of a character that a page wrote: what asked waits no longer
            heard = _loosely(message)
        number, session = heard.get("id"), heard.get("sessionId")
        if isinstance(number, int):
            method, answer = self._waiting.get(number, ("", None))
            if answer is None or answer.done():
                return
            result = heard.get("result")
            if isinstance(result, dict):
                answer.set_result(result)
            else:
                answer.set_exception(Declined(method))
            return
        event, given = heard.get("method"), heard.get("params")
        if isinstance(event, str) and isinstance(given, dict):
            for hears in self._hears.get(session if isinstance(session, str) else None, ()):
                hears(event, given)

    def _lose(self) -> None:
        if self._is_lost:
            return
        self._is_lost = True
        self._loop.remove_reader(self._started.hear)
        self._loop.remove_writer(self._started.tell)
        for _, answer in self._waiting.values():
            if not answer.done():
                answer.set_exception(NotNow(BROWSER_LOST))

    async def close(self) -> None:
        """End the browser: asked first, and by its own id if it stays."""
        with contextlib.suppress(Declined, NotNow):
            await self.ask("Browser.close", patience=_FAREWELL)
        self._lose()
        for end in (self._started.tell, self._started.hear):
            os.close(end)
        await self._loop.run_in_executor(None, _ended, self._started.process)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.close()


def _loosely(message: bytes) -> JsonObject:
    """Read a message with text in it that is no Unicode; empty where it is no message at all."""
    try:
        heard = json.loads(message.decode("utf-8", "replace"))
    except ValueError:
        return {}
    return heard if isinstance(heard, dict) else {}


def _ended(process: int) -> None:
    """Wait a while until a process of ours is gone; then end all of its group that is left."""
    watch = os.pidfd_open(process)
    try:
        select.select([watch], [], [], _FAREWELL)
    finally:
        os.close(watch)
    # Also when it is gone already: what it started may hang, and would hold its folder.
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process, signal.SIGKILL)
    os.waitpid(process, 0)

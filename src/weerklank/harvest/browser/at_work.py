"""One browser for all visits of a run, for whoever is no coroutine; a new one when it is lost."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack, suppress
from typing import Self, TypeVar

from weerklank.harvest.browser.chromium import Chromium
from weerklank.harvest.browser.devtools import Devtools
from weerklank.harvest.browser.visit import browser
from weerklank.model.errors import NotNow

T = TypeVar("T")


class BrowserAtWork:
    """A browser that is started when there is something to do for it."""

    def __init__(self, chromium: Chromium) -> None:
        self._chromium = chromium
        self._runner = asyncio.Runner()
        self._opened: tuple[Devtools, AsyncExitStack] | None = None

    def do(self, work: Callable[[Devtools], Awaitable[T]]) -> T:
        """Do something with it and give what came of it.

        Raises NotNow (BROWSER-002, 003) when it does not start, or is gone before it was done:
        the next thing gets a browser of its own.
        """
        return self._runner.run(self._do(work))

    async def _do(self, work: Callable[[Devtools], Awaitable[T]]) -> T:
        if self._opened is None:
            stack = AsyncExitStack()
            self._opened = await stack.enter_async_context(browser(self._chromium)), stack
        try:
            return await work(self._opened[0])
        except NotNow:
            await self._end()
            raise

    async def _end(self) -> None:
        opened, self._opened = self._opened, None
        if opened is not None:
            await opened[1].aclose()

    def close(self) -> None:
        """End it."""
        try:
            with suppress(NotNow):
                self._runner.run(self._end())
        finally:
            self._runner.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

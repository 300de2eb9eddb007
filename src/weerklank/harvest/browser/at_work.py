"""One browser for all visits of a run, for whoever is no coroutine; a new one when it is lost."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, suppress
from typing import TypeVar

from weerklank.harvest.browser.bodies import Bodies
from weerklank.harvest.browser.chromium import Chromium
from weerklank.harvest.browser.devtools import Devtools
from weerklank.harvest.browser.render import render
from weerklank.harvest.browser.steps import Steps
from weerklank.harvest.browser.visit import Stopped, StopRule, Visit, browser, visit
from weerklank.model.browser_profile import ProfileState
from weerklank.model.errors import NotNow
from weerklank.model.page import ChosenPage, KeptResource, Rendered

T = TypeVar("T")


class BrowserAtWork:
    """A browser that is started when there is something to do for it."""

    def __init__(self, chromium: Chromium) -> None:
        self._chromium = chromium
        self._runner = asyncio.Runner()
        self._opened: tuple[Devtools, AsyncExitStack] | None = None

    def visit(
        self,
        address: str,
        *,
        home: str,
        bodies: Bodies,
        rule: StopRule,
        steps: Steps,
        state: ProfileState | None = None,
        within: tuple[str, ...] = (),
    ) -> Visit:
        """Go to an address until a rule stops it, and look at the page as it stands then.

        With a `state` the browser is signed in, and what became of it is in the visit. With
        domains in `within` the page reaches nothing but those, what is under them, and `home`.

        NotNow (BROWSER-002, 003) when the browser does not start, or is gone before the end: what
        is asked next gets a browser of its own, and so it does after a page that hung.
        """

        async def go(devtools: Devtools) -> Visit:
            visited = await visit(
                devtools,
                address,
                home=home,
                bodies=bodies,
                rule=rule,
                steps=steps,
                looks=True,
                state=state,
                within=within,
            )
            is_large = visited.stopped is Stopped.SIZE
            if visited.stopped is Stopped.HUNG or (is_large and visited.walked.hung):
                # the page, or the browser with it
                await self._end()
            return visited

        return self._do(go)

    def render(self, chosen: ChosenPage, resources: Mapping[str, KeptResource]) -> Rendered:
        """Make pictures and print of a chosen page; NotNow as above, and when it can't be."""
        return self._do(lambda devtools: render(devtools, chosen, resources))

    def _do(self, work: Callable[[Devtools], Awaitable[T]]) -> T:
        return self._runner.run(self._work(work))

    async def _work(self, work: Callable[[Devtools], Awaitable[T]]) -> T:
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
        """End the browser."""
        try:
            with suppress(NotNow):
                self._runner.run(self._end())
        finally:
            self._runner.close()

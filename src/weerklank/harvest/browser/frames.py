"""Runs a script in the frames of a page: its own, and those that the browser keeps apart."""

import asyncio

from weerklank.harvest.browser.asked import text_of
from weerklank.harvest.browser.devtools import Declined, Devtools
from weerklank.model.json_value import Json

#: Frames of a page that are looked into.
_MOST = 30
#: Seconds in which a frame answers; one that hangs holds nothing up.
_PATIENCE = 2.0


class Frames:
    """The frames of one page."""

    def __init__(self, devtools: Devtools, world: str) -> None:
        """`world` is what the world is called in which scripts run, out of reach of the page."""
        self._devtools, self._world = devtools, world
        self._apart: dict[str, None] = {}

    def attend(self, session: str) -> None:
        """Take up a frame that the browser keeps apart from its page."""
        self._apart[session] = None

    def leave(self, session: str) -> None:
        """Look into a frame no more: it is gone."""
        self._apart.pop(session, None)

    async def run(self, page: str, itself: str, script: str) -> list[Json]:
        """Run a script in each frame but the page `itself`; gives the values, None where it hangs.

        `page` is the session of the page.
        """
        places = await asyncio.gather(*(self._within(one) for one in (page, *self._apart)))
        frames = [one for several in places for one in several if one[1] != itself][:_MOST]
        return await asyncio.gather(*(self._ran(*one, script) for one in frames))

    async def _within(self, session: str) -> list[tuple[str, str]]:
        try:
            told = await self._devtools.ask("Page.getFrameTree", session, patience=_PATIENCE)
        except Declined:
            return []
        return [(session, frame) for frame in _frames_of(told.get("frameTree"))]

    async def _ran(self, session: str, frame: str, script: str) -> Json:
        try:
            made = await self._devtools.ask(
                "Page.createIsolatedWorld",
                session,
                patience=_PATIENCE,
                frameId=frame,
                worldName=self._world,
            )
            did = await self._devtools.ask(
                "Runtime.evaluate",
                session,
                patience=_PATIENCE,
                expression=script,
                contextId=made.get("executionContextId"),
            )
        except Declined:
            return None
        result = did.get("result")
        return result.get("value") if isinstance(result, dict) else None


def _frames_of(tree: Json) -> list[str]:
    """Give the frames that a session has, from the outermost on."""
    found: list[str] = []
    waiting = [tree]
    while waiting and len(found) <= _MOST:
        one = waiting.pop(0)
        if isinstance(one, dict):
            frame, below = one.get("frame"), one.get("childFrames")
            found.append(text_of(frame.get("id")) if isinstance(frame, dict) else "")
            waiting += below if isinstance(below, list) else []
    return found

"""Goes to one page, lets it show all it has, and stops by rule."""

import asyncio
import contextlib
import dataclasses
import time
from collections.abc import AsyncIterator, Coroutine
from dataclasses import dataclass
from enum import StrEnum

from weerklank.harvest.browser.asked import text_of
from weerklank.harvest.browser.bodies import Bodies
from weerklank.harvest.browser.chromium import NOT_STARTED, NOT_THIS_ONE, Chromium, start
from weerklank.harvest.browser.devtools import (
    ANSWER_TIME,
    BROWSER_LOST,
    Declined,
    Devtools,
    Unanswered,
)
from weerklank.harvest.browser.frames import Frames
from weerklank.harvest.browser.gate import Gate
from weerklank.harvest.browser.guard import Guard
from weerklank.harvest.browser.own_folder import own_folder
from weerklank.harvest.browser.page_exchange import PageExchange, PageSocket
from weerklank.harvest.browser.recorder import Recorder
from weerklank.harvest.browser.resources import resources_of
from weerklank.harvest.browser.signed_in import SignedIn
from weerklank.harvest.browser.snapshot import (
    NOT_TO_BE_SEEN,
    Look,
    NotSeen,
    snapshot,
    with_recorded,
)
from weerklank.harvest.browser.sockets import SocketRecorder
from weerklank.harvest.browser.steps import SCROLL_ALONE, Steps
from weerklank.harvest.browser.tunnel import tunnel
from weerklank.harvest.browser.walk import Walked, walk
from weerklank.harvest.browser.whole_medium import WholeMedia
from weerklank.model.browser_profile import ProfileState
from weerklank.model.errors import NotNow
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.raw_page import SeenPage
from weerklank.model.text import Text

#: Seconds in which a page does a step; longer, and it hangs.
_STEP_TIME = 10.0
#: Every target but the browser itself and what it shows of its own.
_TARGETS = [{"type": "browser", "exclude": True}, {"type": "tab", "exclude": True}, {}]
#: Below a page too, but for service workers: attached at both places, they hold the page for good.
_BELOW = [{"type": "service_worker", "exclude": True}, *_TARGETS]
#: Targets that ask something of servers; the browser shows things of its own besides.
_RECORDED = frozenset({"page", "iframe", "worker", "shared_worker", "service_worker"})
#: How often a page may load anew by itself, and how often more until it surely stays where it is.
_MOST_LOADS, _MORE_LOADS = 20, 5
#: How often a page may be silent, and how often a script fails in it, until it hangs; and seconds
#: between two tries.
_MOST_SILENT, _MOST_FAILED, _UNTIL_NEXT = 2, 4, 0.1
WINDOW = {"width": 1280, "height": 1600}
#: What the engine without a window says that it is; the whole one, without showing it, does not.
_READS_NO_SETTINGS = "HeadlessChrome"
#: What the world of our steps is called; scripts of the page are in another one.
_WORLD = "weerklank"


RESTLESS = Text("de pagina laadde steeds opnieuw", "the page kept loading anew")


class Stopped(StrEnum):
    """Why a visit ended."""

    NOTHING_NEW = "nothing-new"
    TIME = "time"
    SIZE = "size"
    #: The page answered no more: it hung or crashed.
    HUNG = "hung"
    #: The page loaded anew again and again.
    RELOADS = "reloads"
    #: The page could not be opened at all.
    NOT_OPENED = "not-opened"


@dataclass(frozen=True, slots=True, kw_only=True)
class StopRule:
    """When enough was seen."""

    #: Seconds in which nothing new was asked, came, or was shown.
    quiet: float = 3.0
    #: Seconds of the whole visit.
    longest: float = 300.0
    #: Bytes of all that the page loads. Films that are fetched whole when it was seen are bounded
    #: by what `Bodies` may hold.
    most_bytes: int = 1 << 30


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """What one visit recorded. The bodies are in the spool that the caller gave."""

    address: str
    stopped: Stopped
    seconds: float
    exchanges: tuple[PageExchange, ...]
    sockets: tuple[PageSocket, ...]
    #: Windows that the page opened besides; they were closed unread.
    windows_closed: int
    #: What was done on the page.
    walked: Walked
    #: The page as it stood at the end; None when it was not asked for, or `not_seen` says why.
    seen: SeenPage | None = None
    not_seen: Text | None = None
    #: With what the browser was signed in at the end; None when nothing was given, or it hung.
    state: ProfileState | None = None


@contextlib.asynccontextmanager
async def browser(chromium: Chromium) -> AsyncIterator[Devtools]:
    """Run a browser in a folder that goes when it ends; raises NotNow (BROWSER-002, 003)."""
    with own_folder() as folder:
        async with Devtools(start(chromium, folder)) as devtools:
            try:
                told = await devtools.ask("Browser.getVersion")
            except (Declined, NotNow):
                raise NotNow(NOT_STARTED, program=str(chromium.program)) from None
            if text_of(told.get("product")).startswith(_READS_NO_SETTINGS):
                raise NotNow(NOT_THIS_ONE, program=str(chromium.program))
            yield devtools


async def visit(
    devtools: Devtools,
    address: str,
    *,
    home: str,
    bodies: Bodies,
    rule: StopRule,
    steps: Steps = SCROLL_ALONE,
    looks: bool = False,
    state: ProfileState | None = None,
    within: tuple[str, ...] = (),
) -> Visit:
    """Go to an address, take steps there, and record until a rule stops it.

    `home` is the address with which the account is registered: besides the public internet a page
    may only go there; with domains in `within`, of the internet to those alone. Where it `looks`,
    the page is taken as it stands at the end. With a `state` of that server the browser is signed
    in there, and what became of it is given back. Raises NotNow (BROWSER-003) when the browser is
    gone, or answers nothing.
    """
    began = time.monotonic()
    page = _Page(devtools, Gate(home, within), bodies, rule, began)
    async with tunnel(home, page.sockets, within) as way_out:
        try:
            await page.begin(way_out, state)
            walked = await page.go(address, steps)
            look = await page.look() if looks else None
            await page.fetch_played(began + rule.longest)
            await page.recorder.settle()
            state = await page.signed_in_with(home)
        finally:
            await page.close()
    visited = Visit(
        address=address,
        stopped=Stopped.SIZE if page.is_full else page.stopped,
        seconds=time.monotonic() - began,
        exchanges=tuple(page.recorder.exchanges),
        sockets=tuple(page.sockets.told()),
        windows_closed=page.windows_closed,
        walked=walked,
        state=state,
    )
    if isinstance(look, Look):
        seen = with_recorded(look, resources_of(visited), bodies)
        return dataclasses.replace(visited, seen=seen)
    return dataclasses.replace(visited, not_seen=look)


class _Page:
    """The one page of a visit, in a context of its own that leaves nothing on disk."""

    def __init__(
        self, devtools: Devtools, gate: Gate, bodies: Bodies, rule: StopRule, began: float
    ) -> None:
        self._devtools, self._gate, self._bodies = devtools, gate, bodies
        self._rule, self._began = rule, began
        self._guard = Guard(devtools, gate)
        self.recorder = Recorder(devtools, self._guard, bodies, rule.most_bytes)
        self.sockets = SocketRecorder(devtools, bodies)
        self.windows_closed = 0
        self.stopped = Stopped.NOT_OPENED
        #: How often the page was another one since we went to it.
        self._loads = 0
        #: Number of the world of our steps; None until the page as it is now has one.
        self._world: Json = None
        self._context = self._target = self._session = ""
        self._signed_in: SignedIn | None = None
        self._frames = Frames(devtools, _WORLD)
        self._opened: asyncio.Future[str] = asyncio.get_running_loop().create_future()
        self._tasks: set[asyncio.Task[None]] = set()

    @property
    def is_full(self) -> bool:
        return self.recorder.is_full or self.sockets.is_full

    async def begin(self, way_out: str, state: ProfileState | None) -> None:
        """Make the page, signed in where there is something to do so with.

        A browser that declines that, or does not answer, is no use to anybody: NotNow.
        """
        try:
            await self.open(way_out)
            await self.sign_in(state)
        except Declined:
            raise NotNow(BROWSER_LOST) from None

    async def open(self, way_out: str) -> None:
        """Make the page, with everything in place before its first question.

        `way_out` carries all its connections, those to the machine itself too.
        """
        made = await self._devtools.ask(
            "Target.createBrowserContext",
            disposeOnDetach=True,
            proxyServer=way_out,
            proxyBypassList="<-loopback>",
        )
        self._context = text_of(made.get("browserContextId"))
        await self._devtools.ask(
            "Browser.setDownloadBehavior", behavior="deny", browserContextId=self._context
        )
        self._devtools.listen(None, self._hear)
        await self._guard.start()
        await self._attach_below(None, _TARGETS)
        made = await self._devtools.ask(
            "Target.createTarget", url="about:blank", browserContextId=self._context, **WINDOW
        )
        self._target = text_of(made.get("targetId"))
        try:
            async with asyncio.timeout(ANSWER_TIME):
                self._session = await self._opened
        except TimeoutError:
            raise NotNow(BROWSER_LOST) from None
        await self._devtools.ask("Page.enable", self._session)

    async def _attach_below(self, session: str | None, kinds: list[dict[str, object]]) -> None:
        await self._devtools.ask(
            "Target.setAutoAttach",
            session,
            autoAttach=True,
            waitForDebuggerOnStart=True,
            flatten=True,
            filter=kinds,
        )

    def _hear(self, method: str, given: JsonObject) -> None:
        match method:
            case "Target.attachedToTarget":
                self._do(self._attend(given))
            case "Target.detachedFromTarget":
                gone = text_of(given.get("sessionId"))
                self._devtools.forget(gone)
                self.recorder.leave(gone)
                self.sockets.leave(gone)
                self._frames.leave(gone)
            case "Page.frameNavigated":
                self._note_load(given.get("frame"))
            case "Page.javascriptDialogOpening":
                self._do(self._wave_away())

    def _note_load(self, frame: Json) -> None:
        """Count it when the page is another one; one that never stays is held where it is."""
        if isinstance(frame, dict) and frame.get("id") == self._target:
            self._loads += 1
            if self._loads > _MOST_LOADS:
                self._guard.refuse_all(RESTLESS)

    def _do(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._done)

    def _done(self, task: asyncio.Task[None]) -> None:
        """Take note of how work ended: whoever waits for the page waits for nothing then."""
        self._tasks.discard(task)
        why = None if task.cancelled() else task.exception()
        if why is not None and not self._opened.done():
            self._opened.set_exception(why)

    async def _attend(self, given: JsonObject) -> None:
        """Take up a new target: ours is recorded, another window is closed, the rest let go."""
        told, session = given.get("targetInfo"), text_of(given.get("sessionId"))
        info = told if isinstance(told, dict) else {}
        kind = text_of(info.get("type"))
        is_ours = info.get("browserContextId") == self._context and kind in _RECORDED
        with contextlib.suppress(Declined):  # a target may be gone before we get to it
            if is_ours and kind == "page" and self._opened.done():
                self.windows_closed += 1
                await self._devtools.ask("Target.closeTarget", targetId=info.get("targetId"))
                return
            if is_ours:
                self._devtools.listen(session, self._hear)
                self.sockets.attend(session)
                await self.recorder.attend(session)
                await self._attach_below(session, _BELOW)
            if is_ours and kind == "iframe":
                self._frames.attend(session)
        with contextlib.suppress(Declined):
            await self._devtools.ask("Runtime.runIfWaitingForDebugger", session)
        if is_ours and kind == "page":
            self._opened.set_result(session)

    async def _wave_away(self) -> None:
        with contextlib.suppress(Declined):
            await self._devtools.ask("Page.handleJavaScriptDialog", self._session, accept=False)

    async def go(self, address: str, steps: Steps) -> Walked:
        """Open the address and take steps there until a rule says that it is enough."""
        if not await self._opens(address, self._rule.longest):
            return Walked(pressed={})
        walked = await walk(self, steps, address)
        self.sockets.hold()
        if walked.hung:
            self.stopped = Stopped.RELOADS if self._loads > _MOST_LOADS else Stopped.HUNG
        return walked

    async def _opens(self, address: str, patience: float) -> bool:
        if not address.startswith(("http://", "https://")):  # such as pages of the browser itself
            return False
        self._loads = 0
        try:
            went = await self._devtools.ask(
                "Page.navigate", self._session, patience=patience, url=address
            )
            if self._signed_in is not None:
                await self._signed_in.is_given()
        except Declined:
            return False
        return not went.get("errorText")

    def is_enough(self, same: float) -> bool:
        """Tell whether a rule stops the visit: the page shows the same for these seconds."""
        stopped = self._enough(same)
        if stopped is not None:
            self.stopped = stopped
        return stopped is not None

    def _enough(self, same: float) -> Stopped | None:
        now = time.monotonic()
        if self.is_full or self._bodies.total >= self._rule.most_bytes:
            return Stopped.SIZE
        if self._loads > _MOST_LOADS:
            return Stopped.RELOADS
        if self._time_is_over():
            return Stopped.TIME
        calm = min(same, now - self.recorder.last_sign)
        if not self.recorder.under_way and calm >= self._rule.quiet:
            return Stopped.NOTHING_NEW
        return None

    def _time_is_over(self) -> bool:
        return time.monotonic() - self._began >= self._rule.longest

    async def go_back(self, address: str) -> bool:
        """Open an address again at which the page was; tells whether it opened."""
        self._world = None
        left = self._rule.longest - (time.monotonic() - self._began)
        return await self._opens(address, max(left, 1.0))

    async def run(self, script: str) -> Json:
        """Run a script in a world of its own; gives its value, None from a page that hangs."""
        silent = failed = 0
        loads = self._loads
        while silent < _MOST_SILENT and failed < _MOST_FAILED:
            try:
                value = await self._ran(script)
            except Unanswered:
                silent += not self._is_behind()
                continue
            if value is not None:
                return value
            # A page that goes elsewhere answers nothing, and has a new world soon.
            is_another = loads < self._loads < _MOST_LOADS + _MORE_LOADS
            failed = 0 if is_another and not self._time_is_over() else failed + 1
            loads = self._loads
            await asyncio.sleep(_UNTIL_NEXT)
        return None

    def _is_behind(self) -> bool:
        """Tell whether the answer of a page may stand behind what it loads: that is read first."""
        is_loading = time.monotonic() - self.recorder.last_sign < _STEP_TIME / 2
        return is_loading and not self._time_is_over()

    async def _ran(self, script: str) -> Json:
        """Run it once; None where there is no world to do so in any more."""
        world, self._world = self._world, None
        try:
            if world is None:
                made = await self._devtools.ask(
                    "Page.createIsolatedWorld",
                    self._session,
                    patience=_STEP_TIME,
                    frameId=self._target,
                    worldName=_WORLD,
                )
                world = made.get("executionContextId")
            did = await self._devtools.ask(
                "Runtime.evaluate",
                self._session,
                patience=_STEP_TIME,
                expression=script,
                contextId=world,
            )
        except Unanswered:
            raise
        except Declined:
            return None
        self._world = world
        result = did.get("result")
        return result.get("value") if isinstance(result, dict) else None

    async def run_in_frames(self, script: str) -> list[Json]:
        """Run a script in each frame of the page, in worlds of their own; gives the values."""
        return await self._frames.run(self._session, self._target, script)

    async def sign_in(self, state: ProfileState | None) -> None:
        """Sign the browser in, where there is something to do so with."""
        if state is not None:
            self._signed_in = SignedIn(self._devtools, self._context, self._session, state)
            await self._signed_in.give()

    async def signed_in_with(self, home: str) -> ProfileState | None:
        """Give with what the browser is signed in now."""
        if self._signed_in is None:
            return None
        try:
            return await self._signed_in.taken_back(home)
        except Declined:
            return None

    async def look(self) -> Look | Text:
        """Take the page as it stands; a text says why that could not be."""
        if self.stopped in (Stopped.HUNG, Stopped.NOT_OPENED):
            return NOT_TO_BE_SEEN
        try:
            return await snapshot(self._devtools, self._session)
        except NotSeen as why:
            return why.reason

    async def fetch_played(self, until: float) -> None:
        """Fetch each film of the page once, as a whole, as long as there is time for it."""
        media = WholeMedia(self._devtools, self._session, self._target, self._gate, self._bodies)
        await self.recorder.catch_up()
        # The page goes on meanwhile, and may take more.
        for address, is_film in tuple(self.recorder.played.items()):
            if self.is_full:
                return
            left = None if is_film else max(self._rule.most_bytes - self._bodies.total, 0)
            self.recorder.exchanges.append(await media.fetch(address, until, left))

    async def close(self) -> None:
        """Throw the page away, with all that its context holds."""
        with contextlib.suppress(Declined):
            await self._devtools.ask(
                "Target.disposeBrowserContext", browserContextId=self._context
            )
            # Else what comes after the visit would wait for somebody to let it go.
            await self._devtools.ask(
                "Target.setAutoAttach",
                autoAttach=False,
                waitForDebuggerOnStart=False,
                flatten=True,
            )
        await self._guard.end()
        self._devtools.listen_no_more(None, self._hear)

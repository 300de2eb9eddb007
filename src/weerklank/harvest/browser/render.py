"""Makes pictures and print of a page out of what was chosen of it, and of nothing else.

The page is shown in a context of its own, without scripts. Every question that it asks is answered
from what is kept, or fails; what would leave all the same (a connection made ahead, a WebSocket)
comes to a door of ours that lets nothing through.
"""

import asyncio
import base64
import contextlib
from collections.abc import AsyncIterator, Coroutine, Mapping

from weerklank.harvest.browser.asked import decoded_base64, text_of
from weerklank.harvest.browser.devtools import ANSWER_TIME, Declined, Devtools
from weerklank.harvest.browser.resources import without_fragment
from weerklank.model.errors import NotNow, fault
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.page import ChosenPage, KeptResource, Rendered
from weerklank.model.text import Text

NOT_RENDERED = fault(
    "BROWSER-020",
    Text(
        nl="Van een gekozen pagina was geen afbeelding of afdruk te maken.",
        en="No picture or print could be made of a chosen page.",
    ),
    Text(
        nl="Probeer het opnieuw; kijk of er geheugen genoeg is.",
        en="Try again; see whether there is memory enough.",
    ),
)

#: Width of a window, and height of the first view of a page, in CSS pixels.
_WIDTH, _HEIGHT = 1280, 1600
#: Heights of the picture of a page in CSS pixels: where one makes too much, the next is tried.
HIGHEST = 16_384
_HEIGHTS = (HIGHEST, HIGHEST // 4)
#: Bytes of a picture or font that is given to the page, and of a film, of which one frame is seen.
_MOST_EACH, _MOST_FILM = 16 << 20, 4 << 20
#: Bytes of a print.
_MOST_PRINT = 256 << 20
_PIECE = 1 << 20
#: Seconds until the page stands, and for a picture or a print of it.
_PATIENCE = 60.0
#: Seconds after which a document that has loaded stands still, though the browser does not say so:
#: it says nothing more of one that was about to go elsewhere.
_SETTLES = 5.0
#: A4 in inches, and how much smaller a page is printed than it is shown: all its width fits.
_PAPER = {"paperWidth": 8.27, "paperHeight": 11.69, "scale": 0.58}
_MARGINS = {f"margin{side}": 0.4 for side in ("Top", "Bottom", "Left", "Right")}
#: The element that is the post, in the document as it was chosen.
POST = "[data-weerklank-post]"
#: No script, nothing within that is a page, nothing sent: said twice, as scripts are off already.
_POLICY = (
    "default-src 'none'; img-src * data:; media-src *; font-src * data:; "
    "style-src * 'unsafe-inline'; base-uri *; form-action 'none'"
)


async def render(
    devtools: Devtools, chosen: ChosenPage, resources: Mapping[str, KeptResource]
) -> Rendered:
    """Make the pictures and the print of a page.

    `resources` are by address without fragment. Raises NotNow: BROWSER-020 when the browser makes
    nothing of the page, BROWSER-003 when it is gone.
    """
    async with _nowhere() as no_way_out:
        page = _Still(devtools, chosen, resources)
        try:
            await page.open(no_way_out)
            await page.show()
            return Rendered(
                page_png=await page.whole(),
                post_png=await page.post(),
                pdf=await page.printed(),
                is_cut=page.is_cut,
            )
        except (Declined, TimeoutError):
            raise NotNow(NOT_RENDERED) from None
        finally:
            await page.close()


@contextlib.asynccontextmanager
async def _nowhere() -> AsyncIterator[str]:
    """Give the address of a way out that ends at once, as browsers take one."""

    def close(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.close()

    server = await asyncio.start_server(close, "127.0.0.1", 0)
    try:
        yield f"socks5://127.0.0.1:{server.sockets[0].getsockname()[1]}"
    finally:
        server.close()


class _Still:
    """A page that stands still, in a context of its own."""

    def __init__(
        self, devtools: Devtools, chosen: ChosenPage, resources: Mapping[str, KeptResource]
    ) -> None:
        self._devtools, self._chosen, self._resources = devtools, chosen, resources
        self._context = self._session = ""
        self._tasks: set[asyncio.Task[None]] = set()
        #: Documents that have all that they asked for, by the browser's name; and a sign of more.
        self._standing: set[str] = set()
        self._one_stands = asyncio.Event()
        self._was_given = False
        #: Whether the page is higher than its picture.
        self.is_cut = False

    async def _ask(self, method: str, **given: object) -> JsonObject:
        return await self._devtools.ask(method, self._session, patience=_PATIENCE, **given)

    async def open(self, no_way_out: str) -> None:
        """Make the page, with everything shut before it gets its document."""
        made = await self._devtools.ask(
            "Target.createBrowserContext",
            disposeOnDetach=True,
            proxyServer=no_way_out,
            proxyBypassList="<-loopback>",
        )
        self._context = text_of(made.get("browserContextId"))
        await self._devtools.ask(
            "Browser.setDownloadBehavior", behavior="deny", browserContextId=self._context
        )
        made = await self._devtools.ask(
            "Target.createTarget",
            url="about:blank",
            browserContextId=self._context,
            width=_WIDTH,
            height=_HEIGHT,
        )
        attached = await self._devtools.ask(
            "Target.attachToTarget", targetId=made.get("targetId"), flatten=True
        )
        self._session = text_of(attached.get("sessionId"))
        self._devtools.listen(self._session, self._hear)
        await self._ask("Page.enable")
        await self._ask("Page.setLifecycleEventsEnabled", enabled=True)
        await self._ask("Emulation.setScriptExecutionDisabled", value=True)
        await self._ask("Emulation.setEmulatedMedia", media="screen")
        await self._ask("Fetch.enable", patterns=[{"urlPattern": "*"}])
        await self._resize(_HEIGHT)

    async def _resize(self, height: int) -> None:
        await self._ask(
            "Emulation.setDeviceMetricsOverride",
            width=_WIDTH,
            height=height,
            deviceScaleFactor=1,
            mobile=False,
        )

    def _hear(self, method: str, given: JsonObject) -> None:
        if method == "Page.lifecycleEvent" and given.get("name") == "networkIdle":
            self._stands(text_of(given.get("loaderId")))
        elif method == "Page.lifecycleEvent" and given.get("name") == "load":
            self._do(self._settle(text_of(given.get("loaderId"))))
        elif method == "Fetch.requestPaused":
            self._do(self._answer(given))

    def _stands(self, document: str) -> None:
        self._standing.add(document)
        self._one_stands.set()

    async def _settle(self, document: str) -> None:
        await asyncio.sleep(_SETTLES)
        self._stands(document)

    def _do(self, work: Coroutine[None, None, None]) -> None:
        task = asyncio.ensure_future(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, given: JsonObject) -> None:
        """Answer one question from what is kept, or let it fail."""
        request, pause = given.get("request"), text_of(given.get("requestId"))
        address = text_of(request.get("url")) if isinstance(request, dict) else ""
        answer = self._document() if given.get("resourceType") == "Document" else None
        answer = answer or self._kept(without_fragment(address))
        with contextlib.suppress(Declined, NotNow):  # the page may be gone meanwhile
            if answer is None:  # so that the browser shows no page of its own about it
                await self._ask("Fetch.failRequest", requestId=pause, errorReason="Aborted")
                return
            headers, body = answer
            await self._ask(
                "Fetch.fulfillRequest",
                requestId=pause,
                responseCode=200,
                responseHeaders=[
                    {"name": name, "value": value} for name, value in headers.items()
                ],
                body=base64.b64encode(body).decode(),
            )

    def _document(self) -> tuple[dict[str, str], bytes] | None:
        """Give the document itself, once: it leads nowhere else."""
        if self._was_given:
            return None
        self._was_given = True
        headers = {
            "Content-Type": "text/html; charset=utf-8",
            "Content-Security-Policy": _POLICY,
            "Referrer-Policy": "no-referrer",
            "X-DNS-Prefetch-Control": "off",
        }
        return headers, self._chosen.html

    def _kept(self, address: str) -> tuple[dict[str, str], bytes] | None:
        resource = self._resources.get(address)
        if resource is None:
            return None
        kind = next((v for name, v in resource.headers if name.lower() == "content-type"), "")
        is_film = kind.lower().startswith(("video/", "audio/"))
        if resource.length > (_MOST_FILM if is_film else _MOST_EACH):
            return None
        headers = {"Content-Type": kind, "Access-Control-Allow-Origin": "*"}
        return headers, b"".join(resource.read())

    async def show(self) -> None:
        """Go to the page, and wait until all that it shows is there."""
        went = await self._ask("Page.navigate", url=self._chosen.address)
        if went.get("errorText") or not self._was_given:
            raise Declined("Page.navigate")
        loaded = text_of(went.get("loaderId"))
        async with asyncio.timeout(_PATIENCE):
            while loaded not in self._standing:
                self._one_stands.clear()
                await self._one_stands.wait()

    async def whole(self) -> bytes:
        """Give the picture of the page."""
        height = await self._height()
        for highest in _HEIGHTS:
            self.is_cut = height > highest
            with contextlib.suppress(Declined):
                return await self._picture((0, 0, _WIDTH, max(1, min(height, highest))))
        raise Declined("Page.captureScreenshot")

    async def _height(self) -> int:
        metrics = await self._ask("Page.getLayoutMetrics")
        size = metrics.get("cssContentSize")
        height = size.get("height") if isinstance(size, dict) else None
        return round(height) if isinstance(height, int | float) else _HEIGHT

    async def post(self) -> bytes | None:
        """Give the picture of the post alone; None for a page of many."""
        box = await self._post_box() or self._chosen.post_box
        if box is None:
            return None
        left, top, width, height = box
        if width < 1 or height < 1:
            return None
        return await self._picture((left, top, min(width, _WIDTH), min(height, HIGHEST)))

    async def _post_box(self) -> tuple[int, int, int, int] | None:
        """Find where the post stands now: without what was around it, it may stand elsewhere."""
        root = (await self._ask("DOM.getDocument", depth=0)).get("root")
        found = await self._ask(
            "DOM.querySelector",
            nodeId=root.get("nodeId") if isinstance(root, dict) else 0,
            selector=POST,
        )
        try:
            got = await self._ask("DOM.getBoxModel", nodeId=found.get("nodeId"))
        except Declined:  # there is no such element, or it is not displayed
            return None
        model = got.get("model")
        return _box(model.get("border") if isinstance(model, dict) else None)

    async def _picture(self, clip: tuple[int, int, int, int]) -> bytes:
        sides = dict(zip(("x", "y", "width", "height"), clip, strict=True))
        got = await self._ask(
            "Page.captureScreenshot",
            format="png",
            captureBeyondViewport=True,
            clip=sides | {"scale": 1},
        )
        picture = decoded_base64(got.get("data"))
        if not picture:
            raise Declined("Page.captureScreenshot")
        return picture

    async def printed(self) -> bytes:
        """Give the print of the page, in which text is text and headings are headings."""
        got = await self._ask(
            "Page.printToPDF",
            printBackground=True,
            generateTaggedPDF=True,
            transferMode="ReturnAsStream",
            **_PAPER,
            **_MARGINS,
        )
        stream = text_of(got.get("stream"))
        pieces: list[bytes] = []
        length = 0
        while length <= _MOST_PRINT:
            read = await self._ask("IO.read", handle=stream, size=_PIECE)
            data = text_of(read.get("data"))
            is_packed = read.get("base64Encoded") is True
            pieces.append((decoded_base64(data) or b"") if is_packed else data.encode())
            length += len(pieces[-1])
            if read.get("eof") is True:
                return b"".join(pieces)
        raise Declined("Page.printToPDF")

    async def close(self) -> None:
        """Throw the page away, with all that its context holds."""
        for task in self._tasks:
            task.cancel()
        with contextlib.suppress(Declined, NotNow):
            await self._devtools.ask(
                "Target.disposeBrowserContext",
                patience=ANSWER_TIME,
                browserContextId=self._context,
            )
        self._devtools.forget(self._session)


def _box(quad: Json) -> tuple[int, int, int, int] | None:
    """Give left, top, width and height of four corners."""
    if not isinstance(quad, list):
        return None
    numbers = [one for one in quad if isinstance(one, int | float)]
    if len(numbers) != 8:
        return None
    across, down = numbers[::2], numbers[1::2]
    left, top = round(min(across)), round(min(down))
    return left, top, round(max(across)) - left, round(max(down)) - top

"""Pages replayed in a real Chromium: they show, offline, and a hostile one does nothing."""

import socket
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

import pytest
from hostile_page import container, hostile
from kept_pages import ADDRESS, LATER, OTHER_ADDRESS, Page, archive_of, name_of, resource
from own_archive import SANNE
from test_browser import DESKTOP, PHONE, Seen, served, tab
from with_axe import violations

from conftest import QUIET
from weerklank.model.page import PageRole
from weerklank.services.workplace import Workplace
from weerklank.web.configure import configure
from weerklank.web.site import Site

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Frame, Request

pytestmark = [
    pytest.mark.needs("chromium"),
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.slow,
]


@dataclass
class Elsewhere:
    """A server that nobody is to reach: it takes down who comes."""

    port: int
    came: list[bytes] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.port}"


@contextmanager
def listening() -> Iterator[Elsewhere]:
    """Listen on loopback; a connection on which nothing is said counts too."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        server.settimeout(0.2)
        found = Elsewhere(server.getsockname()[1])
        is_over = threading.Event()

        def listen() -> None:
            while not is_over.is_set():
                try:
                    one, _ = server.accept()
                except TimeoutError:
                    continue
                with one:
                    one.settimeout(0.5)
                    try:
                        found.came.append(one.recv(200))
                    except TimeoutError:
                        found.came.append(b"")

        thread = threading.Thread(target=listen)
        thread.start()
        try:
            yield found
        finally:
            is_over.set()
            thread.join()


@dataclass
class Served:
    """An archive with pages, as it is served."""

    where: str
    place: Workplace

    @property
    def host(self) -> str:
        return urlsplit(self.where).netloc

    @property
    def pages(self) -> str:
        """The host of pages."""
        return f"replay.localhost:{self.host.rpartition(':')[2]}"


@contextmanager
def kept(root: Path, pages: Sequence[Page]) -> Iterator[Served]:
    made = archive_of(root, pages)
    place = made.serve()
    configure(Site(archive=made.folder, keys=made.keys))
    with served(made.folder, made.keys) as where:
        yield Served(where, place)


@dataclass
class Opened:
    """The screen of a page in a tab, and the frames in it."""

    seen: Seen

    @property
    def around(self) -> "Frame":
        return next(one for one in self.seen.page.frames if "/page/" in one.url)

    @property
    def inside(self) -> "Frame":
        return next(one for one in self.seen.page.frames if "/replay/w/" in one.url)

    def settled(self) -> str:
        """Wait until the page is shown, or said not to be; gives which."""
        frame = self.seen.page.frame_locator("iframe.replay")
        frame.locator("body[data-state]").wait_for(state="attached", timeout=30_000)
        return str(self.around.evaluate("document.body.dataset.state"))


def opened(context: "BrowserContext", served: Served, address: str = ADDRESS) -> Opened:
    """Sign in, and open the page of a post."""
    seen = tab(context, served.where).enter(SANNE)
    seen.go(f"/id/{name_of(served.place, address)}/pagina/")
    return Opened(seen)


@contextmanager
def browsing(
    chromium: "Browser", root: Path, elsewhere: Elsewhere | None = None, **more: Any
) -> "Iterator[BrowserContext]":
    """Start a browser as people have it: in one that forgets, a frame may keep no worker.

    With `elsewhere`, every name of a page leads to a server that counts.
    """
    args = [
        *QUIET,
        "--disable-features=OptimizationHints,MediaRouter,WebUIOmniboxPopup,WebUIOmniboxAimPopup",
    ]
    if elsewhere is not None:
        args.append(f"--host-resolver-rules=MAP *.example 127.0.0.1:{elsewhere.port}")
    made = chromium.browser_type.launch_persistent_context(
        root / "profile", executable_path="/usr/bin/chromium", args=args, **more
    )
    try:
        yield made
    finally:
        made.close()


def test_a_page_is_replayed_and_nothing_else_is_asked(chromium: "Browser", tmp_path: Path) -> None:
    inner = "https://dorp.example/ander/kader.html"
    body = (
        '<h1 class="post">De kastanje</h1><img id="p" src="/kastanje.png" alt="x">'
        f'<img id="m" src="https://cdn.example/mist.png" alt="y"><iframe src="{inner}"></iframe>'
    )
    framed = resource(inner, b"<p id=k>In een kader</p>", "text/html")
    page = Page(body=body, resources=(*Page().resources, framed))
    with kept(tmp_path, [page]) as site, listening() as elsewhere:
        with browsing(chromium, tmp_path, elsewhere) as context:
            shown = opened(context, site)
            assert shown.settled() == "shown"
            inside = shown.inside
            color = "getComputedStyle(document.querySelector('.post')).color"
            assert inside.evaluate(color) == "rgb(1, 2, 3)"
            inside.wait_for_function("document.getElementById('p').naturalWidth === 24")
            assert inside.evaluate("document.getElementById('m').naturalWidth") == 0
            nested = inside.child_frames[0]
            nested.wait_for_selector("#k")
            hosts = {urlsplit(one).netloc for one in shown.seen.asked}
            assert hosts == {site.host, site.pages}
            assert shown.seen.page.inner_text("#copy").startswith("Dit is een kopie van")
        assert elsewhere.came == []


def test_what_a_link_leads_to_is_said_not_to_be_there(chromium: "Browser", tmp_path: Path) -> None:
    page = Page(body='<h1>Een</h1><a id="go" href="https://dorp.example/elders">verder</a>')
    with kept(tmp_path, [page]) as site, browsing(chromium, tmp_path) as context:
        shown = opened(context, site)
        assert shown.settled() == "shown"
        shown.inside.click("#go")
        frame = shown.seen.page.frame_locator("iframe.replay")
        frame.get_by_text("Wat hier stond, is niet gearchiveerd.").wait_for()
        frame.get_by_role("button", name="Terug naar de pagina").click()
        frame.frame_locator("#page").locator("h1").wait_for()
        assert shown.settled() == "shown"
        assert not frame.locator("#copy").is_visible(), "the screen around it says it"
        # When the address holds no more, nobody can say what is in the archive.
        shown.around.evaluate("performance.now = () => 1e12")
        shown.inside.click("#go")
        frame.get_by_text("De tijd om deze pagina na te spelen is om.").wait_for()


@pytest.mark.parametrize(
    "container_of",
    [
        b"",
        b"PK\x05\x06" + bytes(18),
        b"x" * 70_000,
        container({}),
        container({ADDRESS: (b"<p>x", "Content-Type: text/html\r\n")})[:-400],
    ],
    ids=["empty", "no-members", "no-zip", "no-page", "cut"],
)
def test_a_container_that_holds_nothing_is_said_to(
    chromium: "Browser", tmp_path: Path, container_of: bytes
) -> None:
    page = Page(container=container_of or b"\n")
    with kept(tmp_path, [page]) as site, browsing(chromium, tmp_path) as context:
        shown = opened(context, site)
        shown.seen.page.frame_locator("iframe.replay").get_by_text(
            "Uw browser kan deze pagina niet afspelen"
        ).wait_for(timeout=30_000)
        assert shown.seen.page.locator(".page-text").is_visible()


def test_a_hostile_page_reaches_nothing(chromium: "Browser", tmp_path: Path) -> None:
    with listening() as elsewhere, browsing(chromium, tmp_path, elsewhere) as context:
        made = hostile(elsewhere.address, "http://127.0.0.1:1")
        with kept(tmp_path, [Page(container=made)]) as site:
            by_frames: list[str] = []

            def note(request: "Request") -> None:
                if request.service_worker or request.frame.parent_frame is not None:
                    by_frames.append(request.url)

            shown = opened(context, site)
            context.on("request", note)
            page, before = shown.seen.page, shown.seen.page.url
            cookies = context.cookies()
            assert shown.settled() == "shown"
            top = "location.href + '\\n' + document.title"
            # What a page may do by itself after a second.
            page.wait_for_timeout(3_000)
            assert page.evaluate(top).startswith(before + "\n")
            assert "taken" not in page.evaluate(top)
            seen = "document.getElementById('page').contentDocument.documentElement.dataset.ran"
            assert shown.around.evaluate(f"{seen} ?? 'no'") == "no"
            assert len([one for one in context.pages if one.url != "about:blank"]) == 1
            assert context.cookies() == cookies
            # One that the browser itself refuses is told too: whether it left, `elsewhere` knows.
            assert not [one for one in by_frames if urlsplit(one).netloc == site.host]
        assert elsewhere.came == []


def test_not_even_a_script_of_the_host_of_pages_reaches_the_application(
    chromium: "Browser", tmp_path: Path
) -> None:
    # The second wall: as if a page did run something.
    with kept(tmp_path, [Page()]) as site, browsing(chromium, tmp_path) as context:
        shown = opened(context, site)
        assert shown.settled() == "shown"
        before = shown.seen.page.url
        tried = """async given => {
          const found = {};
          for (const [name, what] of Object.entries({
            read: () => top.document.body.innerHTML,
            cookie: () => document.cookie,
            open: () => String(window.open(given)),
            away: () => { top.location.href = given; },
            ask: async () => (await fetch(given, {credentials: "include"})).status,
            frame: () => new Promise(done => {
              const made = document.createElement("iframe");
              made.onload = () => done(String(made.contentDocument?.body?.textContent ?? "shut"));
              made.src = given;
              document.body.append(made);
            }),
            worker: () => navigator.serviceWorker.register("/page.js", {scope: "/"}),
          })) {
            try { found[name] = await what(); } catch (error) { found[name] = error.name; }
          }
          return found;
        }"""
        found = shown.around.evaluate(tried, f"{site.where}/ik/")
        assert found["read"] == "SecurityError"
        assert found["cookie"] == ""
        assert found["open"] == "null"
        assert found["away"] == "SecurityError"
        assert found["ask"] == "TypeError"
        assert SANNE not in found["frame"]
        assert found["worker"] == "SecurityError"
        assert shown.seen.page.url == before


def test_an_index_without_end_holds_up_nobody_else(chromium: "Browser", tmp_path: Path) -> None:
    html = (b"<h1>Klein</h1>", "Content-Type: text/html\r\n")
    page = Page(container=container({ADDRESS: html}, lines=100_000))
    with kept(tmp_path, [page]) as site, browsing(chromium, tmp_path) as context:
        shown = opened(context, site)
        shown.seen.page.wait_for_selector("iframe.replay:not([hidden])")
        beside = Seen(context.new_page(), site.where)
        beside.go("/ik/")
        beside.says(SANNE)


@pytest.mark.parametrize("size", [DESKTOP, PHONE], ids=["1440", "390"])
def test_the_screen_of_a_page_passes_axe_and_fits(
    chromium: "Browser", tmp_path: Path, size: tuple[int, int]
) -> None:
    view = {"width": size[0], "height": size[1]}
    less = (PageRole.PAGE, PageRole.TEXT)
    pages = [Page(), Page(at=LATER, body="<h1>Later</h1>", roles=less, text="Later")]
    with kept(tmp_path, pages) as site, browsing(chromium, tmp_path, viewport=view) as plain:
        shown = opened(plain, site)
        with chromium.new_context(viewport=view, bypass_csp=True) as context:
            seen = tab(context, site.where).enter(SANNE)
            post = name_of(site.place)
            oldest = shown.seen.page.locator(".versions a").last.get_attribute("href")
            other = name_of(site.place, OTHER_ADDRESS)
            for path in (f"/id/{post}/", f"/id/{post}/pagina/", f"/id/{post}/pagina/{oldest}",
                         f"/id/{other}/pagina/"):  # fmt: skip
                seen.go(path)
                seen.page.evaluate(
                    "for (const e of document.querySelectorAll('details')) e.open = true"
                )
                assert violations(seen.page, iframes=False) == [], path
                assert seen.page.evaluate("document.documentElement.scrollWidth") <= size[0]


def test_without_a_script_the_picture_stands_there_and_on_paper_too(
    chromium: "Browser", tmp_path: Path
) -> None:
    with kept(tmp_path, [Page()]) as site:
        with chromium.new_context(java_script_enabled=False) as context:
            seen = opened(context, site).seen
            assert seen.page.locator("iframe.replay").is_hidden()
            assert seen.page.locator(".whole-page img").is_visible()
            seen.says("Naspelen kan alleen met JavaScript")
        with browsing(chromium, tmp_path) as context:
            shown = opened(context, site)
            assert shown.settled() == "shown"
            assert shown.seen.page.locator(".whole-page img").is_hidden()
            shown.seen.page.emulate_media(media="print")
            assert shown.seen.page.locator(".whole-page img").is_visible()
            assert shown.seen.page.locator("iframe.replay").is_hidden()


def test_a_page_that_is_left_leaves_nothing_in_the_browser(
    chromium: "Browser", tmp_path: Path
) -> None:
    with kept(tmp_path, [Page()]) as site, browsing(chromium, tmp_path) as context:
        shown = opened(context, site)
        assert shown.settled() == "shown"
        around = shown.around
        names = "async () => (await indexedDB.databases()).map(one => one.name)"
        assert len([one for one in around.evaluate(names) if one.startswith("db:")]) == 1
        assert around.evaluate("async () => (await caches.keys()).length") == 0
        stored = """async () => {
          const names = (await indexedDB.databases()).map(one => one.name);
          const name = names.find(one => one.startsWith("db:"));
          const open = indexedDB.open(name);
          const end = done => { open.onsuccess = () => done(open.result); };
          const db = await new Promise(end);
          const found = {};
          for (const store of db.objectStoreNames) {
            const all = db.transaction(store).objectStore(store).getAll();
            const end = done => { all.onsuccess = () => done(all.result); };
            found[store] = await new Promise(end);
          }
          db.close();
          return JSON.stringify(found, (_, one) => one instanceof Uint8Array ? "bytes" : one);
        }"""
        assert "bytes" not in around.evaluate(stored)
        shown.seen.go("/ik/")


def test_where_a_frame_may_not_a_window_may(chromium: "Browser", tmp_path: Path) -> None:
    with kept(tmp_path, [Page()]) as site, chromium.new_context() as context:
        shown = opened(context, site)
        assert shown.settled() == "nothing"
        shown.seen.page.frame_locator("iframe.replay").get_by_text("eigen venster").wait_for()
        with context.expect_page() as found:
            shown.seen.page.click("a[target=_blank]")
        window = found.value
        window.locator("body[data-state=shown]").wait_for(state="attached")
        window.frame_locator("#page").locator("h1").wait_for()
        # No screen of the archive stands around it there, so it says itself what it is.
        said = window.inner_text("#copy")
        assert said == shown.seen.page.inner_text("#copy")
        assert "om de privacy van wie ze schreef" in said
        for width, height in (DESKTOP, PHONE):
            window.set_viewport_size({"width": width, "height": height})
            assert window.evaluate("document.documentElement.scrollWidth <= innerWidth")
        window.screenshot(path=str(tmp_path / "window.png"))

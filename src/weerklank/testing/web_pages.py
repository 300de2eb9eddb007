"""A web site on loopback with pages to look at, and with what servers do wrong: a test double."""

import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from weerklank.testing.plain_answer import cut, send

HTML = {"Content-Type": "text/html; charset=utf-8"}


@dataclass(frozen=True, slots=True, kw_only=True)
class WebPage:
    """What a site answers under one path."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=lambda: HTML)
    #: Whether it hangs up halfway, and how long it is silent before.
    is_cut: bool = False
    seconds: float = 0.0


def page_of(html: str) -> WebPage:
    """Give a page with a title, a menu and some text."""
    whole = (
        "<!doctype html><html lang=nl><head><meta charset=utf-8><title>Voorbeelddam</title>"
        "<script>var verborgen = 'tekst';</script></head><body><nav><a href='/'>Naar begin</a>"
        f"</nav><main>{html}</main><footer>Gemeente Voorbeelddam, de gemeente aan het water."
        "</footer></body></html>"
    )
    return WebPage(body=whole.encode())


@dataclass(slots=True)
class WebSite:
    """A site at work: its address, its pages by path, and which were asked for."""

    address: str
    pages: dict[str, WebPage]
    asked: list[str] = field(default_factory=list)


@contextmanager
def web_site(pages: Mapping[str, WebPage] | None = None) -> Iterator[WebSite]:
    """Serve on a free port of loopback while the block runs; pages may be changed meanwhile."""
    with ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler) as server:
        site = WebSite(f"http://127.0.0.1:{server.server_port}", dict(pages or {}))
        server.RequestHandlerClass = _handler(site)
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()


def _handler(site: WebSite) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            site.asked.append(self.path)
            page = site.pages.get(self.path.partition("?")[0], WebPage(status=404))
            if page.seconds:
                time.sleep(page.seconds)
            if page.is_cut:
                cut(self)
            else:
                send(self, page.status, page.body, dict(page.headers))

        def log_message(self, *_: object) -> None:
            pass

    return Handler

"""Pages that never end, by what they bring or by where they go: broken off, told and looked at."""

import asyncio
import threading
import time
import zlib
from collections import Counter
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from weerklank.harvest.browser import recorder
from weerklank.harvest.browser.bodies import Bodies
from weerklank.harvest.browser.chromium import find_chromium
from weerklank.harvest.browser.recorder import TOO_MUCH
from weerklank.harvest.browser.visit import Stopped, StopRule, Visit, browser, visit
from weerklank.store.spool import Spool

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.loopback,
    pytest.mark.needs("chromium"),
    pytest.mark.slow,
]
MOST = 1 << 20
#: What stops the server in the end, should nobody go away.
_PIECES, _PAUSE = 600, 0.02
_HEAD = "<!doctype html><title>Hallo</title><h1>Hallo</h1>"
_TAKES = "fetch(origin + '/endless').then(a => a.text()).catch(() => fetch(origin + '/after'))"
PAGES = {
    "/takes": f"{_HEAD}<script>const origin = ''; {_TAKES}</script>",
    "/works": f"{_HEAD}<script>new Worker(URL.createObjectURL(new Blob([`"
    f"const origin = '${{location.origin}}'; {_TAKES}`])))</script>",
    "/again": f"{_HEAD}<p>tekst</p><script>location.reload()</script>",
    "/there": f"{_HEAD}<script>location.href = '/back?' + Math.random()</script>",
    "/back": f"{_HEAD}<script>location.href = '/there?' + Math.random()</script>",
    "/sends": f"{_HEAD}<script>for (const many of [3e5, 3e6])"
    " fetch('/sent?' + many, {method: 'POST', body: 'x'.repeat(many)});</script>",
    "/goes-on": f"{_HEAD}<script>setInterval(() => fetch('/sent', "
    "{method: 'POST', body: 'x'.repeat(2e5)}).catch(() => 0), 100)</script>",
    "/parts": f"{_HEAD}<script>setInterval(() => fetch('/part?' + Math.random()), 20)</script>",
}


class _Answers(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    asked: Counter[str]

    def log_message(self, *_: Any) -> None:
        pass

    def do_GET(self) -> None:
        path = self.path.partition("?")[0]
        self.asked[path] += 1
        if path in PAGES:
            self._answer(200, PAGES[path].encode())
        elif path.startswith("/endless"):
            self._never_end("html" if path.endswith("page") else "plain")
        else:
            self._answer(206 if path == "/part" else 404, b"deel")

    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self._answer(200, b"goed")

    def _answer(self, status: int, body: bytes) -> None:
        self.send_response(status)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _never_end(self, kind: str) -> None:
        """Send what is a thousand times as long when it is unpacked."""
        self.send_response(200)
        self.send_header("Content-Type", f"text/{kind}")
        self.send_header("Content-Encoding", "gzip")
        self.send_header("Connection", "close")
        self.end_headers()
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        try:
            for _ in range(_PIECES):
                self.wfile.write(packer.compress(b"nog meer " * 20_000))
                self.wfile.write(packer.flush(zlib.Z_SYNC_FLUSH))
                time.sleep(_PAUSE)
        except OSError:
            return


@pytest.fixture
def server() -> Iterator[tuple[str, Counter[str]]]:
    class Answers(_Answers):
        pass

    Answers.asked = Counter()

    made = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    made.daemon_threads = True
    thread = threading.Thread(target=made.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{made.server_port}", Answers.asked
    made.shutdown()
    made.server_close()
    thread.join()


def go(home: str, path: str, folder: Path, longest: float = 60) -> tuple[Visit, int]:
    """Visit a page; gives how many bytes were kept too."""
    spool = Spool(folder / "spool")
    bodies = Bodies(spool)
    rule = StopRule(quiet=1, longest=longest, most_bytes=MOST)

    async def visited() -> Visit:
        async with browser(find_chromium()) as devtools:
            return await visit(
                devtools, home + path, home=home, bodies=bodies, rule=rule, looks=True
            )

    try:
        return asyncio.run(visited()), bodies.total
    finally:
        spool.close()


@pytest.mark.parametrize("path", ["/takes", "/works"])
def test_what_unpacks_without_end_is_broken_off(server, tmp_path: Path, path: str) -> None:
    home, asked = server
    got, kept = go(home, path, tmp_path)
    assert (got.stopped, got.seen is not None) == (Stopped.SIZE, True)
    assert kept <= MOST
    whys = {one.address: one.why for one in got.exchanges if one.why is not None}
    assert whys[f"{home}/endless"] == TOO_MUCH
    if path == "/takes":
        assert whys[f"{home}/after"] == TOO_MUCH, "it is not broken off while the page is there"
    assert asked["/after"] == 0, "more is asked for a page that is too large"


def test_a_page_that_itself_has_no_end_is_too_large(server, tmp_path: Path) -> None:
    home, _ = server
    got, kept = go(home, "/endless-page", tmp_path)
    assert got.stopped is Stopped.SIZE
    assert kept <= MOST


@pytest.mark.parametrize("path", ["/again", "/there"])
def test_a_page_that_loads_anew_for_ever_says_so_and_is_seen(
    server, tmp_path: Path, path: str
) -> None:
    home, asked = server
    got, _ = go(home, path, tmp_path)
    assert (got.stopped, got.seen is not None) == (Stopped.RELOADS, True)
    assert asked["/again"] + asked["/there"] + asked["/back"] < 60


def test_what_a_page_takes_while_films_are_fetched_ends_nothing(server, tmp_path: Path) -> None:
    home, asked = server
    got, _ = go(home, "/parts", tmp_path, longest=2)
    assert got.stopped is Stopped.TIME
    assert asked["/part"] > 2


def test_what_a_page_sends_is_kept_but_for_uploads(server, tmp_path: Path) -> None:
    home, _ = server
    got, _ = go(home, "/sends", tmp_path)
    sent = {one.address: len(one.asked_body or b"") for one in got.exchanges}
    assert got.stopped is Stopped.NOTHING_NEW
    assert (sent[f"{home}/sent?300000"], sent[f"{home}/sent?3000000"]) == (300_000, 0)


def test_a_page_that_sends_without_end_is_too_large(
    server, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(recorder, "_MOST_SENT", 1 << 20)
    home, _ = server
    got, _ = go(home, "/goes-on", tmp_path)
    assert got.stopped is Stopped.SIZE
    assert got.seen is not None

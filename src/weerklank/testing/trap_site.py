"""A site on loopback with what makes pages hard to record: all invented, nothing from outside.

Posts that come while one scrolls, packed in every way that a browser takes, a film that is served
in parts, a service worker, a worker, a WebSocket, server-sent events, questions that differ by
their body alone, redirects, a beacon, dialogues, windows, and what a page may not reach.
"""

import asyncio
import gzip
import json
import threading
import zlib
from collections import Counter
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import suppress
from typing import Self

from aiohttp import WSMsgType, web

POSTS = 60
_AT_ONCE = 6
#: A film in no format at all: a page asks for it all the same, and in parts.
FILM = bytes(range(256)) * 20_000
#: Bytes of the long answer.
LONG = 100 << 20
_BLOCK = bytes(range(256)) * 256
FRAMES = 3
_MOST_RAW = 0xFFFF


def stored_zstd(content: bytes) -> bytes:
    """Pack as Zstandard does what it can't make smaller (RFC 8878): one raw block."""
    if len(content) > _MOST_RAW:
        raise ValueError("one block holds less")
    head = b"\x28\xb5\x2f\xfd" + b"\x60" + max(len(content) - 256, 0).to_bytes(2, "little")
    return head + (len(content) << 3 | 1).to_bytes(3, "little") + content


def stored_brotli(content: bytes) -> bytes:
    """Pack as Brotli does what it can't make smaller (RFC 7932): one block that is not packed."""
    if not 0 < len(content) <= _MOST_RAW:
        raise ValueError("one block holds less")
    # Window of 16 bits (0), not the last (0), four nibbles (00), length less one, not packed (1);
    # then an empty last block (11).
    bits = 0 | (len(content) - 1) << 4 | 1 << 20
    return bits.to_bytes(3, "little") + content + b"\x03"


PACKED: dict[str, Callable[[bytes], bytes]] = {
    "gzip": gzip.compress,
    "deflate": zlib.compress,
    "br": stored_brotli,
    "zstd": stored_zstd,
}

_PAGE = """<!doctype html><html lang="nl"><head><meta charset="utf-8"><title>Voorbeelddam</title>
<link rel="stylesheet" href="/packed/br/style.css"></head><body><h1>Berichten</h1>
<ol id="posts"></ol><iframe src="/frame"></iframe>
<video src="/film.mp4" muted autoplay loop></video><img src="/missing.png" alt="">
<img src="/picture.svg" alt="een vierkant">
<script>
let next = 0, busy = false;
async function more() {
  if (busy || next >= %POSTS%) return;
  busy = true;
  const headers = {'Authorization': 'Bearer secret-of-the-session'};
  const page = await (await fetch('/posts?from=' + next, {headers})).json();
  for (const one of page) {
    const item = document.createElement('li');
    item.textContent = one; item.style.height = '400px';
    document.getElementById('posts').append(item);
  }
  next += page.length; busy = false;
}
addEventListener('scroll', () => {
  if (innerHeight + scrollY > document.body.scrollHeight - 800) more();
});
more();
for (const how of ['gzip', 'deflate', 'zstd'])
  fetch('/packed/' + how + '/text').then(a => a.text());
for (const wanted of ['eerste', 'tweede'])
  fetch('/graphql', {method: 'POST', body: JSON.stringify({query: wanted})}).then(a => a.json());
fetch('/put', {method: 'PUT', body: new Uint8Array([0, 255, 128])}).then(a => a.text());
fetch('/moved').then(a => a.text());
fetch('/nothing').then(a => a.text());
navigator.sendBeacon('/beacon', 'gezien');
new Worker('/worker.js');
navigator.serviceWorker.register('/service.js');
const events = new EventSource('/events');
const socket = new WebSocket('ws://' + location.host + '/socket');
socket.onopen = () => { socket.send('hallo'); socket.send(new Uint8Array([1, 2, 3])); };
if (location.search.includes('elsewhere')) {
  const there = new URLSearchParams(location.search).get('elsewhere');
  fetch(there, {mode: 'no-cors'}).catch(() => 0);
  new WebSocket(there.replace('http', 'ws'));
  const ahead = document.createElement('script');
  ahead.type = 'speculationrules';
  const urls = [there + '?ahead'];
  ahead.text = JSON.stringify({prefetch: [{source: 'list', urls, eagerness: 'immediate'}]});
  document.head.append(ahead);
}
if (location.search.includes('unseen')) {
  fetch('/told?unseen').then(a => a.blob());
  fetch('/posts?unseen', {method: 'HEAD'});
  fetch('/locked').then(a => a.text());
}
if (location.search.includes('busy'))
  for (let one = 0; one < 8; one++)
    (async () => { while (true) await fetch('/nothing?' + Math.random()); })();
if (location.search.includes('messages')) fetch('/api/v1/conversations').catch(() => 0);
if (location.search.includes('long')) fetch('/long').then(a => a.arrayBuffer());
if (location.search.includes('dialogue')) { alert('Hallo?'); window.open('/frame'); }
if (location.search.includes('hangs')) setTimeout(() => { while (true) {} }, 500);
if (location.search.includes('reloads') && !location.hash) {
  fetch('/never').catch(() => 0);
  location.hash = 'again';
  setTimeout(() => location.reload(), 300);
}
if (location.search.includes('endless'))
  setInterval(() => fetch('/nothing?' + Math.random()), 200);
</script></body></html>"""


class TrapSite:
    """The site, in a thread of its own; `with TrapSite() as site:` starts and ends it."""

    def __init__(self) -> None:
        #: How often each path was asked for.
        self.asked: Counter[str] = Counter()
        #: The address of its first page, without a slash behind it.
        self.address = ""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._runner: web.AppRunner | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result()
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._end(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _start(self) -> None:
        site = web.Application(middlewares=[self._counted])
        site.add_routes(
            [
                web.get("/", _page),
                web.get("/posts", _posts),
                web.get("/packed/{how}/{what}", _packed),
                web.post("/graphql", _graphql),
                web.put("/put", _echo),
                web.get("/moved", _moved),
                web.get("/nothing", _nothing),
                web.post("/beacon", _nothing),
                web.get("/frame", _frame),
                web.get("/film.mp4", _film),
                web.get("/picture.svg", _picture),
                web.get("/worker.js", _worker),
                web.get("/service.js", _service),
                web.get("/told", _nothing_much),
                web.get("/events", _events),
                web.get("/locked", _locked),
                web.get("/socket", _socket),
                web.get("/long", _long),
                web.get("/never", _never),
            ]
        )
        self._runner = web.AppRunner(site, shutdown_timeout=0.1)
        await self._runner.setup()
        listens = web.TCPSite(self._runner, "127.0.0.1", 0)
        await listens.start()
        host, port = self._runner.addresses[0][:2]
        self.address = f"http://{host}:{port}"

    async def _end(self) -> None:
        if self._runner is not None:
            await self._runner.cleanup()

    @web.middleware
    async def _counted(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        self.asked[request.path] += 1
        return await handler(request)


async def _page(_: web.Request) -> web.Response:
    page = web.Response(text=_PAGE.replace("%POSTS%", str(POSTS)), content_type="text/html")
    page.set_cookie("session", "secret-of-the-session")
    return page


async def _posts(request: web.Request) -> web.Response:
    first = int(request.query.get("from", "0"))
    texts = [
        f"Bericht {one} van de gemeente" for one in range(first, min(first + _AT_ONCE, POSTS))
    ]
    return web.json_response(texts)


async def _packed(request: web.Request) -> web.Response:
    how = request.match_info["how"]
    is_style = request.match_info["what"].endswith(".css")
    return web.Response(
        body=PACKED[how](packed_content(how)),
        headers={"Content-Encoding": how},
        content_type="text/css" if is_style else "text/plain",
    )


def packed_content(how: str) -> bytes:
    """Give what lies behind `/packed/{how}/…`, before it is packed."""
    return f"/* {how} */ h1 {{ color: navy }}\n".encode() * 300


async def _graphql(request: web.Request) -> web.Response:
    return web.json_response({"answer": json.loads(await request.text())["query"]})


async def _echo(request: web.Request) -> web.Response:
    return web.Response(body=await request.read())


async def _moved(_: web.Request) -> web.Response:
    raise web.HTTPFound("/told")


async def _nothing(_: web.Request) -> web.Response:
    return web.Response(status=204)


async def _nothing_much(_: web.Request) -> web.Response:
    return web.Response(text="daarheen verhuisd")


async def _frame(_: web.Request) -> web.Response:
    return web.Response(text="<p>Een lijst met een eigen blad.</p>", content_type="text/html")


async def _picture(_: web.Request) -> web.Response:
    text = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"><path d="M0 0h9v9z"/></svg>'
    )
    return web.Response(text=text, content_type="image/svg+xml")


async def _film(request: web.Request) -> web.Response:
    wanted = request.http_range
    if wanted.start is None and wanted.stop is None:
        return web.Response(
            body=FILM, content_type="video/mp4", headers={"Accept-Ranges": "bytes"}
        )
    start, stop = wanted.start or 0, min(wanted.stop or len(FILM), len(FILM))
    return web.Response(
        status=206,
        body=FILM[start:stop],
        content_type="video/mp4",
        headers={
            "Accept-Ranges": "bytes",
            "Content-Range": f"bytes {start}-{stop - 1}/{len(FILM)}",
        },
    )


async def _worker(_: web.Request) -> web.Response:
    return web.Response(text="fetch('/told?by=worker');", content_type="text/javascript")


async def _service(_: web.Request) -> web.Response:
    text = "oninstall = one => one.waitUntil(fetch('/told?by=service').then(a => a.text()));"
    return web.Response(text=text, content_type="text/javascript")


async def _locked(_: web.Request) -> web.Response:
    return web.Response(status=401, text="nee", headers={"WWW-Authenticate": 'Basic realm="x"'})


async def _ticks() -> AsyncIterator[int]:
    for one in range(10_000):
        yield one
        await asyncio.sleep(0.1)


async def _events(request: web.Request) -> web.StreamResponse:
    answer = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await answer.prepare(request)
    with suppress(ConnectionError):
        async for one in _ticks():
            await answer.write(f"data: {one}\n\n".encode())
    return answer


async def _socket(request: web.Request) -> web.WebSocketResponse:
    socket = web.WebSocketResponse()
    await socket.prepare(request)
    await socket.send_str("welkom")
    async for one in socket:
        if one.type is WSMsgType.TEXT:
            await socket.send_str(f"{one.data} terug")
    return socket


async def _long(request: web.Request) -> web.StreamResponse:
    answer = web.StreamResponse()
    await answer.prepare(request)
    with suppress(ConnectionError):
        for _ in range(LONG // len(_BLOCK)):
            await answer.write(_BLOCK)
    return answer


async def _never(request: web.Request) -> web.Response:
    while request.transport is not None:  # as long as anybody waits
        await asyncio.sleep(0.05)
    raise web.HTTPGone

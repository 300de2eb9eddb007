"""A site on loopback of which the pages ask for direct messages in every way that a page has.

It counts what reaches it. All invented.
"""

import asyncio
import json
import threading
from collections import Counter
from typing import Self

from aiohttp import web

#: What is done by each script: lines to messages, and one that has nothing to do with them.
_SCRIPT = """{const at = %HOST%, by = %BY%, asks = '/api/v1/streaming?stream=user&by=' + by;
for (const kind of [self.WebSocket, self.WebSocketStream])
  try { new kind('ws://' + at + asks + kind.name); } catch {}
try { new EventSource('http://' + at + '/api/v1/streaming/user?by=' + by); } catch {}
fetch('http://' + at + '/api/v1/streaming/direct?by=' + by).catch(() => 0);
fetch('http://' + at + '/done?by=' + by).catch(() => 0);}"""
_WORKERS = """
new Worker('/script.js?by=worker'); new SharedWorker('/script.js?by=shared');
navigator.serviceWorker.register('/service.js');
new Worker(URL.createObjectURL(new Blob([%BLOB%], {type: 'text/javascript'})));
new SharedWorker(URL.createObjectURL(new Blob(
  ["importScripts('" + location.origin + "/api/v1/conversations?by=shared')"])));
const empty = document.createElement('iframe'); document.body.append(empty);
new empty.contentWindow.WebSocket('ws://' + location.host + '/api/v1/streaming?by=empty');
const other = document.createElement('iframe');
other.sandbox = 'allow-scripts'; other.srcdoc = %OTHER%; document.body.append(other);
const inside = document.createElement('iframe'); inside.srcdoc = %INSIDE%;
document.body.append(inside);
const tries = [
  () => new Worker('/api/v1/conversations?by=begin'),
  () => new SharedWorker('/api/v1/conversations?by=begin-shared'),
  () => navigator.serviceWorker.register('/api/v1/conversations?by=begin-service'),
  () => navigator.sendBeacon('/api/v1/conversations?by=beacon'),
  () => fetchLater('/api/v1/conversations?by=later', {activateAfter: 0}),
  () => fetch('/moved'),
  () => navigator.serviceWorker.ready.then(
    one => one.backgroundFetch.fetch('x', ['/api/v1/conversations?by=background'])),
  () => window.open('/api/v1/conversations?by=window'),
];
for (const one of tries) try { Promise.resolve(one()).catch(() => 0); } catch {}
"""
_PAGE = """<!doctype html><html lang="nl"><head><title>Voorbeelddam</title>
<link rel="icon" href="/api/v1/conversations?by=icon">
<link rel="prefetch" href="/api/v1/conversations?by=prefetch">
<script type="speculationrules">{"prefetch": [{"source": "list", "eagerness": "immediate",
"urls": ["/api/v1/conversations?by=ahead"]}], "prerender": [{"source": "list",
"eagerness": "immediate", "urls": ["/api/v1/conversations?by=drawn-ahead"]}]}</script></head>
<body><img src="/api/v1/conversations?by=picture" alt="">
<iframe src="/api/v1/conversations?by=frame"></iframe><script>%SCRIPT%</script></body></html>"""


class MessageSite:
    """Serves pages; `asked` counts what came, a line that was opened too."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.address = ""
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._runner: web.AppRunner | None = None

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result()
        return self

    def __exit__(self, *_: object) -> None:
        if self._runner is not None:
            asyncio.run_coroutine_threadsafe(self._runner.cleanup(), self._loop).result()
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _start(self) -> None:
        served = web.Application()
        served.router.add_route("*", "/{path:.*}", self._answer)
        self._runner = web.AppRunner(served, shutdown_timeout=0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        self.address = f"http://127.0.0.1:{self._runner.addresses[0][1]}"

    async def _answer(self, request: web.Request) -> web.StreamResponse:
        self.asked[request.path_qs] += 1
        if "Upgrade" in request.headers:
            line = web.WebSocketResponse()
            await line.prepare(request)
            await line.send_str("welkom")
            async for _ in line:
                await line.send_str("hallo terug")
            return line
        by = request.query.get("by", "")
        host = request.host
        match request.path:
            case "/script.js":
                return _script(_script_by(by, host))
            case "/service.js":
                return _script(f"oninstall = () => {_script_by('service', host)};")
            case "/moved":
                raise web.HTTPFound("/api/v1/conversations?by=moved")
            case "/":
                return _page(_script_by("page", host) + _workers(host))
            case "/line":  # two lines to one server, of which one may bear messages
                return _page(_LINES.get(by, ""))
        allowed = {"Access-Control-Allow-Origin": "*"}
        return web.Response(text="1", content_type="text/javascript", headers=allowed)


_LINES = {
    "alone": "const one = new WebSocket('ws://' + location.host + '/news');"
    "one.onopen = () => { one.send('hallo'); };",
    # The first is opened and left, so that a second could have its connection.
    "after": "new WebSocket('ws://' + location.host + '/news').close();"
    "new WebSocket('ws://' + location.host + '/api/v1/streaming?by=after');",
    "hangs": "new WebSocket('ws://' + location.host + '/news');"
    "setTimeout(() => { new WebSocket('ws://' + location.host + '/api/v1/streaming?by=hangs');"
    "while (true) {} }, 0);",
}


def _script(text: str) -> web.Response:
    return web.Response(text=text, content_type="text/javascript")


def _page(script: str) -> web.Response:
    return web.Response(text=_PAGE.replace("%SCRIPT%", script), content_type="text/html")


def _script_by(by: str, host: str) -> str:
    return _SCRIPT.replace("%HOST%", json.dumps(host)).replace("%BY%", json.dumps(by))


def _workers(host: str) -> str:
    blob = json.dumps(_script_by("blob", host))
    written = _WORKERS.replace("%BLOB%", blob)
    for name in ("inside", "other"):
        document = json.dumps(f"<script>{_script_by(name, host)}</script>").replace("</", "<\\/")
        written = written.replace(f"%{name.upper()}%", document)
    return written

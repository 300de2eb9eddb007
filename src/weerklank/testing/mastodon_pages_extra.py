"""What the pages of the test site ask besides the API: pictures, pieces of film, live things."""

import asyncio
import json
import zlib
from collections.abc import Awaitable, Callable
from contextlib import suppress
from importlib import resources
from typing import TypeAlias

from aiohttp import WSMsgType, web

from weerklank.testing.mastodon_api_json import Json
from weerklank.testing.png import encode_png

Answers: TypeAlias = Callable[[web.Request], Awaitable[web.StreamResponse]]

#: As strict as Mastodon's: no script but the site's own.
PAGE_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' "
        "https: data:; media-src 'self'; connect-src 'self' ws:; worker-src 'self'; "
        "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
    ),
    "Set-Cookie": "_mastodon_session=secret-of-the-session; HttpOnly; SameSite=Lax",
    "X-Frame-Options": "DENY",
}
_PIECES = 3


def asset(name: str) -> bytes:
    """Give a file of the pages."""
    return resources.files("weerklank.testing").joinpath("mastodon_web", name).read_bytes()


def index(state: Json) -> bytes:
    """Give the page, which tells its script what to do."""
    told = json.dumps(state).replace("<", "\\u003c")
    return asset("index.html").replace(b"%STATE%", told.encode())


def picture(name: str, width: int, height: int) -> bytes:
    """Draw a picture that differs by name."""
    mark = zlib.crc32(name.encode())
    colours = [(mark & 255, mark >> 8 & 255, mark >> 16 & 255), (255, 255, 255)]
    rows = [
        bytes(mark >> (x * 5 // width + 5 * (y * 5 // height)) & 1 for x in range(width))
        for y in range(height)
    ]
    return encode_png(width, height, colours, rows)


async def face(request: web.Request) -> web.Response:
    """Give the avatar of somebody else, as the server keeps it."""
    body = picture(request.match_info["name"], 48, 48)
    return web.Response(body=body, content_type="image/png")


async def header(_: web.Request) -> web.Response:
    """Give the picture above the account."""
    return web.Response(body=picture("kop", 600, 200), content_type="image/png")


async def service_worker(_: web.Request) -> web.Response:
    """Give a worker that asks something of its own."""
    text = "oninstall = one => one.waitUntil(fetch('/packs/icon.png').then(a => a.text()));"
    return web.Response(text=text, content_type="text/javascript")


async def graphql(request: web.Request) -> web.Response:
    """Answer with what was asked."""
    asked = json.loads(await request.text())
    return web.json_response({"data": {asked["query"]: asked["variables"]}})


async def taken(_: web.Request) -> web.Response:
    """Take what a page tells."""
    return web.json_response({})


async def socket(request: web.Request) -> web.WebSocketResponse:
    """Speak as the streaming API does: who subscribes hears of an event."""
    answer = web.WebSocketResponse()
    await answer.prepare(request)
    async for one in answer:
        if one.type is WSMsgType.TEXT:
            stream = json.loads(one.data)["stream"]
            await answer.send_json({"stream": [stream], "event": "delete", "payload": "1"})
    return answer


async def events(request: web.Request) -> web.StreamResponse:
    """Keep a line open, and say from time to time that it is."""
    answer = web.StreamResponse(headers={"Content-Type": "text/event-stream"})
    await answer.prepare(request)
    with suppress(ConnectionError):
        while True:
            await answer.write(b":thump\n\n")
            await asyncio.sleep(0.5)
    return answer


def suggestion(name: str, handle: str) -> Json:
    """Write somebody who may be followed."""
    user = handle.partition("@")[0]
    account = {
        "id": str(109_000_000_000_000_000 + zlib.crc32(handle.encode())),
        "username": user,
        "acct": handle,
        "display_name": name,
        "avatar": f"https://{handle.partition('@')[2]}/avatars/{user}.png",
    }
    return {"sources": ["most_followed"], "account": account}


def playlist(path: str) -> web.Response:
    """List the pieces of a film."""
    lines = ["#EXTM3U", "#EXT-X-VERSION:3", "#EXT-X-TARGETDURATION:2"]
    for one in range(_PIECES):
        lines += ["#EXTINF:2.0,", f"{path}/segment/{one}.ts"]
    text = "\n".join([*lines, "#EXT-X-ENDLIST", ""])
    return web.Response(text=text, content_type="application/vnd.apple.mpegurl")


def pieces(data: bytes) -> list[bytes]:
    """Cut a film into the pieces of the list."""
    size = -(-len(data) // _PIECES)
    return [data[one * size : (one + 1) * size] for one in range(_PIECES)]


def in_parts(request: web.Request, data: bytes, kind: str) -> web.Response:
    """Give a file whole, or the part that is asked for."""
    wanted = request.http_range
    if wanted.start is None and wanted.stop is None:
        return web.Response(body=data, content_type=kind, headers={"Accept-Ranges": "bytes"})
    start, stop, _ = wanted.indices(len(data))
    told = {"Accept-Ranges": "bytes", "Content-Range": f"bytes {start}-{stop - 1}/{len(data)}"}
    return web.Response(status=206, body=data[start:stop], content_type=kind, headers=told)

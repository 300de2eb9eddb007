"""Web pages for the test double of Mastodon's API: an application in one page, as Mastodon has.

It is no Mastodon and shares no code with it; class names are those that its pages are known by.
The pages ask the API of the double, which answers under the same address: so the account that is
registered has an API and pages. Everything in them is invented.
"""

import asyncio
import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Literal

from aiohttp import ClientSession, web

from weerklank.testing import mastodon_pages_extra as extra
from weerklank.testing.mastodon_api_json import Json
from weerklank.testing.mastodon_items import ExportAccount, ExportItem, ExportMedium
from weerklank.testing.mastodon_server import mastodon_server
from weerklank.testing.mastodon_shown import MastodonServer
from weerklank.testing.trap_site import PACKED

#: Bytes that the packers of the tests take.
_PACKABLE = {"br": (1, 0xFFFF), "zstd": (256, 0xFFFF)}
#: Headers of a question that the double gets to see.
_PASSED = ("Authorization", "Content-Type")
_AVATAR = "accounts/avatars/000/000/001/original/gemeente.png"
_HEADER = "accounts/headers/000/000/001/original/kop.png"


@dataclass(kw_only=True)
class Shows:
    """What the pages do besides showing posts; may be changed while they are served."""

    #: A banner over the page; nothing is shown of a list before it is answered.
    consent: bool = False
    #: Signing in is asked for: on a page of its own, or after the first posts.
    wall: Literal["", "instead", "after"] = ""
    #: Pages are at `/#/@name` and `/#/@name/number`; other addresses lead there.
    hash_routes: bool = False
    #: Films come in pieces by a list (HLS); else as one file, which is served in parts.
    hls: bool = False
    #: A service worker, a WebSocket and server-sent events.
    live: bool = True
    #: The last replies are found while the page stands open, and shown by a button (4.5).
    late: bool = False
    #: A button for further replies asks a question by GraphQL first.
    graphql: bool = True
    #: What is far out of sight is taken out of the page, as Mastodon does.
    unloads: bool = False
    #: Links and buttons that look like those for more, and lead elsewhere or do something.
    traps: bool = False
    #: Somebody is signed in: there are notifications, and a way to messages.
    signed_in: bool = False
    #: Posts at once, and replies before the button for more of them.
    page: int = 10
    replies: int = 5
    #: How answers of the site itself and of its API are packed: a name of `PACKED`.
    packed: str = "br"
    packed_api: str = "zstd"
    #: Paths of pages that lead elsewhere, with where to.
    leads: tuple[tuple[str, str], ...] = ()
    #: What the type of a picture or film says to be its name.
    file_name: tuple[str, ...] = ()
    #: Name and handle (`name@host`) of persons who stand beside every page.
    persons: tuple[tuple[str, str], ...] = (
        ("Wietske Zandstra", "wietske_zandstra@polderpost.example"),
        ("Abel Roodhart", "abel_roodhart@dorpsplein.example"),
    )
    #: Names of trends.
    trends: tuple[str, ...] = ("zomerfeest", "dijkdoorbraak")


@dataclass
class MastodonSite:
    """A site at work: its pages, and the double that answers its API."""

    server: MastodonServer
    shows: Shows
    #: Method and path with query of every question, in the order in which they came.
    asked: list[str] = field(default_factory=list)
    #: Bytes of the bodies that it answered with, as they went out; not of what stays open.
    served: int = 0

    @property
    def address(self) -> str:
        """Give the address of the site, without a slash behind it."""
        return self.server.address

    @property
    def account_page(self) -> str:
        """Give the address at which the account is shown."""
        return self._page(f"/@{self.server.account.name}")

    def post_page(self, number: int | str) -> str:
        """Give the address at which a post of the account is shown."""
        return self._page(f"/@{self.server.account.name}/{number}")

    def _page(self, path: str) -> str:
        return f"{self.address}/#{path}" if self.shows.hash_routes else f"{self.address}{path}"

    def state(self) -> Json:
        """Give what the script in the page is told."""
        told = {
            name: value
            for name, value in asdict(self.shows).items()
            if not isinstance(value, tuple)  # the persons beside a page come by its API
        }
        return {**told, "domain": self.server.account.host}


@contextmanager
def mastodon_site(
    account: ExportAccount,
    items: Sequence[ExportItem] = (),
    *,
    shows: Shows | None = None,
    **more: object,
) -> Iterator[MastodonSite]:
    """Serve pages and API on one free port of loopback while the block runs.

    `more` goes to the double, such as `replies`. The account has an avatar and a header.
    """
    more.setdefault("avatar", _avatar())
    with mastodon_server(account, items, **more) as server:  # type: ignore[arg-type] # passed on as they came
        site = MastodonSite(server, shows or Shows())
        loop = asyncio.new_event_loop()
        thread = threading.Thread(target=loop.run_forever, daemon=True)
        thread.start()
        front = _Front(site)
        try:
            asyncio.run_coroutine_threadsafe(front.start(), loop).result()
            yield site
        finally:
            asyncio.run_coroutine_threadsafe(front.end(), loop).result()
            loop.call_soon_threadsafe(loop.stop)
            thread.join()
            loop.close()


def _avatar() -> ExportMedium:
    picture = extra.picture("gemeente", 96, 96)
    return ExportMedium(
        path=_AVATAR, content_type="image/png", alt=None, width=96, height=96, data=picture
    )


class _Front:
    """Answers for the site, and passes what is asked of the API to the double."""

    def __init__(self, site: MastodonSite) -> None:
        self._site = site
        self._runner: web.AppRunner | None = None
        self._session: ClientSession | None = None
        self._behind = site.server.listens

    async def start(self) -> None:
        """Listen, and let the double know under which address it is asked."""
        self._session = ClientSession(auto_decompress=False)
        app = web.Application(middlewares=[self._counted])
        app.add_routes(
            [
                *(web.get(path, self._page) for path in ("/", "/@{name}", "/@{name}/{number}")),
                *(web.get(path, self._page) for path in ("/auth/sign_in", "/about", "/explore")),
                web.get("/packs/{name}", self._pack),
                web.get("/cache/accounts/avatars/{number}/original/{name}.png", extra.face),
                web.get(f"/system/{_HEADER}", extra.header),
                web.get("/sw.js", extra.service_worker),
                web.get("/api/v1/streaming", extra.socket),
                web.get("/live", extra.events),
                web.get("/api/v1/trends/tags", self._trends),
                web.get("/api/v2/suggestions", self._suggestions),
                web.post("/graphql", extra.graphql),
                *(
                    web.post(path, extra.taken)
                    for path in ("/consent/{what}", "/about", "/trap", "/strayed")
                ),
                *(
                    web.post(f"/api/v1/{kind}/{{number}}/{{does}}", extra.taken)
                    for kind in ("statuses", "accounts")
                ),
                web.get("/system/{member:.+}", self._medium),
                web.route("*", "/{rest:.*}", self._pass_on),
            ]
        )
        self._runner = web.AppRunner(app, shutdown_timeout=0.1)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", 0).start()
        host, port = self._runner.addresses[0][:2]
        server = self._site.server
        server.address = f"http://{host}:{port}"
        change = server.mood.change_account
        head = {"header": f"{server.address}/system/{_HEADER}"}
        head["header_static"] = head["header"]
        server.mood.change_account = lambda told: change({**told, **head})

    async def end(self) -> None:
        """Close everything; a site that could not start has less to close."""
        if self._runner is not None:
            await self._runner.cleanup()
        if self._session is not None:
            await self._session.close()
        rest = asyncio.all_tasks() - {asyncio.current_task()}
        for task in rest:  # lines that nobody listens to any more
            task.cancel()
        await asyncio.gather(*rest, return_exceptions=True)

    @web.middleware
    async def _counted(self, request: web.Request, handler: extra.Answers) -> web.StreamResponse:
        self._site.asked.append(f"{request.method} {request.path_qs}")
        answer = await handler(request)
        if isinstance(answer, web.Response) and isinstance(answer.body, bytes):
            self._site.served += len(answer.body)
        return answer

    async def _page(self, request: web.Request) -> web.Response:
        for path, elsewhere in self._site.shows.leads:
            if request.path == path:
                raise web.HTTPFound(elsewhere)
        if self._site.shows.wall == "instead" and not request.path.startswith("/auth/"):
            raise web.HTTPFound("/auth/sign_in")
        return self._packed(extra.index(self._site.state()), "text/html", extra.PAGE_HEADERS)

    async def _pack(self, request: web.Request) -> web.Response:
        name = request.match_info["name"]
        if name == "icon.png":
            return web.Response(body=extra.picture("icon", 16, 16), content_type="image/png")
        kind = "text/css" if name.endswith(".css") else "text/javascript"
        return self._packed(extra.asset(name), kind, {})

    def _packed(self, body: bytes, kind: str, headers: dict[str, str]) -> web.Response:
        how = self._site.shows.packed
        return _pack(body, how, {**headers, "Content-Type": f"{kind}; charset=utf-8"})

    async def _trends(self, _: web.Request) -> web.Response:
        return web.json_response([{"name": name} for name in self._site.shows.trends])

    async def _suggestions(self, _: web.Request) -> web.Response:
        return web.json_response([extra.suggestion(*one) for one in self._site.shows.persons])

    async def _medium(self, request: web.Request) -> web.StreamResponse:
        """Give a file as a whole, in the part that is asked for, or in pieces by a list."""
        path = request.path
        if path.endswith(".m3u8"):
            return extra.playlist(path.removesuffix(".m3u8"))
        name, _, piece = path.partition("/segment/")
        medium = self._site.server.file(name)
        if medium is None:
            raise web.HTTPNotFound
        if piece:
            data = extra.pieces(medium.data)[int(piece.removesuffix(".ts"))]
            return web.Response(body=data, content_type="video/mp2t")
        answer = extra.in_parts(request, medium.data, medium.content_type)
        for one in self._site.shows.file_name:
            answer.headers["Content-Type"] += f'; name="{one}.png"'
        return answer

    async def _pass_on(self, request: web.Request) -> web.Response:
        assert self._session  # noqa: S101 - it listens only when this is there
        headers = {name: request.headers[name] for name in _PASSED if name in request.headers}
        async with self._session.request(
            request.method,
            f"{self._behind}{request.path_qs}",
            headers={**headers, "Accept-Encoding": "identity"},
            data=await request.read(),
            allow_redirects=False,
        ) as got:
            body = await got.read()
            kept = {
                name: value
                for name, value in got.headers.items()
                if name.lower() not in {"content-length", "connection", "date", "server"}
            }
            takes = self._site.shows.packed_api in request.headers.get("Accept-Encoding", "")
            how = self._site.shows.packed_api if takes else ""
            return _pack(body, how, kept, got.status)


def _pack(body: bytes, how: str, headers: dict[str, str], status: int = 200) -> web.Response:
    """Answer packed, where that is asked and the packer of the tests takes so much."""
    least, most = _PACKABLE.get(how, (0, len(body)))
    how = how if not how or least <= len(body) <= most else "gzip"
    if how:
        body = PACKED[how](body)
        headers = {**headers, "Content-Encoding": how}
    return web.Response(status=status, body=body, headers=headers)

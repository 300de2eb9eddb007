"""The public portal under fifty visitors at once, each page against a bare view of the same run.

The server is that of `serve`; the visitors are threads of a process of their own, each of which
waits a second between two pages, as nobody reads faster. Compared is the p95 of the wall clock,
and apart from that what one view costs the processor, in a tenth of the archive and in the whole.
"""

import http.client
import os
import tempfile
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import replace
from datetime import date, timedelta
from multiprocessing import get_context
from pathlib import Path
from typing import TYPE_CHECKING

from benchmarks.figures import Figure, import_big
from weerklank import bootstrap
from weerklank.model.person import Actor, Role
from weerklank.services.disclose.decide_portal import switch_portal
from weerklank.services.disclose.public_items import public_items
from weerklank.services.seal.seal_events import seal_events
from weerklank.services.workplace import Silent, Workplace

if TYPE_CHECKING:
    from django.test import Client

POSTS = int(os.environ.get("WEERKLANK_PORTAL_POSTS", "20000"))
VISITORS = 50
#: Pages that each visitor looks at, one a second.
_EACH = 8
_PAUSE = 1.0
#: Views of which the middle one tells what a view costs.
_VIEWS = 41
#: p95 of a page, as a multiple of the bare view's.
_MOST = 25.0
_BARE = "/publiek/kaal/"
#: In an address: a day before all posts, of each view another.
_OTHER_DAY = "{day}"
_FIRST_DAY = date(1990, 1, 1)


def run() -> list[Figure]:
    """Make an archive, open its portal, and let fifty visitors look at each page."""
    from django.http import HttpRequest, HttpResponse
    from django.urls import path

    from weerklank.web.configure import configure
    from weerklank.web.site import Site

    with tempfile.TemporaryDirectory() as name:
        big = import_big(Path(name), POSTS)
        keys = big.archive.with_name(big.archive.name + "-keys")
        site = Site(archive=big.archive, keys=keys)
        configure(site)
        workplace = _archivist(bootstrap.workplace(str(big.archive), str(keys), Silent()))
        switch_portal(workplace, "Meting.", is_open=True)
        seal_events(workplace)
        begun = time.perf_counter()
        public = public_items(workplace)
        made = time.perf_counter() - begun

        from weerklank.web.portal import urls
        from weerklank.web.server import Server

        def bare(_: HttpRequest) -> HttpResponse:
            return HttpResponse("ok")

        urls.urlpatterns.append(path(_BARE.removeprefix("/"), bare))
        server = Server(site, "127.0.0.1", 0)
        serving = threading.Thread(target=server.run_in_background, daemon=True)
        serving.start()
        port = int(server.address.rstrip("/").rpartition(":")[2])
        try:
            yielded = list(_figures(port, next(iter(public.items))))
        finally:
            server.stop()
            serving.join()
    told = f"what is public, of {len(public.items)} posts, made anew"
    return [Figure(told, made, None, "s"), *yielded, *costs()]


def costs() -> Iterator[Figure]:
    """Tell what a view costs the processor, as a multiple of a bare view of the same process."""
    for posts in (POSTS // 10, POSTS):
        with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
            spent = apart.submit(cost, posts).result()
        bare = spent.pop("bare view")
        yield Figure(f"bare view, CPU, {posts:,} posts", 1000 * bare, None, "ms")
        for name, seconds in spent.items():
            told = f"{name}, CPU to bare, {posts:,} posts"
            yield Figure(told, seconds / bare, _MOST, "x", at_most=True)


def cost(posts: int) -> dict[str, float]:
    """Give seconds of the processor of each kind of view, in an archive of so many posts."""
    from django.http import HttpRequest, HttpResponse
    from django.test import Client
    from django.urls import path

    from weerklank.services.catalogue.hold_catalogue import hold_open
    from weerklank.web.configure import configure
    from weerklank.web.site import Site

    with tempfile.TemporaryDirectory() as name:
        big = import_big(Path(name), posts)
        keys = big.archive.with_name(big.archive.name + "-keys")
        configure(Site(archive=big.archive, keys=keys))
        workplace = _archivist(bootstrap.workplace(str(big.archive), str(keys), Silent()))
        switch_portal(workplace, "Meting.", is_open=True)
        seal_events(workplace)
        from weerklank.web.portal import urls

        def bare(_: HttpRequest) -> HttpResponse:
            return HttpResponse("ok")

        urls.urlpatterns.append(path(_BARE.removeprefix("/"), bare))
        with hold_open(workplace):
            pages = {"bare view": f"{_BARE}?van={_OTHER_DAY}"}
            pages |= _pages(next(iter(public_items(workplace).items)))
            client = Client(SERVER_NAME="127.0.0.1")
            return {name: _spent(client, address) for name, address in pages.items()}


def _spent(client: "Client", address: str) -> float:
    """Give the seconds of the processor of the middle one of some views."""
    took = []
    for view in range(_VIEWS):
        day = _FIRST_DAY + timedelta(days=view)
        begun = time.thread_time()
        answer = client.get(address.replace(_OTHER_DAY, day.isoformat()))
        took.append(time.thread_time() - begun)
        if answer.status_code != 200:
            message = f"{address} gave {answer.status_code}"
            raise RuntimeError(message)
    return sorted(took[1:])[_VIEWS // 2]


def _archivist(workplace: Workplace) -> Workplace:
    user = workplace.actor.system_user
    return replace(workplace, actor=Actor(system_user=user, name="Meting", roles=tuple(Role)))


def _pages(post: str) -> dict[str, str]:
    return {
        "newest": "/publiek/",
        "search": "/publiek/?q=gemeente",
        # Of a period that is another each time: nobody asked it before, so no page was kept.
        "search never asked": f"/publiek/?q=gemeente&van={_OTHER_DAY}",
        # Nor were these words, which fit as many.
        "words never asked": f"/publiek/?q=gemeente+-%22{_OTHER_DAY}%22",
        "post": f"/publiek/id/{post}/",
        "accounts": "/publiek/accounts/",
        "feed": "/publiek/berichten.atom",
    }


def _figures(port: int, post: str) -> Iterator[Figure]:
    pages = _pages(post)
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as apart:
        least = apart.submit(p95, port, _BARE).result()
        yield Figure("bare view, p95", 1000 * least, None, "ms")
        apart.submit(
            p95, port, pages["newest"], may_fail=True
        ).result()  # threads open the catalogue
        for name, address in pages.items():
            took = apart.submit(p95, port, address).result()
            yield Figure(f"{name}, p95", 1000 * took, None, "ms")
            yield Figure(f"{name}, p95 to bare", took / least, _MOST, "x", at_most=True)


def p95(port: int, address: str, *, may_fail: bool = False) -> float:
    """Let visitors look at a page; gives seconds that 95 of 100 views took at most."""
    with ThreadPoolExecutor(VISITORS) as visitors:
        took = [
            one
            for views in visitors.map(
                lambda at: _visit(port, address, at, may_fail=may_fail), range(VISITORS)
            )
            for one in views
        ]
    return sorted(took)[int(0.95 * len(took))]


def _visit(port: int, address: str, at: int, *, may_fail: bool) -> list[float]:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    took = []
    time.sleep(at * _PAUSE / VISITORS)  # they don't come at one moment
    for view in range(_EACH):
        day = _FIRST_DAY + timedelta(days=at * _EACH + view)
        begun = time.perf_counter()
        connection.request("GET", address.replace(_OTHER_DAY, day.isoformat()))
        answer = connection.getresponse()
        answer.read()
        took.append(time.perf_counter() - begun)
        if answer.status != 200 and not may_fail:
            message = f"{address} gave {answer.status}"
            raise RuntimeError(message)
        time.sleep(_PAUSE)
    connection.close()
    return took

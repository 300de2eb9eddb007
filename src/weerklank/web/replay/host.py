"""What the host of pages answers: a page around a kept one, its worker, and its container.

It stands before everything else of the application: no session is opened, no cookie read or set,
nobody signed in, and no page of the application can be reached (ADR 0099).
"""

from collections.abc import Callable
from functools import cache
from pathlib import Path

from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import render

from weerklank.model.errors import WeerklankError
from weerklank.model.question import Sight
from weerklank.services.replay.read_pages import KeptPage, open_replay, pages_of
from weerklank.web import site
from weerklank.web.replay.byte_ranges import answer_range
from weerklank.web.replay.hosts import is_replay
from weerklank.web.replay.links import HOLDS, Link, opened
from weerklank.web.static_files import REPLAY

CONTAINER = "page.wacz"
_FOLDER = Path(__file__).parent
_SCRIPT = "text/javascript; charset=utf-8"
#: What anyone may have: it tells nothing of any archive.
_FILES = {
    "/page.css": (_FOLDER / "page.css", "text/css; charset=utf-8"),
    "/page.js": (_FOLDER / "page.js", _SCRIPT),
    "/replay/sw.js": (_FOLDER / "guard.js", _SCRIPT),
    "/replay/wabac.js": (REPLAY / "sw.js", _SCRIPT),
}
#: Of a worker: it may ask this host alone.
_WORKER = "default-src 'none'; script-src {own}/replay/wabac.js; connect-src {own}/page/"
_NOTHING = "default-src 'none'; frame-ancestors 'none'; sandbox"
_AROUND = "; ".join(
    (
        "default-src 'none'",
        "script-src {own}/page.js",
        "style-src {own}/page.css",
        "connect-src 'none'",
        "worker-src {own}/replay/sw.js",
        "frame-src {own}/replay/w/",
        "form-action 'none'",
        "base-uri 'none'",
        "frame-ancestors {within}",
        "sandbox allow-scripts allow-same-origin",
    )
)
_HEADERS = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": _NOTHING,
    "Cross-Origin-Embedder-Policy": "require-corp",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Origin-Agent-Cluster": "?1",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "X-DNS-Prefetch-Control": "off",
    "X-Robots-Tag": "noindex",
}


class ReplayHost:
    """Answers what comes to the host of pages, and passes on all else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer."""
        if not is_replay(request, site.current()):
            return self._next(request)
        answer = _answer(request)
        for name, value in _HEADERS.items():
            answer.setdefault(name, value)
        if site.current().is_secure:
            answer.setdefault("Strict-Transport-Security", "max-age=31536000")
        return answer


def _answer(request: HttpRequest) -> HttpResponseBase:
    if request.method not in {"GET", "HEAD"}:
        return HttpResponse(status=405)
    if request.path in _FILES:
        return _file(request)
    parts = request.path.split("/")
    if len(parts) != 4 or parts[:2] != ["", "page"]:
        return HttpResponse(status=404)
    link = opened(parts[2], request.META["HTTP_HOST"].lower())
    if link is None:
        return _page(request, None, None, 403)
    if parts[3] == CONTAINER:
        return _container(request, link)
    return _around(request, link) if not parts[3] else HttpResponse(status=404)


def _file(request: HttpRequest) -> HttpResponse:
    content, kind = _read(request.path)
    answer = HttpResponse(content, content_type=kind)
    if kind == _SCRIPT:
        answer["Content-Security-Policy"] = _WORKER.format(own=_own(request))
    return answer


def _own(request: HttpRequest) -> str:
    return f"{request.scheme}://{request.META['HTTP_HOST'].lower()}"


@cache
def _read(path: str) -> tuple[bytes, str]:
    file, kind = _FILES[path]
    return file.read_bytes(), kind


def _sight(link: Link) -> Sight:
    return Sight(restricted=link.restricted, special=link.special)


def _container(request: HttpRequest, link: Link) -> HttpResponseBase:
    workplace = site.current().workplace()
    try:
        found = open_replay(workplace, link.page, link.medium, _sight(link))
        return answer_range(request, found, "application/wacz", link.medium)
    except (WeerklankError, OSError):
        return HttpResponse(status=404)


def _around(request: HttpRequest, link: Link) -> HttpResponseBase:
    workplace = site.current().workplace()
    try:
        found = pages_of(workplace, link.page, _sight(link))
    except WeerklankError:
        return _page(request, link, None, 404)
    page = next((one for one in found.pages if one.item.id == link.page), None)
    return _page(request, link, page, 404 if page is None else 200)


def _page(
    request: HttpRequest, link: Link | None, page: KeptPage | None, status: int
) -> HttpResponse:
    told: dict[str, object] = {
        "link": link,
        "page": page,
        "language": link.language if link else "nl",
    }
    if page is not None:
        told["holds"] = HOLDS
        told["moment"] = "".join(filter(str.isdigit, page.item.captured_at))[:14]
    answer = render(request, "replay/around.html", told, status=status)
    within = link.within if link else "*"  # what says nothing may stand anywhere
    answer["Content-Security-Policy"] = _AROUND.format(own=_own(request), within=within)
    return answer

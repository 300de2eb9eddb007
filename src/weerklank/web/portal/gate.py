"""Answers the public before anything of the application: no session, no cookie, nobody signed in.

Neither can anything of the application be reached on the portal's own host.
"""

import hashlib
import sys
import traceback
from collections.abc import Callable

from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import Resolver404, resolve

from weerklank.model.errors import WeerklankError
from weerklank.services.catalogue.hold_catalogue import lagging
from weerklank.services.disclose.public_items import public_items
from weerklank.services.disclose.read_portal import read_portal
from weerklank.web import site
from weerklank.web.portal.hosts import PATH, is_portal_host, origin_of
from weerklank.web.portal.kept_pages import PAGES
from weerklank.web.portal.pages import not_found, unavailable
from weerklank.web.site import Site

_URLS = "weerklank.web.portal.urls"
_METHODS = frozenset({"GET", "HEAD"})
#: Seconds that others may keep a page: what is withdrawn is gone soon.
_KEPT = 60
_ROBOTS = "/robots.txt"


class PortalGate:
    """Answers what is for the portal, and passes on all else."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer."""
        shown = site.current()
        on_host = is_portal_host(request, shown)
        request.get_host()  # a name that is none of ours goes no further
        if request.path == _ROBOTS and (on_host or shown.portal is None):
            return _robots(request, shown)
        if on_host:
            return self._on_host(request)
        if shown.portal is None and f"{request.path}/".startswith(PATH):
            return _answer(request)
        return self._next(request)

    def _on_host(self, request: HttpRequest) -> HttpResponseBase:
        if request.path == "/":
            return redirect(PATH)
        if request.path.startswith("/static/") and request.method in _METHODS:
            return self._next(request)
        return _answer(request)


def _answer(request: HttpRequest) -> HttpResponseBase:
    if request.method not in _METHODS:
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    try:
        with lagging():
            answer = _page(request)
    except (Http404, Resolver404):
        return not_found(request)
    except WeerklankError as error:
        sys.stderr.write(f"{error.code} on the portal\n")
        return unavailable(request)
    except Exception as error:  # noqa: BLE001 - the public is told nothing of a defect
        _tell(error)
        return unavailable(request)
    return _kept(request, answer)


def _page(request: HttpRequest) -> HttpResponseBase:
    workplace = site.current().workplace()
    if not read_portal(workplace).is_open:
        raise Http404
    try:
        match = resolve(request.path, urlconf=_URLS)
    except Resolver404:
        if (whole := _whole_address(request.path)) is None:
            raise
        return redirect(whole, permanent=True)
    public = public_items(workplace)
    return PAGES.answer(request, public, lambda: match.func(request, *match.args, **match.kwargs))


def _whole_address(path: str) -> str | None:
    """Give the address that is meant by one as a citation has it: no slash, or its full stop."""
    whole = path.rstrip(".").rstrip("/") + "/"
    try:
        resolve(whole, urlconf=_URLS)
    except Resolver404:
        return None
    return whole if whole != path else None


def _tell(error: Exception) -> None:
    """Tell of a defect its place, never its message: that may hold what somebody sent."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "weerklank" in frame.filename]
    place = f"{ours[-1].filename.rpartition('weerklank/')[2]}:{ours[-1].lineno}"
    sys.stderr.write(f"DEFECT-001 {type(error).__name__} {place}\n")


def _kept(request: HttpRequest, answer: HttpResponseBase) -> HttpResponseBase:
    """Let whoever has this page already keep it, and others for a minute."""
    if answer.status_code not in {200, 206}:
        answer["Cache-Control"] = "no-store"
        return answer
    if isinstance(answer, HttpResponse):
        answer["ETag"] = f'"{hashlib.sha256(answer.content).hexdigest()[:32]}"'
    answer["Cache-Control"] = f"public, max-age={_KEPT}"
    asked = {
        one.strip().removeprefix("W/")
        for one in request.headers.get("If-None-Match", "").split(",")
    }
    if answer.status_code == 200 and answer.get("ETag") in asked:
        same = HttpResponse(status=304)
        for name in ("ETag", "Cache-Control", "X-Robots-Tag"):
            if name in answer:
                same[name] = answer[name]
        answer.close()
        return same
    return answer


def _robots(request: HttpRequest, shown: Site) -> HttpResponse:
    """Say what of this host search engines may look at: the portal, where it is open."""
    try:
        is_open = read_portal(shown.workplace()).is_open
    except WeerklankError:
        is_open = False
    lines = ["User-agent: *", "Disallow: /"]
    if is_open:
        home = origin_of(request, shown) + PATH
        lines[1:] = [
            f"Allow: {PATH}",
            "Allow: /static/",
            "Disallow: /",
            "",
            f"Sitemap: {home}sitemap.xml",
        ]
    answer = HttpResponse("\n".join((*lines, "")), content_type="text/plain; charset=utf-8")
    answer["Cache-Control"] = f"public, max-age={_KEPT}"
    return answer

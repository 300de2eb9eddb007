"""What holds for every page: the headers that keep a browser safe, and who may see it."""

import sys
import traceback
from collections.abc import Callable
from urllib.parse import quote

from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from weerklank.model.errors import WeerklankError
from weerklank.web import site
from weerklank.web.permissions import OPEN, may
from weerklank.web.policy import POLICY
from weerklank.web.task_count import COUNTS
from weerklank.web.views.errors import failed, forbidden
from weerklank.web.visit import visit_of, without_visit

Page = Callable[[HttpRequest], HttpResponse]
#: A page is looked at, or sent a form; to ask anything else of one is no way round to the first.
_METHODS = ("GET", "HEAD", "POST")

_HEADERS = {
    "Content-Security-Policy": POLICY,
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "X-Robots-Tag": "noindex",
}


class SecureHeaders:
    """Sends the headers with every answer; a page may have set a stricter one of its own."""

    def __init__(self, get_response: Page) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and add what is missing."""
        answer = self._next(request)
        for name, value in _HEADERS.items():
            answer.setdefault(name, value)
        # What is shown to one person is kept by no cache.
        answer.setdefault("Cache-Control", "no-store")
        if site.current().is_secure:
            answer.setdefault("Strict-Transport-Security", "max-age=31536000")
        return answer


class Gate:
    """Lets through whom the matrix lets through, before anything of a form is read."""

    def __init__(self, get_response: Page) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer; what someone does may change what waits for anyone, unless it was refused."""
        answer = self._next(request)
        if request.method == "POST" and not getattr(request, "is_turned_away", False):
            COUNTS.forget()
        return answer

    def process_view(
        self, request: HttpRequest, _view: object, _args: object, _kwargs: object
    ) -> HttpResponse | None:
        """Send on to sign in, refuse, or let through."""
        answer = self._turn_away(request)
        request.is_turned_away = answer is not None  # type: ignore[attr-defined] # read back above
        return answer

    def _turn_away(self, request: HttpRequest) -> HttpResponse | None:
        match = request.resolver_match
        name = match.url_name if match else None
        if name in OPEN:
            return None
        if request.method not in _METHODS:
            return HttpResponse(status=405, headers={"Allow": ", ".join(_METHODS)})
        try:
            visit = visit_of(request)
        except WeerklankError as error:  # the register itself can't be read
            without_visit(request)
            return failed(request, error)
        if request.headers.get("HX-Request") and (
            visit is None or name is None or not may(visit.roles, name)
        ):
            # A part of a page that is open still: all of it is asked anew, and tells what is so.
            # htmx reads this header before it looks at the status.
            return HttpResponse(status=403, headers={"HX-Refresh": "true", "Vary": "HX-Request"})
        if visit is None:
            return redirect(f"{reverse('sign-in')}?naar={_back(request)}")
        if name is None or not may(visit.roles, name):
            return forbidden(request, name or "")
        return None

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Show an error for people in the shell; of a defect tell its place, never its message."""
        if isinstance(error, WeerklankError):
            return failed(request, error)
        if not isinstance(error, Http404 | PermissionDenied | SuspiciousOperation):
            sys.stderr.write(f"DEFECT-001 {type(error).__name__} {defect_place(error)}\n")
        return None


def defect_place(error: Exception) -> str:
    """Give where in our source a defect came up: file and line, nothing of what was at hand."""
    frames = traceback.extract_tb(error.__traceback__)
    ours = [frame for frame in frames if "weerklank" in frame.filename]
    return f"{ours[-1].filename.rpartition('weerklank/')[2]}:{ours[-1].lineno}"


def _back(request: HttpRequest) -> str:
    return quote(request.get_full_path() if request.method == "GET" else "/")

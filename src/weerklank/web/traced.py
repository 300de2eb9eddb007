"""Follows each request for a collector, where the operator asked for that."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from weerklank import bootstrap

_METHODS = frozenset({"DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT"})
#: From here on it is the server that fails.
_FAULT = 500


class Traced:
    """Tells of a request its method, its route as the program names it, and the status.

    No address, no query, nobody's name. What a visitor sends as `traceparent` is not believed.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._next = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer."""
        method = request.method if request.method in _METHODS else "_OTHER"
        with bootstrap.followed(method) as span:
            answer = self._next(request)
            if span is not None:
                match = request.resolver_match
                route = f"/{match.route}" if match else ""
                words = {"http.request.method": method} | ({"http.route": route} if route else {})
                span.rename(f"{method} {route}".strip(), **words)
                span.note(**{"http.response.status_code": answer.status_code})
                if answer.status_code >= _FAULT:
                    span.fail()
        return answer

"""Where a request ends: what is sent is read to there before an answer goes.

An answer that goes sooner may be lost, as a connection that is closed on unread bytes is reset; or
the rest is taken for the next request, and somebody else gets its answer (RFC 9112, section 9.3).
"""

import re
from collections.abc import Callable, Iterable
from typing import Any

from cheroot.server import HTTPRequest

Application = Callable[[dict[str, Any], Callable[..., Any]], Iterable[bytes]]

_PIECE = 64 << 10
_NO_LENGTH = "De lengte van wat u stuurt ontbreekt.\nThe length of what you send is missing.\n"
_LENGTH = b"Content-Length"
#: The library takes `+5`, `1_000` and `-1` for numbers too; of the last it reads without an end.
_A_LENGTH = re.compile(rb"[0-9]{1,18}")


class _Headers(dict[bytes, bytes]):
    """Headers of a request, of which the length is named once and is a number."""

    def __setitem__(self, name: bytes, value: bytes) -> None:
        if name == _LENGTH and (name in self or not _A_LENGTH.fullmatch(value)):
            raise ValueError("Malformed Content-Length Header.")  # answered with 400
        super().__setitem__(name, value)


class Request(HTTPRequest):
    """A request that names the length of what is sent with it, or is refused with 411.

    An application would read nothing of it else: WSGI knows a body by its length alone (PEP 3333).
    """

    def __init__(self, *given: Any, **more: Any) -> None:  # noqa: ANN401 - the library's own arguments
        super().__init__(*given, **more)
        self.inheaders = _Headers()

    def read_request_headers(self) -> bool:
        """Read them; what follows is never taken for another request."""
        is_well: bool = super().read_request_headers()  # type: ignore[no-untyped-call] # cheroot leaves its types out
        # Whatever it says: of HTTP/1.0, or with nothing in it, the library passes over it.
        if is_well and b"Transfer-Encoding" in self.inheaders:
            self.close_connection = True
            self.simple_response("411 Length Required", _NO_LENGTH)
            return False
        return is_well


def read_to_its_end(application: Application) -> Application:
    """Answer as `application` does, once the whole of a request has been read, in small pieces."""

    def answer(asked: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        found = application(asked, start)
        try:
            while asked["wsgi.input"].read(_PIECE):
                pass
        except OSError:  # the rest does not come: nobody else lets go of what the answer holds
            _close(found)
            raise
        return found

    return answer


def without_body(application: Application) -> Application:
    """Send of an answer to HEAD its head alone: what comes after is taken for another answer."""

    def answer(asked: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        found = application(asked, start)
        if asked["REQUEST_METHOD"] != "HEAD":
            return found
        _close(found)
        return []

    return answer


def _close(found: Iterable[bytes]) -> None:
    close = getattr(found, "close", None)
    if close is not None:
        close()

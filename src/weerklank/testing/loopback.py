"""The frame of a double that answers over HTTP on loopback: what it answers is its own."""

import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Generic, TypeVar, cast

S = TypeVar("S")


class Listening(ThreadingHTTPServer, Generic[S]):
    """Listens, and writes nothing to standard error when who asked went away."""

    daemon_threads = True
    #: Whose questions these are.
    served: S

    @property
    def address(self) -> str:
        """Give scheme, host and port."""
        return f"http://127.0.0.1:{self.server_port}"

    def handle_error(self, request: object, client_address: object) -> None:
        """Tell errors of ours, and nothing of a connection that ended."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type] # as they came


class Answers(BaseHTTPRequestHandler, Generic[S]):
    """Answers one question; who serves writes `do_GET` and the like."""

    protocol_version = "HTTP/1.1"
    #: Else what follows the headers waits until those were acknowledged: 40 ms a question.
    disable_nagle_algorithm = True

    @property
    def served(self) -> S:
        """Give whose questions these are."""
        return cast("Listening[S]", self.server).served

    def handle(self) -> None:
        """Answer until who asks hangs up, in whichever way."""
        with suppress(ConnectionResetError):
            super().handle()

    def log_message(self, format: str, *args: object) -> None:
        """Write nothing to standard error."""


@contextmanager
def listening(answers: type[Answers[S]]) -> Iterator[Listening[S]]:
    """Listen on a free port of loopback while the block runs; it sets `served`."""
    with Listening[S](("127.0.0.1", 0), answers) as listens:
        thread = threading.Thread(target=listens.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield listens
        finally:
            listens.shutdown()
            thread.join()

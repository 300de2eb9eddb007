"""Serve a double of Meta's Graph API on loopback."""

import json
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import cast
from urllib.parse import parse_qsl, urlsplit

from weerklank.testing.graph_double import GraphDouble, GraphError
from weerklank.testing.plain_answer import send

_MESSAGES = ("conversations", "messages", "thread_owner")
_OK, _MISSING = 200, 404


class _Listening(ThreadingHTTPServer):
    """Listens, and writes nothing to standard error when who asked went away."""

    daemon_threads = True
    double: GraphDouble

    def handle_error(self, request: object, client_address: object) -> None:
        """Tell errors of ours, and nothing of a connection that ended."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type] # as they came


class _Handler(BaseHTTPRequestHandler):
    """Answers one question."""

    protocol_version = "HTTP/1.1"
    #: Else what follows the headers waits until those were acknowledged: 40 ms a question.
    disable_nagle_algorithm = True

    def handle(self) -> None:
        """Answer until who asks hangs up, in whichever way."""
        with suppress(ConnectionResetError):
            super().handle()

    def log_message(self, format: str, *args: object) -> None:
        """Write nothing to standard error."""

    def do_GET(self) -> None:
        """Answer a file to anyone, and a question to whoever holds the token."""
        double = cast("_Listening", self.server).double
        double.asked.append(self.path)
        parts = urlsplit(self.path)
        if any(word in self.path for word in _MESSAGES):
            double.messages.append(self.path)
        if parts.path in double.files:
            kind, content = double.files[parts.path]
            send(self, _OK, content, {"Content-Type": kind})
        elif parts.path.startswith("/files/"):
            send(self, _MISSING, b"", {})
        else:
            token = self.headers.get("Authorization", "").removeprefix("Bearer ")
            try:
                found = double.answer(parts.path, dict(parse_qsl(parts.query)), token)
            except GraphError as error:
                self._say(error)
            else:
                self._tell(_OK, found)

    def _say(self, error: GraphError) -> None:
        self._tell(error.status, error.body)

    def _tell(self, status: int, body: object) -> None:
        double = cast("_Listening", self.server).double
        headers = {"Content-Type": "application/json; charset=UTF-8", **double.headers}
        send(self, status, json.dumps(body).encode(), headers)


@contextmanager
def graph_server(double: GraphDouble) -> Iterator[GraphDouble]:
    """Serve on a free port of loopback while the block runs."""
    with _Listening(("127.0.0.1", 0), _Handler) as listening:
        double.address = f"http://127.0.0.1:{listening.server_port}"
        listening.double = double
        thread = threading.Thread(target=listening.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield double
        finally:
            listening.shutdown()
            thread.join()

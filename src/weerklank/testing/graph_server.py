"""Serve a double of Meta's Graph API on loopback."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qsl, urlsplit

from weerklank.testing.graph_double import GraphDouble, GraphError
from weerklank.testing.loopback import Answers, listening
from weerklank.testing.plain_answer import send

_MESSAGES = ("conversations", "messages", "thread_owner")
_OK, _MISSING = 200, 404


class _Handler(Answers[GraphDouble]):
    """Answers one question."""

    def do_GET(self) -> None:
        """Answer a file to anyone, and a question to whoever holds the token."""
        double = self.served
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
        double = self.served
        headers = {"Content-Type": "application/json; charset=UTF-8", **double.headers}
        send(self, status, json.dumps(body).encode(), headers)


@contextmanager
def graph_server(double: GraphDouble) -> Iterator[GraphDouble]:
    """Serve on a free port of loopback while the block runs."""
    with listening(_Handler) as listens:
        double.address = listens.address
        listens.served = double
        yield double

"""Where a browser brings the answer of a server: a page on this machine, for one answer."""

import errno
import hmac
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import escape
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs, urlsplit

from weerklank.cli.language import say
from weerklank.model.errors import NotNow, fault
from weerklank.model.secret import Secret
from weerklank.model.text import Text

NO_BROWSER = fault(
    "CONNECT-011",
    Text(
        nl="Er kwam binnen {minutes} minuten geen antwoord uit de browser.",
        en="No answer came from the browser within {minutes} minutes.",
    ),
    Text(
        nl="Begin opnieuw. Draait de browser op een andere machine, neem dan --paste en plak de "
        "code die de server toont.",
        en="Begin anew. If the browser is on another machine, take --paste and paste the code "
        "that the server shows.",
    ),
)
PORT_TAKEN = fault(
    "CONNECT-025",
    Text(
        nl="Op poort {port} van deze machine luistert al iets anders.",
        en="Something else listens on port {port} of this machine already.",
    ),
    Text(
        nl="Het platform stuurt de browser naar die poort en naar geen andere. Beëindig wat daar "
        "luistert, of neem --paste.",
        en="The platform leads the browser to that port and to no other. End what listens there, "
        "or take --paste.",
    ),
)
_HOST = "127.0.0.1"
_LOOK_EVERY = 1.0
#: Seconds that a browser gets to say what it wants.
_PATIENCE = 10
#: Bytes of a code; those of servers have some sixty.
_LONGEST = 2048


class Loopback:
    """Listens on a port of this machine until the answer has come."""

    def __init__(self, server: "_Server") -> None:
        self._server = server
        #: What the server is told to send the browser to (RFC 8252, 7.3).
        self.redirect = f"http://{_HOST}:{server.server_port}/"

    def wait(self, state: Secret, minutes: int) -> Secret | None:
        """Give the code that bears this state; None when the server says it was not permitted.

        Anything else that calls here is answered and passed over. NotNow when nothing comes.
        """
        self._server.state = state
        until = time.monotonic() + minutes * 60
        while time.monotonic() < until:
            self._server.handle_request()
            if self._server.is_answered:
                return self._server.code
        raise NotNow(NO_BROWSER, minutes=minutes)


@contextmanager
def loopback(port: int = 0) -> Iterator[Loopback]:
    """Listen while the block runs: on a random port, or on the one that a platform knows.

    NotNow when something else has that one.
    """
    try:
        made = _Server((_HOST, port), _Page)
    except OSError as error:
        if error.errno != errno.EADDRINUSE:
            raise
        raise NotNow(PORT_TAKEN, port=port) from error
    with made as server:
        server.timeout = _LOOK_EVERY
        yield Loopback(server)


class _Server(HTTPServer):
    state: Secret
    code: Secret | None = None
    is_answered = False

    def handle_error(self, request: object, client_address: object) -> None:
        """Say nothing of a browser that leaves: a traceback would hold what it asked."""


class _Page(BaseHTTPRequestHandler):
    """Answers the browser, in words; what it brought stands in no log."""

    server: _Server
    timeout = _PATIENCE

    def log_message(self, format: str, *args: object) -> None:
        """Write nothing."""

    def do_GET(self) -> None:
        """Take the answer when it bears our state."""
        parts = urlsplit(self.path)
        asked = parse_qs(parts.query, max_num_fields=20) if len(self.path) < _LONGEST else {}
        given = asked.get("state", [""])[0].encode()
        if parts.path != "/" or not hmac.compare_digest(
            given, self.server.state.reveal().encode()
        ):
            self._say(404, say("Hier is niets.", "There is nothing here."))
            return
        code = asked.get("code", [""])[0]
        self.server.code = Secret(code) if code else None
        self.server.is_answered = True
        told = say(
            "De toestemming is aangekomen. U kunt dit venster sluiten; in de terminal staat hoe "
            "het verdergaat.",
            "The permission has arrived. You can close this window; the terminal tells how it "
            "goes on.",
        )
        refused = say(
            "De toestemming is niet gegeven. In de terminal staat wat u nu doet.",
            "The permission was not given. The terminal tells what to do now.",
        )
        self._say(200, told if code else refused)

    def _say(self, status: int, words: str) -> None:
        language = say("nl", "en")
        body = (
            f'<!doctype html><html lang="{language}"><meta charset="utf-8">'
            f"<title>Weerklank</title><p>{escape(words)}</p></html>"
        ).encode()
        self.send_response(status)
        self.send_header("Content-Type", "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("Cache-Control", "no-store")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)

"""How the server on loopback answers a question: by HTTP, and as its mood is."""

import json
import sys
import zlib
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import cast
from urllib.parse import parse_qs, urlencode, urlsplit

from weerklank.testing.mastodon_mood import Gone, Mood
from weerklank.testing.mastodon_oauth import SIGNED_IN, form_of, token_of
from weerklank.testing.mastodon_oauth import Reply as Permission
from weerklank.testing.mastodon_shown import MastodonServer
from weerklank.testing.plain_answer import cut, send

_WRONG = 400


class Listening(ThreadingHTTPServer):
    """Listens, and writes nothing to standard error when who asked went away."""

    daemon_threads = True
    #: Whose questions these are.
    served: MastodonServer

    def handle_error(self, request: object, client_address: object) -> None:
        """Tell errors of ours, and nothing of a connection that ended."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type] # as they came


class Handler(BaseHTTPRequestHandler):
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

    @property
    def _served(self) -> MastodonServer:
        return cast("Listening", self.server).served

    def do_GET(self) -> None:
        """Answer, unless the mood is otherwise."""
        server = self._served
        parts = urlsplit(self.path)
        server.asked.append(self.path)
        token = token_of(self.headers.get("Authorization"))
        refused = server.oauth.admit(self.path, token)
        told = refused or server.oauth.get(self.path, server.profile(), token)
        if told is not None:
            self._tell(told)
        elif not (self._refuses(server.mood) or self._fails(server.mood)):
            self._answer(server, parts.path, parse_qs(parts.query))

    def do_POST(self) -> None:
        """Take a form: only permission is asked by those."""
        server = self._served
        server.asked.append(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        form = form_of(body, self.headers.get("Content-Type", ""))
        if not self._fails(server.mood):
            self._tell(server.oauth.post(self.path, form))

    def _tell(self, told: Permission) -> None:
        if told.location is not None:
            send(self, told.status, b"", {"Location": told.location})
        elif told.page is not None:
            send(self, told.status, told.page.encode(), {"Content-Type": "text/html"})
        else:
            self._say(told.status, told.value)

    def _refuses(self, mood: Mood) -> bool:
        if mood.redirect and mood.redirect[0] in self.path:
            send(self, 302, b"", {"Location": mood.redirect[1]})
        elif any(part in self.path for part in mood.unknown):
            self._say(404, {"error": "Record not found"})
        elif any(part in self.path for part in mood.ended):
            self._say(410, {"error": "Gone"})
        elif not SIGNED_IN.get() and any(part in self.path for part in mood.refused):
            self._say(401, {"error": "This method requires an authenticated user"})
        else:
            return False
        return True

    def _fails(self, mood: Mood) -> bool:
        if mood.where not in self.path:
            return False
        if mood.busy:
            mood.busy -= 1
            self._say(429, {"error": "Too many requests"}, _reset(mood))
        elif mood.failing:
            mood.failing -= 1
            self._say(500, {"error": "Internal server error"})
        elif mood.cut:
            mood.cut -= 1
            cut(self)
        elif mood.garbled:
            mood.garbled -= 1
            send(self, 200, b'[{"id":"1","content":', {"Content-Type": "application/json"})
        else:
            return False
        return True

    def _answer(self, server: MastodonServer, path: str, query: dict[str, list[str]]) -> None:
        steps = path.removeprefix("/api/v1/").split("/")
        me = server.profile()
        if path == "/.well-known/webfinger":
            self._say(200, {"subject": query["resource"][0], "links": []})
        elif path == "/.well-known/nodeinfo":
            self._say(200, {"links": []})
        elif path == "/api/v1/accounts/lookup" and query.get("acct") == [server.account.name]:
            self._say(200, me)
        elif steps[0] == "accounts" and steps[1:] == [str(me["id"]), "statuses"]:
            self._list(server, path, query)
        elif steps[0] == "statuses":
            self._statuses(server, steps[1:], query)
        elif (medium := server.file(path)) is not None:
            send(self, 200, medium.data, {"Content-Type": medium.content_type})
        else:
            self._say(404, {"error": "Record not found"})

    def _statuses(
        self, server: MastodonServer, steps: list[str], query: dict[str, list[str]]
    ) -> None:
        if not steps:
            kept = {None, Gone.LIST_ALONE}
            asked = [n for n in query.get("id[]", ()) if server.deleted.get(n) in kept]
            found = [server.one(number) for number in asked]
            self._say(200, [one for one in found if one])
        elif (gone := server.deleted.get(steps[0])) and gone.value >= _WRONG:
            self._say(gone.value, {"error": "Record not found"})
        elif steps[1:] == ["history"]:
            self._say(200, server.history(steps[0]))
        elif steps[1:] == ["context"]:
            self._context(server, steps[0])
        elif len(steps) == 1 and (status := server.one(steps[0])):
            self._say(200, status)
        else:
            self._say(404, {"error": "Record not found"})

    def _context(self, server: MastodonServer, number: str) -> None:
        found = server.context(number)
        mood = server.mood
        if not (SIGNED_IN.get() and mood.fetching):
            return self._say(200, found)
        mood.fetching -= 1
        below = [one for one in found["descendants"] if one["id"] not in mood.late]
        told = {"Mastodon-Async-Refresh": 'id="ImNvbnRleHQ", retry=5, result_count=1'}
        return self._say(200, {**found, "descendants": below}, told)

    def _list(self, server: MastodonServer, path: str, query: dict[str, list[str]]) -> None:
        page, last = server.statuses(query)
        headers = {}
        if server.mood.links and (last or server.mood.round):
            limit = query.get("limit", ["20"])[0]
            further = urlencode({"limit": limit, "max_id": last or "0"})
            here = self.path if server.mood.round else f"{path}?{further}"
            headers["Link"] = f'<{server.mood.lead or server.address}{here}>; rel="next"'
        self._say(200, page, headers)

    def _say(self, status: int, value: object, headers: dict[str, str] | None = None) -> None:
        server = self._served
        mood = server.mood
        more = {"Content-Type": "application/json; charset=utf-8", **(headers or {})}
        if mood.used_up:
            more |= {"X-RateLimit-Remaining": "0", **_reset(mood)}
        # Half a surrogate can be said by an escape alone.
        body = json.dumps(value, ensure_ascii=False).encode(errors="backslashreplace")
        if mood.gzip and "gzip" in self.headers.get("Accept-Encoding", ""):
            packer = zlib.compressobj(wbits=31)
            body = packer.compress(body) + packer.flush()
            more["Content-Encoding"] = "gzip"
        send(self, status, body, more)


def _reset(mood: Mood) -> dict[str, str]:
    until = datetime.now(UTC) + timedelta(seconds=mood.wait)
    forms = {
        "retry-after": {"Retry-After": str(mood.wait)},
        "seconds": {"RateLimit-Reset": str(mood.wait)},
        "moment": {"X-RateLimit-Reset": until.isoformat().replace("+00:00", "Z")},
        "epoch": {"X-RateLimit-Reset": str(int(until.timestamp()) + 1)},
        "none": {},
    }
    return forms[mood.reset]

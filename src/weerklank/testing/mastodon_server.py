"""A server that speaks Mastodon's API on loopback, and can be told to misbehave: a test double.

It is no Mastodon and shares no code with it. It answers what its OpenAPI document describes of
the endpoints that a reader without an account uses, for one account made of the same posts as a
synthetic export, so that both techniques can be laid side by side. What it does not know answers
404. Every question is noted, with its path, so that a test can tell what was asked.
"""

import json
import sys
import threading
import zlib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import Enum
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlencode, urlsplit

from weerklank.testing.mastodon_api_json import (
    Json,
    Reply,
    account_json,
    moment_of,
    other_json,
    reply_json,
    status_json,
)
from weerklank.testing.mastodon_items import ExportAccount, ExportBoost, ExportItem, ExportMedium
from weerklank.testing.mastodon_oauth import SIGNED_IN, OAuth, form_of, token_of
from weerklank.testing.mastodon_oauth import Reply as Permission

_MOST = 40
_WRONG = 400
#: Replies in a context, and how deep, for who shows a token.
_MOST_SIGNED_IN = 4096
#: Fields of a version in a history.
_OF_EDIT = (
    "content",
    "spoiler_text",
    "sensitive",
    "account",
    "media_attachments",
    "emojis",
    "poll",
)


class Gone(Enum):
    """In which way a deleted post is gone; from the list and from replies it is in all of them."""

    #: By itself it answers that it is gone.
    SAYS_SO = 410
    #: By itself it is not known.
    NOT_KNOWN = 404
    #: By itself it is refused, or the server fails.
    REFUSED = 403
    FAILING = 500
    #: By itself it still answers, though no batch has it.
    STILL_ANSWERS = 200
    #: A batch has it too: the list alone lacks it.
    LIST_ALONE = 201


@dataclass
class Mood:
    """What the server does besides answering; may be changed while it runs."""

    #: How often it still says that it is asked too much, and in which form it says until when:
    #: `retry-after` and `seconds` from now, `moment` as Mastodon writes it, `epoch`, or `none`.
    busy: int = 0
    reset: str = "retry-after"
    #: Seconds that it asks to wait.
    wait: int = 1
    #: Whether each answer says that it is the last one for now.
    used_up: bool = False
    #: How often it still fails (500), cuts an answer off, or answers what is no JSON.
    failing: int = 0
    cut: int = 0
    garbled: int = 0
    #: Which questions those befall: a part of their path.
    where: str = ""
    #: Whether pages say in a `Link` header where the list goes on.
    links: bool = True
    #: Whether that header leads to the page that it is of, round and round.
    round: bool = False
    #: Another server, to which that header leads instead.
    lead: str | None = None
    page: int = _MOST
    #: Paths that are refused (401) to who shows no token, and that are not known (404), by a part.
    refused: tuple[str, ...] = ()
    unknown: tuple[str, ...] = ()
    #: Where it sends who asks for a path that holds this: from, to.
    redirect: tuple[str, str] | None = None
    #: How deep and how many replies a context holds for who shows no token.
    deepest: int = 20
    most_replies: int = 60
    #: Changes each post before it goes out.
    change: Callable[[Json], Json] = lambda status: status
    #: Changes the account.
    change_account: Callable[[Json], Json] = lambda account: account
    #: Whether answers are packed.
    gzip: bool = True


@dataclass
class MastodonServer:
    """One account on its server."""

    account: ExportAccount
    items: list[ExportItem]
    #: Under which its addresses stand, and where it listens.
    address: str
    listens: str = ""
    avatar: ExportMedium | None = None
    pinned: list[int] = field(default_factory=list)
    #: Numbers of items that are only shown to who is signed in, and counted all the same.
    hidden: int = 0
    followers: int = 12
    mood: Mood = field(default_factory=Mood)
    #: Path and query of every question, in the order in which they came.
    asked: list[str] = field(default_factory=list)
    #: What items said before, by number: moment and HTML of each version but the last.
    edits: dict[int, list[tuple[datetime, str]]] = field(default_factory=dict)
    #: What it shows of the pages to which items lead, by number.
    cards: dict[int, Json] = field(default_factory=dict)
    #: Replies by others.
    replies: list[Reply] = field(default_factory=list)
    #: Deleted posts and replies, by number. Who takes one out of here lets it come back.
    deleted: dict[str, Gone] = field(default_factory=dict)
    #: Further posts, as they stand, before all others in the list.
    raw: list[Json] = field(default_factory=list)
    #: Who may see more, and how that is given.
    oauth: OAuth = field(default_factory=OAuth)

    @property
    def url(self) -> str:
        """Give the address to register."""
        return f"{self.address}/@{self.account.name}"

    def statuses(self, query: dict[str, list[str]]) -> tuple[list[Json], str | None]:
        """Give a page of the list of posts, and the number of the last one if there are more."""
        if query.get("pinned") == ["true"]:
            chosen = [item for item in self._shown() if item.number in self.pinned]
            return [self._status(item) for item in chosen], None
        below = int(query.get("max_id", ["0"])[0])
        limit = min(int(query.get("limit", ["20"])[0]), self.mood.page)
        older = [item for item in self._shown() if not below or item.number < below]
        page = [self._status(item) for item in older[:limit]]
        raw = [] if below else self.raw
        more = str(older[limit - 1].number) if len(older) > limit else None
        return [self.mood.change(one) for one in (*raw, *page)], more

    def _shown(self) -> list[ExportItem]:
        """Give what is shown to who asks, newest first."""
        shown = [
            item
            for item in self.items
            if not _is_hidden(item)
            if str(item.number) not in self.deleted
        ]
        return sorted(shown, key=lambda item: item.number, reverse=True)

    def _status(self, item: ExportItem) -> Json:
        made = status_json(self.account, item, self.address, self.profile())
        card = self.cards.get(item.number)
        return {**made, "card": card, "replies_count": len(self._answers(made["id"]))}

    def history(self, number: str) -> list[Json]:
        """Give all versions of a post, the oldest first, and last as it is."""
        now = self.one(number) or {}
        kept = {key: now[key] for key in _OF_EDIT}
        before = [
            {**kept, "created_at": moment_of(made), "content": html}
            for made, html in self.edits.get(int(number), ())
        ]
        return [*before, {**kept, "created_at": now["edited_at"] or now["created_at"]}]

    def context(self, number: str) -> Json:
        """Give what hangs below a post, as far and as much as the server shows."""
        found: list[Json] = []
        level = [number]
        deepest, most = self.mood.deepest, self.mood.most_replies
        if SIGNED_IN.get():
            deepest = most = _MOST_SIGNED_IN
        for _ in range(deepest):
            below = [one for parent in level for one in self._answers(parent)]
            found += below
            level = [one["id"] for one in below]
            if not level:
                break
        return {"ancestors": [], "descendants": found[:most]}

    def _answers(self, number: str) -> list[Json]:
        """Give what answers a post: replies by others, and by the account itself."""
        theirs = [one for one in self._replies() if self._number_of(one.answers) == number]
        made = [reply_json(one, number) for one in theirs]
        for status in made:
            status["replies_count"] = len(self._numbers_below(status["id"]))
        own = [
            {**told, "replies_count": len(self._numbers_below(told["id"]))}
            for item in self._shown()
            if not isinstance(item, ExportBoost)
            if item.in_reply_to and self._number_of(item.in_reply_to) == number
            for told in [status_json(self.account, item, self.address, self.profile())]
        ]
        return [*made, *own]

    def _numbers_below(self, number: str) -> list[str]:
        theirs = [one.number for one in self._replies() if self._number_of(one.answers) == number]
        own = [
            str(item.number)
            for item in self._shown()
            if not isinstance(item, ExportBoost)
            if item.in_reply_to and self._number_of(item.in_reply_to) == number
        ]
        return theirs + own

    def _replies(self) -> list[Reply]:
        return [one for one in self.replies if one.number not in self.deleted]

    def _number_of(self, uri: str) -> str:
        """Give the number by which the server knows an address."""
        last = uri.rpartition("/")[2]
        if uri.startswith(f"{self.account.actor_id}/"):
            return last
        return next((one.number for one in self.replies if one.uri == uri), uri)

    def profile(self) -> Json:
        """Give the account."""
        made = account_json(self.account, self.address, self.avatar)
        made["statuses_count"] = len(self.items) + len(self.raw) + self.hidden
        made["statuses_count"] -= sum(str(item.number) in self.deleted for item in self.items)
        made["followers_count"] = self.followers
        return self.mood.change_account(made)

    def one(self, number: str) -> Json | None:
        """Give one post by its number: of the account, or of somebody else that it points at."""
        for item in self.items:
            if str(item.number) == number and not _is_hidden(item):
                return self._status(item)
        for reply in self.replies:
            if reply.number == number:
                return reply_json(reply, self._number_of(reply.answers))
        return other_json(number, self.items)

    def file(self, path: str) -> ExportMedium | None:
        """Give a media file by its path."""
        media = [m for i in self.items if not isinstance(i, ExportBoost) for m in i.media]
        for medium in (*media, *filter(None, (self.avatar,))):
            if path == f"/system/{medium.member}":
                return medium
        return None


def _is_hidden(item: ExportItem) -> bool:
    """Tell whether who asks may not see an item."""
    seen = {"public", "unlisted", *(("private",) if SIGNED_IN.get() else ())}
    return not isinstance(item, ExportBoost) and item.visibility not in seen


@contextmanager
def mastodon_server(
    account: ExportAccount,
    items: Sequence[ExportItem] = (),
    *,
    named: str | None = None,
    **more: object,
) -> Iterator[MastodonServer]:
    """Serve on a free port of loopback while the block runs.

    `account` is served under the address of that port, whatever host it has; under `named`, such
    as `https://host`, for who asks there what it would ask of that.
    """
    with _Listening(("127.0.0.1", 0), _Handler) as listening:
        listens = f"http://127.0.0.1:{listening.server_port}"
        server = MastodonServer(account, [*items], named or listens, **more)  # type: ignore[arg-type] # passed on as they came
        server.listens = listens
        _SERVERS[listening.server_port] = server
        thread = threading.Thread(target=listening.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            listening.shutdown()
            thread.join()
            del _SERVERS[listening.server_port]


class _Listening(ThreadingHTTPServer):
    """Listens, and writes nothing to standard error when who asked went away."""

    daemon_threads = True

    def handle_error(self, request: object, client_address: object) -> None:
        """Tell errors of ours, and nothing of a connection that ended."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)  # type: ignore[arg-type] # as they came


_SERVERS: dict[int, MastodonServer] = {}


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
        """Answer, unless the mood is otherwise."""
        server = _SERVERS[self.server.server_port]  # type: ignore[attr-defined] # an HTTPServer here
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
        server = _SERVERS[self.server.server_port]  # type: ignore[attr-defined] # an HTTPServer here
        server.asked.append(self.path)
        body = self.rfile.read(int(self.headers.get("Content-Length", "0")))
        form = form_of(body, self.headers.get("Content-Type", ""))
        if not self._fails(server.mood):
            self._tell(server.oauth.post(self.path, form))

    def _tell(self, told: Permission) -> None:
        if told.location is not None:
            self._send(told.status, b"", {"Location": told.location})
        elif told.page is not None:
            self._send(told.status, told.page.encode(), {"Content-Type": "text/html"})
        else:
            self._say(told.status, told.value)

    def _refuses(self, mood: Mood) -> bool:
        if mood.redirect and mood.redirect[0] in self.path:
            self._send(302, b"", {"Location": mood.redirect[1]})
        elif any(part in self.path for part in mood.unknown):
            self._say(404, {"error": "Record not found"})
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
            self._cut()
        elif mood.garbled:
            mood.garbled -= 1
            self._send(200, b'[{"id":"1","content":', {"Content-Type": "application/json"})
        else:
            return False
        return True

    def _answer(self, server: MastodonServer, path: str, query: dict[str, list[str]]) -> None:
        steps = path.removeprefix("/api/v1/").split("/")
        me = server.profile()
        if path == "/.well-known/webfinger":
            self._say(200, {"subject": query["resource"][0], "links": []})
        elif path == "/api/v1/accounts/lookup" and query.get("acct") == [server.account.name]:
            self._say(200, me)
        elif steps[0] == "accounts" and steps[1:] == [str(me["id"]), "statuses"]:
            self._list(server, path, query)
        elif steps[0] == "statuses":
            self._statuses(server, steps[1:], query)
        elif (medium := server.file(path)) is not None:
            self._send(200, medium.data, {"Content-Type": medium.content_type})
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
            self._say(200, server.context(steps[0]))
        elif len(steps) == 1 and (status := server.one(steps[0])):
            self._say(200, status)
        else:
            self._say(404, {"error": "Record not found"})

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
        server = _SERVERS[self.server.server_port]  # type: ignore[attr-defined] # an HTTPServer here
        mood = server.mood
        more = {"Content-Type": "application/json; charset=utf-8", **(headers or {})}
        if mood.used_up:
            more |= {"X-RateLimit-Remaining": "0", **_reset(mood)}
        body = json.dumps(value, ensure_ascii=False).encode()
        if mood.gzip and "gzip" in self.headers.get("Accept-Encoding", ""):
            packer = zlib.compressobj(wbits=31)
            body = packer.compress(body) + packer.flush()
            more["Content-Encoding"] = "gzip"
        self._send(status, body, more)

    def _send(self, status: int, body: bytes, headers: dict[str, str]) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def _cut(self) -> None:
        self.send_response(200)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", "4096")
        self.end_headers()
        self.wfile.write(b'[{"id":')
        self.close_connection = True


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

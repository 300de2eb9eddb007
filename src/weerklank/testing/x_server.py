"""A test double of X's API (v2), listening on loopback: made from its OpenAPI document.

It is not X: 'tried on the double' is not 'tried on X'. It gives what is asked for and no more
(fields and expansions), pages as X does, lists the newest posts alone, searches seven days back,
and tells of what it does not give why. What it does otherwise is an attribute; faults on the way
are the proxy's. Tokens are those of `oauth`; without one it gives nothing.
"""

import re
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit

import orjson

from weerklank.testing.central_oauth import CentralOAuth
from weerklank.testing.loopback import Answers, listening
from weerklank.testing.plain_answer import send
from weerklank.testing.x_api_json import Json, in_old_words, problem, written

_OK, _WRONG, _UNKNOWN, _FORBIDDEN, _ABSENT = 200, 400, 401, 403, 404
#: What comes also where it is not asked for.
_ALWAYS = frozenset({"id", "text", "edit_history_post_ids"})
#: Fields that come by an expansion, in the words of now.
_BY_EXPANSION = {
    "author_id": "author_id",
    "in_reply_to_user_id": "in_reply_to_user_id",
    "referenced_posts": "referenced_posts",
}
_WEEK = timedelta(days=7)
_ACCOUNT = re.compile(r"/2/users/(?:me|(?P<id>\d+)|by/username/(?P<username>\w+))")
Query = Mapping[str, str]


class Wrong(Exception):
    """A question that X would not take; says which parameter."""


@dataclass
class XServer:
    """One account and who answers it; may be changed while it runs."""

    #: The account, and everyone else by number.
    account: Json
    users: dict[str, Json] = field(default_factory=dict)
    #: Everything that there is, all versions too, by number.
    posts: dict[str, Json] = field(default_factory=dict)
    media: dict[str, Json] = field(default_factory=dict)
    polls: dict[str, Json] = field(default_factory=dict)
    #: Files by their path.
    files: dict[str, bytes] = field(default_factory=dict)
    #: Posts that are counted and never given, and how many of a list are given at most.
    hidden: int = 0
    most_listed: int = 3_200
    #: Numbers of posts that who asks may not see.
    shielded: set[str] = field(default_factory=set)
    #: Whether answers are in the words of before, and whether only questions in those are taken.
    answers_old: bool = False
    knows_old_only: bool = False
    #: Whether it then leaves the others out of account, and says nothing of them.
    is_silent: bool = False
    #: What is said of the account instead of giving it: `gone`, `suspended` or `failing`.
    absent: str | None = None
    #: Whether the token is of an app alone, and so of no account.
    is_app_only: bool = False
    #: What the next answer says of how many questions are left, and when there are more.
    left: int = 900
    resets_in: int = 900
    access_level: str = "read"
    #: Moment by which a search looks seven days back.
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    #: Path and query of every question, and those for messages among them.
    asked: list[str] = field(default_factory=list)
    messages_asked: list[str] = field(default_factory=list)
    address: str = ""
    oauth: CentralOAuth = field(
        default_factory=lambda: CentralOAuth(
            authorize="/i/oauth2/authorize",
            token="/2/oauth2/token",  # noqa: S106 - a path
            revoke="/2/oauth2/revoke",
            by_basic=True,
            lasts=7200,
        )
    )

    @property
    def url(self) -> str:
        """Give the address of the account, as people know it."""
        return f"https://x.com/{self.account['username']}"

    def add(self, *posts: Json) -> None:
        """Let there be posts; each counts with what it answers."""
        for one in posts:
            self.posts[one["id"]] = one

    def take(self, number: str) -> None:
        """Delete a post: with all its versions."""
        for one in self.posts[number]["edit_history_post_ids"]:
            self.posts.pop(one, None)

    # --- what is asked -------------------------------------------------------------------------

    def answer(self, path: str, query: Query) -> tuple[int, Json]:
        """Answer one question to the API."""
        asked = _in_words_of_now(self._heard(query), only_old=self.knows_old_only)
        if path == "/2/users/me" and self.is_app_only:
            return _FORBIDDEN, {"title": "Unsupported Authentication", "status": _FORBIDDEN}
        account = re.fullmatch(
            r"/2/users/(?:(me)|(?P<id>\d+)|by/username/(?P<username>\w+))", path
        )
        if account:
            return _OK, self._account_by(account, asked)
        if path == f"/2/users/{self.account['id']}/tweets":
            return _OK, self._list(asked)
        if path == "/2/tweets":
            return _OK, self._look_up(asked)
        if path == "/2/tweets/search/recent":
            return _OK, self._search(asked)
        return _ABSENT, {"title": "Not Found", "status": _ABSENT, "type": "about:blank"}

    def _heard(self, query: Query) -> Query:
        """Give of a question what is heard of it."""
        if not (self.is_silent and "post.fields" in query):
            return query
        expanded = [one for one in _several(query, "expansions") if "post" not in one]
        heard = {name: value for name, value in query.items() if name != "post.fields"}
        return {**heard, "expansions": ",".join(expanded)}

    def _account_by(self, asked_by: re.Match[str], asked: Query) -> Json:
        told = {by: value for by, value in asked_by.groupdict().items() if value is not None}
        for by, value in told.items():
            if self.absent or value.lower() != str(self.account[by]).lower():
                return {"errors": [self._why_absent(value, by)]}
        return self._account(asked)

    def _why_absent(self, name: str, by: str) -> Json:
        kind = ("resource-not-found", "Not Found Error")
        if self.absent == "suspended":
            kind = ("resource-not-found", "Forbidden")
        if self.absent == "failing":
            kind = ("internal-error", "Internal Server Error")
        return problem(*kind, name, of="user", by=by)

    def _account(self, asked: Query) -> Json:
        wanted = {"id", "name", "username", *_several(asked, "user.fields")}
        if "pinned_post_id" in _several(asked, "expansions"):
            wanted.add("pinned_post_id")
        counted = len(self._own()) + self.hidden
        metrics = {**self.account["public_metrics"], "post_count": counted}
        whole = {**self.account, "public_metrics": metrics}
        return {"data": {key: part for key, part in whole.items() if key in wanted}}

    def _own(self) -> list[Json]:
        """Give the newest version of each post of the account, newest first."""
        number = self.account["id"]
        before = {n for one in self.posts.values() for n in one["edit_history_post_ids"][:-1]}
        newest = [
            one
            for one in self.posts.values()
            if one["author_id"] == number and one["id"] not in before
        ]
        return sorted(newest, key=lambda one: -int(one["id"]))

    def _list(self, asked: Query) -> Json:
        size = _size(asked, 5)
        begin = _place(asked.get("pagination_token"))
        listed = self._own()[: self.most_listed]
        return self._page(listed, begin, size, asked)

    def _search(self, asked: Query) -> Json:
        size = _size(asked, 10)
        begin = _place(asked.get("next_token"))
        words = dict(one.split(":", 1) for one in asked["query"].split())
        since = written(self.now - _WEEK)
        to = words.get("to", "").lower()
        account = str(self.account["username"]).lower()
        found = [
            one
            for one in self.posts.values()
            if one["conversation_id"] == words["conversation_id"]
            and one["created_at"] >= since
            and one["id"] not in self.shielded
            and (not to or (to == account and self._is_to_us(one)))
        ]
        found.sort(key=lambda one: -int(one["id"]))
        return self._page(found, begin, size, asked)

    def _is_to_us(self, post: Json) -> bool:
        return bool(post.get("in_reply_to_user_id") == self.account["id"])

    def _look_up(self, asked: Query) -> Json:
        numbers = _several(asked, "ids")
        if not 1 <= len(numbers) <= 100:
            raise Wrong("ids")
        there = [n for n in numbers if n in self.posts and n not in self.shielded]
        errors = [self._why_not(n) for n in numbers if n not in there]
        body = self._with_includes([self.posts[one] for one in there], asked)
        return body | ({"errors": errors} if errors else {})

    def _why_not(self, number: str) -> Json:
        if number in self.shielded:
            return problem("not-authorized-for-resource", "Authorization Error", number)
        return problem("resource-not-found", "Not Found Error", number)

    def _page(self, found: list[Json], begin: int, size: int, asked: Query) -> Json:
        some = found[begin : begin + size]
        meta: Json = {"result_count": len(some)}
        if some:
            meta |= {"newest_id": some[0]["id"], "oldest_id": some[-1]["id"]}
        if begin + size < len(found):
            meta["next_token"] = f"t{begin + size}"
        return {**self._with_includes(some, asked), "meta": meta}

    # --- what is given -------------------------------------------------------------------------

    def _with_includes(self, found: list[Json], asked: Query) -> Json:
        expanded = _several(asked, "expansions")
        body: Json = {"data": [_shown(one, asked) for one in found]} if found else {}
        posts: dict[str, Json] = {}
        if "referenced_posts" in expanded:
            for one in found:
                for there in one.get("referenced_posts", ()):
                    if there["id"] in self.posts and there["id"] not in self.shielded:
                        posts[there["id"]] = self.posts[there["id"]]
        if "edit_history_post_ids" in expanded:
            versions = {n for one in found for n in one["edit_history_post_ids"]}
            posts |= {n: self.posts[n] for n in sorted(versions) if n in self.posts}
        attached = [one.get("attachments", {}) for one in found]
        media = [self.media[key] for one in attached for key in one.get("media_keys", ())
                 if key in self.media]  # fmt: skip
        polls = [self.polls[key] for one in attached for key in one.get("poll_ids", ())]
        includes = {
            "posts": [_shown(one, asked) for one in posts.values()],
            "media": media if "attachments.media_keys" in expanded else [],
            "polls": polls if "attachments.poll_ids" in expanded else [],
            "users": self._users(found, expanded, asked),
        }
        told = {name: part for name, part in includes.items() if part}
        return body | ({"includes": told} if told else {})

    def _users(self, found: list[Json], expanded: list[str], asked: Query) -> list[Json]:
        numbers: dict[str, None] = {}
        for one in found:
            if "author_id" in expanded:
                numbers[one["author_id"]] = None
            if "in_reply_to_user_id" in expanded and "in_reply_to_user_id" in one:
                numbers[one["in_reply_to_user_id"]] = None
            if "entities.mentions.username" in expanded:
                mentions = one.get("entities", {}).get("mentions", ())
                numbers |= {mention["id"]: None for mention in mentions}
        known = {**self.users, str(self.account["id"]): self.account}
        wanted = {"id", "name", "username", *_several(asked, "user.fields")}
        return [
            {key: part for key, part in known[number].items() if key in wanted}
            for number in numbers
            if number in known
        ]


def _shown(post: Json, asked: Query) -> Json:
    """Give of a post what was asked for."""
    expanded = _several(asked, "expansions")
    wanted = {*_ALWAYS, *_several(asked, "post.fields")}
    wanted |= {name for name, by in _BY_EXPANSION.items() if by in expanded}
    return {key: part for key, part in post.items() if key in wanted}


def _in_words_of_now(query: Query, *, only_old: bool) -> Query:
    """Read a question in either spelling; one that X does not know is refused."""
    expanded = _several(query, "expansions")
    is_new = "post.fields" in query or "referenced_posts" in expanded
    if is_new and only_old:
        raise Wrong("post.fields")
    if is_new or "tweet.fields" not in query:
        return query
    fields = in_old_to_new(_several(query, "tweet.fields"))
    expansions = in_old_to_new([one.removesuffix(".id") for one in expanded])
    listed = [name for name in _BY_EXPANSION if name in fields]
    return {
        **query,
        "post.fields": ",".join(fields),
        "expansions": ",".join([*expansions, *listed]),
        "user.fields": ",".join(in_old_to_new(_several(query, "user.fields"))),
    }


def in_old_to_new(names: list[str]) -> list[str]:
    """Write names of before as those of now."""
    new = {
        "edit_history_tweet_ids": "edit_history_post_ids",
        "note_tweet": "note_post",
        "pinned_tweet_id": "pinned_post_id",
        "referenced_tweets": "referenced_posts",
    }
    return [new.get(one, one) for one in names]


def _several(query: Query, name: str) -> list[str]:
    return [one for one in query.get(name, "").split(",") if one]


def _size(asked: Query, least: int) -> int:
    size = int(asked.get("max_results", "10"))
    if not least <= size <= 100:
        raise Wrong("max_results")
    return size


def _place(token: str | None) -> int:
    if token is None:
        return 0
    if not token.startswith("t"):
        raise Wrong("pagination_token")
    return int(token[1:])


class _Handler(Answers[XServer]):
    def do_GET(self) -> None:
        """Answer a question, or give a file."""
        server = self.served
        server.asked.append(self.path)
        parts = urlsplit(self.path)
        if parts.path.startswith(("/2/dm_", "/2/chat")):
            server.messages_asked.append(self.path)
        if parts.path in server.files:
            send(self, _OK, server.files[parts.path], {"Content-Type": "image/jpeg"})
        elif not server.oauth.answers(self):
            self._tell(server, *self._answer(server, parts.path, parts.query))

    def do_POST(self) -> None:
        """Take a form: only permission is asked by those."""
        server = self.served
        server.asked.append(self.path)
        if not server.oauth.answers(self):
            self._tell(server, _ABSENT, {"title": "Not Found"})

    def _answer(self, server: XServer, path: str, query: str) -> tuple[int, Json]:
        if not server.oauth.admits(self):
            return _UNKNOWN, {"title": "Unauthorized", "status": _UNKNOWN, "type": "about:blank"}
        asked = {name: values[0] for name, values in parse_qs(query).items()}
        try:
            return server.answer(path, asked)
        except Wrong as wrong:
            name = str(wrong)
            told: dict[str, Any] = {
                "parameters": {name: [asked.get(name, "")]},
                "message": f"The query parameter [{name}] is not valid",
            }
            return _WRONG, {"errors": [told], "title": "Invalid Request", "status": _WRONG}

    def _tell(self, server: XServer, status: int, body: Json) -> None:
        said = in_old_words(body) if server.answers_old else body
        server.left -= 1
        headers = {
            "Content-Type": "application/json; charset=utf-8",
            "x-access-level": server.access_level,
            "x-rate-limit-limit": "900",
            "x-rate-limit-remaining": str(max(server.left, 0)),
            "x-rate-limit-reset": str(int(time.time()) + server.resets_in),
        }
        send(self, status, orjson.dumps(said), headers)


@contextmanager
def x_server(
    account: Json, *posts: Json, users: dict[str, Json] | None = None, hidden: int = 0
) -> Iterator[XServer]:
    """Serve an account of X as long as the block runs, with who else there is by number."""
    with listening(_Handler) as listens:
        server = listens.served = XServer(account, users=users or {}, hidden=hidden)
        server.address = listens.address
        server.add(*posts)
        yield server

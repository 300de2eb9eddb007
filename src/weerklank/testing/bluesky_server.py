"""A server that speaks Bluesky's API on loopback, and can be told to misbehave: a test double.

It is no Bluesky and shares no code with what reads it: made from the lexicons of
bluesky-social/atproto. One server stands for all three that know something of an account: the
AppView, the directory of DID documents, and the server that keeps the account. Every question is
noted, with its path; one for messages is noted apart.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime
from typing import cast
from urllib.parse import parse_qs, unquote, urlsplit

import libipld

from weerklank.model.json_value import Json, JsonObject
from weerklank.testing.bluesky_export import RepoAccount, RepoItem, RepoPost, moment, records
from weerklank.testing.bluesky_repo import Cbor, did_document, link_to, tid_of, written
from weerklank.testing.loopback import Answers, listening
from weerklank.testing.plain_answer import send

_LINK = 36
_POST = "app.bsky.feed.post"
_WRONG = 400
_HIGHEST = "~"


@dataclass(frozen=True, slots=True, kw_only=True)
class SkyReply:
    """A reply by somebody else."""

    did: str
    handle: str
    name: str
    text: str
    #: Address of what it answers, and of the post that the thread began with.
    answers: str
    root: str
    published: datetime
    #: Words that the AppView says of who wrote it, such as `!no-unauthenticated`.
    labels: tuple[str, ...] = ()
    #: Whether it blocked the account: then it is counted and not given.
    blocks: bool = False
    more: dict[str, Json] = field(default_factory=dict)

    @property
    def uri(self) -> str:
        """Its address."""
        return f"at://{self.did}/{_POST}/{tid_of(self.published)}"


@dataclass(slots=True)
class BlueskyServer:
    """One account, as the three servers show it."""

    account: RepoAccount
    items: list[RepoItem]
    address: str
    replies: list[SkyReply] = field(default_factory=list)
    #: Posts that the AppView counts and nobody gives, and replies of a post likewise, by address.
    hidden: int = 0
    hidden_replies: dict[str, int] = field(default_factory=dict)
    #: Addresses of posts that the AppView does not have, and posts that it still has.
    unindexed: set[str] = field(default_factory=set)
    lingering: list[RepoPost] = field(default_factory=list)
    #: By the last part of its name, with what an endpoint refuses: status and word.
    refuses: dict[str, tuple[int, str]] = field(default_factory=dict)
    #: Words of moderators on posts, by address.
    labels: dict[str, tuple[str, ...]] = field(default_factory=dict)
    likes: int = 3
    asked: list[str] = field(default_factory=list)
    asked_for_messages: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Address with which the account is registered."""
        return self.account.url

    def uri(self, item: RepoPost) -> str:
        """Give the address of a post of the account."""
        return item.address(self.account.did)

    def repository(self) -> dict[str, Json]:
        """Give the records by their keys."""
        found = records(self.account, self.items)
        return {key: _as_json(value) for key, value in found}

    def answer(self, path: str, query: dict[str, list[str]]) -> tuple[int, Json | bytes]:
        """Answer a question."""
        if path == f"/{self.account.did}":
            if "document" in self.refuses:
                return self._refused("document")
            return 200, did_document(self.account.did, self.account.handle, self.account.key)
        name = path.rpartition(".")[2]
        endpoint = getattr(self, f"_{name}", None) if path.startswith("/xrpc/") else None
        if endpoint is None:
            return 404, {"error": "XRPCNotSupported", "message": "XRPCNotSupported"}
        if name in self.refuses:
            return self._refused(name)
        return cast("tuple[int, Json | bytes]", endpoint(query))

    def _refused(self, name: str) -> tuple[int, Json]:
        status, word = self.refuses[name]
        error, _, message = word.partition(": ")
        return status, {"error": error, "message": message or error}

    # --- the server that keeps the account ---------------------------------------------------

    def _listRecords(self, query: dict[str, list[str]]) -> tuple[int, Json]:  # noqa: N802 - its name
        if query["repo"] != [self.account.did]:
            return _WRONG, {"error": "InvalidRequest", "message": "Could not find repo"}
        head, limit = f"{query['collection'][0]}/", int(query.get("limit", ["50"])[0])
        before = query.get("cursor", [_HIGHEST])[0]
        found = self.repository()
        keys = sorted((k for k in found if k.startswith(head)), reverse=True)
        keys = [key for key in keys if key.removeprefix(head) < before][:limit]
        told: JsonObject = {"records": [self._record(key, found[key]) for key in keys]}
        return 200, {**told, "cursor": keys[-1].removeprefix(head)} if keys else told

    def _getRecord(self, query: dict[str, list[str]]) -> tuple[int, Json]:  # noqa: N802 - its name
        key = f"{query['collection'][0]}/{query['rkey'][0]}"
        found = self.repository()
        if query["repo"] != [self.account.did] or key not in found:
            said = f"Could not locate record: at://{query['repo'][0]}/{key}"
            return _WRONG, {"error": "RecordNotFound", "message": said}
        return 200, self._record(key, found[key])

    def _record(self, key: str, value: Json) -> JsonObject:
        cid = written(link_to(json.dumps(value).encode()))
        return {"uri": f"at://{self.account.did}/{key}", "cid": cid, "value": value}

    def _getBlob(self, query: dict[str, list[str]]) -> tuple[int, Json | bytes]:  # noqa: N802 - its name
        posts = (item for item in self.items if isinstance(item, RepoPost))
        for medium in (one for post in posts for one in post.media):
            if query["did"] == [self.account.did] and query["cid"] == [medium.name]:
                return 200, medium.data
        return _WRONG, {"error": "BlobNotFound", "message": "Blob not found"}

    # --- the AppView -------------------------------------------------------------------------

    def _getProfile(self, query: dict[str, list[str]]) -> tuple[int, Json]:  # noqa: N802 - its name
        me = self.account
        if query["actor"][0] not in {me.did, me.handle}:
            return _WRONG, {"error": "InvalidRequest", "message": "Profile not found"}
        posts = [item for item in self.items if isinstance(item, RepoPost)]
        return 200, {
            "did": me.did,
            "handle": me.handle,
            "displayName": me.display_name,
            "description": me.description,
            "avatar": f"https://cdn.bsky.app/img/avatar/plain/{me.did}/bafkreia",
            "associated": {"lists": 0, "feedgens": 0, "chat": {"allowIncoming": "all"}},
            "followersCount": 120,
            "followsCount": 12,
            "postsCount": len(posts) + self.hidden,
            "indexedAt": "2026-01-01T00:00:00.000Z",
            "createdAt": "2026-01-01T00:00:00.000Z",
            "labels": [],
            "verification": {
                "verifications": [],
                "verifiedStatus": "valid",
                "trustedVerifierStatus": "none",
            },
        }

    def _resolveHandle(self, query: dict[str, list[str]]) -> tuple[int, Json]:  # noqa: N802 - its name
        if query["handle"] == [self.account.handle]:
            return 200, {"did": self.account.did}
        return _WRONG, {"error": "InvalidRequest", "message": "Unable to resolve handle"}

    def _getPosts(self, query: dict[str, list[str]]) -> tuple[int, Json]:  # noqa: N802 - its name
        shown = self._shown()
        found = [shown[uri] for uri in query["uris"] if uri in shown]
        return 200, {"posts": cast("list[Json]", found)}

    def _getPostThread(self, query: dict[str, list[str]]) -> tuple[int, Json]:  # noqa: N802 - its name
        uri, depth = query["uri"][0], int(query.get("depth", ["6"])[0])
        if uri not in self._shown():
            return _WRONG, {"error": "NotFound", "message": f"Post not found: {uri}"}
        return 200, {"thread": self._node(uri, depth)}

    def _shown(self) -> dict[str, JsonObject]:
        """Give what the AppView has of posts, by address."""
        mine = [one for one in self.items if isinstance(one, RepoPost)] + self.lingering
        values = dict(self.repository())
        values |= {
            key: _as_json(value)
            for key, value in records(self.account, self.lingering)
            if f"/{_POST}/" in f"/{key}"
        }
        found = {
            self.uri(one): self._view(self.uri(one), self._author(), values[one.key])
            for one in mine
            if self.uri(one) not in self.unindexed
        }
        for reply in self.replies:
            found[reply.uri] = self._view(reply.uri, _author_of(reply), _record_of(reply))
        return found

    def _author(self) -> JsonObject:
        me = self.account
        return {"did": me.did, "handle": me.handle, "displayName": me.display_name, "labels": []}

    def _view(self, uri: str, author: JsonObject, value: Json) -> JsonObject:
        labels: list[Json] = [
            {
                "src": "did:plc:moderatormoderatormodera",
                "uri": uri,
                "val": word,
                "cts": "2026-01-01T00:00:00Z",
            }
            for word in self.labels.get(uri, ())
        ]
        return {
            "uri": uri,
            "cid": written(link_to(json.dumps(value).encode())),
            "author": author,
            "record": value,
            "bookmarkCount": 0,
            "replyCount": len(self._below(uri)) + self.hidden_replies.get(uri, 0),
            "repostCount": 1,
            "likeCount": self.likes,
            "quoteCount": 0,
            "indexedAt": "2026-01-02T00:00:00.000Z",
            "labels": labels,
        }

    def _below(self, uri: str) -> list[SkyReply | RepoPost]:
        mine = [one for one in self.items if isinstance(one, RepoPost) and one.answers == uri]
        return [*(one for one in self.replies if one.answers == uri), *mine]

    def _node(self, uri: str, depth: int) -> JsonObject:
        node: JsonObject = {
            "$type": "app.bsky.feed.defs#threadViewPost",
            "post": self._shown()[uri],
        }
        if depth > 0:
            node["replies"] = [self._reply(one, depth - 1) for one in self._below(uri)]
        return node

    def _reply(self, one: SkyReply | RepoPost, depth: int) -> Json:
        if isinstance(one, SkyReply) and one.blocks:
            kind = "app.bsky.feed.defs#blockedPost"
            return {"$type": kind, "uri": one.uri, "blocked": True, "author": {"did": one.did}}
        return self._node(one.uri if isinstance(one, SkyReply) else self.uri(one), depth)


def _author_of(reply: SkyReply) -> JsonObject:
    labels: list[Json] = [
        {"src": reply.did, "uri": f"at://{reply.did}", "val": word, "cts": "2026-01-01T00:00:00Z"}
        for word in reply.labels
    ]
    return {
        "did": reply.did,
        "handle": reply.handle,
        "displayName": reply.name,
        "avatar": f"https://cdn.bsky.app/img/avatar/plain/{reply.did}/bafkreia",
        "labels": labels,
        "createdAt": "2025-01-01T00:00:00.000Z",
    }


def _record_of(reply: SkyReply) -> JsonObject:
    return {
        "$type": _POST,
        "text": reply.text,
        "createdAt": moment(reply.published),
        "langs": ["nl"],
        "reply": {"parent": _strong(reply.answers), "root": _strong(reply.root)},
        **reply.more,
    }


def _strong(uri: str) -> JsonObject:
    return {"uri": uri, "cid": written(link_to(uri.encode()))}


def _as_json(value: Cbor) -> Json:
    if isinstance(value, bytes):
        return {"$link": libipld.encode_cid(value)} if len(value) == _LINK else None
    if isinstance(value, dict):
        return {key: _as_json(one) for key, one in value.items()}
    if isinstance(value, list):
        return [_as_json(one) for one in value]
    return value


class _Handler(Answers[BlueskyServer]):
    def do_GET(self) -> None:
        """Answer a question."""
        server = self.served
        server.asked.append(self.path)
        if "chat.bsky" in unquote(self.path):
            server.asked_for_messages.append(self.path)
        parts = urlsplit(self.path)
        status, told = server.answer(unquote(parts.path), parse_qs(parts.query))
        if isinstance(told, bytes):
            send(self, status, told, {"Content-Type": "application/octet-stream"})
        else:
            send(self, status, json.dumps(told).encode(), {"Content-Type": "application/json"})


@contextmanager
def bluesky_server(
    account: RepoAccount, items: Sequence[RepoItem] = (), **more: object
) -> Iterator[BlueskyServer]:
    """Serve on a free port of loopback while the block runs."""
    with listening(_Handler) as listens:
        address = listens.address
        server = BlueskyServer(account, [*items], address, **more)  # type: ignore[arg-type] # passed on as they came
        listens.served = server
        yield server

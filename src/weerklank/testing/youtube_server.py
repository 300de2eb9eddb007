"""A server that speaks the YouTube Data API on loopback: a test double, and no YouTube.

It answers what the discovery document `youtube.v3` and the documents of Google describe of the
lists that a reader uses: pages by token, parts, a permission or a key, and refusals in the body.
Every question is noted; those for a chat are noted apart, as nobody may ask them.
"""

import json
from collections.abc import Callable, Collection, Iterator, Sequence
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

from weerklank.testing.loopback import Answers, listening
from weerklank.testing.plain_answer import send
from weerklank.testing.youtube_shown import (
    FORCE_SSL,
    KEY,
    OWNER,
    STRANGER,
    Json,
    ShownComment,
    YouTubeShown,
    picture,
)

_PATH = "/youtube/v3/"
_PICTURES = ("/vi/", "/ytc/", "/banner/")


class Refusal(Exception):
    """A question that is refused, in the words of Google."""

    def __init__(self, status: int, reason: str, message: str = "refused") -> None:
        super().__init__(reason)
        self.status = status
        self.body = {
            "error": {
                "code": status,
                "message": message,
                "errors": [{"message": message, "domain": "youtube", "reason": reason}],
            }
        }


class _Asked:
    """One question: its query, and who asks."""

    def __init__(
        self, query: str, authorization: str | None, key: str | None, owners: Collection[str]
    ) -> None:
        told = parse_qs(query)
        self._told = {name: values[0] for name, values in told.items()}
        self.parts = frozenset(self._told.get("part", "").split(","))
        token = (authorization or "").removeprefix("Bearer ")
        self.is_owner, self.is_key = token in {OWNER, *owners}, not token and key == KEY
        if token and not self.is_owner and token != STRANGER:
            raise Refusal(401, "authError", "Invalid Credentials")
        if not token and key is not None and not self.is_key:
            raise Refusal(400, "badRequest", "API key not valid. Please pass a valid API key.")
        if not token and key is None:
            raise Refusal(403, "forbidden", "Method doesn't allow unregistered callers.")
        if not self._told.get("part"):
            raise Refusal(400, "missingRequiredParameter")

    def __getitem__(self, name: str) -> str:
        return self._told.get(name, "")

    def ids(self) -> list[str]:
        return [one for one in self["id"].split(",") if one]

    def page(self, records: Sequence[Json], most: int) -> Json:
        """Give a page of a list, with the parts that were asked for."""
        size = min(int(self["maxResults"] or 5), most)
        start = int(self["pageToken"].removeprefix("blz") or 0)
        here = records[start : start + size]
        told: Json = {
            "kind": "youtube#listResponse",
            "etag": "etag-list",
            "items": [self.parts_of(one) for one in here],
            "pageInfo": {"totalResults": len(records), "resultsPerPage": size},
        }
        if start + size < len(records):
            told["nextPageToken"] = f"blz{start + size}"
        return told

    def parts_of(self, record: Json) -> Json:
        """Give what was asked for of a record."""
        kept = {"kind", "etag", "id", *self.parts}
        return {name: value for name, value in record.items() if name in kept}


def _channels(shown: YouTubeShown, asked: _Asked) -> Json:
    me = shown.channel
    if asked["mine"] and asked.is_key:
        raise Refusal(401, "authorizationRequired")
    is_it = (
        me.native_id in asked.ids()
        or asked["forHandle"].lower() == f"@{me.name}"
        or (bool(asked["mine"]) and asked.is_owner)
    )
    return asked.page([shown.channel_json()] if is_it else [], 50)


def _listed(shown: YouTubeShown, asked: _Asked) -> Json:
    for one in shown.playlists:
        if one.native_id == asked["playlistId"] and (asked.is_owner or one.privacy != "private"):
            return asked.page([shown.held_json(v, at) for at, v in enumerate(one.videos)], 50)
    seen = shown.seen(is_owner=asked.is_owner)
    if asked["playlistId"] != shown.channel.uploads or not shown.videos:
        raise Refusal(404, "playlistNotFound")
    return asked.page([shown.listed_json(one, at) for at, one in enumerate(seen)], 50)


def _playlists(shown: YouTubeShown, asked: _Asked) -> Json:
    if asked["mine"] and not asked.is_owner:
        raise Refusal(403, "playlistForbidden")
    seen = [one for one in shown.playlists if asked.is_owner or one.privacy != "private"]
    if asked["id"]:
        seen = [one for one in seen if one.native_id in asked.ids()]
    elif not asked["mine"]:
        is_ours = asked["channelId"] == shown.channel.native_id
        seen = [one for one in seen if is_ours and one.privacy == "public"]
    return asked.page([shown.playlist_json(one) for one in seen], 50)


def _videos(shown: YouTubeShown, asked: _Asked) -> Json:
    if len(asked.ids()) > 50:
        raise Refusal(400, "invalidFilters")
    found = [shown.video(one, is_owner=asked.is_owner) for one in asked.ids()]
    return asked.page([shown.video_json(one) for one in found if one], 50) | {
        "items": [asked.parts_of(shown.video_json(one)) for one in found if one]
    }


def _broadcasts(shown: YouTubeShown, asked: _Asked) -> Json:
    if not asked.is_owner:
        raise Refusal(403, "insufficientLivePermissions")
    state = {"active": "live", "upcoming": "upcoming"}.get(asked["broadcastStatus"])
    found = [one for one in shown.videos if one.live == state]
    records = [{"kind": "youtube#liveBroadcast", "id": one.native_id} for one in found]
    return asked.page(records, 50)


def _demand_comments(shown: YouTubeShown, asked: _Asked) -> None:
    if not asked.is_key and FORCE_SSL not in shown.scopes:
        raise Refusal(403, "insufficientPermissions", "Insufficient Permission")


def _threads(shown: YouTubeShown, asked: _Asked) -> Json:
    _demand_comments(shown, asked)
    tops = [one for one in shown.comments if one.parent is None]
    if asked["id"]:
        found = [one for one in tops if one.native_id in asked.ids()]
    elif asked["allThreadsRelatedToChannelId"]:
        found = tops
    else:
        video = shown.video(asked["videoId"], is_owner=asked.is_owner)
        if video is None:
            raise Refusal(404, "videoNotFound")
        if not video.has_comments:
            raise Refusal(403, "commentsDisabled")
        found = [one for one in tops if one.video == video.native_id]
    return asked.page([shown.thread_json(one) for one in _newest_first(found)], 100)


def _comments(shown: YouTubeShown, asked: _Asked) -> Json:
    _demand_comments(shown, asked)
    if asked["id"]:
        found = [one for one in shown.comments if one.native_id in asked.ids()]
    else:
        found = shown.below(asked["parentId"])
    return asked.page([shown.comment_json(one) for one in found], 100)


def _newest_first(found: list[ShownComment]) -> list[ShownComment]:
    return sorted(found, key=lambda one: one.published, reverse=True)


_RESOURCES: dict[str, Callable[[YouTubeShown, _Asked], Json]] = {
    "channels": _channels,
    "playlistItems": _listed,
    "playlists": _playlists,
    "videos": _videos,
    "liveBroadcasts": _broadcasts,
    "commentThreads": _threads,
    "comments": _comments,
}


def answered(
    shown: YouTubeShown, address: str, authorization: str | None, key: str | None
) -> tuple[int, Json]:
    """Answer a question, by its path and query, or refuse it as Google does."""
    parts = urlsplit(address)
    resource = parts.path.removeprefix(_PATH)
    if resource.startswith(("liveChat", "superChat")):
        shown.chats_asked.append(address)
    try:
        return 200, _answer(shown, parts.path, parts.query, authorization, key)
    except Refusal as refusal:
        return refusal.status, refusal.body


def _answer(
    shown: YouTubeShown, path: str, query: str, authorization: str | None, key: str | None
) -> Json:
    resource = path.removeprefix(_PATH)
    answer = _RESOURCES.get(resource)
    if answer is None or not path.startswith(_PATH):
        raise Refusal(404, "notFound")
    asked = _Asked(query, authorization, key, shown.oauth.tokens)
    if shown.is_used_up:
        raise Refusal(403, "quotaExceeded")
    if shown.too_fast:
        shown.too_fast -= 1
        raise Refusal(403, "rateLimitExceeded")
    if resource in shown.refused:
        raise Refusal(*shown.refused[resource])
    return answer(shown, asked)


class _Handler(Answers[YouTubeShown]):
    """Answers one question."""

    def do_POST(self) -> None:
        """Take a form on permission."""
        if not self.served.oauth.answers(self):
            self._say(404, Refusal(404, "notFound").body)

    def do_GET(self) -> None:
        """Answer, or refuse as Google does."""
        shown = self.served
        if shown.oauth.answers(self):
            return
        parts = urlsplit(self.path)
        shown.asked.append(self.path)
        if parts.path.startswith(_PICTURES):
            send(self, 200, picture(parts.path), {"Content-Type": "image/png"})
            return
        told = self.headers.get("Authorization"), self.headers.get("X-Goog-Api-Key")
        self._say(*answered(shown, self.path, *told))

    def _say(self, status: int, body: object) -> None:
        content = json.dumps(body, ensure_ascii=False).encode(errors="backslashreplace")
        send(self, status, content, {"Content-Type": "application/json; charset=UTF-8"})


@contextmanager
def youtube_server(shown: YouTubeShown) -> Iterator[YouTubeShown]:
    """Serve on a free port of loopback while the block runs."""
    with listening(_Handler) as listens:
        shown.address = listens.address
        listens.served = shown
        yield shown

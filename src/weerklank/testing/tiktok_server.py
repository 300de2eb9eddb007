"""A server that speaks TikTok's Display API on loopback, and can be told to misbehave.

It is a test double and no TikTok: made from the pages of developers.tiktok.com on
`/v2/user/info/`, `/v2/video/list/`, `/v2/video/query/`, error handling and scopes (state of August
2026). What is tried on it is not tried on TikTok. It also answers as if it gave direct messages,
and notes who asked for those.
"""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from urllib.parse import parse_qs, urlsplit

from weerklank.model.json_value import Json, JsonObject
from weerklank.testing.central_oauth import CentralOAuth
from weerklank.testing.loopback import Answers, listening
from weerklank.testing.plain_answer import send
from weerklank.testing.tiktok_jobs import TikTokJobsDouble

#: Fields of the account, by the permission that gives them.
_USER_FIELDS = {
    "user.info.basic": "open_id union_id avatar_url avatar_url_100 avatar_large_url display_name",
    "user.info.profile": "bio_description profile_deep_link is_verified username",
    "user.info.stats": "follower_count following_count likes_count video_count",
}
_SCOPES = {name: scope for scope, names in _USER_FIELDS.items() for name in names.split()}
_VIDEO_LIST = "video.list"
ALL_SCOPES = (*_USER_FIELDS, _VIDEO_LIST)
_MOST = 20
_DEFAULT_PAGE = 10
_STATUS = {
    "access_token_invalid": 401,
    "internal_error": 500,
    "invalid_params": 400,
    "rate_limit_exceeded": 429,
    "scope_not_authorized": 401,
}
#: The first bytes of a picture.
_JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"


@dataclass(frozen=True, slots=True, kw_only=True)
class TikTokVideo:
    """A video of the account."""

    number: str
    published: datetime
    caption: str
    title: str | None = None
    comments: int = 0
    likes: int = 3
    #: Whether nobody but the account is shown it.
    is_private: bool = False
    has_cover: bool = True


@dataclass(slots=True)
class TikTokServer:
    """One account, and what the server makes of questions for it."""

    address: str
    videos: list[TikTokVideo]
    username: str = "voorbeelddam"
    display_name: str = "Gemeente Voorbeelddam"
    bio: str = "Het account van de gemeente."
    open_id: str = "-000app1user1"
    #: Videos that it counts besides those that it gives.
    hidden: int = 0
    #: The part that gives permission: what each token permits, and how tokens end.
    oauth: CentralOAuth = field(
        default_factory=lambda: CentralOAuth(
            authorize="/v2/auth/authorize/",
            token="/v2/oauth/token/",  # noqa: S106 - a path
            revoke="/v2/oauth/revoke/",
            client_field="client_key",
            separator=",",
            in_hex=True,
            lasts=7200,
        )
    )
    #: Codes of errors that the next answers have, by a part of the path; and with which status,
    #: where that is not the one of the documentation.
    errors: list[tuple[str, str, int | None]] = field(default_factory=list)
    #: Fields of a video that it does not know.
    unknown: set[str] = field(default_factory=set)
    #: Further fields of each video.
    more: JsonObject = field(default_factory=dict)
    #: The part that makes archives.
    jobs: TikTokJobsDouble = field(default_factory=TikTokJobsDouble)
    asked: list[str] = field(default_factory=list)
    bodies: list[JsonObject] = field(default_factory=list)
    #: Questions for direct messages.
    messages: list[str] = field(default_factory=list)

    @property
    def tokens(self) -> dict[str, tuple[str, ...]]:
        """Give what each token permits."""
        return self.oauth.tokens

    @property
    def url(self) -> str:
        """Give the address of the profile, as people know it."""
        return f"https://www.tiktok.com/@{self.username}"

    def user(self) -> JsonObject:
        """Give the account as the API has it."""
        shown = [video for video in self.videos if not video.is_private]
        return {
            "open_id": self.open_id,
            "union_id": f"{self.open_id}-union",
            "avatar_url": f"{self.address}/avatar_168.jpeg?x-expires=1&x-signature=klein",
            "avatar_url_100": f"{self.address}/avatar_100.jpeg?x-expires=1&x-signature=klein",
            "avatar_large_url": f"{self.address}/avatar_720.jpeg?x-expires=1&x-signature=groot",
            "display_name": self.display_name,
            "bio_description": self.bio,
            "profile_deep_link": "https://vm.tiktok.com/ZMvoorbeeld/",
            "is_verified": True,
            "username": self.username,
            "follower_count": 1200,
            "following_count": 12,
            "likes_count": 59,
            "video_count": len(shown) + self.hidden,
        }

    def video(self, video: TikTokVideo) -> JsonObject:
        """Give a video as the API has it; the key in a link is another each time."""
        key = len(self.asked)
        cover = f"{self.address}/cover/{video.number}~c5.jpeg?x-expires=9&x-signature={key}"
        return {
            "id": video.number,
            "create_time": int(video.published.timestamp()),
            "cover_image_url": cover if video.has_cover else "",
            "share_url": f"{self.url}/video/{video.number}?utm_campaign=tt4d&utm_source=key{key}",
            "video_description": video.caption,
            "duration": 21,
            "height": 1024,
            "width": 576,
            "title": video.caption if video.title is None else video.title,
            "embed_html": f'<blockquote cite="{self.url}">',
            "embed_link": f"https://www.tiktok.com/player/v1/{video.number}",
            "like_count": video.likes,
            "comment_count": video.comments,
            "share_count": 2,
            "view_count": 4321,
            "is_aigc": False,
            **self.more,
        }


class _Refused(Exception):
    """A question that the server answers with a code."""

    def __init__(self, code: str, status: int | None = None) -> None:
        super().__init__(code)
        self.code = code
        self.status = _STATUS[code] if status is None else status


class _Handler(Answers[TikTokServer]):
    """Answers one question."""

    def do_GET(self) -> None:
        """Answer a question without a body, or give a picture."""
        if self.served.oauth.answers(self):
            return
        path = urlsplit(self.path).path
        if path.endswith(".jpeg"):
            self.served.asked.append(self.path)
            body = _JPEG + path.encode() + bytes(64)
            send(self, 200, body, {"Content-Type": "image/jpeg"})
        else:
            self._answer({})

    def do_POST(self) -> None:
        """Answer a question with a body of JSON, or a form for permission."""
        if self.served.oauth.answers(self):
            return
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        try:
            found = json.loads(body or b"{}")
        except ValueError:
            found = None
        self._answer(found)

    def _answer(self, body: Json) -> None:
        server = self.served
        server.asked.append(self.path)
        if "message" in self.path or "direct" in self.path:
            server.messages.append(self.path)
        try:
            self._fail_as_told()
            if server.jobs.loses_answer(self.path):
                self._data(body)
                if server.jobs.holding is not None:
                    server.jobs.holding.wait()
                self.close_connection = True
                return
            if self.path.startswith("/v2/user/data/download/") and self._gives_archive(body):
                return
            self._say(200, "ok", self._data(body))
        except _Refused as refused:
            self._say(refused.status, refused.code, {})

    def _gives_archive(self, body: Json) -> bool:
        """Give an archive as a stream; tells whether there is one for who asks."""
        token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        permitted = self.served.tokens.get(token, ())
        archive = self.served.jobs.archive_for(body, permitted)
        if archive is None:
            return False
        whole, sent = archive
        self.send_response(200)
        self.send_header("Content-Type", "application/zip")
        self.send_header("Content-Length", str(len(whole)))
        self.end_headers()
        self.wfile.write(sent)
        self.close_connection = len(sent) < len(whole)
        return True

    def _fail_as_told(self) -> None:
        errors = self.served.errors
        if errors and errors[0][0] in self.path:
            _, code, status = errors.pop(0)
            _STATUS.setdefault(code, 400)
            raise _Refused(code, status)

    def _data(self, body: Json) -> JsonObject:
        if not isinstance(body, dict):
            raise _Refused("invalid_params")
        if self.command == "POST":
            self.served.bodies.append(body)
        parts = urlsplit(self.path)
        fields = parse_qs(parts.query).get("fields", [""])[0].split(",")
        token = (self.headers.get("Authorization") or "").removeprefix("Bearer ")
        permitted = self.served.tokens.get(token)
        if permitted is None:
            raise _Refused("access_token_invalid")
        if (self.command, parts.path) == ("GET", "/v2/user/info/"):
            return self._user(fields, permitted)
        told = self.served.jobs.answer(parts.path, fields, body, permitted)
        if isinstance(told, str):
            raise _Refused(told)
        return self._videos(parts.path, fields, body, permitted) if told is None else told

    def _videos(
        self, path: str, fields: list[str], body: JsonObject, permitted: tuple[str, ...]
    ) -> JsonObject:
        if _VIDEO_LIST not in permitted:
            raise _Refused("scope_not_authorized")
        asked = (self.command, path)
        if asked == ("POST", "/v2/video/list/"):
            return self._list(fields, body)
        if asked == ("POST", "/v2/video/query/"):
            return self._query(fields, body)
        raise _Refused("invalid_params", 404)

    def _user(self, fields: list[str], permitted: tuple[str, ...]) -> JsonObject:
        user = self.served.user()
        if not set(fields) <= user.keys():
            raise _Refused("invalid_params")
        if not {_SCOPES[name] for name in fields} <= set(permitted):
            raise _Refused("scope_not_authorized")
        return {"user": {name: user[name] for name in fields}}

    def _list(self, fields: list[str], body: JsonObject) -> JsonObject:
        most, cursor = body.get("max_count", _DEFAULT_PAGE), body.get("cursor")
        if not isinstance(most, int) or not 0 < most <= _MOST:
            raise _Refused("invalid_params")
        if cursor is not None and not isinstance(cursor, int):
            raise _Refused("invalid_params")
        newest_first = sorted(self._shown(), key=lambda video: video.published, reverse=True)
        rest = [one for one in newest_first if cursor is None or _ms(one.published) < cursor]
        page = rest[:most]
        last = _ms(page[-1].published) if page else cursor or 0
        return {"videos": self._of(page, fields), "cursor": last, "has_more": len(rest) > most}

    def _query(self, fields: list[str], body: JsonObject) -> JsonObject:
        filters = body.get("filters")
        numbers = filters.get("video_ids") if isinstance(filters, dict) else None
        if not isinstance(numbers, list) or not 0 < len(numbers) <= _MOST:
            raise _Refused("invalid_params")
        return {"videos": self._of([v for v in self._shown() if v.number in numbers], fields)}

    def _shown(self) -> list[TikTokVideo]:
        return [video for video in self.served.videos if not video.is_private]

    def _of(self, videos: Sequence[TikTokVideo], fields: list[str]) -> list[Json]:
        made = [self.served.video(video) for video in videos]
        known = _VIDEO_FIELDS - self.served.unknown
        if not set(fields) <= known:
            raise _Refused("invalid_params")
        wanted = {*fields, *self.served.more}
        return [{name: value for name, value in one.items() if name in wanted} for one in made]

    def _say(self, status: int, code: str, data: JsonObject) -> None:
        error = {"code": code, "message": "", "log_id": "202611261200000001"}
        body = json.dumps({"data": data, "error": error}, ensure_ascii=False).encode()
        send(self, status, body, {"Content-Type": "application/json; charset=utf-8"})


_VIDEO_FIELDS = frozenset(
    "id create_time cover_image_url share_url video_description duration height width title "
    "embed_html embed_link like_count comment_count share_count view_count is_aigc".split()
)


def _ms(moment: datetime) -> int:
    return int(moment.timestamp()) * 1000


def tiktok_number(published: datetime, count: int = 0) -> str:
    """Give the number of a video: its first bits are the second in which it was made."""
    return str((int(published.astimezone(UTC).timestamp()) << 32) + 65_536 + count)


@contextmanager
def tiktok_server(
    videos: Sequence[TikTokVideo] = (), *, token: str = "", **more: object
) -> Iterator[TikTokServer]:
    """Serve an account on a free port of loopback while the block runs.

    `token` permits all that is to be read.
    """
    with listening(_Handler) as listens:
        server = TikTokServer(
            listens.address,
            [*videos],
            **more,  # type: ignore[arg-type] # passed on as they came
        )
        if token:
            server.tokens[token] = ALL_SCOPES
        listens.served = server
        yield server

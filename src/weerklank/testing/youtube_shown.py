"""What a test double of the YouTube Data API shows: one channel, its videos and their comments.

Made from the discovery document `youtube.v3`: fields and their kinds are those of its schemas, and
the unit tests hold them against it. The channel, its videos and persons are invented.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from weerklank.testing.central_oauth import CentralOAuth
from weerklank.testing.png import encode_png

Json = dict[str, Any]

FORCE_SSL = "https://www.googleapis.com/auth/youtube.force-ssl"
READ_ONLY = "https://www.googleapis.com/auth/youtube.readonly"
#: What opens the double: a permission of the channel, one of somebody else, and a key.
OWNER, STRANGER = "ya29.voorbeelddam", "ya29.iemand-anders"
KEY = f"AIza{'Voorbeelddam-sleutel'.ljust(35, '0')}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownChannel:
    """The channel."""

    native_id: str = "UCvoorbeelddam0123456789"
    name: str = "gemeentevoorbeelddam"
    title: str = "Gemeente Voorbeelddam"
    description: str = "Het kanaal van de gemeente."
    created: datetime = datetime(2015, 3, 1, 9, tzinfo=UTC)

    @property
    def url(self) -> str:
        """Give the address of the channel, as people see it."""
        return f"https://www.youtube.com/@{self.name}"

    @property
    def uploads(self) -> str:
        """Give the playlist of what it uploaded."""
        return f"UU{self.native_id[2:]}"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownVideo:
    """A video of the channel; its id has eleven signs."""

    native_id: str
    title: str
    published: datetime
    description: str = ""
    tags: tuple[str, ...] = ()
    privacy: str = "public"
    #: `live` or `upcoming` for a broadcast, which the list of uploads need not have.
    live: str = "none"
    is_listed: bool = True
    #: Further comments that are counted and given to nobody.
    kept_back: int = 0
    has_comments: bool = True
    localizations: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownPlaylist:
    """A playlist of the channel, with the ids of its videos."""

    native_id: str
    title: str
    made: datetime
    description: str = ""
    videos: tuple[str, ...] = ()
    privacy: str = "public"


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownComment:
    """A comment below a video; by the channel itself where `author` is its id."""

    native_id: str
    video: str
    text: str
    published: datetime
    #: Id of the channel of who wrote it, its handle with `@`, or a name as of before handles.
    author: str
    name: str
    page: str = ""
    updated: datetime | None = None
    #: The comment that it answers.
    parent: str | None = None
    is_public: bool = True


@dataclass
class YouTubeShown:
    """The double's state; may be changed while it runs."""

    channel: ShownChannel
    videos: list[ShownVideo]
    comments: list[ShownComment] = field(default_factory=list)
    playlists: list[ShownPlaylist] = field(default_factory=list)
    #: Public videos that are counted and not given.
    hidden: int = 0
    address: str = ""
    scopes: tuple[str, ...] = (READ_ONLY,)
    #: How it gives permission, at the paths of Google.
    oauth: CentralOAuth = field(
        default_factory=lambda: CentralOAuth(
            authorize="/o/oauth2/v2/auth",
            token="/token",  # noqa: S106 - a path
            revoke="/revoke",
            rotates=False,
        )
    )
    #: Ids that the list names and `videos` does not give.
    withheld: set[str] = field(default_factory=set)
    #: Whether the quota of the day is used up, and how often it is still asked too fast.
    is_used_up: bool = False
    too_fast: int = 0
    #: Reasons by which a resource refuses all that is asked of it, with their status.
    refused: dict[str, tuple[int, str]] = field(default_factory=dict)
    #: Changes each record before it goes out.
    change: Callable[[Json], Json] = lambda record: record
    #: Path and query of every question, and of those for a chat.
    asked: list[str] = field(default_factory=list)
    chats_asked: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Give the address with which the channel is registered."""
        return self.channel.url

    # --- who sees what -----------------------------------------------------------------------

    def seen(self, *, is_owner: bool) -> list[ShownVideo]:
        """Give the videos of the list of uploads, newest first, as who asks is shown them."""
        shown = [v for v in self.videos if v.is_listed and (is_owner or v.privacy == "public")]
        return sorted(shown, key=lambda one: one.published, reverse=True)

    def video(self, native: str, *, is_owner: bool) -> ShownVideo | None:
        """Give a video by its id to who may see it."""
        for one in self.videos:
            may_see = is_owner or one.privacy != "private"
            if one.native_id == native and may_see and native not in self.withheld:
                return one
        return None

    # --- records -----------------------------------------------------------------------------

    def channel_json(self) -> Json:
        """Give the channel."""
        me = self.channel
        public = sum(one.privacy == "public" for one in self.videos)
        words = {"title": me.title, "description": me.description}
        return {
            "kind": "youtube#channel",
            "etag": f"etag-{me.native_id}",
            "id": me.native_id,
            "snippet": {
                **words,
                "customUrl": f"@{me.name}",
                "publishedAt": written(me.created),
                "thumbnails": self._pictures("ytc/kanaal", ("default", "medium", "high")),
                "localized": words,
                "country": "NL",
            },
            "contentDetails": {"relatedPlaylists": {"likes": "LL", "uploads": me.uploads}},
            "statistics": {
                "viewCount": "1234567",
                "subscriberCount": "420",
                "hiddenSubscriberCount": False,
                "videoCount": str(public + self.hidden),
            },
            "status": {
                "privacyStatus": "public",
                "isLinked": True,
                "longUploadsStatus": "allowed",
                "madeForKids": False,
            },
            "brandingSettings": {
                "channel": {"title": me.title, "keywords": "gemeente dijk", "country": "NL"},
                "image": {"bannerExternalUrl": f"{self.address}/banner/kanaal"},
            },
            "topicDetails": {"topicCategories": ["https://en.wikipedia.org/wiki/Society"]},
        }

    def video_json(self, video: ShownVideo) -> Json:
        """Give a video."""
        words = {"title": video.title, "description": video.description}
        known = [one for one in self.comments if one.video == video.native_id]
        counted: Json = {}
        if video.has_comments:
            counted = {"commentCount": str(len(known) + video.kept_back)}
        whole: Json = {
            "kind": "youtube#video",
            "etag": f"etag-{video.native_id}",
            "id": video.native_id,
            "snippet": {
                **words,
                "publishedAt": written(video.published),
                "channelId": self.channel.native_id,
                "channelTitle": self.channel.title,
                "thumbnails": self._pictures(
                    f"vi/{video.native_id}", ("default", "medium", "high", "standard", "maxres")
                ),
                "categoryId": "25",
                "liveBroadcastContent": video.live,
                "defaultAudioLanguage": "nl",
                "localized": words,
            },
            "contentDetails": {
                "duration": "PT1M5S",
                "dimension": "2d",
                "definition": "hd",
                "caption": "false",
                "licensedContent": False,
                "contentRating": {},
                "projection": "rectangular",
            },
            "status": {
                "uploadStatus": "processed",
                "privacyStatus": video.privacy,
                "license": "youtube",
                "embeddable": True,
                "publicStatsViewable": True,
                "madeForKids": False,
            },
            "statistics": {
                "viewCount": "1200345",
                "likeCount": "17",
                "favoriteCount": "0",
                **counted,
            },
            "paidProductPlacementDetails": {"hasPaidProductPlacement": False},
        }
        if video.tags:
            whole["snippet"]["tags"] = [*video.tags]
        if video.live != "none":
            whole["liveStreamingDetails"] = {
                "scheduledStartTime": written(video.published),
                "activeLiveChatId": "chat-van-de-uitzending",
            }
        if video.localizations:
            whole["localizations"] = {
                language: {"title": title, "description": text}
                for language, title, text in video.localizations
            }
        return self.change(whole)

    def listed_json(self, video: ShownVideo, position: int) -> Json:
        """Give a video as the list of uploads names it."""
        told = {"videoId": video.native_id}
        if video.privacy != "private":
            told["videoPublishedAt"] = written(video.published)
        return {
            "kind": "youtube#playlistItem",
            "etag": f"etag-{position}",
            "id": f"VVU{video.native_id}",
            "contentDetails": told,
        }

    def playlist_json(self, playlist: ShownPlaylist) -> Json:
        """Give a playlist."""
        words = {"title": playlist.title, "description": playlist.description}
        return self.change(
            {
                "kind": "youtube#playlist",
                "etag": f"etag-{playlist.native_id}",
                "id": playlist.native_id,
                "snippet": {
                    **words,
                    "publishedAt": written(playlist.made),
                    "channelId": self.channel.native_id,
                    "channelTitle": self.channel.title,
                    "thumbnails": self._pictures(f"vi/{playlist.native_id}", ("default",)),
                    "localized": words,
                },
                "contentDetails": {"itemCount": len(playlist.videos)},
                "status": {"privacyStatus": playlist.privacy},
            }
        )

    def held_json(self, video: str, position: int) -> Json:
        """Give a video as a playlist names it."""
        return {
            "kind": "youtube#playlistItem",
            "etag": f"etag-{position}",
            "id": f"PLI{position}",
            "contentDetails": {"videoId": video},
        }

    def thread_json(self, top: ShownComment) -> Json:
        """Give a thread, with some of its replies at most."""
        below = self.below(top.native_id)
        whole: Json = {
            "kind": "youtube#commentThread",
            "etag": f"etag-{top.native_id}",
            "id": top.native_id,
            "snippet": {
                "channelId": self.channel.native_id,
                "videoId": top.video,
                "topLevelComment": self.comment_json(top),
                "canReply": True,
                "totalReplyCount": len(below),
                "isPublic": top.is_public,
            },
        }
        if below:
            along = [self.comment_json(one) for one in below[:_ALONG]]
            whole["replies"] = {"comments": along}
        return whole

    def below(self, native: str) -> list[ShownComment]:
        """Give the replies to a comment."""
        return [one for one in self.comments if one.parent == native]

    def comment_json(self, comment: ShownComment) -> Json:
        """Give a comment."""
        page = comment.page or f"http://www.youtube.com/{comment.name}"
        told: Json = {
            "channelId": self.channel.native_id,
            "textDisplay": comment.text,
            "authorDisplayName": comment.name,
            "authorProfileImageUrl": f"{self.address}/ytc/{comment.author}",
            "authorChannelUrl": page,
            "authorChannelId": {"value": comment.author},
            "canRate": True,
            "viewerRating": "none",
            "likeCount": 2,
            "publishedAt": written(comment.published),
            "updatedAt": written(comment.updated or comment.published),
        }
        if comment.parent is None:
            told["videoId"] = comment.video
        else:
            told["parentId"] = comment.parent
        whole = {
            "kind": "youtube#comment",
            "etag": f"etag-{comment.native_id}",
            "id": comment.native_id,
            "snippet": told,
        }
        return self.change(whole)

    def _pictures(self, path: str, sizes: Sequence[str]) -> Json:
        return {
            size: {
                "url": f"{self.address}/{path}/{size}.png",
                "width": 120 * number,
                "height": 90 * number,
            }
            for number, size in enumerate(sizes, 1)
        }


#: Replies that come along with a thread.
_ALONG = 5


def written(at: datetime) -> str:
    """Write a moment as the API does."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def picture(path: str) -> bytes:
    """Give the bytes of a picture: another one for each address."""
    return encode_png(8, 8, [(9, 9, 9)], [bytes(8)] * 8) + path.encode()

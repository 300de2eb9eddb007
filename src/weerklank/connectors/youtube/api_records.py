"""Read the records of the YouTube Data API into raw items: channel, videos, lists, comments.

Before minimisation `localizations` becomes a list, as names of its fields are languages, and
`contentRating` one of the systems by which a video was rated. What a comment says of its thread
and its video, which stands elsewhere in the answer, comes along beside it.
"""

from collections.abc import Iterable, Iterator

import msgspec
import orjson

from weerklank.connectors.youtube.api_shape import (
    CHANNEL,
    COMMENT,
    MAPPING,
    OWN_COMMENT,
    PLAYLIST,
    PLAYLIST_MAPPING,
    SIZES,
    VIDEO,
)
from weerklank.connectors.youtube.reader import Reader, identity
from weerklank.harvest.json_fields import (
    FIELD_MISSING,
    Fields,
    object_within,
    parse_object,
    text_of,
    texts_in,
)
from weerklank.harvest.moment import moment
from weerklank.harvest.plain_text import html_of, person_called, persons_at
from weerklank.harvest.port import Unreadable
from weerklank.minimise.leads import leads_of_html, leads_of_text
from weerklank.model.item import NO_MOMENT, Captions, Counts, ItemKind, RefType, Visibility
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.person_address import person_of
from weerklank.model.platform import Platform
from weerklank.model.raw import (
    RawItem,
    RawMedium,
    RawPerson,
    RawPlace,
    RawRef,
    Scanned,
    media_path,
)
from weerklank.model.text import Text

SITE = "https://www.youtube.com"
VIDEO_KIND, COMMENT_KIND = "youtube#video", "youtube#comment"
UNKNOWN_VISIBILITY = Text(
    "wie het kan zien, staat er in een woord dat Weerklank niet kent",
    "who can see it is said in a word that Weerklank does not know",
)
_SEEN_BY = {"public": Visibility.PUBLIC, "unlisted": Visibility.UNLISTED, "private": None}
#: A video that YouTube refused or could not process is shown to nobody, whatever its privacy.
_NOT_SHOWN = frozenset({"deleted", "failed", "rejected"})
#: Without these a video is not whole.
_ALWAYS = ("snippet", "status", "statistics", "contentDetails")


def is_comment(record: JsonObject) -> bool:
    """Tell a comment from a video."""
    return record.get("kind") == COMMENT_KIND


def seen_by(video: JsonObject) -> Visibility | None:
    """Give who can see a video; None for nobody else. Unreadable when it does not tell."""
    status = object_within(video, "status")
    told = text_of(status.get("privacyStatus")) or ""
    if told not in _SEEN_BY:
        raise Unreadable(UNKNOWN_VISIBILITY)
    return None if text_of(status.get("uploadStatus")) in _NOT_SHOWN else _SEEN_BY[told]


def row_of(channel: JsonObject) -> JsonObject:
    """Write whose a channel is as the table of a Takeout does, so that both are one owner."""
    snippet = object_within(channel, "snippet")
    name = (text_of(snippet.get("customUrl")) or "").lstrip("@")
    return {
        "Channel ID": channel.get("id"),
        "Channel Title (Original)": snippet.get("title"),
        **({"Channel Vanity URL Name": [name]} if name else {}),
    }


class ApiRecords:
    """Reads the records of one channel."""

    def __init__(self, channel: JsonObject, handle: str, url: str) -> None:
        """`channel` is its record; `handle` and `url` are those of the register.

        Unreadable without an id.
        """
        self._channel = channel
        self._reader = Reader(row_of(channel))
        self.id = self._reader.id
        owner = self._reader.owner
        others = {*owner.other_handles, handle} - {owner.handle}
        self.owner: RawPerson = msgspec.structs.replace(
            owner,
            other_handles=tuple(sorted(filter(None, others))),
            addresses=tuple(dict.fromkeys((*owner.addresses, url))),
        )

    # --- videos ------------------------------------------------------------------------------

    def video(self, video: JsonObject, place: RawPlace | None = None) -> RawItem:
        """Read a video that others can see; Unreadable when it is not as it should be."""
        native = identity(video, "id")
        snippet = object_within(video, "snippet")
        fields, numbers = Fields(snippet), Fields(object_within(video, "statistics"))
        title, description = fields.text("title"), fields.text("description")
        besides = [*texts_in(_besides(video))]
        counts = Counts(
            likes=numbers.number_written("likeCount"),
            replies=numbers.number_written("commentCount"),
        )
        pictures, language = _largest(snippet), fields.text("defaultAudioLanguage")
        broken = [f"/snippet/{name}" for name in fields.broken]
        broken += [f"/statistics/{name}" for name in numbers.broken]
        broken += [f"/{name}" for name in _ALWAYS if not object_within(video, name)]
        return RawItem(
            platform=Platform.YOUTUBE,
            native_id=native,
            kind=ItemKind.POST,
            created_at=moment(snippet.get("publishedAt")),
            author=self.owner,
            persons=self._reader.named(title, description, *besides),
            html=html_of(description) if description else None,
            title=title,
            language=language,
            url=f"{SITE}/watch?v={native}",
            visibility=seen_by(video) or Visibility.FOLLOWERS,
            media=(*pictures, _film(native)),
            captions=_captions(video),
            counts=counts,
            source=_source(video),
            shape=VIDEO,
            mapping=MAPPING,
            place=place,
            broken=tuple(broken),
        )

    def playlist(
        self, playlist: JsonObject, beside: JsonObject, place: RawPlace | None = None
    ) -> RawItem:
        """Read a playlist, with what it holds as `beside` tells; as the table of a Takeout."""
        native = identity(playlist, "id")
        snippet = object_within(playlist, "snippet")
        fields = Fields(snippet)
        title, description = fields.text("title"), fields.text("description")
        videos = beside.get(VIDEOS_HELD)
        held: JsonObject = {"videos": videos} if isinstance(videos, list) else {}
        broken = [f"/snippet/{name}" for name in fields.broken]
        return RawItem(
            platform=Platform.YOUTUBE,
            native_id=native,
            kind=ItemKind.POST,
            created_at=moment(snippet.get("publishedAt")),
            author=self.owner,
            persons=self._reader.named(title, description, *texts_in(_besides(playlist))),
            html=html_of(description) if description else None,
            title=title,
            language=fields.text("defaultLanguage"),
            url=f"{SITE}/playlist?list={native}",
            visibility=seen_by(playlist) or Visibility.FOLLOWERS,
            source={**_source(playlist), **held},
            shape=PLAYLIST,
            mapping=PLAYLIST_MAPPING,
            place=place,
            broken=tuple(broken),
        )

    # --- comments ----------------------------------------------------------------------------

    def author(self, comment: JsonObject) -> RawPerson:
        """Read who wrote a comment; Unreadable where it does not say."""
        snippet = object_within(comment, "snippet")
        number = text_of(object_within(snippet, "authorChannelId").get("value"))
        if number == self.id:
            return self.owner
        name = (text_of(snippet.get("authorDisplayName")) or "").strip()
        page = text_of(snippet.get("authorChannelUrl"))
        behind = person_of(page) if page else None
        handle = name if name.startswith("@") else None
        if handle is None and behind is not None and behind.handle != number:
            handle = behind.handle
        if not number and not handle:
            raise Unreadable(FIELD_MISSING.filled(field="authorChannelId"))
        called = person_called(Platform.YOUTUBE, handle) if handle else None
        lasting = f"{SITE}/channel/{number}" if number else None
        return RawPerson(
            platform=Platform.YOUTUBE,
            user_id=lasting,
            handle=called.handle if called else None,
            spelling=called.spelling if called else None,
            addresses=tuple(dict.fromkeys(filter(None, (lasting, page)))),
            display_name=name if name and not name.startswith("@") else None,
        )

    def comment(
        self, comment: JsonObject, beside: JsonObject, place: RawPlace | None = None
    ) -> RawItem:
        """Read a comment, with what its answer tells besides of its thread and its video."""
        native = identity(comment, "id")
        snippet = object_within(comment, "snippet")
        fields = Fields(snippet)
        author = self.author(comment)
        said = fields.text("textOriginal") or fields.text("textDisplay")
        made, changed = moment(snippet.get("publishedAt")), fields.moment("updatedAt")
        video = text_of(snippet.get("videoId")) or text_of(beside.get("video"))
        answered = text_of(snippet.get("parentId")) or video
        told = text_of(beside.get("visibility"))
        return RawItem(
            platform=Platform.YOUTUBE,
            native_id=native,
            kind=ItemKind.REPLY,
            created_at=made,
            edited_at=changed if changed != made else None,
            author=author,
            persons=self._reader.named(said),
            html=html_of(said) if said else None,
            url=f"{SITE}/watch?v={video}&lc={native}" if video and author is self.owner else None,
            visibility=Visibility(told) if told else Visibility.PUBLIC,
            tells_visibility=told is not None,
            refs=(RawRef(type=RefType.REPLY_TO, native_id=answered),) if answered else (),
            counts=Counts(likes=fields.number("likeCount"), replies=_replies_of(beside)),
            source={**comment, **_of_thread(beside)},
            shape=OWN_COMMENT if author is self.owner else COMMENT,
            mapping=MAPPING,
            place=place,
            broken=tuple(f"/snippet/{name}" for name in fields.broken),
        )

    # --- both --------------------------------------------------------------------------------

    def scanned(self, content: bytes, item: RawItem) -> Scanned:
        """Give of an item what the first pass keeps.

        The platform counts the public videos of a channel alone: an unlisted one is beside those,
        and so is a playlist.
        """
        is_reply = item.kind is ItemKind.REPLY
        said = [item.title, *(texts_in(_besides(item.source)) if not is_reply else ())]
        found = [address for text in said if text for address in leads_of_text(text)]
        found += leads_of_html(item.html) if item.html else ()
        answered = [ref.native_id for ref in item.refs if ref.type is RefType.REPLY_TO]
        addresses = tuple(medium.source for medium in item.media if medium.is_to_be_had)
        theirs = (item.author,) if is_reply and item.author is not self.owner else ()
        return Scanned(
            content=content,
            native_id=item.native_id,
            url=item.url,
            parent=answered[0] if answered else None,
            author=theirs[0] if theirs else None,
            created_at=item.created_at,
            persons=tuple(dict.fromkeys((*theirs, *item.persons))),
            linked=persons_at(found, self.owner) if found else (),
            media=tuple(map(media_path, addresses)),
            addresses=addresses,
            is_beside=item.visibility is Visibility.UNLISTED or item.shape is PLAYLIST,
        )

    def profile(self, place: RawPlace) -> RawItem:
        """Read the channel itself."""
        channel = self._channel
        snippet = object_within(channel, "snippet")
        fields, numbers = Fields(snippet), Fields(object_within(channel, "statistics"))
        title, description = fields.text("title"), fields.text("description")
        besides = [*texts_in(_besides(channel))]
        led_to = [address for text in (title, *besides) if text for address in leads_of_text(text)]
        led_to += leads_of_html(html_of(description)) if description else ()
        named = self._reader.named(title, description, *besides)
        counts = Counts(
            followers=numbers.number_written("subscriberCount"),
            posts=numbers.number_written("videoCount"),
        )
        made = fields.moment("publishedAt") or NO_MOMENT
        broken = [f"/snippet/{name}" for name in fields.broken]
        broken += [f"/statistics/{name}" for name in numbers.broken]
        return RawItem(
            platform=Platform.YOUTUBE,
            native_id=self.id,
            kind=ItemKind.PROFILE,
            created_at=made,
            author=self.owner,
            persons=tuple(dict.fromkeys((*named, *persons_at(led_to, self.owner)))),
            html=html_of(description) if description else None,
            title=title,
            url=f"{SITE}/channel/{self.id}",
            media=(*_largest(snippet), *_banner(channel)),
            counts=counts,
            source=_source(channel),
            shape=CHANNEL,
            mapping=MAPPING,
            place=place,
            broken=tuple(broken),
        )


def beside_of(content: bytes) -> JsonObject:
    """Read what comes along beside a comment."""
    return parse_object(content) if content else {}


#: By what is told beside a playlist which videos it holds; nothing else has it.
VIDEOS_HELD = "videos"


def is_playlist(beside: JsonObject) -> bool:
    """Tell a playlist from a video or comment, by what comes along beside it."""
    return VIDEOS_HELD in beside


def beside_written(
    video: str | None, visibility: Visibility | None, thread: JsonObject | None = None
) -> bytes:
    """Write what an answer tells of a comment elsewhere than in it."""
    told: JsonObject = {} if visibility is None else {"visibility": visibility.value}
    if video:
        told["video"] = video
    if thread is not None:
        told["thread"] = {name: thread.get(name) for name in COMMENT_OF_THREAD if name in thread}
    return orjson.dumps(told)


#: What a thread tells of the comment that opens it.
COMMENT_OF_THREAD = ("canReply", "isPublic", "totalReplyCount")


def _of_thread(beside: JsonObject) -> JsonObject:
    thread = object_within(beside, "thread")
    return {"thread": thread} if thread else {}


def _replies_of(beside: JsonObject) -> int | None:
    return Fields(object_within(beside, "thread")).number("totalReplyCount")


def _besides(record: JsonObject) -> list[Json]:
    """Give what else has words in a video or channel, besides its title and description."""
    snippet = object_within(record, "snippet")
    return [
        *(snippet.get("tags"), snippet.get("localized"), snippet.get("channelTitle")),
        record.get("localizations"),
        object_within(record, "brandingSettings"),
    ]


def _source(record: JsonObject) -> JsonObject:
    """Give a record with lists where names of fields are values."""
    source = dict(record)
    told = record.get("localizations")
    if isinstance(told, dict):
        source["localizations"] = [*_named_by("language", told)]
    rated = object_within(record, "contentDetails", "contentRating")
    if rated:
        systems: list[Json] = [{"system": name, "rating": value} for name, value in rated.items()]
        source["contentDetails"] = {
            **object_within(record, "contentDetails"),
            "contentRating": systems,
        }
    elif "contentRating" in object_within(record, "contentDetails"):
        source["contentDetails"] = {
            name: value
            for name, value in object_within(record, "contentDetails").items()
            if name != "contentRating"
        }
    return source


def _named_by(field: str, told: JsonObject) -> Iterator[Json]:
    for name, value in told.items():
        inner: JsonObject = value if isinstance(value, dict) else {"title": value}
        yield {**inner, field: name}


def _captions(video: JsonObject) -> Captions:
    """Tell whether a film has captions; those that YouTube makes itself do not count there."""
    told = object_within(video, "contentDetails").get("caption")
    return {"true": Captions.WITH, "false": Captions.WITHOUT}.get(
        told if isinstance(told, str) else "", Captions.UNTOLD
    )


def _largest(snippet: JsonObject) -> tuple[RawMedium, ...]:
    """Give the largest form of a picture: of a video what is shown before it plays."""
    told = object_within(snippet, "thumbnails")
    found = [*_pictures(told)]
    best = max(found, key=lambda one: (one.width or 0) * (one.height or 0), default=None)
    return () if best is None else (best,)


def _film(native: str) -> RawMedium:
    """Give the film of a video, of which the API gives no file: so it is found as a film."""
    return RawMedium(source=f"films/{native}", content_type="video/mp4", is_to_be_had=False)


def _pictures(told: JsonObject) -> Iterable[RawMedium]:
    for size in reversed(SIZES):  # of those that don't tell their size the largest by name
        fields = Fields(object_within(told, size))
        address = fields.text("url")
        if address:
            yield RawMedium(
                source=address, width=fields.number("width"), height=fields.number("height")
            )


def _banner(channel: JsonObject) -> tuple[RawMedium, ...]:
    address = text_of(object_within(channel, "brandingSettings", "image").get("bannerExternalUrl"))
    return () if address is None else (RawMedium(source=address),)

"""Read the objects of TikTok's Display API: a video, and the account itself.

A video is named by its number, as a post of an export is whose link tells that. The caption stands
in `video_description`, and in `title` as well; an export calls it `Title`.
"""

from typing import NoReturn

from weerklank.connectors.tiktok.api_shape import MAPPING, USER, VIDEO
from weerklank.harvest.json_fields import FIELD_MISSING, FIELD_STRANGE, Fields, number_of, text_of
from weerklank.harvest.moment import moment_of_seconds
from weerklank.harvest.plain_text import html_of, named_in_text, persons_at
from weerklank.harvest.port import Unreadable
from weerklank.minimise.leads import leads_of_text
from weerklank.model.item import NO_MOMENT, Captions, Counts, ItemKind, Visibility
from weerklank.model.json_value import JsonObject
from weerklank.model.platform import Platform
from weerklank.model.raw import RawItem, RawMedium, RawPerson, RawPlace

ADDRESS = "https://www.tiktok.com"
#: Fields of a video that are asked for. The last is newer than the rest of the API: where TikTok
#: does not know it, the others are asked for without it.
VIDEO_FIELDS = (
    *("id", "create_time", "cover_image_url", "video_description", "title", "duration"),
    *("height", "width", "like_count", "comment_count", "share_count", "view_count"),
    "is_aigc",
)
NEWER_FIELDS = frozenset({"is_aigc"})
#: Fields of the account that are asked for, by the permission that gives them.
USER_FIELDS = {
    "user.info.basic": ("open_id", "display_name", "avatar_large_url"),
    "user.info.profile": ("username", "bio_description", "is_verified"),
    "user.info.stats": ("follower_count", "following_count", "likes_count", "video_count"),
}
_LONGEST_NUMBER = 22
_VIDEO_TYPES: dict[str, type] = {
    "video_description": str,
    "title": str,
    "cover_image_url": str,
    "is_aigc": bool,
}
_USER_TYPES: dict[str, type] = {
    "display_name": str,
    "bio_description": str,
    "avatar_large_url": str,
    "is_verified": bool,
}


def number_of_video(video: JsonObject) -> str:
    """Give the number of a video; Unreadable without one."""
    value = video.get("id")
    if value is None:
        raise Unreadable(FIELD_MISSING.filled(field="id"))
    is_number = isinstance(value, str) and value.isascii() and value.isdecimal()
    if not is_number or len(str(value)) > _LONGEST_NUMBER:
        _strange("id")
    return str(value)


def made_at(video: JsonObject) -> str:
    """Give when a video was published; Unreadable without that."""
    return moment_of_seconds(number_of(video.get("create_time")))


class VideoReader:
    """Reads the videos of one account, and its profile."""

    def __init__(self, owner: RawPerson) -> None:
        self._owner = owner

    def url(self, native_id: str) -> str:
        """Give the address that a reader sees, as an export of the account has it too."""
        return f"{ADDRESS}/@{self._owner.handle}/video/{native_id}"

    def persons(self, said: str) -> tuple[RawPerson, ...]:
        """Give whom a text names by a handle."""
        named = named_in_text(said, Platform.TIKTOK)
        return tuple(one for one in named if one.handle != self._owner.handle)

    def linked(self, said: str) -> tuple[RawPerson, ...]:
        """Give whom a text leads to by an address or a handle with a server."""
        return persons_at(leads_of_text(said), self._owner)

    def said_in(self, video: JsonObject) -> str:
        """Give all words of a video."""
        texts = (text_of(video.get(name)) for name in ("video_description", "title"))
        return " ".join(dict.fromkeys(filter(None, texts)))

    def video(self, video: JsonObject, place: RawPlace) -> RawItem:
        """Read a video whole; Unreadable when it is not as it should be."""
        native, made = number_of_video(video), made_at(video)
        fields = Fields(video)
        caption, title = fields.text("video_description"), fields.text("title")
        counts = Counts(
            likes=fields.number("like_count"),
            replies=fields.number("comment_count"),
            reposts=fields.number("share_count"),
        )
        for only_in_source in ("view_count", "duration", "height", "width"):
            fields.number(only_in_source)
        fields.expect(_VIDEO_TYPES)
        said = caption or title
        return RawItem(
            platform=Platform.TIKTOK,
            native_id=native,
            kind=ItemKind.POST,
            created_at=made,
            author=self._owner,
            persons=self.persons(self.said_in(video)),
            html=html_of(said) if said else None,
            url=self.url(native),
            visibility=Visibility.PUBLIC,
            media=tuple(RawMedium(source=path) for path, _ in cover_of(video, native)),
            captions=Captions.UNTOLD,
            counts=counts,
            source=video,
            shape=VIDEO,
            mapping=MAPPING,
            place=place,
            broken=tuple(fields.broken),
        )

    def profile(self, user: JsonObject, place: RawPlace) -> RawItem:
        """Read the account itself."""
        fields = Fields(user)
        name, bio = fields.text("display_name"), fields.text("bio_description")
        picture = _link(user, "avatar_large_url")
        counts = Counts(
            followers=fields.number("follower_count"),
            following=fields.number("following_count"),
            posts=fields.number("video_count"),
        )
        fields.number("likes_count")  # only the source keeps it
        fields.expect(_USER_TYPES)
        said = " ".join(filter(None, (bio, name)))
        persons = dict.fromkeys((*self.persons(said), *self.linked(said)))
        return RawItem(
            platform=Platform.TIKTOK,
            native_id=f"{ADDRESS}/@{self._owner.handle}",
            kind=ItemKind.PROFILE,
            created_at=NO_MOMENT,
            author=self._owner,
            persons=tuple(persons),
            html=html_of(bio) if bio else None,
            title=name,
            url=f"{ADDRESS}/@{self._owner.handle}",
            media=(RawMedium(source=picture),) if picture else (),
            counts=counts,
            source=user,
            shape=USER,
            mapping=MAPPING,
            place=place,
            broken=tuple(fields.broken),
        )


def cover_of(video: JsonObject, native_id: str) -> tuple[tuple[str, str], ...]:
    """Give what the cover of a video is called here, and the link to it, which expires."""
    link = _link(video, "cover_image_url")
    return ((f"{native_id}/cover.jpeg", link),) if link else ()


def owner_of(user: JsonObject) -> RawPerson:
    """Give whose account it is; Unreadable where that is not told."""
    name = text_of(user.get("username"))
    if name is None:
        raise Unreadable(FIELD_MISSING.filled(field="username"))
    handle = name.strip().lstrip("@").lower()
    if not handle:
        _strange("username")
    return RawPerson(
        platform=Platform.TIKTOK,
        handle=handle,
        addresses=(f"{ADDRESS}/@{handle}",),
        display_name=text_of(user.get("display_name")),
    )


def _link(holder: JsonObject, name: str) -> str | None:
    link = text_of(holder.get(name))
    return link if link and link.startswith(("https://", "http://")) else None


def _strange(field: str) -> NoReturn:
    raise Unreadable(FIELD_STRANGE.filled(field=field))

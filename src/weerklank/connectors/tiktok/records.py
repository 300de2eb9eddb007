"""Read the records of a TikTok export: posts, posts that were deleted, replies, the profile."""

from dataclasses import dataclass
from enum import StrEnum

from weerklank.connectors.tiktok.links import (
    NOTHING,
    ending_of,
    is_file,
    links_in,
    post_number,
)
from weerklank.connectors.tiktok.shape import (
    MAPPING,
    POST,
    POST_WITH_BOTH,
    POST_WITH_FILE,
    POST_WITH_SOUND,
    PROFILE,
    REPLY,
)
from weerklank.harvest.json_fields import Fields, number_of, text_of
from weerklank.harvest.moment import moment
from weerklank.harvest.plain_text import html_of, named_in_text, persons_at
from weerklank.harvest.port import Unreadable
from weerklank.minimise.leads import leads_of_text
from weerklank.model.item import NO_MOMENT, Counts, ItemKind, RefType, Visibility
from weerklank.model.json_value import JsonObject
from weerklank.model.platform import Platform
from weerklank.model.raw import RawItem, RawMedium, RawPerson, RawRef, Shape

_ADDRESS = "https://www.tiktok.com"
#: Who can see a post, as the export words it; any other word is as narrow as for followers.
_VISIBLE = {
    "everyone": Visibility.PUBLIC,
    "public": Visibility.PUBLIC,
    "friends": Visibility.FOLLOWERS,
    "followers": Visibility.FOLLOWERS,
}
_NOBODY = frozenset({"only me", "only you", "myself", "private", "no one", "nobody", "self"})
#: Fields of a post, besides its title, in which somebody may be named.
_BESIDES = ("Location", "AddYoursText", "ContentDisclosure", "AIGeneratedContent")


class Kind(StrEnum):
    """The lists that come in."""

    POST = "post"
    DELETED = "deleted"
    REPLY = "reply"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A file of an item: what it is called here, and where it is to be had."""

    path: str
    #: Empty where the export leads to no file.
    address: str


class Reader:
    """Reads the records of one account."""

    def __init__(self, owner: RawPerson, *, is_shielded: bool) -> None:
        """`is_shielded`: only whom the account lets follow it sees what it publishes."""
        self._owner = owner
        self._is_shielded = is_shielded

    def moment_of(self, kind: Kind, record: JsonObject) -> str:
        """Give when a record was published; Unreadable without one. TikTok states UTC."""
        written = record.get("date" if kind is Kind.REPLY else "Date")
        if isinstance(written, str):
            written = written.strip().removesuffix(" UTC")
        return moment(written)

    def is_dated(self, kind: Kind, record: JsonObject) -> bool:
        """Tell whether it can be read when a record was published."""
        try:
            return bool(self.moment_of(kind, record))
        except Unreadable:
            return False

    def number(self, kind: Kind, record: JsonObject) -> str | None:
        """Give the number of a post, where the link tells it."""
        links = links_in(text_of(record.get("Link"))) if kind is not Kind.REPLY else []
        return next(filter(None, map(post_number, links)), None)

    def name_by_second(self, kind: Kind, made: str) -> str:
        """Give the name of what has no number that is told."""
        what = "reply" if kind is Kind.REPLY else "post"
        return f"{self._owner.handle}/{what}/{made}"

    def words(self, kind: Kind, record: JsonObject) -> str:
        """Give what tells a record from another one of its second."""
        return _written(record, "comment" if kind is Kind.REPLY else "Title") or ""

    def url(self, native_id: str) -> str | None:
        """Give the address that a reader sees, of a post whose number is known."""
        if not native_id.isdecimal():
            return None
        return f"{_ADDRESS}/@{self._owner.handle}/video/{native_id}"

    def is_private(self, kind: Kind, record: JsonObject) -> bool:
        """Tell whether nobody but the account itself can see a post."""
        told = text_of(record.get("WhoCanView")) or ""
        return kind is not Kind.REPLY and told.strip().lower() in _NOBODY

    def deleted_at(self, kind: Kind, record: JsonObject) -> str | None:
        """Give when a post was deleted, where that can be read."""
        return Fields(record).moment("DateDeleted") if kind is Kind.DELETED else None

    def parent(self, kind: Kind, record: JsonObject) -> str | None:
        """Give the number of the post that a reply stands below, where it is told."""
        links = links_in(text_of(record.get("url"))) if kind is Kind.REPLY else []
        return next(filter(None, map(post_number, links)), None)

    def places(self, kind: Kind, record: JsonObject, native_id: str) -> tuple[Place, ...]:
        """Give the files of an item. Their names are ours: a link is another in each export.

        A post has one also where what stands for its link can't be followed.
        """
        written = text_of(record.get("photo" if kind is Kind.REPLY else "Link"))
        links = links_in(written)
        if kind is Kind.POST and written and not links:
            links = [""]
        ending = ".jpeg" if kind is Kind.REPLY else None
        return tuple(
            Place(
                path=f"{native_id}/{number}{ending or ending_of(link)}",
                address=link if is_file(link) else "",
            )
            for number, link in enumerate(links, 1)
        )

    def persons(self, kind: Kind, record: JsonObject) -> tuple[RawPerson, ...]:
        """Give whom a record names by a handle."""
        said = " ".join(self._said(kind, record))
        named = named_in_text(said, Platform.TIKTOK)
        return tuple(one for one in named if one.handle != self._owner.handle)

    def linked(self, kind: Kind, record: JsonObject) -> tuple[RawPerson, ...]:
        """Give whom a record leads to by an address or a handle with a server."""
        found = [one for text in self._said(kind, record) for one in leads_of_text(text)]
        found += links_in(text_of(record.get("url")))
        return persons_at(found, self._owner) if found else ()

    def _said(self, kind: Kind, record: JsonObject) -> list[str]:
        names = ("comment",) if kind is Kind.REPLY else ("Title", *_BESIDES)
        return [text for name in names if (text := _written(record, name))]

    def item(self, kind: Kind, record: JsonObject, native_id: str) -> RawItem:
        """Read one record whole; Unreadable when it is not as it should be."""
        made = self.moment_of(kind, record)
        fields = Fields(record)
        parent = self.parent(kind, record)
        said = _written(record, "comment" if kind is Kind.REPLY else "Title")
        likes = fields.number_written("Likes") if record.get("Likes") not in NOTHING else None
        shown = self._visibility(kind, record)
        places = self.places(kind, record, native_id)
        fields.expect(_TEXTS[kind])
        return RawItem(
            platform=Platform.TIKTOK,
            native_id=native_id,
            kind=ItemKind.REPLY if kind is Kind.REPLY else ItemKind.POST,
            created_at=made,
            author=self._owner,
            persons=self.persons(kind, record),
            html=html_of(said) if said else None,
            url=None if kind is Kind.REPLY else self.url(native_id),
            visibility=shown or Visibility.FOLLOWERS,
            tells_visibility=shown is not None,
            refs=(RawRef(type=RefType.REPLY_TO, native_id=parent),) if parent else (),
            media=tuple(RawMedium(source=one.path, content_type=_type(one)) for one in places),
            counts=None if likes is None else Counts(likes=likes),
            source=record,
            shape=self._shape(kind, record),
            mapping=MAPPING,
            deleted_at=self.deleted_at(kind, record),
            broken=tuple(fields.broken),
        )

    def _visibility(self, kind: Kind, record: JsonObject) -> Visibility | None:
        """Give to whom an item was shown; None where the export does not tell."""
        if self._is_shielded:
            return Visibility.FOLLOWERS
        if kind is Kind.REPLY:
            return Visibility.PUBLIC
        told = _written(record, "WhoCanView")
        if told is None:
            return None
        return _VISIBLE.get(told.strip().lower(), Visibility.FOLLOWERS)

    def _shape(self, kind: Kind, record: JsonObject) -> Shape:
        if kind is Kind.REPLY:
            return REPLY
        links = links_in(text_of(record.get("Link")))
        has_file = not links or any(map(is_file, links)) or not any(map(post_number, links))
        if self._is_own_sound(_written(record, "Sound")):
            return POST_WITH_BOTH if has_file else POST_WITH_SOUND
        return POST_WITH_FILE if has_file else POST

    def _is_own_sound(self, sound: str | None) -> bool:
        maker = (sound or "").rpartition(" - ")[2].strip().lower()
        ours = {self._owner.handle, (self._owner.display_name or "").lower()} - {""}
        return sound is None or maker in ours

    def profile(self, record: JsonObject) -> RawItem:
        """Read the profile."""
        fields = Fields(record)
        bio = _written(record, "bioDescription")
        photo = links_in(text_of(record.get("profilePhoto")))
        fields.expect({"displayName": str, "bioDescription": str, "userName": str})
        said = " ".join(filter(None, (bio, _written(record, "displayName"))))
        persons = named_in_text(said, Platform.TIKTOK) + persons_at(
            leads_of_text(said), self._owner
        )
        return RawItem(
            platform=Platform.TIKTOK,
            native_id=f"{_ADDRESS}/@{self._owner.handle}",
            kind=ItemKind.PROFILE,
            created_at=NO_MOMENT,
            author=self._owner,
            persons=tuple(one for one in persons if one.handle != self._owner.handle),
            html=html_of(bio) if bio else None,
            title=_written(record, "displayName"),
            url=f"{_ADDRESS}/@{self._owner.handle}",
            media=(RawMedium(source=self.photo_path),) if photo else (),
            counts=_followers(record),
            source=record,
            shape=PROFILE,
            mapping=MAPPING,
            broken=tuple(fields.broken),
        )

    @property
    def photo_path(self) -> str:
        """Give what the picture of the profile is called here."""
        return f"{self._owner.handle}/profile/1.jpeg"


_TEXTS: dict[Kind, dict[str, type]] = {
    Kind.REPLY: {"comment": str, "url": str, "photo": str},
    Kind.POST: {"Title": str, "Link": str, "WhoCanView": str},
    Kind.DELETED: {"Title": str, "Link": str, "DateDeleted": str},
}


def _written(record: JsonObject, name: str) -> str | None:
    """Give a text; TikTok writes `N/A` where there is none."""
    text = text_of(record.get(name))
    return None if text is None or text.strip() in NOTHING else text


def _type(place: Place) -> str | None:
    return "video/mp4" if place.path.endswith(".mp4") else None


def _followers(record: JsonObject) -> Counts | None:
    followers = number_of(record.get("followerCount"))
    following = number_of(record.get("followingCount"))
    if followers is None and following is None:
        return None
    return Counts(followers=followers, following=following)

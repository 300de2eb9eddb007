"""Read the records of Instagram's API into raw items: posts, stories, replies, the account."""

from weerklank.connectors.instagram.api_shape import COMMENT, MAPPING, MEDIA, USER
from weerklank.harvest.feed import Given
from weerklank.harvest.json_fields import (
    Fields,
    object_within,
    parse_object,
    text_of,
)
from weerklank.harvest.meta_feed import (
    ReadRecord,
    captions_of_any,
    first_told,
    kinds_in,
    nobody_told,
    told_beside,
    words_within,
)
from weerklank.harvest.meta_records import (
    files_of,
    name_of,
    named_in,
    number_in,
    parts_of,
)
from weerklank.harvest.moment import moment
from weerklank.harvest.plain_text import html_of, person_called, persons_at
from weerklank.minimise.leads import leads_of_text
from weerklank.model.item import NO_MOMENT, Counts, ItemKind, RefType, Visibility
from weerklank.model.json_value import JsonObject
from weerklank.model.platform import Platform
from weerklank.model.raw import RawItem, RawMedium, RawPerson, RawPlace, RawRef

_STORY = "STORY"
#: What of a reply stands in records of its own.
_APART = frozenset({"replies", "media"})


def owner_of(account: JsonObject, handle: str) -> RawPerson:
    """Give whose account it is, as an export names it."""
    url = f"https://www.instagram.com/{handle.lower()}"
    return RawPerson(
        platform=Platform.INSTAGRAM,
        handle=handle.lower(),
        addresses=(url, f"{url}/"),
        display_name=text_of(account.get("name")),
    )


class InstagramApiRecords:
    """Reads the records of one account."""

    def __init__(self, account: JsonObject, given: Given, handle: str) -> None:
        self._account = account
        self._place = RawPlace(number=given.answer, pointer=given.pointer)
        self._number = text_of(account.get("user_id"))
        self.owner = owner_of(account, handle)

    def media(self, given: Given) -> tuple[ReadRecord, int]:
        """Read a post or story; tells also how many of its files are withheld."""
        record = parse_object(given.content)
        fields = Fields(record)
        files, addresses, withheld = files_of(parts_of(fields) or [record])
        caption = fields.text("caption")
        is_story = record.get("media_product_type") == _STORY
        item = RawItem(
            platform=Platform.INSTAGRAM,
            native_id=name_of(record),
            kind=ItemKind.STORY if is_story else ItemKind.POST,
            created_at=moment(record.get("timestamp")),
            author=self.owner,
            persons=named_in(record, self.owner),
            html=html_of(caption) if caption else None,
            url=fields.text("permalink"),
            media=files,
            captions=captions_of_any(kinds_in(record)),
            counts=Counts(
                likes=fields.number("like_count"), replies=fields.number("comments_count")
            ),
            source=record,
            shape=MEDIA,
            mapping=MAPPING,
            place=RawPlace(number=given.answer, pointer=given.pointer),
            broken=tuple(f"/{place}" for place in fields.broken),
        )
        return ReadRecord(item, addresses, self._linked(record)), withheld

    def comment(self, given: Given) -> ReadRecord:
        """Read a reply; what it answers stands in the answer or beside it."""
        record = parse_object(given.content)
        fields = Fields(record)
        number = number_in(record)
        text = fields.text("text")
        told = told_beside(given)
        parent = text_of(record.get("parent_id")) or told.get("parent")
        if parent == told.get("number"):  # the post, by the name that the archive has for it
            parent = told.get("post", parent)
        is_hidden = record.get("hidden") not in (None, False)
        fields.expect_truth("hidden")
        item = RawItem(
            platform=Platform.INSTAGRAM,
            native_id=number,
            kind=ItemKind.REPLY,
            created_at=moment(record.get("timestamp")),
            author=self._author(record, number),
            persons=named_in(record, self.owner),
            html=html_of(text) if text else None,
            # Hidden by the account: nobody else is shown it.
            visibility=Visibility.FOLLOWERS if is_hidden else Visibility.PUBLIC,
            refs=(RawRef(type=RefType.REPLY_TO, native_id=parent),) if parent else (),
            counts=Counts(likes=fields.number("like_count")),
            source={name: value for name, value in record.items() if name not in _APART},
            shape=COMMENT,
            mapping=MAPPING,
            place=RawPlace(number=given.answer, pointer=given.pointer),
            broken=tuple(f"/{place}" for place in fields.broken),
        )
        return ReadRecord(item, linked=self._linked(record))

    def _author(self, record: JsonObject, number: str) -> RawPerson:
        by = object_within(record, "from")
        told = text_of(by.get("id"))
        name = text_of(by.get("username")) or text_of(record.get("username"))
        if (name or "").lower() == self.owner.handle or (told and told == self._number):
            return self.owner
        if name is None:
            return nobody_told(Platform.INSTAGRAM, told or number)
        person = person_called(Platform.INSTAGRAM, name)
        url = f"https://www.instagram.com/{person.handle}"
        return RawPerson(
            platform=Platform.INSTAGRAM,
            user_id=told,
            handle=person.handle,
            spelling=person.spelling,
            addresses=(url, f"{url}/"),
        )

    def _linked(self, record: JsonObject) -> tuple[RawPerson, ...]:
        leads = (lead for text in words_within(record) for lead in leads_of_text(text))
        return persons_at(leads, self.owner)

    def profile(self) -> RawItem:
        """Read the account itself."""
        account = self._account
        fields = Fields(account)
        bio = fields.text("biography")
        picture = fields.text("profile_picture_url")
        return RawItem(
            platform=Platform.INSTAGRAM,
            native_id=self.owner.addresses[0],
            kind=ItemKind.PROFILE,
            created_at=NO_MOMENT,
            author=self.owner,
            persons=first_told(named_in(account, self.owner), self._linked(account)),
            html=html_of(bio) if bio else None,
            title=fields.text("name"),
            url=self.owner.addresses[0],
            media=(RawMedium(source=picture),) if picture else (),
            counts=Counts(
                followers=fields.number("followers_count"),
                following=fields.number("follows_count"),
                posts=fields.number("media_count"),
            ),
            source=account,
            shape=USER,
            mapping=MAPPING,
            place=self._place,
            broken=tuple(f"/{place}" for place in fields.broken),
        )

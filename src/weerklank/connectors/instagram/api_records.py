"""Read the records of Instagram's API into raw items: posts, stories, replies, the account."""

from weerklank.connectors.instagram.api_shape import COMMENT, MAPPING, MEDIA, USER
from weerklank.harvest.feed import Given
from weerklank.harvest.json_fields import (
    FIELD_MISSING,
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
    medium_called,
    nobody_told,
    told_beside,
    words_within,
)
from weerklank.harvest.moment import moment
from weerklank.harvest.plain_text import html_of, named_in_text, person_called, persons_at
from weerklank.harvest.port import Unreadable
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
        files, addresses, withheld = self._files(fields, record)
        caption = fields.text("caption")
        is_story = record.get("media_product_type") == _STORY
        item = RawItem(
            platform=Platform.INSTAGRAM,
            native_id=name_of(record),
            kind=ItemKind.STORY if is_story else ItemKind.POST,
            created_at=moment(record.get("timestamp")),
            author=self.owner,
            persons=self._named(record),
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

    def _files(
        self, fields: Fields, record: JsonObject
    ) -> tuple[tuple[RawMedium, ...], tuple[str, ...], int]:
        """Give the files of a post, where each is, and how many are named and not given."""
        children = Fields(fields.object("children") or {})
        parts = [part for _, part in children.objects("data")]
        fields.broken += [f"children/{place}" for place in children.broken]
        files, addresses, withheld = [], [], 0
        for part in parts or [record]:
            number, address = text_of(part.get("id")), text_of(part.get("media_url"))
            if number is None or address is None:
                withheld += 1
                continue
            kind = text_of(part.get("media_type")) or ""
            files.append(medium_called(number, address, kind, text_of(part.get("alt_text"))))
            addresses.append(address)
        return tuple(files), tuple(addresses), withheld

    def comment(self, given: Given) -> ReadRecord:
        """Read a reply; what it answers stands in the answer or beside it."""
        record = parse_object(given.content)
        fields = Fields(record)
        number = _number_of(record)
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
            persons=self._named(record),
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

    def _named(self, record: JsonObject) -> tuple[RawPerson, ...]:
        texts = words_within(record)
        named = first_told(*(named_in_text(text, Platform.INSTAGRAM) for text in texts))
        return tuple(person for person in named if person.handle != self.owner.handle)

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
            persons=first_told(self._named(account), self._linked(account)),
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


def name_of(record: JsonObject) -> str:
    """Name a post as an export can: by the number of its first medium (docs/adr/0075, 0083)."""
    children = object_within(record, "children").get("data")
    first = children[0] if isinstance(children, list) and children else None
    return _number_of(first if isinstance(first, dict) else record)


def _number_of(record: JsonObject) -> str:
    number = text_of(record.get("id"))
    if number is None or not (number.isascii() and number.isdecimal()):
        raise Unreadable(FIELD_MISSING.filled(field="id"))
    return number

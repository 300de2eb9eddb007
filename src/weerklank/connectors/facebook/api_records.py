"""Read the records of the API of Facebook Pages into raw items: posts, replies, the page."""

from collections.abc import Iterator

from weerklank.connectors.facebook.api_shape import COMMENT, MAPPING, PAGE, POST
from weerklank.connectors.facebook.people import person_marked, person_named
from weerklank.connectors.facebook.shown_beside import shown_beside
from weerklank.harvest.feed import Given
from weerklank.harvest.json_fields import (
    FIELD_MISSING,
    Fields,
    number_of,
    object_within,
    objects_within,
    parse_object,
    text_of,
)
from weerklank.harvest.meta_feed import (
    ReadRecord,
    captions_of_any,
    first_told,
    medium_called,
    nobody_told,
    told_beside,
    words_within,
)
from weerklank.harvest.moment import moment
from weerklank.harvest.plain_text import html_of, named_in_text, persons_at
from weerklank.harvest.port import Unreadable
from weerklank.minimise.leads import leads_of_text
from weerklank.model.item import NO_MOMENT, Counts, ItemKind, RefType, Visibility
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.platform import Platform, profile_of
from weerklank.model.raw import (
    Passed,
    PassedOver,
    RawItem,
    RawMedium,
    RawPerson,
    RawPlace,
    RawRef,
)

#: Attachments that are files of the post itself; of a link the platform shows a picture of a page.
_FILES = frozenset({"photo", "video"})
#: What says that everyone is shown something; anything else shields it.
_EVERYONE = (None, "EVERYONE", "")
_NOT_HIDDEN = (None, False)


def names_of(page: JsonObject) -> tuple[str, ...]:
    """Give what a page is called in addresses: by its name, and by its number."""
    link = profile_of(text_of(page.get("link")) or "")
    by_link = link.handle if link and link.platform is Platform.FACEBOOK else None
    names = (text_of(page.get("username")), by_link, text_of(page.get("id")))
    return tuple(dict.fromkeys(name.lower() for name in names if name))


def owner_of(page: JsonObject, handle: str) -> RawPerson:
    """Give whose page it is, as an export names it, with its number besides."""
    names = tuple(dict.fromkeys((handle.lower(), *names_of(page))))
    addresses = [f"https://www.facebook.com/{name}" for name in names]
    return RawPerson(
        platform=Platform.FACEBOOK,
        handle=names[0],
        other_handles=names[1:],
        addresses=(*addresses, *(f"{one}/" for one in addresses)),
        display_name=text_of(page.get("name")),
    )


class FacebookApiRecords:
    """Reads the records of one page."""

    def __init__(self, page: JsonObject, given: Given, handle: str) -> None:
        self._page = page
        self._place = RawPlace(number=given.answer, pointer=given.pointer)
        self._number = text_of(page.get("id"))
        self.owner = owner_of(page, handle)

    def post(self, given: Given) -> tuple[ReadRecord, int] | Passed:
        """Read a post of the page; tells also how many of its files are withheld."""
        record = parse_object(given.content)
        by = text_of(object_within(record, "from").get("id"))
        if by is not None and by != self._number:
            return Passed(why=PassedOver.OTHER_ACTOR)
        return self._post(given, record, self.owner)

    def visit(self, given: Given) -> ReadRecord:
        """Read what a visitor put on the page: somebody else's, as a reply is."""
        record = parse_object(given.content)
        return self._post(given, record, self._author(record, number_in(record)))[0]

    def _post(self, given: Given, record: JsonObject, author: RawPerson) -> tuple[ReadRecord, int]:
        fields = Fields(record)
        parts = _parts(fields)
        own = fields.text("message")
        files, addresses, withheld = _files(parts, own)
        said = _said(own, parts)
        item = RawItem(
            platform=Platform.FACEBOOK,
            native_id=number_in(record),
            kind=ItemKind.POST,
            created_at=moment(record.get("created_time")),
            author=author,
            persons=self._named(record),
            html=html_of(said) if said else None,
            url=fields.text("permalink_url"),
            visibility=_visibility(record),
            media=files,
            captions=captions_of_any([_kind(part).upper() for part in parts]),
            counts=Counts(
                likes=_total(record, "reactions"),
                replies=_total(record, "comments"),
                reposts=number_of(object_within(record, "shares").get("count")),
            ),
            source=record,
            shape=POST,
            mapping=MAPPING,
            place=RawPlace(number=given.answer, pointer=given.pointer),
            broken=tuple(f"/{place}" for place in fields.broken),
        )
        return ReadRecord(item, addresses, self._linked(record)), withheld + _cut(record)

    def comment(self, given: Given) -> ReadRecord:
        """Read a reply, of whatever level; one that answers no other answers the post."""
        record = parse_object(given.content)
        fields = Fields(record)
        number = number_in(record)
        text = fields.text("message")
        parent = text_of(object_within(record, "parent").get("id"))
        parent = parent or told_beside(given).get("post")
        attached = fields.object("attachment")
        files, addresses, _ = _files([attached] if attached else [], text)
        fields.expect_truth("is_hidden")
        item = RawItem(
            platform=Platform.FACEBOOK,
            native_id=number,
            kind=ItemKind.REPLY,
            created_at=moment(record.get("created_time")),
            author=self._author(record, number),
            persons=self._named(record),
            html=html_of(text) if text else None,
            # Hidden by the page: only who wrote it and their friends are shown it.
            visibility=_visibility(record),
            refs=(RawRef(type=RefType.REPLY_TO, native_id=parent),) if parent else (),
            media=files,
            counts=Counts(
                likes=fields.number("like_count"), replies=fields.number("comment_count")
            ),
            source=record,
            shape=COMMENT,
            mapping=MAPPING,
            place=RawPlace(number=given.answer, pointer=given.pointer),
            broken=tuple(f"/{place}" for place in fields.broken),
        )
        return ReadRecord(item, addresses, self._linked(record))

    def _author(self, record: JsonObject, number: str) -> RawPerson:
        by = object_within(record, "from")
        told = text_of(by.get("id"))
        if told is not None and told == self._number:
            return self.owner
        if told is None:
            return nobody_told(Platform.FACEBOOK, number, text_of(by.get("name")))
        # A number that holds for this page alone: no address has it.
        return RawPerson(
            platform=Platform.FACEBOOK,
            user_id=f"to-page:{told}",
            display_name=text_of(by.get("name")),
        )

    def _named(self, record: JsonObject) -> tuple[RawPerson, ...]:
        """Give whom tags and handles name, but for the page."""
        tags = [*objects_within(record, "message_tags"), *_tags_by_place(record)]
        tagged = [
            person_marked(number, name)
            if (number := text_of(tag.get("id")))
            else person_named(name)
            for tag in tags
            if (name := text_of(tag.get("name")))
        ]
        texts = words_within(record)
        named = first_told(*(named_in_text(text, Platform.FACEBOOK) for text in texts))
        found = (shown_beside(part, self.owner) for part in _attached(record))
        beside = [one for one in found if one is not None]
        ours = {self.owner.handle, *self.owner.other_handles}
        return tuple(one for one in first_told(tagged, named, beside) if one.handle not in ours)

    def _linked(self, record: JsonObject) -> tuple[RawPerson, ...]:
        leads = (lead for text in words_within(record) for lead in leads_of_text(text))
        return persons_at(leads, self.owner)

    def profile(self) -> RawItem:
        """Read the page itself."""
        page = self._page
        fields = Fields(page)
        bio = fields.text("about")
        pictures = (
            text_of(object_within(page, "picture", "data").get("url")),
            text_of(object_within(page, "cover").get("source")),
        )
        return RawItem(
            platform=Platform.FACEBOOK,
            native_id=self.owner.addresses[0],
            kind=ItemKind.PROFILE,
            created_at=NO_MOMENT,
            author=self.owner,
            persons=first_told(self._named(page), self._linked(page)),
            html=html_of(bio) if bio else None,
            title=fields.text("name"),
            url=self.owner.addresses[0],
            media=tuple(RawMedium(source=one) for one in pictures if one),
            counts=Counts(
                followers=fields.number("followers_count"), likes=fields.number("fan_count")
            ),
            source=page,
            shape=PAGE,
            mapping=MAPPING,
            place=self._place,
            broken=tuple(f"/{place}" for place in fields.broken),
        )


def _tags_by_place(record: JsonObject) -> Iterator[JsonObject]:
    """Give tags as older versions of the API have them: under the place in the text."""
    for tags in object_within(record, "message_tags").values():
        yield from (
            tag for tag in (tags if isinstance(tags, list) else []) if isinstance(tag, dict)
        )


def _parts(fields: Fields) -> list[JsonObject]:
    """Give what is attached to a post, each picture of an album by itself."""
    outer = Fields(fields.object("attachments") or {})
    parts: list[JsonObject] = []
    for _, one in outer.objects("data"):
        inner = objects_within(one, "subattachments", "data")
        parts += inner or [one]
    fields.broken += [f"attachments/{place}" for place in outer.broken]
    return parts


def _cut(record: JsonObject) -> int:
    """Give of how many albums not all came along: the API says that there are more pictures."""
    parts = objects_within(record, "attachments", "data")
    return sum("next" in object_within(one, "subattachments", "paging") for one in parts)


def _attached(record: JsonObject) -> Iterator[JsonObject]:
    """Give all that is attached to a post or a reply, what is within an album too."""
    for part in objects_within(record, "attachments", "data"):
        yield part
        yield from objects_within(part, "subattachments", "data")
    yield object_within(record, "attachment")


def _kind(part: JsonObject) -> str:
    told = text_of(part.get("media_type")) or text_of(part.get("type")) or ""
    return "video" if told.startswith("video") else told


def _files(
    parts: list[JsonObject], own: str | None
) -> tuple[tuple[RawMedium, ...], tuple[str, ...], int]:
    """Give the files of a post, where each is, and how many are named and not given.

    Of a post with words of its own those of a picture go with the picture.
    """
    files, addresses, withheld = [], [], 0
    for part in parts:
        kind = _kind(part)
        if kind not in _FILES:
            continue
        number = text_of(object_within(part, "target").get("id"))
        address = _address(part, kind)
        if number is None or address is None:
            withheld += 1
            continue
        words = text_of(part.get("description")) if own else None
        alt = words if words != own else None
        files.append(medium_called(number, address, kind.upper(), alt))
        addresses.append(address)
    return tuple(files), tuple(addresses), withheld


def _address(part: JsonObject, kind: str) -> str | None:
    if kind == "video":
        return text_of(object_within(part, "media").get("source"))
    return text_of(object_within(part, "media", "image").get("src"))


def _said(own: str | None, parts: list[JsonObject]) -> str | None:
    """Give what a post says: its own words, else those with its files; and its links."""
    told = (
        []
        if own
        else [text_of(part.get("description")) for part in parts if _kind(part) in _FILES]
    )
    text = "\n".join(dict.fromkeys(filter(None, (own, *told))))
    links = [
        link
        for part in parts
        if _kind(part) not in _FILES
        and (link := text_of(part.get("unshimmed_url")))
        and link not in text
    ]
    return "\n".join(filter(None, (text, *dict.fromkeys(links)))) or None


def _visibility(record: JsonObject) -> Visibility:
    """Give for whom a record is: a page may show it to a part of the public, or have hidden it."""
    told = object_within(record, "privacy").get("value")
    is_open = told in _EVERYONE and record.get("is_hidden") in _NOT_HIDDEN
    return Visibility.PUBLIC if is_open else Visibility.FOLLOWERS


def _total(record: JsonObject, name: str) -> int | None:
    return number_of(object_within(record, name, "summary").get("total_count"))


def stated_replies(record: JsonObject) -> int | None:
    """Give how many replies of all levels a post has, as the API counts them."""
    return _total(record, "comments")


def number_in(record: Json) -> str:
    """Give the number of a record, which may have that of its page or post before it."""
    number = text_of(record.get("id")) if isinstance(record, dict) else None
    if number is None or not (number.isascii() and number.replace("_", "").isdecimal()):
        raise Unreadable(FIELD_MISSING.filled(field="id"))
    return number

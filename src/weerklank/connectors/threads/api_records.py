"""Read the records of the API of Threads into raw items: posts, replies, the account."""

from weerklank.connectors.threads.api_shape import MAPPING, MEDIA, USER
from weerklank.harvest.feed import Given
from weerklank.harvest.json_fields import (
    Fields,
    number_of,
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
from weerklank.model.item import NO_MOMENT, ItemKind, RefType, Visibility
from weerklank.model.json_value import JsonObject
from weerklank.model.platform import Platform
from weerklank.model.raw import (
    RawItem,
    RawMedium,
    RawPerson,
    RawPlace,
    RawPoll,
    RawPollOption,
    RawRef,
)

_REPOST, _WORDS_ALONE = "REPOST_FACADE", "TEXT_POST"
#: Of a reply: that everyone is shown it; any other word shields it.
_SHOWN = (None, "NOT_HUSHED", "UNHUSHED")


def owner_of(account: JsonObject, handle: str) -> RawPerson:
    """Give whose account it is, as an export names it."""
    name = handle.lower()
    return RawPerson(
        platform=Platform.THREADS,
        handle=name,
        addresses=_addresses(name),
        display_name=text_of(account.get("name")),
    )


def _addresses(name: str) -> tuple[str, ...]:
    url, former = f"https://www.threads.com/@{name}", f"https://www.threads.net/@{name}"
    return (url, f"{url}/", former, f"{former}/")


class ThreadsApiRecords:
    """Reads the records of one account."""

    def __init__(self, account: JsonObject, given: Given, handle: str) -> None:
        self._account = account
        self._place = RawPlace(number=given.answer, pointer=given.pointer)
        self.owner = owner_of(account, handle)

    def media(self, given: Given, *, is_listed: bool) -> tuple[ReadRecord, int]:
        """Read a post or a reply; tells also how many of its files are withheld.

        What stands in a list of the account's own (`is_listed`) is its own.
        """
        record = parse_object(given.content)
        fields = Fields(record)
        number = number_in(record)
        parts = parts_of(fields)
        if not parts and record.get("media_type") not in (None, _WORDS_ALONE, _REPOST):
            parts = [record]
        files, addresses, withheld = files_of(parts)
        text = fields.text("text")
        link = fields.text("link_attachment_url")
        further = link if link and link not in (text or "") else None
        said = "\n".join(filter(None, (text, further)))
        poll = _poll(fields)
        answered = self._answered(record, given)
        is_repost = record.get("media_type") == _REPOST
        item = RawItem(
            platform=Platform.THREADS,
            native_id=name_of(record),
            kind=_kind(is_repost=is_repost, answers=answered is not None),
            created_at=moment(record.get("timestamp")),
            author=self.owner if is_listed else self._author(record, number),
            persons=named_in(record, self.owner),
            html=html_of(said) if said else None,
            url=fields.text("permalink"),
            visibility=_visibility(record),
            refs=_refs(record, answered),
            media=files,
            captions=captions_of_any(kinds_in(record)),
            poll=poll,
            source=record,
            shape=MEDIA,
            mapping=MAPPING,
            place=RawPlace(number=given.answer, pointer=given.pointer),
            broken=tuple(f"/{place}" for place in fields.broken),
        )
        return ReadRecord(item, addresses, self._linked(record)), withheld

    def _answered(self, record: JsonObject, given: Given) -> str | None:
        """Give what a record answers, by the name that the archive has for it."""
        told = told_beside(given)
        answered = text_of(object_within(record, "replied_to").get("id"))
        if answered is None and record.get("is_reply") is True:
            answered = text_of(object_within(record, "root_post").get("id"))
        if answered is None:
            answered = told.get("number")
        return told.get("post") if answered and answered == told.get("number") else answered

    def _author(self, record: JsonObject, number: str) -> RawPerson:
        name = text_of(record.get("username"))
        if name is None:
            return nobody_told(Platform.THREADS, number)
        if name.lower() == self.owner.handle:
            return self.owner
        person = person_called(Platform.THREADS, name)
        return RawPerson(
            platform=Platform.THREADS,
            handle=person.handle,
            spelling=person.spelling,
            addresses=_addresses(person.handle or ""),
        )

    def _linked(self, record: JsonObject) -> tuple[RawPerson, ...]:
        leads = (lead for text in words_within(record) for lead in leads_of_text(text))
        return persons_at(leads, self.owner)

    def profile(self) -> RawItem:
        """Read the account itself."""
        account = self._account
        fields = Fields(account)
        bio = fields.text("threads_biography")
        picture = fields.text("threads_profile_picture_url")
        return RawItem(
            platform=Platform.THREADS,
            native_id=self.owner.addresses[0],
            kind=ItemKind.PROFILE,
            created_at=NO_MOMENT,
            author=self.owner,
            persons=first_told(named_in(account, self.owner), self._linked(account)),
            html=html_of(bio) if bio else None,
            title=fields.text("name"),
            url=self.owner.addresses[0],
            media=(RawMedium(source=picture),) if picture else (),
            source=account,
            shape=USER,
            mapping=MAPPING,
            place=self._place,
            broken=tuple(f"/{place}" for place in fields.broken),
        )


def _kind(*, is_repost: bool, answers: bool) -> ItemKind:
    if is_repost:
        return ItemKind.BOOST
    return ItemKind.REPLY if answers else ItemKind.POST


def _refs(record: JsonObject, answered: str | None) -> tuple[RawRef, ...]:
    pointed = (
        (RefType.REPLY_TO, answered),
        (RefType.QUOTE_OF, text_of(object_within(record, "quoted_post").get("id"))),
        (RefType.BOOST_OF, text_of(object_within(record, "reposted_post").get("id"))),
    )
    return tuple(RawRef(type=how, native_id=of) for how, of in pointed if of)


def _poll(fields: Fields) -> RawPoll | None:
    """Give the poll of a post: of each answer only its share of the votes is told."""
    poll = fields.object("poll_attachment")
    if poll is None:
        return None
    told = (text_of(poll.get(f"option_{one}")) for one in "abcd")
    options = tuple(RawPollOption(text=text) for text in told if text)
    ends = Fields(poll).moment("expiration_timestamp")
    voters = number_of(poll.get("total_votes"))
    return RawPoll(options=options, voters=voters, ends_at=ends) if options else None


def _visibility(record: JsonObject) -> Visibility:
    is_shown = record.get("hide_status") in _SHOWN
    return Visibility.PUBLIC if is_shown else Visibility.FOLLOWERS

"""Read the objects of Mastodon's API into raw items.

An id of the API is a number that means something on one server only. So that a post has one key
however it came in, it is known by its address (`uri`), and so is what it answers, boosts or
quotes. In the source that goes on to minimisation those addresses stand in place of numbers. Left
out of it are the numbers themselves, the account object (that is the profile), the language (the
record has it), what a server tells about whoever asks, and of a boost all that is not its own.
"""

import re

import msgspec

from weerklank.connectors.mastodon.activity import Reader
from weerklank.connectors.mastodon.api_card import card_persons, status_shape
from weerklank.connectors.mastodon.api_shape import ACCOUNT, MAPPING, STATUS
from weerklank.connectors.mastodon.fields import Fields, number_of, said_besides
from weerklank.harvest.json_fields import FIELD_MISSING, NO_OBJECT, parse, text_of
from weerklank.harvest.moment import moment
from weerklank.harvest.port import Unreadable
from weerklank.model.item import NO_MOMENT, Counts, ItemKind, RefType, Visibility
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.platform import Platform
from weerklank.model.raw import (
    RawItem,
    RawMedium,
    RawPerson,
    RawPlace,
    RawPoll,
    RawPollOption,
    RawRef,
    media_path,
)
from weerklank.model.text import Text

UNKNOWN_VISIBILITY = Text(
    "niet te lezen voor wie het bericht is", "can't be read for whom the post is"
)

VISIBILITIES = {
    "public": Visibility.PUBLIC,
    "unlisted": Visibility.UNLISTED,
    "private": Visibility.FOLLOWERS,
}
DIRECT = "direct"
#: Of replies a server counts these alone (Mastodon's `distributable?`).
_COUNTED = frozenset({Visibility.PUBLIC, Visibility.UNLISTED})
#: Without these a post says less than Mastodon always says: a server that changed.
_ALWAYS = ("content", "spoiler_text", "mentions", "media_attachments", "tags", "sensitive")
#: What is read besides by other ways, and is lost where it is of another type.
_TYPES: dict[str, type] = {"quote": dict, "card": dict, "tags": list, "mentions": list}
_TYPES_OF_ACCOUNT: dict[str, type] = {"fields": list, "emojis": list}
_OF_WHO_ASKS = frozenset(
    "favourited reblogged muted bookmarked filtered id account language in_reply_to_account_id "
    "ancestors_count".split()
)
_OF_BOOST = frozenset({"uri", "url", "created_at", "visibility"})
#: Servers show these where an account has no picture of its own.
_NO_PICTURE = "/missing.png"
#: Ids are numbers, ULIDs or the like; nothing that would lead an address elsewhere.
_ID = re.compile(r"[0-9A-Za-z_~-][0-9A-Za-z._~-]{0,127}")


class Pointed(msgspec.Struct, frozen=True, array_like=True):
    """A post that one of ours answers or quotes: its address, and who wrote it as far as told."""

    address: str
    author: RawPerson | None = None


class KeptStatus(msgspec.Struct, frozen=True, array_like=True):
    """A post as it waits between the passes: as it was answered, and what it points at."""

    content: bytes
    #: Number of the answer, and place in it.
    answer: int
    pointer: str
    parent: Pointed | None
    quoted: Pointed | None
    #: An earlier version of it, as the history has it; and when it was made, None for the first.
    edit: bytes | None = None
    edited_at: str | None = None


class KeptAt(msgspec.Struct, frozen=True, array_like=True):
    """Where in the answers of a run something came: number of the answer, and place in it."""

    answer: int
    pointer: str


def id_of(value: Json) -> str | None:
    """Give an id of the API; some servers write it as a number.

    None for what can be none: it becomes part of an address, and leads nowhere else.
    """
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    found = text_of(value)
    return found if found and _ID.fullmatch(found) else None


def object_of(content: bytes) -> JsonObject:
    """Parse one object; Unreadable when it is none."""
    value = parse(content)
    if not isinstance(value, dict):
        raise Unreadable(NO_OBJECT)
    return value


def visibility_of(status: JsonObject) -> Visibility | None:
    """Give for whom a post is; None for a direct message and for what is no known word."""
    told = status.get("visibility")
    return VISIBILITIES.get(told) if isinstance(told, str) else None


def is_counted(status: JsonObject) -> bool:
    """Tell of a reply whether the server counts it among those to what it answers."""
    return visibility_of(status) in _COUNTED


def stated_of(value: Json) -> int | None:
    """Give a number that the server counts; None where it states none that can be one."""
    found = number_of(value)
    return found if found is None or found >= 0 else None


def address_field(value: JsonObject, name: str) -> str:
    """Give an address without which there is no item; Unreadable when it is missing."""
    found = text_of(value.get(name))
    if found is None:
        raise Unreadable(FIELD_MISSING.filled(field=name))
    return found


def quoted_of(status: JsonObject) -> tuple[JsonObject, str | None]:
    """Give what a post quotes, if it comes along, and else its id; nothing for no quote."""
    quote = status.get("quote")
    if not isinstance(quote, dict):
        return {}, None
    inner = quote.get("quoted_status")
    if isinstance(inner, dict):
        return inner, id_of(inner.get("id"))
    return {}, id_of(quote.get("quoted_status_id"))


class StatusReader:
    """Reads the posts of one account."""

    def __init__(self, account: JsonObject, reader: Reader) -> None:
        self._account = account
        self._id = id_of(account.get("id"))
        self._reader = reader

    def mentioned(self, fields: Fields) -> tuple[RawPerson, ...]:
        """Give whom a post mentions."""
        persons: list[RawPerson] = []
        for place, mention in fields.objects("mentions"):
            url, handle = self._stated(mention)
            if url or handle:
                persons += self._reader.mention(url, handle)
            else:
                fields.broken.append(place)
        # Known by handle and address of the page: the id behind them is not told here.
        return tuple(msgspec.structs.replace(p, user_id=None) for p in persons)

    def _stated(self, account: JsonObject) -> tuple[str | None, str | None]:
        """Give address and handle of somebody; of who has a name elsewhere none on our server.

        A server may have the address from that person, who then would be taken for us.
        """
        url, handle = text_of(account.get("url")), text_of(account.get("acct"))
        if url and self._reader.is_elsewhere(handle) and self._reader.is_at_server(url):
            url = None
        return url, handle

    def pointed(self, status: JsonObject) -> Pointed | None:
        """Read a post that one of ours points at: where it is and who wrote it, no more of it."""
        address = text_of(status.get("uri"))
        return Pointed(address, self.author(status)) if address else None

    def native(self, address: str) -> str:
        """Give the one form of the address of an item."""
        return self._reader.native(address)

    def quoted(self, status: JsonObject) -> Pointed | None:
        """Read what a post quotes, if it comes along."""
        return self.pointed(quoted_of(status)[0])

    def author(self, status: JsonObject) -> RawPerson | None:
        """Read who wrote a post; None for the account itself, and for nobody who can be read.

        Nobody is believed to bear our name: the server knows us by our number, and it may have
        the rest from whoever wants to be us.
        """
        account = status.get("account")
        if not isinstance(account, dict) or id_of(account.get("id")) == self._id:
            return None
        url, handle = self._stated(account)
        if not url and not handle:
            return None
        person = self._reader.mentioned(url, handle)
        owner = self._reader.owner
        if person.handle == owner.handle or url in owner.addresses:
            return None
        shown = text_of(account.get("display_name"))
        return msgspec.structs.replace(person, user_id=None, display_name=shown)

    def persons(self, fields: Fields, *others: Pointed | None) -> tuple[RawPerson, ...]:
        """Give everyone whom the structure of a post names; `others` is what it points at.

        Who wrote those has a name besides a handle, which the text may say.
        """
        authors = [other.author for other in others if other and other.author]
        persons = dict.fromkeys(authors)
        known = {person.handle for person in authors}
        further = [*self.mentioned(fields)]
        for other in filter(None, others):
            further += self._reader.addressed(other.address)
        persons |= {person: None for person in further if person.handle not in known}
        return tuple(persons)

    def boosted(self, status: JsonObject) -> tuple[RawPerson, ...]:
        """Give who wrote what a post boosts, by its address alone."""
        reblog = status.get("reblog")
        return self._reader.boosted(reblog.get("uri")) if isinstance(reblog, dict) else ()

    def linked(self, status: JsonObject) -> tuple[RawPerson, ...]:
        """Give whom its words lead to besides."""
        tags = status.get("mentions")
        urls = (
            [m.get("url") for m in tags if isinstance(m, dict)] if isinstance(tags, list) else []
        )
        tagged = [text_of(url) for url in urls]
        return self._reader.linked(text_of(status.get("content")), tagged, said_besides(status))

    def read(self, kept: KeptStatus) -> RawItem:
        """Read one post whole."""
        status = object_of(kept.content)
        place = RawPlace(number=kept.answer, pointer=kept.pointer)
        if kept.edit is not None:
            return self._earlier(status, object_of(kept.edit), kept, place)
        reblog = status.get("reblog")
        if isinstance(reblog, dict):
            return self._boost(status, address_field(reblog, "uri"), place)
        return self._post(status, kept, place, self.author(status) or self._reader.owner)

    def _boost(self, status: JsonObject, of: str, place: RawPlace) -> RawItem:
        source = {key: value for key, value in status.items() if key in _OF_BOOST}
        return RawItem(
            platform=Platform.MASTODON,
            native_id=self._reader.native(address_field(status, "uri")),
            kind=ItemKind.BOOST,
            created_at=moment(status.get("created_at")),
            author=self._reader.owner,
            persons=self.boosted(status),
            visibility=_visibility(status),
            refs=(RawRef(type=RefType.BOOST_OF, native_id=self._reader.native(of)),),
            # Of what is boosted only the reference: its text is a third party's.
            source={**source, "reblog": of},
            shape=STATUS,
            mapping=MAPPING,
            place=place,
        )

    def _post(
        self, status: JsonObject, kept: KeptStatus, place: RawPlace, author: RawPerson
    ) -> RawItem:
        fields = Fields(status)
        answers = status.get("in_reply_to_id") is not None
        refs = _refs(self._reader, kept)
        persons = self.persons(fields, kept.parent, kept.quoted)
        persons = tuple(dict.fromkeys((*persons, *card_persons(status, self._reader))))
        item = RawItem(
            platform=Platform.MASTODON,
            native_id=self._reader.native(address_field(status, "uri")),
            kind=ItemKind.REPLY if answers else ItemKind.POST,
            created_at=moment(status.get("created_at")),
            edited_at=fields.moment("edited_at"),
            author=author,
            persons=persons,
            html=fields.text("content"),
            title=fields.text("spoiler_text"),
            language=fields.text("language"),
            url=fields.text("url") or address_field(status, "uri"),
            visibility=_visibility(status),
            refs=refs,
            media=_media(fields),
            poll=_poll(fields),
            counts=Counts(
                likes=fields.number("favourites_count"),
                replies=fields.number("replies_count"),
                reposts=fields.number("reblogs_count"),
            ),
            source=_source(status, kept),
            shape=status_shape(status, self._reader),
            mapping=MAPPING,
            place=place,
        )
        fields.expect(_TYPES)
        missing = [name for name in _ALWAYS if name not in status]
        if answers and kept.parent is None:
            missing.append("in_reply_to_id")
        broken = tuple(f"/{name}" for name in (*fields.broken, *missing))
        return msgspec.structs.replace(item, broken=broken) if broken else item

    def _earlier(
        self, status: JsonObject, edit: JsonObject, kept: KeptStatus, place: RawPlace
    ) -> RawItem:
        """Read an earlier version: what the history does not tell is as it is now, but numbers."""
        then = {**status, **edit, "created_at": status.get("created_at")}
        then |= {"edited_at": kept.edited_at, "poll": edit.get("poll")}
        item = self._post(then, kept, place, self._reader.owner)
        source = _source({**edit, "uri": status.get("uri"), "url": status.get("url")}, kept)
        return msgspec.structs.replace(item, counts=None, source=source, is_earlier=True)

    def profile(self, place: RawPlace, pinned: tuple[str, ...]) -> RawItem:
        """Read the account itself; `pinned` are the addresses of what it shows above all."""
        account = self._account
        fields = Fields(account)
        source = {key: value for key, value in account.items() if key not in _OF_WHO_ASKS}
        source["roles"] = _without(account.get("roles"), {"id"})
        moved = account.get("moved")
        if isinstance(moved, dict):
            source["moved"] = {k: v for k, v in moved.items() if k in {"uri", "url"}}
        native = text_of(account.get("uri")) or address_field(account, "url")
        texts = [source.get("moved"), source.get("fields")]
        fields.expect(_TYPES_OF_ACCOUNT)
        item = RawItem(
            platform=Platform.MASTODON,
            native_id=self._reader.native(native),
            kind=ItemKind.PROFILE,
            created_at=_first_day(fields),
            author=self._reader.owner,
            persons=tuple(dict.fromkeys(p for t in texts for p in self._reader.addressed(t))),
            html=fields.text("note"),
            title=fields.text("display_name"),
            url=fields.text("url") or native,
            refs=tuple(
                RawRef(type=RefType.PINNED, native_id=self._reader.native(one)) for one in pinned
            ),
            media=(*_picture(account, "avatar"), *_picture(account, "header")),
            counts=Counts(
                followers=fields.number("followers_count"),
                following=fields.number("following_count"),
                posts=fields.number("statuses_count"),
            ),
            source={key: value for key, value in source.items() if value is not None},
            shape=ACCOUNT,
            mapping=MAPPING,
            place=place,
        )
        broken = tuple(f"/{name}" for name in fields.broken)
        return msgspec.structs.replace(item, broken=broken) if broken else item


def media_of(fields: Fields) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Give the paths of the media of a post, and where each is to be had."""
    addresses = [medium.source for medium in _media(fields)]
    return tuple(map(media_path, addresses)), tuple(addresses)


def _refs(reader: Reader, kept: KeptStatus) -> tuple[RawRef, ...]:
    refs = []
    if kept.parent:
        refs.append(RawRef(type=RefType.REPLY_TO, native_id=reader.native(kept.parent.address)))
    if kept.quoted:
        refs.append(RawRef(type=RefType.QUOTE_OF, native_id=reader.native(kept.quoted.address)))
    return tuple(refs)


def _visibility(status: JsonObject) -> Visibility:
    told = visibility_of(status)
    if told is None:
        raise Unreadable(UNKNOWN_VISIBILITY)
    return told


def _source(status: JsonObject, kept: KeptStatus) -> JsonObject:
    source = {key: value for key, value in status.items() if key not in _OF_WHO_ASKS}
    if source.pop("in_reply_to_id", None) is not None and kept.parent:
        source["in_reply_to_id"] = kept.parent.address
    quote = status.get("quote")
    if isinstance(quote, dict):
        state: JsonObject = {"state": quote.get("state")}
        of: JsonObject = {"quoted_status": kept.quoted.address} if kept.quoted else {}
        source["quote"] = {**state, **of}
    source["mentions"] = _without(status.get("mentions"), {"id"})
    source["media_attachments"] = _media_source(status.get("media_attachments"))
    poll = status.get("poll")
    if isinstance(poll, dict):
        source["poll"] = {k: v for k, v in poll.items() if k not in _OF_POLL}
    return {key: value for key, value in source.items() if value is not None}


_OF_POLL = {"id", "voted", "own_votes"}


def _without(value: Json, names: set[str]) -> Json:
    """Give a list of objects without some fields; what is no list of objects as it is."""
    if not isinstance(value, list):
        return value
    return [
        {k: v for k, v in one.items() if k not in names} if isinstance(one, dict) else one
        for one in value
    ]


def _media_source(value: Json) -> Json:
    """Give media without their numbers, and with such sizes as are numbers."""
    media = _without(value, {"id"})
    for one in media if isinstance(media, list) else ():
        if isinstance(one, dict) and isinstance(one.get("meta"), dict):
            one["meta"] = _numbers(one["meta"])
    return media


def _numbers(value: Json) -> JsonObject:
    """Keep of sizes the numbers: `640x480` beside a width and a height says nothing more."""
    found: JsonObject = {}
    for key, one in value.items() if isinstance(value, dict) else ():
        if isinstance(one, dict):
            found[key] = _numbers(one)
        elif isinstance(one, (int, float)):
            found[key] = one
    return found


def _media(fields: Fields) -> tuple[RawMedium, ...]:
    media = []
    for place, one in fields.objects("media_attachments"):
        # Of what came from another server only that one may have the original.
        address = text_of(one.get("url")) or text_of(one.get("remote_url"))
        if address is None:
            fields.broken.append(place)
            continue
        meta = one.get("meta")
        original = meta.get("original") if isinstance(meta, dict) else None
        size = original if isinstance(original, dict) else {}
        media.append(
            RawMedium(
                source=address,
                alt=text_of(one.get("description")),
                width=number_of(size.get("width")),
                height=number_of(size.get("height")),
            )
        )
    return tuple(media)


def _picture(account: JsonObject, name: str) -> tuple[RawMedium, ...]:
    address = text_of(account.get(name))
    if address is None or address.endswith(_NO_PICTURE):
        return ()
    return (RawMedium(source=address, alt=text_of(account.get(f"{name}_description"))),)


def _poll(fields: Fields) -> RawPoll | None:
    poll = fields.object("poll")
    if not poll:
        return None
    inner = Fields(poll)
    options = tuple(
        RawPollOption(
            text=text_of(option.get("title")) or "", votes=number_of(option.get("votes_count"))
        )
        for _, option in inner.objects("options")
    )
    found = RawPoll(
        options=options,
        many=poll.get("multiple") is True,
        closed=poll.get("expired") is True,
        voters=inner.number("voters_count"),
        ends_at=inner.moment("expires_at"),
    )
    fields.broken += [f"poll/{name}" for name in inner.broken]
    return found


def _first_day(fields: Fields) -> str:
    return fields.moment("created_at") or NO_MOMENT  # a server that does not say

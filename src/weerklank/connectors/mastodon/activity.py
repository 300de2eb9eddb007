"""Read Mastodon's ActivityPub objects into raw items."""

import re
from collections.abc import Collection, Iterable, Iterator
from functools import lru_cache
from typing import cast

import msgspec

from weerklank.connectors.mastodon.fields import (
    Fields,
    address_of,
    handle_of,
    host_of,
    is_mention,
    number_of,
)
from weerklank.connectors.mastodon.shape import ACTIVITY, ACTOR, MAPPING
from weerklank.harvest.json_fields import listed, parse_object, text_of, texts_in
from weerklank.harvest.moment import moment
from weerklank.harvest.plain_text import spelling_of
from weerklank.harvest.port import Unreadable
from weerklank.minimise.leads import leads_of_html, leads_of_text
from weerklank.model.item import NO_MOMENT, Counts, ItemKind, RefType, Visibility
from weerklank.model.item_address import item_address
from weerklank.model.json_value import Json, JsonObject
from weerklank.model.person_address import addresses_within, person_of
from weerklank.model.platform import Platform
from weerklank.model.raw import (
    RawItem,
    RawMedium,
    RawPerson,
    RawPoll,
    RawPollOption,
    RawRef,
    media_path,
    person_of_profile,
)
from weerklank.model.text import Text

NO_CONTENT = Text("een bericht zonder inhoud", "a post without content")
BOOST_WITHOUT_ID = Text("een gedeeld bericht zonder id", "a boost without id")
POST_WITHOUT_ID = Text("een bericht zonder id", "a post without id")
NO_AUTHOR = Text("een maker die niet te lezen is", "an author that can't be read")

_PUBLIC = frozenset({"https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public"})
#: A handle with its server and no more: a file may have any text in its place.
_STATED = re.compile(r"[\w.-]{1,100}@(?:[\w-]{1,63}\.)+[\w-]{2,63}(?::[0-9]{1,5})?")
#: How Mastodon names a conversation: a server and a number there, which is nobody's address.
_CONVERSATION = re.compile(
    r"tag:[\w.-]+(?::[0-9]+)?,[0-9]{4}-[0-9]{2}-[0-9]{2}:objectId=[0-9]+:objectType=Conversation"
)
_MOST_REMEMBERED = 10_000
#: From open to shielded.
_STRICTER = (Visibility.PUBLIC, Visibility.UNLISTED, Visibility.FOLLOWERS)
_QUOTES = ("quote", "quoteUri", "quoteUrl", "_misskey_quote")
#: Fields of a post in which no address of a person is read: its text, what is its own, and the
#: tags, which are read by themselves.
_OF_ITSELF = frozenset(
    "@context atomUri attachment content contentMap endTime id likes name oneOf anyOf published "
    "replies sensitive shares signature summary summaryMap tag type updated url".split()
)


@lru_cache(maxsize=100)
def _may_name(fields: tuple[str, ...]) -> tuple[str, ...]:
    """Give the fields of an object in which addresses of persons are read; most are alike."""
    return tuple(name for name in fields if name not in _OF_ITSELF)


class Reader:
    """Reads the objects of one account's export."""

    def __init__(self, actor: JsonObject) -> None:
        self._actor = actor
        self._id = str(actor["id"])
        url = text_of(actor.get("url"))
        name = text_of(actor.get("preferredUsername"))
        host = host_of(self._id)
        self.owner = RawPerson(
            platform=Platform.MASTODON,
            user_id=self._id,
            handle=f"{name.lower()}@{host}" if name else handle_of(url or self._id, None),
            other_handles=_stated_handles(actor),
            addresses=tuple(address for address in (self._id, url) if address),
            display_name=text_of(actor.get("name")),
        )
        followers = text_of(actor.get("followers"))
        #: The usual addressees: looked at no further. An address elsewhere may be somebody's.
        self._nobody = _PUBLIC | {a for a in (followers,) if a and a.startswith(self._id)}
        self._nobody |= set(self.owner.addresses)
        self._own = tuple(f"{address}/" for address in self.owner.addresses)
        self._host = host
        #: The server itself, as its own posts have it.
        self.server = f"https://{host_of(item_address(f'{self._id}/statuses/1'))}"
        #: What the one form of the address of anything on that server begins with.
        self._servers = tuple(
            f"https://{host_of(item_address(f'{own}/statuses/1'))}/"
            for own in self.owner.addresses
            if host_of(own)
        )
        #: What the address of a hashtag begins with, and matches one in which nobody can be.
        self._hashtags = f"https://{host}/tags/"
        self._is_hashtag = re.compile(rf"{re.escape(self._hashtags)}\w+").fullmatch
        self._persons: dict[str, RawPerson] = {}
        self._mentions: dict[tuple[str | None, str | None], tuple[RawPerson, ...]] = {}
        self._at: dict[str, tuple[RawPerson, ...]] = {}

    def mentioned(self, address: str | None, name: str | None) -> RawPerson:
        """Read a mention; the same person is read once."""
        key = f"{address}\n{name}"
        person = self._persons.get(key)
        if person is None:
            if len(self._persons) > _MOST_REMEMBERED:
                self._persons.clear()
            person = self._persons[key] = RawPerson(
                platform=Platform.MASTODON,
                user_id=address,
                handle=handle_of(address, name),
                spelling=spelling_of(name or ""),
                addresses=(address,) if address else (),
            )
        return person

    def mention(self, address: str | None, name: str | None) -> tuple[RawPerson, ...]:
        """Read a mention by its name, and by its address as well where that tells another."""
        persons = self._mentions.get((address, name))
        if persons is None:
            if len(self._mentions) > _MOST_REMEMBERED:
                self._mentions.clear()
            persons = self._mentions[address, name] = self._mention(address, name)
        return persons

    def _mention(self, address: str | None, name: str | None) -> tuple[RawPerson, ...]:
        person = self.mentioned(address, name)
        if not address or not name:
            return (person,)
        told = handle_of(address, None)
        local = (told or "").partition("@")[0]
        if not local or local.isdecimal() or local == (person.handle or "").partition("@")[0]:
            return (person,)
        return person, self.mentioned(address, None)

    def _is_nobody(self, value: Json) -> bool:
        """Tell quickly that a value is an address of nobody, or holds none else, as most do."""
        if isinstance(value, str):
            return (
                value in self._nobody
                or value.startswith(self._own)
                or _CONVERSATION.fullmatch(value) is not None
            )
        try:
            return isinstance(value, list) and self._nobody.issuperset(cast("list[str]", value))
        except TypeError:  # an object or a list stands in it
            return False

    def addressed(self, value: Json) -> Iterator[RawPerson]:
        """Give whose the addresses in a value are, at any depth; those of the owner are left."""
        for address in texts_in(value):
            if address in self._nobody or address.startswith(self._own):
                continue
            if address not in self._at:
                if len(self._at) > _MOST_REMEMBERED:
                    self._at.clear()
                profiles = filter(None, map(person_of, addresses_within(address)))
                self._at[address] = tuple(dict.fromkeys(map(person_of_profile, profiles)))
            yield from self._at[address]

    def linked(
        self, html: str | None, tagged: Collection[str | None], others: Iterable[str] = ()
    ) -> tuple[RawPerson, ...]:
        """Give whom the words of a post lead to, by an address or a full handle.

        `tagged` are the addresses of its tags: whoever is mentioned is known by those. `others`
        are its other texts, as of a medium. Nor is given who is called as the account itself is:
        that name in a text is our own.
        """
        found = self._leads(html, tagged) if html else []
        for text in others:
            found += leads_of_text(text)
        if not found:
            return ()
        persons = dict.fromkeys(self.addressed(cast("Json", found)))
        return tuple(p for p in persons if _local(p.handle) != _local(self.owner.handle))

    def _leads(self, html: str, tagged: Collection[str | None]) -> list[str]:
        """Give the addresses that HTML leads to, but for hashtags and whom a tag names already."""
        found = [a for a in leads_of_html(html) if not self._is_hashtag(a)]
        if found and tagged:
            named = {_end(address) for address in tagged if address}
            found = [address for address in found if _end(address) not in named]
        return found

    def native(self, address: str) -> str:
        """Give the one form of the address of an item, however this export writes it."""
        return item_address(address, server=self._host)

    def activity(self, content: bytes) -> RawItem:
        """Read one activity; Unreadable when it is not as it should be."""
        source = parse_object(content)
        target = source.get("object")
        if source.get("type") == "Announce":
            return self._boost(source, target)
        if not isinstance(target, dict):
            raise Unreadable(NO_CONTENT)
        return self._post(source, target)

    def _boost(self, source: JsonObject, target: Json) -> RawItem:
        native = text_of(source.get("id"))
        of = text_of(target.get("id")) if isinstance(target, dict) else text_of(target)
        if not native or not of:
            raise Unreadable(BOOST_WITHOUT_ID)
        return RawItem(
            platform=Platform.MASTODON,
            native_id=self.native(native),
            kind=ItemKind.BOOST,
            created_at=moment(source.get("published")),
            author=self.owner,
            persons=self.boosted(of, source.get("to"), source.get("cc")),
            visibility=self._visibility(source),
            refs=(RawRef(type=RefType.BOOST_OF, native_id=self.native(of)),),
            # Of what is boosted only the reference: its text is a third party's.
            source={**source, "object": of},
            shape=ACTIVITY,
            mapping=MAPPING,
        )

    def boosted(self, *addresses: Json) -> tuple[RawPerson, ...]:
        """Give whom a boost names: who wrote what is boosted is known by its address alone."""
        return tuple(dict.fromkeys(self.addressed([*addresses])))

    def _post(self, source: JsonObject, note: JsonObject) -> RawItem:
        native = text_of(note.get("id"))
        if not native:
            raise Unreadable(POST_WITHOUT_ID)
        fields = Fields(note)
        parent = fields.address("inReplyTo")
        refs = [RawRef(type=RefType.REPLY_TO, native_id=self.native(parent))] if parent else []
        quoted = next((q for q in map(fields.address, _QUOTES) if q), None)
        if quoted:
            refs.append(RawRef(type=RefType.QUOTE_OF, native_id=self.native(quoted)))
        fields.expect_truth("sensitive")
        name = fields.text("name")
        item = RawItem(
            platform=Platform.MASTODON,
            native_id=self.native(native),
            kind=ItemKind.REPLY if parent else ItemKind.POST,
            created_at=moment(note.get("published") or source.get("published")),
            edited_at=fields.moment("updated"),
            author=self._author(note.get("attributedTo") or source.get("actor")),
            persons=self.named(source, note, fields),
            html=fields.text("content"),
            title=fields.text("summary") or name,
            language=next(iter(fields.object("contentMap") or {}), None),
            url=fields.address("url") or native,
            visibility=self._strictest(source, note),
            refs=tuple(refs),
            media=tuple(_media(fields, "attachment")),
            poll=_poll(note, fields),
            counts=_counts(note),
            source=source,
            shape=ACTIVITY,
            mapping=MAPPING,
        )
        if fields.broken:
            broken = tuple(f"/object/{name}" for name in fields.broken)
            return msgspec.structs.replace(item, broken=broken)
        return item

    def is_owner(self, address: str) -> bool:
        """Tell whether an address is the account itself, under any form of its address."""
        if address in self.owner.addresses:
            return True
        profile = person_of(address)
        return (
            profile is not None
            and not profile.deeper
            and profile.handle == self.owner.handle
            and host_of(address) == host_of(self._id)
        )

    def is_of_server(self, native: str) -> bool:
        """Tell whether the one form of an id is of the account's own server, or of none at all."""
        return native.startswith(self._servers) or "://" not in native

    def is_at_server(self, address: str) -> bool:
        """Tell whether an address is on the account's own server."""
        return f"https://{host_of(address)}/" in self._servers

    def is_elsewhere(self, handle: str | None) -> bool:
        """Tell whether a handle names a server that is not the account's own."""
        host = (handle or "").removeprefix("@").partition("@")[2].lower()
        return bool(host) and host != self._host and f"https://{host}/" not in self._servers

    def _author(self, address: Json) -> RawPerson:
        if address is None:
            return self.owner
        written = address_of(address)
        if written is None:  # whoever it is, it is not us
            raise Unreadable(NO_AUTHOR)
        return self.owner if written in self.owner.addresses else self.mentioned(written, None)

    def named(self, source: JsonObject, note: JsonObject, fields: Fields) -> tuple[RawPerson, ...]:
        """Give everyone whom the structure of a post names: mentioned, addressed, answered."""
        persons = dict.fromkeys(self.mentions(fields))
        known = {person.handle for person in persons}
        for one in (source, note):
            for name in _may_name(tuple(one)):
                value = one[name]
                if value is None or value is note or self._is_nobody(value):
                    continue
                for person in self.addressed(value):
                    if person.handle not in known:
                        known.add(person.handle)
                        persons[person] = None
        return tuple(persons)

    def mentions(self, fields: Fields) -> tuple[RawPerson, ...]:
        """Read whom the tags of an object mention or link to, as far as they can be read."""
        persons: list[RawPerson] = []
        texts: list[str] = []
        for place, tag in fields.objects("tag", texts):
            found = self._of_tag(tag)
            persons += found
            names_somebody = is_mention(tag.get("type"), tag.get("name"))
            if not found and names_somebody and (tag.get("href") or tag.get("name")):
                fields.broken.append(place)  # somebody, who can't be read
        for tag in fields.objects_deeper("tag"):
            persons += self._of_tag(tag)
        for text in texts:
            persons += self.of_plain_tag(text)
        return tuple(persons)

    def linked_by_tag(self, href: Json) -> list[RawPerson]:
        """Give whom a tag leads to that mentions nobody, such as one of what is quoted."""
        if isinstance(href, str) and href.startswith(self._hashtags):  # as most are
            return []
        return [*self.addressed(href)]

    def of_plain_tag(self, text: str) -> list[RawPerson]:
        """Read a tag that is no more than a text: a hashtag mostly, and it may name somebody."""
        if text.lstrip().startswith("@"):
            return [self.mentioned(None, text)]
        return [*self.addressed(text)]

    def _of_tag(self, tag: JsonObject) -> list[RawPerson]:
        href, name = tag.get("href"), tag.get("name")
        if not is_mention(tag.get("type"), name):
            return self.linked_by_tag(href)
        if isinstance(href, str) and isinstance(name, str):  # as nearly all are
            return [*self.mention(href, name)] if href or name else []
        addresses, names = [*filter(None, texts_in(href))], [*filter(None, texts_in(name))]
        if not addresses:
            return [self.mentioned(None, one) for one in names]
        persons = [person for one in names for person in self.mention(addresses[0], one)]
        return persons + [self.mentioned(one, None) for one in addresses[bool(names) :]]

    def _strictest(self, source: JsonObject, note: JsonObject) -> Visibility:
        """Give the visibility of a post that may be addressed otherwise than its activity.

        One that does not say to whom it goes leaves that to the other.
        """
        told = [
            self._visibility(one)
            for one in (source, note)
            if one.get("to") is not None or one.get("cc") is not None
        ]
        return max(told, key=_STRICTER.index, default=Visibility.FOLLOWERS)

    def _visibility(self, addressed: JsonObject) -> Visibility:
        if not _PUBLIC.isdisjoint(listed(addressed.get("to"))):
            return Visibility.PUBLIC
        if not _PUBLIC.isdisjoint(listed(addressed.get("cc"))):
            return Visibility.UNLISTED
        return Visibility.FOLLOWERS

    def _of_profile(self, fields: Fields) -> tuple[RawPerson, ...]:
        """Give whom the profile names anywhere; an account it had before by this name is ours."""
        persons = self.named(self._actor, {}, fields)
        return tuple(p for p in persons if _local(p.handle) != _local(self.owner.handle))

    def profile(self) -> RawItem:
        """Read the account's own profile."""
        fields = Fields(self._actor)
        return RawItem(
            platform=Platform.MASTODON,
            native_id=self.native(self._id),
            kind=ItemKind.PROFILE,
            created_at=_profile_moment(self._actor.get("published")),
            author=self.owner,
            persons=self._of_profile(fields),
            html=text_of(self._actor.get("summary")),
            title=text_of(self._actor.get("name")),
            url=text_of(self._actor.get("url")) or self._id,
            media=(*_media(fields, "icon"), *_media(fields, "image")),
            source=self._actor,
            shape=ACTOR,
            mapping=MAPPING,
        )


def _end(address: str) -> tuple[str, str]:
    """Give server and last part of an address: two addresses of one profile have them alike."""
    steps = address.split("/")
    return (steps[2] if len(steps) > 2 else ""), steps[-1].removeprefix("@")


def _stated_handles(actor: JsonObject) -> tuple[str, ...]:
    """Give the handle that a profile states for itself, when it is one by the same name."""
    stated = (text_of(actor.get("webfinger")) or "").strip().lower()
    stated = stated.removeprefix("acct:").removeprefix("@")
    name = (text_of(actor.get("preferredUsername")) or "").lower()
    return (stated,) if name and _STATED.fullmatch(stated) and _local(stated) == name else ()


def _local(handle: str | None) -> str:
    return (handle or "").partition("@")[0]


def _profile_moment(text: Json) -> str:
    try:
        return moment(text)
    except ValueError:
        return NO_MOMENT  # a server that does not say when the account was made


def _media(fields: Fields, name: str) -> list[RawMedium]:
    """Read the media under a name; one without an address is broken."""
    media = []
    for place, attachment in fields.objects(name):
        url = address_of(attachment.get("url"))
        if url is None:
            fields.broken.append(place)
            continue
        media.append(
            RawMedium(
                source=url,
                content_type=text_of(attachment.get("mediaType")),
                alt=text_of(attachment.get("name")) or text_of(attachment.get("summary")),
                width=number_of(attachment.get("width")),
                height=number_of(attachment.get("height")),
            )
        )
    return media


def media_paths(fields: Fields) -> tuple[str, ...]:
    """Give the paths of the media that a post names."""
    return tuple(media_path(medium.source) for medium in _media(fields, "attachment"))


def _poll(note: JsonObject, fields: Fields) -> RawPoll | None:
    many = "anyOf" in note
    options = fields.objects("anyOf" if note.get("anyOf") else "oneOf")
    if not options:
        return None
    # `closed` may also be yes or no, which says nothing of when.
    ended = isinstance(note.get("closed"), bool)
    return RawPoll(
        options=tuple(
            RawPollOption(
                text=text_of(option.get("name")) or "", votes=number_of(option.get("replies"))
            )
            for _, option in options
        ),
        many=many,
        closed=note.get("closed") not in (None, False),
        voters=fields.number("votersCount"),
        ends_at=fields.moment("endTime") or (None if ended else fields.moment("closed")),
    )


def _counts(note: JsonObject) -> Counts | None:
    likes, shares = number_of(note.get("likes")), number_of(note.get("shares"))
    if likes is None and shares is None:
        return None
    return Counts(likes=likes, reposts=shares)

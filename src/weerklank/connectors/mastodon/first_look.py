"""The first look at a record of an export: whose it is and to whom it goes, before all else."""

import re
from collections.abc import Iterator
from typing import TypeVar, cast

import msgspec

from weerklank.connectors.mastodon.activity import NO_CONTENT
from weerklank.connectors.mastodon.fields import address_of, host_of
from weerklank.harvest.json_fields import (
    listed,
    parse,
    reason_of,
    texts_in,
    without_half_surrogates,
)
from weerklank.harvest.port import Unreadable
from weerklank.model.json_value import Json
from weerklank.model.platform import profile_of

T = TypeVar("T")

_PUBLIC = ("https://www.w3.org/ns/activitystreams#Public", "as:Public", "Public")
NULL = msgspec.Raw(b"null")
_NO_MESSAGE = (b"null", b"false")
_MOST_REMEMBERED = 10_000
#: Longer values don't recur, and would fill the memory.
_LONGEST_REMEMBERED = 1_000


class Head(msgspec.Struct):
    """What is read of an activity before it is known to be public."""

    type: str = ""
    id: str = ""
    published: str = ""
    actor: msgspec.Raw = NULL
    to: msgspec.Raw = NULL
    cc: msgspec.Raw = NULL
    directMessage: msgspec.Raw = NULL  # noqa: N815 - the name in LitePub
    object: msgspec.Raw = NULL


class _Addressed(msgspec.Struct):
    """To whom a post goes, and nothing else of it."""

    to: msgspec.Raw = NULL
    cc: msgspec.Raw = NULL
    directMessage: msgspec.Raw = NULL  # noqa: N815 - the name in LitePub


class Named(msgspec.Struct):
    """A tag: a mention names somebody."""

    type: str = ""
    href: str | None = None
    name: str | None = None


class Placed(msgspec.Struct):
    """A medium, by its place, and what is said of it."""

    url: str
    name: msgspec.Raw = NULL
    summary: msgspec.Raw = NULL


class Body(msgspec.Struct):
    """What the first pass reads of a public post whose fields are all as they should be."""

    id: str
    url: str | None = None
    inReplyTo: str | None = None  # noqa: N815 - ActivityPub's own name
    conversation: str | None = None
    content: str | None = None
    tag: list[Named | str] | Named | str | None = None
    attachment: list[Placed] | Placed | None = None
    attributedTo: msgspec.Raw = NULL  # noqa: N815 - ActivityPub's own name
    to: msgspec.Raw = NULL
    cc: msgspec.Raw = NULL
    audience: msgspec.Raw = NULL
    context: msgspec.Raw = NULL
    inReplyToAtomUri: msgspec.Raw = NULL  # noqa: N815 - ActivityPub's own name
    interactionPolicy: msgspec.Raw = NULL  # noqa: N815 - ActivityPub's own name
    quote: msgspec.Raw = NULL
    quoteAuthorization: msgspec.Raw = NULL  # noqa: N815 - ActivityPub's own name
    quoteUri: msgspec.Raw = NULL  # noqa: N815 - ActivityPub's own name
    quoteUrl: msgspec.Raw = NULL  # noqa: N815 - ActivityPub's own name
    misskey_quote: msgspec.Raw = msgspec.field(default=NULL, name="_misskey_quote")
    name: msgspec.Raw = NULL
    summary: msgspec.Raw = NULL
    summaryMap: msgspec.Raw = NULL  # noqa: N815 - ActivityPub's own name
    contentMap: msgspec.Raw = NULL  # noqa: N815 - ActivityPub's own name
    oneOf: msgspec.Raw = NULL  # noqa: N815 - ActivityPub's own name
    anyOf: msgspec.Raw = NULL  # noqa: N815 - ActivityPub's own name

    def said_besides(self) -> Iterator[str]:
        """Give the texts besides the content that may lead to somebody, as they are written."""
        media = self.attachment if isinstance(self.attachment, list) else [self.attachment]
        values = [self.name, self.summary, self.summaryMap, self.oneOf, self.anyOf]
        values += [value for one in media if one for value in (one.name, one.summary)]
        for value in values:
            if value is not NULL and _MAY_LEAD.search(value):
                yield from texts_in(parse(bytes(value)))
        if self.contentMap is not NULL and _MAY_LEAD.search(self.contentMap):
            said = texts_in(parse(bytes(self.contentMap)))
            yield from (text for text in said if text != self.content)
        for tag in self.tag if isinstance(self.tag, list) else [self.tag]:
            if isinstance(tag, Named) and tag.name and "/" in tag.name:
                yield tag.name

    def may_name(self) -> list[msgspec.Raw]:
        """Give the values, besides the tags, in which an address of somebody may stand."""
        values = (
            self.attributedTo,
            self.to,
            self.cc,
            self.audience,
            self.context,
            self.inReplyToAtomUri,
            self.interactionPolicy,
            self.quote,
            self.quoteAuthorization,
            self.quoteUri,
            self.quoteUrl,
            self.misskey_quote,
        )
        return [value for value in values if value is not NULL]


#: Tells quickly of a value that no address and no handle is in it.
_MAY_LEAD = re.compile(rb"[/@%:]|\\u00")
_HEADS = msgspec.json.Decoder(Head)
BODY = msgspec.json.Decoder(Body)
_ADDRESSED = msgspec.json.Decoder(_Addressed)
_ADDRESSES = msgspec.json.Decoder(list[str] | str | None)


def remember(known: dict[bytes, T], written: bytes, told: T) -> None:
    """Remember what a value tells, by how it is written; what is remembered stays small."""
    if len(known) >= _MOST_REMEMBERED:
        known.clear()
    if len(written) <= _LONGEST_REMEMBERED:
        known[written] = told


class Addressees:
    """Tells of activities of one account whether they go to the public or its followers."""

    def __init__(self, followers: str) -> None:
        self._followers = followers
        #: By what was written: most of an account are addressed alike.
        self._told: dict[bytes, bool] = {}

    def may_be_read(self, activity: Head) -> bool:
        """Tell whether an activity is addressed to the public or the followers.

        So must the post in it be; one of the two that names nobody leaves that to the other.
        What calls itself a message is one, whatever its addresses say.
        """
        if _is_message(activity):
            return False
        outer_is_silent = _is_silent(activity)
        if not outer_is_silent and not self._are_addressed(activity):
            return False
        if activity.type != "Create":
            return not outer_is_silent
        try:
            inner = _ADDRESSED.decode(activity.object)
        except msgspec.ValidationError:
            raise Unreadable(NO_CONTENT) from None
        if _is_message(inner):
            return False
        return not outer_is_silent if _is_silent(inner) else self._are_addressed(inner)

    def _are_addressed(self, activity: "Head | _Addressed") -> bool:
        """Tell whether what is addressed at all is so to the public or the followers."""
        return self._are_among(bytes(activity.to)) or self._are_among(bytes(activity.cc))

    def _are_among(self, written: bytes) -> bool:
        told = self._told.get(written)
        if told is None:
            addresses = _ADDRESSES.decode(written)
            told = any(
                address in _PUBLIC or (address == self._followers and bool(address))
                for address in ([addresses] if isinstance(addresses, str) else addresses or [])
            )
            remember(self._told, written, told)
        return told


def is_public_post(activity: Head) -> bool:
    """Tell whether it is a post addressed to everyone: so much can be read without any doubt."""
    try:
        told = [_ADDRESSES.decode(field) for field in (activity.to, activity.cc)]
    except msgspec.ValidationError:
        return False
    each = [one for addresses in told for one in listed(cast("Json", addresses))]
    return (
        activity.type == "Create"
        and not _is_message(activity)
        and any(address in _PUBLIC for address in each)
    )


def who_posted(activity: Head) -> tuple[str | None, str | None]:
    """Give who did it, and the address of the profile that the post lies under, if any."""
    try:
        actor, note = address_of(parse(bytes(activity.actor))), parse(bytes(activity.object))
    except Unreadable:
        return None, None
    url = address_of(note.get("url")) if isinstance(note, dict) else None
    above = url.rpartition("/")[0] if url else ""
    profile = profile_of(above)
    is_theirs = profile and not profile.deeper and host_of(above) == host_of(actor or "")
    return actor, above if is_theirs else None


def _is_message(told: Head | _Addressed) -> bool:
    """Tell whether something says of itself that it is a message; what can't be read says so."""
    return told.directMessage is not NULL and bytes(told.directMessage) not in _NO_MESSAGE


def _is_silent(activity: Head | _Addressed) -> bool:
    """Tell whether something does not say to whom it is addressed."""
    return activity.to == NULL and activity.cc == NULL


def read_head(content: bytes) -> Head:
    """Read what is looked at first; Unreadable says which field is wrong."""
    try:
        return _HEADS.decode(content)
    except msgspec.ValidationError as error:
        raise Unreadable(reason_of(error)) from None
    except msgspec.DecodeError:
        mended = without_half_surrogates(content)
    try:
        return _HEADS.decode(mended)
    except msgspec.DecodeError as error:
        raise Unreadable(reason_of(error)) from None


def is_activity(activity: Head) -> bool:
    """Tell an activity from an object inside one."""
    return bool(activity.type) and activity.object != NULL

"""What a platform sent, persons included: only harvest, connectors and minimise may see it."""

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import TypeAlias, Union
from unicodedata import normalize
from urllib.parse import unquote

import msgspec

from weerklank.model.at_address import is_did
from weerklank.model.item import Captions, Counts, HeldBack, ItemKind, RefType, Visibility
from weerklank.model.json_value import JsonObject
from weerklank.model.platform import Platform, Profile
from weerklank.model.text import Text
from weerklank.model.withdrawn import Withdrawn

_HOST = re.compile(r"^https?://[^/]*", re.IGNORECASE)


class Field(StrEnum):
    """What a field of a source holds, and so what minimisation does with it."""

    #: Facts of the platform that name nobody: kept whoever the author is.
    KEEP = "keep"
    #: Facts of the account itself: kept when the author is ours or listed and they have the form
    #: of an address, a file or a key, else taken out.
    OWN = "own"
    #: Number by which the platform knows the item or a part of it, or a count that it writes as
    #: text: kept when it is a number and the author is ours or listed. Not of a person.
    NUMBER = "number"
    #: Vocabulary of JSON-LD: what is known of it is kept, whoever the author is.
    CONTEXT = "context"
    #: Text written by the author: third parties are replaced in it.
    TEXT = "text"
    #: The same, in HTML.
    HTML = "html"
    #: Address of a person, or a list of them.
    PERSON = "person"
    #: Name or handle of a person, as text.
    HANDLE = "handle"
    #: A hashtag by itself: kept when it has the form of one and names nobody of the thread.
    HASHTAG = "hashtag"
    #: Address of the item itself, or of something of it.
    ITEM = "item"
    #: Address of another item: opaque even when that is ours, since it may outlive it.
    REFERENCE = "reference"
    #: Name of a conversation: kept when it is one by a number of its own, else opaque, as it may
    #: name the item that the conversation began with.
    TALK = "talk"
    #: Kept as long as nothing else of the item changed: else it would confirm a guess.
    SIGNATURE = "signature"
    #: Not needed (requirement D2): taken out whoever the author is.
    DROP = "drop"


@dataclass(frozen=True, slots=True)
class ByType:
    """A shape that depends on the value of `type` in the object itself."""

    shapes: dict[str, "Shape"]
    otherwise: "Shape"


@dataclass(frozen=True, slots=True)
class Language:
    """An object whose keys are language codes and whose values all are of one kind."""

    value: Field


#: How to treat the fields of a source object. A list is treated element by element; a field that
#: stands nowhere counts as personal: it is taken out, sealed and counted.
Shape: TypeAlias = dict[str, "Rule"]
Rule: TypeAlias = Union[Field, Shape, ByType, Language, "Either"]


@dataclass(frozen=True, slots=True)
class Either:
    """A field that is an object in one case and a plain value in another."""

    shape: Rule
    value: Field


class RawPerson(msgspec.Struct, frozen=True, kw_only=True):
    """Someone as a platform names them."""

    platform: Platform
    #: Stable id on the platform, where it is known.
    user_id: str | None = None
    #: Handle, lower case; on Mastodon with its server.
    handle: str | None = None
    #: Further handles of the account: a server may have another domain for those than for pages.
    other_handles: tuple[str, ...] = ()
    #: Its part before the server with `_` between words, where capitals tell them apart.
    spelling: str | None = None
    addresses: tuple[str, ...] = ()
    display_name: str | None = None


def person_of_profile(profile: Profile) -> RawPerson:
    """Give whom a profile is of: all that its address tells.

    A handle on Bluesky is a domain, of which the first label is the name that people write. A DID
    in its place is no name, and tells who it is for good.
    """
    if profile.platform is Platform.BLUESKY and is_did(profile.handle):
        return RawPerson(platform=profile.platform, user_id=profile.handle)
    spelling = profile.handle.partition(".")[0] if profile.platform is Platform.BLUESKY else None
    return RawPerson(platform=profile.platform, handle=profile.handle, spelling=spelling)


class RawRef(msgspec.Struct, frozen=True, kw_only=True):
    """A pointer at another item by the platform's own id."""

    type: RefType
    native_id: str


class RawMedium(msgspec.Struct, frozen=True, kw_only=True):
    """A medium as the platform describes it."""

    #: Where it is: a path in an export, an address of an API.
    source: str
    content_type: str | None = None
    alt: str | None = None
    width: int | None = None
    height: int | None = None
    #: Whether the source gives its file at all; where it can't, the manifest names that limit.
    is_to_be_had: bool = True


def file_name(path: str) -> str:
    """Give the one form of the path of a file: no `.` and no empty part, letters with their signs.

    Of a letter and its sign some systems make two characters (NFD), others one (NFC).
    """
    parts = [part for part in normalize("NFC", path).split("/") if part not in {"", "."}]
    return "/".join(parts)


def media_path(url: str) -> str:
    """Give the part of a medium's address that stays the same in export, API and page."""
    path = "/" + file_name(unquote(_HOST.sub("", url.split("?", 1)[0])))
    for cut in ("/system/", "media_attachments/"):
        position = path.find(cut)
        if position >= 0:
            path = path[position:]
            break
    return path.removeprefix("/system/").lstrip("/")


class RawPollOption(msgspec.Struct, frozen=True, kw_only=True):
    """One answer of a poll."""

    text: str
    votes: int | None = None


class RawPoll(msgspec.Struct, frozen=True, kw_only=True):
    """A poll."""

    options: tuple[RawPollOption, ...]
    many: bool = False
    voters: int | None = None
    ends_at: str | None = None
    closed: bool = False


class RawPlace(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of an API in which an item came, by number in the run, and where in it."""

    number: int
    #: JSON pointer (RFC 6901).
    pointer: str


class RawAnswer(msgspec.Struct, frozen=True, kw_only=True):
    """An answer of an API, without its items."""

    #: What was asked, as the connector's own template: it names neither person nor item.
    asked: str
    #: RFC 3339, UTC.
    at: str
    status: int
    headers: tuple[tuple[str, str], ...]
    #: How much it held of what, in words of the connector's own.
    counts: dict[str, int]
    #: Page of a list that comes in pages, from 1; None for what does not.
    page: int | None = None
    #: Whether the platform said that there is more of that list.
    more: bool = False


class RawItem(msgspec.Struct, frozen=True, kw_only=True):
    """One item as the platform sent it, read into words of our own."""

    platform: Platform
    native_id: str
    kind: ItemKind
    #: RFC 3339, UTC.
    created_at: str
    edited_at: str | None = None
    author: RawPerson
    #: Third parties that the item names in its structure.
    persons: tuple[RawPerson, ...] = ()
    html: str | None = None
    title: str | None = None
    language: str | None = None
    url: str | None = None
    visibility: Visibility = Visibility.PUBLIC
    #: Whether the source says so; where it does not, a version that is held tells.
    tells_visibility: bool = True
    #: Whether the source has the words and media of the item; where it has a title and numbers
    #: alone, a version that is held keeps its words.
    tells_words: bool = True
    refs: tuple[RawRef, ...] = ()
    media: tuple[RawMedium, ...] = ()
    #: Of a film whose platform says whether it has captions, or which is none by its media.
    captions: Captions | None = None
    poll: RawPoll | None = None
    counts: Counts | None = None
    #: Where the platform says that it does not show it; kept of what is ours alone.
    withheld: HeldBack | None = None
    source: JsonObject
    shape: Shape
    #: Version of that shape and of how it is read: one more with each change.
    mapping: int = 1
    #: Where it came from; an export has no answers.
    place: RawPlace | None = None
    #: Whether it is an earlier version, as the platform's own history of edits tells it.
    is_earlier: bool = False
    #: Moment at which the platform itself says that the account deleted it; RFC 3339, UTC.
    deleted_at: str | None = None
    #: Places of fields that could not be read, in names of the platform's own format.
    broken: tuple[str, ...] = ()


class Scanned(msgspec.Struct, frozen=True, kw_only=True):
    """What the first pass over an export keeps of an item: enough to order and relate it."""

    content: bytes
    native_id: str
    #: Address that a reader sees, where it differs from the id.
    url: str | None = None
    parent: str | None
    #: Who wrote it, of a reply by somebody else; None for what is of the account itself.
    author: RawPerson | None = None
    #: Whether it is an earlier version of an item that comes by as well, or one that came by.
    is_again: bool = False
    #: Name of the conversation that the item belongs to, where the platform gives it one.
    talk: str | None = None
    created_at: str
    persons: tuple[RawPerson, ...]
    #: Whom its words link to or write in full besides: it need not be an answer to them.
    linked: tuple[RawPerson, ...] = ()
    media: tuple[str, ...]
    #: Where each of those is to be had, when they do not come along; empty where that is not told.
    addresses: tuple[str, ...] = ()
    #: Whether it is a medium that no record of the export names, and no record of it itself.
    is_loose: bool = False
    #: Whether it is none of those of which the platform states how many the account has, such as
    #: an answer of the account below its own film.
    is_beside: bool = False
    #: The same under the name that it bears beside others of its second: so where that is held.
    also: "Scanned | None" = None


class PassedOver(StrEnum):
    """Why something was not read."""

    DIRECT_MESSAGE = "direct_message"
    OUT_OF_SCOPE = "out_of_scope"
    #: Somebody else's act: an export holds those of its owner.
    OTHER_ACTOR = "other_actor"


class Passed(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was passed over unread, and how often."""

    why: PassedOver
    count: int = 1
    #: Whether it is none of the records of which the export states how many it has.
    is_beside: bool = False
    #: Of a direct message, where the activity around it tells: it can't be asked for by name. And
    #: of a reply, as far as it is told, with what it answers. And of what was taken from view.
    native_id: str | None = None
    #: That it was: what the archive holds of it from before says so from then on.
    withdrawn: Withdrawn | None = None
    parent: str | None = None
    #: Who takes part by it: what hangs below may say their names.
    persons: tuple[RawPerson, ...] = ()
    #: As that of `Scanned`.
    also: "Passed | None" = None


class Broken(msgspec.Struct, frozen=True, kw_only=True):
    """A record that can't be read: which, and why; nothing of its content."""

    file: str
    number: int
    reason: Text

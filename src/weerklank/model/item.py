"""What an archived item is, after minimisation: the record of a profile, post, reply or boost.

These are msgspec structs rather than dataclasses because a million of them pass through an import
(docs/adr/0010). Fields stand in alphabetical order, as they do in the canonical record line that
`docs/format/` specifies.
"""

from collections.abc import Iterable, Mapping
from enum import StrEnum
from types import MappingProxyType

import msgspec

from weerklank.model.answer import AnswerPlace
from weerklank.model.found_mark import FoundMark
from weerklank.model.minimised import MinimisedText
from weerklank.model.named_party import NamedAs
from weerklank.model.page import PageFacts, PageRole

#: Moment of what no day is told of, such as the profile in most exports.
NO_MOMENT = "1970-01-01T00:00:00Z"


class ItemKind(StrEnum):
    """Kinds of items."""

    PROFILE = "profile"
    POST = "post"
    REPLY = "reply"
    BOOST = "boost"
    STORY = "story"
    #: A file of the account that no post names.
    MEDIUM = "medium"
    #: A page of the platform on which items stood, as a browser showed it; or a page or file of
    #: the organisation's own site that an item leads to.
    PAGE = "page"


class ItemState(StrEnum):
    """The state shown for an item; of several the last that holds."""

    PRESENT = "present"
    EDITED = "edited"
    DELETED = "deleted"
    RESTRICTED = "restricted"


class Captions(StrEnum):
    """Whether the film of an item has captions, as its platform says."""

    WITH = "with"
    WITHOUT = "without"
    #: The platform does not say so by the way in which the item came.
    UNTOLD = "untold"


class Visibility(StrEnum):
    """To whom the platform showed it. Direct messages have no value here: they never come in."""

    PUBLIC = "public"
    UNLISTED = "unlisted"
    #: For followers only: kept, marked as shielded, out of portal and research by default.
    FOLLOWERS = "followers"


class HeldBackScope(StrEnum):
    """Of what it is that the platform withholds it."""

    POST = "post"
    #: Of the account as a whole.
    USER = "user"


class AuthorRole(StrEnum):
    """Who wrote it, as far as the register knows."""

    OWN = "own"
    LISTED = "listed"
    #: Of another, who stays recognisable by decision; all else of it is treated as a citizen's.
    NAMED = "named"
    CITIZEN = "citizen"

    @property
    def is_ours(self) -> bool:
        """Tell whether it is of the organisation: the account itself, or one in the register."""
        return self in _OURS


_OURS = frozenset((AuthorRole.OWN, AuthorRole.LISTED))


class RefType(StrEnum):
    """How an item points at another."""

    BOOST_OF = "boost_of"
    #: Of a profile: a post that it shows above all others.
    PINNED = "pinned"
    QUOTE_OF = "quote_of"
    REPLY_TO = "reply_to"
    #: Of a page or file of the organisation's own site: the post that leads to it. Where that
    #: goes, it goes.
    LINKED = "linked"
    #: Of a page: an item that stands in it. Where it goes, the page goes.
    SHOWS = "shows"


#: What a page refers to: without that it is not to be had either.
OF_PAGE = (RefType.SHOWS, RefType.LINKED)


class _Record(msgspec.Struct, frozen=True):
    pass


class Author(_Record, frozen=True, omit_defaults=True, kw_only=True):
    """Who wrote an item: the account itself, someone who stays named, or a pseudonym."""

    #: Number of the decision by which another than ours stays recognisable.
    decision: str | None = None
    #: Handle; not of a citizen.
    handle: MinimisedText | None = None
    #: Of whom stays recognisable by decision: the name, and as what.
    name: MinimisedText | None = None
    named_as: NamedAs | None = None
    #: The 26 symbols of the pseudonym.
    pseudonym: str | None = None
    role: AuthorRole
    #: The pseudonym as people see it.
    shown: str | None = None


class Ref(_Record, frozen=True, omit_defaults=True, kw_only=True):
    """A pointer to another item, by its key: opaque, so it may outlive what it points at."""

    key: str
    type: RefType


#: Why a medium has no file: the API that told of it gives none, whatever is asked.
NOT_IN_API = "not_in_api"
#: The same: an export holds a file of its name that is empty, or a page or message.
NO_MEDIUM = "no_medium"
#: The same of a file of a page: it named somebody who joined later, and files are not changed.
CORRECTED = "corrected"


#: What a third party wrote was there, and did not come in: so the policy said.
DROPPED_TEXT = "text"


class Medium(_Record, frozen=True, omit_defaults=True, kw_only=True):
    """A picture, film or sound that belongs to one item."""

    #: Alternative text of the maker.
    alt: MinimisedText | None = None
    bytes: int | None = None
    #: Salted digest: SHA-256 over 16 bytes of salt and the file; the salt lies in `proof/`.
    digest: str | None = None
    #: Name in `media/` of the package of first capture.
    file: str | None = None
    height: int | None = None
    #: Opaque, unique in the archive.
    id: str
    #: Why there is no file.
    missing: str | None = None
    #: Of a file of a page: what it is for.
    role: PageRole | None = None
    type: str | None = None
    width: int | None = None


class PollOption(_Record, frozen=True, omit_defaults=True, kw_only=True):
    """One answer of a poll and how often it was chosen."""

    text: MinimisedText
    votes: int | None = None


class Poll(_Record, frozen=True, omit_defaults=True, kw_only=True):
    """A question with answers to choose from."""

    #: Whether the platform said that nobody can vote any more.
    closed: bool = False
    ends_at: str | None = None
    many: bool = False
    options: tuple[PollOption, ...]
    voters: int | None = None


class Counts(_Record, frozen=True, omit_defaults=True, kw_only=True):
    """What the platform says about reach, at the moment of capture."""

    #: Of a profile: who follows it, and whom it follows.
    followers: int | None = None
    following: int | None = None
    likes: int | None = None
    #: Of a profile: how many items the platform says that there are.
    posts: int | None = None
    replies: int | None = None
    reposts: int | None = None


class HeldBack(_Record, frozen=True, omit_defaults=True, kw_only=True):
    """Where a platform does not show an item of ours, and why, as it says itself."""

    #: Whether a claim of rights is the reason.
    copyright: bool = False
    #: Codes of two capitals as the platform writes them, in their order; X has some of its own.
    countries: tuple[str, ...] = ()
    scope: HeldBackScope | None = None


class ArchivalItem(_Record, frozen=True, omit_defaults=True, kw_only=True):
    """One version of one item. `None` and empty mean: not stated by the platform."""

    account: str
    #: The answer of an API in which it came; an export has none.
    answer: AnswerPlace | None = None
    author: Author
    #: Of a film alone; what is none has no captions to speak of.
    captions: Captions | None = None
    captured_at: str
    #: Decision by which this record was last corrected for privacy.
    correction: str | None = None
    counts: Counts | None = None
    created_at: str
    #: What was there and did not come in, as the policy said: `text`.
    dropped: tuple[str, ...] = ()
    edited_at: str | None = None
    #: What detectors found in the text of a third party, and marks stand for.
    found: tuple[FoundMark, ...] = ()
    id: str
    key: str
    kind: ItemKind
    language: str | None = None
    #: Version of the mapping by which the fields of its source were read.
    mapping: int = 1
    media: tuple[Medium, ...] = ()
    #: Only of a page.
    page: PageFacts | None = None
    platform: str
    policy: int
    poll: Poll | None = None
    process: str | None = None
    refs: tuple[Ref, ...] = ()
    run: str
    scenario: str
    #: SHA-256 of the ciphertext of this item's sealed original; it confirms no guess.
    sealed: str | None = None
    #: The same of what corrections replaced later, in their order.
    sealed_later: tuple[str, ...] = ()
    technique: str
    text: MinimisedText | None = None
    #: Key of the topmost item of the thread that is known.
    thread: str | None = None
    #: Warning that the reader sees before the text, or title.
    title: MinimisedText | None = None
    url: MinimisedText | None = None
    version: int = 1
    visibility: Visibility = Visibility.PUBLIC
    #: Only of what is ours: where the platform said that it does not show it.
    withheld: HeldBack | None = None
    #: Version since which it says the same; `None`: this one says something else than before.
    wording: int | None = None

    @property
    def is_linked(self) -> bool:
        """Tell whether it is a page or file of an own site that a post leads to."""
        return any(ref.type is RefType.LINKED for ref in self.refs)

    @property
    def is_dated(self) -> bool:
        """Tell whether the platform says when it was made."""
        return self.created_at != NO_MOMENT

    @property
    def is_edited(self) -> bool:
        """Tell whether its maker changed it: other numbers, or a file that came later, don't."""
        return self.edited_at is not None or (self.wording or self.version) > 1


def state_of(
    item: ArchivalItem,
    laid: Mapping[str, ItemState] = MappingProxyType({}),
    *,
    deleted: bool = False,
) -> ItemState:
    """Give the state of an item: edited where the platform says so, or it says something else.

    `laid` holds the states that decisions gave to items, by key: of those it has no other, and
    neither has a page on which one of them stands. `deleted` says that it is marked as gone from
    its platform.
    """
    seen = ItemState.EDITED if item.is_edited else ItemState.PRESENT
    if laid and item.kind is ItemKind.PAGE:
        keys = (item.key, *(ref.key for ref in item.refs if ref.type in OF_PAGE))
        return next((laid[key] for key in keys if key in laid), seen)
    return laid.get(item.key) or (ItemState.DELETED if deleted else seen)


def techniques_of(versions: Iterable[ArchivalItem]) -> tuple[str, ...]:
    """Give by which techniques the versions of an item were seen, each once."""
    return tuple(sorted({version.technique for version in versions}))

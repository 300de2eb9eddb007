"""What of one message counts for completeness: folded from its versions, without its words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import MappingProxyType

from weerklank.model.beside import bits_of, letter_of
from weerklank.model.clock import civil_day
from weerklank.model.item import ArchivalItem, Captions, ItemKind, RefType, Visibility
from weerklank.model.rights import may_have_faces

#: What is no message.
NEVER_SAID = frozenset({ItemKind.PROFILE, ItemKind.MEDIUM, ItemKind.PAGE})


_NO_MEDIA: Mapping[str, "HeldMedium"] = MappingProxyType({})


@dataclass(slots=True)
class HeldMedium:
    """A medium of a message, by all its versions."""

    file: str | None
    missing: str | None
    has_description: bool
    #: Whether it is of a type that may show somebody.
    has_faces: bool

    def also(self, other: "HeldMedium") -> None:
        """Take what another version tells of it."""
        self.file = self.file or other.file
        self.missing = None if self.file else other.missing or self.missing
        self.has_description = self.has_description or other.has_description
        self.has_faces = self.has_faces or other.has_faces


@dataclass(slots=True)
class Message:
    """A post, reply, boost or story."""

    id: str
    key: str
    #: Path of the package within the archive that its newest version lies in.
    where: str
    kind: ItemKind
    is_own: bool
    is_dated: bool
    #: RFC 3339.
    created_at: str
    #: Days since the year 1.
    day: int
    version: int
    #: Techniques that saw it, as bits.
    seen: int
    #: Key of what its thread begins with; None where that is the message itself.
    thread: str | None
    parent: str | None
    is_for_all: bool
    has_text: bool
    #: Whether its newest version has words: text, title or poll.
    has_words: bool
    has_content: bool
    has_address: bool
    has_language: bool
    has_counts: bool
    stated_replies: int | None
    is_edited: bool
    #: Versions that say something else than those before.
    wordings: int
    captions: Captions | None
    #: By their ids. Most have none, and share one.
    media: Mapping[str, HeldMedium]

    @property
    def is_listed_post(self) -> bool:
        """Tell whether every platform counts it among the posts of its account."""
        is_post = self.kind is ItemKind.POST and self.parent is None
        return self.is_own and is_post and self.is_for_all

    @property
    def is_boost(self) -> bool:
        """Tell whether it passes on what another said, and says nothing itself."""
        return self.kind is ItemKind.BOOST

    def also(self, other: "Message") -> None:
        """Take what another version tells of it: what any of them tells is known."""
        newer = other.version > self.version
        if newer:
            self.version, self.created_at, self.day = other.version, other.created_at, other.day
            self.where = other.where
            self.is_dated, self.is_for_all = other.is_dated, other.is_for_all
            self.has_words = other.has_words
        if other.stated_replies is not None and (newer or self.stated_replies is None):
            self.stated_replies = other.stated_replies
        self.seen |= other.seen
        self.thread = other.thread or self.thread
        self.parent = self.parent or other.parent
        self.has_text |= other.has_text
        self.has_content |= other.has_content
        self.has_address |= other.has_address
        self.has_language |= other.has_language
        self.has_counts |= other.has_counts
        self.is_edited |= other.is_edited
        self.wordings += other.wordings
        if self.captions in {None, Captions.UNTOLD}:
            self.captions = other.captions or self.captions
        if other.media:
            for name in self.media.keys() & other.media.keys():
                self.media[name].also(other.media[name])
            self.media = {**other.media, **self.media}


def message_of(item: ArchivalItem, where: str) -> Message:
    """Give what of one version counts, that lies in a package at a path."""
    counts = item.counts
    moment = datetime.fromisoformat(item.created_at)
    media = {
        one.id: HeldMedium(one.file, one.missing, bool(one.alt), may_have_faces(one))
        for one in item.media
        if one.role is None
    }
    thread = None if item.thread == item.key else item.thread
    told = (counts.likes, counts.replies, counts.reposts) if counts else ()
    return Message(
        id=item.id,
        key=item.key,
        where=where,
        kind=item.kind,
        is_own=item.author.role.is_ours,
        is_dated=item.is_dated,
        created_at=item.created_at,
        day=civil_day(moment).toordinal(),
        version=item.version,
        seen=bits_of([letter_of(item.technique)]),
        thread=thread,
        parent=next((ref.key for ref in item.refs if ref.type is RefType.REPLY_TO), None),
        is_for_all=item.visibility is not Visibility.FOLLOWERS,
        has_text=bool(item.text),
        has_words=bool(item.text or item.title or item.poll),
        has_content=_has_content(item, media),
        has_address=bool(item.url),
        has_language=bool(item.language),
        has_counts=any(one is not None for one in told),
        stated_replies=counts.replies if counts else None,
        is_edited=item.is_edited,
        wordings=int(item.wording is None),
        captions=item.captions,
        media=media or _NO_MEDIA,
    )


def _has_content(item: ArchivalItem, media: Mapping[str, HeldMedium]) -> bool:
    """Tell whether it says or shows anything, or passes on what another said.

    What the policy took out was there: that it is not is a decision, and no lack.
    """
    passes_on = any(ref.type in {RefType.BOOST_OF, RefType.QUOTE_OF} for ref in item.refs)
    return bool(item.text or item.title or media or item.poll or passes_on or item.dropped)

"""Rights: whose the copyright of posts and media is, and what portraits in them ask (E4).

Module 3 asks for copyright and portrait rights per medium. What nobody recorded is missing: that
is an answer of its own, and never means that something may be used.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from weerklank.model.item import ArchivalItem, ItemKind, Medium
from weerklank.model.licences import CopyrightStatus, Licence, licence_of
from weerklank.model.text import Text


class Portrait(StrEnum):
    """What is known of persons to recognise in a picture or film (Auteurswet, 19 to 21)."""

    #: Nobody can be recognised in it.
    NONE = "none"
    #: Who can be, agreed.
    CONSENT = "consent"
    #: Who can be, objects, or has an interest that does.
    OBJECTION = "objection"
    #: Somebody can be recognised, and nobody was asked, or it can't be told.
    UNKNOWN = "unknown"


class Covers(StrEnum):
    """What of posts a rule is for."""

    TEXT = "text"
    MEDIA = "media"
    ALL = "all"


class Level(StrEnum):
    """Where what holds was said; the narrowest goes first."""

    #: Of this very text or medium.
    ITEM = "item"
    ACCOUNT = "account"
    DEFAULT = "default"
    #: Of nobody: who wrote it has the rights, by law.
    AUTHOR = "author"


class Lack(StrEnum):
    """What is missing."""

    COPYRIGHT = "copyright"
    PORTRAIT = "portrait"


#: How people say it.
PORTRAITS: dict[Portrait, Text] = {
    Portrait.NONE: Text("niemand herkenbaar", "nobody to recognise"),
    Portrait.CONSENT: Text(
        "toestemming van wie herkenbaar is", "consent of who can be recognised"
    ),
    Portrait.OBJECTION: Text(
        "bezwaar van wie herkenbaar is", "objection of who can be recognised"
    ),
    Portrait.UNKNOWN: Text("herkenbaar, toestemming onbekend", "recognisable, consent unknown"),
}
LACKS: dict[Lack, Text] = {
    Lack.COPYRIGHT: Text("auteursrecht", "copyright"),
    Lack.PORTRAIT: Text("portretrecht", "portrait right"),
}
#: Parts of an item, or of what a rule covers; a medium is named by its id.
TEXT, MEDIA = "text", "media"
#: What shows no face, by the first part of its type; what has no type may.
_UNSEEN = frozenset({"application", "audio", "text"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """What is said of rights: of copyright, of portraits, or of both."""

    status: CopyrightStatus | None = None
    #: Code of the table.
    licence: str | None = None
    #: Who has the rights; empty for the organisation itself, or where nobody knows.
    holder: str = ""
    #: Where that stands: an agreement, a case, a decision.
    source: str = ""
    portrait: Portrait | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Recorded:
    """An entry, by whom and when, and of which parts."""

    #: Number of the decision.
    id: str
    entry: Entry
    by: str
    at: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class PartRights:
    """What holds for the text or for one medium of an item."""

    #: None of the text.
    medium: Medium | None
    copyright: Recorded | None
    copyright_level: Level | None
    portrait: Recorded | None
    portrait_level: Level | None
    lacks: tuple[Lack, ...]

    @property
    def status(self) -> CopyrightStatus | None:
        """Give whose it is; None where nobody recorded it."""
        if self.copyright_level is Level.AUTHOR:
            return CopyrightStatus.THIRD_PARTY
        return self.copyright.entry.status if self.copyright else None

    @property
    def licence(self) -> Licence | None:
        """Give the licence or statement, where one was recorded."""
        code = self.copyright.entry.licence if self.copyright else None
        return licence_of(code) if code else None

    @property
    def holder(self) -> str:
        """Give who has the rights, where that was recorded."""
        return self.copyright.entry.holder if self.copyright else ""

    @property
    def of_portrait(self) -> Portrait | None:
        """Give what is known of portraits; None where nobody recorded it."""
        return self.portrait.entry.portrait if self.portrait else None


@dataclass(frozen=True, slots=True, kw_only=True)
class ItemRights:
    """What holds for the parts of an item: its text where it has one, and each medium."""

    is_of_others: bool
    parts: tuple[PartRights, ...]

    @property
    def is_missing(self) -> bool:
        """Tell whether anything was not recorded."""
        return any(one.lacks for one in self.parts)

    def of_medium(self, medium: str) -> PartRights | None:
        """Give what holds for a medium, by its id."""
        return next((one for one in self.parts if one.medium and one.medium.id == medium), None)

    @property
    def text(self) -> PartRights | None:
        """Give what holds for the text; None where there is none."""
        return next((one for one in self.parts if one.medium is None), None)


@dataclass(frozen=True, slots=True)
class Rights:
    """What was recorded until now, by target and part."""

    copyrights: Mapping[str, Recorded]
    portraits: Mapping[str, Recorded]
    #: How many decisions there were.
    count: int

    def of(self, versions: Sequence[ArchivalItem]) -> ItemRights:
        """Say what holds for an item, by its versions, the newest last."""
        newest = versions[-1]
        media = media_of(versions)
        if is_of_others(newest):
            parts = [_author(one) for one in self._parts(newest, media)]
            return ItemRights(is_of_others=True, parts=tuple(parts))
        return ItemRights(
            is_of_others=False,
            parts=tuple(self._of(newest, one) for one in self._parts(newest, media)),
        )

    def _parts(self, newest: ArchivalItem, media: list[Medium]) -> Iterator[Medium | None]:
        if newest.text or newest.title or newest.poll:
            yield None
        yield from media

    def lacks(
        self, item: str, account: str, medium: str | None, *, has_faces: bool
    ) -> tuple[Lack, ...]:
        """Say what nobody recorded of the text of an own item, or of a medium by its id.

        `has_faces` says whether a medium is of a type that may show somebody.
        """
        keys = [*_keys(item, account, medium).values()]
        found = [] if any(key in self.copyrights for key in keys) else [Lack.COPYRIGHT]
        if has_faces and not any(key in self.portraits for key in keys):
            found.append(Lack.PORTRAIT)
        return tuple(found)

    def _of(self, item: ArchivalItem, medium: Medium | None) -> PartRights:
        name = medium.id if medium else None
        keys = _keys(item.id, item.account, name)
        copyright_level = next((at for at, key in keys.items() if key in self.copyrights), None)
        portrait_level = next((at for at, key in keys.items() if key in self.portraits), None)
        has_faces = medium is not None and may_have_faces(medium)
        lacks = self.lacks(item.id, item.account, name, has_faces=has_faces)
        return PartRights(
            medium=medium,
            copyright=self.copyrights[keys[copyright_level]] if copyright_level else None,
            copyright_level=copyright_level,
            portrait=self.portraits[keys[portrait_level]] if portrait_level else None,
            portrait_level=portrait_level,
            lacks=lacks,
        )


def _keys(item: str, account: str, medium: str | None) -> dict[Level, str]:
    """Name where it may be said, the narrowest first; None is the text."""
    own, rule = (TEXT, TEXT) if medium is None else (medium, MEDIA)
    return {
        Level.ITEM: part_key(item, own),
        Level.ACCOUNT: part_key(account, rule),
        Level.DEFAULT: part_key("", rule),
    }


def may_have_faces(medium: Medium) -> bool:
    """Tell whether a medium is of a type that may show somebody."""
    return (medium.type or "").partition("/")[0] not in _UNSEEN


def _author(medium: Medium | None) -> PartRights:
    return PartRights(
        medium=medium,
        copyright=None,
        copyright_level=Level.AUTHOR,
        portrait=None,
        portrait_level=None,
        lacks=(),
    )


def part_key(target: str, part: str) -> str:
    """Name a part of an item, or what a rule of an account or (empty) of all covers."""
    return f"{target}/{part}"


def media_of(versions: Sequence[ArchivalItem]) -> list[Medium]:
    """Give the media of any version of an item, each once, in the order in which they came."""
    return [*{one.id: one for version in versions for one in version.media}.values()]


def is_of_others(item: ArchivalItem) -> bool:
    """Tell whether others made it: what they wrote, what was shared, and pages with all on it."""
    return not item.author.role.is_ours or item.kind in (ItemKind.BOOST, ItemKind.PAGE)

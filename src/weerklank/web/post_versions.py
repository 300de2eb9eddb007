"""The versions of a post as its page tells them: picture, table, and what differs between two."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from django.utils.safestring import SafeString

from weerklank.model.clock import from_iso
from weerklank.model.text import Language
from weerklank.services.find.show_item import ShownItem, Version
from weerklank.services.find.word_changes import Change, ChangedText, word_changes
from weerklank.web.plots.versions import NARROW, WIDE, VersionMark, versions

Changes = tuple[ChangedText, ...]

_WORD = re.compile(r"\w+")


@dataclass(frozen=True, slots=True)
class Course:
    """How a post became what it is; nothing is drawn where no word came or went."""

    drawn: SafeString
    rows: list[dict[str, object]]
    added: int
    removed: int


def course_of(found: ShownItem, language: Language) -> Course | None:
    """Give the course of a post; None of one that has one version."""
    if len(found.versions) < 2:
        return None
    moments = [written(one, is_first=one is found.versions[0]) for one in found.versions]
    marks = [
        VersionMark(
            number=one.item.version,
            at=from_iso(moment),
            words=_words([one.item.text or ""]),
            added=_count(one.text_changes, Change.ADDED),
            removed=_count(one.text_changes, Change.REMOVED),
            is_seen=one is not found.versions[0] and one.item.edited_at is None,
        )
        for one, moment in zip(found.versions, moments, strict=True)
    ]
    drawn = ""
    if any(mark.added or mark.removed for mark in marks):
        drawn += versions(marks, language, WIDE, "versions-wide")
        drawn += versions(marks, language, NARROW, "versions-narrow")
    rows: list[dict[str, object]] = [
        {"mark": mark, "at": moment, "technique": one.provenance.technique}
        for mark, moment, one in zip(marks, moments, found.versions, strict=True)
    ]
    return Course(
        SafeString(drawn),
        rows,
        sum(mark.added for mark in marks),
        sum(mark.removed for mark in marks),
    )


def says_otherwise(version: Version) -> bool:
    """Tell whether a version has other words than the one before it."""
    changes = (*version.title_changes, *version.text_changes)
    return any(one.change is not Change.SAME for one in changes)


def written(version: Version, *, is_first: bool) -> str:
    """Give when a version was written: as the platform says, else when it was first seen.

    The first is the one with which the post began; a history may bring it in after later ones.
    """
    item = version.item
    if is_first:
        return item.created_at
    return item.edited_at or item.captured_at


def between(found: ShownItem, version: Version, asked: str) -> tuple[Version | None, Changes]:
    """Give the version that one is compared with, and what differs in the text.

    The one before it unless another was asked; None with the first one.
    """
    numbers = [one.item.version for one in found.versions]
    at = numbers.index(version.item.version)
    with_ = next((one for one in found.versions if str(one.item.version) == asked), None)
    if with_ is None or with_ is version:
        with_ = found.versions[at - 1] if at else None
    if with_ is None:
        return None, ()
    older, newer = in_order(found, with_, version)
    return with_, word_changes(older.item.text or "", newer.item.text or "")


def in_order(found: ShownItem, *some: Version | None) -> list[Version]:
    """Give some versions in the order in which they were written."""
    return [one for one in found.versions if any(one is other for other in some)]


def _count(changes: Changes, change: Change) -> int:
    return _words(one.text for one in changes if one.change is change)


def _words(texts: Iterable[str]) -> int:
    return sum(len(_WORD.findall(text)) for text in texts)

"""Beside: what several techniques saw of one item, aspect by aspect, and what differs.

A technique sees an item when a version of it came in by that technique; of its versions the last
counts. What a technique does not tell is no difference: it is blank (docs/adr/0101).
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from unicodedata import normalize

from weerklank.model.item import NO_MEDIUM, OF_PAGE, ArchivalItem, Captions, Counts
from weerklank.model.run import Technique

#: The three letters of the screens. A portability job gives what an export gives.
LETTERS = (Technique.API, Technique.EXPORT, Technique.BROWSER)
#: Why a file that should have come did not.
_SHOULD_BE_THERE = frozenset({"not_fetched", "not_in_export", NO_MEDIUM})


class Aspect(StrEnum):
    """What of an item is laid beside what others saw of it."""

    TEXT = "text"
    TITLE = "title"
    MOMENT = "moment"
    EDITED = "edited"
    VISIBILITY = "visibility"
    ADDRESS = "address"
    ANSWERS = "answers"
    MEDIA = "media"
    FILES = "files"
    ALT = "alt"
    CAPTIONS = "captions"
    POLL = "poll"
    VOTES = "votes"
    LIKES = "likes"
    REPOSTS = "reposts"
    STATED_REPLIES = "stated_replies"
    REPLIES = "replies"


class Difference(StrEnum):
    """In what two techniques differ on an item. Their order is that of the catalogue's bits."""

    #: They say something else, and no moment of editing tells them apart.
    WORDS = "words"
    #: They saw it before and after its maker edited it.
    EDIT = "edit"
    #: A file came in, and one of them did not give it.
    FILES = "files"
    #: A file that should have come came in by none of them.
    LACKING = "lacking"
    #: They name other media.
    MEDIA = "media"
    #: Descriptions of media.
    ALT = "alt"
    CAPTIONS = "captions"
    #: Likes, shares, replies or votes: they move by themselves.
    NUMBERS = "numbers"
    MOMENT = "moment"
    VISIBILITY = "visibility"
    ADDRESS = "address"
    #: What it answers, shares or quotes.
    ANSWERS = "answers"
    #: Replies by others that one of them brought in and another did not.
    REPLIES = "replies"


class Consequence(StrEnum):
    """What a difference means for completeness."""

    #: Nothing is missing by it.
    NO_GAP = "no_gap"
    #: The archive has it, though not every technique gave it.
    THANKS = "thanks"
    #: It should be there and is not.
    GAP = "gap"
    #: Nobody can tell without looking which of them is right.
    FINDING = "finding"

    @property
    def counts(self) -> bool:
        """Tell whether it counts for how complete the archive is."""
        return self is not Consequence.NO_GAP


WEIGHTS: Mapping[Difference, Consequence] = {
    Difference.WORDS: Consequence.FINDING,
    Difference.EDIT: Consequence.NO_GAP,
    Difference.FILES: Consequence.THANKS,
    Difference.LACKING: Consequence.GAP,
    Difference.MEDIA: Consequence.FINDING,
    Difference.ALT: Consequence.FINDING,
    Difference.CAPTIONS: Consequence.NO_GAP,
    Difference.NUMBERS: Consequence.NO_GAP,
    Difference.MOMENT: Consequence.FINDING,
    Difference.VISIBILITY: Consequence.FINDING,
    Difference.ADDRESS: Consequence.NO_GAP,
    Difference.ANSWERS: Consequence.FINDING,
    Difference.REPLIES: Consequence.THANKS,
}
#: What people wrote and set: an edit may change it; the recorder judged whether it is the same.
_WRITTEN: Mapping[Aspect, Difference] = {
    Aspect.TEXT: Difference.WORDS,
    Aspect.TITLE: Difference.WORDS,
    Aspect.ALT: Difference.ALT,
    Aspect.POLL: Difference.WORDS,
    Aspect.MEDIA: Difference.MEDIA,
    Aspect.ANSWERS: Difference.ANSWERS,
}
#: The same whatever people wrote.
_STATED: Mapping[Aspect, Difference] = {
    Aspect.MOMENT: Difference.MOMENT,
    Aspect.EDITED: Difference.EDIT,
    Aspect.VISIBILITY: Difference.VISIBILITY,
    Aspect.ADDRESS: Difference.ADDRESS,
    Aspect.CAPTIONS: Difference.CAPTIONS,
    Aspect.VOTES: Difference.NUMBERS,
    Aspect.LIKES: Difference.NUMBERS,
    Aspect.REPOSTS: Difference.NUMBERS,
    Aspect.STATED_REPLIES: Difference.NUMBERS,
}
#: Numbers that a version may have taken over from the one before it.
_NUMBERS = (Aspect.VOTES, Aspect.LIKES, Aspect.REPOSTS, Aspect.STATED_REPLIES)

#: What a technique tells of an aspect; None where it tells nothing.
Told = str | int | tuple[str, ...] | None


@dataclass(frozen=True, slots=True)
class AspectCell:
    """What one technique tells of one aspect."""

    told: Told
    #: Whether it is otherwise than what the technique that looked last told of it.
    is_other: bool = False
    #: Whether the record has no number of this technique's own: what was held was kept.
    is_kept: bool = False


@dataclass(frozen=True, slots=True)
class AspectRow:
    """One aspect, by who saw the item, and in what they differ."""

    aspect: Aspect
    cells: Mapping[Technique, AspectCell]
    difference: Difference | None = None


def letter_of(technique: str) -> Technique:
    """Give the letter under which a technique is shown."""
    known = Technique(technique)
    return Technique.EXPORT if known is Technique.PORTABILITY else known


def last_by_technique(versions: Sequence[ArchivalItem]) -> dict[Technique, ArchivalItem]:
    """Give the last version that each technique brought in, who looked last at the end."""
    found: dict[Technique, ArchivalItem] = {}
    for version in sorted(versions, key=lambda one: one.version):
        letter = letter_of(version.technique)
        found.pop(letter, None)
        found[letter] = version
    return found


def laid_beside(versions: Sequence[ArchivalItem]) -> tuple[AspectRow, ...]:
    """Lay beside each other what techniques tell of an item, in the order of aspects.

    An aspect of which none tells anything has no row.
    """
    last = last_by_technique(versions)
    if not last:
        return ()
    kept = {letter: _keeps_numbers(one, versions) for letter, one in last.items()}
    edits = {one.edited_at for one in last.values()}
    rows = []
    for aspect in Aspect:
        told = {letter: _told(one, aspect) for letter, one in last.items()}
        if aspect in _NUMBERS:
            told = {letter: None if kept[letter] else one for letter, one in told.items()}
        if aspect in _ALWAYS_TOLD or any(one is not None for one in told.values()):
            rows.append(_row(aspect, told, last, kept, is_edit=len(edits) > 1))
    return tuple(rows)


def differences_of(versions: Sequence[ArchivalItem]) -> frozenset[Difference]:
    """Give in what techniques differ on an item."""
    return frozenset(row.difference for row in laid_beside(versions) if row.difference)


def lacks_file(item: ArchivalItem) -> bool:
    """Tell whether a file of an item should have come and did not."""
    return any(medium.missing in _SHOULD_BE_THERE for medium in item.media)


def bits_of(members: Iterable[Difference] | Iterable[Technique]) -> int:
    """Give differences, or techniques, as the catalogue keeps them."""
    return sum({1 << _places[one] for one in members})


def differences_in(bits: int) -> tuple[Difference, ...]:
    """Give the differences that the catalogue keeps."""
    return tuple(one for place, one in enumerate(Difference) if bits >> place & 1)


def letters_in(bits: int) -> tuple[Technique, ...]:
    """Give the techniques that the catalogue keeps."""
    return tuple(one for place, one in enumerate(LETTERS) if bits >> place & 1)


_places: Mapping[Difference | Technique, int] = {
    **{one: place for place, one in enumerate(Difference)},
    **{one: place for place, one in enumerate(LETTERS)},
}
#: Of these a blank tells something: no text, no picture.
_ALWAYS_TOLD = frozenset({Aspect.TEXT, Aspect.MEDIA})


def _row(
    aspect: Aspect,
    told: Mapping[Technique, Told],
    last: Mapping[Technique, ArchivalItem],
    kept: Mapping[Technique, bool],
    *,
    is_edit: bool,
) -> AspectRow:
    newest = next((one for one in reversed([*told]) if told[one] is not None), [*told][-1])
    others = {letter for letter in told if _differ(aspect, letter, newest, told, last)}
    cells = {
        letter: AspectCell(one, letter in others, is_kept=aspect in _NUMBERS and kept[letter])
        for letter, one in told.items()
    }
    return AspectRow(aspect, cells, _difference(aspect, others, last, is_edit=is_edit))


def _differ(
    aspect: Aspect,
    letter: Technique,
    newest: Technique,
    told: Mapping[Technique, Told],
    last: Mapping[Technique, ArchivalItem],
) -> bool:
    """Tell whether a technique tells otherwise than the newest; what is not told is not."""
    one, other = last[letter], last[newest]
    if aspect is Aspect.FILES:
        return bool(_files_lacking(one, last.values()))
    if aspect is Aspect.MEDIA and len(one.media) != len(other.media):
        return True
    if aspect in _WRITTEN:
        # The recorder knows who became known since, and what a technique writes in its own way.
        is_same = (one.wording or one.version) == (other.wording or other.version)
        untold = aspect is Aspect.POLL and None in (one.poll, other.poll)
        return not is_same and not untold and _written(one, aspect) != _written(other, aspect)
    if aspect is Aspect.ADDRESS and one.url and other.url:
        return _bare(one.url) != _bare(other.url)
    return told[letter] is not None and told[letter] != told[newest]


def _bare(address: str) -> str:
    """Give an address without what is the same page: how it is asked, and a last slash."""
    return address.partition("://")[2].rstrip("/")


def _difference(
    aspect: Aspect,
    others: set[Technique],
    last: Mapping[Technique, ArchivalItem],
    *,
    is_edit: bool,
) -> Difference | None:
    if aspect is Aspect.FILES:
        lacking = [_files_lacking(one, last.values()) for one in last.values()]
        if any(lacking):
            return Difference.FILES
        return Difference.LACKING if any(map(lacks_file, last.values())) else None
    if not others:
        return None
    if aspect in _WRITTEN:
        return Difference.EDIT if is_edit else _WRITTEN[aspect]
    return _STATED[aspect]


def _files_lacking(item: ArchivalItem, all_: Iterable[ArchivalItem]) -> set[str]:
    """Give the media of an item without a file, of which another technique has it."""
    lacking = {medium.id for medium in item.media if medium.missing and not medium.file}
    return lacking & {medium.id for one in all_ for medium in one.media if medium.file}


def _keeps_numbers(item: ArchivalItem, versions: Sequence[ArchivalItem]) -> bool:
    """Tell whether a version has the numbers of another technique, that was there before it.

    A technique that sees what is held adds a version that keeps its numbers (docs/adr/0037).
    """
    before = [one for one in versions if one.version < item.version]
    own = [one for one in before if letter_of(one.technique) is letter_of(item.technique)]
    if not before or own or item.wording is None:
        return False
    known = max(before, key=lambda one: one.version)
    return (item.counts, item.poll) == (known.counts, known.poll)


def _written(item: ArchivalItem, aspect: Aspect) -> object:
    if aspect is Aspect.MEDIA:
        return sorted(medium.id for medium in item.media)
    if aspect is Aspect.ANSWERS:
        return sorted((ref.type, ref.key) for ref in item.refs)
    told = _told(item, aspect)
    return tuple(map(_worded, told)) if isinstance(told, tuple) else _worded(told)


def _worded(told: Told) -> Told:
    """Give a text without how it was laid out and encoded: nobody sees a difference in that."""
    return " ".join(normalize("NFC", told).split()) if isinstance(told, str) else told


def _told(item: ArchivalItem, aspect: Aspect) -> Told:
    """Give what an item tells of an aspect."""
    return _TELLS[aspect](item)


def _options(item: ArchivalItem) -> Told:
    return tuple(str(one.text) for one in item.poll.options) if item.poll else None


def _votes(item: ArchivalItem) -> Told:
    votes = [one.votes for one in item.poll.options] if item.poll else []
    return tuple(map(str, votes)) if votes and None not in votes else None


def _alts(item: ArchivalItem) -> Told:
    return tuple(str(one.alt or "") for one in item.media) or None


def _captions(item: ArchivalItem) -> Told:
    told = item.captions
    return None if told in {None, Captions.UNTOLD} else str(told)


def _answers(item: ArchivalItem) -> Told:
    told = [ref for ref in item.refs if ref.type not in OF_PAGE]
    return tuple(str(ref.type) for ref in told) or None


def _counts(item: ArchivalItem) -> Counts:
    return item.counts or Counts()


_TELLS: Mapping[Aspect, Callable[[ArchivalItem], Told]] = {
    Aspect.TEXT: lambda item: item.text,
    Aspect.TITLE: lambda item: item.title,
    Aspect.MOMENT: lambda item: item.created_at if item.is_dated else None,
    Aspect.EDITED: lambda item: item.edited_at,
    Aspect.VISIBILITY: lambda item: str(item.visibility),
    Aspect.ADDRESS: lambda item: item.url,
    Aspect.ANSWERS: _answers,
    Aspect.MEDIA: lambda item: len(item.media),
    Aspect.FILES: lambda item: sum(bool(m.file) for m in item.media) if item.media else None,
    Aspect.ALT: _alts,
    Aspect.CAPTIONS: _captions,
    Aspect.POLL: _options,
    Aspect.VOTES: _votes,
    Aspect.LIKES: lambda item: _counts(item).likes,
    Aspect.REPOSTS: lambda item: _counts(item).reposts,
    Aspect.STATED_REPLIES: lambda item: _counts(item).replies,
    # Who saw the replies stands with the replies.
    Aspect.REPLIES: lambda _item: None,
}

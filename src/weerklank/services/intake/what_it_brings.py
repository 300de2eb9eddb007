"""What an item brings beside what the archive holds of it: nothing, numbers, a file, other words.

Only other words are a change that people made. Numbers move by themselves (docs/adr/0037), a file
that was missing may come later, and a name that became known since is replaced in what is held.
"""

from collections.abc import Callable, Iterable
from enum import Enum, auto

from msgspec.structs import replace

from weerklank.minimise.beside_held import same_content
from weerklank.model.item import NO_MEDIUM, ArchivalItem, Counts, ItemKind, Poll, RefType
from weerklank.model.platform import Platform
from weerklank.services.intake.export_age import Age

#: Why a medium of ours has no file: its source named it and did not give it.
NOT_GIVEN = "not_in_export"
#: The same of an API: the server named it and did not give it.
NOT_FETCHED = "not_fetched"


#: How an item points at another that a technique may not know.
_MAYBE_UNTOLD = frozenset({RefType.BOOST_OF, RefType.REPLY_TO})
#: Platforms whose API gives other files of a post than their export does: the cover of a film in
#: place of the film (docs/adr/0082, 0085).
_OTHER_FILES = frozenset({Platform.TIKTOK, Platform.YOUTUBE})
#: Address of a playlist: many a Takeout has no column for what it says, which takes nothing away.
_PLAYLIST = "https://www.youtube.com/playlist?list="
#: Platforms whose API may give less of a text than their export does.
_CUTS = frozenset({Platform.TIKTOK})
#: Characters from which a text of TikTok's API may be one that it cut: it does so at 150, and what
#: stands in the place of a name may be shorter than that.
_MAY_BE_CUT = 100


class Brings(Enum):
    """What an item brings."""

    #: It says what is held, or what was held before.
    NOTHING = auto()
    #: It shows what was before a newer version that is held.
    OLDER = auto()
    #: It says what is held, with newer numbers or with a file that was missing until now.
    SAME_WORDS = auto()
    #: It says what is held, and was not seen to by this technique before.
    SEEN_TOO = auto()
    #: It says something else.
    OTHER_WORDS = auto()


def what_it_brings(
    item: ArchivalItem,
    held: ArchivalItem,
    age: Age,
    *,
    once_more: Callable[[ArchivalItem], Iterable[ArchivalItem]],
    earlier: Iterable[ArchivalItem],
    is_earlier: bool = False,
) -> Brings:
    """Tell what an item brings beside the newest version that is held.

    `age` is that of the export as a whole; `once_more` minimises a held version by whom is known
    now, in one way after another; `earlier` gives the versions before the newest. What neither of
    the two is asked for is not read. `is_earlier` says that it is one of the platform's own
    history, of which the newest comes by after it: that is news as long as no version says it.
    """

    def says(version: ArchivalItem) -> bool:
        return say_the_same(version, item) or any(
            say_the_same(now, item) for now in once_more(version)
        )

    if is_earlier:
        is_held = says(held) or any(map(says, earlier))
        return Brings.NOTHING if is_held else Brings.OTHER_WORDS
    if says(held):
        return _beside_the_same_words(item, held, age)
    if item.edited_at or held.edited_at:
        shown, known = item.edited_at or item.created_at, held.edited_at or held.created_at
        if shown != known:
            return Brings.OLDER if shown < known else Brings.OTHER_WORDS
    if age is Age.OLDER:
        return Brings.OLDER
    # Of exports of one day nobody can tell which is newer: what was held before is not.
    if age is Age.SAME and any(map(says, earlier)):
        return Brings.NOTHING
    return Brings.OTHER_WORDS


def _beside_the_same_words(item: ArchivalItem, held: ArchivalItem, age: Age) -> Brings:
    if not_given(item) < not_given(held) or numbers_moved(item, held, age):
        return Brings.SAME_WORDS
    if withheld_otherwise(item, held, age) or has_article_alone(item, held):
        return Brings.SAME_WORDS
    return Brings.NOTHING if held.technique == item.technique else Brings.SEEN_TOO


def not_given(item: ArchivalItem) -> int:
    """Count the media of ours that an item names and that never came in.

    Third parties' media are left out by policy: that is no gap.
    """
    return sum(medium.missing in {NOT_GIVEN, NO_MEDIUM, NOT_FETCHED} for medium in item.media)


def words_of(item: ArchivalItem) -> tuple[object, ...]:
    """Give all that people wrote in an item: its texts, those of its media and of its poll."""
    alts = [medium.alt for medium in item.media]
    choices = [option.text for option in item.poll.options] if item.poll else []
    return item.text, item.title, alts, choices


def has_file_of_its_own(item: ArchivalItem, known: Iterable[ArchivalItem]) -> bool:
    """Tell whether an item has the file of a medium that none of the known versions has."""
    held = {medium.id for version in known for medium in version.media if medium.file}
    return any(medium.file and medium.id not in held for medium in item.media)


def say_the_same(one: ArchivalItem, other: ArchivalItem) -> bool:
    """Tell whether a held version says the same as what comes, as far as both techniques tell."""
    one, other = without_article(one, other), without_article(other, one)
    if one.technique == other.technique:
        return same_content(one, other)
    if not other.text and (other.url or "").startswith(_PLAYLIST):
        one = replace(one, text=other.text)
    return same_content(_as_all_tell_it(one, other), _as_all_tell_it(other, one))


def has_article_alone(item: ArchivalItem, other: ArchivalItem) -> bool:
    """Tell whether an item of X has an article, with its title, that another version has not.

    An archive tells of none, nor does an answer from which X left it out; nobody edited that.
    """
    is_post = item.platform == Platform.X and item.kind is not ItemKind.PROFILE
    begin, text = other.text or "", item.text or ""
    is_longer = text.startswith(f"{begin}\n\n" if begin else "")
    return bool(is_post and item.title and not other.title and is_longer)


def without_article(item: ArchivalItem, other: ArchivalItem) -> ArchivalItem:
    """Leave out the article of an item where the other version has none."""
    return replace(item, text=other.text, title=None) if has_article_alone(item, other) else item


def _as_all_tell_it(item: ArchivalItem, other: ArchivalItem) -> ArchivalItem:
    """Leave out what another technique writes in its own way, or did not find.

    Pictures of a profile have another name in an export than on the server, and only the server
    says what is pinned. To which post of somebody else something answers it may not know, nor
    which one it shares; and an export of X has no polls.
    """
    if item.kind is ItemKind.PROFILE:
        return replace(item, media=(), refs=())
    if item.platform in _OTHER_FILES:
        item = replace(item, media=())
    if item.platform in _CUTS:
        item = replace(item, text=_as_far_as(other.text, item.text))
    told = {ref.type for ref in other.refs}
    return replace(
        item,
        refs=tuple(r for r in item.refs if r.type not in _MAYBE_UNTOLD or r.type in told),
        poll=item.poll if other.poll else None,
    )


def _as_far_as(cut: str | None, text: str | None) -> str | None:
    """Give a text as far as another technique gives it, which may have cut it."""
    if not cut or not text or len(cut) < _MAY_BE_CUT:
        return text
    return cut if text.startswith(cut) else text


def withheld_otherwise(item: ArchivalItem, held: ArchivalItem, age: Age) -> bool:
    """Tell whether the platform withholds an item otherwise than is held: people wrote nothing.

    Of an older day nothing tells how it is now. That it is withheld no more is told by the
    technique alone that said it was, on a later day.
    """
    if age is Age.OLDER or item.withheld == held.withheld:
        return False
    is_later = age is Age.NEWER and held.technique == item.technique
    return item.withheld is not None or is_later


def numbers_moved(item: ArchivalItem, held: ArchivalItem, age: Age) -> bool:
    """Tell whether an item shows newer numbers than those that are held.

    Those of a later day are newer. Of the same day only a poll can tell: votes are not taken
    back, and what is closed stays closed.
    """
    if age is Age.OLDER:
        return False
    if item.poll and held.poll and _is_further(item.poll, held.poll, age):
        return True
    return age is Age.NEWER and _differ(_of_counts(item.counts), _of_counts(held.counts))


def _is_further(poll: Poll, held: Poll, age: Age) -> bool:
    if held.closed and not poll.closed:
        return False
    if poll.closed and not held.closed:
        return True
    if age is Age.NEWER:
        return _differ(_of_poll(poll), _of_poll(held))
    return _votes(poll) > _votes(held)


def _votes(poll: Poll) -> int:
    return sum(option.votes or 0 for option in poll.options)


def _of_poll(poll: Poll) -> list[int | None]:
    return [poll.voters, *(option.votes for option in poll.options)]


def _of_counts(counts: Counts | None) -> list[int | None]:
    if counts is None:
        return [None] * 6
    of_profile = [counts.followers, counts.following, counts.posts]
    return [counts.likes, counts.replies, counts.reposts, *of_profile]


def _differ(shown: list[int | None], known: list[int | None]) -> bool:
    """Tell whether any number differs; one that is not stated takes nothing away."""
    pairs = zip(shown, known, strict=True)
    return any(number is not None and number != before for number, before in pairs)

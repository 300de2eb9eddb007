"""What an item brings beside what the archive holds of it: nothing, numbers, a file, other words.

Only other words are a change that people made. Numbers move by themselves (docs/adr/0037), a file
that was missing may come later, and a name that became known since is replaced in what is held.
"""

from collections.abc import Callable, Iterable
from enum import Enum, auto

from weerklank.minimise.minimiser import same_content
from weerklank.model.item import ArchivalItem, Counts, Poll
from weerklank.services.export_age import Age

#: Why a medium of ours has no file: its source named it and did not give it.
NOT_GIVEN = "not_in_export"


class Brings(Enum):
    """What an item brings."""

    #: It says what is held, or what was held before.
    NOTHING = auto()
    #: It shows what was before a newer version that is held.
    OLDER = auto()
    #: It says what is held, with newer numbers or with a file that was missing until now.
    SAME_WORDS = auto()
    #: It says something else.
    OTHER_WORDS = auto()


def what_it_brings(
    item: ArchivalItem,
    held: ArchivalItem,
    age: Age,
    *,
    once_more: Callable[[ArchivalItem], Iterable[ArchivalItem]],
    earlier: Iterable[ArchivalItem],
) -> Brings:
    """Tell what an item brings beside the newest version that is held.

    `age` is that of the export as a whole; `once_more` minimises a held version by whom is known
    now, in one way after another; `earlier` gives the versions before the newest. What neither of
    the two is asked for is not read.
    """

    def says(version: ArchivalItem) -> bool:
        return same_content(version, item) or any(
            same_content(now, item) for now in once_more(version)
        )

    if says(held):
        is_more = not_given(item) < not_given(held) or _numbers_moved(item, held, age)
        return Brings.SAME_WORDS if is_more else Brings.NOTHING
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


def not_given(item: ArchivalItem) -> int:
    """Count the media of ours that an item names and that never came in.

    Third parties' media are left out by policy: that is no gap.
    """
    return sum(medium.missing == NOT_GIVEN for medium in item.media)


def _numbers_moved(item: ArchivalItem, held: ArchivalItem, age: Age) -> bool:
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
    return [counts.likes, counts.replies, counts.reposts] if counts else [None, None, None]


def _differ(shown: list[int | None], known: list[int | None]) -> bool:
    """Tell whether any number differs; one that is not stated takes nothing away."""
    pairs = zip(shown, known, strict=True)
    return any(number is not None and number != before for number, before in pairs)

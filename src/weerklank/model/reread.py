"""Which held posts are to be looked at again, and how far a list is to be read: a pure function.

It follows from the moment of publication and from the runs that looked before. Nothing else is
remembered: a run that died looked at nothing, so what was due then is still due.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

#: Ages of a post at which it is looked at again for edits, deletions and new replies.
WINDOWS = (
    timedelta(hours=1),
    timedelta(hours=24),
    timedelta(days=7),
    timedelta(days=30),
    timedelta(days=365),
)
#: From this on a second look confirms that a post is gone.
CONFIRM_AFTER = timedelta(days=1)
#: From this on the list is read to its end again.
WHOLE_AFTER = timedelta(days=30)
#: What was published this long before the last look is read again: clocks differ.
OVERLAP = timedelta(days=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Look:
    """A run that looked at an account, and ended."""

    #: When it began.
    at: datetime
    #: Since when it read everything that was published; None for all of it.
    since: datetime | None
    #: Keys of posts that were due and could not be looked at.
    unlooked: frozenset[str] = frozenset()
    #: Posts that were met and are not to come in: destroyed, of days by hand, unreadable.
    passed: int = 0
    #: What the account told of itself then, such as that it was suspended; None where that was
    #: not noted.
    standing: frozenset[str] | None = None


def is_due(published: datetime, before: datetime | None, now: datetime) -> bool:
    """Tell whether a post came to one of its ages since the last look, or never was looked at."""
    if before is None:
        return True
    return any(after < published <= until for after, until in due_spans(before, now))


def due_spans(before: datetime, now: datetime) -> Iterator[tuple[datetime, datetime]]:
    """Give between which moments the posts were published that are due: after, until.

    Spans may overlap, when the last look is longer ago than an age.
    """
    for age in WINDOWS:
        yield before - age, now - age


def read_since(
    looks: Iterable[Look], now: datetime, asked: datetime | None = None
) -> datetime | None:
    """Give the moment down to which the list is to be read; None for its end.

    `looks` are those of before, oldest first; `asked` is the moment from which somebody wants it
    read again. Read to its end is the first time, and as long as that was never done or lies too
    far back. Else down to the last look, since everything before that was read.
    """
    last: datetime | None = None
    whole: datetime | None = None
    for look in looks:
        last = look.at
        whole = look.at if look.since is None else whole
    if last is None or whole is None or now - whole >= WHOLE_AFTER:
        return None
    since = last - OVERLAP
    return since if asked is None else min(since, asked)


def last_seen(
    key: str, published: datetime, recorded: datetime, looks: Iterable[Look]
) -> datetime:
    """Give when a post of the account was last seen, as the looks tell it.

    `recorded` is when its newest version came in: the least that is known.
    """
    seen = recorded
    before: datetime | None = None
    waiting: frozenset[str] = frozenset()
    for look in looks:
        is_read = look.since is None or published >= look.since
        is_asked = key in waiting or (before is not None and is_due(published, before, look.at))
        if (is_read or is_asked) and key not in look.unlooked and published <= look.at:
            seen = max(seen, look.at)
        before, waiting = look.at, look.unlooked
    return seen

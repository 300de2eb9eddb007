"""A trial: the newest posts of a live account, read into memory alone, to show what would come."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime

from weerklank.harvest.exchange import Exchange
from weerklank.harvest.port import LiveAccount, Unreadable
from weerklank.model.json_value import JsonObject
from weerklank.model.raw import Passed, PassedOver, RawItem, RawPerson, Scanned
from weerklank.model.text import Text

#: What is looked at of a list at most, of which nearly all is passed over.
_MOST_LOOKED_AT = 400


class KeepsNoAnswers:
    """Counts answers, and keeps none."""

    def __init__(self) -> None:
        self._count = 0

    def note(
        self,
        asked: str,
        exchange: Exchange,
        counts: dict[str, int],
        *,
        page: int | None = None,
        more: bool = False,
    ) -> int:
        """Give the number of an answer."""
        del asked, exchange, counts, page, more
        self._count += 1
        return self._count


class HoldsNothing:
    """An archive that holds nothing of an account, and to which nothing is told."""

    since: datetime | None = None
    posts: tuple[str, ...] = ()
    is_owner = False
    number: str | None = None

    def has_shielded(self) -> bool:
        """Tell that no posts for followers are held."""
        return False

    def is_shielded(self, native_id: str) -> bool:
        """Tell of no post that it is for followers."""
        del native_id
        return False

    def shielded(self) -> Iterator[str]:
        """Give no held post."""
        return iter(())

    def unseen(self, since: datetime | None) -> Iterator[str]:
        """Give no held post."""
        del since
        return iter(())

    def due(self) -> Iterator[str]:
        """Give no post to look at besides."""
        return iter(())

    def source_of(self, native_id: str) -> JsonObject:
        """Give nothing: nothing is held."""
        del native_id
        return {}

    def has_answers(self, native_id: str) -> bool:
        """Tell that no replies are held."""
        del native_id
        return False

    def answers_beside(self, native_id: str) -> int:
        """Tell that no replies are held."""
        del native_id
        return 0

    def _passes(self, native_id: str) -> None:
        """Take note of nothing."""

    saw = gone = not_looked_at = only_by_itself = _passes
    gave_all_answers = gave_uncertain_answers = _passes


@dataclass(slots=True)
class Tried:
    """One post of the account, and how many replies of others came below it."""

    post: RawItem
    content: bytes
    #: What it answers, by native id.
    parent: str | None
    replies: int = 0


@dataclass(slots=True)
class Gathered:
    """What a trial read."""

    posts: list[Tried] = field(default_factory=list)
    #: Everyone whom anything that came names, or that hangs together with it.
    persons: dict[RawPerson, None] = field(default_factory=dict)
    #: What hangs together with the posts, by native id.
    beside: dict[str, None] = field(default_factory=dict)
    direct_messages: int = 0
    #: Posts that a harvest would pass over, of whatever reason.
    passed: int = 0
    unreadable: int = 0
    #: Why the list of posts ended before its end.
    broken_off: Text | None = None


def gather(live: LiveAccount, most: int, comes: Callable[[str, str], bool]) -> Gathered:
    """Read the newest posts of an account, so many at most, and who is named in them.

    `comes` tells by native id and moment of publication whether a harvest would take a post in.
    """
    found = Gathered()
    for number, entry in enumerate(live.scan()):
        is_another = isinstance(entry, Scanned) and entry.author is None and not entry.is_again
        if number >= _MOST_LOOKED_AT or (is_another and len(found.posts) >= most):
            break
        if isinstance(entry, Passed):
            found.persons |= dict.fromkeys(entry.persons)
            found.direct_messages += entry.count * (entry.why is PassedOver.DIRECT_MESSAGE)
            found.passed += entry.count * (entry.why is not PassedOver.DIRECT_MESSAGE)
        elif not isinstance(entry, Scanned):
            found.unreadable += 1
        elif entry.author is None and not comes(entry.native_id, entry.created_at):
            _meet(found, entry)
            found.passed += not entry.is_again
        else:
            _take(found, live, entry)
    found.broken_off = live.broken_off
    found.posts = [post for post in found.posts if _is_known_around(found, live, post)]
    return found


def _meet(found: Gathered, entry: Scanned) -> None:
    """Note whom an entry names, of one that is passed over too: others may say their names."""
    found.persons |= dict.fromkeys((*entry.persons, *entry.linked))
    if entry.author is not None:
        found.persons[entry.author] = None


def _take(found: Gathered, live: LiveAccount, entry: Scanned) -> None:
    _meet(found, entry)
    if entry.author is not None:
        if found.posts:
            found.posts[-1].replies += not entry.is_again
    elif not entry.is_again:
        try:
            post = live.read(entry.content)
        except Unreadable:
            found.unreadable += 1
        else:
            found.posts.append(Tried(post, entry.content, entry.parent))


def _is_known_around(found: Gathered, live: LiveAccount, tried: Tried) -> bool:
    """Find who takes part in the thread of a post; tells whether that can be known.

    A harvest knows the thread from older posts too. What can't be looked into is not shown.
    """
    around = live.around(tried.content)
    if around is None:
        found.unreadable += 1
        return False
    found.persons |= dict.fromkeys(around.persons)
    found.beside |= dict.fromkeys((*around.items, *filter(None, (tried.parent,))))
    return True

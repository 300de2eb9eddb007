"""Look at single posts of a feed again: those that its list no longer has, and those that are due.

A post is gone when it is missing in two ways: from the list or the batch where it would stand, and
when it is asked for by itself. Even then only while a post that this run was given still answers,
as a platform in trouble may say of anything that it is not there. All else is 'could not be looked
at'. Where a platform knows no batches, a post that the list was not read down to is missing in one
way alone, and is judged when the whole list is read.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from weerklank.harvest.exchange import NoAnswer
from weerklank.harvest.feed import Feed, Given, LookedUp
from weerklank.harvest.port import Held

#: Questions of one run; the rest is for the next.
_MOST_QUESTIONS = 1_000


class LookUps:
    """Looks posts of one account up."""

    def __init__(self, feed: Feed, held: Held) -> None:
        self._feed = feed
        self._held = held
        #: A post that this run was given: it shows that the platform answers.
        self.witness: str | None = None
        self._left = _MOST_QUESTIONS
        self._in_trouble = False

    def absent(self, natives: Iterable[str]) -> Iterator[Given]:
        """Look at posts that the list does not give where they would stand."""
        for some in self._some(natives):
            found = self._look(some)
            for native in some:
                if native in found.given:
                    self._held.only_by_itself(native)
                    yield found.given[native]
            self._judge([native for native in some if native in found.missing])
            self._tell_unknown(some, found)

    def due(self, natives: Iterable[str]) -> Iterator[Given]:
        """Look at posts that the list was not read down to; gives those that are there."""
        for some in self._some(natives):
            found = self._look(some)
            yield from (found.given[native] for native in some if native in found.given)
            self._tell_unknown(some, found)
            missing = [native for native in some if native in found.missing]
            if self._feed.most_at_once > 1:
                yield from self._each(missing)
            else:
                for native in missing:
                    self._held.not_looked_at(native)

    def _some(self, natives: Iterable[str]) -> Iterator[list[str]]:
        return _by(self._feed.most_at_once, filter(self._feed.may_be_looked_up, natives))

    def _each(self, missing: list[str]) -> Iterator[Given]:
        """Ask for posts that a batch lacks by themselves; gives those that are there."""
        gone = []
        for native in missing:
            found = self._look([native])
            yield from found.given.values()
            gone += [native] if native in found.missing else []
            self._tell_unknown([native], found)
        self._judge(gone)

    def _look(self, natives: Sequence[str]) -> LookedUp:
        """Look up; nothing is known of any while the platform is in trouble."""
        if self._in_trouble or self._left <= 0:
            return LookedUp()
        self._left -= 1
        try:
            found = self._feed.look_up(natives)
        except NoAnswer:
            self._in_trouble = True
            return LookedUp()
        asked = frozenset(natives)
        given = {native: one for native, one in found.given.items() if native in asked}
        return LookedUp(given, (found.missing & asked) - given.keys())

    def _tell_unknown(self, natives: Sequence[str], found: LookedUp) -> None:
        for native in natives:
            if native not in found.given and native not in found.missing:
                self._held.not_looked_at(native)

    def _judge(self, missing: list[str]) -> None:
        """Say of posts that are missing in two ways that they are gone, if a witness answers."""
        is_sure = bool(missing) and self._feed.tells_gone and self._answers()
        for native in missing:
            (self._held.gone if is_sure else self._held.not_looked_at)(native)

    def _answers(self) -> bool:
        """Tell whether a post that is there is given; of an account without posts none can be."""
        if self.witness is None:
            return self._feed.stated_items == 0
        return self.witness in self._look([self.witness]).given


def _by(size: int, natives: Iterable[str]) -> Iterator[list[str]]:
    rest = iter(natives)
    while some := list(islice(rest, size)):
        yield some

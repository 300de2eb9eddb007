"""The comments below a page's posts: named by the finder, given by a batch, counted beside.

The finder takes one question a minute, so that it is asked once for each post that has comments,
and once more for a comment below which more are counted than came along.
"""

from collections.abc import Iterator
from itertools import islice

from weerklank.connectors.linkedin.api_replies import (
    Placed,
    ReplyReader,
    beside_of,
    parent_in,
)
from weerklank.connectors.linkedin.api_words import stated_replies
from weerklank.connectors.linkedin.dma import BATCH, COMMENTS, Dma, by, written
from weerklank.connectors.linkedin.urns import comment_urn, number_of_comment
from weerklank.harvest.endless import ENDLESS_REPLIES, MOST_REPLIES
from weerklank.harvest.exchange import NoAnswer
from weerklank.harvest.feed import Given, LookedUp, Reply
from weerklank.harvest.json_array import NOT_READ
from weerklank.harvest.port import Unreadable
from weerklank.model.item import Visibility
from weerklank.model.raw import Broken, Passed, RawItem, RawPerson, Scanned

#: Posts and comments of which is remembered what is named below them: a trial asks twice.
_MOST_REMEMBERED = 50
#: LinkedIn has two levels of comments; more would be a list that goes round.
_DEEPEST = 5


class PageReplies:
    """Finds the comments below the posts of one page."""

    def __init__(self, owner: RawPerson, number: str, dma: Dma) -> None:
        """Take the page, the number of its organisation, and the API."""
        self._reader = ReplyReader(owner, number)
        self._dma = dma
        self._named: dict[str, list[str]] = {}

    def below(self, post: str, shown: Visibility) -> Iterator[Reply]:
        """Give all that hangs below a post, which is shown to so many; NoAnswer when cut short."""
        return self._below(post, shown, {}, _DEEPEST)

    def _below(
        self, entity: str, shown: Visibility, seen: dict[str, str], left: int
    ) -> Iterator[Reply]:
        """Give what hangs below a post or a comment; `seen` has all that came, by number."""
        fresh = []
        named = self._comments_on(entity)
        for urn in named[:MOST_REPLIES]:
            number = number_of_comment(urn)
            if number not in seen:
                seen[number] = urn
                fresh.append(urn)
        came: dict[str, int] = {}
        stated: dict[str, int] = {}
        for some in by(BATCH, fresh):
            for reply, parent in self._given(some, entity, shown, seen):
                came[parent] = came.get(parent, 0) + 1
                stated[str(reply.native_id)] = reply.stated or 0
                yield reply
        for native, count in stated.items():
            if left and count > came.get(native, 0):
                yield from self._below(native, shown, seen, left - 1)
        if len(named) > MOST_REPLIES:
            raise NoAnswer(ENDLESS_REPLIES)

    def _given(
        self, natives: list[str], entity: str, shown: Visibility, seen: dict[str, str]
    ) -> Iterator[tuple[Reply, str]]:
        """Ask for comments; one that is named and not given is missing from what is counted."""
        batch, numbers = self._dma.comments(natives), self._dma.social(natives)
        for place, native in enumerate(natives, 1):
            if native not in batch.given:
                continue
            record, pointer = batch.given[native]
            above = parent_in(record)
            parent = seen.get(number_of_comment(above), above) if above else entity
            social = numbers.given[native][0] if native in numbers.given else {}
            where = Placed(native=native, parent=parent, visibility=shown, social=social)
            given = Given(written(record), batch.answer, pointer, beside_of(where))
            yield self._reply(given, where, place), parent

    def _reply(self, given: Given, where: Placed, place: int) -> Reply:
        entry: Scanned | Passed | Broken
        try:
            entry = self._reader.entry(given)
        except Unreadable as error:
            entry = Broken(file=COMMENTS, number=place, reason=error.reason)
        except (ValueError, RecursionError):
            entry = Broken(file=COMMENTS, number=place, reason=NOT_READ)
        stated = stated_replies(where.social)
        return Reply(entry=entry, parent=where.parent, native_id=where.native, stated=stated)

    def _comments_on(self, entity: str) -> list[str]:
        """Give the comments that are named below something; asked once where that is soon anew.

        One more than anybody can have, of a list that goes on and on.
        """
        if entity not in self._named:
            pages = self._dma.named("commentsOnEntity", entity=entity)
            urns = (urn for _, some in pages for urn in filter(None, map(comment_urn, some)))
            found = list(islice(urns, MOST_REPLIES + 1))
            while len(self._named) >= _MOST_REMEMBERED:
                del self._named[next(iter(self._named))]
            self._named[entity] = found
        return self._named[entity]

    def look_up(self, natives: list[str]) -> LookedUp:
        """Tell of comments whether they are there still; no more is read of them.

        Under which name of its post one would come along is known where that post is read. One is
        gone when it is missing by itself, and its numbers too.
        """
        if not natives:
            return LookedUp()
        batch, numbers = self._dma.comments(natives), self._dma.social(natives)
        given = {
            native: Given(written({"id": native}), batch.answer, pointer)
            for native, (_, pointer) in batch.given.items()
        }
        return LookedUp(given, batch.missing & numbers.missing)

    def read(self, given: Given) -> RawItem:
        """Read a comment whole."""
        return self._reader.read(given)

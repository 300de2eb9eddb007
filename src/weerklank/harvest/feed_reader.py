"""Read one account by a feed: its list newest first, what is due again, and what hangs below.

The same for every platform whose connector makes a feed, so that gaps, deletions and replies mean
one thing. What a platform gives, and how it is asked for that, is in its connector.
"""

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import BinaryIO

import msgspec

from weerklank.harvest.endless import ENDLESS_LIST, MOST_EMPTY, most_posts
from weerklank.harvest.exchange import NoAnswer
from weerklank.harvest.feed import Feed, Given, kept
from weerklank.harvest.feed_look_ups import LookUps
from weerklank.harvest.feed_replies import FeedReplies
from weerklank.harvest.json_array import NOT_READ
from weerklank.harvest.port import Around, Held, Unreadable
from weerklank.model.change_report import Reported
from weerklank.model.clock import from_iso
from weerklank.model.raw import Broken, Passed, RawItem, RawPerson, Scanned
from weerklank.model.run import Counted, Shortfall
from weerklank.model.text import Text

GOES_ROUND = Text(
    "het platform geeft dezelfde bladzijde steeds weer",
    "the platform gives the same page over and over",
)
#: Replies of a post that are looked at to know who takes part.
_MOST_AROUND = 1_000


@dataclass(slots=True)
class _Page:
    """What is known of a page that is being read."""

    #: How much of it did not come before.
    news: int = 0
    #: When the last post on it was made.
    made: datetime | None = None


class FeedReader:
    """One account, read by its feed."""

    def __init__(self, feed: Feed, held: Held) -> None:
        """Take a feed that has found its account."""
        self._feed = feed
        self._held = held
        self.owner: RawPerson = feed.owner
        self.items_file = feed.items_file
        self.stated_items = feed.stated_items
        self.counts_own_replies = feed.counts_own_replies
        self.uncounted = feed.uncounted
        self.broken_off: Text | None = None
        self._look_ups = LookUps(feed, held)
        self._replies = FeedReplies(feed, held)
        #: Posts that came, by id, and records that are none, by what they hold.
        self._given: set[str] = set()
        self._others: set[int] = set()
        self._page = _Page()

    @property
    def number(self) -> str:
        """Give by what the platform knows the account."""
        return self._feed.number

    @property
    def standing(self) -> tuple[Reported, ...]:
        """Give what the account tells of itself."""
        return self._feed.standing

    @property
    def stated_replies(self) -> Counted | None:
        """Give how many replies came of those that the platform counts; None without any."""
        return self._replies.counted if self._feed.gives_replies else None

    def scan(self) -> Iterator[Scanned | Passed | Broken]:
        """Ask for the posts as far as they are wanted, and give them as they come."""
        number = 0
        try:
            for given in self._wanted():
                number += 1
                yield from self._with_all_of_it(given, number)
        except NoAnswer as none:
            self.broken_off = none.reason

    def _wanted(self) -> Iterator[Given]:
        """Give what is to be read: single posts, or the list and what is due."""
        if self._held.posts:
            yield from self._look_ups.due(map(self._feed.native, self._held.posts))
            return
        yield from self._listed()
        for page in self._feed.besides():
            self._page = _Page()
            yield from page
        # What the list was read past and did not give; nothing of that of one that broke off.
        ends = [one for one in (self._held.since, self._feed.ends_at) if one is not None]
        yield from self._look_ups.absent(self._held.unseen(max(ends, default=None)))
        yield from self._look_ups.due(self._held.due())

    def _listed(self) -> Iterator[Given]:
        """Give the list, down to the moment from which it is wanted."""
        since, came, empty = self._held.since, 0, 0
        # Where the number leaves kinds of items out, it says nothing of how many come.
        most = most_posts(None if self.uncounted else self.stated_items)
        for page in self._feed.pages(since):
            here = self._page = _Page()
            yield from page
            empty = 0 if page else empty + 1
            if (page and not here.news) or empty > MOST_EMPTY:
                raise NoAnswer(GOES_ROUND)
            came += len(page)
            if came > most:
                raise NoAnswer(ENDLESS_LIST.filled(most=most))
            if since is not None and here.made is not None and here.made < since:
                return

    def _with_all_of_it(self, given: Given, number: int) -> Iterator[Scanned | Passed | Broken]:
        """Give a post with its earlier versions before it, and the replies behind it."""
        entry = self._entry(given, number)
        if not isinstance(entry, Scanned):
            self._page.news += hash(given.content) not in self._others
            self._others.add(hash(given.content))
            if isinstance(entry, Broken):
                self._saw_broken(given)
            if isinstance(entry, Passed) and entry.withdrawn and entry.native_id:
                self._held.saw(entry.native_id)  # it is there, to fewer than before
            yield entry
            return
        self._page.made = _moment(entry) or self._page.made
        if entry.native_id in self._given:  # a page that changed between two questions
            yield msgspec.structs.replace(entry, is_again=True)
            return
        self._page.news += 1
        self._given.add(entry.native_id)
        self._held.saw(entry.native_id)
        self._look_ups.witness = self._look_ups.witness or entry.native_id
        for earlier in self._feed.earlier(given, entry):
            yield msgspec.structs.replace(earlier, is_again=True)
        yield entry
        for below in self._replies.below(given, entry):
            is_own = isinstance(below, Scanned) and below.author is None
            if is_own and not self.counts_own_replies:
                below = msgspec.structs.replace(below, is_beside=True)  # noqa: PLW2901 - marked
            yield below

    def _saw_broken(self, given: Given) -> None:
        """Take note of a record that can't be read and tells its name: it is there."""
        with suppress(ValueError, RecursionError):
            name = self._feed.name_of(given)
            if name is not None:
                self._held.saw(name)

    def _entry(self, given: Given, number: int) -> Scanned | Passed | Broken:
        try:
            return self._feed.entry(given)
        except Unreadable as error:
            return Broken(file=self.items_file, number=number, reason=error.reason)
        except (ValueError, RecursionError):
            return Broken(file=self.items_file, number=number, reason=NOT_READ)

    def read(self, content: bytes) -> RawItem:
        """Read one scanned item whole."""
        return self._feed.read(kept(content))

    def around(self, content: bytes) -> Around | None:
        """Ask who takes part below one post; None where the platform did not tell of all."""
        given = kept(content)
        entry = self._entry(given, 0)
        if not isinstance(entry, Scanned):
            return None
        try:
            found = list(islice(self._feed.replies(given, entry), _MOST_AROUND))
        except NoAnswer:
            return None
        persons = [person for reply in found for person in _persons(reply.entry)]
        items = [reply.native_id for reply in found if reply.native_id is not None]
        return Around(tuple(items), tuple(dict.fromkeys(persons)))

    def profile(self) -> RawItem:
        """Give the profile."""
        return self._feed.profile()

    def places_of_profile(self) -> tuple[tuple[str, str], ...]:
        """Give where the pictures of the profile are to be had, by their path."""
        return self._feed.places_of_profile()

    def checked(self, path: str, stream: BinaryIO) -> BinaryIO:
        """Give a medium as a stream that raises BrokenOff at its end when it is another one."""
        return self._feed.checked(path, stream)

    def findings(self) -> list[Shortfall]:
        """Tell what did not come in besides."""
        return [*self._feed.findings(), *self._replies.findings()]


def _moment(entry: Scanned) -> datetime | None:
    try:
        return from_iso(entry.created_at)
    except ValueError:
        return None


def _persons(entry: Scanned | Passed | Broken | None) -> tuple[RawPerson, ...]:
    if isinstance(entry, Scanned):
        author = (entry.author,) if entry.author else ()
        return (*author, *entry.persons, *entry.linked)
    return entry.persons if isinstance(entry, Passed) else ()

"""Replies below the posts of a feed, held against how many the platform says there are.

What is counted and does not come is a gap, by post. Of a post that gave just as many replies as
are counted, those that are held and did not come are gone; where the numbers differ, or where one
could not be read, nothing is known of them.
"""

from collections import Counter
from collections.abc import Callable, Iterator

from weerklank.harvest.endless import ENDLESS_REPLIES, MOST_REPLIES, MOST_REPLIES_OF_RUN
from weerklank.harvest.exchange import NoAnswer
from weerklank.harvest.feed import Feed, Given, Reply
from weerklank.harvest.noted_gaps import NotedGaps
from weerklank.harvest.plain_text import leads_to_another
from weerklank.harvest.port import Held
from weerklank.model.raw import Broken, Passed, Scanned
from weerklank.model.run import Counted, Shortfall
from weerklank.model.text import Text, verbatim

FEWER_REPLIES = Text(
    "het platform telt meer reacties dan het geeft, zoals van wie het account heeft geblokkeerd",
    "the platform counts more replies than it gives, such as of who blocked the account",
)
REPLIES_NOT_GIVEN = Text(
    "het platform gaf op een vraag naar de reacties geen antwoord, en zegt niet hoeveel er zijn",
    "the platform gave no answer when asked for the replies, and does not say how many there are",
)
SHORT_HERE = Text("{url}: {came} van {stated}", "{url}: {came} of {stated}")


class FeedReplies:
    """Finds the replies below the posts of one account."""

    def __init__(self, feed: Feed, held: Held) -> None:
        self._feed = feed
        self._held = held
        #: Replies that came of those that the platform counts, over all posts.
        self.counted = Counted(0, 0)
        self._gaps = NotedGaps()
        #: Replies that came in all.
        self._came = 0

    def below(self, given: Given, entry: Scanned) -> Iterator[Scanned | Passed | Broken]:
        """Give what hangs below a post of the account."""
        if not self._feed.gives_replies:
            return
        stated = _counted(self._feed.stated_replies(given))
        if stated == 0 and not self._held.has_answers(entry.native_id):
            return  # those that are held may be gone, and the number with them
        tally = _Tally(entry.native_id, stated, is_deep=self._feed.counts_all_levels)
        try:
            for reply in self._until_no_end(given, entry, tally):
                if reply.native_id is not None:
                    if tally.has(reply.native_id):  # a page that changed between two questions
                        continue
                    self._held.saw(reply.native_id)
                tally.add(reply)
                if reply.entry is not None:
                    yield reply.entry
        except NoAnswer:  # what stays away is counted; the posts themselves go on
            tally.is_whole = False
        self._note(entry, tally)
        self._tell_held(tally)

    def _tell_held(self, tally: "_Tally") -> None:
        """Tell below what all replies came, and below what nobody knows; not what can't be known.

        Where a platform gives no old replies, that those did not come says nothing: a limit.
        """
        is_limit = tally.is_clear and not self._feed.gives_old_replies
        for native, is_sure in tally.parents():
            if is_sure:
                self._held.gave_all_answers(native)
            elif not is_limit:
                self._held.gave_uncertain_answers(native)

    def _note(self, entry: Scanned, tally: "_Tally") -> None:
        came, stated = tally.came(), tally.stated_in_all()
        beside = _none if self._feed.gives_old_replies else self._held.answers_beside
        missing = tally.missing(beside)
        self.counted += Counted(came if stated is None else stated - missing, stated)
        url = self._address(entry)
        here = SHORT_HERE.filled(url=url, came=came, stated=came + missing) if url else None
        self._gaps.note("replies_missing", here, missing)
        if not tally.is_whole and stated is None:
            self._gaps.note("replies_not_given", verbatim(url) if url else None)

    def _until_no_end(self, given: Given, entry: Scanned, tally: "_Tally") -> Iterator[Reply]:
        """Give the replies below a post, but no more than anybody can have."""
        for number, reply in enumerate(self._feed.replies(given, entry)):
            if number == MOST_REPLIES or self._came == MOST_REPLIES_OF_RUN:
                tally.is_whole = False
                url = self._address(entry)
                self._gaps.note("replies_endless", verbatim(url) if url else None)
                return
            self._came += 1
            yield reply

    def _address(self, entry: Scanned) -> str | None:
        """Give the address of a post as a report may tell it: none that names somebody else."""
        named = entry.url is not None and leads_to_another(entry.url, self._feed.owner)
        return None if named else entry.url

    def findings(self) -> list[Shortfall]:
        """Tell what the platform counts and did not give."""
        return self._gaps.findings(
            {
                "replies_missing": FEWER_REPLIES,
                "replies_not_given": REPLIES_NOT_GIVEN,
                "replies_endless": ENDLESS_REPLIES,
            }
        )


def _none(_: str) -> int:
    return 0


def _counted(stated: int | None) -> int | None:
    """Give a number that is stated; None for one below zero, which counts nothing."""
    return None if stated is None or stated < 0 else stated


class _Tally:
    """What is known of the replies below one post of the account."""

    def __init__(self, native: str, stated: int | None, *, is_deep: bool) -> None:
        self._top = native
        self._is_deep = is_deep
        #: What the platform states, of the post and, where it counts by level, of each reply.
        self._stated: dict[str, int | None] = {native: stated}
        self._found: Counter[str] = Counter()
        #: Everything below which something may hang that comes along here, and all that came.
        self._parents = {native}
        self._came = {native}
        #: Whether all came that was asked for, and all of it could be read.
        self.is_whole = self._is_readable = True

    def has(self, native: str) -> bool:
        """Tell whether a reply came before, which must not count in the place of another."""
        return native in self._came

    def add(self, reply: Reply) -> None:
        """Enter a reply."""
        self._is_readable &= not isinstance(reply.entry, Broken) and reply.native_id is not None
        if reply.counts:
            self._found[self._top if self._is_deep else reply.parent or self._top] += 1
        if reply.native_id is not None:
            self._came.add(reply.native_id)
            if reply.entry is not None:  # what hangs below another comes with that one
                self._parents.add(reply.native_id)
            if not self._is_deep:
                self._stated[reply.native_id] = _counted(reply.stated)

    @property
    def is_clear(self) -> bool:
        """Tell whether all that was asked for came and could be read."""
        return self.is_whole and self._is_readable

    def came(self) -> int:
        """Give how many came of those that the platform counts, stated or not."""
        return self._found.total()

    def stated_in_all(self) -> int | None:
        """Give how many are stated in all; None where of one it is not stated."""
        stated = [one for one in self._stated.values() if one is not None]
        return sum(stated) if len(stated) == len(self._stated) else None

    def missing(self, beside: Callable[[str], int]) -> int:
        """Give how many are stated, did not come and are not held `beside` what came either."""
        short = {native: self._short(native) for native in self._stated}
        return sum(max(some - beside(native), 0) for native, some in short.items() if some > 0)

    def _short(self, native: str) -> int:
        stated = self._stated[native]
        return 0 if stated is None else stated - self._found[native]

    def parents(self) -> Iterator[tuple[str, bool]]:
        """Give what replies may hang below, and whether all of those surely came.

        Where more came than is counted, the number says nothing of those that did not.
        """
        for native in self._parents:
            counted_at = self._top if self._is_deep else native
            is_known = self._stated.get(counted_at) is not None
            yield native, self.is_clear and is_known and self._short(counted_at) == 0

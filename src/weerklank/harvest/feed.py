"""A feed: what a platform's API gives of one account, for who reads it in the one order we have.

Platforms differ in how a list goes on, how a post is looked up and how replies hang below it; when
a post counts as gone and which replies are missing is the same for all, and stands in
`feed_reader`. A connector makes a feed of what its API has.
"""

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import BinaryIO

import msgspec

from weerklank.harvest.uncounted import Without
from weerklank.model.change_report import Reported
from weerklank.model.item import ItemKind, Visibility
from weerklank.model.item_address import item_address
from weerklank.model.raw import Broken, Passed, RawItem, RawPerson, Scanned, media_path
from weerklank.model.run import Shortfall


class Given(msgspec.Struct, frozen=True):
    """A record that an API gave: as it came, and where in which answer."""

    #: JSON.
    content: bytes
    #: Number of the answer in the run, and JSON pointer of the record in it.
    answer: int
    pointer: str
    #: JSON of what the same answer held of it in another place, such as its author.
    beside: bytes = b""


_KEEP, _KEPT = msgspec.msgpack.Encoder(), msgspec.msgpack.Decoder(Given)


def keep(given: Given) -> bytes:
    """Give the content of a scanned item by which it is read again."""
    return _KEEP.encode(given)


def kept(content: bytes) -> Given:
    """Give what was kept."""
    return _KEPT.decode(content)


@dataclass(frozen=True, slots=True)
class LookedUp:
    """What came of looking posts up; of a post in neither can't be told whether it is there."""

    given: dict[str, Given] = field(default_factory=dict)
    #: Of these the platform says clearly that they are not there; a refusal says no such thing.
    missing: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """A reply below a post of the account."""

    #: None for one of the account itself that its own list gives.
    entry: Scanned | Passed | Broken | None
    #: What it answers, by the platform's own id; None where that is not told.
    parent: str | None
    native_id: str | None
    #: Replies that it has itself, as the platform counts them; None where it does not say.
    stated: int | None = None
    #: Whether the number that the platform states of its parent counts it.
    counts: bool = True


class Feed(ABC):
    """One account, as its platform's API gives it."""

    #: What its list is called where a record of it can't be read.
    items_file: str
    owner: RawPerson
    #: By what the platform knows the account for good.
    number: str
    #: Posts that the platform says the account has; None when it does not say.
    stated_items: int | None = None
    #: Whether that number counts what the account itself answered.
    counts_own_replies: bool = True
    #: Of which kind, or shown to whom, items are that the number does not count either.
    uncounted: tuple[ItemKind | Visibility | Without, ...] = ()
    #: Moment down to which its list came, where the platform gives no more of it; known after
    #: `pages`.
    ends_at: datetime | None = None
    #: Posts that can be looked up at once; 1 where the platform knows no batches.
    most_at_once: int = 1
    #: Whether the API gives replies at all; where it does not, the manifest names that limit.
    gives_replies: bool = True
    #: Whether replies come however old they are; else those that are held count as there.
    gives_old_replies: bool = True
    #: Whether the number of replies of a post counts the replies to its replies too.
    counts_all_levels: bool = False
    #: Whether the platform tells apart what is gone from what this permission is not shown; else
    #: nothing that is missing counts as gone.
    tells_gone: bool = True

    @abstractmethod
    def pages(self, down_to: datetime | None) -> Iterator[list[Given]]:
        """Give the posts newest first, some at a time, as far down as that moment at least.

        None for all of them. NoAnswer when the list breaks off.
        """

    def besides(self) -> Iterator[list[Given]]:
        """Give what the account has besides its list and in no order of time, some at a time."""
        return iter(())

    @abstractmethod
    def entry(self, given: Given) -> Scanned | Passed:
        """Read what places a post, its content kept by `keep`; Unreadable when it can't be."""

    def name_of(self, given: Given) -> str | None:  # noqa: ARG002 - a port
        """Give the platform's own id of what can't be read; ValueError or None without one."""
        return None

    @abstractmethod
    def look_up(self, natives: Sequence[str]) -> LookedUp:
        """Look posts up by the platform's own ids, `most_at_once` of them at most.

        NoAnswer when the platform is in trouble.
        """

    @abstractmethod
    def read(self, given: Given) -> RawItem:
        """Read a post or a reply whole; Unreadable when it is not as it should be."""

    @abstractmethod
    def profile(self) -> RawItem:
        """Give the profile."""

    def places_of_profile(self) -> tuple[tuple[str, str], ...]:
        """Give where the pictures of the profile are to be had, by their path."""
        return tuple((media_path(one.source), one.source) for one in self.profile().media)

    def checked(self, path: str, stream: BinaryIO) -> BinaryIO:  # noqa: ARG002 - a port
        """Give a medium as a stream that raises BrokenOff at its end when it is another one."""
        return stream

    def native(self, address: str) -> str:
        """Give the platform's own id of a post by an address, in whatever form that is written."""
        return item_address(address)

    def may_be_looked_up(self, native: str) -> bool:  # noqa: ARG002 - a port
        """Tell of a held post whether the API could give it at all, were it there.

        One that it never gives, such as of an export, is no gap: the manifest names that limit.
        """
        return True

    def earlier(self, given: Given, entry: Scanned) -> Iterable[Scanned]:  # noqa: ARG002 - a port
        """Give the earlier versions of a post that the platform itself tells, oldest first."""
        return ()

    def stated_replies(self, given: Given) -> int | None:  # noqa: ARG002 - a port
        """Give how many replies the platform says a post has; None when it does not say."""
        return None

    def replies(self, given: Given, entry: Scanned) -> Iterator[Reply]:  # noqa: ARG002 - a port
        """Give what hangs below a post of the account; NoAnswer when it does not come."""
        return iter(())

    def findings(self) -> list[Shortfall]:
        """Tell what did not come in besides; called after all was read."""
        return []

    @property
    def standing(self) -> tuple[Reported, ...]:
        """Give what the account tells of itself, such as that it moved."""
        return ()

"""What a user may ask of the archive, and what of it they may see."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum


class Order(StrEnum):
    """What comes first of what is found."""

    NEWEST = "newest"
    OLDEST = "oldest"
    #: What fits the words best.
    RELEVANCE = "relevance"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """What someone may see; everything, unless said otherwise.

    Which role sees what stands in the matrix of permissions; this is what comes of it.
    """

    #: What the platform showed to followers only.
    shielded: bool = True
    #: What was restricted by decision.
    restricted: bool = True
    #: What probably holds special, criminal or children's data (requirement D7).
    special: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Question:
    """A search: words, and facts that must hold.

    Words must all occur; in quotes they stand beside each other, with a star behind it a word is a
    beginning, and AND, OR, NOT (EN, OF, NIET) and parentheses say it otherwise. A minus before a
    word is NOT.
    """

    words: str = ""
    #: Whether other forms of the words count: `brug` also as `bruggen`.
    stem: bool = False
    #: Facts as `name:value`. Of one name any must hold, of different names all.
    tags: tuple[str, ...] = ()
    since: datetime | None = None
    #: Up to, not with.
    until: datetime | None = None
    limit: int = 20
    #: Hits to pass over: those of earlier pages.
    offset: int = 0
    order: Order = Order.NEWEST
    sight: Sight = Sight()

    def values(self, name: str) -> tuple[str, ...]:
        """Give the values that are asked of one fact."""
        return tuple(tag.partition(":")[2] for tag in self.tags if tag.startswith(f"{name}:"))

    def without(self, name: str) -> "Question":
        """Give the question without what it asks of one fact, or of the `period`."""
        if name == PERIOD:
            return replace(self, since=None, until=None)
        return replace(self, tags=tuple(t for t in self.tags if not t.startswith(f"{name}:")))


#: Name under which the period is one of the facts.
PERIOD = "period"

"""By which words those of a thread may be named, and whom of them a text means by one."""

from collections.abc import Callable
from dataclasses import dataclass, field

from weerklank.minimise.folding import fold_key
from weerklank.model.ids import Pseudonym
from weerklank.model.symbols import encode

#: Marks a word that names somebody in mentions and greetings only.
GREETED = 0x80
#: Where the number of words stands in the same byte; the symbols shown take the lowest bits.
LENGTH_AT = 5
SHOWN = 0x1F
#: With more words than this to look for, a text is cut into words at once.
_MANY = 64


@dataclass(slots=True)
class ThreadWords:
    """The words of some persons as keyed tags, and in clear those that this run met."""

    platform: str
    persons: set[bytes] = field(default_factory=set)
    #: By the tag of a word whom it may name, each with the mark of their row.
    holders: dict[bytes, dict[bytes, int]] = field(default_factory=dict)
    #: How many words the names consist of: 1, 2, 3 for three to five, or 0 for what is written
    #: as a handle.
    lengths: set[int] = field(default_factory=set)
    #: The words themselves with their tags, as far as this run met them.
    words: dict[str, bytes] = field(default_factory=dict)
    #: Of whom there are words that this run did not meet.
    unclear: set[bytes] = field(default_factory=set)

    def learn(self, person: bytes, marks: dict[bytes, int], met: dict[str, bytes]) -> None:
        """Take in by which words somebody may be named: by tag, and in clear where met."""
        self.persons.add(person)
        for tag, mark in marks.items():
            self.holders.setdefault(tag, {})[person] = mark
            self.lengths.add(mark >> LENGTH_AT & 3)
        self.words |= met
        (self.unclear.discard if marks.keys() == set(met.values()) else self.unclear.add)(person)


def nobody_first(_: bytes) -> bool:
    """Let nobody come before others of one name."""
    return False


@dataclass(frozen=True, slots=True)
class KnownWords:
    """Words by which a text may name some persons: of a thread, and others, but for some.

    What a thread of thousands knows is not gone through for each text: whom a word means is
    looked up once it stands there.
    """

    thread: ThreadWords
    others: ThreadWords
    #: Of the thread, who is not looked for.
    without: frozenset[bytes] = frozenset()
    #: Who comes before others of one name, and whether others are looked for at all.
    first: Callable[[bytes], bool] = nobody_first
    only_first: bool = False

    @property
    def is_empty(self) -> bool:
        """Whether there is nobody to be looked for."""
        return not self.others.persons and self.thread.persons <= self.without

    @property
    def lengths(self) -> set[int]:
        """How many words the names consist of, as `ThreadWords` says."""
        return self.thread.lengths | self.others.lengths

    @property
    def is_in_clear(self) -> bool:
        """Whether this run met all of the words: then no word of a text needs a tag."""
        return not self.thread.unclear and not self.others.unclear

    def tag_in_clear(self, word: str) -> bytes | None:
        """Give the tag of a word that this run met."""
        return self.thread.words.get(word) or self.others.words.get(word)

    def is_absent_from(self, text: str) -> bool:
        """Tell quickly that none of the words is in a text; False means: look closer.

        Of several words anything may stand between them, so that only the first is looked for.
        """
        parts = (self.thread.words, self.others.words)
        if not self.is_in_clear or sum(map(len, parts)) > _MANY:
            return False
        key = fold_key(text)
        return not any(word.partition(" ")[0] in key for words in parts for word in words)

    def whose(self, tag: bytes) -> tuple[Pseudonym, bool] | None:
        """Say whom a word names, given by its tag, and whether in mentions and greetings only.

        Of several of one name it is the first whom it names elsewhere too.
        """
        if tag not in self.thread.holders and tag not in self.others.holders:
            return None
        found = [
            (bool(mark & GREETED), not self.first(person), person, mark)
            for persons, without in (
                (self.thread.holders.get(tag), self.without),
                (self.others.holders.get(tag), ()),
            )
            if persons
            for person, mark in persons.items()
            if person not in without
        ]
        if self.only_first:
            found = [one for one in found if not one[1]]
        if not found:
            return None
        is_greeted, _, person, mark = min(found)
        return Pseudonym(encode(person), mark & SHOWN), is_greeted

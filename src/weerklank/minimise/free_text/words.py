"""A text as words for the search for names: folded, with how they were written."""

import re
from collections.abc import Iterable

_WORD = re.compile(r"(?<!\w)'[ts](?![\w'])|[^\W\d_]+(?:[-'][^\W\d_]+)*")
_HAS_NUMBER = re.compile(r"[\w@#]")
#: What a sentence ends with, or a line.
_ENDS = frozenset('.!?:\n"\u2022\u201c\u201d\u201e|>')
#: Words from which capitals may be the way a whole text is written.
_FEW = 5
_MOSTLY = 0.6
_NEARLY_ALL = 0.85
#: What may stand between two words of one name.
_JOINTS = frozenset((" ", "  ", "-", " - ", "\n"))
TUSSENVOEGSELS = frozenset(
    "van de der den het 't ten ter te op 's el la le du da di dos bin ben ibn al von vande vanden "
    "vander vd vdr del della af av zu d o y".split()
)


def _without(key: str, taken: Iterable[tuple[int, int]]) -> str:
    """Give a text with a sign that is no letter in the place of some parts."""
    pieces: list[str] = []
    done = 0
    for start, end in taken:
        pieces += (key[done:start], "\ufffc" * (end - start))
        done = end
    return "".join((*pieces, key[done:]))


_OF_DUTCH = frozenset("de het een van en is niet op te met voor zijn dat er aan ook bij".split())
_OF_ENGLISH = frozenset("the a and of to is for on with my you this at that i be was".split())


class Words:
    """The words of one text that may be names, in lists side by side."""

    __slots__ = ("_shown", "caps", "dutch", "ends", "gaps", "keys", "shouted", "starts")

    def __init__(self, shown: str, key: str, taken: Iterable[tuple[int, int]]) -> None:
        """Take a text apart; `taken` are parts of the key that were found to be something.

        `shown` has the signs of the text that those of the key came from, one for one.
        """
        self._shown = shown
        key = _without(key, taken)
        spans = [match.span() for match in _WORD.finditer(key)]
        self.starts = [start for start, _ in spans]
        self.ends = [end for _, end in spans]
        self.keys = [key[start:end] for start, end in spans]
        #: What stands before each word, and behind the last one.
        self.gaps = [
            key[before:start]
            for before, start in zip([0, *self.ends], [*self.starts, len(key)], strict=True)
        ]
        self.caps = [shown[start].isupper() for start in self.starts]
        #: In Dutch a capital inside a sentence is of a name; English writes titles so.
        self.dutch = len(_OF_DUTCH.intersection(self.keys)) > len(
            _OF_ENGLISH.intersection(self.keys)
        )
        self.shouted = len(spans) > _FEW and (
            sum(self.caps) > _NEARLY_ALL * len(spans)
            or sum(map(self.is_shout, range(len(spans)))) > _MOSTLY * len(spans)
        )

    def begins(self, at: int) -> bool:
        """Tell whether a sentence, or what looks like one, begins with a word."""
        return at == 0 or not _ENDS.isdisjoint(self.gaps[at]) or not self.gaps[at].isascii()

    def joined(self, at: int) -> bool:
        """Tell whether a word may go on a name that the word before it belongs to."""
        if at >= len(self.keys):
            return False
        gap = self.gaps[at]
        return gap in _JOINTS or (len(self.keys[at - 1]) <= 2 and gap in {".", ". "})

    def is_shout(self, at: int) -> bool:
        """Tell whether a word is written in capitals alone."""
        start, end = self.starts[at], self.ends[at]
        return end - start > 1 and self._shown[start:end].isupper()

    def glued(self, at: int) -> bool:
        """Tell whether a figure, a line or a sign of a tag or handle stands against a word."""
        before, after = self.gaps[at][-1:], self.gaps[at + 1][:1]
        return bool(_HAS_NUMBER.match(before)) or bool(after and (after == "_" or after.isdigit()))

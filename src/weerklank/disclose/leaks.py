"""Leaks: whether words that are kept back in one place can be read in another of the same set."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import accumulate

#: Letters and digits that a passage must have to be looked for: fewer are found everywhere.
LEAST = 3
_BETWEEN = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Sought:
    """A passage that is kept back, as it is looked for."""

    #: Number of its redaction.
    number: int
    letters: str


def sought(number: int, passage: str) -> Sought | None:
    """Make of a passage what is looked for; None of what is too short to mean anything."""
    letters, _ = _letters(passage)
    return Sought(number, letters) if len(letters) >= LEAST else None


def leaks_in(text: str, passages: Iterable[Sought]) -> list[int]:
    """Give the numbers of the redactions whose words can be read in a text.

    As whole words; case, accents and what stands between words or within one (a space, a hyphen,
    a sign that can't be seen) make no difference: a number, or a name in a hashtag, is the same.
    """
    letters, edges = _letters(text)
    return [one.number for one in passages if _stands(one.letters, letters, edges)]


def _stands(sought: str, letters: str, edges: frozenset[int]) -> bool:
    start = letters.find(sought)
    while start >= 0:
        if start in edges and start + len(sought) in edges:
            return True
        start = letters.find(sought, start + 1)
    return False


def _letters(text: str) -> tuple[str, frozenset[int]]:
    """Give the letters and digits alone, and where among them a word begins or ends."""
    plain = unicodedata.normalize("NFKD", text)
    bare = "".join(one for one in plain if not unicodedata.combining(one))
    words = _BETWEEN.split(bare.casefold())
    return "".join(words), frozenset(accumulate(map(len, words), initial=0))

"""Leaks: whether words that are kept back in one place can be read in another of the same set."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

#: Letters and digits that a passage must have to be looked for: fewer are found everywhere.
LEAST = 3
_BETWEEN = re.compile(r"[\W_]+")


@dataclass(frozen=True, slots=True)
class Sought:
    """A passage that is kept back, as it is looked for."""

    #: Number of its redaction.
    number: int
    folded: str


def sought(number: int, passage: str) -> Sought | None:
    """Make of a passage what is looked for; None of what is too short to mean anything."""
    folded = _fold(passage)
    return Sought(number, f" {folded} ") if len(folded.replace(" ", "")) >= LEAST else None


def leaks_in(text: str, passages: Iterable[Sought]) -> list[int]:
    """Give the numbers of the redactions whose words can be read in a text.

    As whole words; case, accents and what stands between words make no difference.
    """
    folded = f" {_fold(text)} "
    return [one.number for one in passages if one.folded in folded]


def _fold(text: str) -> str:
    plain = unicodedata.normalize("NFKD", text)
    bare = "".join(one for one in plain if not unicodedata.combining(one))
    return " ".join(_BETWEEN.sub(" ", bare.casefold()).split())

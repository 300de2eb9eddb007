"""Sentences of a text: what somebody can keep back without selecting letter by letter."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

_END = re.compile(r"(?<=[.!?…])\s+|\n+")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence, and whether all of it is kept back."""

    text: str
    is_kept_back: bool
    #: Place of its first letter in the text.
    start: int = 0


def sentences_of(text: str, spans: Iterable[tuple[int, int, str]]) -> tuple[Sentence, ...]:
    """Give the sentences of a text in order; spans are what is kept back of it, with grounds."""
    hidden = [False] * len(text)
    for start, end, _ in spans:
        hidden[start:end] = [True] * (min(end, len(text)) - start)
    found, at = [], 0
    for end, start in [*((m.start(), m.end()) for m in _END.finditer(text)), (len(text), 0)]:
        if text[at:end].strip():
            found.append(Sentence(text[at:end], all(hidden[at:end]), at))
        at = start
    return tuple(found)

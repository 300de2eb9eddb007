"""The parts of a display name by which somebody may be meant: `Sanne de Vries` -> sanne, vries."""

import re

from weerklank.minimise.folding import fold_key
from weerklank.minimise.name_words import TUSSENVOEGSELS, says_little

_WORD = re.compile(r"[^\W_]+")


def telling_parts(name: str) -> list[str]:
    """Give the words of a display name that tell who is meant, folded."""
    words: list[str] = _WORD.findall(fold_key(name))
    return [word for word in words if word not in TUSSENVOEGSELS and not says_little(word)]


def words_pairs_triples(text: str) -> list[str]:
    """Give the words of a text, and its pairs and triples of neighbouring words, each once."""
    words: list[str] = _WORD.findall(fold_key(text))
    runs = [
        " ".join(words[start : start + length])
        for length in (1, 2, 3)
        for start in range(len(words) - length + 1)
    ]
    return list(dict.fromkeys(run for run in runs if len(run) > 2))

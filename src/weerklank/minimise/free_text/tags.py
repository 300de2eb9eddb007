"""Names in hashtags: `#JusticeForJan`, `#JanBakker`, `#Janvoorburgemeester`."""

import re
from collections.abc import Iterator

from weerklank.minimise.free_text.name_lists import NameLists

_TAG = re.compile(r"[#\uff03\ufe5f]([^\W_]{3,80})")
#: The parts of a tag, where letters are a, capitals A, figures 0.
_PART = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
#: Small words that a name goes on into when all is written as one.
_INTO = re.compile(r"(?:voor|moet|for|is|naar|weg|op|in|blijft)[a-z]*")
_SHORTEST = 3


def names_in_tags(text: str, key: str, lists: NameLists) -> Iterator[tuple[int, int]]:
    """Give where first names, with a surname behind them, stand in hashtags of a text.

    `key` is the text folded, of equal length: capitals are read in the text.
    """
    for match in _TAG.finditer(text):
        offset = match.start(1)
        form = "".join(map(_kind, match[1]))
        parts = [(offset + m.start(), offset + m.end()) for m in _PART.finditer(form)]
        at = 0
        while at < len(parts):
            start, end = parts[at]
            found = _name(text, key, start, end, lists)
            if found and found == end and at + 1 < len(parts):
                behind = key[slice(*parts[at + 1])]
                if behind in lists.surnames and behind not in lists.places:
                    found, at = parts[at + 1][1], at + 1
            if found:
                yield start, found
            at += 1


def _kind(character: str) -> str:
    if character.isupper():
        return "A"
    return "0" if character.isnumeric() else "a"


def _name(text: str, key: str, start: int, end: int, lists: NameLists) -> int:
    """Give the end of a first name that a part of a tag begins with; 0 for none."""
    if not text[start].isupper():
        return 0
    part = key[start:end]
    if part in lists.first_names:
        return 0 if part in lists.ordinary or part in lists.places else end
    for length in range(min(len(part) - 2, 14), _SHORTEST - 1, -1):
        if part[:length] in lists.first_names and _INTO.fullmatch(part, length):
            return start + length
    return 0

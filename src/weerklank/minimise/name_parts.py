"""The parts of a name by which somebody may be meant: `Sanne de Vries` -> sanne, vries."""

import re
from functools import lru_cache

from weerklank.minimise.folding import fold_key
from weerklank.minimise.name_words import SALUTATIONS, TUSSENVOEGSELS, says_little

_WORD = re.compile(r"[^\W_]+")
_PARTS = re.compile(r"[^\W\d_]+")
_LETTERS = re.compile(r"[^\W\d_]{3,}")
#: A handle as a text has it: words, and what may stand between them.
_HANDLE = re.compile(r"(?<!\w)(?>\w++(?:[.-]\w++)*)")
_WITHIN_HANDLE = frozenset("._-")
#: Signs that end a word.
_NO_RUN = frozenset("./")
#: Parts of a name written as one word: shorter ones may be a word of their own.
_SHORTEST_JOINED = 6
#: A tussenvoegsel that is written as one with the name behind it: `vandijk`.
_GLUED = re.compile(r"(vander|vanden|vande|van|den|der|de|ter|ten)([^\W\d_]{3,})")
_SPLIT = {"vander": "van der", "vanden": "van den", "vande": "van de"}
_BETWEEN = (" ", "-", "_", ".", "")
#: Tussenvoegsels that people write for each other, in the spellings of one name.
_OF_THE = ("van de", "van der", "van den", "vd", "v d", "v.d.", "v/d")
#: Parts of a handle that are a name together; more are a sentence.
_MOST_PARTS = 5
#: Words of the longest run that is looked up, and of those that go under one length: the row of
#: a word has no room for more.
_LONGEST_RUN = 5
_LONGEST_LENGTH = 3
#: Characters of what is no name but where somebody is mentioned or greeted by it.
_SHORT = 2
#: Characters of what is looked up: beyond it is a key or a signature.
_LONGEST_NAME = 120


def telling_parts(name: str) -> list[str]:
    """Give the words of a display name that tell who is meant, folded."""
    words: list[str] = _WORD.findall(fold_key(name))
    return [word for word in words if word not in TUSSENVOEGSELS and not says_little(word)]


def runs_of_name(name: str) -> set[str]:
    """Give the runs of a display name that name somebody: pairs, triples, and all as one word."""
    words: list[str] = _WORD.findall(fold_key(name))
    runs = {
        " ".join(words[start : start + length])
        for length in (2, 3)
        for start in range(len(words) - length + 1)
        if not TUSSENVOEGSELS.keys() >= set(words[start : start + length])
    }
    return runs | {join_words(name), "_".join(words)}


def is_short(name: str) -> bool:
    """Tell whether a name or a handle is too short to name anybody wherever it stands."""
    return len(name) <= _SHORT


def join_words(name: str) -> str:
    """Write a name or a handle of several words as one; empty when that would be too short."""
    words: list[str] = _WORD.findall(fold_key(name))
    joined = "".join(words)
    return joined if len(words) > 1 and len(joined) >= _SHORTEST_JOINED else ""


def parts_of_handle(handle: str) -> list[str]:
    """Give the parts of a handle by which somebody is greeted: `sanne.vandijk80` -> sanne."""
    local = fold_key(handle).lstrip("@").partition("@")[0]
    parts: list[str] = _LETTERS.findall(local)
    return [p for p in parts if p != local and p not in TUSSENVOEGSELS and p not in SALUTATIONS]


@lru_cache(maxsize=2_000)
def spellings_of_handle(local: str) -> tuple[str, ...]:
    """Give the ways in which a text writes a handle of several parts: `jan_vries` -> jan vries.

    Nothing for a handle of one part, a short one, or one of ordinary words alone.
    """
    parts: list[str] = _PARTS.findall(local)
    if not 1 < len(parts) <= _MOST_PARTS or len("".join(parts)) < _SHORTEST_JOINED:
        return ()
    if all(part in TUSSENVOEGSELS or says_little(part) for part in parts):
        return ()
    apart = [parts[0], *(word for part in parts[1:] for word in _unglued(part))]
    spelled = [between.join(words) for words in (parts, apart) for between in _BETWEEN]
    spelled += _otherwise(apart)
    if len(parts[0]) == 1:
        spelled.append(f"{parts[0]}. {' '.join(apart[1:])}")
    return tuple(dict.fromkeys(spelled))


def _otherwise(words: list[str]) -> list[str]:
    """Give a name with other tussenvoegsels for `van der` and its like."""
    for end in (2, 3):
        if " ".join(words[1:end]) in _OF_THE and words[end:]:
            rest = " ".join(words[end:])
            return [f"{words[0]} {between} {rest}" for between in _OF_THE]
    return []


def _unglued(part: str) -> list[str]:
    match = _GLUED.fullmatch(part)
    return [*_SPLIT.get(match[1], match[1]).split(), match[2]] if match else [part]


def runs_of_handle(local: str) -> set[str]:
    """Give the runs of words by which a text may write a handle of several parts."""
    spelled = spellings_of_handle(fold_key(local))
    return {
        s
        for s in spelled
        if s.isalpha() or (_NO_RUN.isdisjoint(s) and 0 < s.count(" ") < _LONGEST_RUN)
    }


def words_in(name: str) -> int:
    """Give how many words a name consists of, 3 for three to five.

    0 for what is written as a handle or is longer.
    """
    words: list[str] = _WORD.findall(name)
    if len(words) > _LONGEST_RUN or " ".join(words) != name:
        return 0
    return min(len(words), _LONGEST_LENGTH)


def runs_of_words(text: str, lengths: set[int]) -> list[str]:
    """Give the runs of words of a text that are of some lengths, each once.

    1 is a word, 2 a pair of neighbours, 3 three to five of them; 0 is what is written as a handle.
    """
    key = fold_key(text)
    words: list[str] = _WORD.findall(key)
    runs: list[str] = []
    for length in lengths:
        if length == 0:
            # Each word is looked at once: keys and signatures are words of thousands of letters.
            runs += [run for run in _HANDLE.findall(key) if not _WITHIN_HANDLE.isdisjoint(run)]
        elif length == 1:
            runs += words
        else:
            most = _LONGEST_RUN if length == _LONGEST_LENGTH else length
            for count in range(length, most + 1):
                starts = range(len(words) - count + 1)
                runs += [" ".join(words[start : start + count]) for start in starts]
    # The owner of something: "Jans idee".
    runs += [run[:-1] for run in runs if run[-1] == "s"]
    return [run for run in dict.fromkeys(runs) if 0 < len(run) <= _LONGEST_NAME]

"""The one way in: what in a text may tell who somebody is."""

import re
from collections.abc import Iterable
from dataclasses import replace

from weerklank.minimise.folding import Folded, fold
from weerklank.minimise.free_text.addresses import addresses
from weerklank.minimise.free_text.confidence import CONFIDENCE
from weerklank.minimise.free_text.iban import ibans
from weerklank.minimise.free_text.name_lists import NameLists, usual_lists
from weerklank.minimise.free_text.names import Names
from weerklank.minimise.free_text.numbers import births, bsns, phones, plates
from weerklank.minimise.free_text.online import emails, handles, profiles
from weerklank.minimise.free_text.tags import names_in_tags
from weerklank.minimise.free_text.words import Words
from weerklank.model.found_words import FoundKind, FoundWords
from weerklank.model.symbols import check_symbol

#: In the order in which they decide where two would stand over each other.
_PATTERNS = (
    (profiles, FoundKind.PROFILE, "profile/1"),
    (emails, FoundKind.EMAIL, "email/1"),
    (handles, FoundKind.HANDLE, "handle/1"),
    (ibans, FoundKind.IBAN, "iban/1"),
    (bsns, FoundKind.BSN, "bsn/1"),
    (births, FoundKind.BIRTH, "birth/1"),
    (plates, FoundKind.PLATE, "plate/1"),
    (phones, FoundKind.PHONE, "phone/1"),
)

_SYMBOL = "[0-9a-hjkmnp-tv-z]"
_PSEUDONYM = re.compile(rf"(?<!\w)burger-((?:{_SYMBOL}{{4}}-){{2,6}}{_SYMBOL}{{1,4}})(?!\w)")
_Found = tuple[int, int, FoundKind, str]


def find_words(text: str, *, lists: NameLists | None = None) -> tuple[FoundWords, ...]:
    """Give what in a text may tell who somebody is, in order, none over another; never an error.

    `lists` are those that come with the program unless others are given. The time is linear in
    the length of the text.
    """
    folded = _without_pseudonyms(fold(text)) if text else None
    if folded is None or not folded.key:
        return ()
    lists = lists or usual_lists()
    shown = _as_shown(text, folded)
    found = _apart(_by_pattern(shown, folded.key), len(folded.key))
    words = Words(shown, folded.key, ((start, end) for start, end, _, _ in found))
    named = [
        *(
            (*span, FoundKind.NAME, "name-in-hashtag/1")
            for span in names_in_tags(shown, folded.key, lists)
        ),
        *((start, end, FoundKind.NAME, rule) for start, end, rule in Names(words, lists).find()),
    ]
    return tuple(
        FoundWords(*folded.span(start, end), kind, rule, CONFIDENCE[rule])
        for start, end, kind, rule in _apart([*found, *named], len(folded.key))
    )


def _by_pattern(shown: str, key: str) -> Iterable[_Found]:
    for pattern, kind, rule in _PATTERNS:
        for start, end in pattern(key):
            yield start, end, kind, rule
    for start, end in addresses(key, lambda at: shown[at].isupper()):
        yield start, end, FoundKind.ADDRESS, "address/1"


def _apart(found: Iterable[_Found], length: int) -> list[_Found]:
    """Give what was found in order; of two over each other only the one that came first."""
    taken = bytearray(length)
    kept: list[_Found] = []
    for one in found:
        start, end, _, _ = one
        if not any(taken[start:end]):
            taken[start:end] = b"\1" * (end - start)
            kept.append(one)
    return sorted(kept)


def _as_shown(text: str, folded: Folded) -> str:
    """Give the signs of the text from which those of the key came, one for one."""
    if folded.origin is None:
        return text
    return "".join([text[place] for place in folded.origin[:-1]])


def _without_pseudonyms(folded: Folded) -> Folded:
    """Hide what is a pseudonym already: its letters are no words."""
    if "burger-" not in folded.key:
        return folded
    return replace(folded, key=_PSEUDONYM.sub(_hidden, folded.key))


def _hidden(match: re.Match[str]) -> str:
    symbols = match[1].replace("-", "")
    real = check_symbol(symbols[:-1]) == symbols[-1]
    return "\ufffc" * len(match[0]) if real else match[0]

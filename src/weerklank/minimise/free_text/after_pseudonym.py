"""A surname whose first name or handle was replaced: what stands right behind a pseudonym."""

import re

from weerklank.minimise.free_text.name_forms import Forms
from weerklank.minimise.free_text.words import TUSSENVOEGSELS, Words

#: What was replaced, in the middle of a sentence, with nothing but a space on either side.
_WITHIN = re.compile(r",? \ufffc+ ")
#: What was replaced, and a space; what a sentence ends with may stand before it.
_BEHIND = re.compile(r"(.*)\ufffc ", re.DOTALL)
#: Tussenvoegsels that are words of every day, after which no surname is looked for here.
_EVERYDAY = frozenset("'s op te ten ter al en y o la da do di du bin bij".split())
#: By themselves they stand before any word: only a surname that is listed follows them.
_ALONE = frozenset("van de het".split())
_MOST_PARTICLES, _MOST_WORDS = 3, 4


def after_pseudonym(words: Words, forms: Forms, at: int) -> int | None:
    """Give the last word of a surname that begins right behind a pseudonym; None for none.

    A surname of a list counts, also in small letters or where it is an ordinary word inside a
    sentence; in Dutch so does any other capital inside one.
    """
    behind = _BEHIND.fullmatch(words.gaps[at])
    if behind is None or words.glued(at):
        return None
    surname = _behind_particles(words, at)
    if surname is None or forms.is_place(surname):
        return None
    if not _is_surname(words, forms, at, surname):
        return None
    last = surname
    while last + 1 < len(words.keys) and last - at < _MOST_WORDS and forms.goes_on(last + 1):
        last += 1
    return forms.with_married(last)


def _behind_particles(words: Words, at: int) -> int | None:
    """Give the word behind the tussenvoegsels that begin at a word."""
    if words.keys[at] in _EVERYDAY:
        return None
    here = at
    while here - at < _MOST_PARTICLES and words.keys[here] in TUSSENVOEGSELS:
        here += 1
        if here >= len(words.keys) or not words.joined(here):
            return None
    return here


def _is_surname(words: Words, forms: Forms, at: int, surname: int) -> bool:
    has_particle, is_listed = surname > at, forms.is_surname(surname)
    if not forms.capital(surname):
        plain = words.caps[surname] == words.shouted
        return plain and is_listed and (has_particle or not forms.is_ordinary(surname))
    if has_particle:
        return is_listed or words.keys[at] not in _ALONE or surname > at + 1
    is_within = _WITHIN.fullmatch(words.gaps[at]) is not None
    if forms.is_ordinary(surname):
        return is_listed and is_within
    if is_listed:
        return True
    known = forms.looks_surname(surname) or words.dutch
    return known and is_within and not words.is_shout(surname)

"""Whether a text holds the statements of the template: to the letter, whatever its white space.

White space, capitals, kinds of quotes and dashes may differ; words and punctuation may not. The
slip of the source, 'in het kader een', counts as right. Each function takes linear time.
"""

import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from weerklank.model.profile_check import ProfileStatement
from weerklank.model.profile_template import (
    EDITOR,
    FORMAL,
    MORE,
    NAME,
    OFFICIAL,
    PERSONAL_DATA,
    SHORT_FORMS,
    SLIP,
)
from weerklank.services.profile.page_text import plain

_TOKEN = re.compile(r"\w+|[^\w\s]")
_ALIKE = str.maketrans(
    dict.fromkeys("\u2018\u2019\u201a\u201b\u02bc\u0060\u00b4", "'")
    | dict.fromkeys("\u201c\u201d\u201e\u201f\u00ab\u00bb", '"')
    | dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-")
)
#: Words that a name may have.
_LONGEST_NAME = 40
#: Characters between a statement and its link.
_LONGEST_LEAD = 160
#: Words besides those of a statement among which the nearest words are looked for.
_SLACK = 6
#: Words beside a statement by which it is said not to hold, in Dutch, English and Frisian, and
#: as many as are looked at.
_UNTRUE = frozenset({"onwaar", "onjuist", "untrue", "false", "incorrect", "onwier"})
_NEGATED = (
    (
        frozenset({"niet", "geen", "nooit"}),
        frozenset(
            {"waar", "juist", "klopt", "kloppen", "zo", "geldt", "gelden", "sprake", "geval"}
        ),
    ),
    (
        frozenset({"not", "no", "never"}),
        frozenset({"true", "correct", "apply", "applies", "case"}),
    ),
    (frozenset({"net", "gjin", "nea"}), frozenset({"wier"})),
)
#: Words with which a sentence begins that speaks of the one before it; 'het' and 'the' do so
#: before one of these. 'Dat geldt niet voor ...' is an exception.
_OF_BEFORE = frozenset(
    {"dit", "dat", "deze", "die", "bovenstaande", "this", "that", "above", "dizze"}
)
_ARTICLES, _EXCEPTION, _HOLDS = frozenset({"het", "the"}), "voor", frozenset({"geldt", "gelden"})
_STOPS = frozenset(".!?")
#: What may stand between a statement and what is said of it.
_CLOSES = frozenset(".!?'\"),:;-")
_LONGEST_DENIAL = 10


@dataclass(frozen=True, slots=True)
class Words:
    """A text as words and signs of punctuation, and where each of them ends in it."""

    signs: tuple[str, ...]
    ends: tuple[int, ...]
    #: The places of those that begin a line.
    lines: frozenset[int] = frozenset()


NO_WORDS = Words((), ())


@dataclass(frozen=True, slots=True)
class Hold:
    """A statement that a text holds."""

    #: Where it ends in the text.
    end: int
    #: Of the official statement: who edits, as the text has it.
    editor: str = ""


@dataclass(frozen=True, slots=True)
class Near:
    """How near a text comes to a statement that it does not hold."""

    #: Whether more than half of its words stand together somewhere.
    is_near: bool
    #: Those that are not among them, in their order.
    missing: tuple[str, ...]


def words_of(text: str) -> Words:
    """Take a text apart."""
    found = [*_TOKEN.finditer(text)]
    signs = tuple(match[0].translate(_ALIKE).casefold() for match in found)
    ends = tuple(match.end() for match in found)
    begins = zip(range(1, len(found)), ends, found[1:], strict=False)
    lines = frozenset(at for at, end, match in begins if "\n" in text[end : match.start()])
    return Words(signs, ends, lines)


def holds(words: Words, statement: ProfileStatement) -> Hold | None:
    """Give where a text holds one of the three statements; None where it does not."""
    if statement is ProfileStatement.OFFICIAL:
        return _official(words)
    for wanted in _spellings(statement):
        if (at := _find_said(words, wanted)) is not None:
            return Hold(words.ends[at + len(wanted) - 1])
    return None


def _find_said(words: Words, wanted: Sequence[str]) -> int | None:
    """Find a row of words of which it is not said that they are not so."""
    at = _find(words.signs, wanted, 0)
    while at is not None and _is_denied(words, at, at + len(wanted)):
        at = _find(words.signs, wanted, at + 1)
    return at


def _is_denied(words: Words, at: int, end: int) -> bool:
    """Tell whether it is said that a statement is not so.

    Before it in its own sentence, or by the next on its line, where that speaks of it.
    """
    before: set[str] = set()
    for place in range(at, max(at - _LONGEST_DENIAL, 0), -1):
        if place in words.lines or words.signs[place - 1] in _STOPS:
            break
        before.add(words.signs[place - 1])
    return _denies(before) or _denies(_said_of_it(words, end))


def _said_of_it(words: Words, end: int) -> set[str]:
    """Give the words of the sentence after a statement, if that is on what stands before it."""
    signs = words.signs
    while end < len(signs) and signs[end] in _CLOSES and end not in words.lines:
        end += 1
    said: list[str] = []
    for place in range(end, min(end + _LONGEST_DENIAL, len(signs))):
        if place in words.lines or signs[place] in _STOPS:
            break
        said.append(signs[place])
    # 'This account' and the like begin a statement of their own.
    told = said[1:] if said and said[0] in _ARTICLES else said
    if not told or told[0] not in _OF_BEFORE or told[1:2] == ["account"]:
        return set()
    return set(said) - _HOLDS if _EXCEPTION in said else set(said)


def _denies(said: set[str]) -> bool:
    if said & _UNTRUE:
        return True
    return any(said & negation and said & truth for negation, truth in _NEGATED)


def has_short_form(words: Words) -> bool:
    """Tell whether a text holds one of the fixed short forms."""
    return any(_find_said(words, form) is not None for form in _short_forms())


def has_name(words: Words, name: str) -> bool:
    """Tell whether a text has a name in it, in whatever capitals."""
    wanted = words_of(plain(name)).signs
    return bool(wanted) and _find(words.signs, wanted, 0) is not None


def nearest(words: Words, statement: ProfileStatement) -> Near:
    """Give what is missing where a text comes nearest to a statement that it does not hold."""
    wanted = tuple(filter(str.isalnum, _literally(statement)))
    signs = [sign for sign in words.signs if sign.isalnum()]
    need, window = Counter(wanted), len(wanted) + _SLACK
    have: Counter[str] = Counter()
    best, most, common = 0, -1, 0
    for index, sign in enumerate(signs):
        common += have[sign] < need[sign]
        have[sign] += 1
        if index >= window:
            left = signs[index - window]
            have[left] -= 1
            common -= have[left] < need[left]
        if common > most:
            best, most = index, common
    left_over = Counter(signs[max(best - window + 1, 0) : best + 1])
    missing: list[str] = []
    for word in wanted:
        if left_over[word] > 0:
            left_over[word] -= 1
        else:
            missing.append(word)
    is_near = most * 2 > len(wanted)
    return Near(is_near, tuple(missing) if is_near else ())


def is_link_said(text: str, end: int, start: int) -> bool:
    """Tell whether a link is the one of a statement that ends at `end` in a text.

    Between them stand the words of the template, or a few others.
    """
    if not 0 <= start - end <= _LONGEST_LEAD:
        return False
    return len(words_of(text[end:start]).signs) <= len(words_of(MORE).signs) + _SLACK


def _official(words: Words) -> Hold | None:
    """Find the statement in which two names stand."""
    before, between = _around_names()
    start = 0
    while (at := _find(words.signs, before, start)) is not None:
        after = at + len(before)
        second = _find(words.signs[after + 1 : after + _LONGEST_NAME + len(between)], between, 0)
        if second is not None:
            begin = after + 1 + second + len(between)
            named = words.signs[begin : begin + _LONGEST_NAME]
            ends = next((i for i, sign in enumerate(named) if sign in _STOPS), len(named))
            if named and named[0].isalnum() and not _is_denied(words, at, begin + ends):
                return Hold(words.ends[begin], " ".join(named))
        start = at + 1
    return None


def _find(signs: Sequence[str], wanted: Sequence[str], start: int) -> int | None:
    """Find a row of words from a place on; the words looked for are few."""
    first, size = wanted[0], len(wanted)
    wanted = tuple(wanted)
    for at in range(start, len(signs) - size + 1):
        if signs[at] == first and tuple(signs[at : at + size]) == wanted:
            return at
    return None


@cache
def _around_names() -> tuple[tuple[str, ...], tuple[str, ...]]:
    before, rest = OFFICIAL.split(NAME)
    return words_of(plain(before)).signs, words_of(plain(rest.partition(EDITOR)[0])).signs


@cache
def _literally(statement: ProfileStatement) -> tuple[str, ...]:
    """Give the words of a statement that are the same in each profile."""
    texts = {
        ProfileStatement.OFFICIAL: OFFICIAL.replace(NAME, " ").replace(EDITOR, " "),
        ProfileStatement.FORMAL: FORMAL,
        ProfileStatement.PERSONAL_DATA: PERSONAL_DATA,
    }
    return words_of(plain(texts[statement])).signs


@cache
def _spellings(statement: ProfileStatement) -> tuple[tuple[str, ...], ...]:
    """Give the ways in which a statement may be spelled; the stop at its end may be another."""
    texts = {
        ProfileStatement.FORMAL: (FORMAL, FORMAL.replace(*SLIP)),
        ProfileStatement.PERSONAL_DATA: (PERSONAL_DATA,),
    }
    return tuple(words_of(plain(text)).signs[:-1] for text in texts[statement])


@cache
def _short_forms() -> tuple[tuple[str, ...], ...]:
    return tuple(words_of(text).signs[:-1] for text in SHORT_FORMS.values())

"""The words of a question, read: what must occur, what may, what must not.

Never by the library's own parser: whatever was typed, the answer is a tree or a hint.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from weerklank.catalogue.word_forms import forms_of
from weerklank.catalogue.words import is_picture, marked_word, words_of
from weerklank.model.errors import WrongUse, fault
from weerklank.model.text import Text

NOT_UNDERSTOOD = fault(
    "SEARCH-004",
    Text(nl="De zoekvraag is niet te volgen: {problem}.", en="The query is unclear: {problem}."),
    Text(
        nl="Zet woorden tussen aanhalingstekens om ze letterlijk te zoeken: '\"OF zij komt\"'. "
        "Verder gelden: woord*, AND, OR, NOT (of EN, OF, NIET) in hoofdletters, en haakjes.",
        en="Put words in quotes to search for them literally: '\"OR she comes\"'. "
        "Besides there are: word*, AND, OR, NOT (or EN, OF, NIET) in capitals, and parentheses.",
    ),
)
_OPEN = Text("haakje {sign} hoort nergens bij", "parenthesis {sign} stands alone")
_LACKING = Text("bij {sign} ontbreekt een woord", "a word is missing at {sign}")
_STAR = Text(
    "een * mag alleen achter ten minste twee letters",
    "a * may stand only behind at least two letters",
)
TOO_MANY = Text("te veel woorden beginnen zo", "too many words begin like that")
#: Beginnings of words in one question: each may be the beginning of very many.
_MOST_BEGINNINGS = 20
_LONG = Text("hij is te lang", "it is too long")

#: Signs and words that one question holds at most; more is no question but an attack or a paste.
MOST_SIGNS, MOST_WORDS, _DEEPEST = 2000, 100, 20
_SHORTEST_PREFIX = 2

#: A minus is one where nothing stands before it and a word, a sign or a group right behind it: a
#: number below nought is sought by its digits, and so is what a dash joins.
_MINUS = r"(?<![^\s(])-(?=[#@(\"]|[^\W\d_])"
_PIECE = re.compile(rf'"([^"]*)(?:"|$)|([()])|({_MINUS})|([^\s()"]+)')
_QUOTES = str.maketrans("“”„«»", '"""""')
_AND, _OR, _NOT = ("AND", "EN"), ("OR", "OF"), ("NOT", "NIET")


@dataclass(frozen=True, slots=True)
class Words:
    """Words that stand beside each other; the last may be the beginning of a word."""

    words: tuple[str, ...]
    is_open: bool = False
    in_quotes: bool = False


@dataclass(frozen=True, slots=True)
class Forms:
    """A word in any of its forms; the first is the word as it was asked."""

    words: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Marked:
    """A hashtag or a mention, with its sign."""

    word: str


@dataclass(frozen=True, slots=True)
class Together:
    """All of these must hold."""

    parts: tuple["Sought", ...]


@dataclass(frozen=True, slots=True)
class Either:
    """Any of these must hold."""

    parts: tuple["Sought", ...]


@dataclass(frozen=True, slots=True)
class Without:
    """What must not hold."""

    part: "Sought"


Sought = Words | Forms | Marked | Together | Either | Without


@dataclass(frozen=True, slots=True)
class _Piece:
    """A piece of a question: a sign (parenthesis, operator) or something that is sought."""

    sign: str
    sought: Sought | None = None


def wanted_of(sought: Sought) -> Iterator[Words | Forms | Marked]:
    """Give what of a question may stand in a text that was found: not what must not."""
    match sought:
        case Together(parts) | Either(parts):
            for part in parts:
                yield from wanted_of(part)
        case Without():
            return
        case _:
            yield sought


def with_forms(sought: Sought, known: Callable[[str], bool]) -> Sought:
    """Let words that stand by themselves count in all their forms, as far as any text has them.

    What stands in quotes, and beginnings of words, stay what they are.
    """
    match sought:
        case Words((word,), False, False) if not is_picture(word):
            others = tuple(form for form in forms_of(word)[1:] if known(form))
            return Forms((word, *others))
        case Together(parts):
            return Together(tuple(with_forms(part, known) for part in parts))
        case Either(parts):
            return Either(tuple(with_forms(part, known) for part in parts))
        case Without(part):
            return Without(with_forms(part, known))
        case _:
            return sought


def widened(sought: Sought) -> Sought | None:
    """Give a question that finds all that another finds, and asks for no phrase with an open end.

    Of how many words can end such a phrase there is a bound, which an archive may grow past. None
    where that finds everything.
    """
    match sought:
        case Words((*whole, last), True, _) if whole:
            return Together((Words(tuple(whole)), Words((last,), is_open=True)))
        case Together(parts):
            wider = [one for part in parts if (one := widened(part)) is not None]
            return Together(tuple(wider)) if wider else None
        case Either(parts):
            any_of = [widened(part) for part in parts]
            wider = [one for one in any_of if one is not None]
            return Either(tuple(wider)) if len(wider) == len(any_of) else None
        case Without(part):
            return sought if widened(part) == part else None  # less must be left out, not more
        case _:
            return sought


def has_quotes(typed: str) -> bool:
    """Tell whether a quote of any kind stands in it: it would end what is asked in quotes."""
    return '"' in typed.translate(_QUOTES)


def read_words(typed: str) -> Sought | None:
    """Read the words of a question; None when there are none that can be found.

    WrongUse with a hint when they can't be read.
    """
    if len(typed) > MOST_SIGNS:
        raise WrongUse(NOT_UNDERSTOOD, problem=_LONG)
    pieces = list(_pieces(typed.translate(_QUOTES)))
    beginnings = sum(isinstance(p.sought, Words) and p.sought.is_open for p in pieces)
    if len(pieces) > MOST_WORDS or beginnings > _MOST_BEGINNINGS:
        raise WrongUse(NOT_UNDERSTOOD, problem=_LONG)
    if not pieces:
        return None
    reader = _Reader(pieces)
    found = reader.either(0)
    if reader.at < len(pieces):
        raise WrongUse(NOT_UNDERSTOOD, problem=_OPEN.filled(sign=pieces[reader.at].sign))
    return found


def _pieces(typed: str) -> Iterator[_Piece]:
    for match in _PIECE.finditer(typed):
        quoted, bracket, minus, word = match.groups()
        if bracket:
            yield _Piece(bracket)
        elif minus:
            yield _Piece(_NOT[0])
        elif word in (*_AND, *_OR, *_NOT):
            yield _Piece(word)
        else:
            sought = _sought(word or quoted, in_quotes=word is None)
            if sought is not None:
                yield _Piece("", sought)


def _sought(text: str, *, in_quotes: bool) -> Sought | None:
    bare = text.rstrip("*") if text.rstrip("*") and text.endswith("*") else text
    words = words_of(bare)
    if not words:
        return None
    if "*" in bare and not in_quotes:
        raise WrongUse(NOT_UNDERSTOOD, problem=_STAR)
    if bare != text:
        if len(words[-1]) < _SHORTEST_PREFIX or not bare[-1].isalnum():
            raise WrongUse(NOT_UNDERSTOOD, problem=_STAR)
        return Words(words, is_open=True)
    marked = None if in_quotes else marked_word(text)
    return Marked(marked) if marked else Words(words, in_quotes=in_quotes)


class _Reader:
    """Reads pieces by precedence: NOT before AND, AND before OR."""

    def __init__(self, pieces: list[_Piece]) -> None:
        self._pieces = pieces
        self.at = 0

    def _sign(self) -> str | None:
        return self._pieces[self.at].sign if self.at < len(self._pieces) else None

    def either(self, depth: int) -> Sought:
        parts = [self._together(depth)]
        while self._sign() in _OR:
            self.at += 1
            parts.append(self._together(depth))
        return parts[0] if len(parts) == 1 else Either(tuple(parts))

    def _together(self, depth: int) -> Sought:
        parts = [self._one(depth)]
        while self._sign() not in (None, ")", *_OR):
            if self._sign() in _AND:
                self.at += 1
            parts.append(self._one(depth))
        return parts[0] if len(parts) == 1 else Together(tuple(parts))

    def _one(self, depth: int) -> Sought:
        if depth > _DEEPEST:
            raise WrongUse(NOT_UNDERSTOOD, problem=_LONG)
        sign = self._sign()
        if sign == "":
            sought = self._pieces[self.at].sought
            self.at += 1
            if sought is not None:
                return sought
        if sign in _NOT:
            self.at += 1
            return Without(self._one(depth + 1))
        if sign == "(":
            return self._between(depth)
        if sign == ")" and self.at == 0:
            raise WrongUse(NOT_UNDERSTOOD, problem=_OPEN.filled(sign=")"))
        before = self._pieces[self.at - 1].sign if self.at else sign
        raise WrongUse(NOT_UNDERSTOOD, problem=_LACKING.filled(sign=before or sign or "?"))

    def _between(self, depth: int) -> Sought:
        """Read what stands between parentheses."""
        self.at += 1
        if self._sign() is not None:
            found = self.either(depth + 1)
            if self._sign() == ")":
                self.at += 1
                return found
        raise WrongUse(NOT_UNDERSTOOD, problem=_OPEN.filled(sign="("))

"""Special rules: which replies probably hold special, criminal or children's data (D7).

A word alone says nothing: 'het ziekenhuis' is a topic, 'mijn zoon heeft autisme' is somebody. So
each rule asks for a word of its kind and for a person it is said of: the writer or who belongs to
them (`-own`), or somebody else (`-other`). Measured by `tools/measure_special.py`.

Time goes with the length of the text: it is read sentence by sentence as words, each is looked up,
and every look around is of a few words.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import pairwise

from weerklank.catalogue import special_words as words
from weerklank.catalogue.special_phrases import child_rule, phrase_rule
from weerklank.model.item import ArchivalItem, ItemKind
from weerklank.model.special import SpecialFind, SpecialKind

#: Characters of a text that are looked at; no platform allows more than a few thousand.
_MOST = 10_000
#: Words of a sentence: the rest of a longer one counts as another.
_LONGEST = 60
#: How sure a rule is: lower bound of Wilson's interval of its precision on the posts by which the
#: rules were made; a test measures it anew.
CONFIDENCE: dict[str, float] = {
    "biometric-other/1": 0.0,
    "biometric-own/1": 0.785,
    "child-age/1": 0.796,
    "child-school/1": 0.701,
    "child-small/1": 0.566,
    "criminal-other/1": 0.73,
    "criminal-own/1": 0.552,
    "ethnicity-other/1": 0.566,
    "ethnicity-own/1": 0.806,
    "health-other/1": 0.676,
    "health-own/1": 0.833,
    "politics-other/1": 0.438,
    "politics-own/1": 0.845,
    "religion-other/1": 0.438,
    "religion-own/1": 0.851,
    "sexuality-other/1": 0.566,
    "sexuality-own/1": 0.796,
    "union-other/1": 0.438,
    "union-own/1": 0.785,
}
_SENTENCE = re.compile(r"[^.!?\n;:]+")
_WORD = re.compile(r"\[[a-z0-9 -]{1,30}\]|burger-[0-9a-z-]+|[a-z0-9]+(?:['-][a-z0-9]+)*")
_SHORT = {"m'n": "mijn", "z'n": "zijn", "d'r": "haar", "'k": "ik", "we": "wij", "mn": "mijn"}
#: Stands for a pseudonym, or for the mark of a name that was taken out.
WHO = "@wie"

_SELF = frozenset("ik mij me mijn wij ons onze zelf".split())
_MINE = frozenset("mijn ons onze".split())
_KIN = frozenset(
    "zoon dochter zoontje dochtertje kind kindje kinderen kleinkind kleinzoon kleindochter "
    "man vrouw vader moeder pa ma papa mama ouders opa oma broer zus broertje zusje neef "
    "nicht neefje nichtje oom tante vriend vriendin partner ex schoonmoeder schoonvader "
    "schoonzoon schoondochter buurman buurvrouw buurjongen buurmeisje buren collega".split()
)
_OTHERS = frozenset(
    "hij zij haar hem iemand overbuurman overbuurvrouw eigenaar bewoner huurder jongen meisje "
    f"gast kerel knaap burgemeester wethouder {WHO}".split()
)
#: Of many: whoever says 'mensen met autisme' speaks of nobody.
_MANY = frozenset(
    "mensen personen ouderen jongeren iedereen inwoners bewoners burgers patienten mannen "
    "vrouwen gehandicapten leerlingen jullie gemeente politie bedrijf bedrijven winkel aantal "
    "veel alle sommige groep beleid plan plannen".split()
)
_NOT = frozenset("geen niet nooit zonder noch".split())
_LINKS = frozenset(
    "ben is was zijn waren bent word wordt werd blijf blijft blijkt voel voelt als heet half "
    "heb geboren opgevoed thuis noem noemt beide allebei".split()
)
#: A sentence that begins so leaves 'ik' out.
_DROPPED = frozenset("heb ben ga zit krijg slik loop had was stem vind word moet".split())
#: Behind it a word is a figure of speech.
_OF = frozenset("van voor aan".split())
_BACK, _ON = 7, 4


@dataclass(frozen=True, slots=True)
class _Words:
    """Words by their whole form, and by what they begin with."""

    whole: frozenset[str]
    #: By their first three letters.
    begins: dict[str, tuple[str, ...]]

    def has(self, word: str) -> bool:
        """Tell whether a word is among them."""
        return word in self.whole or any(
            word.startswith(one) for one in self.begins.get(word[:3], ())
        )


def _words(*lists: str) -> _Words:
    every = " ".join(lists).split()
    begins: dict[str, list[str]] = {}
    for one in every:
        if one.endswith("*"):
            begins.setdefault(one[:3], []).append(one[:-1])
    return _Words(
        frozenset(one for one in every if not one.endswith("*")),
        {first: tuple(found) for first, found in begins.items()},
    )


_NEAR = {kind: _words(told) for kind, told in words.NEAR.items()}
_IS = {kind: _words(told) for kind, told in words.IS.items()}
_ACCUSED = _words(words.ACCUSED)
_ALL = {
    kind: _words(words.NEAR.get(kind, ""), words.IS.get(kind, ""), words.ALSO.get(kind, ""))
    for kind in SpecialKind
}


def specials_of(item: ArchivalItem, texts: Iterable[str]) -> tuple[SpecialFind, ...]:
    """Tell what a text of a third party probably holds, by any of its texts; each kind once.

    Nothing of what the organisation wrote, nor of profiles and pages. Of who stays named all the
    more: there it is known of whom it tells.
    """
    if item.author.role.is_ours or item.kind in _NEVER:
        return ()
    best: dict[SpecialKind, SpecialFind] = {}
    for text in texts:
        for find in specials_in(text):
            known = best.get(find.kind)
            if known is None or find.confidence > known.confidence:
                best[find.kind] = find
    return tuple(sorted(best.values()))


_NEVER = (ItemKind.PROFILE, ItemKind.PAGE)


@lru_cache(maxsize=256)
def specials_in(text: str) -> tuple[SpecialFind, ...]:
    """Tell what a text probably holds, the surest rule of each kind; never an error."""
    best: dict[SpecialKind, SpecialFind] = {}
    for sentence in _sentences(_plain(text[:_MOST])):
        for kind, rule in _in_sentence(sentence):
            find = SpecialFind(kind, f"{rule}/1", CONFIDENCE.get(f"{rule}/1", 0.0))
            known = best.get(kind)
            if known is None or find.confidence > known.confidence:
                best[kind] = find
    return tuple(sorted(best.values()))


def _plain(text: str) -> str:
    """Write a text in small letters without accents, as rules know words."""
    if text.isascii():
        return text.lower()
    parts = unicodedata.normalize("NFKD", text.casefold().replace("\u2019", "'"))
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def _sentences(plain: str) -> Iterator[list[str]]:
    for found in _SENTENCE.finditer(plain):
        said = [_SHORT.get(word, word) for word in _WORD.findall(found[0])]
        said = [WHO if word[0] == "[" or word.startswith("burger-") else word for word in said]
        for start in range(0, len(said), _LONGEST):
            yield said[start : start + _LONGEST]


@lru_cache(maxsize=20_000)
def _kinds_of(word: str) -> tuple[SpecialKind, ...]:
    """Give the kinds of which a word may tell something."""
    return tuple(kind for kind, known in _ALL.items() if known.has(word))


def _in_sentence(said: list[str]) -> Iterator[tuple[SpecialKind, str]]:
    at: dict[SpecialKind, list[int]] = {}
    for place, word in enumerate(said):
        for kind in _kinds_of(word):
            at.setdefault(kind, []).append(place)
    line = f" {' '.join(said)} " if at else ""
    for kind, places in at.items():
        rule = child_rule(line) if kind is SpecialKind.CHILD else phrase_rule(kind, line)
        if rule is None:
            rule = _by_words(kind, said, places)
        if rule is not None:
            yield kind, rule


def _by_words(kind: SpecialKind, said: list[str], at: list[int]) -> str | None:
    for place in at:
        if not _NOT.isdisjoint(said[max(0, place - 3) : place]):
            continue
        whose: str | None = None
        if kind in _NEAR and _NEAR[kind].has(said[place]):
            whose = _near(said, place)
        elif kind is SpecialKind.CRIMINAL and _ACCUSED.has(said[place]):
            whose = "other" if _is_said_of_another(said, place) else None
        elif kind in _IS and _IS[kind].has(said[place]):
            whose = _is(said, place)
        if whose is not None:
            return f"{kind}-{whose}"
    return None


def _near(said: list[str], place: int) -> str | None:
    """Tell of whom a word is said that stands near them; None of nobody, or in a figure."""
    if said[place] in words.FIGURE and said[place + 1 : place + 2] and said[place + 1] in _OF:
        drink = {"alcohol", "drank", "drugs", "gokken", "heroine", "cocaine", "medicijnen"}
        if said[place] != "verslaafd" or drink.isdisjoint(said[place + 2 : place + 5]):
            return None
    before = said[max(0, place - _BACK) : place]
    last = max((n for n, word in enumerate(before) if word in _MANY), default=-1)
    before = before[last + 1 :]
    after = said[place + 1 : place + 1 + _ON]
    if last < 0 and place <= _BACK and said[0] in _DROPPED:
        return "own"
    if not _SELF.isdisjoint(before) or (last < 0 and not {"ik", "mij"}.isdisjoint(after)):
        return "own"
    if not _KIN.isdisjoint(before) or not _OTHERS.isdisjoint(before):
        return "other"
    return None


def _is(said: list[str], place: int) -> str | None:
    """Tell who is what a word says: 'ik ben', 'mijn broer is', 'als', with few words between."""
    before = said[max(0, place - _BACK) : place]
    close = before[-4:]
    if not _MANY.isdisjoint(close):
        return None
    links = [n for n, word in enumerate(close) if word in _LINKS]
    if not links:
        # 'mijn Turkse buurman'
        behind = said[place + 1 : place + 2]
        is_kin = bool(behind) and behind[0] in _KIN and before[-1:] and before[-1] in _MINE
        return "own" if is_kin else None
    if "als" in close:
        return None if _SELF.isdisjoint(said) else "own"
    if place <= 4 and said[0] in {"ben", "was"}:
        return "own"
    if not _SELF.isdisjoint(before) or {"ik", "wij"} & {*said[place + 1 : place + 2]}:
        return "own"
    if not _KIN.isdisjoint(before) or not _OTHERS.isdisjoint(before):
        return "other"
    return None


def _is_said_of_another(said: list[str], place: int) -> bool:
    """Tell whether somebody else is said to have done something."""
    before = said[max(0, place - _BACK) : place]
    people = (_KIN | _OTHERS) - {"haar", "hem", "iemand", "buren"}
    found = [n for n, word in enumerate(before) if word in people]
    if found and _MANY.isdisjoint(before[found[0] :]):
        return True
    return any(
        first in {"die", "de"} and second in {"man", "vrouw", "gast", "vent"}
        for first, second in pairwise(before)
    )

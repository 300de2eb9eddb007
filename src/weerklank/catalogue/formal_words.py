"""Formal words: tell by rules which replies look formal (requirement B3).

The rules (`formal_rules`) look for somebody who does it here and now: 'hierbij maak ik bezwaar',
not 'hoe maak ik bezwaar' and not 'de buren maakten bezwaar'. Measured by `tests/unit/catalogue/`.

Time goes with the length of the text: it is read sentence by sentence, and every gap in a rule is
of a few words at most.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator
from functools import cache

from weerklank.catalogue.formal_rules import RULES, WE
from weerklank.model.formal import FormalKind
from weerklank.model.item import ArchivalItem, ItemKind

#: Characters of a text that are looked at; no platform allows more than a few thousand.
_MOST = 10_000
#: Without one of these no rule can fit; asked first, since most replies have none.
_NEEDED = re.compile(
    "bezwa|zienswijze|klach|klaag|beklag|aanvra|aangevr|vraag|vragen|verzoek|gebreke|ingebreke|"
    "dwangsom|woo|wob|openba|open overheid|beroep|avg|gegevens|recht op|inzage|dossier|"
    "aansprak|schade|melding|meld"
)
#: A stop between figures ends no sentence: 'artikel 4.1'; nor does one behind 'art'.
_SENTENCE = re.compile(r"((?:[^.!?\n;]|(?<=[0-9])\.(?=[0-9]))+)([.!?\n;]*)")
_SHORT = re.compile(r"\bart\.(?= ?[0-9])")
_WORD = re.compile(r"[a-z0-9]+")
#: A condition; not 'als belanghebbende maak ik bezwaar', which says who writes.
_IF = (
    r"als(?! (?:direct )?(?:belanghebbenden?|(?:in|be|buurtbe)woners?|omwonenden?|eigena\w+|"
    r"huurders?|ouders?|vader|moeder|ondernemers?|burgers?|buurman|buurvrouw|buren|vereniging|gemachtigde)\b)"
)
#: Asked, told of others, or put off: the writer does nothing now.
_NOT_NOW = re.compile(
    r"^(?:en |maar |ok |oke |dus |hoi |hallo )*"
    rf"(?:hoe|waar|waarom|wanneer|wie|wat|tot wanneer|kan|kun|kunt|kunnen|mag|mogen|moet|moeten|"
    rf"zal|zullen|is|zijn|heb|hebben|heeft|{_IF}|indien|zodra|voordat|stel dat)\b"
    rf"|\bdan (?:\w+ )?{WE}\b|\bdan (?:maak|dien|teken|stel|vraag|ga)\b"
    rf"|\b{WE} (?:zou|zouden)\b(?! graag)|\bals {WE}\b"
)


@cache
def _compiled() -> tuple[tuple[FormalKind, re.Pattern[str]], ...]:
    """Compile the rules when they are first asked: commands that ask none start sooner."""
    return tuple((rule.kind, re.compile(rule.words)) for rule in RULES)


def formal_of(item: ArchivalItem, texts: Iterable[str]) -> FormalKind | None:
    """Tell what a reply of a third party looks like by any of its texts; None for what is none."""
    if item.kind is not ItemKind.REPLY or item.author.role.is_ours:
        return None
    return next((kind for text in texts if (kind := formal_kind(text))), None)


def formal_kind(text: str) -> FormalKind | None:
    """Tell what formal message a reply looks like; None for what looks like none."""
    plain = _SHORT.sub("artikel", _plain(text[:_MOST]))
    if not _NEEDED.search(plain):
        return None
    for kind, rule in _compiled():
        if any(rule.search(sentence) for sentence in _sentences(plain)):
            return kind
    return None


def _plain(text: str) -> str:
    """Write a text in small letters without accents, as rules know words."""
    parts = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in parts if not unicodedata.combining(sign))


def _sentences(plain: str) -> Iterator[str]:
    """Give the sentences by which somebody may do something now, as words between blanks."""
    for found in _SENTENCE.finditer(plain):
        sentence = " ".join(_WORD.findall(found[1]))
        is_question = "?" in found[2]
        if sentence and not is_question and not _NOT_NOW.search(sentence):
            yield sentence

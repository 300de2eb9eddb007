"""What the pages behind a profile say: of rights, of erasure and archiving, and of channels.

Such pages are written freely, so words decide here; which ones stands in decision 0091. Each
pattern has bounds, and each sentence has a length up to which it is read.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from weerklank.services.profile.page_text import Shown

#: Rights of persons (GDPR, articles 15 to 22 and 77), by the word that is told.
_RIGHTS: dict[str, re.Pattern[str]] = {
    "inzage": re.compile(r"\binzage\b|\binzien\b"),
    "rectificatie": re.compile(
        r"\brectificatie|\brectificeren|\bcorrigeren|\bcorrectie|\bverbeter(?:en|ing)\b"
    ),
    "gegevenswissing": re.compile(
        r"\bgegevenswissing|\bwissen\b|\bwissing\b|\bvergetelheid|\bverwijder(?:en|ing)\b"
    ),
    "beperking": re.compile(r"\bbeperking\b|\bbeperken\b"),
    "overdracht": re.compile(r"\boverdraagbaarheid|\bdataportabiliteit|\boverdragen\b"),
    "bezwaar": re.compile(r"\bbezwaar"),
    "klacht": re.compile(r"\bklacht"),
}
_RIGHT = re.compile(r"\brecht(?:en)?\b")
_FEWEST_RIGHTS = 2
_ERASURE = re.compile(
    r"\bgegevenswissing|\bwissing\b|\bwissen\b|\bgewist\b|\bvergetelheid|\bvergeten te worden"
    r"|\bverwijdering\b|\bverwijderen\b|\bverwijderd\b"
)
_SOME = r"(?:[\w'-]+,? ){0,6}"
_DOES_NOT_APPLY = re.compile(
    rf"\b(?:geld(?:t|en)|bestaat) {_SOME}niet\b(?! (?:meer|alleen|enkel|slechts)\b)"
    r"|\bniet van toepassing\b|\bgeen recht\b"
    rf"|\b(?:hebt|heeft|hebben) {_SOME}(?:niet|geen)\b(?! alleen\b)"
    rf" {_SOME}(?:recht|mogelijkheid)\b"
    rf"|\b(?:hebt|heeft|hebben) {_SOME}recht\b {_SOME}niet\b(?! (?:meer|alleen|enkel|slechts)\b)"
    rf"|\bhoe(?:ft|ven) {_SOME}niet\b {_SOME}(?:wissen|verwijderen)\b"
    rf"|\bkun(?:t|nen)? {_SOME}niet\b {_SOME}(?:wissen|gewist|verwijderen|verwijderd)\b"
    r"|\buitgezonderd\b|\buitgesloten\b|\bis (?:hier|dan|daarom)? ?niet mogelijk\b"
)
#: What does not apply is the exception then, so that the right does.
_EXCEPTION = re.compile(rf"\buitzondering(?:en)? {_SOME}(?:geld(?:t|en)|is|zijn) {_SOME}niet\b")
#: Speaks of the right that the sentence before names.
_THAT_RIGHT = re.compile(r"\b(?:dit|dat) recht\b")
_ARCHIVING = re.compile(r"\barchiver|\barchief|\bgearchiveerd|\balgemeen belang\b")
_CHANNELS: dict[str, re.Pattern[str]] = {
    "formulier": re.compile(r"formulier"),
    "DigiD": re.compile(r"\bdigid\b"),
    "Berichtenbox": re.compile(r"\bberichtenbox|\bmijn ?overheid"),
    "post": re.compile(
        r"\bpostadres|\bpostbus\b|\bper post\b|\bbrief\b|\bper brief\b|\bschriftelijk"
    ),
    "e-mail": re.compile(r"\be-?mail|\bmailen\b|[\w.]@[\w-]"),
    "telefoon": re.compile(r"\btelefoon|\btelefonisch|\bbellen\b"),
    "balie": re.compile(r"\bbalie\b|\bloket\b"),
}
_FORMAL = re.compile(
    r"\bbezwaar|\bberoep\b|\bklacht|\baanvra|\bzienswijze|\bwoo-?verzoek|\bingebrekestelling"
    r"|\bformele? (?:\w+ )?bericht|\bformele? berichtenverkeer|\bmelding"
)
_END = re.compile(r"[.!?\n]+")
#: Sentences of one page that are read, and characters of each.
_MOST_SENTENCES, _LONGEST = 20_000, 600


@dataclass(frozen=True, slots=True)
class Erasure:
    """What a page says of the right to erasure."""

    #: Whether it says that it does not apply.
    is_said: bool
    #: Whether it says so of archiving.
    for_archiving: bool
    words: tuple[str, ...] = ()


def rights_in(shown: Shown) -> tuple[str, ...]:
    """Give which rights a page names, where it names two or more and speaks of rights."""
    text = shown.text.casefold()
    if not _RIGHT.search(text):
        return ()
    found = tuple(name for name, pattern in _RIGHTS.items() if pattern.search(text))
    return found if len(found) >= _FEWEST_RIGHTS else ()


def erasure_in(shown: Shown) -> Erasure:
    """Tell whether a page says that the right to erasure does not apply, and to archiving.

    The right and that it does not apply stand in one sentence, or in two of which the second says
    'this right'; archiving there or beside it.
    """
    sentences = [*islice(_sentences(shown.text.casefold()), _MOST_SENTENCES)]
    is_said = False
    for index, sentence in enumerate(sentences):
        right, denied = _ERASURE.search(sentence), _DOES_NOT_APPLY.search(sentence)
        if right is None and index and _THAT_RIGHT.search(sentence):
            right = _ERASURE.search(sentences[index - 1])
        if right is None or denied is None or _EXCEPTION.search(sentence):
            continue
        is_said = True
        beside = " ".join(sentences[max(index - 1, 0) : index + 2])
        archiving = _ARCHIVING.search(sentence) or _ARCHIVING.search(beside)
        if archiving is not None:
            words = (right[0], _ends(denied[0]), archiving[0])
            return Erasure(is_said=True, for_archiving=True, words=words)
    return Erasure(is_said=is_said, for_archiving=False)


def channels_in(shown: Shown) -> tuple[str, ...]:
    """Give by which channels a page says that formal messages go."""
    text = shown.text.casefold()
    if not _FORMAL.search(text):
        return ()
    return tuple(name for name, pattern in _CHANNELS.items() if pattern.search(text))


def _ends(words: str) -> str:
    """Give the first and the last of some words: those between may be anything of the page."""
    first, *rest = words.split()
    return f"{first} ... {rest[-1]}" if len(rest) > 1 else words


def _sentences(text: str) -> Iterator[str]:
    done = 0
    for match in _END.finditer(text):
        if match.start() > done:
            yield _one(text[done : match.start()])
        done = match.end()
    yield _one(text[done:])


def _one(sentence: str) -> str:
    return " ".join(sentence[:_LONGEST].split())

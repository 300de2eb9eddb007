"""Formal words: rules by which a reply looks formal (requirement B3).

They look for somebody who does it here and now: 'hierbij maak ik bezwaar', not 'hoe maak ik
bezwaar' and not 'de buren maakten bezwaar'. Measured by `tests/unit/catalogue/`.

Time goes with the length of the text: it is read sentence by sentence, and every gap in a rule is
of a few words at most.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator

from weerklank.model.formal import FormalKind
from weerklank.model.item import ArchivalItem, AuthorRole, ItemKind

#: Characters of a text that are looked at; no platform allows more than a few thousand.
_MOST = 10_000
#: Without one of these no rule can fit; asked first, since most replies have none.
_NEEDED = re.compile(
    "bezwa|zienswijze|klach|klaag|beklag|aanvra|aangevr|vraag|vragen|verzoek|gebreke|ingebreke|"
    "dwangsom|woo|wob|openba|open overheid"
)
_SENTENCE = re.compile(r"([^.!?\n;]+)([.!?\n;]*)")
_WORD = re.compile(r"[a-z0-9]+")
#: Some words in between, none of which turns it round.
_GAP = r"(?: (?!geen |niet |nooit )\w+){0,7}? "
_FEW = r"(?: (?!geen |niet |nooit )\w+){0,4}? "
_WE = "(?:ik|wij|we)"
_NOW = "(?:hierbij|bij deze|bij dezen|via deze weg|langs deze weg|met dit bericht|middels deze)"
_WANT = f"{_WE} (?:wil|willen|wens|wensen|wou|zou graag|zouden graag)"
#: Asked, told of others, or put off: the writer does nothing now.
_NOT_NOW = re.compile(
    r"^(?:en |maar |ok |oke |dus |hoi |hallo )*"
    r"(?:hoe|waar|waarom|wanneer|wie|wat|tot wanneer|kan|kun|kunt|kunnen|mag|mogen|moet|moeten|"
    r"zal|zullen|is|zijn|heb|hebben|heeft|als|indien|zodra|voordat|stel dat)\b"
    rf"|\bdan (?:\w+ )?{_WE}\b|\bdan (?:maak|dien|teken|stel|vraag|ga)\b"
    rf"|\b{_WE} (?:zou|zouden)\b(?! graag)|\bals {_WE}\b"
)


def _act(verbs: str, what: str) -> str:
    """Give a rule: somebody does something, in any order that Dutch allows."""
    return (
        rf"\b(?:{verbs}) {_WE}\b{_GAP}?(?:{what})\b"  # (hierbij) maak ik bezwaar
        rf"|\b{_WE}{_FEW}?(?:{verbs})\b{_GAP}?(?:{what})\b"  # ik (…) maak bezwaar
        rf"|\ben (?:{verbs}) (?!geen |niet )(?:\w+ ){{0,4}}?(?:{what})\b"  # … en maak bezwaar
    )


def _wish(what: str, verbs: str) -> str:
    return (
        rf"\b(?:{_WANT})\b{_GAP}?(?:{what})\b{_FEW}?(?:{verbs})\b"
        rf"|\b(?:wil|willen) {_WE}\b{_GAP}?(?:{what})\b{_FEW}?(?:{verbs})\b"
    )


def _now(what: str) -> str:
    return rf"\b{_NOW}\b{_FEW}?(?:{what})\b"


_OBJECTION = "bezwaar|bezwaarschrift|zienswijze"
_COMPLAINT = "klacht|beklag"
_GRANTED = (
    "vergunning|ontheffing|subsidie|kwijtschelding|uitkering|bijstand|toeslag|urgentie|"
    r"\w*vergunning|\w*ontheffing|\w*subsidie|\w*plaats|\w*voorziening|\w*uitkering|\w*bijstand"
)
_WOO = r"woo|wob|wet open overheid|wet openbaarheid van bestuur"
_ASK = "vraag|vragen|verzoek|verzoeken"
_RULES: tuple[tuple[FormalKind, str], ...] = (
    # A notice of default names the objection or application that it is about.
    (
        FormalKind.DEFAULT_NOTICE,
        _act("stel|stellen", "in gebreke")
        + r"|^ingebrekestelling\b|\b(?:mijn|onze|uw) ingebrekestelling\b"
        + rf"|\b(?:dit is|{_NOW})\b{_FEW}?ingebrekestelling\b",
    ),
    (
        FormalKind.WOO_REQUEST,
        _act(
            "doe|doen|dien|dienen", r"(?:woo|wob) ?verzoek|verzoek op grond van de (?:woo|wob|wet)"
        )
        + rf"|^(?:woo|wob) ?verzoek\b|{_now('(?:woo|wob) ?verzoek')}"
        rf"|\b(?:op grond van|op basis van|krachtens|beroep op|verwijzing naar) de (?:{_WOO})\b"
        rf"{_GAP}?(?:{_ASK}|ontvang|ontvangen|wil|willen)\b"
        rf"|\b(?:{_ASK}|ontvang|ontvangen) {_WE}\b{_GAP}?(?:op grond|op basis|krachtens)\b"
        rf"{_FEW}?(?:{_WOO})\b"
        rf"|\b{_WE} (?:{_ASK})\b{_GAP}?(?:openbaarmaking|openbaar te maken)\b",
    ),
    (
        FormalKind.OBJECTION,
        _act("maak|maken|teken|tekenen|dien|dienen", _OBJECTION)
        + "|"
        + _wish(_OBJECTION, "maken|aantekenen|indienen")
        + f"|{_now(_OBJECTION)}"
        + rf"|\b(?:mijn|ons|onze) (?:{_OBJECTION}) (?:tegen|richt|is gericht)\b",
    ),
    (
        FormalKind.COMPLAINT,
        _act("dien|dienen", _COMPLAINT)
        + "|"
        + _wish(_COMPLAINT, "indienen|doen|maken")
        + f"|{_now(_COMPLAINT)}"
        + r"|\b(?:formele|officiele) klacht\b|\bals (?:een )?(?:formele |officiele )?klacht\b"
        + rf"|\b(?:klaag|beklaag) {_WE}\b{_FEW}?(?:formeel|officieel)\b"
        + rf"|\b{_WE} (?:klaag|beklaag)\b{_FEW}?(?:formeel|officieel)\b",
    ),
    (
        FormalKind.APPLICATION,
        rf"\b(?:vraag|vragen) {_WE}\b{_GAP}?(?:{_GRANTED})\b{_FEW}?aan\b"
        rf"|\b{_WE} (?:vraag|vragen)\b{_GAP}?(?:{_GRANTED})\b{_FEW}?aan\b"
        rf"|\b(?:vraag|vragen) {_WE} (?:hierbij|bij deze)\b{_GAP}?(?:{_GRANTED}) aan\b|"
        + _wish(_GRANTED, "aanvragen")
        + f"|{_now('aanvraag')}|"
        + _act("doe|doen|dien|dienen", "aanvraag")
        + rf"|\b(?:verzoek|verzoeken) {_WE}\b{_GAP}?(?:handhav\w+|uitstel van betaling|verlenen|"
        rf"te verlenen|toe te kennen)\b"
        rf"|\b{_WE} (?:verzoek|verzoeken)\b{_GAP}?(?:handhav\w+|uitstel van betaling|te verlenen|"
        rf"toe te kennen)\b",
    ),
)
_COMPILED = tuple((kind, re.compile(rule)) for kind, rule in _RULES)


def formal_of(item: ArchivalItem, texts: Iterable[str]) -> FormalKind | None:
    """Tell what a reply of a third party looks like by any of its texts; None for what is none."""
    if item.kind is not ItemKind.REPLY or item.author.role is not AuthorRole.CITIZEN:
        return None
    return next((kind for text in texts if (kind := formal_kind(text))), None)


def formal_kind(text: str) -> FormalKind | None:
    """Tell what formal message a reply looks like; None for what looks like none."""
    plain = _plain(text[:_MOST])
    if not _NEEDED.search(plain):
        return None
    for kind, rule in _COMPILED:
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

"""Formal rules: by which words somebody begins a procedure, and which law orders that procedure.

One table, in the order in which its rows are tried: `RULES`. A rule sees one sentence, in small
letters, as words with one blank between them. Of the law only article 4.1 of the Woo is named by
the documents that this project was checked against (the Woo categories of DiWoo); the other
articles stand as they are commonly cited and were not checked against the text of the law. A row
says which is which. That a rule fits says nothing in law: a person judges.
"""

from dataclasses import dataclass

from weerklank.model.formal import FormalKind

#: Some words in between, none of which turns it round.
_GAP = r"(?: (?!geen |niet |nooit )\w+){0,7}? "
_FEW = r"(?: (?!geen |niet |nooit )\w+){0,4}? "
WE = "(?:ik|wij|we)"
_NOW = (
    "(?:hierbij|hiermee|bij deze|bij dezen|via deze weg|langs deze weg|"
    "(?:met|middels|via|door) (?:dit bericht|deze))"
)
_WANT = f"{WE} (?:wil|willen|wens|wensen|wou|zou graag|zouden graag)"
_ASK = "vraag|vragen|verzoek|verzoeken"
_FORMALLY = "(?:formele |officiele |formeel |officieel )?"
#: 'On the ground of', with the article where it is named: 'op grond van artikel 4 1 van de'.
_BY_LAW = (
    r"(?:op grond van|op basis van|krachtens|ingevolge|conform|onder verwijzing naar|beroep op|"
    r"onder) (?:artikel \w+(?: \w+)? )?(?:van )?(?:de )?"
)


@dataclass(frozen=True, slots=True)
class FormalRule:
    """A kind of formal message, the words by which it is known, and where the law has it."""

    kind: FormalKind
    #: Regular expression on one sentence.
    words: str
    #: Law and article.
    source: str
    #: Whether the documents at hand name that article; else it was not checked.
    is_checked: bool = False


def _act(verbs: str, what: str) -> str:
    """Give a rule: somebody does something, in any order that Dutch allows."""
    return (
        rf"\b(?:{verbs}) {WE}\b{_GAP}?(?:{what})\b"  # (hierbij) maak ik bezwaar
        rf"|\b{WE}{_FEW}?(?:{verbs})\b{_GAP}?(?:{what})\b"  # ik (…) maak bezwaar
        rf"|\ben (?:{verbs}) (?!geen |niet )(?:\w+ ){{0,4}}?(?:{what})\b"  # … en maak bezwaar
    )


def _wish(what: str, verbs: str) -> str:
    return (
        rf"\b(?:{_WANT})\b{_GAP}?(?:{what})\b{_FEW}?(?:{verbs})\b"
        rf"|\b(?:wil|willen|graag zou|graag zouden) {WE}\b{_GAP}?(?:{what})\b{_FEW}?(?:{verbs})\b"
    )


def _now(what: str) -> str:
    return rf"\b{_NOW}\b{_FEW}?(?:{what})\b"


_THIS = "(?:dit(?: bericht| schrijven)?|deze (?:tweet|reactie|post|mail|brief))"


def _this_is(what: str, article: str = "(?:een |mijn |ons |onze )?") -> str:
    """Give a rule: the writer says what the message is, 'dit is een', 'beschouw dit als'."""
    return (
        rf"\b{_THIS} is (?:hierbij |dus )?{article}{_FORMALLY}(?:{what})\b"
        rf"|\b{_THIS} (?:geldt|dient)(?: hierbij| dus)? als (?:een )?{_FORMALLY}(?:{what})\b"
        rf"|\b(?:beschouw|zie|neem|behandel|lees) dit\b{_FEW}?als {article}{_FORMALLY}(?:{what})\b"
        rf"|\b(?:behandelen|registreren|opvatten|beschouwen|zien) als {article}{_FORMALLY}"
        rf"(?:{what})\b"
        rf"|\bdit\b{_FEW}?als (?:een |mijn |ons |onze )?{_FORMALLY}(?:{what}) {_TO_TAKE}\b"
    )


def _head(what: str) -> str:
    """Give a rule: the message begins by saying what it is."""
    return (
        rf"^{_FORMALLY}(?:{what})\b(?! (?:is|zijn|was|waren|kan|kunnen|moet|mag|doen|van de|op)\b)"
    )


_GRANTED = (
    "vergunning|ontheffing|subsidie|kwijtschelding|uitkering|bijstand|toeslag|urgentie|"
    r"\w*vergunning|\w*ontheffing|\w*subsidie|\w*plaats|\w*voorziening|\w*uitkering|\w*bijstand"
)
#: 'Gelieve dit als bezwaarschrift aan te merken.'
_TO_TAKE = "(?:aan te merken|te beschouwen|te behandelen|te registreren|op te vatten)"
_YOU = "(?:u|jullie|de gemeente|het college|het waterschap|de provincie)"
#: Who signs writes of themselves as of somebody else.
_SIGNED = "ondergetekenden?(?: hierbij| hiermee)?"
_LATE = r"ingebrekestelling|ingebreke stelling|in gebreke stelling"
_WOO = r"woo|wob|wet open overheid|wet openbaarheid van bestuur"
_WOO_REQUEST = (
    r"(?:woo|wob) ?verzoek|verzoek (?:op grond van|op basis van|in het kader van|onder) de "
    r"(?:woo|wob|wet open\w*)"
)
_OBJECTION = "bezwaar|bezwaarschrift|zienswijze"
_COMPLAINT = "klacht|beklag"
#: Whom or what a complaint in the sense of the law is about: how somebody was treated.
_BEHAVED = (
    r"\w*medewerk\w+|ambtena\w+|wethouder|burgemeester|boa\w*|handhaver\w*|gedrag|optreden|"
    r"behandeling|behandeld|bejegening|bejegend|dienstverlening|wijkteam"
)
_APPEAL = r"(?:hoger )?beroep"
_AVG = r"avg|algemene verordening gegevensbescherming"
_DATA = r"(?:persoons)?gegevens|dossier"
_DATA_REQUEST = (
    r"avg ?verzoek|inzage ?verzoek|verwijder\w* ?verzoek|"
    r"verzoek (?:om|tot) (?:inzage|verwijdering|"
    rf"rectificatie|wissing|correctie) (?:in|van) (?:al )?mijn (?:{_DATA})"
)
_RIGHT = (
    r"recht op (?:inzage|vergetelheid|verwijdering|rectificatie|wissing|gegevenswissing|"
    r"dataportabiliteit)"
)
_TO_DO = "wissen|verwijderen|rectificeren|corrigeren|inzien"
_LIABLE = "aansprakelijk"
_WRONG = r"misstand\w*|datalek|integriteitsschending|wmo|omgevingswet|wet \w+"

RULES: tuple[FormalRule, ...] = (
    # A notice of default names the objection or application that it is about.
    FormalRule(
        FormalKind.DEFAULT_NOTICE,
        "|".join(
            (
                _act("stel|stellen", "in gebreke"),
                rf"^(?:{_LATE})\b|\b(?:mijn|onze|uw) (?:{_LATE})\b",
                _this_is(_LATE),
                _now(_LATE),
                (
                    rf"\b{_YOU} "
                    r"(?:bent|zijn|is)(?: nu| dus| hierbij| thans)? in gebreke\b(?! gesteld)"
                ),
                rf"\b{_YOU} (?:bent|zijn|is) {_NOW} in gebreke gesteld\b",
                (
                    rf"\b{WE} (?:verzoek|verzoeken)\b{_GAP}?dwangsom\b{_FEW}?"
                    r"(?:(?:uit )?te betalen|vast te stellen|toe te kennen)\b"
                ),
                _act("maak|maken", "aanspraak op (?:een |de )?dwangsom(?:men)?"),
                r"\banders verbeurt u (?:een )?dwangsom\b",
            )
        ),
        "Awb 4:17",
    ),
    FormalRule(
        FormalKind.WOO_REQUEST,
        "|".join(
            (
                _act("doe|doen|dien|dienen", _WOO_REQUEST),
                _act("doe|doen|dien|dienen", rf"verzoek (?:in )?(?:{_BY_LAW})(?:{_WOO})"),
                _act("doe|doen|dien|dienen", rf"informatieverzoek\b{_GAP}?(?:{_WOO})"),
                _act("doe|doen", rf"(?:een )?beroep op de (?:{_WOO})"),
                _now(rf"beroep op de (?:{_WOO})"),
                r"^(?:woo|wob) ?verzoek\b(?! (?:is|was|van)\b)",
                _now(r"(?:woo|wob) ?verzoek"),
                _this_is(_WOO_REQUEST),
                rf"\b{_BY_LAW}(?:{_WOO})\b{_GAP}?(?:{_ASK}|ontvang|ontvangen|wil|willen)\b",
                rf"\b(?:{_ASK}|ontvang|ontvangen) {WE}\b{_GAP}?(?:{_BY_LAW})(?:{_WOO})\b",
                rf"\b{WE} (?:{_ASK})\b{_GAP}?(?:{_BY_LAW})(?:{_WOO})\b",
                rf"\b{WE} (?:{_ASK})\b{_GAP}?(?:openbaarmaking|openbaar te maken)\b",
                rf"\b{_NOW} (?:{_ASK}) {WE}\b{_GAP}?(?:openbaarmaking|openbaar te maken)\b",
                rf"\b(?:{WE} (?:wil|willen)|(?:wil|willen) {WE})\b{_GAP}?{_BY_LAW}(?:{_WOO})\b",
            )
        ),
        "Woo 4.1",
        is_checked=True,
    ),
    FormalRule(
        FormalKind.DATA_REQUEST,
        "|".join(
            (
                _act("doe|doen|dien|dienen", _DATA_REQUEST),
                _act("doe|doen|dien|dienen", rf"verzoek (?:in )?(?:{_BY_LAW})(?:{_AVG})"),
                (
                    rf"\b(?:{_WANT}|(?:wil|willen) {WE}|{WE} (?:{_ASK}))\b{_FEW}?"
                    rf"welke (?:persoons)?gegevens {_YOU} (?:van|over) (?:mij|me|ons)\b"
                ),
                (
                    rf"\b(?:ontvang|ontvangen) {WE}\b{_GAP}?(?:persoons)?gegevens die {_YOU} "
                    r"(?:van|over) (?:mij|me|ons)\b"
                ),
                _act(
                    "maak|maken",
                    r"bezwaar tegen (?:de |het )?(?:verwerking|verwerken|gebruik) van "
                    rf"(?:mijn|onze) (?:{_DATA})",
                ),
                _act("trek|trekken", rf"(?:mijn|onze) toestemming\b{_FEW}?in voor"),
                _act("doe|doen", rf"(?:een )?beroep op (?:mijn|ons) {_RIGHT}"),
                rf"^(?:{_DATA_REQUEST})\b(?! (?:is|was)\b)",
                _now(_DATA_REQUEST),
                _this_is(_DATA_REQUEST),
                rf"\b{_BY_LAW}(?:{_AVG})\b{_GAP}?(?:{_ASK}|wil|willen)\b",
                rf"\b{WE} (?:{_ASK})\b{_GAP}?(?:{_BY_LAW})(?:{_AVG})\b",
                (
                    rf"\b(?:{WE} (?:{_ASK}|wil|willen|eis|eisen)|(?:wil|willen|{_ASK}) {WE})\b"
                    rf"{_GAP}?inzage in\b{_FEW}?(?:{_DATA})\b"
                ),
                (
                    rf"\b(?:{WE} (?:{_ASK}|eis|eisen)|(?:{_ASK}) {WE})\b{_GAP}?mijn (?:{_DATA})"
                    rf" te (?:{_TO_DO})\b"
                ),
                rf"\b(?:beroep|beroepen) (?:{WE} )?(?:mij|me|ons) op (?:mijn|het|ons) {_RIGHT}\b",
                _act("maak|maken", rf"gebruik van (?:mijn|het|ons) {_RIGHT}"),
                _wish(rf"(?:mijn|ons) {_RIGHT}", "uitoefenen|gebruiken"),
                (
                    r"^(?:graag )?(?:verwijder|wis|corrigeer|rectificeer) "
                    rf"(?:(?!geen |niet |nooit )\w+ ){{0,2}}mijn (?:{_DATA})\b"
                ),
            )
        ),
        "AVG 15-22",
    ),
    FormalRule(
        FormalKind.LIABILITY,
        "|".join(
            (
                _act("stel|stellen|houd|houden|acht|achten", _LIABLE),
                r"^aansprakelijkstelling\b|\b(?:mijn|onze) aansprakelijkstelling\b",
                _now("aansprakelijkstelling"),
                _this_is("aansprakelijkstelling"),
                _act("eis|eisen|claim|claimen|vorder|vorderen", "schadevergoeding|schadeclaim"),
                _act("claim|claimen", "schade (?:aan|van) (?:mijn|onze)"),
                rf"\b{_YOU} (?:bent|is|zijn) (?:dus |volledig )?{_LIABLE} voor (?:mijn|onze)\b",
                rf"\b{WE} (?:wil|willen|ga|gaan)\b{_GAP}?schade\b{_GAP}?op {_YOU} verhalen\b",
                _act("verhaal|verhalen", rf"(?:mijn|onze|die|deze|de) schade op {_YOU}"),
            )
        ),
        "BW 6:162",
    ),
    # Before objections: who appeals mostly names the decision on one.
    FormalRule(
        FormalKind.APPEAL,
        "|".join(
            (
                _act("ga|gaan", rf"in {_APPEAL}(?! op\b)"),
                _act(
                    "stel|stellen|teken|tekenen",
                    rf"{_APPEAL} (?:in|aan)\b|{_APPEAL} tegen",
                ),
                _wish(_APPEAL, "instellen|aantekenen"),
                _wish(f"in {_APPEAL}", "gaan"),
                _act("dien|dienen|stuur|sturen", "beroepschrift"),
                _now("beroepschrift"),
            )
        ),
        "Awb 8:1",
    ),
    FormalRule(
        FormalKind.OBJECTION,
        "|".join(
            (
                _act("maak|maken|teken|tekenen|dien|dienen|stuur|sturen|geef|geven", _OBJECTION),
                _act("ga|gaan|kom|komen", "in bezwaar"),
                (
                    rf"\b(?:beschouw|zie|neem|behandel|lees) dit\b{_FEW}?als (?:een )?"
                    rf"{_FORMALLY}bezwaar"
                ),
                rf"^namens\b{_GAP}?(?:{_OBJECTION}) tegen\b",
                (
                    rf"\b{_NOW} (?:laat|laten|deel|delen|meld|melden) {WE}\b{_GAP}?dat {WE} "
                    rf"(?:maken )?(?:{_OBJECTION}) (?:heb|hebben|maak|maken|tegen)\b"
                ),
                _wish(_OBJECTION, "maken|aantekenen|aan te tekenen|indienen|in te dienen|geven"),
                _wish("in bezwaar", "gaan"),
                _now(_OBJECTION),
                _this_is(_OBJECTION, "(?:mijn |ons |onze )"),
                rf"\b(?:mijn|ons|onze) (?:{_OBJECTION}) (?:tegen|richt|is gericht)\b",
                r"^(?:mijn|ons|onze) (?:bezwaarschrift|zienswijze het)\b",
                (
                    r"^(?:mijn|ons|onze) zienswijze op (?:het|de|uw) "
                    r"(?:ontwerp|voorontwerp|voorgenomen )\w+"
                ),
                r"^pro forma (?:bezwaar|bezwaarschrift)\b",
                (
                    r"^(?:bezwaar|bezwaarschrift) tegen (?:uw |het )?"
                    r"(?:besluit|beschikking|aanslag|boete)\b(?= (?:\w+ ){0,3}?\w*[0-9])"
                    r"(?!.*\b(?:afgewezen|ongegrond|gegrond|ingetrokken|gehonoreerd|kan|kunt|kon)\b)"
                ),
                (
                    rf"\b{_SIGNED} (?:maakt|maken|tekent|tekenen|dient|dienen)\b{_GAP}?"
                    rf"(?:{_OBJECTION})\b"
                ),
            )
        ),
        "Awb 6:4 (bezwaar), Awb 3:15 (zienswijze)",
    ),
    FormalRule(
        FormalKind.COMPLAINT,
        "|".join(
            (
                _act("dien|dienen|stuur|sturen", _COMPLAINT),
                _wish(_COMPLAINT, "indienen|in te dienen|doen|maken"),
                _now(_COMPLAINT),
                r"\b(?:formele|officiele) klacht\b",
                r"(?<!niet )(?<!nooit )\bals (?:een )?(?:formele |officiele )?klacht\b",
                rf"\bdit is (?:een |mijn |onze ){_FORMALLY}klacht\b",
                rf"\b(?:klaag|beklaag|klagen) {WE}\b{_FEW}?(?:formeel|officieel)\b",
                rf"\b{WE} (?:klaag|beklaag|klagen)\b{_FEW}?(?:formeel|officieel)\b",
                rf"\b{_NOW} (?:klaag|beklaag|klagen|beklagen) {WE}\b{_FEW}?over\b",
                rf"\b{_WANT} (?:mij|me|ons) beklagen over\b{_FEW}?(?:{_BEHAVED})\b",
                (
                    r"^graag (?:mijn|onze) (?:formele |officiele )?klacht\b(?: in)? "
                    r"(?:te )?(?:registreren|behandelen|behandeling (?:te )?nemen)\b"
                ),
                rf"\b{_BY_LAW}(?:awb|algemene wet bestuursrecht)\b{_FEW}?(?:klaag|klagen) {WE}\b",
                rf"\b{WE} (?:heb|hebben) (?:nog )?een {_FORMALLY}klacht\b{_FEW}?(?:{_BEHAVED})\b",
            )
        ),
        "Awb 9:1",
    ),
    FormalRule(
        FormalKind.REPORT,
        "|".join(
            (
                _act("doe|doen|maak|maken", "(?:formele|officiele) melding"),
                _now("(?:formele|officiele) melding"),
                _act("doe|doen|maak|maken", rf"melding\b{_FEW}?(?:{_WRONG})"),
                _now(rf"melding\b{_FEW}?(?:{_WRONG})"),
                _act("meld|melden", rf"(?:formeel|officieel)\b{_FEW}?(?:{_WRONG})"),
            )
        ),
        "Wmo 2015 2.3.2, Omgevingswet 4.4, Wet bescherming klokkenluiders",
    ),
    FormalRule(
        FormalKind.APPLICATION,
        "|".join(
            (
                rf"\b(?:vraag|vragen) {WE}\b{_GAP}?(?:{_GRANTED})\b{_FEW}?aan\b",
                rf"\b{WE} (?:vraag|vragen)\b{_GAP}?(?:{_GRANTED})\b{_FEW}?aan\b",
                rf"\b(?:vraag|vragen) {WE} (?:hierbij|bij deze)\b{_GAP}?(?:{_GRANTED}) aan\b",
                _wish(_GRANTED, "aanvragen"),
                _now("aanvraag|handhavingsverzoek|verzoek om handhaving"),
                _act("doe|doen|dien|dienen", "aanvraag|handhavingsverzoek|verzoek om handhaving"),
                _this_is("handhavingsverzoek|verzoek om handhaving"),
                (
                    rf"\b(?:verzoek|verzoeken) {WE}\b{_GAP}?(?:handhav\w+|uitstel van betaling|"
                    rf"verlenen|te verlenen|toe te kennen)\b"
                ),
                (
                    rf"\b{WE} (?:verzoek|verzoeken)\b{_GAP}?(?:handhav\w+|uitstel van betaling|"
                    rf"te verlenen|toe te kennen)\b"
                ),
            )
        ),
        "Awb 1:3",
    ),
)

"""Formal: a reply by which somebody seems to begin a procedure that the law orders.

Requirement B3. Module 3, 'Voorkom formeel berichtenverkeer': accounts on social media are not for
'berichten in het kader van een formele (wettelijk geregelde) procedure'. Who sends one there all
the same must be shown the way by a person; nothing here answers or decides.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from weerklank.model.text import Text


class FormalKind(StrEnum):
    """What a reply looks like."""

    OBJECTION = "objection"
    COMPLAINT = "complaint"
    APPLICATION = "application"
    DEFAULT_NOTICE = "default-notice"
    WOO_REQUEST = "woo-request"
    APPEAL = "appeal"
    DATA_REQUEST = "data-request"
    LIABILITY = "liability"
    REPORT = "report"


class FormalState(StrEnum):
    """What became of a reply that looks formal."""

    WAITING = "waiting"
    #: Somebody showed the writer the way, or passed it on.
    DONE = "done"
    #: Somebody looked: it is none.
    NOT_FORMAL = "not-formal"


@dataclass(frozen=True, slots=True, kw_only=True)
class FormalSettled:
    """What a person recorded of a reply that looks formal."""

    state: FormalState
    by: str
    at: datetime


#: How people say it.
KINDS: dict[FormalKind, Text] = {
    FormalKind.OBJECTION: Text("bezwaar", "objection"),
    FormalKind.COMPLAINT: Text("klacht", "complaint"),
    FormalKind.APPLICATION: Text("aanvraag", "application"),
    FormalKind.DEFAULT_NOTICE: Text("ingebrekestelling", "notice of default"),
    FormalKind.WOO_REQUEST: Text("Woo-verzoek", "Woo request"),
    FormalKind.APPEAL: Text("beroep", "appeal"),
    FormalKind.DATA_REQUEST: Text("AVG-verzoek", "request about personal data"),
    FormalKind.LIABILITY: Text("aansprakelijkstelling", "claim of liability"),
    FormalKind.REPORT: Text("formele melding", "formal report"),
}
STATES: dict[FormalState, Text] = {
    FormalState.WAITING: Text("wacht", "waiting"),
    FormalState.DONE: Text("afgehandeld", "done"),
    FormalState.NOT_FORMAL: Text("niet formeel", "not formal"),
}
#: What to do with any of them.
WHAT_TO_DO = Text(
    "Beoordeel zelf of dit formeel bedoeld is; Weerklank beslist niets. Zo ja: wijs de schrijver "
    "vandaag het kanaal voor formele berichten (de verwijzing in het profiel) en geef het bericht "
    "intern door. Is een ander bestuursorgaan bevoegd, zend het dan onverwijld door en laat dat "
    "weten (artikel 2:3 Awb).",
    "Judge yourself whether this is meant to be formal; Weerklank decides nothing. If so: show "
    "the writer today the channel for formal messages (the link in the profile) and pass the "
    "message on within the organisation. Where another authority is competent, forward it without "
    "delay and say so (article 2:3 Awb).",
)
#: What goes for one kind besides, by the General Administrative Law Act (Awb) and the Woo.
ALSO: dict[FormalKind, Text] = {
    FormalKind.OBJECTION: Text(
        "Voor bezwaar loopt een termijn van zes weken (6:7 Awb); de dag van dit bericht kan "
        "meetellen. Doorzenden: 6:15 Awb.",
        "An objection has a term of six weeks (6:7 Awb); the day of this message may count. "
        "Forwarding: 6:15 Awb.",
    ),
    FormalKind.COMPLAINT: Text(
        "Een klacht wordt behoorlijk behandeld (9:2 Awb); de klachtencoördinator weet hoe.",
        "A complaint is to be handled properly (9:2 Awb); the complaints officer knows how.",
    ),
    FormalKind.APPLICATION: Text(
        "Een aanvraag om een besluit gaat schriftelijk, bij het bevoegde orgaan (4:1 Awb).",
        "An application for a decision is made in writing, to the competent authority (4:1 Awb).",
    ),
    FormalKind.DEFAULT_NOTICE: Text(
        "Na een ingebrekestelling loopt een termijn van twee weken (4:17 Awb): geef dit vandaag "
        "door.",
        "After a notice of default a term of two weeks runs (4:17 Awb): pass this on today.",
    ),
    FormalKind.WOO_REQUEST: Text(
        "Op een Woo-verzoek wordt binnen vier weken beslist (4.4 Woo): geef het door aan de "
        "Woo-contactpersoon.",
        "A Woo request is decided on within four weeks (4.4 Woo): pass it on to the Woo contact.",
    ),
    FormalKind.APPEAL: Text(
        "Beroep gaat naar de rechter, niet naar de organisatie (8:1 Awb), en de termijn loopt "
        "door: wijs vandaag de weg. Doorzenden: 6:15 Awb.",
        "An appeal goes to the court, not to the organisation (8:1 Awb), and the term runs on: "
        "show the way today. Forwarding: 6:15 Awb.",
    ),
    FormalKind.DATA_REQUEST: Text(
        "Op een verzoek over persoonsgegevens wordt binnen een maand geantwoord (12 AVG): geef "
        "het door aan de functionaris voor gegevensbescherming.",
        "A request about personal data is answered within a month (12 GDPR): pass it on to the "
        "data protection officer.",
    ),
    FormalKind.LIABILITY: Text(
        "Zeg niets toe en erken niets; geef dit vandaag door aan wie schade behandelt.",
        "Promise nothing and admit nothing; pass this on today to who handles claims.",
    ),
    FormalKind.REPORT: Text(
        "Welke termijn loopt, hangt af van wat er wordt gemeld; vraag het wie die meldingen "
        "behandelt.",
        "Which term runs depends on what is reported; ask who handles such reports.",
    ),
}

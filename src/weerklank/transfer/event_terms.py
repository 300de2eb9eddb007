"""What each event of an object's life is called in PREMIS 3 and in MDTO: one table.

PREMIS: the vocabulary eventType of the Library of Congress (id.loc.gov/vocabulary/preservation/
eventType, as of 2018-09-24). MDTO: its own EventTypeLijst where a term of it says the same, else a
term of our list; None for what says nothing of the object to who receives it (how it was kept, and
what was decided inside the organisation about who may see it).
"""

from dataclasses import dataclass

from weerklank.model.life import LifeKind
from weerklank.model.text import Text
from weerklank.transfer.mdto import Concept
from weerklank.transfer.mdto_lists import (
    APPRAISED,
    DESCRIBED,
    EVENTS,
    OBSERVED,
    ORIGINAL_GONE,
    PSEUDONYMISED,
    OwnTerm,
    own,
)

VOCABULARY = "http://id.loc.gov/vocabulary/preservation/eventType"
#: Codes of the vocabulary that are used here, with their labels.
LOC_LABELS = {
    "app": "appraisal",
    "cap": "capture",
    "cre": "creation",
    "del": "deletion",
    "der": "decryption",
    "dsg": "digital signature generation",
    "fix": "fixity check",
    "for": "format identification",
    "ine": "ingestion end",
    "ing": "ingestion",
    "ipm": "information package merging",
    "mem": "metadata modification",
    "mig": "migration",
    "mod": "modification",
    "poa": "policy assignment",
    "rec": "recovery",
    "red": "redaction",
    "rep": "replication",
    "tra": "transfer",
    "vir": "virus check",
}
#: What came of a transfer, as each event of it says.
IN_SIP = Text("Klaargezet voor overbrenging in SIP {sip}", "Made ready for transfer in SIP {sip}")


@dataclass(frozen=True, slots=True)
class EventTerm:
    """What one kind of event is called."""

    #: Code in the vocabulary of the Library of Congress.
    loc: str
    #: Label in the list of MDTO, or a term of our own; None where MDTO is not told.
    mdto: str | OwnTerm | None = None

    @property
    def uri(self) -> str:
        """Give its address in the vocabulary."""
        return f"{VOCABULARY}/{self.loc}"

    @property
    def label(self) -> str:
        """Give its label in the vocabulary."""
        return LOC_LABELS[self.loc]

    @property
    def concept(self) -> Concept | None:
        """Give what MDTO calls it; None where that is not told."""
        if self.mdto is None:
            return None
        return own(self.mdto) if isinstance(self.mdto, OwnTerm) else EVENTS.concept(self.mdto)


TERMS: dict[LifeKind, EventTerm] = {
    LifeKind.PUBLISHED: EventTerm("cre", "Publicatie"),
    LifeKind.RECEIVED: EventTerm("cre", "Ontvangst"),
    LifeKind.EDITED: EventTerm("mod", "Wijziging"),
    LifeKind.GONE: EventTerm("mem", OBSERVED),
    LifeKind.GONE_CONFIRMED: EventTerm("mem", OBSERVED),
    LifeKind.BACK: EventTerm("mem", OBSERVED),
    LifeKind.CAPTURED: EventTerm("cap", "Opname"),
    LifeKind.MINIMISED: EventTerm("red", PSEUDONYMISED),
    LifeKind.MAPPED: EventTerm("mem", DESCRIBED),
    LifeKind.PACKAGED: EventTerm("ing"),
    LifeKind.RECOVERED: EventTerm("rec"),
    LifeKind.STAMPED: EventTerm("dsg"),
    LifeKind.MONTH_CLOSED: EventTerm("ine", "Bevriezing"),
    LifeKind.MERGED: EventTerm("ipm"),
    LifeKind.FORMAT_IDENTIFIED: EventTerm("for"),
    LifeKind.VIRUS_CHECKED: EventTerm("vir"),
    LifeKind.CONVERTED: EventTerm("mig", "Conversie"),
    LifeKind.CORRECTED: EventTerm("red", PSEUDONYMISED),
    LifeKind.MARKED: EventTerm("mem"),
    LifeKind.MARK_DECIDED: EventTerm("mem"),
    LifeKind.SPECIAL_MARKED: EventTerm("mem"),
    LifeKind.SPECIAL_DECIDED: EventTerm("mem"),
    LifeKind.FORMAL_SETTLED: EventTerm("mem"),
    LifeKind.SET_APART: EventTerm("poa"),
    LifeKind.APART_LIFTED: EventTerm("poa"),
    LifeKind.RIGHTS_SET: EventTerm("mem", DESCRIBED),
    LifeKind.RIGHTS_ENDED: EventTerm("mem", DESCRIBED),
    LifeKind.APPRAISED: EventTerm("app", APPRAISED),
    LifeKind.APPRAISAL_ENDED: EventTerm("app", APPRAISED),
    LifeKind.HOTSPOT_ADOPTED: EventTerm("poa", APPRAISED),
    LifeKind.HOTSPOT_WITHDRAWN: EventTerm("poa", APPRAISED),
    LifeKind.HELD: EventTerm("poa"),
    LifeKind.HOLD_LIFTED: EventTerm("poa"),
    LifeKind.ORIGINAL_OPENED: EventTerm("der"),
    LifeKind.ORIGINAL_DESTROYED: EventTerm("del", ORIGINAL_GONE),
    LifeKind.FIXITY_CHECKED: EventTerm("fix"),
    LifeKind.REPLICATED: EventTerm("rep"),
    LifeKind.REPAIRED: EventTerm("rec"),
    LifeKind.TRANSFER_MADE: EventTerm("tra", "Export"),
    LifeKind.TRANSFER_RECEIVED: EventTerm("tra", "Overbrenging"),
    LifeKind.DESTRUCTION_PROPOSED: EventTerm("app"),
    LifeKind.DESTRUCTION_AGREED: EventTerm("app"),
    LifeKind.DESTRUCTION_EXCEPTED: EventTerm("app"),
    LifeKind.DESTROYED: EventTerm("del", "Vernietigen"),
    LifeKind.DESTRUCTION_CERTIFIED: EventTerm("mem"),
}

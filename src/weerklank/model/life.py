"""The life of an object: what happened to one item from its publication to its end.

One record of it: PREMIS 3, MDTO and the pages of an item are written from these values alone, so
nothing is told twice and differently (requirement E5, issue 'Events'; ADR 0128).
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from weerklank.model.text import Text


class LifeKind(StrEnum):
    """What happened."""

    #: On its platform.
    PUBLISHED = "published"
    RECEIVED = "received"
    EDITED = "edited"
    GONE = "gone"
    GONE_CONFIRMED = "gone-confirmed"
    BACK = "back"
    #: On its way in.
    CAPTURED = "captured"
    MINIMISED = "minimised"
    #: Read once more from the source that is kept, by a better mapping.
    MAPPED = "mapped"
    PACKAGED = "packaged"
    RECOVERED = "recovered"
    STAMPED = "stamped"
    MONTH_CLOSED = "month-closed"
    MERGED = "merged"
    #: Of its files.
    FORMAT_IDENTIFIED = "format-identified"
    VIRUS_CHECKED = "virus-checked"
    CONVERTED = "converted"
    #: What was decided of it.
    CORRECTED = "corrected"
    MARKED = "marked"
    MARK_DECIDED = "mark-decided"
    SPECIAL_MARKED = "special-marked"
    SPECIAL_DECIDED = "special-decided"
    FORMAL_SETTLED = "formal-settled"
    SET_APART = "set-apart"
    APART_LIFTED = "apart-lifted"
    RIGHTS_SET = "rights-set"
    RIGHTS_ENDED = "rights-ended"
    APPRAISED = "appraised"
    APPRAISAL_ENDED = "appraisal-ended"
    HOTSPOT_ADOPTED = "hotspot-adopted"
    HOTSPOT_WITHDRAWN = "hotspot-withdrawn"
    HELD = "held"
    HOLD_LIFTED = "hold-lifted"
    ORIGINAL_OPENED = "original-opened"
    ORIGINAL_DESTROYED = "original-destroyed"
    #: How it was kept.
    FIXITY_CHECKED = "fixity-checked"
    REPLICATED = "replicated"
    REPAIRED = "repaired"
    #: Where it went.
    TRANSFER_MADE = "transfer-made"
    TRANSFER_RECEIVED = "transfer-received"
    DESTRUCTION_PROPOSED = "destruction-proposed"
    DESTRUCTION_AGREED = "destruction-agreed"
    DESTRUCTION_EXCEPTED = "destruction-excepted"
    DESTROYED = "destroyed"
    DESTRUCTION_CERTIFIED = "destruction-certified"


class AgentKind(StrEnum):
    """What somebody or something is that acted."""

    PERSON = "person"
    ORGANISATION = "organisation"
    SOFTWARE = "software"
    #: The account of the machine under which a program ran, where nobody was named.
    SYSTEM_USER = "system-user"


class AgentRole(StrEnum):
    """As what it acted."""

    #: Did it, or had it done.
    IMPLEMENTER = "implementer"
    #: Decided that it be done.
    AUTHORIZER = "authorizer"
    #: The program that did it.
    PROGRAM = "program"


class LifeOutcome(StrEnum):
    """How it ended."""

    SUCCESS = "success"
    #: Done, and something is to be minded.
    WARNING = "warning"
    FAILURE = "failure"


class LinkKind(StrEnum):
    """What an event of an object's life leads to besides the object."""

    RUN = "run"
    PACKAGE = "package"
    #: A leaf of the log, by its number.
    LEAF = "leaf"
    #: A checkpoint of the log, by its size.
    CHECKPOINT = "checkpoint"
    #: Anything that decisions number: a list, hotspot, hold, request, transfer, correction.
    DECISION = "decision"
    REPLICA = "replica"
    FILE = "file"


@dataclass(frozen=True, slots=True)
class LifeAgent:
    """Who or what acted: a person as the journal names one, a program, or a body.

    Never anyone of whom the archive keeps a pseudonym.
    """

    kind: AgentKind
    name: str
    role: AgentRole
    #: Of a program, where it was recorded.
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Linked:
    """What an event leads to besides the object."""

    kind: LinkKind
    name: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LifeEvent:
    """One event of the life of one item."""

    #: Unique in the archive, and the same each time that the life is told.
    id: str
    kind: LifeKind
    #: When it happened, as far as anyone can know: that of an edit is what the platform states.
    at: datetime
    #: Permanent address of the item.
    item: str
    #: Of one version alone, or of one medium.
    version: int | None = None
    medium: str | None = None
    agents: tuple[LifeAgent, ...] = ()
    outcome: LifeOutcome = LifeOutcome.SUCCESS
    #: What came of it, in plain words.
    note: Text | None = None
    #: Why, as whoever decided it wrote; for who may read the journal.
    reason: str = ""
    linked: tuple[Linked, ...] = ()


#: How people say what happened.
LIFE_KINDS: dict[LifeKind, Text] = {
    LifeKind.PUBLISHED: Text("gepubliceerd", "published"),
    LifeKind.RECEIVED: Text("door een ander geplaatst", "posted by another"),
    LifeKind.EDITED: Text("bewerkt op het platform", "edited on the platform"),
    LifeKind.GONE: Text("niet meer op het platform", "no longer on the platform"),
    LifeKind.GONE_CONFIRMED: Text("verwijdering bevestigd", "deletion confirmed"),
    LifeKind.BACK: Text("weer op het platform", "on the platform again"),
    LifeKind.CAPTURED: Text("opgenomen", "captured"),
    LifeKind.MINIMISED: Text("geminimaliseerd", "minimised"),
    LifeKind.MAPPED: Text("opnieuw gelezen met nieuwe kaart", "read again by a new mapping"),
    LifeKind.PACKAGED: Text("in een pakket en het logboek", "put into a package and the log"),
    LifeKind.RECOVERED: Text("pakket hersteld na uitval", "package recovered after a failure"),
    LifeKind.STAMPED: Text("voorzien van een tijdstempel", "time-stamped"),
    LifeKind.MONTH_CLOSED: Text("maand afgesloten", "month closed"),
    LifeKind.MERGED: Text("pakketten samengevoegd", "packages merged"),
    LifeKind.FORMAT_IDENTIFIED: Text("bestandsformaat bepaald", "file format identified"),
    LifeKind.VIRUS_CHECKED: Text("op virussen gecontroleerd", "checked for viruses"),
    LifeKind.CONVERTED: Text("omgezet voor gebruik", "converted for use"),
    LifeKind.CORRECTED: Text("privacycorrectie", "privacy correction"),
    LifeKind.MARKED: Text(
        "gemarkeerd als geen overheidsinformatie", "marked as no government information"
    ),
    LifeKind.MARK_DECIDED: Text("over de markering besloten", "decided on the mark"),
    LifeKind.SPECIAL_MARKED: Text("gemarkeerd als bijzonder", "marked as special"),
    LifeKind.SPECIAL_DECIDED: Text(
        "besloten of het bijzonder is", "decided whether it is special"
    ),
    LifeKind.FORMAL_SETTLED: Text("afgehandeld als formeel bericht", "settled as formal message"),
    LifeKind.SET_APART: Text(
        "apart gezet op verzoek van een betrokkene", "set apart at the request of a person"
    ),
    LifeKind.APART_LIFTED: Text("niet langer apart gezet", "set apart no longer"),
    LifeKind.RIGHTS_SET: Text("rechten vastgelegd", "rights recorded"),
    LifeKind.RIGHTS_ENDED: Text("vastgelegde rechten vervallen", "recorded rights ended"),
    LifeKind.APPRAISED: Text("selectiebesluit", "selection decision"),
    LifeKind.APPRAISAL_ENDED: Text("selectiebesluit vervallen", "selection decision ended"),
    LifeKind.HOTSPOT_ADOPTED: Text("hotspot vastgesteld", "hotspot adopted"),
    LifeKind.HOTSPOT_WITHDRAWN: Text("hotspot ingetrokken", "hotspot withdrawn"),
    LifeKind.HELD: Text("bewaarplicht opgelegd", "put under legal hold"),
    LifeKind.HOLD_LIFTED: Text("bewaarplicht opgeheven", "legal hold lifted"),
    LifeKind.ORIGINAL_OPENED: Text("verzegeld origineel geopend", "sealed original opened"),
    LifeKind.ORIGINAL_DESTROYED: Text(
        "verzegeld origineel vernietigd", "sealed original destroyed"
    ),
    LifeKind.FIXITY_CHECKED: Text("op schade gecontroleerd", "checked for damage"),
    LifeKind.REPLICATED: Text("naar een replica gekopieerd", "copied to a replica"),
    LifeKind.REPAIRED: Text("hersteld uit een replica", "repaired from a replica"),
    LifeKind.TRANSFER_MADE: Text("klaargezet voor overbrenging", "made ready for transfer"),
    LifeKind.TRANSFER_RECEIVED: Text("overgebracht", "transferred"),
    LifeKind.DESTRUCTION_PROPOSED: Text(
        "voorgedragen voor vernietiging", "proposed for destruction"
    ),
    LifeKind.DESTRUCTION_AGREED: Text("vernietiging akkoord", "destruction agreed to"),
    LifeKind.DESTRUCTION_EXCEPTED: Text("van vernietiging uitgezonderd", "taken off destruction"),
    LifeKind.DESTROYED: Text("vernietigd", "destroyed"),
    LifeKind.DESTRUCTION_CERTIFIED: Text(
        "verklaring van vernietiging", "certificate of destruction"
    ),
}
#: What stands before the name of what an event leads to.
LINKS: dict[LinkKind, Text] = {
    LinkKind.RUN: Text("run", "run"),
    LinkKind.PACKAGE: Text("pakket", "package"),
    LinkKind.LEAF: Text("blad van het logboek", "leaf of the log"),
    LinkKind.CHECKPOINT: Text("controlepunt van het logboek", "checkpoint of the log"),
    LinkKind.DECISION: Text("besluit", "decision"),
    LinkKind.REPLICA: Text("replica", "replica"),
    LinkKind.FILE: Text("bestand", "file"),
}
OUTCOMES: dict[LifeOutcome, Text] = {
    LifeOutcome.SUCCESS: Text("gelukt", "success"),
    LifeOutcome.WARNING: Text("gelukt, met iets om op te letten", "done, with something to mind"),
    LifeOutcome.FAILURE: Text("mislukt", "failure"),
}
